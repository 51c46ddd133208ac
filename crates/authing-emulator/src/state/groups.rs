//! Groups.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) users: Vec<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(Group { created_at, updated_at });
