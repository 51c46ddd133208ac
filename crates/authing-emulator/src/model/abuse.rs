//! What the checks against guessing and mass registration remember.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// A login that failed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FailedLogin {
    pub(crate) at: Timestamp,
    pub(crate) ip: String,
    /// The account that was named, if there is such a one.
    pub(crate) user_id: Option<String>,
}

/// A registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Registered {
    pub(crate) at: Timestamp,
    pub(crate) ip: String,
}

/// A text that was shown in a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Captcha {
    pub(crate) text: String,
    pub(crate) expires_at: Timestamp,
}
