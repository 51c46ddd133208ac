//! Policies, and what they are assigned to.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::state::acl::TargetType;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Effect {
    #[default]
    Allow,
    Deny,
}

/// One statement of a policy, as it goes over the wire.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub(crate) resource: String,
    pub(crate) actions: Vec<String>,
    #[serde(default, deserialize_with = "null_is_allow")]
    pub(crate) effect: Effect,
    #[serde(default)]
    pub(crate) condition: Option<Json>,
}

show_fields!(Statement { effect });

fn null_is_allow<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Effect, D::Error> {
    Ok(Option::<Effect>::deserialize(input)?.unwrap_or_default())
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Policy {
    #[serde(default = "crate::base::random::object_id")]
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

show_fields!(Policy { id, is_default, hidden, created_at, updated_at });

#[derive(Clone, Serialize, Deserialize)]
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

show_fields!(Assignment { target_type, enabled, inherited, assigned_at });

impl Assignment {
    /// The namespace a role it is assigned to is of.
    pub(crate) fn role_namespace(&self) -> &str {
        self.target_namespace.as_deref().unwrap_or(&self.namespace)
    }
}

fn yes() -> bool {
    true
}
