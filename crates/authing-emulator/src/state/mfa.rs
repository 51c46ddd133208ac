//! Second factors.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// A second factor that an application may demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SecondFactor {
    /// A code sent to the user's phone.
    #[serde(rename = "SMS")]
    Sms,
    /// A code sent to the user's email address.
    #[serde(rename = "EMAIL")]
    Email,
    /// A one-time password of an authenticator, or its recovery code.
    #[serde(rename = "OTP")]
    Totp,
    /// A photo of the face.
    #[serde(rename = "FACE")]
    Face,
}

/// Who wanted an authenticator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AuthenticatorSource {
    #[default]
    #[serde(rename = "SELF")]
    User,
    #[serde(rename = "APPLICATION")]
    Application,
}

/// A face that is known.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Face {
    /// The key or address of the photo.
    pub(crate) photo: String,
    pub(crate) bound_at: Timestamp,
}

show_fields!(Face { bound_at });

/// What is remembered of a challenge that somebody tried to complete.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ChallengeAttempts {
    /// Stands for the token.
    pub(crate) fingerprint: String,
    pub(crate) wrong: i64,
    #[serde(default)]
    pub(crate) completed: bool,
    pub(crate) expires_at: Timestamp,
}

show_fields!(ChallengeAttempts { wrong, completed, expires_at });
