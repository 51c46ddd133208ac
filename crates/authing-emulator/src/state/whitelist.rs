//! The registration whitelists.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// What a whitelist entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum WhitelistType {
    Username,
    Email,
    Phone,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct WhitelistEntry {
    pub(crate) kind: WhitelistType,
    pub(crate) value: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(WhitelistEntry { kind, created_at, updated_at });
