//! Files that people have uploaded.

use serde::{Deserialize, Serialize};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    /// Folder and name: where it is found below `/uploads/`.
    pub(crate) key: String,
    pub(crate) content_type: String,
    /// Whether only the server itself may look at it.
    pub(crate) private: bool,
    /// Base64.
    pub(crate) content: String,
}

show_fields!(StoredFile { private });
