//! Claims in another form than their own: kept where nobody asked for them, refused where they decide.

use std::time::Duration;

use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError};
use serde_json::{Map, Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

fn odd_forms() -> [Value; 4] {
    [json!(7), json!(true), json!([{"x": 1}]), json!({"x": [1]})]
}

/// Checks a claim in each odd form that is not its own: kept as it was sent, or refused by name.
#[track_caller]
fn kept(
    extra: impl Fn(&str) -> Result<Map<String, Value>, TokenError>,
    claims: &Value,
    name: &str,
) {
    for form in odd_forms() {
        // An object is the form of some, and a number of others.
        let own = match name {
            "data" => form.is_object(),
            "auth_time" => form.is_number(),
            _ => false,
        };
        if own {
            continue;
        }
        match extra(&sign(RS, &with(claims.clone(), name, form.clone()))) {
            Ok(extra) => assert_eq!(extra[name], form, "{name}"),
            Err(error) => panic!("{name} {form}: {error}"),
        }
    }
}

#[track_caller]
fn strict(
    check: impl Fn(&str) -> Result<Map<String, Value>, TokenError>,
    claims: &Value,
    name: &str,
) {
    for form in [json!(true), json!([{"x": 1}]), json!([1, "x"])] {
        let error = check(&sign(RS, &with(claims.clone(), name, form.clone())));
        assert!(
            matches!(error, Err(TokenError::ClaimForm(found)) if found == name),
            "{name} {form}: {error:?}"
        );
        assert!(error.unwrap_err().to_string().contains(&format!("`{name}`")));
    }
}

const ALWAYS: [&str; 7] = ["iss", "sub", "aud", "azp", "exp", "nbf", "iat"];

fn id_token(token: &str, checks: &IdTokenChecks) -> Result<Map<String, Value>, TokenError> {
    match now(verifier().verify_id_token(token, checks)) {
        Ok(claims) => Ok(claims.extra),
        Err(error) => Err(refusal::<()>(Err(error))),
    }
}

#[test]
fn an_odd_claim_of_an_id_token_is_kept_unless_this_call_checks_it() {
    let plain = |token: &str| id_token(token, &IdTokenChecks::new());
    for name in [
        "client_id",
        "data",
        "userpool_id",
        "jti",
        "acr",
        "amr",
        "sid",
        "nonce",
        "auth_time",
        "at_hash",
        "c_hash",
        "cnf",
        "custom",
    ] {
        kept(plain, &id_claims(), name);
    }
    for name in ALWAYS {
        strict(plain, &id_claims(), name);
    }
    let checks = IdTokenChecks::new().nonce("n-1");
    strict(|token| id_token(token, &checks), &id_claims(), "nonce");
    let checks = IdTokenChecks::new().max_age(Duration::from_secs(60));
    let aged = with(id_claims(), "auth_time", NOW);
    strict(|token| id_token(token, &checks), &aged, "auth_time");
    for checks in
        [IdTokenChecks::new().access_token("x"), IdTokenChecks::new().require_at_hash(true)]
    {
        strict(|token| id_token(token, &checks), &id_claims(), "at_hash");
    }
    for checks in [IdTokenChecks::new().code("x"), IdTokenChecks::new().require_c_hash(true)] {
        strict(|token| id_token(token, &checks), &id_claims(), "c_hash");
    }
}

#[test]
fn an_odd_claim_of_an_access_token_is_kept_unless_it_decides() {
    let verify = |token: &str| match now(verifier().verify_access_token(token)) {
        Ok(claims) => Ok(claims.extra),
        Err(error) => Err(refusal::<()>(Err(error))),
    };
    for name in ["client_id", "data", "userpool_id", "jti", "acr", "amr", "sid", "auth_time"] {
        kept(verify, &access_claims(), name);
    }
    for name in ALWAYS.into_iter().chain(["scope"]) {
        strict(verify, &access_claims(), name);
    }
    // They tell an id_token from an access token in whatever form.
    for name in ["nonce", "at_hash", "c_hash", "events"] {
        for form in odd_forms() {
            let error = verify(&sign(RS, &with(access_claims(), name, form))).unwrap_err();
            assert!(matches!(error, TokenError::Kind { .. }), "{name}: {error}");
        }
    }
}

#[test]
fn what_tells_kinds_apart_does_so_in_whatever_form() {
    for name in ["scope", "events"] {
        for form in odd_forms() {
            let error = id_refusal(&sign(RS, &with(id_claims(), name, form.clone())));
            assert!(matches!(error, TokenError::Kind { .. }), "{name}: {error}");
            let user = sign(RS, &with(user_claims(), name, form));
            let error = refusal(now(verifier().verify_user_token(&user)));
            assert!(matches!(error, TokenError::Kind { .. }), "{name}: {error}");
        }
    }
    for form in odd_forms() {
        let logout = sign(RS, &with(logout_claims(), "nonce", form));
        let error = refusal(now(verifier().verify_logout_token(&logout)));
        assert!(matches!(error, TokenError::Kind { .. }), "{error}");
    }
}

#[test]
fn a_user_token_goes_on_checking_its_data() {
    let verify = |token: &str| match now(verifier().verify_user_token(token)) {
        Ok(claims) => Ok(claims.extra),
        Err(error) => Err(refusal::<()>(Err(error))),
    };
    for name in ALWAYS.into_iter().chain(["data"]) {
        strict(verify, &user_claims(), name);
    }
    for name in ["client_id", "userpool_id", "jti", "acr", "amr", "sid", "nonce", "auth_time"] {
        kept(verify, &user_claims(), name);
    }
    // An odd issuer makes no token one in the old form.
    let verifier = builder(&key_server(&KEYS.jwks())).legacy_user_tokens(true).build().unwrap();
    for (name, form) in [("iss", json!(7)), ("sub", json!([])), ("aud", json!({}))] {
        let token = sign(Algorithm::Hs256, &with(legacy_claims(), name, form));
        let error = refusal(now(verifier.verify_user_token(&token)));
        assert_eq!(error, TokenError::ClaimForm(name));
    }
}

#[test]
fn a_logout_token_checks_whom_it_logs_out() {
    let verify = |token: &str| match now(verifier().verify_logout_token(token)) {
        Ok(claims) => Ok(claims.extra),
        Err(error) => Err(refusal::<()>(Err(error))),
    };
    for name in ALWAYS.into_iter().chain(["jti", "sid", "events"]) {
        strict(verify, &logout_claims(), name);
    }
    for name in ["client_id", "data", "acr", "amr", "auth_time"] {
        kept(verify, &logout_claims(), name);
    }
}

#[test]
fn only_a_space_parts_the_words_of_a_scope() {
    // A server that parts them by spaces alone may grant to anybody what it takes for one word.
    for between in
        ["\t", "\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{a0}", "\u{2003}", "\u{3000}", "+", ","]
    {
        let scope = format!("openid  orders:read{between}admin");
        for scope in [json!(scope), json!(["openid", format!("orders:read{between}admin")])] {
            let token = sign(Algorithm::Rs256, &with(access_claims(), "scope", scope));
            let read = now(verifier().verify_access_token(&token)).unwrap();
            assert!(read.has_scope("openid") && read.scopes.len() == 2, "{between:?}");
            assert!(!read.has_scope("admin") && !read.has_scope("orders:read"), "{between:?}");
        }
    }
}
