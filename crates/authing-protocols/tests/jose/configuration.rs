//! What a verifier is not built with.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError, Verifier, VerifierBuilder};
use serde_json::json;

use crate::support::*;

#[track_caller]
fn problem(change: impl FnOnce(VerifierBuilder) -> VerifierBuilder) -> String {
    let builder = Verifier::builder(APP, HOST).transport(Arc::new(key_server(&json!({}))));
    change(builder).build().unwrap_err().to_string()
}

#[test]
fn a_short_secret_that_signs_nothing_is_allowed() {
    // As other providers give them, which sign by RS256.
    let builder = Verifier::builder(APP, HOST).transport(Arc::new(key_server(&KEYS.jwks())));
    let builder = builder.clock(Arc::new(TestClock::new())).secret("short");
    let verifier = builder.id_token_algorithms([Algorithm::Rs256]).build().unwrap();
    let token = sign(Algorithm::Rs256, &id_claims());
    now(verifier.verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    // And it signs nothing.
    let signed = format!("{}.{}", b64(r#"{"alg":"HS256"}"#), b64(id_claims().to_string()));
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, b"short");
    let forged = format!("{signed}.{}", b64(aws_lc_rs::hmac::sign(&key, signed.as_bytes())));
    let error = refusal(now(verifier.verify_id_token(&forged, &IdTokenChecks::new())));
    assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error:?}");
}

#[test]
fn a_configuration_that_could_accept_too_much_or_nothing_is_refused() {
    let hs256 = [Algorithm::Hs256];
    for (error, expected) in [
        (problem(|b| b.id_token_algorithms(hs256)), "`id_token_algorithms` holds HS256"),
        (problem(|b| b.access_token_algorithms(hs256)), "`access_token_algorithms` holds HS256"),
        (problem(|b| b.id_token_algorithms([])), "`id_token_algorithms` is empty"),
        (problem(|b| b.access_token_algorithms([])), "`access_token_algorithms` is empty"),
        (problem(|b| b.pinned_keys([])), "`pinned_keys` is empty"),
        (problem(|b| b.secret("")), "`secret` is shorter"),
        (problem(|b| b.secret("canary")), "`secret` is shorter"),
        (problem(|b| b.secret("").id_token_algorithms([Algorithm::Rs256])), "`secret` is empty"),
        (problem(|b| b.leeway(Duration::from_secs(301))), "`leeway` is more"),
    ] {
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("canary"));
    }
    let nameless = Verifier::builder(" ", HOST).transport(Arc::new(key_server(&json!({}))));
    assert!(nameless.build().unwrap_err().to_string().starts_with("option `app_id` "));
}
