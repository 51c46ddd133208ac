//! What the checks against guessing and mass registration remember.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// A login that failed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FailedLogin {
    pub(crate) at: Timestamp,
    pub(crate) ip: String,
    /// The account that was named, if there is such a one.
    pub(crate) user_id: Option<String>,
}

show_fields!(FailedLogin { at, user_id });

/// A registration.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Registered {
    pub(crate) at: Timestamp,
    pub(crate) ip: String,
}

show_fields!(Registered { at });

/// A text that was shown in a picture.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Captcha {
    pub(crate) text: String,
    pub(crate) expires_at: Timestamp,
}

show_fields!(Captcha { expires_at });
