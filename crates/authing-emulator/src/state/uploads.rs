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

impl StoredFile {
    /// What it takes in memory and in a data file.
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.key.len() + self.content_type.len() + self.content.len()
    }
}

show_fields!(StoredFile { private });
