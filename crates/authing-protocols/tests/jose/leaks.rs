//! Nothing that is shown shows a token, a secret or a person.

use authing_protocols::{
    Error,
    jose::{DecryptionKey, IdTokenChecks, PublicKey},
};
use serde_json::json;

use crate::support::*;

#[test]
fn debug_shows_no_secret_and_no_person() {
    let key = pem("PRIVATE KEY", &KEYS.rsa.pkcs8);
    let key = DecryptionKey::from_pem(key).unwrap();
    let builder = builder(&key_server(&KEYS.jwks())).decryption_key(key.clone());
    let mut shown = format!("{builder:?} {key:?}");
    let verifier = verifier();
    shown += &format!("{verifier:?} {:?}", builder.build().unwrap());
    shown += &format!("{:?}", PublicKey::from_pem(&KEYS.rsa.public_pem()).unwrap());
    let checks = IdTokenChecks::new().access_token("canary-token").code("canary-code");
    shown += &format!("{:?}", checks.nonce("canary-nonce"));
    let with_canary = with(id_claims(), "odd", json!({"canary": "canary"}));
    let claims = now(verifier.verify_id_token(&sign(ALL[1], &with_canary), &IdTokenChecks::new()));
    let claims = claims.unwrap();
    shown += &format!("{claims:?} {:?} {:?}", claims.profile, claims.profile.address);
    let user = with(user_claims(), "odd", "canary");
    shown += &format!("{:?}", now(verifier.verify_user_token(&sign(ALL[0], &user))).unwrap());
    let access = with(access_claims(), "email", "canary@example.com");
    shown += &format!("{:?}", now(verifier.verify_access_token(&sign(ALL[1], &access))).unwrap());
    let logout = with(logout_claims(), "odd", "canary");
    shown += &format!("{:?}", now(verifier.verify_logout_token(&sign(ALL[1], &logout))).unwrap());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains(USER));
}

#[test]
fn no_refusal_shows_the_token_or_a_claim_about_the_person() {
    let verifier = verifier();
    let good = sign(ALL[1], &id_claims());
    let parts: Vec<&str> = good.split('.').collect();
    let mut tokens = vec![
        "canary".to_owned(),
        "canary.canary.canary".to_owned(),
        format!("{}.{}.{}", parts[0], parts[1], b64("canary")),
        format!("{}.{}.!canary", parts[0], parts[1]),
    ];
    for (name, value) in [
        ("exp", json!("canary")),
        ("exp", json!(NOW - 1000)),
        // Who it is for is not secret, and what somebody who looks for the mistake needs.
        ("aud", json!("other")),
        ("azp", json!("other")),
        ("nonce", json!("canary")),
        ("at_hash", json!("canary")),
        ("scope", json!("canary")),
        ("sub", json!({"canary": "canary"})),
    ] {
        tokens.push(sign(ALL[1], &with(id_claims(), name, value)));
    }
    for payload in ["\"canary\"", "{\"sub\": canary}", "{\"a\":\"canary\",\"a\":\"canary\"}"] {
        tokens.push(KEYS.sign_raw(ALL[1], r#"{"alg":"RS256","kid":"RS256"}"#, payload));
    }
    let checks = IdTokenChecks::new().nonce("n-1").access_token("canary-x");
    for token in &tokens {
        let error = now(verifier.verify_id_token(token, &checks)).unwrap_err();
        let mut shown = format!("{error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            shown += &format!("{error} {error:?}");
            cause = error.source();
        }
        assert!(!shown.contains("canary"), "{shown}");
        assert!(!shown.contains(parts[2]), "{shown}");
        assert!(!shown.contains('\n') && shown.len() < 1000);
        assert!(matches!(error, Error::Token(_)));
    }
}
