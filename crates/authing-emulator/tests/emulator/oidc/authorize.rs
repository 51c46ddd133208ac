//! Requests that are refused before anybody is asked to log in.

use authing_emulator::{ApplicationSettings, ClientAuthMethod, GrantType};

use super::provider::{CALLBACK, CHALLENGE, Provider, generous};

#[tokio::test]
async fn a_wrong_client_or_redirect_uri_gets_a_page_and_never_a_redirect() {
    let provider = Provider::start().await;
    let twice = format!("{}&redirect_uri=http://localhost/other", provider.request(&[]));
    for request in [
        provider.request(&[("client_id", "")]),
        provider.request(&[("client_id", "5f7a993eb9b49dcd5c021e40")]),
        provider.request(&[("redirect_uri", "")]),
        provider.request(&[("redirect_uri", "https://evil.example/cb")]),
        provider.request(&[("redirect_uri", "http://localhost.evil.example/cb")]),
        provider.request(&[("redirect_uri", "javascript:alert(1)")]),
        twice,
    ] {
        let shown = provider.browser().get(&request).await;
        assert_eq!(shown.status, 400, "{request}");
        assert!(shown.header("content-type").starts_with("text/html"));
        assert!(!shown.headers.contains_key("location"), "{request}");
    }
}

#[tokio::test]
async fn a_registered_redirect_uri_is_matched_exactly() {
    let settings = ApplicationSettings::new().redirect_uris(["https://app.example.com/cb"]);
    let provider = Provider::with(settings).await;
    let good = provider.request(&[("redirect_uri", "https://app.example.com/cb")]);
    assert_eq!(provider.browser().get(&good).await.status, 303);
    for bad in [CALLBACK, "https://app.example.com/cb/", "https://app.example.com/cb?x=1"] {
        let request = provider.request(&[("redirect_uri", bad)]);
        assert_eq!(provider.browser().get(&request).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn other_errors_go_to_the_client_with_state_and_issuer() {
    let provider = Provider::with(generous()).await;
    for (changes, code) in [
        (&[("response_type", "")][..], "invalid_request"),
        (&[("response_type", "device")], "unsupported_response_type"),
        (&[("scope", "profile")], "invalid_scope"),
        (&[("response_mode", "web_message")], "unsupported_response_mode"),
        (&[("prompt", "sometimes")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "none")], "login_required"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("id_token_hint", "e30.e30.e30")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("code_challenge", CHALLENGE), ("code_challenge_method", "S512")], "invalid_request"),
        (&[("code_challenge_method", "S256")], "invalid_request"),
        (&[("request", "e30.e30.e30")], "request_not_supported"),
        (&[("request_uri", "urn:example:par")], "request_uri_not_supported"),
        (&[("response_type", "id_token"), ("nonce", "")], "invalid_request"),
        (&[("response_type", "code id_token"), ("nonce", "")], "invalid_request"),
        (&[("response_type", "token"), ("response_mode", "query")], "invalid_request"),
    ] {
        let shown = provider.browser().get(&provider.request(changes)).await;
        assert_eq!(shown.param("error").as_deref(), Some(code), "{changes:?}");
        assert!(!shown.param("error_description").unwrap().is_empty());
        assert_eq!(shown.param("state").as_deref(), Some("a state & more"));
        let issuer = format!("{}/oidc", provider.emulator.url());
        assert_eq!(shown.param("iss"), Some(issuer));
        assert!(shown.param("code").is_none());
    }
    let twice = format!("{}&scope=openid", provider.request(&[]));
    let shown = provider.browser().get(&twice).await;
    assert_eq!(shown.param("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn errors_of_a_front_channel_request_come_in_the_fragment() {
    let provider = Provider::with(generous()).await;
    let request = provider.request(&[("response_type", "id_token token"), ("nonce", "")]);
    let shown = provider.browser().get(&request).await;
    assert!(shown.location().starts_with(&format!("{CALLBACK}#error=invalid_request")));
}

#[tokio::test]
async fn the_applications_settings_decide_what_may_be_asked_for() {
    let provider = Provider::start().await;
    let implicit = provider.request(&[("response_type", "id_token")]);
    let refused = async || provider.browser().get(&implicit).await.param("error");
    assert_eq!(refused().await.as_deref(), Some("unauthorized_client"));

    let no_grant = generous().grants([GrantType::AuthorizationCode]);
    assert!(provider.emulator.configure_application(provider.emulator.app_id(), no_grant));
    assert_eq!(refused().await.as_deref(), Some("unauthorized_client"));

    let only_password = ApplicationSettings::new().grants([GrantType::Password]);
    assert!(provider.emulator.configure_application(provider.emulator.app_id(), only_password));
    let shown = provider.browser().get(&provider.request(&[])).await;
    assert_eq!(shown.param("error").as_deref(), Some("unauthorized_client"));
}

#[tokio::test]
async fn a_public_client_must_use_pkce() {
    let settings = ApplicationSettings::new().token_auth_method(ClientAuthMethod::None);
    let provider = Provider::with(settings).await;
    let shown = provider.browser().get(&provider.request(&[])).await;
    assert_eq!(shown.param("error").as_deref(), Some("invalid_request"));
    let with = provider.request(&[("code_challenge", CHALLENGE)]);
    assert!(provider.browser().get(&with).await.location().starts_with("/interaction/oidc/"));
}

#[tokio::test]
async fn tokens_never_travel_through_a_redirect_in_clear() {
    let settings = generous().redirect_uris(["http://app.example.com/cb"]);
    let provider = Provider::with(settings).await;
    let ask = async |kind| {
        let changes = [("redirect_uri", "http://app.example.com/cb"), ("response_type", kind)];
        provider.browser().get(&provider.request(&changes)).await
    };
    assert_eq!(ask("id_token").await.param("error").as_deref(), Some("invalid_request"));
    assert!(ask("code").await.location().starts_with("/interaction/"));
}
