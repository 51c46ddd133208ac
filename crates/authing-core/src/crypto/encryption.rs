//! Which cipher, and whose key.

use std::fmt;

/// How passwords are encrypted, and where the key comes from.
///
/// `Debug` shows which one, and no key: somebody may have put a private one there.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum PasswordEncryption {
    /// RSA with the key of Authing's public cloud.
    #[default]
    PublicCloud,
    /// RSA with this key, as PEM: a private deployment's operators know it.
    RsaPublicKey(String),
    /// The key that the server publishes at `/api/v2/.well-known`: for RSA, or for SM2, which needs the
    /// feature `sm2` as well. It is fetched with the first password and kept. Whoever poses as the server chooses the key, so this is
    /// as safe as the TLS connection.
    ServerKey,
    /// SM2 with this public key: the point's `04`, X and Y in hexadecimal. Needs the feature `sm2`.
    Sm2PublicKey(String),
}

impl fmt::Debug for PasswordEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PublicCloud => "PublicCloud",
            Self::RsaPublicKey(_) => "RsaPublicKey(..)",
            Self::ServerKey => "ServerKey",
            Self::Sm2PublicKey(_) => "Sm2PublicKey(..)",
        })
    }
}
