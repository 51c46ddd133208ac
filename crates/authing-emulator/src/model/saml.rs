//! Sign-ins with SAML: requests, and what answers are signed with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A request for an assertion that was found in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuthnRequest {
    /// Whether and which request is answered: none where the sign-in begins here.
    pub(crate) id: Option<String>,
    /// Where the answer goes.
    pub(crate) acs_url: String,
    pub(crate) relay_state: Option<String>,
    /// The kind of name that is asked for.
    pub(crate) name_id_format: Option<String>,
    /// The ways of signing in of which one is asked for.
    pub(crate) contexts: Vec<String>,
}

/// An application's key for SAML, with the certificate that carries its public part.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SigningKey {
    /// Base64 PKCS#8.
    pub(crate) key: String,
    /// Base64 DER.
    pub(crate) certificate: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}
