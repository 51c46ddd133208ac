//! Tokens, right ones and wrong ones.

use std::time::Duration;

use authing_emulator::TokenAlgorithm;
use authing_protocols::{Error, jose::TokenError};
use authing_testing::{MintToken, TestAuthing, TestUser};
use authing_web::{AnyLogin, Guard, HasRole, HasScope, Requirement, TwoFactorLogin};
use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

/// What a guard says to a request with a token, where this is required.
async fn required(guard: &Guard, token: &str, requirement: impl Into<Requirement>) -> (u16, Value) {
    let request = Request::get("/").header("authorization", format!("Bearer {token}"));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    match guard.require(requirement).authorize(&parts).await {
        Ok(_) => (200, Value::Null),
        Err(rejection) => {
            let response = rejection.into_response::<Bytes>();
            let problem = serde_json::from_slice(response.body()).unwrap();
            (response.status().as_u16(), problem)
        }
    }
}

/// The status of a request to a route that requires a login.
pub(crate) async fn status(guard: &Guard, token: &str) -> u16 {
    required(guard, token, AnyLogin).await.0
}

async fn start() -> (TestAuthing, TestUser, Guard) {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    let guard = authing.guard().build().unwrap();
    (authing, alice, guard)
}

/// All kinds of token, as they are signed by default and the other way.
fn kinds(authing: &TestAuthing, user: &TestUser) -> Vec<(&'static str, MintToken)> {
    let mint = || authing.mint_token(user);
    vec![
        ("login", mint()),
        ("login RS256", mint().login_token().algorithm(TokenAlgorithm::Rs256)),
        ("id", mint().id_token()),
        ("id RS256", mint().id_token().algorithm(TokenAlgorithm::Rs256)),
        ("access", mint().access_token()),
    ]
}

#[tokio::test]
async fn minted_tokens_of_every_kind_are_let_in() {
    let (authing, alice, guard) = start().await;
    for (kind, token) in kinds(&authing, &alice) {
        assert_eq!(status(&guard, &token.sign().unwrap()).await, 200, "{kind}");
    }
}

#[tokio::test]
async fn each_wrong_token_is_refused_for_what_is_wrong_about_it() {
    let (authing, alice, guard) = start().await;
    type Spoil = fn(MintToken) -> MintToken;
    let another_key = &["signature is wrong", "no key of the provider's"][..];
    let wrongs: [(Spoil, &[&str]); 6] = [
        (MintToken::expired, &["expired"]),
        (MintToken::not_yet_valid, &["not valid before"]),
        (MintToken::of_another_app, &[another_key, &["not made for"]].concat()),
        (MintToken::of_another_issuer, &["is issued by"]),
        (MintToken::signed_by_another_key, another_key),
        (MintToken::tampered, &["signature is wrong"]),
    ];
    for (spoil, words) in wrongs {
        for (kind, token) in kinds(&authing, &alice) {
            let token = spoil(token).sign().unwrap();
            let (status, problem) = required(&guard, &token, AnyLogin).await;
            let cause = problem["cause"].as_str().unwrap_or_default();
            assert_eq!((status, &problem["code"]), (401, &json!("invalid_token")), "{kind}");
            assert!(words.iter().any(|word| cause.contains(word)), "{kind}, {words:?}: {cause}");
        }
    }
}

#[tokio::test]
async fn claims_and_scopes_are_those_that_the_test_wants() {
    let (authing, alice, guard) = start().await;
    let admin = authing.mint_token(&alice).claim("roles", json!(["admin"])).sign().unwrap();
    assert_eq!(required(&guard, &admin, HasRole::new("admin")).await.0, 200);
    assert_eq!(required(&guard, &admin, HasRole::new("editor")).await.0, 403);

    let reader = authing.mint_token(&alice).access_token().scope("openid orders:read");
    let reader = reader.sign().unwrap();
    assert_eq!(required(&guard, &reader, HasScope::new("orders:read")).await.0, 200);
    assert_eq!(required(&guard, &reader, HasScope::new("orders:write")).await.0, 403);

    let two = authing.mint_token(&alice).id_token().claim("amr", json!(["pwd", "otp"]));
    let recent = || TwoFactorLogin::new().within(Duration::from_secs(300));
    let two = two.sign().unwrap();
    assert_eq!(required(&guard, &two, recent()).await.0, 200);
    authing.advance(Duration::from_secs(600));
    assert_eq!(required(&guard, &two, recent()).await.0, 401);

    let nobody = authing.mint_token(&alice).without_claim("sub").sign().unwrap();
    assert_eq!(status(&guard, &nobody).await, 401);
}

#[tokio::test]
async fn the_server_knows_the_tokens_that_it_could_have_handed_out() {
    let (authing, alice, _) = start().await;
    let login = authing.mint_token(&alice).sign().unwrap();
    let session = authing.authentication().with_token(&*login);
    assert_eq!(session.current_user().await.unwrap().id, alice.id());
    session.logout().await.unwrap();
    authing.authentication().with_token(&*login).current_user().await.unwrap_err();

    let oidc = authing.oidc("http://localhost/callback").unwrap();
    let mint = || authing.mint_token(&alice).access_token();
    let access = mint().sign().unwrap();
    let is_known =
        async |token: &str| oidc.introspect(token.to_owned(), None).await.unwrap().active;
    assert!(is_known(&access).await);
    authing.emulator().expire_tokens();
    assert!(!is_known(&access).await);
    for wrong in [
        mint().expired(),
        mint().not_yet_valid(),
        mint().of_another_issuer(),
        mint().signed_by_another_key(),
        mint().tampered(),
    ] {
        assert!(!is_known(&wrong.sign().unwrap()).await);
    }
}

#[tokio::test]
async fn a_token_ends_when_the_test_says() {
    let (authing, alice, _) = start().await;
    let verifier = authing.oidc("http://localhost/callback").unwrap().verifier().clone();
    let token = authing.mint_token(&alice).access_token().expires_in(Duration::from_secs(100));
    let token = token.sign().unwrap();
    let claims = verifier.verify_access_token(&token).await.unwrap();
    assert_eq!(claims.exp.duration_since(claims.iat.unwrap()).unwrap().as_secs(), 100);
    authing.advance(Duration::from_secs(200));
    let error = verifier.verify_access_token(&token).await.unwrap_err();
    assert!(matches!(error, Error::Token(TokenError::Expired { .. })), "{error}");
}

#[tokio::test]
async fn nobody_gets_no_token() {
    let (authing, alice, _) = start().await;
    authing.management().users().delete(alice.id()).await.unwrap();
    let error = authing.mint_token(&alice).sign().unwrap_err();
    assert!(error.to_string().contains("no user with this id"), "{error}");
}
