//! Namespaces, the resources in them, and the rights that are given on resources.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// The namespace used when a request names none.
pub(crate) const DEFAULT_NAMESPACE: &str = "default";

/// The namespace that Authing keeps its own permissions in.
pub(crate) const SYSTEM_NAMESPACE: &str = "system";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Namespace {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) app_id: Option<String>,
}

show_fields!(Namespace { id, app_id });

/// Who a policy is assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TargetType {
    User,
    Role,
    Group,
    Org,
    AkSk,
}

/// Rights on a resource given without a policy, by `allow` or `authorizeResource`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ResourceGrant {
    pub(crate) namespace: String,
    pub(crate) resource: String,
    pub(crate) resource_type: Option<String>,
    pub(crate) target_type: TargetType,
    pub(crate) target: String,
    /// None on menus and buttons.
    pub(crate) actions: Vec<String>,
}

show_fields!(ResourceGrant { target_type });

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ResourceType {
    #[default]
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
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ResourceAction {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
}

show_fields!(ResourceAction {});

/// A resource of a namespace. Its code is the kind that rights name.
#[derive(Clone, Serialize, Deserialize)]
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

show_fields!(ResourceDefinition { id, resource_type, created_at, updated_at });
