//! Logins with SAML: requests, and what responses are signed with.

use serde::{Deserialize, Serialize};

/// A request for an assertion that was found in order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuthnRequest {
    /// The request that is responded to; none where the login begins here.
    pub(crate) id: Option<String>,
    /// Where the response goes.
    pub(crate) acs_url: String,
    pub(crate) relay_state: Option<String>,
    /// The kind of name that is asked for.
    pub(crate) name_id_format: Option<String>,
    /// The ways of logging in of which one is asked for.
    pub(crate) contexts: Vec<String>,
}

show_fields!(AuthnRequest { id });

/// An application's key for SAML, with the certificate that carries its public part.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SigningKey {
    /// Base64 PKCS#8.
    pub(crate) key: String,
    /// Base64 DER.
    pub(crate) certificate: String,
}

show_fields!(SigningKey {});
