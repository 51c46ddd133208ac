//! The devices that people log in with.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::base::clock::Timestamp;

/// Whether a device may be used.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DeviceState {
    #[default]
    Activated,
    Deactivated,
    /// Not before this time.
    Suspended(Timestamp),
}

show_variants!(DeviceState { Activated, Deactivated, Suspended });

impl DeviceState {
    /// The state now: a suspension ends by itself.
    pub(crate) fn at(self, now: Timestamp) -> Self {
        match self {
            Self::Suspended(until) if until <= now => Self::Activated,
            other => other,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Activated => "activated",
            Self::Deactivated => "deactivated",
            Self::Suspended(_) => "suspended",
        }
    }

    pub(crate) fn until(self) -> Option<Timestamp> {
        match self {
            Self::Suspended(until) => Some(until),
            _ => None,
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) unique_id: String,
    /// What the browser told of itself.
    pub(crate) properties: Map<String, Json>,
    pub(crate) state: DeviceState,
    pub(crate) login_count: i64,
    pub(crate) ip: String,
    pub(crate) login_time: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) users: Vec<DeviceUser>,
}

show_fields!(Device { id, login_count, login_time, created_at });

/// A user's hold on a device.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DeviceUser {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) state: DeviceState,
    pub(crate) ip: String,
    pub(crate) login_time: Timestamp,
    /// The fingerprints of the tokens that the user has there.
    #[serde(default)]
    pub(crate) tokens: Vec<String>,
}

show_fields!(DeviceUser { id, user_id, login_time });
