//! The log of what administrators did.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// One line of the audit log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AuditEntry {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) event: String,
    pub(crate) app_id: Option<String>,
    pub(crate) client_ip: String,
    pub(crate) user_agent: String,
}
