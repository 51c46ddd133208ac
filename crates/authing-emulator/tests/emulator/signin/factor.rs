//! The second factor.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, SecondFactor};
use serde_json::json;

use super::{
    KEY, RECOVERY_CODE, alert, another, claims, import_totp, open, page_of, send, totp, with_code,
};
use crate::client::Client;
use crate::oidc::browser::{Browser, Shown};
use crate::oidc::provider::Provider;

/// Gives the password, and gives the page that asks for more.
async fn asked(provider: &Provider, browser: &mut Browser) -> Shown {
    let shown = browser.log_in(&provider.request(&[]), "bob", "passw0rd").await;
    assert_eq!(shown.location(), "factor");
    assert!(browser.cookie("authing_session_").is_none(), "nobody is logged in yet");
    browser.follow(&shown).await
}

async fn demanding(factors: impl IntoIterator<Item = SecondFactor>) -> Provider {
    Provider::with(ApplicationSettings::new().mfa_factors(factors)).await
}

#[tokio::test]
async fn who_has_an_authenticator_is_asked_for_it_and_the_token_tells() {
    let provider = Provider::start().await;
    import_totp(&provider).await;
    let mut browser = provider.browser();
    let page = asked(&provider, &mut browser).await;
    assert!(
        page.body.contains("autocomplete=\"one-time-code\"")
            && page.body.contains("inputmode=\"numeric\"")
    );
    provider.emulator.advance(Duration::from_secs(40));
    let done = browser.submit(&page, &[("code", &totp(&provider.emulator, KEY))]).await;
    let claims = claims(&provider, &done).await;
    assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
    let now = provider.emulator.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(claims["auth_time"], json!(now), "the login is complete now");
    let silent = browser.get(&provider.request(&[("prompt", "none")])).await;
    assert_eq!(super::claims(&provider, &silent).await["amr"], json!(["pwd", "otp", "mfa"]));
}

#[tokio::test]
async fn a_one_time_password_logs_in_once() {
    let provider = Provider::start().await;
    import_totp(&provider).await;
    let code = totp(&provider.emulator, KEY);
    let mut first = provider.browser();
    let page = asked(&provider, &mut first).await;
    assert!(first.submit(&page, &[("code", &code)]).await.param("code").is_some());
    let mut second = provider.browser();
    let page = asked(&provider, &mut second).await;
    let replayed = second.submit(&page, &[("code", &code)]).await;
    assert_eq!(alert(&replayed), "The one-time password is wrong.");
    assert_eq!(alert(&second.submit(&page, &[("code", "")]).await), "Give a one-time password.");
    assert!(second.cookie("authing_session_").is_none());
}

#[tokio::test]
async fn too_many_wrong_attempts_end_the_login() {
    let provider = Provider::start().await;
    import_totp(&provider).await;
    let mut browser = provider.browser();
    let page = asked(&provider, &mut browser).await;
    for _ in 0..10 {
        assert_eq!(
            alert(&browser.submit(&page, &[("code", "x")]).await),
            "The one-time password is wrong."
        );
    }
    let right = totp(&provider.emulator, KEY);
    let over = browser.submit(&page, &[("code", &right)]).await;
    assert_eq!(alert(&over), "The login information is wrong, log in again.");
    assert!(over.body.contains("id=\"password\""), "the login begins again");
    assert_eq!(browser.submit(&page, &[("code", &right)]).await.location(), "login");
}

#[tokio::test]
async fn a_recovery_code_stands_for_a_lost_authenticator_once() {
    let provider = Provider::start().await;
    import_totp(&provider).await;
    for expected in [true, false] {
        let mut browser = provider.browser();
        let page = asked(&provider, &mut browser).await;
        assert!(page.body.contains("href=\"factor?by=recovery\""));
        let page = browser.get(&page_of(&page, "factor?by=recovery")).await;
        let done = browser.submit(&page, &[("code", RECOVERY_CODE)]).await;
        if expected {
            assert_eq!(claims(&provider, &done).await["amr"], json!(["pwd", "otp", "mfa"]));
        } else {
            assert_eq!(alert(&done), "The recovery code is wrong.");
        }
    }
}

#[tokio::test]
async fn the_page_is_closed_without_the_first_factor_and_after_a_while() {
    let provider = Provider::start().await;
    import_totp(&provider).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login").await;
    let url = page_of(&page, "factor");
    assert_eq!(browser.get(&url).await.location(), "login");
    let (csrf, code) = (page.field("csrf_token"), totp(&provider.emulator, KEY));
    let posted = browser.post(&url, &[("csrf_token", &csrf), ("code", &code)]).await;
    assert_eq!(posted.location(), "login");

    let mut other = provider.browser();
    let page = asked(&provider, &mut other).await;
    assert_eq!(browser.get(&page.url).await.status, 403, "of another browser");
    provider.emulator.advance(Duration::from_secs(361));
    let late = other.submit(&page, &[("code", &totp(&provider.emulator, KEY))]).await;
    assert_eq!(late.location(), "login");
}

#[tokio::test]
async fn a_code_to_the_users_own_phone_or_address_is_a_second_factor() {
    for (factor, by, account, amr) in [
        (SecondFactor::Sms, "sms", "13800000000", json!(["pwd", "sms", "mfa"])),
        (SecondFactor::Email, "email", "bob@example.com", json!(["pwd", "otp", "mfa"])),
    ] {
        let provider = demanding([factor]).await;
        let mut browser = provider.browser();
        let page = asked(&provider, &mut browser).await;
        assert!(!page.body.contains(account), "a password alone does not tell it: {}", page.body);
        // Where the code goes is not for the form to say.
        let sent = send(&mut browser, &page, "13911112222").await;
        let code = provider.emulator.last_code(account).unwrap();
        assert!(provider.emulator.last_code("13911112222").is_none());
        assert!(!sent.body.contains(account));
        let wrong = browser.submit(&sent, &[("by", by), ("code", "x")]).await;
        assert_eq!(alert(&wrong), "The verification code is wrong.");
        let done = browser.submit(&sent, &[("by", by), ("code", &code)]).await;
        assert_eq!(claims(&provider, &done).await["amr"], amr);
    }
}

#[tokio::test]
async fn who_lacks_what_is_demanded_binds_it_at_the_page() {
    let provider = demanding([SecondFactor::Totp]).await;
    let mut browser = provider.browser();
    let page = asked(&provider, &mut browser).await;
    assert!(page.body.contains("data:image/png;base64,"));
    let (_, rest) = page.body.split_once("otpauth://totp/").unwrap();
    let (_, rest) = rest.split_once("secret=").unwrap();
    let key = rest.split('&').next().unwrap().to_owned();
    let reloaded = browser.get(&page.url).await;
    assert!(reloaded.body.contains(&key), "the key stays the same that was scanned");
    let wrong = browser.submit(&page, &[("code", "000000")]).await;
    assert!(alert(&wrong) == "The one-time password is wrong." && wrong.body.contains(&key));
    let done = browser.submit(&page, &[("code", &totp(&provider.emulator, &key))]).await;
    assert_eq!(claims(&provider, &done).await["amr"], json!(["pwd", "otp", "mfa"]));

    provider.emulator.advance(Duration::from_secs(60));
    let mut next = provider.browser();
    let page = asked(&provider, &mut next).await;
    assert!(!page.body.contains("otpauth:"), "the key is not told again");
    let done = next.submit(&page, &[("code", &totp(&provider.emulator, &key))]).await;
    assert!(done.param("code").is_some());
}

#[tokio::test]
async fn a_number_is_bound_by_its_code_and_only_one_that_is_nobody_elses() {
    let provider = demanding([SecondFactor::Sms]).await;
    another(&provider, json!({ "username": "eve", "phone": "13911112222" })).await;
    let ann = another(&provider, json!({ "username": "ann", "password": "passw0rd" })).await;
    let mut browser = provider.browser();
    let shown = browser.log_in(&provider.request(&[]), "ann", "passw0rd").await;
    let page = browser.follow(&shown).await;
    let taken = send(&mut browser, &page, "13911112222").await;
    assert_eq!(alert(&taken), "The phone number is already bound.");
    assert!(provider.emulator.messages().is_empty());
    let done = with_code(&provider, &mut browser, &page, "13711112222", &[("by", "sms")]).await;
    assert_eq!(claims(&provider, &done).await["sub"], json!(ann));
    assert_eq!(super::found(&provider.emulator, "13711112222").await[0]["id"], json!(ann));
}

#[tokio::test]
async fn of_several_factors_the_user_chooses_and_a_face_is_told_to_be_impossible_here() {
    let provider = demanding([SecondFactor::Totp, SecondFactor::Sms, SecondFactor::Face]).await;
    let mut browser = provider.browser();
    let page = asked(&provider, &mut browser).await;
    assert!(page.body.contains("factor?by=totp") && page.body.contains("factor?by=sms"));
    assert!(page.body.contains("value=\"sms\""), "what is bound comes first: {}", page.body);
    assert_eq!(browser.get(&page_of(&page, "factor?by=email")).await.status, 403);
    let provider = demanding([SecondFactor::Face]).await;
    let mut browser = provider.browser();
    let page = asked(&provider, &mut browser).await;
    assert!(page.body.contains("cannot be given on this page"));
    let back = browser.submit(&page, &[("action", "cancel")]).await;
    assert_eq!(back.param("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_first_login_by_code_is_asked_for_what_the_application_demands() {
    let provider = demanding([SecondFactor::Email]).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "login?by=phone-code").await;
    let shown = with_code(&provider, &mut browser, &page, "13911112222", &[]).await;
    let page = browser.follow(&shown).await;
    let done =
        with_code(&provider, &mut browser, &page, "new@example.com", &[("by", "email")]).await;
    assert_eq!(claims(&provider, &done).await["amr"], json!(["sms", "otp", "mfa"]));
    // The API's own login by code asks for it all the same.
    let app = Client::app(&provider.emulator);
    let code = app.send_sms("13911113333").await;
    let login =
        app.input("loginByPhoneCode", json!({ "phone": "13911113333", "code": code })).await;
    assert_eq!(login.unwrap_err().code, 1636);
}
