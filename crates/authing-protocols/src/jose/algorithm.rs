//! The signature algorithms there are.

use std::fmt;

/// How a token is signed (RFC 7518 section 3.1, RFC 8037 section 3.1).
///
/// Which ones are accepted is a matter of configuration; what a token's header says can only be
/// compared with it.
///
/// ```
/// use authing_protocols::jose::Algorithm;
///
/// assert_eq!(Algorithm::Rs256.name(), "RS256");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256 and the application's secret: Authing's default for id_tokens.
    Hs256,
    /// RSA PKCS#1 v1.5 with SHA-256: Authing's access tokens, and id_tokens by setting.
    Rs256,
    /// RSA PKCS#1 v1.5 with SHA-384.
    Rs384,
    /// RSA PKCS#1 v1.5 with SHA-512.
    Rs512,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// RSA-PSS with SHA-384.
    Ps384,
    /// RSA-PSS with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519. Its name is `EdDSA`, or `Ed25519` since RFC 9864: either is accepted.
    EdDsa,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 11] = [
        Self::Hs256,
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    /// The name in a token's header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// By its exact name: another spelling is another algorithm.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        // RFC 9864 section 2.2: the same algorithm, which `EdDSA` alone does not tell from Ed448.
        if name == "Ed25519" {
            return Some(Self::EdDsa);
        }
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
