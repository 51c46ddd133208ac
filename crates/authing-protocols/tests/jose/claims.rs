//! Genuine tokens that are another's, or at the wrong time.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError};
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

#[track_caller]
fn id_with(name: &str, value: impl Into<Value>) -> TokenError {
    id_refusal(&sign(RS, &with(id_claims(), name, value)))
}

#[track_caller]
fn checked(claims: &Value, checks: &IdTokenChecks) -> Result<(), TokenError> {
    match now(verifier().verify_id_token(&sign(RS, claims), checks)) {
        Ok(_) => Ok(()),
        error => Err(refusal(error)),
    }
}

#[test]
fn the_issuer_must_be_equal_to_the_last_character() {
    for issuer in [
        "https://sample.authing.cn/oidc/",
        "https://sample.authing.cn",
        "https://SAMPLE.authing.cn/oidc",
        "http://sample.authing.cn/oidc",
        "https://attacker.example.com/oidc",
        "https://sample.authing.cn/oidc\n",
        "",
    ] {
        let error = id_with("iss", issuer);
        assert!(matches!(error, TokenError::Issuer { .. }), "{issuer}: {error}");
        assert!(!error.to_string().contains('\n'));
    }
    let long = id_with("iss", "x".repeat(5000)).to_string();
    assert!(long.len() < 500, "{}", long.len());
    assert_eq!(id_with("iss", json!(null)), TokenError::MissingClaim("iss"));
    assert_eq!(id_with("iss", json!([ISSUER])), TokenError::ClaimForm("iss"));
}

#[test]
fn the_audience_must_name_the_application() {
    for audience in
        [json!("other"), json!([]), json!(["other"]), json!(""), json!([APP.to_uppercase()])]
    {
        let error = id_with("aud", audience.clone());
        assert!(matches!(error, TokenError::Audience { .. }), "{audience}: {error}");
    }
    assert_eq!(id_with("aud", json!(null)), TokenError::MissingClaim("aud"));
    for audience in [json!({"a": APP}), json!([APP, 1]), json!(1)] {
        assert_eq!(id_with("aud", audience), TokenError::ClaimForm("aud"));
    }
}

#[test]
fn a_token_given_to_another_application_is_refused() {
    let two = with(id_claims(), "aud", json!([APP, "other"]));
    for claims in [
        two.clone(),
        with(two.clone(), "azp", "other"),
        with(id_claims(), "azp", "other"),
        with(id_claims(), "azp", ""),
        with(id_claims(), "aud", json!([APP, APP])),
    ] {
        let error = id_refusal(&sign(RS, &claims));
        assert!(matches!(error, TokenError::AuthorizedParty { .. }), "{error}");
    }
    checked(&with(two, "azp", APP), &IdTokenChecks::new()).unwrap();
}

#[test]
fn a_token_without_a_subject_is_refused() {
    for subject in [json!(null), json!("")] {
        assert_eq!(id_with("sub", subject), TokenError::MissingClaim("sub"));
    }
    assert_eq!(id_with("sub", json!(7)), TokenError::ClaimForm("sub"));
}

#[test]
fn the_nonce_must_be_that_of_the_login() {
    let checks = IdTokenChecks::new().nonce("n-1");
    checked(&id_claims(), &checks).unwrap();
    for nonce in [json!(null), json!(""), json!("n-2"), json!("N-1"), json!("n-1 ")] {
        let claims = with(id_claims(), "nonce", nonce);
        assert_eq!(checked(&claims, &checks), Err(TokenError::Nonce));
    }
    let empty = IdTokenChecks::new().nonce("");
    for nonce in [json!(null), json!("")] {
        let claims = with(id_claims(), "nonce", nonce);
        assert_eq!(checked(&claims, &empty), Err(TokenError::Nonce), "no login has no nonce");
    }
    checked(&id_claims(), &IdTokenChecks::new()).unwrap();
}

#[test]
fn a_token_is_accepted_until_its_end_and_no_longer() {
    let clock = TestClock::new();
    let verifier = builder(&key_server(&KEYS.jwks())).clock(Arc::new(clock.clone())).build();
    let verifier = verifier.unwrap();
    let token = sign(RS, &with(id_claims(), "exp", NOW + 60));
    let checks = IdTokenChecks::new();
    clock.advance(Duration::from_secs(69));
    now(verifier.verify_id_token(&token, &checks)).unwrap();
    clock.advance(Duration::from_secs(1));
    let error = refusal(now(verifier.verify_id_token(&token, &checks)));
    assert!(matches!(error, TokenError::Expired { by, .. } if by.as_secs() == 10), "{error}");
    assert!(error.to_string().starts_with("the token expired at 2026-01-01T00:01:00Z, 10 s ago"));
}

#[test]
fn a_token_from_the_future_is_refused() {
    for (claim, name) in [("iat", "iat"), ("auth_time", "auth_time")] {
        checked(&with(id_claims(), claim, NOW + 10), &IdTokenChecks::new()).unwrap();
        let error = id_with(claim, NOW + 11);
        assert!(matches!(error, TokenError::InFuture { claim, .. } if claim == name), "{error}");
    }
    checked(&with(id_claims(), "nbf", NOW + 10), &IdTokenChecks::new()).unwrap();
    assert!(matches!(id_with("nbf", NOW + 11), TokenError::NotYetValid { .. }));
    let access = sign(RS, &with(access_claims(), "iat", NOW + 11));
    assert!(matches!(access_refusal(&access), TokenError::InFuture { .. }));
}

#[test]
fn times_that_are_none_are_refused() {
    for time in
        [json!("1767225600"), json!(-1), json!(1e300), json!(253_402_300_800_u64), json!(true)]
    {
        for name in ["exp", "iat", "nbf"] {
            let error = id_with(name, time.clone());
            assert!(matches!(error, TokenError::ClaimForm(at) if at == name), "{error}");
        }
        let claims = with(id_claims(), "auth_time", time.clone());
        let aged = IdTokenChecks::new().max_age(Duration::from_secs(60));
        assert_eq!(checked(&claims, &aged), Err(TokenError::ClaimForm("auth_time")));
        checked(&claims, &IdTokenChecks::new()).unwrap();
    }
    assert_eq!(id_with("exp", json!(null)), TokenError::MissingClaim("exp"));
    assert_eq!(id_with("iat", json!(null)), TokenError::MissingClaim("iat"));
    let access = sign(RS, &with(access_claims(), "exp", json!(null)));
    assert_eq!(access_refusal(&access), TokenError::MissingClaim("exp"));
    let milliseconds = (NOW + 60) * 1000;
    assert_eq!(id_with("exp", milliseconds), TokenError::ClaimForm("exp"));
}

#[test]
fn a_login_that_is_too_long_ago_is_refused() {
    let checks = IdTokenChecks::new().max_age(Duration::from_secs(60));
    checked(&with(id_claims(), "auth_time", NOW - 70), &checks).unwrap();
    let late = checked(&with(id_claims(), "auth_time", NOW - 71), &checks).unwrap_err();
    assert!(matches!(late, TokenError::LoginTooOld { by, .. } if by.as_secs() == 71), "{late}");
    assert_eq!(checked(&id_claims(), &checks), Err(TokenError::MissingClaim("auth_time")));
}

#[test]
fn the_hashes_tie_the_token_to_what_came_with_it() {
    let hashed = with(id_claims(), "c_hash", half_hash("code"));
    let bare = with(with(id_claims(), "at_hash", json!(null)), "c_hash", json!(null));
    let checks = || IdTokenChecks::new();
    checked(&hashed, &checks().access_token("access").code("code")).unwrap();
    checked(&bare, &checks().access_token("access").code("code")).unwrap();
    let at_hash = Err(TokenError::AccessTokenHash);
    let c_hash = Err(TokenError::CodeHash);
    assert_eq!(checked(&hashed, &checks().access_token("another")), at_hash);
    assert_eq!(checked(&hashed, &checks().code("another")), c_hash);
    let required = checks().access_token("access").require_at_hash(true);
    assert_eq!(checked(&bare, &required), at_hash);
    assert_eq!(checked(&bare, &checks().code("code").require_c_hash(true)), c_hash);
    for hash in ["", "x", "====", &half_hash("access")[..20], &format!("{}A", half_hash("access"))]
    {
        assert_eq!(checked(&with(id_claims(), "at_hash", hash), &required), at_hash, "{hash}");
    }
}

#[test]
fn an_access_token_must_be_for_the_audience() {
    let api = builder(&key_server(&KEYS.jwks())).audience("https://api.example.com").build();
    let api = api.unwrap();
    let own = sign(RS, &access_claims());
    let error = refusal(now(api.verify_access_token(&own)));
    assert!(matches!(error, TokenError::Audience { .. }), "{error}");
    let meant = sign(RS, &with(access_claims(), "aud", json!(["x", "https://api.example.com"])));
    now(api.verify_access_token(&meant)).unwrap();
    assert!(matches!(access_refusal(&meant), TokenError::Audience { .. }));
    let error = access_refusal(&sign(RS, &with(access_claims(), "iss", "https://other/oidc")));
    assert!(matches!(error, TokenError::Issuer { .. }), "{error}");
    let nobody = sign(RS, &with(access_claims(), "sub", json!(null)));
    assert_eq!(access_refusal(&nobody), TokenError::MissingClaim("sub"));
}
