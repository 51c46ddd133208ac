//! Tokens that are bound to a key, and tokens that are for one audience.

use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError};
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

/// Every way that is registered, one that is not, and forms that are none.
fn confirmations() -> [Value; 12] {
    [
        json!({"jkt": "0ZcOCORZNYy"}),
        json!({"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}),
        json!({"jwk": {"kty": "EC"}}),
        json!({"jwe": "a.b.c.d.e"}),
        json!({"kid": "k"}),
        json!({"jku": "https://keys", "kid": "k"}),
        json!({"osc": {}}),
        json!({"nobody knows": 1}),
        json!({}),
        json!("text"),
        json!(true),
        json!([]),
    ]
}

#[test]
fn however_a_token_is_bound_it_is_no_bearer_token() {
    let checking = builder(&key_server(&KEYS.jwks())).key_bound_tokens(true).build().unwrap();
    let bearer = IdTokenChecks::new().bearer(true);
    for cnf in confirmations() {
        let access = sign(RS, &with(access_claims(), "cnf", cnf.clone()));
        let user = sign(RS, &with(user_claims(), "cnf", cnf.clone()));
        let id = sign(RS, &with(id_claims(), "cnf", cnf.clone()));
        for error in [
            access_refusal(&access),
            refusal(now(verifier().verify_user_token(&user))),
            refusal(now(verifier().verify_id_token(&id, &bearer))),
        ] {
            assert!(matches!(error, TokenError::KeyBound { .. }), "{cnf}: {error}");
            for name in cnf.as_object().into_iter().flat_map(|cnf| cnf.keys()) {
                assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
            }
        }
        // Whoever logs in with an id_token does not present it.
        let claims = now(verifier().verify_id_token(&id, &IdTokenChecks::new())).unwrap();
        assert_eq!(claims.extra["cnf"], cnf);
        // Where somebody checks the proof, they need to know of what.
        match (&cnf, now(checking.verify_access_token(&access))) {
            (Value::Object(cnf), Ok(claims)) => assert_eq!(claims.cnf.as_ref(), Some(cnf)),
            (_, refused) => assert_eq!(refusal(refused), TokenError::ClaimForm("cnf")),
        }
    }
    let header = json!({"alg": "RS256", "kid": "RS256", "typ": "at+jwt"}).to_string();
    let claims = with(access_claims(), "cnf", json!({"jkt": "x"})).to_string();
    let error = access_refusal(&KEYS.sign_raw(RS, &header, &claims));
    assert!(matches!(error, TokenError::KeyBound { .. }), "{error}");
    let unbound = sign(RS, &with(access_claims(), "cnf", json!(null)));
    now(verifier().verify_access_token(&unbound)).unwrap();
}

#[test]
fn what_a_confirmation_names_is_cut_and_escaped() {
    let cnf = json!({"a\r\nb": 1, "c".repeat(5000): 2, "d": 3, "e": 4, "f": 5});
    let error = access_refusal(&sign(RS, &with(access_claims(), "cnf", cnf))).to_string();
    assert!(error.contains(r"`a\r\nb`") && !error.contains('\n') && error.len() < 500, "{error}");
}

#[test]
fn an_audience_that_was_set_binds_every_token() {
    const API: &str = "https://api.example.com";
    let api = builder(&key_server(&KEYS.jwks())).audience(API).build().unwrap();
    let verify = |typ: Option<&str>, claims: &Value| {
        let mut header = json!({"alg": "RS256", "kid": "RS256"});
        header["typ"] = typ.into();
        if typ.is_none() {
            header.as_object_mut().unwrap().remove("typ");
        }
        let token = KEYS.sign_raw(RS, &header.to_string(), &claims.to_string());
        now(api.verify_access_token(&token))
    };
    let mut machine = with(access_claims(), "azp", APP);
    machine["sub"] = json!(null);
    for typ in [None, Some("JWT"), Some("at+jwt"), Some("application/at+jwt")] {
        for claims in [&access_claims(), &machine] {
            for audience in [json!(API), json!([API]), json!(["other", API])] {
                verify(typ, &with(claims.clone(), "aud", audience)).unwrap();
            }
            for audience in [
                json!(APP),
                json!("account"),
                json!([]),
                json!(["account", "https://api.example.com/"]),
                json!(""),
            ] {
                let error = refusal(verify(typ, &with(claims.clone(), "aud", audience.clone())));
                assert!(matches!(error, TokenError::Audience { .. }), "{audience}: {error}");
                assert!(error.to_string().contains(API), "{error}");
            }
            let error = refusal(verify(typ, &with(claims.clone(), "aud", json!(null))));
            assert_eq!(error, TokenError::MissingClaim("aud"));
        }
    }
    // The application's own id binds as well when somebody sets it.
    let own = builder(&key_server(&KEYS.jwks())).audience(APP).build().unwrap();
    let account = sign(RS, &with(machine.clone(), "aud", "account"));
    assert!(matches!(refusal(now(own.verify_access_token(&account))), TokenError::Audience { .. }));
    now(verifier().verify_access_token(&account)).unwrap();
}

#[test]
fn every_mismatch_says_what_was_found_and_what_was_expected() {
    let id = |name: &str, value: Value| id_refusal(&sign(RS, &with(id_claims(), name, value)));
    let many: Vec<String> = (0..9).map(|number| format!("aud-{number}")).collect();
    let two = with(id_claims(), "aud", json!([APP, "other"]));
    let typed = |typ: &str| {
        let header = json!({"alg": "RS256", "kid": "RS256", "typ": typ}).to_string();
        id_refusal(&KEYS.sign_raw(RS, &header, &id_claims().to_string()))
    };
    for (error, words) in [
        (id("iss", json!("https://other/")), ["`https://other/`", ISSUER]),
        (id("aud", json!("other")), ["`other`", APP]),
        (id("aud", json!([])), ["nobody", APP]),
        (id("aud", json!(many)), ["`aud-0`, `aud-1`, `aud-2`, `aud-3` and others", APP]),
        (id("azp", json!("other")), ["to `other` (`azp`)", APP]),
        (id_refusal(&sign(RS, &two)), ["several audiences and no `azp`", APP]),
        (typed("dpop+jwt"), ["`dpop+jwt`", "`JWT`"]),
        (typed("a\nb"), [r"`a\nb`", "`JWT`"]),
    ] {
        for word in words {
            assert!(error.to_string().contains(word), "`{word}` is not in: {error}");
        }
    }
    for name in ["iss", "aud", "azp"] {
        let error = id(name, json!("x\r\n`".repeat(2000))).to_string();
        assert!(!error.contains('\n') && error.len() < 3000, "{} {error}", error.len());
    }
}
