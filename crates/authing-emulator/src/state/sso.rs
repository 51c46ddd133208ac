//! Browsers that are logged in, and those about to be, whatever protocol sent them.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;
use crate::state::cas::LoginRequest;
use crate::state::oidc::AuthorizationRequest;
use crate::state::saml::AuthnRequest;

/// A browser's session with the pool, known by the fingerprint of its cookie.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SsoSession {
    pub(crate) fingerprint: String,
    pub(crate) user_id: String,
    /// When the password was given.
    pub(crate) auth_time: Timestamp,
    pub(crate) expires_at: Timestamp,
}

show_fields!(SsoSession { user_id, auth_time, expires_at });

/// A visit to the login and consent pages.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Interaction {
    pub(crate) uid: String,
    pub(crate) app_id: String,
    /// Fingerprint of the cookie that ties the visit to one browser.
    pub(crate) cookie: String,
    pub(crate) login_hint: Option<String>,
    /// Who has logged in so far.
    #[serde(rename = "signed_in")]
    pub(crate) authenticated: Option<AuthenticatedUser>,
    pub(crate) needs_consent: bool,
    pub(crate) resume: Resume,
    pub(crate) expires_at: Timestamp,
}

show_fields!(Interaction { app_id, needs_consent, expires_at });

/// A user who has proved who they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthenticatedUser {
    pub(crate) user_id: String,
    pub(crate) auth_time: Timestamp,
}

show_fields!(AuthenticatedUser { user_id, auth_time });

/// What goes on once the user has logged in: one variant a protocol.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Resume {
    Authorization(AuthorizationRequest),
    Cas(LoginRequest),
    Saml(AuthnRequest),
}

show_variants!(Resume { Authorization, Cas, Saml });

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
