//! The private key that encrypted tokens are read with.

use std::{fmt, sync::Arc};

use authing_core::Error as CallError;
use authing_types::Secret;
use aws_lc_rs::{
    agreement::{ECDH_P256, PrivateKey},
    rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};
use zeroize::Zeroizing;

use crate::Error;

/// The private key that belongs to the public key uploaded for encrypted id_tokens.
///
/// RSA of 2048 to 8192 bits, or an elliptic curve key on P-256.
///
/// ```
/// use authing_protocols::jose::DecryptionKey;
///
/// let error = DecryptionKey::from_pem("no key").unwrap_err();
/// assert!(error.to_string().starts_with("option `decryption_key` "));
/// ```
#[derive(Clone)]
pub struct DecryptionKey(pub(super) Arc<PrivateMaterial>);

pub(super) enum PrivateMaterial {
    Rsa(OaepPrivateDecryptingKey),
    P256(PrivateKey),
}

impl DecryptionKey {
    /// A key as PEM: `BEGIN PRIVATE KEY` (PKCS#8), `BEGIN RSA PRIVATE KEY` (PKCS#1) or
    /// `BEGIN EC PRIVATE KEY` (SEC1). It must not be protected by a password.
    ///
    /// # Errors
    ///
    /// When the text is not a private key of a supported kind.
    pub fn from_pem(pem: impl Into<Secret>) -> Result<Self, Error> {
        let pem = pem.into();
        let der = PrivateKeyDer::from_pem_slice(pem.expose().as_bytes())
            .map_err(|_| unusable("holds no private key in PEM form, without a password"))?;
        let material = match &der {
            PrivateKeyDer::Pkcs8(key) => {
                let der = key.secret_pkcs8_der();
                PrivateMaterial::rsa(der).or_else(|| PrivateMaterial::p256(der))
            }
            PrivateKeyDer::Pkcs1(key) => PrivateMaterial::rsa(&pkcs8(key.secret_pkcs1_der())),
            PrivateKeyDer::Sec1(key) => PrivateMaterial::p256(key.secret_sec1_der()),
            _ => None,
        };
        let material =
            material.ok_or_else(|| unusable("is neither RSA of 2048 to 8192 bits nor P-256"))?;
        Ok(Self(Arc::new(material)))
    }
}

impl PrivateMaterial {
    fn rsa(pkcs8: &[u8]) -> Option<Self> {
        let key = PrivateDecryptingKey::from_pkcs8(pkcs8).ok()?;
        OaepPrivateDecryptingKey::new(key).ok().map(Self::Rsa)
    }

    fn p256(der: &[u8]) -> Option<Self> {
        PrivateKey::from_private_key_der(&ECDH_P256, der).ok().map(Self::P256)
    }
}

/// Puts a PKCS#1 key into the PKCS#8 envelope (RFC 5208 section 5), the one form that is read.
fn pkcs8(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    /// Version 0, and the algorithm rsaEncryption without parameters.
    const VERSION_AND_ALGORITHM: &[u8] = &[
        0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01,
        0x01, 0x05, 0x00,
    ];
    let key = Zeroizing::new(der(0x04, &[pkcs1]));
    Zeroizing::new(der(0x30, &[VERSION_AND_ALGORITHM, &key]))
}

/// One DER element, its length in three bytes or as few as it needs.
fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let length: usize = content.iter().map(|part| part.len()).sum();
    // Room for all of it at once: growing would leave copies of the key behind.
    let mut element = Vec::with_capacity(length + 6);
    element.push(tag);
    let bytes = length.to_be_bytes();
    let significant = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
    let bytes = bytes.get(significant..).unwrap_or_default();
    if length >= 0x80 {
        element.push(0x80 | bytes.len() as u8);
    }
    element.extend_from_slice(bytes);
    for part in content {
        element.extend_from_slice(part);
    }
    element
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionKey([redacted])")
    }
}

fn unusable(problem: &str) -> CallError {
    CallError::config("decryption_key", problem)
}
