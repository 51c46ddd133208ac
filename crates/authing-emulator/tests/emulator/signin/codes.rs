//! Logging in with a code.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, LoginMethod};
use serde_json::json;

use super::{alert, claims, found, open, send, with_code};
use crate::client::Client;
use crate::oidc::provider::Provider;

#[tokio::test]
async fn a_code_logs_in_and_the_token_tells_by_what() {
    let provider = Provider::start().await;
    for (by, account, amr) in
        [("phone-code", "13800000000", "sms"), ("email-code", "bob@example.com", "otp")]
    {
        let mut browser = provider.browser();
        let page = open(&provider, &mut browser, &format!("login?by={by}")).await;
        assert!(!page.body.contains("one-time-code"), "first the address");
        let done = with_code(&provider, &mut browser, &page, account, &[]).await;
        let claims = claims(&provider, &done).await;
        assert_eq!(claims["sub"], json!(provider.user_id), "{by}");
        assert_eq!(claims["amr"], json!([amr]));
        assert!(
            browser.get(&provider.request(&[("prompt", "none")])).await.param("code").is_some()
        );
    }
}

#[tokio::test]
async fn a_password_is_told_by_the_token_too_also_after_a_refresh_and_from_a_session() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let done = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    let first = claims(&provider, &done).await;
    assert_eq!(first["amr"], json!(["pwd"]));
    provider.emulator.advance(Duration::from_secs(60));
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    let second = claims(&provider, &silent).await;
    assert_eq!((&second["amr"], &second["auth_time"]), (&first["amr"], &first["auth_time"]));
    let code = provider.offline_code().await;
    let tokens = provider.redeem(&code, &[]).await;
    let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens.text("refresh_token"))];
    let renewed = provider.post("/oidc/token", &fields).await;
    assert_eq!(provider.verified(renewed.text("id_token")).await["amr"], json!(["pwd"]));
}

#[tokio::test]
async fn who_is_unknown_is_registered_by_the_first_code() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=phone-code").await;
    let done = with_code(&provider, &mut browser, &page, "13911112222", &[]).await;
    let claims = claims(&provider, &done).await;
    let made = &found(&provider.emulator, "13911112222").await[0];
    assert_eq!(made["id"], claims["sub"]);
    assert_eq!((&made["phoneVerified"], &made["loginsCount"]), (&json!(true), &json!(1)));
    assert_eq!(made["registerSource"], json!(["basic:phone-code"]));
}

#[tokio::test]
async fn where_nobody_may_register_an_unknown_number_logs_nobody_in() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let body = json!({ "registerDisabled": true });
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    admin.rest("POST", &path, body).await.unwrap();
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=phone-code").await;
    let refused = with_code(&provider, &mut browser, &page, "13911112222", &[]).await;
    assert_eq!(alert(&refused), "Registration is disabled.");
    assert!(!refused.body.contains("href=\"register\""));
    assert!(found(&provider.emulator, "13911112222").await.is_empty());
}

#[tokio::test]
async fn a_code_that_is_wrong_or_late_or_of_another_address_logs_nobody_in() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=phone-code").await;
    let asked = send(&mut browser, &page, "13800000000").await;
    let code = provider.emulator.last_code("13800000000").unwrap();
    let wrong = if code == "0000" { "1111" } else { "0000" };
    let fields = |account, code| [("account", account), ("code", code)];
    let refused = browser.submit(&asked, &fields("13800000000", wrong)).await;
    assert_eq!(alert(&refused), "The verification code is wrong.");
    let place = refused.body.find("id=\"code\"").unwrap();
    let field = refused.body[place..].split('>').next().unwrap();
    assert!(field.contains("autofocus") && field.contains("aria-invalid=\"true\""), "{field}");
    assert!(field.contains("aria-describedby=\"problem\""), "{field}");
    let foreign = browser.submit(&asked, &fields("13911112222", &code)).await;
    assert_eq!(alert(&foreign), "The verification code is wrong.");
    provider.emulator.advance(Duration::from_secs(61));
    let late = browser.submit(&asked, &fields("13800000000", &code)).await;
    assert_eq!(alert(&late), "The verification code has expired.");
    assert!(browser.cookie("authing_session_").is_none());
}

#[tokio::test]
async fn what_is_no_number_or_address_gets_no_code() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    browser.lang = "zh-CN";
    let long = "1".repeat(100_000);
    for (by, account) in [
        ("phone-code", "bob@example.com"),
        ("phone-code", ""),
        ("email-code", "bob"),
        ("email-code", "<b>@"),
        ("phone-code", long.as_str()),
    ] {
        let page = open(&provider, &mut browser, &format!("login?by={by}")).await;
        let refused = send(&mut browser, &page, account).await;
        assert!(!alert(&refused).is_ascii(), "in the page's language");
        assert!(!refused.body.contains("one-time-code"), "there is no code to type in");
        assert!(refused.body.len() < 8000, "{} bytes", refused.body.len());
    }
    assert!(provider.emulator.messages().is_empty());
}

#[tokio::test]
async fn a_second_email_within_a_minute_is_refused_and_the_first_code_stays_good() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=email-code").await;
    let asked = send(&mut browser, &page, "bob@example.com").await;
    let code = provider.emulator.last_code("bob@example.com").unwrap();
    let again = send(&mut browser, &asked, "bob@example.com").await;
    assert_eq!(alert(&again), "An email was sent less than a minute ago.");
    let done = browser
        .submit(&again, &[("account", "bob@example.com"), ("code", &format!(" {code} "))])
        .await;
    assert!(done.param("code").is_some());
}

#[tokio::test]
async fn the_page_offers_what_the_application_is_set_to_in_its_order() {
    let settings = ApplicationSettings::new()
        .login_methods([LoginMethod::EmailCode, LoginMethod::Password])
        .register_methods([]);
    let provider = Provider::with(settings).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let tabs: Vec<&str> = page
        .body
        .match_indices("href=\"login?by=")
        .map(|(at, found)| page.body[at + found.len()..].split('"').next().unwrap())
        .collect();
    assert_eq!(tabs, ["email-code", "password"]);
    assert!(page.body.contains("type=\"email\"") && !page.body.contains("href=\"register\""));
    for other in ["login?by=phone-code", "login?by=qrcode", "register", "login?by=x"] {
        let refused = browser.get(&super::page_of(&page, other)).await;
        assert_eq!(refused.status, 403, "{other}");
    }
    let sent = browser
        .submit(&page, &[("by", "phone-code"), ("action", "send"), ("account", "13800000000")]);
    assert_eq!(sent.await.status, 403);
    assert!(provider.emulator.messages().is_empty());
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    let app = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(app["loginTabs"], json!(["phone-code", "password"]));
    assert_eq!((&app["defaultLoginTab"], &app["registerTabs"]), (&json!("phone-code"), &json!([])));
}
