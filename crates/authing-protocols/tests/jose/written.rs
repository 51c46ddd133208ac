//! One key, written in the ways that libraries write it, and keys that are none.

use authing_protocols::jose::{Algorithm, PublicKey, TokenError};
use aws_lc_rs::{encoding::AsDer as _, signature::KeyPair as _};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;
const ES: Algorithm = Algorithm::Es256;

/// Why the token that a provider with this key signs is refused, if it is.
fn refused_with(key: &Value, algorithm: Algorithm) -> Option<String> {
    let verifier = builder(&key_server(&json!({ "keys": [key] }))).build().unwrap();
    let result = now(verifier.verify_access_token(&sign(algorithm, &access_claims())));
    result.is_err().then(|| refusal(result).to_string())
}

/// Accepted in a set and as a pinned key.
#[track_caller]
fn is_read(key: &Value, algorithm: Algorithm) {
    assert_eq!(refused_with(key, algorithm), None, "{key}");
    PublicKey::from_jwk(&key.to_string()).unwrap();
}

/// Refused in a set and as a pinned key, for this reason.
#[track_caller]
fn is_refused(key: &Value, algorithm: Algorithm, reason: &str) {
    let error = refused_with(key, algorithm).unwrap();
    assert!(error.contains("is there and cannot be used") && error.contains(reason), "{error}");
    let error = PublicKey::from_jwk(&key.to_string()).unwrap_err().to_string();
    assert!(error.starts_with("option `public_key` ") && error.contains(reason), "{error}");
}

fn bytes(key: &Value, member: &str) -> Vec<u8> {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    URL_SAFE_NO_PAD.decode(key[member].as_str().unwrap()).unwrap()
}

#[test]
fn leading_zeros_of_every_number_do_no_harm() {
    let rsa = KEYS.rsa.jwk("RS256");
    let ec = KEYS.ec_jwk("ES256");
    for zeros in [1, 2, 7] {
        for member in ["n", "e"] {
            let number = [vec![0; zeros], bytes(&rsa, member)].concat();
            is_read(&with(rsa.clone(), member, b64(number)), RS);
        }
        for member in ["x", "y"] {
            let number = [vec![0; zeros], bytes(&ec, member)].concat();
            is_read(&with(ec.clone(), member, b64(number)), ES);
        }
    }
}

#[test]
fn base64_of_every_member_is_read_as_libraries_write_it() {
    let keys = [
        (KEYS.rsa.jwk("RS256"), RS, &["n", "e"][..]),
        (KEYS.ec_jwk("ES256"), ES, &["x", "y"]),
        (KEYS.ed_jwk("EdDSA"), Algorithm::EdDsa, &["x"]),
    ];
    for (key, algorithm, members) in keys {
        for member in members {
            let padded = STANDARD.encode(bytes(&key, member));
            let lines: Vec<_> = padded.as_bytes().chunks(60).map(String::from_utf8_lossy).collect();
            for text in [
                padded.clone(),
                padded.replace('+', "-").replace('/', "_"),
                padded.trim_end_matches('=').to_owned(),
                lines.join("\r\n") + "\n",
            ] {
                is_read(&with(key.clone(), member, text), algorithm);
            }
            for garbage in ["!", "=", "ä", "A", "AQ AB", "AQAB===="] {
                let reason = format!("has an `{member}` that is not base64url");
                is_refused(&with(key.clone(), member, garbage), algorithm, &reason);
            }
            let reason = format!("lacks `{member}`");
            is_refused(&with(key.clone(), member, json!(null)), algorithm, &reason);
            let reason = format!("has a `{member}` that is not text");
            is_refused(&with(key.clone(), member, json!([1])), algorithm, &reason);
        }
    }
}

#[test]
fn every_reason_for_which_a_key_is_passed_over_is_given() {
    let rsa = KEYS.rsa.jwk("RS256");
    let (modulus, _) = KEYS.rsa.components();
    for (key, reason) in [
        (with(rsa.clone(), "use", "enc"), "is for `enc` and not for signatures"),
        (with(rsa.clone(), "use", 7), "has a `use` that is not text"),
        (with(rsa.clone(), "key_ops", json!(["encrypt"])), "is not for verifying signatures"),
        (with(rsa.clone(), "key_ops", "verify"), "has a `key_ops` that is not a list"),
        (with(rsa.clone(), "alg", "RSA-OAEP"), "is for `RSA-OAEP`"),
        (with(rsa.clone(), "alg", "HS256"), "is for HS256"),
        (with(rsa.clone(), "alg", "ES256"), "is for ES256"),
        (with(rsa.clone(), "alg", json!({})), "has a `alg` that is not text"),
        (with(rsa.clone(), "kty", json!(null)), "lacks `kty`"),
        (with(rsa.clone(), "kty", "oct"), "is a shared secret"),
        (with(rsa.clone(), "kty", "AKP"), "is of the kind `AKP`, which is not supported"),
        (with(rsa.clone(), "d", "AQAB"), "holds its private half (`d`)"),
        (with(rsa.clone(), "p", "AQAB"), "holds its private half (`p`)"),
        (with(rsa.clone(), "n", b64(&modulus[..128])), "RSA key of less than 2048 bits: 1024"),
        (with(rsa.clone(), "n", b64(vec![0xff; 1025])), "RSA key of more than 8192 bits: 8200"),
        (with(rsa.clone(), "n", b64([])), "RSA key of less than 2048 bits: 0"),
        (with(rsa.clone(), "e", b64([1])), "modulus or exponent cannot be used"),
        (with(rsa.clone(), "e", b64([0])), "modulus or exponent cannot be used"),
    ] {
        is_refused(&key, RS, reason);
    }
    let ec = KEYS.ec_jwk("ES256");
    for (key, reason) in [
        (with(ec.clone(), "crv", "secp256k1"), "is on the curve `secp256k1`"),
        (with(ec.clone(), "crv", json!(null)), "names no curve"),
        (with(ec.clone(), "y", b64([1; 32])), "is not a point on P-256"),
        (with(ec.clone(), "crv", "P-384"), "is not a point on P-384"),
        (with(ec.clone(), "x", b64([1; 33])), "has a coordinate `x` too long for P-256"),
    ] {
        is_refused(&key, ES, reason);
    }
    let ed = KEYS.ed_jwk("EdDSA");
    is_refused(&with(ed.clone(), "crv", "Ed448"), Algorithm::EdDsa, "is on the curve `Ed448`");
    let reason = "is an Ed25519 key of 31 bytes instead of 32";
    is_refused(&with(ed, "x", b64([9; 31])), Algorithm::EdDsa, reason);
}

#[test]
fn what_a_key_says_is_cut_and_escaped_in_a_message() {
    let long = format!("a\r\nb`{}", "c".repeat(5000));
    let key = with(with(KEYS.rsa.jwk("RS256"), "kid", long.clone()), "use", long.clone());
    let header = json!({"alg": "RS256", "kid": long}).to_string();
    let token = KEYS.sign_raw(RS, &header, &access_claims().to_string());
    let verifier = builder(&key_server(&json!({ "keys": [key] }))).build().unwrap();
    let error = refusal(now(verifier.verify_access_token(&token))).to_string();
    assert!(error.contains(r"`a\r\nb\u{60}ccc") && error.contains('…'), "{error}");
    assert!(!error.contains('\n') && error.len() < 400, "{error}");
}

#[test]
fn a_key_that_holds_a_name_twice_is_passed_over_and_the_others_are_not() {
    let key = KEYS.rsa.jwk("RS256").to_string();
    let other = OTHER.rsa.jwk("RS256");
    for name in ["n", "\\u006e"] {
        let doubled = key.replacen('{', &format!("{{\"{name}\":{},", other["n"]), 1);
        let whole = format!("{{\"keys\":[{doubled}]}}");
        let server = authing_core::test_util::ScriptedTransport::new(move |_, _| {
            Ok(authing_core::HttpResponse::new(http::StatusCode::OK, whole.clone()))
        });
        let verifier = builder(&server).build().unwrap();
        let error = refusal(now(verifier.verify_access_token(&sign(RS, &access_claims()))));
        assert!(error.to_string().contains("holds `n` twice"), "{error}");
        assert!(PublicKey::from_jwk(&doubled).is_err());
    }
    let twice = format!("{{\"keys\":[{key}],\"keys\":[{other}]}}");
    let server = authing_core::test_util::ScriptedTransport::new(move |_, _| {
        Ok(authing_core::HttpResponse::new(http::StatusCode::OK, twice.clone()))
    });
    let verifier = builder(&server).build().unwrap();
    let error = now(verifier.verify_access_token(&sign(RS, &access_claims()))).unwrap_err();
    assert!(error.to_string().contains("holds `keys` twice"), "{error}");
}

#[test]
fn whatever_tells_keys_of_one_id_apart_is_looked_at() {
    let rsa = KEYS.rsa.jwk("RS256");
    let other = OTHER.rsa.jwk("RS256");
    for stranger in [
        with(other.clone(), "use", "enc"),
        with(other.clone(), "key_ops", json!(["encrypt"])),
        with(other.clone(), "alg", "PS256"),
        with(other.clone(), "alg", "RSA-OAEP"),
        with(KEYS.ec_jwk("RS256"), "crv", "P-384"),
        KEYS.ec_jwk("RS256"),
        KEYS.ed_jwk("RS256"),
        json!({"kty": "oct", "kid": "RS256", "k": "AAAA"}),
        json!("text"),
    ] {
        for keys in [json!([stranger, rsa]), json!([rsa, stranger])] {
            let verifier = builder(&key_server(&json!({ "keys": keys }))).build().unwrap();
            now(verifier.verify_access_token(&sign(RS, &access_claims()))).unwrap();
        }
    }
    // None of several can be used: the reason of each.
    let none = json!({"keys": [with(rsa.clone(), "use", "enc"), with(rsa, "alg", "PS256")]});
    let verifier = builder(&key_server(&none)).build().unwrap();
    let error = refusal(now(verifier.verify_access_token(&sign(RS, &access_claims()))));
    let TokenError::UnusableKey { reasons, .. } = &error else { panic!("{error}") };
    assert_eq!(reasons.len(), 2, "{error}");
}

#[test]
fn a_token_without_key_id_is_told_what_is_wrong_with_the_keys_of_its_kind() {
    let short = with(KEYS.rsa.jwk("RS256"), "n", b64([0xff; 128]));
    let keys = json!({"keys": [short, KEYS.ec_jwk("ES256"), KEYS.ed_jwk("EdDSA")]});
    let header = json!({"alg": "RS256"}).to_string();
    let token = KEYS.sign_raw(RS, &header, &access_claims().to_string());
    let verifier = builder(&key_server(&keys)).build().unwrap();
    let error = refusal(now(verifier.verify_access_token(&token))).to_string();
    assert!(error.contains("less than 2048 bits") && !error.contains("P-256"), "{error}");
}

/// The eight points of small order, in each of their encodings: seven ways to write y, with either
/// sign of x.
fn small_order() -> Vec<[u8; 32]> {
    let of = |hex: &str| {
        let digits = hex.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap());
        let bytes: Vec<u8> = digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect();
        <[u8; 32]>::try_from(bytes).unwrap()
    };
    let ys = [
        // 0, 1 and -1, and the first two again with the prime added to them.
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // Order 8.
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ];
    let with_sign = |y: &str| {
        let y = of(y);
        let mut negative = y;
        negative[31] |= 0x80;
        [y, negative]
    };
    ys.into_iter().flat_map(with_sign).collect()
}

#[test]
fn no_point_of_small_order_is_a_key_in_any_of_its_encodings() {
    let points = small_order();
    assert_eq!(points.len(), 14);
    for point in points {
        let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": "EdDSA", "x": b64(point)});
        let error = PublicKey::from_jwk(&key.to_string()).unwrap_err().to_string();
        assert!(error.contains("small order") || error.contains("prime"), "{error}");
        let error = refused_with(&key, Algorithm::EdDsa).unwrap();
        assert!(error.contains("is there and cannot be used"), "{error}");
        // The same as PEM.
        let envelope = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        let pem = pem("PUBLIC KEY", &[&envelope[..], &point].concat());
        let error = PublicKey::from_pem(&pem).unwrap_err().to_string();
        assert!(error.contains("small order") || error.contains("prime"), "{error}");
    }
    // A good key goes on being one, in either form.
    let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
    let spki: aws_lc_rs::encoding::PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    PublicKey::from_pem(&pem("PUBLIC KEY", spki.as_ref())).unwrap();
    is_read(&KEYS.ed_jwk("EdDSA"), Algorithm::EdDsa);
}

#[test]
fn the_points_that_are_refused_have_small_order_and_no_others_are() {
    // The last three numbers below the prime, and some above one: y = -1 alone is refused.
    for (low, good) in [(0xeb_u8, true), (0xea, true), (0xec, false)] {
        let mut y = [0xff; 32];
        (y[0], y[31]) = (low, 0x7f);
        let key = json!({"kty": "OKP", "crv": "Ed25519", "x": b64(y)});
        let error = PublicKey::from_jwk(&key.to_string()).err().map(|error| error.to_string());
        let small = error.is_some_and(|error| error.contains("small order"));
        assert_eq!(small, !good, "{low:x}");
    }
}

#[test]
fn an_rsa_key_with_which_anybody_can_sign_is_passed_over() {
    // With the exponent 1 every text is its own signature.
    for exponent in [&[1_u8][..], &[2], &[0], &[1, 0, 0]] {
        let jwk = with(KEYS.rsa.jwk("RS256"), "e", b64(exponent));
        assert!(PublicKey::from_jwk(&jwk.to_string()).is_err(), "{exponent:?}");
    }
    let (mut modulus, _) = KEYS.rsa.components();
    *modulus.last_mut().unwrap() &= 0xfe;
    let jwk = with(KEYS.rsa.jwk("RS256"), "n", b64(modulus));
    assert!(PublicKey::from_jwk(&jwk.to_string()).is_err());
}
