//! What providers in the field send: the inputs as they came, and what holds for each.

use std::sync::{Arc, Mutex};

use authing_core::{
    HttpResponse,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::{
    RetryPolicy,
    jose::{Algorithm, Verifier, VerifierBuilder},
};
use authing_test_support::logged;
use authing_web::{Accept, AuthError, Guard};
use http::StatusCode;
use serde_json::json;

use crate::support::{KEY, bearer, routes, send, user_claims, with};

/// A file of `tests/cases`.
macro_rules! case {
    ($path:literal) => {
        include_str!(concat!("../cases/", $path)).trim()
    };
}

/// The application of the cases.
fn application() -> VerifierBuilder {
    let server = ScriptedTransport::new(|_, _| {
        Ok(HttpResponse::new(StatusCode::OK, case!("tokens/jwks.json")))
    });
    Verifier::builder("app", "https://op.example.com")
        .transport(Arc::new(server))
        .clock(Arc::new(TestClock::new()))
        .retry(RetryPolicy::never())
}

/// What the guard responds, and why.
async fn responds(verifier: VerifierBuilder, accepted: &[Accept], token: &str) -> (u16, String) {
    let reason = Arc::new(Mutex::new(String::new()));
    let guard = Guard::builder(verifier.build().unwrap())
        .accept(accepted.iter().copied())
        .map_rejection({
            let reason = Arc::clone(&reason);
            move |error, response| {
                if let AuthError::InvalidToken(why) = error {
                    *reason.lock().unwrap() = why.to_string();
                }
                response
            }
        })
        .build()
        .unwrap();
    let response = send(routes(guard.require_login()), bearer(token)).await;
    if response.status == 401 {
        // The response to a stranger says nothing of the reason.
        assert_eq!(response.detail(), "Log in again.");
        assert_eq!(response.challenge(), r#"Bearer realm="api", error="invalid_token""#);
    }
    let reason = reason.lock().unwrap().clone();
    (response.status, reason)
}

#[tokio::test]
async fn tok_01_and_02_the_audience_binds_the_tokens_of_programs() {
    let api = || application().audience("https://api.example.com");
    let programs = [Accept::ProgramToken, Accept::AccessToken];
    let other = case!("tokens/machine-for-another-api.jwt");
    let (status, reason) = responds(api(), &programs, other).await;
    assert_eq!(status, 401);
    assert!(reason.contains("https://api.example.com"), "{reason}");
    assert!(reason.contains("https://other-api.example.com"), "{reason}");
    let own = case!("tokens/machine-for-this-api.jwt");
    assert_eq!(responds(api(), &programs, own).await.0, 200);
}

#[tokio::test]
async fn tok_05_a_token_that_is_bound_to_a_key_opens_nothing() {
    let bound = case!("tokens/bound-by-dpop.jwt");
    let (status, reason) = responds(application(), &[Accept::AccessToken], bound).await;
    assert_eq!(status, 401);
    assert!(reason.contains("bound to a key") && reason.contains("`jkt`"), "{reason}");
    let checking = application().key_bound_tokens(true);
    assert_eq!(responds(checking, &[Accept::AccessToken], bound).await.0, 200);
}

#[tokio::test]
async fn a_bound_token_of_any_kind_opens_nothing() {
    let kinds = [Accept::AccessToken, Accept::ProgramToken, Accept::IdToken, Accept::UserToken];
    for claims in [
        crate::support::access_claims(),
        crate::support::program_claims(),
        crate::support::id_claims(),
        user_claims(),
    ] {
        for cnf in [json!({"jkt": "x"}), json!({"x5t#S256": "x"}), json!({"new": 1}), json!("odd")]
        {
            let token = KEY.sign(&with(claims.clone(), "cnf", cnf));
            let guard = crate::support::builder().accept(kinds).build().unwrap();
            let response = send(routes(guard.require_login()), bearer(&token)).await;
            assert_eq!(response.status, 401);
        }
        let guard = crate::support::builder().accept(kinds).build().unwrap();
        let response = send(routes(guard.require_login()), bearer(&KEY.sign(&claims))).await;
        assert_eq!(response.status, 200);
    }
}

#[tokio::test]
async fn msg_10_the_operator_learns_what_is_missing_and_the_stranger_does_not() {
    let token = case!("messages/token-hs256.jwt");
    for accepted in [
        &[Accept::AccessToken][..],
        &[Accept::IdToken],
        &[Accept::UserToken],
        &[Accept::AccessToken, Accept::IdToken],
    ] {
        let (status, reason) = responds(application(), accepted, token).await;
        assert_eq!(status, 401);
        for word in ["HS256", "RS256", "login tokens", "application's secret", "`.secret(..)`"] {
            assert!(reason.contains(word), "`{word}` is not in: {reason}");
        }
    }
    // A login token where access tokens are accepted, with the secret at hand.
    let secret = || application().secret("0123456789abcdef0123456789abcdef");
    let (status, reason) = responds(secret(), &[Accept::AccessToken], token).await;
    assert!(status == 401 && reason.contains("for the access token"), "{reason}");
    assert_eq!(responds(secret(), &[Accept::AccessToken, Accept::IdToken], token).await.0, 200);
    // Of two kinds the one that tells more: its end, and not its algorithm.
    let clock = TestClock::new();
    clock.advance(std::time::Duration::from_secs(7200));
    let both = secret().clock(Arc::new(clock)).id_token_algorithms([Algorithm::Hs256]);
    let (_, reason) = responds(both, &[Accept::AccessToken, Accept::IdToken], token).await;
    assert!(reason.contains("expired"), "{reason}");
}

#[test]
fn the_log_says_what_a_login_token_needs() {
    let work = async {
        let guard = Guard::new(application().build().unwrap());
        let token = case!("messages/token-hs256.jwt");
        assert_eq!(send(routes(guard.require_login()), bearer(token)).await.status, 401);
    };
    logged("field::the_log_says_what_a_login_token_needs", work, |log| {
        assert!(log.contains("application's secret") && log.contains("`.secret(..)`"), "{log}");
        assert!(!log.contains(case!("messages/token-hs256.jwt")), "{log}");
    });
}
