//! A token of one kind used as another.

use authing_protocols::jose::{
    Algorithm, IdTokenChecks, TokenError, UnverifiedToken, VerifiedToken,
};
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

fn typed(typ: &str, claims: &Value) -> String {
    let header = json!({"alg": "RS256", "kid": "RS256", "typ": typ}).to_string();
    KEYS.sign_raw(RS, &header, &claims.to_string())
}

#[track_caller]
fn is_kind(error: &TokenError) {
    assert!(matches!(error, TokenError::Kind { .. }), "{error}");
}

#[test]
fn an_id_token_is_no_access_token() {
    is_kind(&access_refusal(&sign(RS, &id_claims())));
    is_kind(&access_refusal(&sign(RS, &user_claims())));
    for name in ["nonce", "at_hash", "c_hash"] {
        is_kind(&access_refusal(&sign(RS, &with(access_claims(), name, "x"))));
    }
}

#[test]
fn an_access_token_is_neither_id_token_nor_user_token() {
    for token in [sign(RS, &access_claims()), typed("at+jwt", &access_claims())] {
        is_kind(&id_refusal(&token));
        is_kind(&refusal(now(verifier().verify_user_token(&token))));
    }
    is_kind(&id_refusal(&typed("at+jwt", &id_claims())));
    is_kind(&id_refusal(&typed("application/at+jwt", &id_claims())));
}

#[test]
fn a_logout_token_is_nothing_else() {
    for token in [sign(RS, &logout_claims()), typed("logout+jwt", &logout_claims())] {
        is_kind(&id_refusal(&token));
        is_kind(&access_refusal(&token));
        is_kind(&refusal(now(verifier().verify_user_token(&token))));
    }
    is_kind(&access_refusal(&sign(RS, &with(logout_claims(), "scope", "openid"))));
}

#[test]
fn no_other_token_is_a_logout_token() {
    let mut all = vec![id_claims(), access_claims(), user_claims()];
    for events in [json!({}), json!({"https://other": {}}), json!(null)] {
        all.push(with(logout_claims(), "events", events));
    }
    let event = "http://schemas.openid.net/event/backchannel-logout";
    all.push(with(logout_claims(), "events", json!({ event: true })));
    all.push(with(logout_claims(), "nonce", "n-1"));
    for claims in all {
        is_kind(&refusal(now(verifier().verify_logout_token(&sign(RS, &claims)))));
    }
    is_kind(&refusal(now(verifier().verify_logout_token(&typed("at+jwt", &logout_claims())))));
}

#[test]
fn a_logout_token_must_be_fresh_and_complete() {
    let refused = |claims: Value| refusal(now(verifier().verify_logout_token(&sign(RS, &claims))));
    for (name, value) in [("jti", json!("")), ("jti", json!(null)), ("iat", json!(null))] {
        let error = refused(with(logout_claims(), name, value));
        assert!(matches!(error, TokenError::MissingClaim(_)), "{error}");
    }
    let error = refused(with(logout_claims(), "sub", json!(null)));
    assert!(matches!(error, TokenError::MissingClaim(_)), "{error}");
    let old = with(with(logout_claims(), "exp", json!(null)), "iat", NOW - 311);
    assert!(matches!(refused(old), TokenError::LogoutTooOld { .. }));
    assert!(matches!(refused(with(logout_claims(), "iat", NOW + 11)), TokenError::InFuture { .. }));
    assert!(matches!(refused(with(logout_claims(), "exp", NOW - 10)), TokenError::Expired { .. }));
    assert!(matches!(refused(with(logout_claims(), "aud", "x")), TokenError::Audience { .. }));
    assert!(matches!(refused(with(logout_claims(), "iss", "x")), TokenError::Issuer { .. }));
    let session = with(with(logout_claims(), "sub", json!(null)), "sid", "s");
    now(verifier().verify_logout_token(&sign(RS, &session))).unwrap();
}

#[test]
fn other_things_that_the_provider_signs_are_no_tokens_of_ours() {
    for typ in ["dpop+jwt", "JWS", "jwt+x", "secevent+jwt", ""] {
        is_kind(&id_refusal(&typed(typ, &id_claims())));
        is_kind(&access_refusal(&typed(typ, &access_claims())));
    }
    for typ in ["jwt", "application/JWT"] {
        let checks = IdTokenChecks::new();
        now(verifier().verify_id_token(&typed(typ, &id_claims()), &checks)).unwrap();
    }
}

#[test]
fn the_old_form_of_user_tokens_must_be_switched_on() {
    let token = sign(Algorithm::Hs256, &legacy_claims());
    assert_eq!(refusal(now(verifier().verify_user_token(&token))), TokenError::LegacyForm);
}

#[test]
fn the_old_form_is_accepted_by_the_secret_alone_and_for_this_application() {
    let server = key_server(&KEYS.jwks());
    let verifier = builder(&server).legacy_user_tokens(true).build().unwrap();
    let refused = |algorithm, claims: &Value| {
        refusal(now(verifier.verify_user_token(&sign(algorithm, claims))))
    };
    assert_eq!(refused(RS, &legacy_claims()), TokenError::LegacyForm);
    let hs = Algorithm::Hs256;
    let data = |name: &str, value: Value| {
        let mut claims = legacy_claims();
        claims["data"][name] = value;
        claims
    };
    assert!(matches!(refused(hs, &data("appId", json!("other"))), TokenError::Audience { .. }));
    assert!(matches!(refused(hs, &data("appId", json!(null))), TokenError::Audience { .. }));
    is_kind(&refused(hs, &data("type", json!("admin"))));
    is_kind(&refused(hs, &data("stage", json!(1))));
    let mfa = json!({"data": {"userPoolId": "p", "userId": USER, "stage": 1}, "iat": NOW, "exp": NOW + 360});
    is_kind(&refused(hs, &mfa));
    let expired = with(legacy_claims(), "exp", NOW - 10);
    assert!(matches!(refused(hs, &expired), TokenError::Expired { .. }));
    // Half of the new form is not the old one.
    let half = with(legacy_claims(), "sub", USER);
    assert_eq!(refused(hs, &half), TokenError::MissingClaim("iss"));
}

#[test]
fn what_the_server_is_to_confirm_is_read_with_all_but_the_signature() {
    let hs = |claims: &Value| {
        let header = json!({"alg": "HS256"}).to_string();
        KEYS.sign_raw(Algorithm::Hs256, &header, &claims.to_string())
    };
    let read = |claims: &Value| verifier().read_unverified_user_token(&hs(claims));
    assert_eq!(read(&user_claims()).unwrap().user_id, user_claims()["sub"]);
    for (name, value) in [
        ("iss", json!("https://other/oidc")),
        ("aud", json!("other")),
        ("exp", json!(1)),
        ("sub", json!("")),
        ("scope", json!("openid")),
        ("cnf", json!({"jkt": "x"})),
    ] {
        assert!(read(&with(user_claims(), name, value)).is_err(), "{name}");
    }
    assert_eq!(read(&legacy_claims()).unwrap_err(), TokenError::LegacyForm);
    // By another algorithm it is verified here.
    let refused = verifier().read_unverified_user_token(&sign(RS, &user_claims())).unwrap_err();
    assert!(matches!(refused, TokenError::AlgorithmNotAllowed { .. }), "{refused}");
}

#[test]
fn a_token_of_any_kind_is_verified_as_what_it_is() {
    let verify = |claims: &Value| now(verifier().verify_any(&sign(RS, claims)));
    assert!(matches!(verify(&id_claims()), Ok(VerifiedToken::IdToken(_))));
    assert!(matches!(verify(&access_claims()), Ok(VerifiedToken::AccessToken(_))));
    assert!(matches!(verify(&logout_claims()), Ok(VerifiedToken::LogoutToken(_))));
    let error = verify(&with(id_claims(), "exp", 1)).unwrap_err();
    assert!(
        matches!(error, authing_protocols::Error::Token(TokenError::Expired { .. })),
        "{error}"
    );
    let error = verify(&with(access_claims(), "exp", 1)).unwrap_err();
    assert!(
        matches!(error, authing_protocols::Error::Token(TokenError::Expired { .. })),
        "{error}"
    );
}

#[test]
fn a_token_is_taken_apart_without_being_believed() {
    let token = UnverifiedToken::read(&sign(RS, &id_claims())).unwrap();
    assert_eq!((token.algorithm(), token.is_encrypted()), (Some("RS256"), false));
    assert_eq!(token.claims().unwrap().get("sub"), id_claims().get("sub"));
    assert!(!format!("{token:?}").contains(id_claims()["sub"].as_str().unwrap()));
    let encrypted = UnverifiedToken::read("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d").unwrap();
    assert!(encrypted.is_encrypted() && encrypted.audience().is_empty());
    assert_eq!(UnverifiedToken::read("27f9a3f0c1b2d4e5"), Err(TokenError::NotAToken));
    assert_eq!(UnverifiedToken::read("a.b.c.d"), Err(TokenError::NotAToken));
    let twice = format!("{}.{}.x", "e30", "eyJhIjoxLCJhIjoyfQ");
    assert!(matches!(UnverifiedToken::read(&twice), Err(TokenError::Duplicate { .. })));
    assert!(matches!(UnverifiedToken::read("W10.e30.x"), Err(TokenError::Malformed { .. })));
}
