//! QR codes to log in with.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;

/// Who is to scan it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scene {
    #[serde(rename = "APP_AUTH")]
    App,
    #[serde(rename = "WXAPP_AUTH")]
    MiniProgram,
    #[serde(rename = "WECHATMP_AUTH")]
    OfficialAccount,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct QrCode {
    pub(crate) random: String,
    pub(crate) scene: Scene,
    /// The application that it logs in to.
    pub(crate) app_id: String,
    pub(crate) custom_data: Json,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) state: QrState,
}

show_fields!(QrCode { scene, app_id, created_at, expires_at });

/// How far a code has come.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum QrState {
    Created,
    Scanned {
        user_id: String,
    },
    Authorised {
        user_id: String,
        ticket: Option<Ticket>,
    },
    Cancelled {
        user_id: String,
    },
    /// The user agreed, and something more is wanted, or nothing helps.
    Refused {
        user_id: String,
        code: i64,
        message: String,
        data: Json,
    },
}

show_variants!(QrState { Created, Scanned, Authorised, Cancelled, Refused });

/// What the waiting side exchanges for the user, once.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ticket {
    pub(crate) text: String,
    pub(crate) expires_at: Timestamp,
}

show_fields!(Ticket { expires_at });

impl QrCode {
    /// Whether nobody has decided in time.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now && matches!(self.state, QrState::Created | QrState::Scanned { .. })
    }
}
