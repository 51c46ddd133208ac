//! An entry of the list of who may log in.

use authing_types::{PolicyAssignmentTargetType, PolicyEffect, Timestamp};
use serde::{Deserialize, Serialize};

use crate::acl::{AssignedPolicy, AssignedTarget};

/// That somebody is let in to an application or kept out: one of the application's two hidden
/// policies, assigned to a user, role, group or department.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccessPolicy {
    /// What kind of target it is about.
    pub target_type: PolicyAssignmentTargetType,
    /// The target: the id of a user or department, the code of a role or group.
    pub target_identifier: String,
    /// The target itself, where it is told. Of a role, a group or a department there is no more to
    /// know than here; of a user there is, from [`UsersApi::get`](crate::UsersApi::get).
    pub target: Option<AssignedTarget>,
    /// The permission namespace of a role, by code.
    pub target_namespace: Option<String>,
    /// Whether it is in effect.
    pub enabled: Option<bool>,
    /// Whether what it says of a department it says of all below it too.
    pub inherit_by_children: Option<bool>,
    /// The policy's id.
    pub policy_id: Option<String>,
    /// The policy's code.
    pub code: Option<String>,
    /// The policy itself.
    pub policy: Option<AssignedPolicy>,
    /// The permission namespace of the policy, by code: the application's id.
    pub namespace: Option<String>,
    /// The name of that namespace.
    pub namespace_name: Option<String>,
    /// When it was made.
    pub assigned_at: Option<Timestamp>,
}

authing_types::redacted_debug!(AccessPolicy {
    target_type,
    target_identifier,
    target,
    enabled,
    inherit_by_children,
    policy_id,
    code,
    policy,
    namespace,
    assigned_at
});

impl AccessPolicy {
    /// Whether it lets in or keeps out, where the response has the policy.
    pub fn effect(&self) -> Option<&PolicyEffect> {
        self.policy.as_ref()?.statements.first()?.effect.as_ref()
    }
}
