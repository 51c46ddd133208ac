//! Encrypted id_tokens.

use authing_protocols::jose::{Algorithm, DecryptionKey, IdTokenChecks, TokenError, Verifier};
use aws_lc_rs::{
    aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{self, ECDH_P256, UnparsedPublicKey},
    cipher::{AES_128, AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey},
    digest::{SHA256, digest},
    encoding::{AsDer as _, EcPrivateKeyRfc5915Der},
    hmac,
    iv::FixedLength,
    rsa::{
        OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PrivateDecryptingKey,
    },
};
use serde_json::{Value, json};

use crate::support::*;

const CONTENT: [&str; 4] = ["A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512"];

fn key_length(enc: &str) -> usize {
    match enc {
        "A128GCM" => 16,
        "A256CBC-HS512" => 64,
        _ => 32,
    }
}

/// Encrypts as a provider does; `header` gets `alg` and `enc` unless it has them.
fn encrypt(plain: &str, alg: &str, enc: &str, mut header: Value) -> String {
    let mut cek: Vec<u8> = (1..=key_length(enc) as u8).collect();
    let wrapped = if alg == "ECDH-ES" {
        cek = agreed_key(enc, &mut header);
        Vec::new()
    } else {
        let private = PrivateDecryptingKey::from_pkcs8(&KEYS.rsa.pkcs8).unwrap();
        let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
        let oaep = if alg == "RSA-OAEP" { &OAEP_SHA1_MGF1SHA1 } else { &OAEP_SHA256_MGF1SHA256 };
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(oaep, &cek, &mut wrapped, None).unwrap();
        wrapped
    };
    for (name, value) in [("alg", alg), ("enc", enc)] {
        if header[name].is_null() {
            header[name] = value.into();
        }
    }
    let aad = b64(header.to_string());
    let (iv, ciphertext, tag) = seal(&cek, enc, aad.as_bytes(), plain.as_bytes());
    format!("{aad}.{}.{}.{}.{}", b64(wrapped), b64(iv), b64(ciphertext), b64(tag))
}

fn seal(cek: &[u8], enc: &str, aad: &[u8], plain: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut buffer = plain.to_vec();
    if enc.ends_with("GCM") {
        let algorithm = if cek.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
        let key = LessSafeKey::new(UnboundKey::new(algorithm, cek).unwrap());
        let nonce = Nonce::assume_unique_for_key([7; 12]);
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut buffer).unwrap();
        return (vec![7; 12], buffer, tag.as_ref().to_vec());
    }
    let (mac_key, cipher_key) = cek.split_at(cek.len() / 2);
    let cipher = if cipher_key.len() == 16 { &AES_128 } else { &AES_256 };
    let key = UnboundCipherKey::new(cipher, cipher_key).unwrap();
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).unwrap();
    let context = EncryptionContext::Iv128(FixedLength::from(&[7; 16]));
    key.less_safe_encrypt(&mut buffer, context).unwrap();
    let bits = (8 * aad.len() as u64).to_be_bytes();
    let mac = if mac_key.len() == 16 { hmac::HMAC_SHA256 } else { hmac::HMAC_SHA512 };
    let all = [aad, &[7; 16], &buffer, &bits].concat();
    let tag = hmac::sign(&hmac::Key::new(mac, mac_key), &all);
    (vec![7; 16], buffer, tag.as_ref()[..mac_key.len()].to_vec())
}

fn ec_key() -> agreement::PrivateKey {
    agreement::PrivateKey::from_private_key_der(&ECDH_P256, &KEYS.ec_pkcs8).unwrap()
}

/// The Concat KDF by hand, one hash after the other.
fn agreed_key(enc: &str, header: &mut Value) -> Vec<u8> {
    let ephemeral = agreement::PrivateKey::generate(&ECDH_P256).unwrap();
    let point = ephemeral.compute_public_key().unwrap();
    let (x, y) = point.as_ref()[1..].split_at(32);
    header["epk"] = json!({"kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y)});
    header["apu"] = b64("Alice").into();
    let recipient = ec_key().compute_public_key().unwrap();
    let recipient = UnparsedPublicKey::new(&ECDH_P256, recipient.as_ref().to_vec());
    let length = key_length(enc);
    agreement::agree(&ephemeral, recipient, (), |secret| {
        let field = |text: &str| [&(text.len() as u32).to_be_bytes()[..], text.as_bytes()].concat();
        let bits = (8 * length as u32).to_be_bytes();
        let info = [field(enc), field("Alice"), field(""), bits.to_vec()].concat();
        let block = |n: u32| digest(&SHA256, &[&n.to_be_bytes()[..], secret, &info].concat());
        let mut key = [block(1).as_ref(), block(2).as_ref()].concat();
        key.truncate(length);
        Ok(key)
    })
    .unwrap()
}

fn rsa_key() -> DecryptionKey {
    DecryptionKey::from_pem(pem("PRIVATE KEY", &KEYS.rsa.pkcs8)).unwrap()
}

fn decrypting(key: DecryptionKey) -> Verifier {
    builder(&key_server(&KEYS.jwks())).decryption_key(key).build().unwrap()
}

fn refused(verifier: &Verifier, token: &str) -> TokenError {
    refusal(now(verifier.verify_id_token(token, &IdTokenChecks::new())))
}

#[test]
fn an_encrypted_id_token_of_every_kind_is_decrypted_and_verified() {
    let ec = DecryptionKey::from_pem(pem("PRIVATE KEY", &KEYS.ec_pkcs8)).unwrap();
    for (alg, key) in [("RSA-OAEP", rsa_key()), ("RSA-OAEP-256", rsa_key()), ("ECDH-ES", ec)] {
        let verifier = decrypting(key);
        for enc in CONTENT {
            for algorithm in ALL {
                let token =
                    encrypt(&sign(algorithm, &id_claims()), alg, enc, json!({"cty": "JWT"}));
                let claims = now(verifier.verify_id_token(&token, &IdTokenChecks::new()));
                assert_eq!(claims.unwrap().sub, USER, "{alg} {enc}");
            }
        }
    }
}

#[test]
fn a_key_is_read_in_each_of_its_pem_forms() {
    let sec1: EcPrivateKeyRfc5915Der<'_> = ec_key().as_der().unwrap();
    // PKCS#1 is what PKCS#8 wraps: version, algorithm, octets.
    let pkcs1 = &KEYS.rsa.pkcs8[26..];
    for pem in [
        pem("EC PRIVATE KEY", sec1.as_ref()),
        pem("RSA PRIVATE KEY", pkcs1),
        pem("PRIVATE KEY", &KEYS.rsa.pkcs8),
        pem("PRIVATE KEY", &KEYS.ec_pkcs8),
    ] {
        for form in other_forms(&pem).into_iter().chain([pem]) {
            DecryptionKey::from_pem(form).unwrap();
        }
    }
    for text in [
        String::new(),
        pem("PRIVATE KEY", b"canary"),
        pem("ENCRYPTED PRIVATE KEY", &KEYS.rsa.pkcs8),
        KEYS.rsa.public_pem(),
    ] {
        let error = DecryptionKey::from_pem(text).unwrap_err();
        assert!(error.to_string().starts_with("option `decryption_key` "), "{error}");
    }
}

#[test]
fn what_is_encrypted_must_be_signed_too() {
    let verifier = decrypting(rsa_key());
    let seal = |plain: &str| encrypt(plain, "RSA-OAEP", "A256GCM", json!({}));
    let unsigned = format!("{}.{}.", b64(r#"{"alg":"none"}"#), b64(id_claims().to_string()));
    let error = refused(&verifier, &seal(&unsigned));
    assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
    assert_eq!(refused(&verifier, &seal(&id_claims().to_string())), TokenError::NotAToken);
    let forged = OTHER.sign(Algorithm::Rs256, &id_claims());
    assert_eq!(refused(&verifier, &seal(&forged)), TokenError::Signature);
    let with_alg_of_the_outside = KEYS.sign_raw(
        Algorithm::Rs256,
        r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#,
        &id_claims().to_string(),
    );
    let error = refused(&verifier, &seal(&with_alg_of_the_outside));
    assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
    let expired = sign(Algorithm::Rs256, &with(id_claims(), "exp", NOW - 100));
    assert!(matches!(refused(&verifier, &seal(&expired)), TokenError::Expired { .. }));
    let twice = seal(&seal(&sign(Algorithm::Rs256, &id_claims())));
    assert_eq!(refused(&verifier, &twice), TokenError::NotAToken);
}

#[test]
fn a_plain_id_token_is_refused_where_encryption_is_configured() {
    let verifier = decrypting(rsa_key());
    let token = sign(Algorithm::Rs256, &id_claims());
    assert_eq!(refused(&verifier, &token), TokenError::NotEncrypted);
    assert_eq!(refused(&verifier, "opaque"), TokenError::NotAToken);
    // Access tokens are never encrypted.
    let access = sign(Algorithm::Rs256, &access_claims());
    now(verifier.verify_access_token(&access)).unwrap();
}

#[test]
fn an_encrypted_token_needs_a_key() {
    let token = encrypt(&sign(Algorithm::Rs256, &id_claims()), "RSA-OAEP", "A256GCM", json!({}));
    assert_eq!(id_refusal(&token), TokenError::Encrypted);
    let other = DecryptionKey::from_pem(pem("PRIVATE KEY", &OTHER.rsa.pkcs8)).unwrap();
    assert_eq!(refused(&decrypting(other), &token), TokenError::Decryption);
    let ec = DecryptionKey::from_pem(pem("PRIVATE KEY", &KEYS.ec_pkcs8)).unwrap();
    let error = refused(&decrypting(ec), &token);
    assert!(matches!(error, TokenError::EncryptionNotSupported { parameter: "alg", .. }));
}

#[test]
fn an_encrypted_token_with_anything_changed_is_refused() {
    let verifier = decrypting(rsa_key());
    for enc in ["A128GCM", "A256CBC-HS512"] {
        let token = encrypt(&sign(Algorithm::Hs256, &id_claims()), "RSA-OAEP", enc, json!({}));
        for at in (0..token.len()).step_by(7) {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let result = now(verifier.verify_id_token(&changed, &IdTokenChecks::new()));
            assert!(result.is_err(), "{enc} {at}");
        }
        let parts: Vec<&str> = token.split('.').collect();
        for empty in 0..5 {
            let mut cut = parts.clone();
            cut[empty] = "";
            let result = now(verifier.verify_id_token(&cut.join("."), &IdTokenChecks::new()));
            assert!(result.is_err(), "{enc} {empty}");
        }
        for length in [0, 4, 8, 12] {
            let mut cut = parts.clone();
            let tag = &cut[4][..length * 4 / 3];
            cut[4] = tag;
            let result = now(verifier.verify_id_token(&cut.join("."), &IdTokenChecks::new()));
            assert!(result.is_err(), "{enc}: a tag of {length} bytes");
        }
    }
}

#[test]
fn a_wrong_key_and_a_wrong_tag_cannot_be_told_apart() {
    let verifier = decrypting(rsa_key());
    let token = encrypt(&sign(Algorithm::Hs256, &id_claims()), "RSA-OAEP", "A256GCM", json!({}));
    let parts: Vec<&str> = token.split('.').collect();
    for (part, bytes) in [(1, vec![9; 256]), (1, vec![9; 10]), (4, vec![9; 16]), (2, vec![9; 11])] {
        let mut changed = parts.clone();
        let other = b64(bytes);
        changed[part] = &other;
        assert_eq!(refused(&verifier, &changed.join(".")), TokenError::Decryption);
    }
}

#[test]
fn an_ephemeral_key_that_is_not_on_the_curve_is_refused() {
    let ec = DecryptionKey::from_pem(pem("PRIVATE KEY", &KEYS.ec_pkcs8)).unwrap();
    let verifier = decrypting(ec);
    let token = encrypt(&sign(Algorithm::Hs256, &id_claims()), "ECDH-ES", "A256GCM", json!({}));
    let (_, rest) = token.split_once('.').unwrap();
    for epk in [
        json!({"kty": "EC", "crv": "P-256", "x": b64([1; 32]), "y": b64([1; 32])}),
        json!({"kty": "EC", "crv": "P-256", "x": b64([0; 32]), "y": b64([0; 32])}),
        json!({"kty": "EC", "crv": "P-256", "x": b64([1; 31]), "y": b64([1; 33])}),
        json!({"kty": "EC", "crv": "P-384", "x": b64([1; 32]), "y": b64([1; 32])}),
        json!({"kty": "OKP", "crv": "X25519", "x": b64([1; 32])}),
        json!("text"),
        json!(null),
    ] {
        let header = json!({"alg": "ECDH-ES", "enc": "A256GCM", "epk": epk}).to_string();
        let error = refused(&verifier, &format!("{}.{rest}", b64(header)));
        let expected = matches!(error, TokenError::Decryption | TokenError::Malformed { .. });
        assert!(expected, "{epk}: {error}");
    }
}
