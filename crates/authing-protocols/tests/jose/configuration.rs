//! What a verifier is not built with.

use std::{sync::Arc, time::Duration};

use authing_protocols::jose::{Algorithm, Verifier, VerifierBuilder};
use serde_json::json;

use crate::support::*;

#[track_caller]
fn problem(change: impl FnOnce(VerifierBuilder) -> VerifierBuilder) -> String {
    let builder = Verifier::builder(APP, HOST).transport(Arc::new(key_server(&json!({}))));
    change(builder).build().unwrap_err().to_string()
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
        (problem(|b| b.leeway(Duration::from_secs(301))), "`leeway` is more"),
    ] {
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("canary"));
    }
    let nameless = Verifier::builder(" ", HOST).transport(Arc::new(key_server(&json!({}))));
    assert!(nameless.build().unwrap_err().to_string().starts_with("option `app_id` "));
}
