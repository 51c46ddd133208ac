//! Issued user tokens.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// A user token the emulator handed out, known by its fingerprint.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IssuedToken {
    pub(crate) fingerprint: String,
    pub(crate) user_id: String,
    pub(crate) app_id: String,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked: bool,
    /// Whether a login made it; a token refreshed by an administrator opens no session.
    pub(crate) login: bool,
    /// The authorization it was issued for, if it came from a protocol's endpoint.
    #[serde(default)]
    pub(crate) grant_id: Option<String>,
}

show_fields!(IssuedToken { user_id, app_id, expires_at, revoked, login, grant_id });
