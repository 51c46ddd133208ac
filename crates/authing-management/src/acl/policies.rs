//! Which targets of a type a policy is assigned to, with the policy itself.

use authing_core::{Call, Operation};
use authing_types::{PolicyAssignmentTargetType, PolicyStatement, Timestamp, lenient};
use serde::{Deserialize, Serialize};

use super::AclApi;
use crate::target;

const LIST: Operation = Operation::get(
    "acl.list_policy_assignments_by_target",
    "/api/v2/policies/assignments/by-target",
)
.management()
.idempotent()
.strict();

impl AclApi<'_> {
    /// Lists the targets of one type that a policy is assigned to, with the policy and its
    /// conditions.
    ///
    /// ```no_run
    /// use authing_management::types::PolicyAssignmentTargetType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let assigned = management
    ///     .acl()
    ///     .list_policy_assignments_by_target("readers", PolicyAssignmentTargetType::Role)
    ///     .await?;
    /// for target in assigned.targets {
    ///     println!("{:?}", target.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/policies/assignments/by-target`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace or policy, or a type of
    /// target the server does not have; an error of the server's when there is no such policy.
    pub fn list_policy_assignments_by_target(
        &self,
        policy_code: impl Into<String>,
        target_type: PolicyAssignmentTargetType,
    ) -> Call<TargetAssignments> {
        let policy_code = policy_code.into();
        self.call(LIST)
            .required("policy_code", &policy_code)
            .check(target::check_type(&target_type))
            .rest(|request| {
                request
                    .query("namespace", self.namespace())
                    .query("policy_code", &policy_code)
                    .query("target_type", &target_type)
            })
    }
}

/// A policy and the targets of one type it is assigned to.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TargetAssignments {
    /// The policy's code.
    pub code: String,
    /// The policy's id.
    #[serde(default)]
    pub policy_id: Option<String>,
    /// The policy.
    #[serde(default)]
    pub policy: Option<AssignedPolicy>,
    /// The type of the targets.
    #[serde(default)]
    pub target_type: Option<PolicyAssignmentTargetType>,
    /// The targets.
    #[serde(default, deserialize_with = "lenient::list")]
    pub targets: Vec<AssignedTarget>,
    /// The namespace's code.
    #[serde(default)]
    pub namespace: Option<String>,
}

authing_types::redacted_debug!(TargetAssignments {
    code,
    policy_id,
    policy,
    target_type,
    targets,
    namespace
});

/// A policy, as the REST interface describes it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssignedPolicy {
    /// The code.
    pub code: String,
    /// The id.
    #[serde(default)]
    pub id: Option<String>,
    /// What the policy is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Its rules.
    #[serde(default, deserialize_with = "lenient::list")]
    pub statements: Vec<PolicyStatement>,
    /// Whether it is built in.
    #[serde(default)]
    pub is_default: Option<bool>,
    /// Whether the server made it for permissions that were given directly.
    #[serde(default)]
    pub is_auto: Option<bool>,
    /// Whether the console leaves it out.
    #[serde(default)]
    pub hidden: Option<bool>,
    /// The namespace's id.
    #[serde(default)]
    pub namespace_id: Option<i64>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(AssignedPolicy {
    code,
    id,
    statements,
    is_default,
    is_auto,
    hidden,
    namespace_id,
    created_at,
    updated_at
});

/// A user, role, group or department that a policy is assigned to. `Debug` shows the id only, since
/// it may be a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AssignedTarget {
    /// The id. Groups may have none.
    #[serde(default)]
    pub id: Option<String>,
    /// The code, of what has one.
    #[serde(default)]
    pub code: Option<String>,
    /// The name, of what has one.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The username of a user.
    #[serde(default)]
    pub username: Option<String>,
    /// The email address of a user.
    #[serde(default)]
    pub email: Option<String>,
    /// The phone number of a user.
    #[serde(default)]
    pub phone: Option<String>,
    /// The nickname of a user.
    #[serde(default)]
    pub nickname: Option<String>,
    /// The organisation of a department, by id.
    #[serde(default)]
    pub org_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(AssignedTarget { id });
