//! Public keys, prepared once for any number of verifications.

use std::{fmt, sync::Arc};

use authing_core::{Error as CallError, pem};
use aws_lc_rs::{
    rsa::PublicEncryptingKey,
    signature::{
        ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
        RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents,
    },
};

use super::Algorithm;
use crate::error::Error;

/// A public key that tokens are checked with instead of the provider's: pinned, so that no network
/// is needed and no other key is accepted.
///
/// RSA keys have 2048 to 8192 bits; elliptic curves are P-256 and Ed25519.
///
/// ```
/// use authing_protocols::jose::PublicKey;
///
/// let key = PublicKey::from_jwk(
///     r#"{"kty": "OKP", "crv": "Ed25519", "kid": "2026-01",
///         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
/// )?;
/// assert_eq!(key.kid(), Some("2026-01"));
/// assert!(PublicKey::from_pem("no key").is_err());
/// # Ok::<(), authing_protocols::Error>(())
/// ```
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

struct Inner {
    kid: Option<String>,
    /// The one algorithm the key is for, if its owner says so.
    only: Option<Algorithm>,
    material: Material,
}

/// A key in the form in which verification needs it.
pub(super) enum Material {
    Rsa { rs256: ParsedPublicKey, ps256: ParsedPublicKey },
    P256(ParsedPublicKey),
    Ed25519(ParsedPublicKey),
}

impl PublicKey {
    /// A key as PEM (`BEGIN PUBLIC KEY`), in any form that [`pem`] reads. It has no key id, and
    /// fits a token with any.
    ///
    /// # Errors
    ///
    /// When the text is not a public key of a supported kind.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        let block = pem::block(pem, &["PUBLIC KEY"]).map_err(unusable)?;
        let material = Material::from_spki(block.der())
            .ok_or_else(|| unusable("is none of: RSA of 2048 to 8192 bits, P-256, Ed25519"))?;
        Ok(Self::new(None, None, material))
    }

    /// The name that a token's header gives this key.
    pub fn kid(&self) -> Option<&str> {
        self.0.kid.as_deref()
    }

    pub(super) fn new(kid: Option<String>, only: Option<Algorithm>, material: Material) -> Self {
        Self(Arc::new(Inner { kid, only, material }))
    }

    /// Whether signatures of this algorithm are checked with this key.
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        self.parsed(algorithm).is_some()
    }

    pub(super) fn verify(&self, algorithm: Algorithm, signed: &[u8], signature: &[u8]) -> bool {
        self.parsed(algorithm).is_some_and(|key| key.verify_sig(signed, signature).is_ok())
    }

    fn parsed(&self, algorithm: Algorithm) -> Option<&ParsedPublicKey> {
        if self.0.only.is_some_and(|only| only != algorithm) {
            return None;
        }
        self.0.material.parsed(algorithm)
    }
}

impl Material {
    /// The length of the modulus is checked with each verification as well.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let leading = modulus.first()?.leading_zeros() as usize;
        if !(2048..=8192).contains(&(modulus.len() * 8 - leading)) {
            return None;
        }
        let components = RsaPublicKeyComponents { n: modulus, e: exponent };
        let parse = |parameters: &'static RsaParameters| {
            let key = components.to_parsed_public_key(parameters).ok()?;
            // Read once more, with the checks that a key from elsewhere gets.
            ParsedPublicKey::new(parameters, key.as_ref()).ok()
        };
        let (rs256, ps256) = (&RSA_PKCS1_2048_8192_SHA256, &RSA_PSS_2048_8192_SHA256);
        Some(Self::Rsa { rs256: parse(rs256)?, ps256: parse(ps256)? })
    }

    pub(super) fn p256(x: &[u8], y: &[u8]) -> Option<Self> {
        if x.len() != 32 || y.len() != 32 {
            return None;
        }
        let point = [&[4], x, y].concat();
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok().map(Self::P256)
    }

    pub(super) fn ed25519(x: &[u8]) -> Option<Self> {
        (x.len() == 32).then(|| ParsedPublicKey::new(&ED25519, x).ok())?.map(Self::Ed25519)
    }

    fn from_spki(der: &[u8]) -> Option<Self> {
        if let Ok(ps256) = ParsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, der) {
            let rs256 = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).ok()?;
            let bits = PublicEncryptingKey::from_der(der).ok()?.key_size_bits();
            return (2048..=8192).contains(&bits).then_some(Self::Rsa { rs256, ps256 });
        }
        if let Ok(key) = ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, der) {
            return Some(Self::P256(key));
        }
        ParsedPublicKey::new(&ED25519, der).ok().map(Self::Ed25519)
    }

    pub(super) fn parsed(&self, algorithm: Algorithm) -> Option<&ParsedPublicKey> {
        match (self, algorithm) {
            (Self::Rsa { rs256, .. }, Algorithm::Rs256) => Some(rs256),
            (Self::Rsa { ps256, .. }, Algorithm::Ps256) => Some(ps256),
            (Self::P256(key), Algorithm::Es256) => Some(key),
            (Self::Ed25519(key), Algorithm::EdDsa) => Some(key),
            _ => None,
        }
    }
}

/// Names the key. A public key is not a secret, but of no use in a log.
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0.material {
            Material::Rsa { .. } => "RSA",
            Material::P256(_) => "P-256",
            Material::Ed25519(_) => "Ed25519",
        };
        f.debug_struct("PublicKey")
            .field("kind", &kind)
            .field("kid", &self.0.kid)
            .finish_non_exhaustive()
    }
}

fn unusable(problem: impl fmt::Display) -> CallError {
    CallError::config("public_key", problem)
}
