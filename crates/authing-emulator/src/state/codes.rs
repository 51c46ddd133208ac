//! Verification codes.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// Where a code was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Channel {
    Sms,
    Email,
}

/// A verification code that waits to be used.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct VerificationCode {
    pub(crate) channel: Channel,
    pub(crate) address: String,
    pub(crate) code: String,
    pub(crate) sent_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) wrong_attempts: i64,
}

show_fields!(VerificationCode { channel, sent_at, expires_at, wrong_attempts });
