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
    /// RSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    const ALL: [Self; 5] = [Self::Hs256, Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    /// The name in a token's header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// By its exact name: another spelling is another algorithm.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
