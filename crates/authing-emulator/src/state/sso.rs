//! Browsers that are logged in, and those about to be, whatever protocol sent them.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;
use crate::state::authentication::Authentication;
use crate::state::cas::LoginRequest;
use crate::state::oidc::AuthorizationRequest;
use crate::state::saml::AuthnRequest;

/// A browser's session with the pool, known by the fingerprint of its cookie.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SsoSession {
    pub(crate) fingerprint: String,
    pub(crate) user_id: String,
    /// When the last factor was given.
    pub(crate) auth_time: Timestamp,
    #[serde(default)]
    pub(crate) how: Authentication,
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
    /// Who has proved who they are and must do something more before they are logged in.
    #[serde(default)]
    pub(crate) half_way: Option<HalfWay>,
    /// The code that this browser shows, to be scanned by a phone.
    #[serde(default)]
    pub(crate) qr_code: Option<String>,
    pub(crate) needs_consent: bool,
    pub(crate) resume: Resume,
    /// The user has gone back to the application.
    #[serde(default)]
    pub(crate) finished: bool,
    pub(crate) expires_at: Timestamp,
}

show_fields!(Interaction { app_id, needs_consent, finished, expires_at });

/// A login that is not complete.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct HalfWay {
    pub(crate) user_id: String,
    pub(crate) how: Authentication,
    pub(crate) missing: Missing,
    pub(crate) expires_at: Timestamp,
}

show_fields!(HalfWay { user_id, missing, expires_at });

/// What a login lacks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Missing {
    /// `challenge` is the fingerprint of the challenge's token.
    SecondFactor { challenge: String },
    /// A password in place of one that somebody else has set.
    FirstPassword,
    /// A password in place of one that is too old.
    FreshPassword,
}

show_variants!(Missing { SecondFactor, FirstPassword, FreshPassword });

/// A user who has proved who they are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthenticatedUser {
    pub(crate) user_id: String,
    pub(crate) auth_time: Timestamp,
    #[serde(default)]
    pub(crate) how: Authentication,
}

show_fields!(AuthenticatedUser { user_id, auth_time });

/// What goes on once the user has logged in: one variant a protocol.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Resume {
    Authorization(AuthorizationRequest),
    Cas(LoginRequest),
    Saml(AuthnRequest),
    /// A phone that has scanned the code of this name.
    Phone(String),
}

show_variants!(Resume { Authorization, Cas, Saml, Phone });

impl Resume {
    /// The segment of the pages' paths that names the protocol.
    pub(crate) fn protocol(&self) -> &'static str {
        match self {
            Self::Authorization(request) => request.protocol.name(),
            Self::Cas(_) => "cas",
            Self::Saml(_) => "saml-idp",
            Self::Phone(_) => "phone",
        }
    }
}
