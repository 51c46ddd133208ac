//! Pipeline functions.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// A pipeline function. It is kept and never run.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Function {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) source_code: String,
    pub(crate) description: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(Function { id, created_at, updated_at });
