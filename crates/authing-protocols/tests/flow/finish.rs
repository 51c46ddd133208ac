//! The visitor comes back with a code.

use std::time::Duration;

use authing_protocols::{
    CallbackError, Error,
    jose::TokenError,
    oauth2::{Callback, ClientAuthentication, PendingLogin},
    oidc::{OidcClient, OidcLogin},
};
use serde_json::{Value, json};

use crate::{
    authorize::discovery,
    common::{
        APP, CALLBACK, HOST, ISSUER, SECRET, Server, Started, assert_form, callback, field,
        half_hash, message, oauth_code, tokens,
    },
};

fn other_issuer(found: &str) -> CallbackError {
    CallbackError::IssuerMismatch { expected: ISSUER.to_owned(), found: found.to_owned() }
}

/// A login whose token endpoint responds with this id_token.
async fn finish_with(change: impl FnOnce(&Started) -> Value) -> Result<OidcLogin, Error> {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(change(&begun))));
    oidc.finish(&begun.callback(&[("code", "c-1")]), begun.pending).await
}

fn refused(result: Result<OidcLogin, Error>) -> CallbackError {
    match result {
        Err(Error::Callback(error)) => error,
        other => panic!("the callback is not refused: {other:?}"),
    }
}

fn forged(result: Result<OidcLogin, Error>) -> TokenError {
    match result {
        Err(Error::Token(error)) => error,
        other => panic!("the token is not refused: {other:?}"),
    }
}

#[tokio::test]
async fn the_code_is_changed_with_exactly_these_fields() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    let back = begun.callback(&[("code", "c&1=ü"), ("session_state", "x"), ("new", "1")]);
    let login = oidc.finish(&back, begun.pending).await.unwrap();

    let request = server.request();
    assert_eq!(request.url.as_str(), format!("{HOST}/oidc/token"));
    let verifier = field(&request, "code_verifier").unwrap();
    assert_form(
        &request,
        &[
            ("grant_type", "authorization_code"),
            ("code", "c&1=ü"),
            ("redirect_uri", CALLBACK),
            ("code_verifier", &verifier),
            ("client_id", APP),
            ("client_secret", SECRET),
        ],
    );
    assert!(request.headers.get("authorization").is_none());

    assert_eq!(login.claims.sub, "user1");
    let tokens = &login.tokens;
    assert_eq!(tokens.access_token.expose(), "at-1");
    assert_eq!(tokens.refresh_token.as_ref().unwrap().expose(), "rt-1");
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(3600)));
    assert!(tokens.has_scope("profile"));
    assert!(login.front_channel.is_none());
}

#[tokio::test]
async fn a_scope_that_the_server_does_not_repeat_is_the_one_asked_for() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize().scope("openid email")).await;
    let response = crate::common::merge(tokens(&begun.id_token(json!({}))), json!({"scope": null}));
    server.responds(response);
    let result = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert_eq!(result.unwrap().tokens.scope.unwrap(), ["openid", "email"]);
}

#[tokio::test]
async fn the_redirect_uri_of_the_start_is_the_one_of_the_end() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize().redirect_uri("https://other/cb")).await;
    server.refuses(400, "invalid_grant");
    let result = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert_eq!(oauth_code(result), "invalid_grant");
    assert_eq!(field(&server.request(), "redirect_uri").unwrap(), "https://other/cb");
}

#[tokio::test]
async fn a_callback_that_is_not_the_response_is_refused_before_any_request() {
    let server = Server::new();
    let oidc = server.oidc();
    let start = || Started::start(oidc.authorize());
    let (begun, other) = (start().await, start().await);
    for (back, expected) in [
        (callback(&[("code", "c")]), CallbackError::Missing("state")),
        (callback(&[("code", "c"), ("state", "")]), CallbackError::Missing("state")),
        (other.callback(&[("code", "c")]), CallbackError::StateMismatch),
        (callback(&[("code", "c"), ("state", &begun.state[..42])]), CallbackError::StateMismatch),
        // Whose callback it is comes first, whatever else it says.
        (other.callback(&[("error", "access_denied")]), CallbackError::StateMismatch),
        (begun.callback(&[]), CallbackError::Missing("code")),
        (begun.callback(&[("code", "")]), CallbackError::Missing("code")),
        (
            begun.callback(&[("code", "c"), ("id_token", "e.y.j")]),
            CallbackError::Unexpected("id_token"),
        ),
        (
            begun.callback(&[("code", "c"), ("access_token", "a")]),
            CallbackError::Unexpected("access_token"),
        ),
        (
            begun.callback(&[("code", "c"), ("iss", "https://evil.example.com/oidc")]),
            other_issuer("https://evil.example.com/oidc"),
        ),
        // Not even an error is believed of another provider.
        (
            begun.callback(&[("error", "access_denied"), ("iss", "https://evil")]),
            other_issuer("https://evil"),
        ),
    ] {
        assert_eq!(refused(oidc.finish(&back, begun.pending.clone()).await), expected);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_parameter_that_comes_twice_never_becomes_a_callback() {
    for query in ["code=a&code=b&state=s", "state=a&state=a", "code=a&state=s&iss=x&iss=y"] {
        assert!(matches!(
            Callback::from_query(query),
            Err(Error::Callback(CallbackError::Duplicate(_)))
        ));
    }
}

#[tokio::test]
async fn the_providers_own_issuer_is_accepted() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    let back = begun.callback(&[("code", "c"), ("iss", ISSUER)]);
    assert!(oidc.finish(&back, begun.pending).await.is_ok());
}

#[tokio::test]
async fn an_issuer_is_demanded_of_a_provider_that_says_it_sends_one() {
    let server = Server::new();
    server.responds(discovery(json!({"authorization_response_iss_parameter_supported": true})));
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    let begun = Started::start(oidc.authorize()).await;
    let back = begun.callback(&[("code", "c")]);
    assert_eq!(refused(oidc.finish(&back, begun.pending).await), CallbackError::Missing("iss"));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refusal_in_the_callback_is_the_providers() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    let back = begun.callback(&[
        ("error", "access_denied"),
        ("error_description", "the visitor\nsaid no"),
        ("code", "c"),
    ]);
    let result = oidc.finish(&back, begun.pending).await;
    let Err(Error::OAuth(refusal)) = &result else { panic!("{result:?}") };
    assert_eq!(refusal.description(), Some("the visitorsaid no"));
    assert!(refusal.call().is_none());
    assert_eq!(oauth_code(result), "access_denied");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_login_that_took_too_long_is_refused() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    let back = begun.callback(&[("code", "c")]);
    server.clock.advance(Duration::from_secs(600));
    assert_eq!(refused(oidc.finish(&back, begun.pending).await), CallbackError::Expired);

    let patient =
        server.oidc_builder().pending_lifetime(Duration::from_secs(3600)).build().unwrap();
    let begun = Started::start(patient.authorize()).await;
    server.clock.advance(Duration::from_secs(3599));
    server.refuses(400, "invalid_grant");
    let result = patient.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert_eq!(oauth_code(result), "invalid_grant");
}

#[tokio::test]
async fn another_clients_pending_login_is_refused() {
    let server = Server::new();
    let begun = Started::start(server.oidc().authorize()).await;
    let back = begun.callback(&[("code", "c")]);
    let of_another_app = OidcClient::builder("app2", HOST).clock(clock(&server)).build().unwrap();
    let of_another_host = OidcClient::builder(APP, "https://other.example.com")
        .clock(clock(&server))
        .build()
        .unwrap();
    for other in [of_another_app, of_another_host] {
        let result = other.finish(&back, begun.pending.clone()).await;
        assert!(matches!(refused(result), CallbackError::OtherClient { .. }));
    }
    // Nor does one of OAuth 2.0, whose logins say nothing about who came.
    let result = server.oauth2().finish(&back, begun.pending).await;
    assert!(matches!(result, Err(Error::Callback(CallbackError::OtherClient { .. }))));
}

fn clock(server: &Server) -> std::sync::Arc<authing_core::test_util::TestClock> {
    std::sync::Arc::new(server.clock.clone())
}

#[tokio::test]
async fn a_pending_login_goes_through_a_session_as_text() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    let kept = begun.pending.to_secret().unwrap();
    let pending = PendingLogin::from_secret(&kept).unwrap();
    assert!(oidc.finish(&begun.callback(&[("code", "c")]), pending).await.is_ok());
}

#[tokio::test]
async fn an_id_token_of_another_login_is_refused() {
    assert_eq!(forged(finish_with(|_| json!({"nonce": "other"})).await), TokenError::Nonce);
    assert_eq!(forged(finish_with(|_| json!({"nonce": null})).await), TokenError::Nonce);
    assert_eq!(forged(finish_with(|_| json!({"nonce": ""})).await), TokenError::Nonce);
}

#[tokio::test]
async fn an_id_token_that_is_not_for_us_or_not_genuine_is_refused() {
    assert!(matches!(
        forged(finish_with(|_| json!({"iss": "https://evil"})).await),
        TokenError::Issuer { .. }
    ));
    assert!(matches!(
        forged(finish_with(|_| json!({"aud": "app2"})).await),
        TokenError::Audience { .. }
    ));
    assert!(matches!(forged(finish_with(|_| json!({"exp": 1})).await), TokenError::Expired { .. }));
    assert_eq!(
        forged(finish_with(|_| json!({"at_hash": half_hash("other")})).await),
        TokenError::AccessTokenHash
    );
    assert_eq!(
        forged(finish_with(|_| json!({"c_hash": half_hash("other")})).await),
        TokenError::CodeHash
    );
    let right = json!({"at_hash": half_hash("at-1"), "c_hash": half_hash("c-1")});
    assert!(finish_with(|_| right).await.is_ok());
}

#[tokio::test]
async fn an_age_that_was_asked_for_is_checked() {
    let login = async |auth_time: Value| {
        let server = Server::new();
        let oidc = server.oidc();
        let begun = Started::start(oidc.authorize().max_age(Duration::from_secs(60))).await;
        server.responds(tokens(&begun.id_token(json!({"auth_time": auth_time}))));
        oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await
    };
    assert!(login(json!(crate::common::NOW - 60)).await.is_ok());
    let old = login(json!(crate::common::NOW - 80)).await;
    assert!(matches!(forged(old), TokenError::LoginTooOld { .. }));
    assert_eq!(forged(login(Value::Null).await), TokenError::MissingClaim("auth_time"));
}

#[tokio::test]
async fn an_response_without_id_token_is_an_error() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(json!({"access_token": "a", "token_type": "Bearer"}));
    let result = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert!(message(result).contains("no id_token"));
}

#[tokio::test]
async fn unusable_responses_are_errors_that_say_why() {
    for (status, body, said) in [
        (200, "<html>canary</html>", "HTML"),
        (200, "", "end"),
        (200, "{}", "lacks `access_token`"),
        (200, r#"{"access_token": "a", "token_type": "mac"}"#, "not Bearer"),
        (200, r#"{"error": "invalid_grant"}"#, "invalid_grant"),
        (302, "", "302"),
        (502, "<html>canary</html>", "502"),
    ] {
        let server = Server::new();
        let oidc = server.oidc();
        let begun = Started::start(oidc.authorize()).await;
        server.says(status, body);
        let error = message(oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await);
        assert!(error.contains(said) && !error.contains("canary"), "{status} {body}: {error}");
        // A code is good once: nothing is sent again.
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_code_that_is_used_twice_is_the_providers_refusal() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    server.refuses(400, "invalid_grant");
    let back = begun.callback(&[("code", "c")]);
    assert!(oidc.finish(&back, begun.pending.clone()).await.is_ok());
    let result = oidc.finish(&back, begun.pending).await;
    assert_eq!(oauth_code(result), "invalid_grant");
}

#[tokio::test]
async fn a_client_that_cannot_prove_itself_learns_so() {
    let server = Server::new();
    let basic = ClientAuthentication::SecretBasic;
    let oidc = server.oidc_builder().secret(SECRET).client_authentication(basic).build().unwrap();
    let begun = Started::start(oidc.authorize()).await;
    server.refuses(401, "invalid_client");
    let result = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    let said = result.as_ref().unwrap_err().to_string();
    assert_eq!(said, "oidc.finish refused: 401 invalid_client (said so)");
    assert_eq!(oauth_code(result), "invalid_client");
}
