//! Each protocol ends as it should after each way to log in.

use authing_emulator::{ApplicationSettings, SamlSettings};
use serde_json::json;

use super::{KEY, import_totp, open_at, totp, with_code};
use crate::cas;
use crate::oidc::browser::{Browser, Shown};
use crate::oidc::provider::Provider;
use crate::saml::{self, Posted};

/// A way to log in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Password,
    Code,
    SecondFactor,
}

const WAYS: [Way; 3] = [Way::Password, Way::Code, Way::SecondFactor];

/// Logs `bob` in by a way; the result is what leads back to the application.
async fn log_in(provider: &Provider, browser: &mut Browser, start: &str, way: Way) -> Shown {
    match way {
        Way::Password => browser.log_in(start, "bob", "passw0rd").await,
        Way::Code => {
            let page = open_at(browser, start, "login?by=phone-code").await;
            with_code(provider, browser, &page, "13800000000", &[]).await
        }
        Way::SecondFactor => {
            import_totp(provider).await;
            let shown = browser.log_in(start, "bob", "passw0rd").await;
            let page = browser.follow(&shown).await;
            browser.submit(&page, &[("code", &totp(&provider.emulator, KEY))]).await
        }
    }
}

#[tokio::test]
async fn cas_gets_a_ticket() {
    for way in WAYS {
        let provider = Provider::start().await;
        let mut browser = provider.browser();
        let start = cas::path(&provider.emulator, "/login", &[]);
        let done = log_in(&provider, &mut browser, &start, way).await;
        let ticket = done.param("ticket").unwrap_or_else(|| panic!("{way:?}"));
        let response = cas::ask(&provider, &ticket, &[("renew", "true")]).await;
        let success = &response["authenticationSuccess"];
        assert_eq!(success["attributes"]["sub"], json!(provider.user_id), "{way:?}: {response}");
    }
}

#[tokio::test]
async fn a_saml_service_provider_gets_a_signed_assertion() {
    for way in WAYS {
        let provider = saml::provider(SamlSettings::new()).await;
        let mut browser = provider.browser();
        let request = saml::request(&provider.emulator, &[], "");
        let start = saml::address(&provider.emulator, &request);
        let posted = Posted::of(&log_in(&provider, &mut browser, &start, way).await);
        assert_eq!(posted.status(), ["Success"], "{way:?}");
        assert_eq!(posted.text("NameID"), provider.user_id, "{way:?}");
        assert_eq!(posted.signed(&provider).await, "Assertion");
    }
}

#[tokio::test]
async fn who_turns_back_at_the_second_factor_comes_back_without_anything() {
    let provider = saml::provider(SamlSettings::new()).await;
    import_totp(&provider).await;
    let cas_start = cas::path(&provider.emulator, "/login", &[]);
    let request = saml::request(&provider.emulator, &[], "");
    let saml_start = saml::address(&provider.emulator, &request);
    for start in [cas_start.as_str(), &saml_start, &provider.request(&[])] {
        let mut browser = provider.browser();
        let shown = browser.log_in(start, "bob", "passw0rd").await;
        let page = browser.follow(&shown).await;
        let back = browser.submit(&page, &[("action", "cancel")]).await;
        if start == saml_start {
            assert_eq!(Posted::of(&back).status(), ["Responder", "AuthnFailed"]);
        } else if start == cas_start {
            assert!(!back.location().contains("ticket="));
        } else {
            assert_eq!(back.param("error").as_deref(), Some("access_denied"));
        }
        assert!(browser.cookie("authing_session_").is_none());
    }
}

#[tokio::test]
async fn a_form_post_and_an_id_token_in_front_come_after_a_code_too() {
    let provider = Provider::with(crate::oidc::provider::generous()).await;
    let request =
        provider.request(&[("response_type", "id_token"), ("response_mode", "form_post")]);
    let mut browser = provider.browser();
    let done = log_in(&provider, &mut browser, &request, Way::Code).await;
    let claims = provider.verified(&done.field("id_token")).await;
    assert_eq!(claims["amr"], json!(["sms"]));
    let policy = done.header("content-security-policy");
    assert!(!policy.contains("unsafe") && !done.body.contains("<script>"));
    // OAuth 2.0 has no id token, and goes on all the same.
    let settings = ApplicationSettings::new().oauth_provider_enabled(true);
    let provider = Provider::with(settings).await;
    let request = provider.request(&[("scope", "user")]).replace("/oidc/", "/oauth/");
    let mut browser = provider.browser();
    let done = log_in(&provider, &mut browser, &request, Way::SecondFactor).await;
    assert!(done.param("code").is_some());
}
