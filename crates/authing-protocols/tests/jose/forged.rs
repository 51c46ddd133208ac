//! Tokens that the provider has not signed, or not like this.

use authing_protocols::jose::{Algorithm, IdTokenChecks, TokenError, TokenPart, Verifier};
use jsonwebtoken::EncodingKey;
use serde_json::json;

use crate::support::*;

const RS: Algorithm = Algorithm::Rs256;

fn signed_with_hs256(key: &[u8], kid: &str) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT", "kid": kid}).to_string();
    let signed = format!("{}.{}", b64(header), b64(id_claims().to_string()));
    let key = EncodingKey::from_secret(key);
    let tag = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, jsonwebtoken::Algorithm::HS256);
    format!("{signed}.{}", tag.unwrap())
}

#[test]
fn a_token_with_alg_none_is_refused_in_every_spelling() {
    for alg in ["none", "None", "NONE", "nOnE", "", " none", "none\0", "null"] {
        let header = json!({"alg": alg, "typ": "JWT"}).to_string();
        let unsigned = format!("{}.{}.", b64(&header), b64(id_claims().to_string()));
        let signed = KEYS.sign_raw(RS, &header, &id_claims().to_string());
        for token in [unsigned, signed] {
            let error = id_refusal(&token);
            assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{alg}: {error}");
        }
    }
}

#[test]
fn a_token_without_a_signature_or_algorithm_is_refused() {
    for algorithm in ALL {
        let token = sign(algorithm, &id_claims());
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert_eq!(id_refusal(&format!("{signed}.")), TokenError::Signature);
        assert_eq!(id_refusal(signed), TokenError::NotAToken);
    }
    for header in [r#"{"typ":"JWT"}"#, r#"{"alg":null}"#, r#"{"alg":["none"]}"#, "[]", "", "{"] {
        let error = id_refusal(&KEYS.sign_raw(RS, header, &id_claims().to_string()));
        let part = TokenPart::Header;
        assert!(matches!(&error, TokenError::Malformed { part: p, .. } if *p == part), "{error}");
    }
}

#[test]
fn the_spelling_of_an_algorithm_is_exact() {
    for alg in ["rs256", "RS 256", "RS256 ", "Rs256", "RS384", "HS512", "ES256K", "RSA"] {
        let header = json!({"alg": alg, "kid": "RS256"}).to_string();
        let error = id_refusal(&KEYS.sign_raw(RS, &header, &id_claims().to_string()));
        assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{alg}: {error}");
    }
}

#[test]
fn a_token_signed_with_the_public_key_as_secret_is_refused() {
    let (modulus, _) = KEYS.rsa.components();
    let pem = KEYS.rsa.public_pem();
    let trimmed = pem.trim_end().to_owned();
    let jwk = KEYS.rsa.jwk("RS256").to_string();
    let secrets: [&[u8]; 6] =
        [pem.as_bytes(), trimmed.as_bytes(), &KEYS.rsa.public_der, &modulus, jwk.as_bytes(), b""];
    let only_rs256 = builder(&key_server(&KEYS.jwks())).id_token_algorithms([RS]).build().unwrap();
    for secret in secrets {
        let token = signed_with_hs256(secret, "RS256");
        assert_eq!(id_refusal(&token), TokenError::Signature);
        let error = refusal(now(only_rs256.verify_id_token(&token, &IdTokenChecks::new())));
        assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
    }
}

#[test]
fn hs256_is_not_accepted_by_default_where_the_algorithm_is_rs256() {
    let server = key_server(&KEYS.jwks());
    let verifier = |builder: authing_protocols::jose::VerifierBuilder| {
        let clock = std::sync::Arc::new(authing_core::test_util::TestClock::new());
        builder.transport(std::sync::Arc::new(server.clone())).clock(clock).build().unwrap()
    };
    let without_secret = verifier(Verifier::builder(APP, HOST));
    let with_secret = verifier(Verifier::builder(APP, HOST).secret(SECRET));
    let (hs256, rs256) = (sign(Algorithm::Hs256, &id_claims()), sign(RS, &id_claims()));
    let checks = IdTokenChecks::new();
    now(without_secret.verify_id_token(&rs256, &checks)).unwrap();
    now(with_secret.verify_id_token(&hs256, &checks)).unwrap();
    let error = refusal(now(with_secret.verify_id_token(&rs256, &checks)));
    assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
    let error = refusal(now(without_secret.verify_id_token(&hs256, &checks)));
    assert!(matches!(error, TokenError::SecretNeeded { .. }), "{error}");
    let access = sign(Algorithm::Hs256, &access_claims());
    let error = refusal(now(with_secret.verify_access_token(&access)));
    assert!(matches!(error, TokenError::SecretNeeded { .. }), "{error}");
}

#[test]
fn a_token_signed_with_another_key_or_secret_is_refused() {
    for algorithm in &ALL[1..] {
        assert_eq!(id_refusal(&OTHER.sign(*algorithm, &id_claims())), TokenError::Signature);
    }
    assert_eq!(id_refusal(&signed_with_hs256(b"another secret", "")), TokenError::Signature);
}

#[test]
fn one_algorithm_does_not_pass_for_another_with_the_same_key() {
    let payload = id_claims().to_string();
    for (signed_as, said) in [(RS, "PS256"), (Algorithm::Ps256, "RS256"), (RS, "ES256")] {
        let header = json!({"alg": said, "kid": said}).to_string();
        assert_eq!(id_refusal(&KEYS.sign_raw(signed_as, &header, &payload)), TokenError::Signature);
        let header = json!({"alg": said, "kid": signed_as.name()}).to_string();
        let error = id_refusal(&KEYS.sign_raw(signed_as, &header, &payload));
        assert!(matches!(error, TokenError::UnusableKey { .. }), "{error}");
    }
}

#[test]
fn a_key_id_that_leads_elsewhere_finds_no_key() {
    for kid in [
        "",
        "../../../dev/null",
        "/etc/passwd",
        "https://attacker.example.com/jwks.json",
        "RS256' OR '1'='1",
        "rs256",
        "RS256\0",
    ] {
        let server = key_server(&KEYS.jwks());
        let verifier = builder(&server).build().unwrap();
        let header = json!({"alg": "RS256", "kid": kid}).to_string();
        let token = KEYS.sign_raw(RS, &header, &id_claims().to_string());
        let error = refusal(now(verifier.verify_id_token(&token, &IdTokenChecks::new())));
        assert!(matches!(error, TokenError::UnknownKey { .. }), "{kid}: {error}");
        assert!(!error.to_string().contains('\0'));
        for request in server.requests() {
            assert_eq!(request.url.as_str(), format!("{ISSUER}/.well-known/jwks.json"));
        }
    }
}

#[test]
fn a_key_in_the_header_is_refused_and_never_fetched() {
    let jwk = OTHER.rsa.jwk("mine");
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("https://attacker.example.com/jwks.json")),
        ("x5u", json!("https://attacker.example.com/cert.pem")),
        ("x5c", json!(["MIIB"])),
    ] {
        let server = key_server(&KEYS.jwks());
        let verifier = builder(&server).build().unwrap();
        for header in [
            json!({"alg": "RS256", "kid": "RS256", name: value}),
            json!({"alg": "RS256", name: value}),
        ] {
            let token = OTHER.sign_raw(RS, &header.to_string(), &id_claims().to_string());
            let error = refusal(now(verifier.verify_id_token(&token, &IdTokenChecks::new())));
            assert_eq!(error, TokenError::KeyInHeader(name));
        }
        assert!(server.requests().is_empty(), "{name}");
    }
}

#[test]
fn a_header_that_changes_how_the_token_is_read_is_refused() {
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("crit", json!(["b64"])),
        ("b64", json!(false)),
        ("b64", json!(true)),
        ("zip", json!("DEF")),
    ] {
        let header = json!({"alg": "RS256", "kid": "RS256", name: value}).to_string();
        let token = KEYS.sign_raw(RS, &header, &id_claims().to_string());
        assert_eq!(id_refusal(&token), TokenError::UnsupportedHeader(name));
    }
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let payload = id_claims().to_string();
    for header in [
        r#"{"alg":"none","alg":"RS256","kid":"RS256"}"#,
        r#"{"alg":"RS256","kid":"x","kid":"RS256"}"#,
        r#"{"alg":"RS256","kid":"RS256","odd":1,"odd":2}"#,
        r#"{"alg":"RS256","kid":"RS256","\u0061lg":"none"}"#,
        r#"{"alg":"RS256","kid":"RS256","odd":{"a":1,"a":2}}"#,
    ] {
        let error = id_refusal(&KEYS.sign_raw(RS, header, &payload));
        assert!(error.to_string().ends_with("twice"), "{header}: {error}");
    }
    let inside = payload.trim_start_matches('{');
    for twice in [
        r#""sub":"admin""#,
        r#""sub":null"#,
        r#""s\u0075b":"admin""#,
        r#""nickname":"x""#,
        r#""odd":1,"odd":1"#,
        r#""odd":null,"odd":1"#,
        r#""odd":{"a":[{"b":1,"b":2}]}"#,
        r#""data":{"id":"a","id":"b"}"#,
    ] {
        let payload = format!("{{{twice},{inside}");
        let error = id_refusal(&sign_text(&payload));
        assert!(error.to_string().ends_with("twice"), "{twice}: {error}");
    }
}

fn sign_text(payload: &str) -> String {
    KEYS.sign_raw(RS, r#"{"alg":"RS256","kid":"RS256"}"#, payload)
}

#[test]
fn a_payload_that_is_not_one_json_object_is_refused() {
    let two = format!("{0} {0}", id_claims());
    for payload in ["", "null", "[]", "\"text\"", "{", "{\"sub\":", "\u{feff}{}", "{}{}", &two] {
        let error = id_refusal(&sign_text(payload));
        let part = TokenPart::Payload;
        assert!(matches!(&error, TokenError::Malformed { part: p, .. } if *p == part), "{error}");
    }
}

#[test]
fn an_oversized_token_is_refused_before_it_is_read() {
    let mut claims = id_claims();
    claims["pad"] = "x".repeat(64 << 10).into();
    let error = id_refusal(&sign(RS, &claims));
    assert!(matches!(error, TokenError::TooLong { limit: 65_536, .. }), "{error}");
    let dots = ".".repeat(70_000);
    assert!(matches!(id_refusal(&dots), TokenError::TooLong { .. }));
    assert_eq!(id_refusal(&".".repeat(60_000)), TokenError::NotAToken);
}

#[test]
fn deep_nesting_is_refused() {
    let inside = id_claims().to_string();
    let inside = inside.trim_start_matches('{');
    for depth in [17, 1000, 20_000] {
        let lists = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let error = id_refusal(&sign_text(&format!("{{\"odd\":{lists},{inside}")));
        assert!(error.to_string().contains("nests too deep"), "{error}");
        let header = format!(r#"{{"odd":{lists},"alg":"RS256","kid":"RS256"}}"#);
        let error = id_refusal(&KEYS.sign_raw(RS, &header, &id_claims().to_string()));
        assert!(error.to_string().contains("nests too deep"), "{error}");
    }
}

#[test]
fn what_is_no_signed_token_is_called_that() {
    for text in ["", ".", "..", "...", "a.b", "27f9a3f0c1b2d4e5f60718293a4b5c6d7e8f9012", "a b.c.d"]
    {
        let error = id_refusal(text);
        let malformed = matches!(error, TokenError::NotAToken | TokenError::Malformed { .. });
        assert!(malformed, "{text}: {error}");
    }
    let token = sign(RS, &id_claims());
    let padded = token.split('.').map(|part| format!("{part}=")).collect::<Vec<_>>().join(".");
    for text in [format!(" {token}"), format!("{token}\n"), format!("{token}="), padded] {
        assert!(matches!(id_refusal(&text), TokenError::Malformed { .. }));
    }
    assert!(matches!(id_refusal(&format!("Bearer {token}")), TokenError::Malformed { .. }));
    assert_eq!(id_refusal(&format!("{token}.x")), TokenError::NotAToken);
}

#[test]
fn a_signature_of_another_length_is_refused() {
    for algorithm in ALL {
        let token = sign(algorithm, &id_claims());
        let (signed, _) = token.rsplit_once('.').unwrap();
        for length in [0, 1, 31, 33, 63, 65, 255, 257, 1024] {
            let error = id_refusal(&format!("{signed}.{}", b64(vec![0; length])));
            assert_eq!(error, TokenError::Signature, "{algorithm} {length}");
        }
        let error = id_refusal(&format!("{signed}.{}", b64(vec![1; 1025])));
        assert!(matches!(error, TokenError::Malformed { .. }), "{error}");
    }
}

#[test]
fn an_ecdsa_signature_of_zeros_is_refused() {
    // CVE-2022-21449: r = s = 0 verified for anything.
    let token = sign(Algorithm::Es256, &id_claims());
    let (signed, _) = token.rsplit_once('.').unwrap();
    assert_eq!(id_refusal(&format!("{signed}.{}", b64([0; 64]))), TokenError::Signature);
}

#[test]
fn a_token_with_the_word_before_it_is_told_from_a_broken_one() {
    let token = sign(Algorithm::Rs256, &id_claims());
    for before in ["Bearer ", "bearer ", "BEARER  "] {
        let error = id_refusal(&format!("{before}{token}")).to_string();
        assert!(error.contains("begins with `Bearer`"), "{error}");
    }
}
