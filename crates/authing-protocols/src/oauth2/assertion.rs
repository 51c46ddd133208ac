//! Proving who the application is by a token that it signs itself (RFC 7523).

use std::{fmt, sync::Arc, time::SystemTime};

use authing_core::{Error as CallError, ErrorKind, pem, random};
use authing_types::Secret;
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
        ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
        RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::form::{Form, Identity};
use crate::{error::Error, jose::Algorithm, private_key};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Long enough for the way to the server, too short to be found and used.
const LIFE_SECONDS: u64 = 60;

/// The private key that an application proves itself with. The provider knows the public key.
///
/// `Debug` shows neither key.
///
/// ```no_run
/// use authing_protocols::{jose::Algorithm, oauth2::ClientKey};
///
/// # fn example(pem: &str) -> Result<(), authing_protocols::Error> {
/// let key = ClientKey::from_pem(Algorithm::Es256, pem)?.kid("2026-01");
/// # let _ = key; Ok(()) }
/// ```
#[derive(Clone)]
pub struct ClientKey {
    kid: Option<String>,
    key: Arc<SigningKey>,
}

/// A key that is ready to sign, in the one way that it is for.
pub(crate) enum SigningKey {
    Secret(Box<hmac::Key>),
    Rsa(RsaKeyPair, Algorithm),
    Ecdsa(EcdsaKeyPair, Algorithm),
    Ed25519(Ed25519KeyPair),
}

impl ClientKey {
    /// A private key as PEM, in any form that [`pem`] reads: RSA of 2048 bits or more for RS256 and
    /// PS256 and their kin, on P-256 for ES256, P-384 for ES384, P-521 for ES512, Ed25519 for EdDSA. It must not be protected by a password.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config` when the text is not such a key, or the algorithm is
    /// `HS256`.
    pub fn from_pem(algorithm: Algorithm, pem: impl Into<Secret>) -> Result<Self, Error> {
        let pem = pem.into();
        let block = pem::block(pem.expose(), private_key::LABELS).map_err(unusable)?;
        let der = block.der();
        let key = match algorithm {
            Algorithm::Rs256
            | Algorithm::Rs384
            | Algorithm::Rs512
            | Algorithm::Ps256
            | Algorithm::Ps384
            | Algorithm::Ps512 => rsa(der)
                .map(|key| SigningKey::Rsa(key, algorithm))
                .ok_or_else(|| unusable("is not an RSA key of 2048 bits or more"))?,
            Algorithm::Es256 => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, der)
                .map(|key| SigningKey::Ecdsa(key, algorithm))
                .ok_or_else(|| unusable("is not a key on the curve P-256"))?,
            Algorithm::Es384 => ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, der)
                .map(|key| SigningKey::Ecdsa(key, algorithm))
                .ok_or_else(|| unusable("is not a key on the curve P-384"))?,
            Algorithm::Es512 => ecdsa(&ECDSA_P521_SHA512_FIXED_SIGNING, der)
                .map(|key| SigningKey::Ecdsa(key, algorithm))
                .ok_or_else(|| unusable("is not a key on the curve P-521"))?,
            Algorithm::EdDsa => ed25519(der)
                .map(SigningKey::Ed25519)
                .ok_or_else(|| unusable("is not an Ed25519 key"))?,
            Algorithm::Hs256 => return Err(unusable("cannot be for HS256: use `SecretJwt`")),
        };
        Ok(Self { kid: None, key: Arc::new(key) })
    }

    /// The id under which the provider knows the public key.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }
}

/// An assertion signed with the application's secret.
pub(crate) fn by_secret(identity: &Identity<'_>, secret: &Secret) -> Result<Secret, Error> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    assertion(identity, None, &SigningKey::Secret(Box::new(key)))
}

/// An assertion signed with a private key.
pub(crate) fn by_key(identity: &Identity<'_>, key: &ClientKey) -> Result<Secret, Error> {
    assertion(identity, key.kid.as_deref(), &key.key)
}

/// Puts an assertion into the form.
pub(crate) fn push(form: &mut Form, assertion: &Secret, identity: &Identity<'_>) {
    form.push("client_id", identity.client_id);
    form.push("client_assertion_type", TYPE);
    form.push("client_assertion", assertion);
}

/// RFC 7523 section 3. It is meant for the issuer alone, so that no other server that the
/// application talks to can use it.
fn assertion(
    identity: &Identity<'_>,
    kid: Option<&str>,
    key: &SigningKey,
) -> Result<Secret, Error> {
    let now = seconds(identity.now);
    let claims = json!({
        "iss": identity.client_id,
        "sub": identity.client_id,
        "aud": identity.audience,
        "jti": random::text(43)?,
        "iat": now,
        "exp": now + LIFE_SECONDS,
    });
    let mut header = json!({"alg": key.algorithm().name(), "typ": "JWT"});
    if let (Some(kid), Some(header)) = (kid, header.as_object_mut()) {
        header.insert("kid".to_owned(), kid.into());
    }
    compact(&header, &claims, key).map(Secret::from)
}

/// A signed token in the compact form (RFC 7515 section 7.1).
pub(crate) fn compact(header: &Value, claims: &Value, key: &SigningKey) -> Result<String, Error> {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let mut token = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(signature));
    Ok(token)
}

pub(crate) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl SigningKey {
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Secret(_) => Algorithm::Hs256,
            Self::Rsa(_, algorithm) | Self::Ecdsa(_, algorithm) => *algorithm,
            Self::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        match self {
            Self::Secret(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Self::Rsa(key, algorithm) => {
                let encoding: &'static dyn RsaEncoding = match algorithm {
                    Algorithm::Rs384 => &RSA_PKCS1_SHA384,
                    Algorithm::Rs512 => &RSA_PKCS1_SHA512,
                    Algorithm::Ps256 => &RSA_PSS_SHA256,
                    Algorithm::Ps384 => &RSA_PSS_SHA384,
                    Algorithm::Ps512 => &RSA_PSS_SHA512,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(encoding, &random, message, &mut signature).map_err(|_| not_signed())?;
                Ok(signature)
            }
            Self::Ecdsa(key, _) => {
                let signature = key.sign(&random, message).map_err(|_| not_signed())?;
                Ok(signature.as_ref().to_vec())
            }
            Self::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        }
    }
}

// Base64 alone does not say in which of the forms its key is, so that each is tried.

fn rsa(der: &[u8]) -> Option<RsaKeyPair> {
    let key = RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der));
    key.ok().filter(|key| key.public_modulus_len() >= 256)
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, der: &[u8]) -> Option<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(algorithm, der)
        .or_else(|_| EcdsaKeyPair::from_private_key_der(algorithm, der))
        .ok()
}

fn ed25519(der: &[u8]) -> Option<Ed25519KeyPair> {
    Ed25519KeyPair::from_pkcs8(der).ok()
}

fn not_signed() -> Error {
    CallError::new(ErrorKind::Config, "the key of the application cannot sign").into()
}

fn unusable(problem: impl fmt::Display) -> Error {
    CallError::config("client_key", problem).into()
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.key.algorithm())
            .finish_non_exhaustive()
    }
}
