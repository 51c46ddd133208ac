//! What a resource is.

use authing_types::{ResourceType, Timestamp, lenient};
use serde::{Deserialize, Serialize};

/// A resource of a namespace. (A [`types::Resource`](crate::types::Resource) is what a permission
/// is about: this resource, `books`, or one thing of it, `books:1`.)
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResourceDefinition {
    /// The code, the kind that permissions name.
    pub code: String,
    /// The id.
    #[serde(default)]
    pub id: Option<String>,
    /// What kind of thing it is.
    #[serde(default, rename = "type")]
    pub resource_type: Option<ResourceType>,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// What can be done with it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub actions: Vec<ResourceAction>,
    /// The address of the API that it stands for.
    #[serde(default)]
    pub api_identifier: Option<String>,
    /// The namespace's code.
    #[serde(default)]
    pub namespace: Option<String>,
    /// The namespace's id.
    #[serde(default)]
    pub namespace_id: Option<i64>,
    /// The user pool's id.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(ResourceDefinition {
    code,
    id,
    resource_type,
    actions,
    namespace,
    namespace_id,
    user_pool_id,
    created_at,
    updated_at
});

/// Something that can be done with a resource.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceAction {
    /// The name: `books:read`, or `read` in what is sent.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
}

authing_types::redacted_debug!(ResourceAction { name });

impl ResourceAction {
    /// An action of this name, and what it is.
    pub fn new(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { name: name.into(), description: Some(description.into()) }
    }
}
