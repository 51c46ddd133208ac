//! Resources: what rights can be given on.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ResourceType {
    Data,
    Api,
    Menu,
    Ui,
    Button,
}

impl ResourceType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Data => "DATA",
            Self::Api => "API",
            Self::Menu => "MENU",
            Self::Ui => "UI",
            Self::Button => "BUTTON",
        }
    }
}

/// Something that can be done with a resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ResourceAction {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
}

/// A resource of a namespace. Its code is the kind that rights name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ResourceDefinition {
    pub(crate) id: String,
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) resource_type: ResourceType,
    pub(crate) description: Option<String>,
    pub(crate) actions: Vec<ResourceAction>,
    pub(crate) api_identifier: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}
