//! What providers in the field send: the inputs as they came, and what holds for each.

use std::sync::Arc;

use authing_core::{
    HttpResponse, RetryPolicy,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::jose::{
    AccessTokenClaims, Algorithm, IdTokenChecks, IdTokenClaims, PublicKey, TokenError, Verifier,
    VerifierBuilder,
};
use http::StatusCode;

use crate::support::{now, offline, refusal};

/// A file of `tests/cases`.
macro_rules! case {
    ($path:literal) => {
        include_str!(concat!("../cases/", $path)).trim()
    };
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The application of the cases, and its provider with these keys.
fn application(jwks: &str) -> VerifierBuilder {
    let jwks = jwks.to_owned();
    let server =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, jwks.clone())));
    builder(&server)
}

fn builder(server: &ScriptedTransport) -> VerifierBuilder {
    Verifier::builder("app", "https://op.example.com")
        .transport(Arc::new(server.clone()))
        .clock(Arc::new(TestClock::new()))
        .retry(RetryPolicy::never())
}

fn id_token(jwks: &str, token: &str) -> Result<IdTokenClaims, TokenError> {
    verified(&application(jwks).build().unwrap(), token)
}

fn verified(verifier: &Verifier, token: &str) -> Result<IdTokenClaims, TokenError> {
    now(verifier.verify_id_token(token, &IdTokenChecks::new()))
        .map_err(|error| refusal::<()>(Err(error)))
}

fn access_token(verifier: VerifierBuilder, token: &str) -> Result<AccessTokenClaims, TokenError> {
    now(verifier.build().unwrap().verify_access_token(token))
        .map_err(|error| refusal::<()>(Err(error)))
}

#[track_caller]
fn says(error: &TokenError, words: &[&str]) {
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

#[test]
fn odd_11_a_claim_called_data_may_be_text() {
    let claims = id_token(case!("odd/jwks.json"), case!("odd/id-token-data-text.jwt")).unwrap();
    assert_eq!(claims.sub, "u1");
    assert_eq!(claims.extra["data"], "free text of a custom claim");
}

#[test]
fn odd_12_a_client_id_that_is_a_number_is_kept() {
    let token = case!("odd/id-token-client-id-number.jwt");
    let claims = id_token(case!("odd/jwks.json"), token).unwrap();
    assert_eq!((claims.sub.as_str(), &claims.extra["client_id"]), ("u1", &7.into()));
}

#[test]
fn odd_13_a_subject_that_is_a_number_is_refused_by_name() {
    let error = id_token(case!("odd/jwks.json"), case!("odd/id-token-sub-number.jwt"));
    says(&error.unwrap_err(), &["`sub`"]);
}

#[test]
fn odd_14_keys_of_another_kind_never_count() {
    let keys = case!("odd/jwks-two-other-keys-share-a-kid.json");
    assert_eq!(id_token(keys, case!("odd/id-token-without-kid.jwt")).unwrap().sub, "u1");
}

#[test]
fn keys_01_a_leading_zero_does_no_harm() {
    let claims = id_token(case!("keys/jwks-leading-zero.json"), case!("keys/token.jwt"));
    assert_eq!(claims.unwrap().sub, "u1");
}

#[test]
fn keys_02_a_pinned_key_may_have_a_leading_zero() {
    let key = PublicKey::from_jwk(case!("keys/jwk-leading-zero.json")).unwrap();
    let verifier = application("").pinned_keys([key]).build().unwrap();
    let checks = IdTokenChecks::new();
    let claims = offline(verifier.verify_id_token(case!("keys/token.jwt"), &checks));
    assert_eq!(claims.unwrap().sub, "u1");
}

#[test]
fn keys_03_padding_does_no_harm() {
    let claims = id_token(case!("keys/jwks-padded.json"), case!("keys/token.jwt"));
    assert_eq!(claims.unwrap().sub, "u1");
}

#[test]
fn keys_04_a_key_id_may_be_shared_by_keys_of_two_kinds() {
    let verifier = application(case!("keys/jwks-rsa-and-ec-one-kid.json"))
        .id_token_algorithms([Algorithm::Rs256, Algorithm::Es256])
        .build()
        .unwrap();
    assert_eq!(verified(&verifier, case!("keys/token.jwt")).unwrap().sub, "u1");
}

#[test]
fn keys_05_the_same_key_twice_is_one_key() {
    let claims = id_token(case!("keys/jwks-same-key-twice.json"), case!("keys/token.jwt"));
    assert_eq!(claims.unwrap().sub, "u1");
}

#[test]
fn keys_06_a_short_key_is_named_with_its_reason() {
    let error = id_token(case!("keys/jwks-1024-bits.json"), case!("keys/token-1024-bits.jwt"));
    says(&error.unwrap_err(), &["`k1` is there", "RSA key of less than 2048 bits"]);
}

#[test]
fn keys_07_a_key_for_another_algorithm_is_named_with_both() {
    let error = id_token(case!("keys/jwks-key-of-another-alg.json"), case!("keys/token.jwt"));
    says(&error.unwrap_err(), &["`k1` is there", "is for RS512", "signed by RS256"]);
}

#[test]
fn keys_08_a_pinned_key_of_small_order_is_refused_when_it_is_read() {
    let error = PublicKey::from_jwk(case!("keys/jwk-low-order.json")).unwrap_err().to_string();
    assert!(error.contains("`public_key` ") && error.contains("small order"), "{error}");
}

#[test]
fn keys_09_a_key_of_small_order_in_a_set_is_named_with_its_reason() {
    let verifier = application(case!("keys/jwks-low-order.json"))
        .id_token_algorithms([Algorithm::EdDsa])
        .build()
        .unwrap();
    let error = verified(&verifier, case!("keys/token-low-order.jwt")).unwrap_err();
    says(&error, &["`lo` is there", "small order"]);
}

#[test]
fn keys_10_and_11_a_new_key_works_at_once_and_strangers_cause_one_fetch() {
    let clock = TestClock::new();
    let server = ScriptedTransport::new({
        let clock = clock.clone();
        move |_, _| {
            use authing_core::Clock as _;
            let seconds = clock.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
            let keys = match seconds - crate::support::NOW {
                0..5 => case!("keys/rotation-jwks-before.json"),
                _ => case!("keys/rotation-jwks-after.json"),
            };
            Ok(HttpResponse::new(StatusCode::OK, keys))
        }
    });
    let verifier = builder(&server).clock(Arc::new(clock.clone())).build().unwrap();
    let (old, new) = (case!("keys/rotation-token-old.jwt"), case!("keys/rotation-token-new.jwt"));
    verified(&verifier, old).unwrap();
    clock.advance(std::time::Duration::from_secs(5));
    verified(&verifier, new).unwrap();
    assert_eq!(server.requests().len(), 2);
    for _ in 6..35 {
        clock.advance(std::time::Duration::from_secs(1));
        let error = verified(&verifier, case!("keys/rotation-token-unknown.jwt")).unwrap_err();
        says(&error, &["`nobodys`"]);
        verified(&verifier, new).unwrap();
        verified(&verifier, old).unwrap();
    }
    assert!(server.requests().len() <= 3, "{}", server.requests().len());
}

const API: &str = "https://api.example.com";

fn api() -> VerifierBuilder {
    application(case!("tokens/jwks.json")).audience(API)
}

#[test]
fn tok_01_an_audience_that_was_set_binds_the_token_of_a_program() {
    let error = access_token(api(), case!("tokens/machine-for-another-api.jwt")).unwrap_err();
    says(&error, &[API, "https://other-api.example.com"]);
}

#[test]
fn tok_02_the_token_of_a_program_for_this_audience_passes() {
    let claims = access_token(api(), case!("tokens/machine-for-this-api.jwt")).unwrap();
    assert_eq!((claims.sub, claims.azp.as_deref()), (None, Some("app")));
}

#[test]
fn tok_03_without_an_audience_the_token_of_an_account_passes() {
    let verifier = application(case!("tokens/jwks.json"));
    let claims = access_token(verifier, case!("tokens/machine-of-account.jwt")).unwrap();
    assert_eq!(claims.account_id(), Some("account-1"));
    let error = access_token(api(), case!("tokens/machine-of-account.jwt")).unwrap_err();
    says(&error, &[API, "account-1"]);
}

#[test]
fn tok_04_the_token_of_a_user_for_another_audience_is_refused() {
    let error = access_token(api(), case!("tokens/user-for-another-api.jwt")).unwrap_err();
    says(&error, &[API, "https://other-api.example.com"]);
}

#[test]
fn tok_05_a_token_that_is_bound_to_a_key_is_no_bearer_token() {
    let token = case!("tokens/bound-by-dpop.jwt");
    let error = access_token(application(case!("tokens/jwks.json")), token).unwrap_err();
    says(&error, &["bound to a key", "`jkt`", "key_bound_tokens"]);
    let checked = application(case!("tokens/jwks.json")).key_bound_tokens(true);
    let claims = access_token(checked, token).unwrap();
    assert_eq!(claims.cnf.unwrap()["jkt"], "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn msg_10_a_login_token_without_the_secret_says_what_is_missing() {
    let token = case!("messages/token-hs256.jwt");
    let error = verified(&application("{}").build().unwrap(), token).unwrap_err();
    says(&error, &["HS256", "RS256", "login tokens", "application's secret", "`.secret(..)`"]);
    // The same for a user token, and where access tokens are accepted, with a secret or without.
    let verifier = application("{}").build().unwrap();
    let error = refusal(now(verifier.verify_user_token(token)));
    says(&error, &["user token", "`.secret(..)`"]);
    for verifier in [application("{}"), application("{}").secret(SECRET)] {
        let error = access_token(verifier, token).unwrap_err();
        says(&error, &["access token", "HS256", "application's secret", "`.secret(..)`"]);
    }
    // Who has the secret and leaves HS256 out does not lack the secret.
    let other = application("{}").secret(SECRET).id_token_algorithms([Algorithm::Rs256]);
    let error = verified(&other.build().unwrap(), token).unwrap_err();
    assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
}

#[test]
fn msg_11_a_login_token_with_the_secret_passes() {
    let verifier = application("{}").secret(SECRET).build().unwrap();
    assert_eq!(verified(&verifier, case!("messages/token-hs256.jwt")).unwrap().sub, "u1");
}
