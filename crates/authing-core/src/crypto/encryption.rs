//! Which cipher, and whose key.

/// How passwords are encrypted, and where the key comes from.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum PasswordEncryption {
    /// RSA with the key of Authing's public cloud.
    #[default]
    PublicCloud,
    /// RSA with this key, as PEM: a private deployment's operators know it.
    RsaPublicKey(String),
    /// RSA with the key that the server publishes at `/api/v2/.well-known`. It is fetched with the
    /// first password and kept. Whoever poses as the server chooses the key, so this is
    /// as safe as the TLS connection.
    ServerKey,
    /// SM2 with this public key: the point's `04`, X and Y in hexadecimal. Needs the feature `sm2`.
    Sm2PublicKey(String),
}
