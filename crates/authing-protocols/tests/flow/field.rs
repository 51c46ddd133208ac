//! What providers in the field send: the inputs as they came, and what holds for each.

use std::sync::Arc;

use authing_core::{
    HttpResponse, TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    Error, RetryPolicy,
    jose::{Algorithm, TokenError},
    oidc::{OidcClient, OidcLogin, ProviderMetadata},
};
use http::StatusCode;

/// A file of `tests/cases`.
macro_rules! case {
    ($path:literal) => {
        include_str!(concat!("../cases/", $path)).trim()
    };
}

/// The application of the cases, and a provider that responds by path.
fn application(
    respond: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
) -> OidcClient {
    let server = ScriptedTransport::new(move |_, request| match respond(request.url.path()) {
        Some(body) => Ok(HttpResponse::new(StatusCode::OK, body)),
        None => Err(TransportError::connect("nobody is there")),
    });
    OidcClient::builder("app", "https://op.example.com")
        .secret("0123456789abcdef0123456789abcdef")
        .id_token_algorithms([Algorithm::Rs256])
        .redirect_uri("https://sp.example.com/callback")
        .discovery(true)
        .transport(Arc::new(server))
        .clock(Arc::new(TestClock::new()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

const DOCUMENT: &str = "/oidc/.well-known/openid-configuration";

fn with_document(document: &'static str) -> OidcClient {
    application(move |path| (path == DOCUMENT).then_some(document))
}

async fn metadata(oidc: &OidcClient) -> Arc<ProviderMetadata> {
    oidc.metadata().await.unwrap()
}

#[track_caller]
fn says<T: std::fmt::Debug>(result: Result<T, Error>, words: &[&str]) {
    let text = result.unwrap_err().to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[tokio::test]
async fn odd_07_a_relative_optional_endpoint_counts_as_absent() {
    let oidc = with_document(case!("odd/discovery-relative-endpoint.json"));
    let metadata = metadata(&oidc).await;
    assert_eq!(metadata.device_authorization_endpoint, None);
    let [set_aside] = &metadata.set_aside[..] else { panic!("{:?}", metadata.set_aside) };
    assert_eq!(set_aside.path, "device_authorization_endpoint");
    assert!(set_aside.problem.contains("`devicecode`"), "{set_aside:?}");
    let refused = oidc.device_authorization("openid").await;
    says(refused, &["`device_authorization_endpoint`", "is not a whole URL: `devicecode`"]);
    oidc.authorize().start().await.unwrap();
}

#[tokio::test]
async fn odd_08_an_empty_optional_endpoint_counts_as_absent() {
    let oidc = with_document(case!("odd/discovery-empty-endpoint.json"));
    assert_eq!(metadata(&oidc).await.end_session_endpoint, None);
    says(oidc.logout_url().build().await, &["`end_session_endpoint`", "is empty"]);
}

#[tokio::test]
async fn odd_09_a_text_for_a_list_counts_as_absent() {
    let oidc = with_document(case!("odd/discovery-text-for-list.json"));
    let metadata = metadata(&oidc).await;
    assert!(metadata.scopes_supported.is_empty());
    assert_eq!(metadata.set_aside[0].path, "scopes_supported");
    assert_eq!(metadata.response_types_supported, ["code"]);
}

#[tokio::test]
async fn odd_10_a_relative_token_endpoint_is_refused_by_name() {
    let oidc = with_document(case!("odd/discovery-token-endpoint-relative.json"));
    says(oidc.metadata().await, &["`token_endpoint`", "`/oidc/token`"]);
}

#[tokio::test]
async fn msg_06_a_document_of_another_issuer_shows_both() {
    let oidc = with_document(case!("messages/discovery-issuer-with-slash.json"));
    let both = ["`https://op.example.com/oidc/`", "`https://op.example.com/oidc`"];
    says(oidc.metadata().await, &both);
}

#[tokio::test]
async fn msg_10_a_login_without_the_secret_says_what_is_missing() {
    let server = crate::common::Server::new();
    let oidc = server.oidc_builder().build().unwrap();
    let begun = crate::common::Started::start(oidc.authorize()).await;
    server.responds(crate::common::tokens(case!("messages/token-hs256.jwt")));
    let refused = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    says(refused, &["id_token", "HS256", "application's secret", "`.secret(..)`"]);
}

/// A login of u1 at a provider that then responds to a refresh with this.
async fn login_then(refreshed: &'static str) -> (OidcClient, OidcLogin) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let asked = AtomicUsize::new(0);
    let oidc = application(move |path| match path {
        DOCUMENT => Some(case!("odd/discovery-text-for-list.json")),
        "/oidc/keys" => Some(case!("tokens/jwks.json")),
        "/oidc/token" => Some(match asked.fetch_add(1, Ordering::Relaxed) {
            0 => case!("tokens/refresh-response-same-user.json"),
            _ => refreshed,
        }),
        _ => None,
    });
    let login = oidc.password("alice", "pass", "openid offline_access").await.unwrap();
    assert_eq!(login.claims.sub, "u1");
    (oidc, login)
}

#[tokio::test]
async fn tok_06_a_refresh_that_brings_another_user_is_refused() {
    let another = case!("tokens/refresh-response-another-user.json");
    let (oidc, login) = login_then(another).await;
    let refused = oidc.refresh(&login).await;
    assert!(matches!(refused, Err(Error::OtherUser(_))), "{refused:?}");
    // The same where a service keeps only the token and the user's id.
    let (oidc, login) = login_then(another).await;
    let token = login.tokens.refresh_token.unwrap();
    let refused = oidc.refresh_of(&token, "u1").await;
    assert!(matches!(refused, Err(Error::OtherUser(_))), "{refused:?}");
    // Who asks for no comparison gets none, and has said so.
    let unbound = oidc.refresh_unbound(&token).await.unwrap();
    assert_eq!(unbound.claims.unwrap().sub, "u2");
}

#[tokio::test]
async fn tok_07_a_refresh_that_brings_the_same_user_goes_on() {
    let (oidc, login) = login_then(case!("tokens/refresh-response-same-user.json")).await;
    let refreshed = oidc.refresh(&login).await.unwrap();
    assert_eq!(refreshed.claims.sub, "u1");
    assert_eq!(refreshed.tokens.access_token.expose(), "AT-2");
    let again = oidc.refresh(&refreshed).scope("openid").await.unwrap();
    assert_eq!(again.tokens.refresh_token.unwrap().expose(), "RT-2");
}

#[tokio::test]
async fn tok_08_user_info_that_names_two_users_is_refused() {
    let oidc = {
        let server = ScriptedTransport::new(|_, _| {
            let body = case!("tokens/user-info-doubled-sub.json");
            Ok(HttpResponse::new(StatusCode::OK, body))
        });
        OidcClient::builder("app", "https://op.example.com")
            .transport(Arc::new(server))
            .build()
            .unwrap()
    };
    for user in ["u1", "u2"] {
        says(oidc.user_info_of("AT-1", user).await, &["`sub` twice"]);
    }
    says(oidc.user_info_unbound("AT-1").await, &["`sub` twice"]);
}

#[tokio::test]
async fn odd_11_to_14_hold_for_a_login_too() {
    for (token, keys) in [
        (case!("odd/id-token-data-text.jwt"), case!("odd/jwks.json")),
        (case!("odd/id-token-client-id-number.jwt"), case!("odd/jwks.json")),
        (case!("odd/id-token-without-kid.jwt"), case!("odd/jwks-two-other-keys-share-a-kid.json")),
    ] {
        let tokens: &'static str = Box::leak(crate::common::tokens(token).to_string().into());
        let oidc = application(move |path| match path {
            DOCUMENT => Some(case!("odd/discovery-text-for-list.json")),
            "/oidc/keys" => Some(keys),
            _ => Some(tokens),
        });
        let login = oidc.password("alice", "pass", "openid").await.unwrap();
        assert_eq!(login.claims.sub, "u1");
    }
    let tokens = crate::common::tokens(case!("odd/id-token-sub-number.jwt")).to_string();
    let tokens: &'static str = Box::leak(tokens.into());
    let oidc = application(move |path| match path {
        DOCUMENT => Some(case!("odd/discovery-text-for-list.json")),
        "/oidc/keys" => Some(case!("odd/jwks.json")),
        _ => Some(tokens),
    });
    let refused = oidc.password("alice", "pass", "openid").await;
    assert!(matches!(refused, Err(Error::Token(TokenError::ClaimForm("sub")))), "{refused:?}");
}
