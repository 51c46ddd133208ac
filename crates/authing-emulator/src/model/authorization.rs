//! Groups, roles, policies and who holds them.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::clock::Timestamp;

/// The namespace used when a request names none.
pub(crate) const DEFAULT_NAMESPACE: &str = "default";

/// The namespace that Authing keeps its own permissions in.
pub(crate) const SYSTEM_NAMESPACE: &str = "system";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Namespace {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) app_id: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) users: Vec<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Effect {
    #[default]
    Allow,
    Deny,
}

/// One statement of a policy, as it goes over the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub(crate) resource: String,
    pub(crate) actions: Vec<String>,
    #[serde(default, deserialize_with = "null_is_allow")]
    pub(crate) effect: Effect,
    #[serde(default)]
    pub(crate) condition: Option<Json>,
}

fn null_is_allow<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Effect, D::Error> {
    Ok(Option::<Effect>::deserialize(input)?.unwrap_or_default())
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Policy {
    #[serde(default = "crate::random::object_id")]
    pub(crate) id: String,
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) is_default: bool,
    /// Whether lists leave it out: the policies of applications' access control.
    #[serde(default)]
    pub(crate) hidden: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Who a policy is assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TargetType {
    User,
    Role,
    Group,
    Org,
    AkSk,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Assignment {
    pub(crate) namespace: String,
    pub(crate) policy: String,
    pub(crate) target_type: TargetType,
    pub(crate) target: String,
    pub(crate) enabled: bool,
    /// Whether departments below the one it is assigned to have it too.
    #[serde(default = "yes")]
    pub(crate) inherited: bool,
    /// The namespace of a role, where it is not that of the policy.
    #[serde(default)]
    pub(crate) target_namespace: Option<String>,
    #[serde(default)]
    pub(crate) assigned_at: Option<Timestamp>,
}

impl Assignment {
    /// The namespace a role it is assigned to is of.
    pub(crate) fn role_namespace(&self) -> &str {
        self.target_namespace.as_deref().unwrap_or(&self.namespace)
    }
}

fn yes() -> bool {
    true
}

/// Rights on a resource given without a policy, by `allow` or `authorizeResource`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ResourceGrant {
    pub(crate) namespace: String,
    pub(crate) resource: String,
    pub(crate) resource_type: Option<String>,
    pub(crate) target_type: TargetType,
    pub(crate) target: String,
    /// None on menus and buttons.
    pub(crate) actions: Vec<String>,
}
