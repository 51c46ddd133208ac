//! Browsers that are signed in, and those about to be, whatever protocol sent them.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::model::cas::LoginRequest;
use crate::model::protocol::AuthorizationRequest;
use crate::model::saml::AuthnRequest;

/// A browser's session with the pool, known by the fingerprint of its cookie.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SsoSession {
    pub(crate) fingerprint: String,
    pub(crate) user_id: String,
    /// When the password was given.
    pub(crate) auth_time: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A visit to the sign-in and consent pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interaction {
    pub(crate) uid: String,
    pub(crate) app_id: String,
    /// Fingerprint of the cookie that ties the visit to one browser.
    pub(crate) cookie: String,
    pub(crate) login_hint: Option<String>,
    /// Who is signed in so far.
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) needs_consent: bool,
    pub(crate) resume: Resume,
    pub(crate) expires_at: Timestamp,
}

/// A user who has proved who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignedIn {
    pub(crate) user_id: String,
    pub(crate) auth_time: Timestamp,
}

/// What goes on once the user is signed in: one variant a protocol.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Resume {
    Authorization(AuthorizationRequest),
    Cas(LoginRequest),
    Saml(AuthnRequest),
}

impl Resume {
    /// The segment of the pages' paths that names the protocol.
    pub(crate) fn protocol(&self) -> &'static str {
        match self {
            Self::Authorization(request) => request.protocol.name(),
            Self::Cas(_) => "cas",
            Self::Saml(_) => "saml-idp",
        }
    }
}
