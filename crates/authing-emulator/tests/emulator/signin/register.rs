//! Making an account at the page.

use authing_emulator::{ApplicationSettings, Emulator, PasswordStrength, RegisterMethod};
use serde_json::json;

use super::{alert, claims, found, open, page_of, send, with_code};
use crate::client::Client;
use crate::oidc::provider::Provider;

const ALL: [RegisterMethod; 4] = [
    RegisterMethod::Email,
    RegisterMethod::Phone,
    RegisterMethod::Username,
    RegisterMethod::EmailCode,
];

#[tokio::test]
async fn an_account_is_made_each_way_and_logged_in() {
    let provider = Provider::with(ApplicationSettings::new().register_methods(ALL)).await;
    for (by, account, amr, source) in [
        ("email", "ann@example.com", "pwd", "basic:email"),
        ("username", "carl", "pwd", "basic:username-password"),
        ("phone", "13911112222", "sms", "basic:phone-code"),
        ("email-code", "dora@example.com", "otp", "basic:email-code"),
    ] {
        let mut browser = provider.browser();
        let page = open(&provider, &mut browser, &format!("register?by={by}")).await;
        let fields = [("password", "correct horse")];
        let done = if matches!(by, "phone" | "email-code") {
            with_code(&provider, &mut browser, &page, account, &fields).await
        } else {
            browser.submit(&page, &[("account", account), fields[0]]).await
        };
        let claims = claims(&provider, &done).await;
        assert_eq!(claims["amr"], json!([amr]), "{by}");
        let made = &found(&provider.emulator, account).await[0];
        assert_eq!((&made["id"], &made["registerSource"]), (&claims["sub"], &json!([source])));
        assert_eq!(made["loginsCount"], 1);
        let again =
            provider.browser().log_in(&provider.request(&[]), account, "correct horse").await;
        assert!(again.param("code").is_some(), "{by}");
    }
}

#[tokio::test]
async fn what_is_taken_or_wrong_makes_no_account() {
    let emulator = Emulator::builder().password_strength(PasswordStrength::Middle);
    let settings = ApplicationSettings::new().register_methods(ALL);
    let emulator = emulator.application_settings(settings).start().await.unwrap();
    let provider = Provider::of(emulator).await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "register?by=email").await;
    assert!(page.body.contains("two of letters, digits and symbols"), "the rule is told before");
    for (account, password, reason, field) in [
        ("Bob@Example.com", "passw0rd", "The user already exists, please log in.", "account"),
        ("ann@example.com", "short", "The password must have at least 6 characters.", "password"),
        ("ann@example.com", "weakweak", "The password is too weak.", "password"),
        ("ann@example.com", "", "A password is needed to register.", "password"),
        ("ann", "passw0rd", "The email address is malformed.", "account"),
    ] {
        let refused = browser.submit(&page, &[("account", account), ("password", password)]).await;
        assert_eq!(alert(&refused), reason);
        let place = refused.body.find(&format!("id=\"{field}\"")).unwrap();
        let input = refused.body[place..].split('>').next().unwrap();
        assert!(input.contains("autofocus") && input.contains("aria-invalid"), "{input}");
        assert!(!refused.body.contains("passw0rd"), "a password is not sent back");
    }
    assert!(found(&provider.emulator, "ann").await.is_empty());

    let page = browser.get(&page_of(&page, "register?by=phone")).await;
    let asked = send(&mut browser, &page, "13800000000").await;
    let code = provider.emulator.last_code("13800000000").unwrap();
    let taken = browser.submit(&asked, &[("account", "13800000000"), ("code", &code)]).await;
    assert_eq!(alert(&taken), "The user already exists, please log in.");
}

#[tokio::test]
async fn a_name_with_markup_is_text_wherever_it_is_shown() {
    let provider = Provider::with(ApplicationSettings::new().register_methods(ALL)).await;
    let mut browser = provider.browser();
    let request = provider.request(&[("prompt", "consent")]);
    let page = super::open_at(&mut browser, &request, "register?by=username").await;
    let name = "<img src=x onerror=alert(1)>\"'&amp;";
    let refused = browser.submit(&page, &[("account", name), ("password", "")]).await;
    assert!(!refused.body.contains("<img"), "{}", refused.body);
    let made = browser.submit(&page, &[("account", name), ("password", "passw0rd")]).await;
    let consent = browser.follow(&made).await;
    assert!(consent.body.contains("&lt;img src=x onerror=alert(1)&gt;"), "{}", consent.body);
    assert!(!consent.body.contains("<img"));
}

#[tokio::test]
async fn a_new_account_must_pass_what_any_login_must() {
    let provider = Provider::with(ApplicationSettings::new().register_methods(ALL)).await;
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    admin.rest("POST", &path, json!({ "loginRequireEmailVerified": true })).await.unwrap();
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "register?by=email").await;
    let fields = [("account", "ann@example.com"), ("password", "passw0rd")];
    let refused = browser.submit(&page, &fields).await;
    assert_eq!(alert(&refused), "The email address is not verified.");
    assert!(browser.cookie("authing_session_").is_none());
    assert_eq!(found(&provider.emulator, "ann@example.com").await.len(), 1, "the account stays");
}

#[tokio::test]
async fn nobody_registers_where_that_is_switched_off() {
    let provider = Provider::start().await;
    let mut browser = provider.browser();
    let page = open(&provider, &mut browser, "register?by=email").await;
    let admin = Client::admin(&provider.emulator).await;
    let path = format!("/api/v2/applications/{}", provider.emulator.app_id());
    admin.rest("POST", &path, json!({ "registerDisabled": true })).await.unwrap();
    let fields = [("account", "ann@example.com"), ("password", "passw0rd")];
    assert_eq!(browser.submit(&page, &fields).await.status, 403);
    assert!(found(&provider.emulator, "ann").await.is_empty());
}
