//! The logs of what users and administrators did.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// One line of the audit log.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuditEntry {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) event: String,
    /// Who did it.
    #[serde(default)]
    pub(crate) operator_id: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) client_ip: String,
    pub(crate) user_agent: String,
}

show_fields!(AuditEntry { id, at, operator_id, app_id });

/// One line of the user-action log.
#[derive(Clone, Serialize, Deserialize)]
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

show_fields!(UserAction { at, user_id, app_id, request_id });
