//! Public keys, prepared once for any number of verifications.

use std::{fmt, sync::Arc};

use authing_core::{Error as CallError, pem};
use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa::PublicEncryptingKey,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ED25519,
        ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
        RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
        RSA_PSS_2048_8192_SHA512, RsaPublicKeyComponents, VerificationAlgorithm,
    },
};

use super::{Algorithm, ed25519};
use crate::error::Error;

/// A public key that tokens are checked with instead of the provider's: pinned, so that no network
/// is needed and no other key is accepted.
///
/// RSA keys have 2048 to 8192 bits; elliptic curves are P-256, P-384, P-521 and Ed25519.
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

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    Rsa,
    P256,
    P384,
    P521,
    Ed25519,
}

impl KeyKind {
    /// The kind that verifies signatures of an algorithm. HS256 has none.
    pub(super) fn of(algorithm: Algorithm) -> Option<Self> {
        match algorithm {
            Algorithm::Hs256 => None,
            Algorithm::Rs256
            | Algorithm::Rs384
            | Algorithm::Rs512
            | Algorithm::Ps256
            | Algorithm::Ps384
            | Algorithm::Ps512 => Some(Self::Rsa),
            Algorithm::Es256 => Some(Self::P256),
            Algorithm::Es384 => Some(Self::P384),
            Algorithm::Es512 => Some(Self::P521),
            Algorithm::EdDsa => Some(Self::Ed25519),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// Bytes of a coordinate; 0 for RSA, which has none.
    pub(super) fn coordinate(self) -> usize {
        match self {
            Self::Rsa => 0,
            Self::P256 | Self::Ed25519 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// A key in the form in which verification needs it.
pub(super) struct Material {
    kind: KeyKind,
    /// For each algorithm that the key may be used with.
    parsed: Vec<(Algorithm, ParsedPublicKey)>,
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
        let material = Material::from_spki(block.der()).map_err(unusable)?;
        Ok(Self::new(None, None, material))
    }

    /// The name that a token's header gives this key.
    pub fn kid(&self) -> Option<&str> {
        self.0.kid.as_deref()
    }

    pub(super) fn new(kid: Option<String>, only: Option<Algorithm>, material: Material) -> Self {
        Self(Arc::new(Inner { kid, only, material }))
    }

    pub(super) fn kind(&self) -> KeyKind {
        self.0.material.kind
    }

    /// The one algorithm the key is for, if its owner says so.
    pub(super) fn only(&self) -> Option<Algorithm> {
        self.0.only
    }

    /// Whether signatures of this algorithm are checked with this key.
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        self.parsed(algorithm).is_some()
    }

    /// What two equal keys have in common: name, use and the key itself.
    pub(super) fn identity(&self) -> Option<(Option<String>, Option<Algorithm>, Vec<u8>)> {
        Some((self.0.kid.clone(), self.0.only, self.0.material.der()?))
    }

    pub(super) fn verify(&self, algorithm: Algorithm, signed: &[u8], signature: &[u8]) -> bool {
        self.parsed(algorithm).is_some_and(|key| key.verify_sig(signed, signature).is_ok())
    }

    fn parsed(&self, algorithm: Algorithm) -> Option<&ParsedPublicKey> {
        if self.0.only.is_some_and(|only| only != algorithm) {
            return None;
        }
        let mut all = self.0.material.parsed.iter();
        all.find(|(one, _)| *one == algorithm).map(|(_, key)| key)
    }
}

impl Material {
    /// The length of the modulus, which begins with no zero, is checked with each verification as
    /// well.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let components = RsaPublicKeyComponents { n: modulus, e: exponent };
        let key = components.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).ok()?;
        // Read once more, with the checks that a key from elsewhere gets.
        Self::parse(KeyKind::Rsa, key.as_ref())
    }

    /// A point of this curve, its coordinates at full length.
    pub(super) fn point(curve: KeyKind, x: &[u8], y: &[u8]) -> Option<Self> {
        let size = curve.coordinate();
        if x.len() != size || y.len() != size {
            return None;
        }
        Self::parse(curve, &[&[4], x, y].concat())
    }

    pub(super) fn ed25519(key: &[u8; 32]) -> Result<Self, &'static str> {
        match ed25519::weakness(key) {
            Some(weakness) => Err(weakness),
            None => Self::parse(KeyKind::Ed25519, key).ok_or("is not an Ed25519 key"),
        }
    }

    fn from_spki(der: &[u8]) -> Result<Self, &'static str> {
        const UNSUPPORTED: &str =
            "is none of: RSA of 2048 to 8192 bits, P-256, P-384, P-521, Ed25519";
        if let Some(key) = Self::parse(KeyKind::Rsa, der) {
            let bits = PublicEncryptingKey::from_der(der).map(|key| key.key_size_bits());
            let bits = bits.map_err(|_| UNSUPPORTED)?;
            return if (2048..=8192).contains(&bits) { Ok(key) } else { Err(UNSUPPORTED) };
        }
        let curves = [KeyKind::P256, KeyKind::P384, KeyKind::P521];
        if let Some(key) = curves.into_iter().find_map(|curve| Self::parse(curve, der)) {
            return Ok(key);
        }
        let key = Self::parse(KeyKind::Ed25519, der).ok_or(UNSUPPORTED)?;
        // The envelope ends with the key itself (RFC 8410 section 4).
        let envelope = key.der().ok_or(UNSUPPORTED)?;
        Self::ed25519(envelope.last_chunk().ok_or(UNSUPPORTED)?)
    }

    fn parse(kind: KeyKind, bytes: &[u8]) -> Option<Self> {
        let algorithms =
            Algorithm::ALL.into_iter().filter(|algorithm| KeyKind::of(*algorithm) == Some(kind));
        let parsed = algorithms.map(|algorithm| {
            Some((algorithm, ParsedPublicKey::new(verification(algorithm)?, bytes).ok()?))
        });
        Some(Self { kind, parsed: parsed.collect::<Option<_>>()? })
    }

    /// The key in its one canonical form.
    fn der(&self) -> Option<Vec<u8>> {
        let (_, key) = self.parsed.first()?;
        let der: PublicKeyX509Der<'_> = key.as_der().ok()?;
        Some(der.as_ref().to_vec())
    }
}

/// What aws-lc calls an algorithm of public keys.
fn verification(algorithm: Algorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::Hs256 => return None,
        Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps384 => &RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps512 => &RSA_PSS_2048_8192_SHA512,
        Algorithm::Es256 => &ECDSA_P256_SHA256_FIXED,
        Algorithm::Es384 => &ECDSA_P384_SHA384_FIXED,
        Algorithm::Es512 => &ECDSA_P521_SHA512_FIXED,
        Algorithm::EdDsa => &ED25519,
    })
}

/// Names the key. A public key is not a secret, but of no use in a log.
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("kind", &self.kind().name())
            .field("kid", &self.0.kid)
            .finish_non_exhaustive()
    }
}

fn unusable(problem: impl fmt::Display) -> CallError {
    CallError::config("public_key", problem)
}
