//! Algorithms that few providers use, and one that has two names.

use authing_protocols::{
    Error,
    jose::{Algorithm, IdTokenChecks, PublicKey, TokenError},
};
use aws_lc_rs::{
    encoding::AsDer as _,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
        ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _,
        RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
        RsaKeyPair,
    },
};
use serde_json::{Value, json};

use crate::support::*;

/// A key on a curve, and tokens that it signs.
pub(crate) struct Curve {
    name: &'static str,
    pair: EcdsaKeyPair,
}

impl Curve {
    pub(crate) fn generate(algorithm: Algorithm) -> Self {
        let (name, signing): (_, &'static EcdsaSigningAlgorithm) = match algorithm {
            Algorithm::Es384 => ("P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
            Algorithm::Es512 => ("P-521", &ECDSA_P521_SHA512_FIXED_SIGNING),
            _ => ("P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
        };
        Self { name, pair: EcdsaKeyPair::generate(signing).unwrap() }
    }

    /// The coordinates at full length.
    pub(crate) fn coordinates(&self) -> [Vec<u8>; 2] {
        let point = &self.pair.public_key().as_ref()[1..];
        let (x, y) = point.split_at(point.len() / 2);
        [x.to_vec(), y.to_vec()]
    }

    pub(crate) fn jwk(&self, [x, y]: [Vec<u8>; 2]) -> Value {
        json!({"kty": "EC", "crv": self.name, "x": b64(x), "y": b64(y)})
    }

    fn pem(&self) -> String {
        let spki: aws_lc_rs::encoding::PublicKeyX509Der<'_> =
            self.pair.public_key().as_der().unwrap();
        pem("PUBLIC KEY", spki.as_ref())
    }

    pub(crate) fn sign(&self, algorithm: Algorithm, claims: &Value) -> String {
        let signed = unsigned(algorithm.name(), claims);
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", b64(signature))
    }
}

fn unsigned(algorithm: &str, claims: &Value) -> String {
    format!("{}.{}", b64(json!({ "alg": algorithm }).to_string()), b64(claims.to_string()))
}

/// A token that is signed by RSA in one of the less usual ways.
fn rsa_token(algorithm: Algorithm, claims: &Value) -> String {
    let encoding: &'static dyn RsaEncoding = match algorithm {
        Algorithm::Rs384 => &RSA_PKCS1_SHA384,
        Algorithm::Rs512 => &RSA_PKCS1_SHA512,
        Algorithm::Ps384 => &RSA_PSS_SHA384,
        _ => &RSA_PSS_SHA512,
    };
    let pair = RsaKeyPair::from_pkcs8(&KEYS.rsa.pkcs8).unwrap();
    let signed = unsigned(algorithm.name(), claims);
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    format!("{signed}.{}", b64(signature))
}

/// Whether a token is accepted with this key, fetched as well as pinned, where this is allowed.
fn verified(key: &Value, allowed: Algorithm, token: &str) -> Result<(), TokenError> {
    let verify = |builder: authing_protocols::jose::VerifierBuilder| {
        let verifier = builder.id_token_algorithms([allowed]).build().unwrap();
        match now(verifier.verify_id_token(token, &hashed())) {
            Ok(_) => Ok(()),
            Err(error) => Err(refusal::<()>(Err(error))),
        }
    };
    let fetched = verify(builder(&key_server(&json!({ "keys": [key] }))));
    let pinned = PublicKey::from_jwk(&key.to_string()).unwrap();
    let by_pinned = verify(builder(&key_server(&json!({}))).pinned_keys([pinned]));
    assert_eq!(fetched, by_pinned);
    fetched
}

fn hashed() -> IdTokenChecks {
    IdTokenChecks::new().access_token("access").require_at_hash(true)
}

/// Claims with the `at_hash` of the algorithm.
fn claims(algorithm: Algorithm) -> Value {
    use aws_lc_rs::digest::{SHA384, SHA512, digest};
    let function = if algorithm.name().ends_with("384") { &SHA384 } else { &SHA512 };
    let hash = digest(function, b"access");
    with(id_claims(), "at_hash", b64(&hash.as_ref()[..hash.as_ref().len() / 2]))
}

#[test]
fn rsa_with_longer_hashes_is_verified() {
    let jwk = with(KEYS.rsa.jwk("a"), "alg", json!(null));
    for algorithm in [Algorithm::Rs384, Algorithm::Rs512, Algorithm::Ps384, Algorithm::Ps512] {
        let token = rsa_token(algorithm, &claims(algorithm));
        verified(&jwk, algorithm, &token).unwrap();
        verified(&with(jwk.clone(), "alg", algorithm.name()), algorithm, &token).unwrap();
        let pem = PublicKey::from_pem(&KEYS.rsa.public_pem()).unwrap();
        let verifier = builder(&key_server(&json!({}))).pinned_keys([pem]);
        let verifier = verifier.id_token_algorithms([algorithm]).build().unwrap();
        offline(verifier.verify_id_token(&token, &hashed())).unwrap();
        // Not what the configuration says, and not what the key is for.
        let error = verified(&jwk, Algorithm::Rs256, &token).unwrap_err();
        assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
        let other = with(jwk.clone(), "alg", "RS256");
        let error = verified(&other, algorithm, &token);
        assert!(matches!(
            error,
            Err(TokenError::UnusableKey { .. } | TokenError::UnknownKey { .. })
        ));
        // Made in one way and called another.
        let (_, rest) = token.split_once('.').unwrap();
        for said in OTHERS.into_iter().filter(|one| *one != algorithm && !one.name().contains("ES"))
        {
            let header = b64(json!({"alg": said.name()}).to_string());
            let error = verified(&jwk, said, &format!("{header}.{rest}")).unwrap_err();
            assert_eq!(error, TokenError::Signature);
        }
    }
}

#[test]
fn the_longer_curves_are_verified() {
    for algorithm in [Algorithm::Es384, Algorithm::Es512] {
        let (key, other) = (Curve::generate(algorithm), Curve::generate(algorithm));
        let token = key.sign(algorithm, &claims(algorithm));
        let jwk = key.jwk(key.coordinates());
        verified(&jwk, algorithm, &token).unwrap();
        verified(&with(jwk.clone(), "alg", algorithm.name()), algorithm, &token).unwrap();
        let error = verified(&other.jwk(other.coordinates()), algorithm, &token).unwrap_err();
        assert_eq!(error, TokenError::Signature);
        let pinned = PublicKey::from_pem(&key.pem()).unwrap();
        let verifier = builder(&key_server(&json!({}))).pinned_keys([pinned]);
        let verifier = verifier.id_token_algorithms([algorithm]).build().unwrap();
        offline(verifier.verify_id_token(&token, &hashed())).unwrap();
        // Another curve's algorithm.
        for wrong in [Algorithm::Es256, Algorithm::Es384, Algorithm::Es512] {
            if wrong != algorithm {
                assert!(verified(&jwk, wrong, &key.sign(wrong, &id_claims())).is_err());
                let said = with(jwk.clone(), "alg", wrong.name());
                assert!(PublicKey::from_jwk(&said.to_string()).is_err());
            }
        }
        // Zeros before a coordinate, which every number may have.
        let [x, y] = key.coordinates();
        verified(&key.jwk([[vec![0], x].concat(), y]), algorithm, &token).unwrap();
    }
}

#[test]
fn a_coordinate_without_its_leading_zeros_is_read() {
    // One key in 128 has such a coordinate.
    let key = std::iter::repeat_with(|| Curve::generate(Algorithm::Es256))
        .find(|key| key.coordinates().iter().any(|one| one[0] == 0))
        .unwrap();
    let coordinates = key.coordinates();
    let short =
        coordinates.map(|one| one[one.iter().take_while(|byte| **byte == 0).count()..].to_vec());
    let token = key.sign(Algorithm::Es256, &id_claims());
    verified(&key.jwk(short), Algorithm::Es256, &token).unwrap();
}

#[test]
fn ed25519_is_another_name_of_eddsa() {
    let named = |name: &str| with(KEYS.ed_jwk("k"), "alg", name);
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA512, b"access");
    let claims = with(id_claims(), "at_hash", b64(&hash.as_ref()[..32])).to_string();
    for name in ["EdDSA", "Ed25519"] {
        let header = json!({"alg": name, "kid": "k"}).to_string();
        let token = KEYS.sign_raw(Algorithm::EdDsa, &header, &claims);
        for key in [KEYS.ed_jwk("k"), named("EdDSA"), named("Ed25519")] {
            verified(&key, Algorithm::EdDsa, &token).unwrap();
        }
        // Not where another one is configured.
        let error = verified(&KEYS.ed_jwk("k"), Algorithm::Rs256, &token).unwrap_err();
        assert!(matches!(error, TokenError::AlgorithmNotAllowed { .. }), "{error}");
    }
    for name in ["ed25519", "EDDSA", "Ed448", "ED25519"] {
        let header = json!({"alg": name, "kid": "k"}).to_string();
        let token = KEYS.sign_raw(Algorithm::EdDsa, &header, &claims);
        assert!(verified(&KEYS.ed_jwk("k"), Algorithm::EdDsa, &token).is_err(), "{name}");
        assert!(PublicKey::from_jwk(&named(name).to_string()).is_err());
    }
}

#[test]
fn an_application_can_prove_itself_with_each_algorithm() {
    use authing_protocols::oauth2::ClientKey;
    let rsa = pem("PRIVATE KEY", &KEYS.rsa.pkcs8);
    for algorithm in [Algorithm::Rs384, Algorithm::Rs512, Algorithm::Ps384, Algorithm::Ps512] {
        ClientKey::from_pem(algorithm, rsa.as_str()).unwrap();
    }
    for algorithm in [Algorithm::Es384, Algorithm::Es512] {
        let key = Curve::generate(algorithm);
        let der = key.pair.to_pkcs8v1().unwrap();
        let text = pem("PRIVATE KEY", der.as_ref());
        ClientKey::from_pem(algorithm, text.as_str()).unwrap();
        let error = ClientKey::from_pem(Algorithm::Es256, text.as_str()).unwrap_err();
        assert!(matches!(error, Error::Call(_)), "{error}");
    }
}
