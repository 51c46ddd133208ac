//! Roles.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) id: String,
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    pub(crate) is_system: bool,
    pub(crate) parent: Option<String>,
    pub(crate) users: Vec<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) nodes: Vec<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(Role { id, is_system, created_at, updated_at });
