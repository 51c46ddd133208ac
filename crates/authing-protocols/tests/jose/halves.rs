//! Half a character in a token or in the provider's documents costs that character.

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError};
use http::StatusCode;
use serde_json::json;

use crate::support::*;

/// A token whose claims hold this beside the usual ones, as JSON text.
fn token_with(member: &str) -> String {
    let mut claims = id_claims();
    claims.as_object_mut().unwrap().remove("nickname");
    let claims = claims.to_string();
    let header = r#"{"alg":"RS256","kid":"RS256","x\ud83d":"\ude00"}"#;
    let claims = format!("{},{member}}}", claims.strip_suffix('}').unwrap());
    KEYS.sign_raw(Algorithm::Rs256, header, &claims)
}

#[test]
fn a_half_in_a_claim_is_replaced_and_the_signature_is_that_of_what_came() {
    let token = token_with(
        r#""nickname": "abc\ud83d", "own": ["\ude00", {"k\ud83d": "\ud83d\ude00 \\ud83d"}]"#,
    );
    let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    assert_eq!(read.profile.nickname.as_deref(), Some("abc\u{fffd}"));
    assert_eq!(read.extra["own"], json!(["\u{fffd}", {"k\u{fffd}": "😀 \\ud83d"}]));

    // The same claims with the replacement in them are other bytes, which nobody has signed.
    let mut parts = token.split('.');
    let (header, _, signature) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
    let replaced = b64(with(id_claims(), "nickname", "abc\u{fffd}").to_string());
    let error = id_refusal(&format!("{header}.{replaced}.{signature}"));
    assert!(matches!(error, TokenError::Signature), "{error:?}");
}

#[test]
fn a_claim_that_decides_is_not_read_with_a_character_replaced() {
    let azp = id_refusal(&token_with(r#""nickname": "a", "azp": "u\ud83d""#));
    assert!(matches!(azp, TokenError::ClaimForm("azp")), "{azp:?}");
    for name in ["jti", "acr", "sid", "client_id"] {
        let token = token_with(&format!(r#""nickname": "a", "{name}": "u\ud83d""#));
        let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
        assert_eq!(
            read.extra[name], "u\u{fffd}",
            "nobody asked for it, and it is not taken as one"
        );
    }
    let claims = id_claims().to_string().replace(USER, r"u\ud83d");
    let header = r#"{"alg":"RS256","kid":"RS256"}"#;
    let error = id_refusal(&KEYS.sign_raw(Algorithm::Rs256, header, &claims));
    assert!(matches!(error, TokenError::ClaimForm("sub")), "{error:?}");
    // One that came so is what the provider says.
    let token = sign(Algorithm::Rs256, &with(id_claims(), "sub", "u\u{fffd}"));
    now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
}

#[test]
fn names_that_are_the_same_once_replaced_are_one_name() {
    let error = id_refusal(&token_with(r#""a\ud83d": 1, "a\ude00": 2"#));
    assert!(matches!(error, TokenError::Duplicate { .. }), "{error:?}");
}

#[test]
fn a_time_of_milliseconds_is_the_same_time() {
    for time in [json!(NOW), json!(NOW * 1000), json!(NOW.to_string()), json!(NOW as f64 + 0.0)] {
        let token = sign(Algorithm::Rs256, &with(id_claims(), "updated_at", time.clone()));
        let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
        let updated = read.profile.updated_at.unwrap().to_system_time().unwrap();
        assert_eq!(updated.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs(), NOW, "{time}");
    }
    // Small numbers are seconds here, as the standard says; what is not a time stays with the others.
    let token = sign(Algorithm::Rs256, &with(id_claims(), "updated_at", 1));
    let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    assert_eq!(read.profile.updated_at.unwrap().as_str(), "1970-01-01T00:00:01Z");
    let token = sign(Algorithm::Rs256, &with(id_claims(), "updated_at", -1));
    let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
    assert_eq!((read.profile.updated_at, &read.extra["updated_at"]), (None, &json!(-1)));
}

#[test]
fn a_half_in_a_key_set_costs_no_key() {
    let keys = KEYS.jwks().to_string().replacen('{', r#"{"note": "\ud83d","#, 1);
    let server =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, keys.clone())));
    let verifier = builder(&server).build().unwrap();
    let token = sign(Algorithm::Rs256, &id_claims());
    now(verifier.verify_id_token(&token, &IdTokenChecks::new())).unwrap();
}

#[test]
fn people_are_not_found_by_a_text_with_a_character_replaced() {
    let names =
        ["preferred_username", "username", "email", "phone_number", "external_id", "unionid"];
    for name in names {
        let mut claims = id_claims();
        claims.as_object_mut().unwrap().remove(name);
        let claims = claims.to_string();
        let claims = format!("{},\"{name}\": \"u\\ud83d\"}}", claims.strip_suffix('}').unwrap());
        let header = r#"{"alg":"RS256","kid":"RS256"}"#;
        let token = KEYS.sign_raw(Algorithm::Rs256, header, &claims);
        let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
        let profile = read.profile;
        let found = [
            profile.preferred_username,
            profile.username,
            profile.email,
            profile.phone_number,
            profile.external_id,
            profile.unionid,
        ];
        let place = names.iter().position(|one| *one == name).unwrap();
        assert_eq!(found[place], None, "{name}");
        assert_eq!(read.extra[name], "u\u{fffd}", "it is there to be looked at");
        // One that came so is what the provider says.
        let token = sign(Algorithm::Rs256, &with(id_claims(), name, "u\u{fffd}"));
        let read = now(verifier().verify_id_token(&token, &IdTokenChecks::new())).unwrap();
        assert!(!read.extra.contains_key(name), "{name}");
    }
}

#[test]
fn the_user_of_an_old_token_is_not_read_with_a_character_replaced() {
    let verifier = builder(&ScriptedTransport::new(|_, _| panic!("no key is needed")))
        .legacy_user_tokens(true)
        .build()
        .unwrap();
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let signed = |claims: &str| KEYS.sign_raw(Algorithm::Hs256, header, claims);
    let claims = legacy_claims().to_string();
    for id in [format!("\"id\":\"{USER}\""), format!("\"userId\":\"{USER}\"")] {
        assert!(claims.contains(&id), "{claims}");
        let half = claims.replace(&id, &id.replace(USER, r"u\ud83d"));
        let outcome = now(verifier.verify_user_token(&signed(&half)));
        match id.starts_with("\"id\"") {
            true => {
                let error = refusal(outcome);
                assert!(matches!(error, TokenError::ClaimForm("data.id")), "{error:?}");
            }
            // It is not what the user is known by.
            false => assert_eq!(outcome.unwrap().user_id, USER),
        }
    }
    // Half a character elsewhere costs that character.
    let half = claims.replace("\"userPoolId\":\"pool\"", r#""userPoolId":"pool","nick":"a\ud83d""#);
    assert_eq!(now(verifier.verify_user_token(&signed(&half))).unwrap().user_id, USER);
}
