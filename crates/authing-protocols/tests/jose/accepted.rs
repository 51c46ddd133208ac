//! What a genuine token says.

use authing_protocols::jose::IdTokenChecks;
use serde_json::json;

use crate::support::*;

#[test]
fn an_id_token_of_every_algorithm_is_accepted_and_read() {
    let verifier = verifier();
    let checks = IdTokenChecks::new().nonce("n-1").access_token("access").require_at_hash(true);
    for algorithm in ALL {
        // Ed25519 tokens are hashed with SHA-512.
        if algorithm.name() == "EdDSA" {
            continue;
        }
        let token = sign(algorithm, &id_claims());
        let claims = now(verifier.verify_id_token(&token, &checks)).unwrap();
        assert_eq!((claims.sub.as_str(), claims.aud[0].as_str()), (USER, APP));
        assert_eq!(claims.profile.nickname.as_deref(), Some("canary-nick"));
        assert_eq!(claims.profile.email_verified, Some(false));
        assert_eq!(claims.profile.name, None, "null is absent");
        assert_eq!(claims.profile.updated_at.unwrap().as_str(), "2021-09-24T07:29:51.123Z");
        assert_eq!(claims.profile.address.unwrap().region.as_deref(), Some("canary"));
    }
}

#[test]
fn the_at_hash_of_an_ed25519_token_is_half_of_sha_512() {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA512, b"access");
    let claims = with(id_claims(), "at_hash", b64(&hash.as_ref()[..32]));
    let token = sign(ALL[4], &claims);
    let checks = IdTokenChecks::new().access_token("access").require_at_hash(true);
    now(verifier().verify_id_token(&token, &checks)).unwrap();
}

#[test]
fn an_hs256_token_is_verified_without_any_network() {
    let server = key_server(&json!({}));
    let verifier = authing_protocols::jose::Verifier::builder(APP, HOST)
        .secret(SECRET)
        .transport(std::sync::Arc::new(server.clone()))
        .clock(std::sync::Arc::new(authing_core::test_util::TestClock::new()))
        .build()
        .unwrap();
    let token = sign(ALL[0], &id_claims());
    offline(verifier.verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    assert!(server.requests().is_empty());
}

#[test]
fn unusual_but_lawful_claims_are_read() {
    let mut claims = id_claims();
    claims["aud"] = json!([APP, "other"]);
    claims["azp"] = APP.into();
    claims["updated_at"] = NOW.into();
    claims["email_verified"] = "true".into();
    claims["name"] = 7.into();
    claims["exp"] = json!(NOW as f64 + 3600.5);
    claims["KEY"] = json!({"deep": [1, {"er": null}]});
    claims["jti"] = "one".into();
    let token = sign(ALL[1], &claims);
    let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    assert_eq!(read.profile.updated_at.unwrap().as_str(), "2026-01-01T00:00:00Z");
    assert_eq!(read.profile.email_verified, Some(true));
    assert_eq!(read.extra["name"], 7, "a name that is not text is kept as it came");
    assert_eq!(read.extra["KEY"]["deep"][1]["er"], json!(null));
    assert_eq!(read.extra["jti"], "one");
}

#[test]
fn an_access_token_tells_its_scopes() {
    let claims = now(verifier().verify_access_token(&sign(ALL[1], &access_claims()))).unwrap();
    assert!(claims.has_scope("orders:read") && claims.has_scope("openid"));
    assert!(!claims.has_scope("orders") && !claims.has_scope("orders:write"));
    assert_eq!((claims.sub.as_deref(), claims.account_id()), (Some(USER), None));
    let own_typ = r#"{"alg":"RS256","typ":"application/AT+jwt","kid":"RS256"}"#;
    let claims = with(access_claims(), "scope", json!(["a", "b c"])).to_string();
    let token = KEYS.sign_raw(ALL[1], own_typ, &claims);
    let claims = now(verifier().verify_access_token(&token)).unwrap();
    assert_eq!(claims.scopes.into_iter().collect::<String>(), "abc");
}

#[test]
fn a_token_of_a_programmatic_account_is_accepted_for_its_own_application() {
    let mut claims = with(access_claims(), "aud", "5f8-account");
    claims["sub"] = json!(null);
    let token = sign(ALL[1], &with(claims.clone(), "azp", APP));
    let read = now(verifier().verify_access_token(&token)).unwrap();
    assert_eq!((read.sub.as_deref(), read.account_id()), (None, Some("5f8-account")));
    for azp in [json!("another app"), json!(null)] {
        let error = access_refusal(&sign(ALL[1], &with(claims.clone(), "azp", azp)));
        assert!(error.to_string().contains("not made for"), "{error}");
    }
}

#[test]
fn a_user_token_is_read_in_its_new_and_its_old_form() {
    let server = key_server(&KEYS.jwks());
    let verifier = builder(&server).legacy_user_tokens(true).build().unwrap();
    for claims in [user_claims(), legacy_claims()] {
        let read = now(verifier.verify_user_token(&sign(ALL[0], &claims))).unwrap();
        assert_eq!((read.user_id.as_str(), read.user_pool_id.as_deref()), (USER, Some("pool")));
    }
}

#[test]
fn a_logout_token_is_read() {
    let header = r#"{"alg":"RS256","typ":"logout+jwt","kid":"RS256"}"#;
    for token in [
        sign(ALL[1], &logout_claims()),
        KEYS.sign_raw(ALL[1], header, &logout_claims().to_string()),
    ] {
        let read = now(verifier().verify_logout_token(&token)).unwrap();
        assert_eq!((read.sub.as_deref(), read.jti.as_str()), (Some(USER), "bWJq"));
    }
}
