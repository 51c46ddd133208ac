//! Issued tokens, verification codes and the log of user actions.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// A user token the emulator handed out, known by its fingerprint.
#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// Where a code was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Channel {
    Sms,
    Email,
}

/// A verification code that waits to be used.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct VerificationCode {
    pub(crate) channel: Channel,
    pub(crate) address: String,
    pub(crate) code: String,
    pub(crate) sent_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) wrong_attempts: i64,
}

/// One line of the user-action log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UserAction {
    pub(crate) at: Timestamp,
    pub(crate) operation: String,
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    pub(crate) user_photo: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) client_ip: String,
    pub(crate) user_agent: String,
    pub(crate) request_id: String,
}
