//! The private key that encrypted tokens are read with.

use std::{fmt, sync::Arc};

use authing_core::{Error as CallError, pem};
use authing_types::Secret;
use aws_lc_rs::{
    agreement::{ECDH_P256, PrivateKey},
    rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey},
};

use crate::{
    error::Error,
    private_key::{self, pkcs8},
};

/// What errors call it: the setter that takes it.
const OPTION: &str = "decryption_key";

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
    /// `BEGIN EC PRIVATE KEY` (SEC1), in any form that [`pem`] reads. It must not be protected by a
    /// password.
    ///
    /// # Errors
    ///
    /// When the text is not a private key of a supported kind.
    pub fn from_pem(pem: impl Into<Secret>) -> Result<Self, Error> {
        let pem = pem.into();
        let block = pem::block(pem.expose(), private_key::LABELS)
            .map_err(|problem| CallError::config(OPTION, problem))?;
        // Base64 alone does not say in which of the forms its key is.
        let der = block.der();
        let material = PrivateMaterial::rsa(der)
            .or_else(|| PrivateMaterial::p256(der))
            .or_else(|| PrivateMaterial::rsa(&pkcs8(der)));
        let problem = "is neither RSA of 2048 to 8192 bits nor P-256";
        let material = material.ok_or_else(|| CallError::config(OPTION, problem))?;
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

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionKey([redacted])")
    }
}
