//! Nodes of organisations as the REST interface describes them.

use authing_core::Timestamp;
use serde::{Deserialize, Serialize};

/// A node of an organisation's tree, as the REST interface describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrgNode {
    /// The node's id.
    pub id: String,
    /// The organisation's id.
    #[serde(default)]
    pub org_id: Option<String>,
    /// The node's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The node's code.
    #[serde(default)]
    pub code: Option<String>,
    /// What the node is for.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
