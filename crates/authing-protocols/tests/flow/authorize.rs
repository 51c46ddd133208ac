//! The address that the visitor is sent to.

use std::{collections::HashSet, time::Duration};

use authing_protocols::{
    oauth2::ClientAuthentication,
    oidc::{OidcResponseType, Prompt, ResponseMode},
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;

use crate::common::{APP, CALLBACK, HOST, ISSUER, SECRET, Server, Started, field, message, query};

fn pairs(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn the_default_asks_for_a_code_with_state_nonce_and_s256() {
    let server = Server::new();
    let Started { url, .. } = Started::start(server.oidc().authorize()).await;
    assert_eq!(&url[..url::Position::AfterPath], format!("{HOST}/oidc/auth"));
    let names: Vec<String> = pairs(&url).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
        ]
    );
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", APP),
        ("redirect_uri", CALLBACK),
        ("scope", "openid profile email phone address"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query(&url, name).unwrap(), value);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_challenge_is_that_of_the_verifier_which_the_code_is_changed_with() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    let challenge = query(&begun.url, "code_challenge").unwrap();
    server.refuses(400, "invalid_grant");
    let _ = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    let verifier = field(&server.request(), "code_verifier").unwrap();
    assert!(verifier.len() >= 43);
    assert_eq!(URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())), challenge);
}

#[tokio::test]
async fn no_two_logins_share_a_secret() {
    let server = Server::new();
    let request = server.oidc().authorize();
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let Started { url, state, nonce, .. } = Started::start(request.clone()).await;
        for secret in [state, nonce, query(&url, "code_challenge").unwrap()] {
            assert_eq!(secret.len(), 43);
            assert!(seen.insert(secret));
        }
    }
}

#[tokio::test]
async fn every_setter_is_sent_and_everything_is_encoded() {
    let server = Server::new();
    let url = Started::start(
        server
            .oidc()
            .authorize()
            .scope("openid a&b=c")
            .response_type(OidcResponseType::CodeIdToken)
            .response_mode(ResponseMode::FormPost)
            .prompt([Prompt::Login, Prompt::SelectAccount])
            .tenant_id("t&1")
            .login_hint("ann+1@example.com")
            .max_age(Duration::from_secs(60))
            .ui_locales("zh-CN en")
            .acr_values("urn:a b")
            .id_token_hint("e.y.j")
            .resource("https://api/1")
            .resource("https://api/2")
            .param("login_page_context", "{\"a\":\"#\"}")
            .redirect_uri("https://other.example.com/cb?x=1&y=2"),
    )
    .await
    .url;
    for (name, value) in [
        ("scope", "openid a&b=c"),
        ("response_type", "code id_token"),
        ("response_mode", "form_post"),
        ("prompt", "login select_account"),
        ("tenant_id", "t&1"),
        ("login_hint", "ann+1@example.com"),
        ("max_age", "60"),
        ("ui_locales", "zh-CN en"),
        ("acr_values", "urn:a b"),
        ("id_token_hint", "e.y.j"),
        ("login_page_context", "{\"a\":\"#\"}"),
        ("redirect_uri", "https://other.example.com/cb?x=1&y=2"),
    ] {
        assert_eq!(query(&url, name).as_deref(), Some(value));
    }
    let resources: Vec<_> =
        pairs(&url).into_iter().filter(|(name, _)| name == "resource").collect();
    assert_eq!(resources.len(), 2);
    assert_eq!(url.fragment(), None);
    let raw = url.query().unwrap();
    assert!(raw.contains("login_hint=ann%2B1%40example.com"), "{raw}");
    assert!(raw.contains("tenant_id=t%261&"), "{raw}");
}

#[tokio::test]
async fn a_setter_called_twice_counts_once() {
    let server = Server::new();
    let request = server.oidc().authorize().login_hint("a").login_hint("b").param("x", "1");
    let url = Started::start(request.param("x", "2")).await.url;
    assert_eq!(query(&url, "login_hint").unwrap(), "b");
    assert_eq!(query(&url, "x").unwrap(), "2");
}

#[tokio::test]
async fn every_response_type_and_mode_and_prompt_has_its_name() {
    let server = Server::new();
    let oidc = server.oidc();
    for (response_type, name) in [
        (OidcResponseType::Code, "code"),
        (OidcResponseType::CodeIdToken, "code id_token"),
        (OidcResponseType::CodeToken, "code token"),
        (OidcResponseType::CodeIdTokenToken, "code id_token token"),
        (OidcResponseType::IdToken, "id_token"),
        (OidcResponseType::IdTokenToken, "id_token token"),
    ] {
        let url = Started::start(oidc.authorize().response_type(response_type)).await.url;
        assert_eq!(query(&url, "response_type").unwrap(), name);
        // A challenge goes with a code, and only with one.
        assert_eq!(query(&url, "code_challenge").is_some(), name.contains("code"));
        assert!(query(&url, "nonce").is_some());
    }
    for (mode, name) in [(ResponseMode::Query, "query"), (ResponseMode::Fragment, "fragment")] {
        let url = Started::start(oidc.authorize().response_mode(mode)).await.url;
        assert_eq!(query(&url, "response_mode").unwrap(), name);
    }
    for (prompt, name) in [(Prompt::None, "none"), (Prompt::Consent, "consent")] {
        let url = Started::start(oidc.authorize().prompt([prompt])).await.url;
        assert_eq!(query(&url, "prompt").unwrap(), name);
    }
}

#[tokio::test]
async fn offline_access_asks_for_consent_unless_the_caller_says_otherwise() {
    let server = Server::new();
    let oidc = server.oidc();
    let offline = || oidc.authorize().scope("openid offline_access");
    let prompt = async |request| query(&Started::start(request).await.url, "prompt");
    assert_eq!(prompt(offline()).await.as_deref(), Some("consent"));
    assert_eq!(prompt(offline().prompt([Prompt::Login])).await.as_deref(), Some("login"));
    assert_eq!(prompt(oidc.authorize()).await, None);
    assert_eq!(prompt(oidc.authorize().scope("openid offline_accesses")).await, None);
}

#[tokio::test]
async fn what_the_login_depends_on_cannot_be_overridden() {
    let server = Server::new();
    let oidc = server.oidc();
    for name in [
        "state",
        "nonce",
        "client_id",
        "redirect_uri",
        "response_type",
        "response_mode",
        "scope",
        "code_challenge",
        "code_challenge_method",
        "request",
        "request_uri",
        "client_secret",
        "client_assertion",
        "max_age",
        "prompt",
        "",
    ] {
        let error = message(oidc.authorize().param(name, "x").start().await);
        assert!(error.contains("argument `param` "), "{name}: {error}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_an_error_before_anything_is_sent() {
    let server = Server::new();
    let oidc = server.oidc();
    let no_uri = authing_protocols::oidc::OidcClient::builder(APP, HOST).build().unwrap();
    for (request, argument) in [
        (oidc.authorize().scope("profile"), "scope"),
        (oidc.authorize().scope("xopenid"), "scope"),
        (oidc.authorize().redirect_uri("/cb"), "redirect_uri"),
        (no_uri.authorize(), "redirect_uri"),
        (oidc.authorize().prompt([Prompt::None, Prompt::Login]), "prompt"),
        (
            oidc.authorize()
                .response_type(OidcResponseType::CodeIdToken)
                .response_mode(ResponseMode::Query),
            "response_mode",
        ),
    ] {
        let error = message(request.start().await);
        assert!(error.contains(&format!("argument `{argument}` ")), "{error}");
    }
    assert!(server.requests().is_empty());
}

pub(crate) fn discovery(extra: Value) -> Value {
    let at = |path: &str| format!("{ISSUER}/{path}");
    crate::common::merge(
        json!({
            "issuer": ISSUER, "authorization_endpoint": at("auth?fixed=1"),
            "token_endpoint": at("token"), "jwks_uri": at("keys"), "userinfo_endpoint": at("me"),
        }),
        extra,
    )
}

#[tokio::test]
async fn a_discovered_endpoint_keeps_its_own_query() {
    let server = Server::new();
    server.responds(discovery(json!({})));
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    let url = Started::start(oidc.authorize()).await.url;
    assert_eq!(query(&url, "fixed").unwrap(), "1");
    assert_eq!(query(&url, "client_id").unwrap(), APP);
    // The document is kept.
    Started::start(oidc.authorize()).await;
    assert_eq!(server.request().url.as_str(), format!("{ISSUER}/.well-known/openid-configuration"));
}

#[tokio::test]
async fn a_pushed_request_leaves_only_a_reference_in_the_address() {
    let server = Server::new();
    let par = json!({"pushed_authorization_request_endpoint": format!("{ISSUER}/request")});
    server.responds(discovery(par));
    server.says(201, r#"{"request_uri": "urn:x:1&2", "expires_in": 60}"#);
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    let url = oidc.authorize().login_hint("ann").pushed(true).start().await.unwrap().url;
    assert_eq!(query(&url, "request_uri").unwrap(), "urn:x:1&2");
    assert_eq!(query(&url, "client_id").unwrap(), APP);
    assert_eq!(query(&url, "state"), None);
    assert_eq!(query(&url, "login_hint"), None);
    let push = &server.requests()[1];
    assert_eq!(push.url.path(), "/oidc/request");
    for (name, value) in [
        ("client_id", APP),
        ("client_secret", SECRET),
        ("redirect_uri", CALLBACK),
        ("login_hint", "ann"),
        ("code_challenge_method", "S256"),
    ] {
        let sent = crate::common::form(push);
        let found: Vec<_> = sent.iter().filter(|(found, _)| found == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].1, value);
    }
}

#[tokio::test]
async fn a_request_is_pushed_where_the_provider_demands_it() {
    let server = Server::new();
    server.responds(discovery(json!({
        "pushed_authorization_request_endpoint": format!("{ISSUER}/request"),
        "require_pushed_authorization_requests": true,
    })));
    server.responds(json!({"request_uri": "urn:x"}));
    let basic = ClientAuthentication::SecretBasic;
    let builder = server.oidc_builder().secret(SECRET).client_authentication(basic);
    let oidc = builder.discovery(true).build().unwrap();
    let url = oidc.authorize().start().await.unwrap().url;
    assert_eq!(query(&url, "request_uri").unwrap(), "urn:x");
    // RFC 9126 section 2.1: the id is a parameter of the request, whatever proves it.
    assert_eq!(field(&server.requests()[1], "client_id").unwrap(), APP);
}

#[tokio::test]
async fn pushing_without_an_endpoint_says_what_to_do() {
    let server = Server::new();
    let error = message(server.oidc().authorize().pushed(true).start().await);
    assert!(error.contains("discovery(true)"), "{error}");
}

#[tokio::test]
async fn a_refused_push_is_the_providers_refusal() {
    let server = Server::new();
    let par = json!({"pushed_authorization_request_endpoint": format!("{ISSUER}/request")});
    server.responds(discovery(par));
    server.refuses(400, "invalid_request");
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    let result = oidc.authorize().pushed(true).start().await;
    assert_eq!(crate::common::oauth_code(result), "invalid_request");
}
