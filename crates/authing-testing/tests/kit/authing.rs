//! Clients, users, time.

use std::time::Duration;

use authing_authentication::{MfaChallenge, mfa::AuthenticatorSource};
use authing_emulator::{Emulator, TokenAlgorithm};
use authing_management::types::CreateUserInput;
use authing_testing::{TestAuthenticator, TestAuthing, TestError};
use authing_web::webhook::{WebhookEvent, Webhooks};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde_json::json;

#[tokio::test]
async fn users_log_in_by_whatever_name_they_have() {
    let authing = TestAuthing::start().await.unwrap();
    for input in [
        CreateUserInput::new().username("alice"),
        CreateUserInput::new().email("bob@example.com"),
        CreateUserInput::new().phone("13800000000"),
    ] {
        let user = authing.user_with(input).await.unwrap();
        let session = authing.log_in(&user).await.unwrap();
        assert_eq!(session.current_user().await.unwrap().id, user.id());
    }
    let again = authing.user("alice").await.unwrap_err();
    assert!(matches!(again, TestError::Call(_)), "{again}");
}

#[tokio::test]
async fn sessions_are_each_users_own() {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    let session = authing.log_in(&alice).await.unwrap();
    assert!(session.token().is_some() && authing.authentication().token().is_none());
}

#[tokio::test]
async fn the_clock_is_that_of_the_server_and_of_its_clients() {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    let guard: authing_web::Guard = authing.guard().build().unwrap();
    let token = authing.mint_token(&alice).expires_in(Duration::from_secs(60)).sign().unwrap();
    let session = authing.authentication().with_token(&*token);
    assert_eq!(crate::tokens::status(&guard, &token).await, 200);
    session.current_user().await.unwrap();

    authing.advance(Duration::from_secs(120));
    assert_eq!(crate::tokens::status(&guard, &token).await, 401);
    session.current_user().await.unwrap_err();
    assert!(authing.clock().now() >= authing.emulator().now() - Duration::from_secs(5));
    // The administrator's token lives on, or is renewed.
    authing.advance(Duration::from_secs(30 * 86_400));
    authing.user("bob").await.unwrap();
}

#[tokio::test]
async fn an_emulator_with_other_settings_is_wired_as_well() {
    let builder = Emulator::builder().token_algorithm(TokenAlgorithm::Rs256);
    let authing = TestAuthing::with(builder.start().await.unwrap()).unwrap();
    let alice = authing.user("alice").await.unwrap();
    let guard: authing_axum::Guard = authing.guard().build().unwrap();
    let session = authing.log_in(&alice).await.unwrap();
    let token = session.token().unwrap();
    assert!(token.expose().starts_with("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIs"), "not RS256");
    assert_eq!(crate::tokens::status(&guard, token.expose()).await, 200);
}

#[tokio::test]
async fn an_authenticator_shows_what_the_server_wants() {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    let session = authing.log_in(&alice).await.unwrap();
    let association = session.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
    let phone = TestAuthenticator::scan(association.otpauth_uri.expose()).unwrap();
    let code = phone.code(authing.now());
    session.mfa().confirm_totp(code, AuthenticatorSource::User).await.unwrap();

    let Err(TestError::Call(error)) = authing.log_in(&alice).await else {
        panic!("a password was enough");
    };
    let challenge = MfaChallenge::from_error(&error).unwrap();
    authing.advance(Duration::from_secs(3600));
    let late = authing.log_in(&alice).await.unwrap_err();
    let session = authing.authentication();
    let code = TestAuthenticator::with_key(phone.key()).unwrap().code(authing.now());
    challenge.verify_totp(&session, &*code).await.unwrap_err();
    let TestError::Call(late) = late else { panic!("{late}") };
    let challenge = MfaChallenge::from_error(&late).unwrap();
    assert_eq!(challenge.verify_totp(&session, &*code).await.unwrap().id, alice.id());
}

#[test]
fn what_is_no_key_of_an_authenticator_is_refused() {
    for address in ["", "http://totp/?secret=AB", "otpauth://totp/x", "otpauth://totp/x?secret=1!"]
    {
        let error = TestAuthenticator::scan(address).unwrap_err().to_string();
        assert!(error.contains("associate_totp"), "{error}");
    }
}

#[tokio::test]
async fn deliveries_of_webhooks_are_of_the_user_pool() {
    let authing = TestAuthing::start().await.unwrap();
    let webhooks = Webhooks::builder("secret").build().unwrap();
    let blocked = authing.webhook("user:blocked", json!({"user": {"id": "u1"}}), "secret");
    let request: Request<Full<Bytes>> = blocked.request();
    let pool = request.headers()["x-authing-userpool-id"].clone();
    assert_eq!(pool, authing.emulator().user_pool_id());
    let delivery = webhooks.receive(request).await.unwrap();
    assert!(matches!(delivery.event(), WebhookEvent::UserBlocked(_)));
    let forged = authing.webhook("user:blocked", json!({}), "guessed");
    webhooks.receive(forged.request::<Full<Bytes>>()).await.unwrap_err();
}

#[tokio::test]
async fn nothing_shows_secrets() {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    let shown =
        format!("{authing:?} {alice:?} {:?} {:?}", authing.robot(), authing.mint_token(&alice));
    for secret in [alice.password(), "alice", authing.emulator().app_secret()] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
