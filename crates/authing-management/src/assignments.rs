//! Groups, roles and policies and who has them: what the areas of users, groups, roles and policies
//! share. The areas check the arguments, which each of them names in its own way.

use authing_core::{Call, client::CallBuilder};
use authing_types::{Page, PolicyAssignment};

use crate::{
    generated::operations::{
        self, add_policy_assignments, add_user_to_group, assign_role, policy_assignments,
        remove_policy_assignments, remove_user_from_group, revoke_role,
    },
    target::{Target, Targets},
};

/// Puts users into the group of this code.
pub(crate) fn add_to_group(call: CallBuilder<'_>, code: String, user_ids: Vec<String>) -> Call<()> {
    call.graphql::<operations::AddUserToGroup>(add_user_to_group::Variables { user_ids, code })
        .map(|data| data.add_user_to_group)
        .confirmed()
}

/// Takes users out of the group of this code.
pub(crate) fn remove_from_group(
    call: CallBuilder<'_>,
    code: String,
    user_ids: Vec<String>,
) -> Call<()> {
    let variables = remove_user_from_group::Variables { user_ids, code };
    call.graphql::<operations::RemoveUserFromGroup>(variables)
        .map(|data| data.remove_user_from_group)
        .confirmed()
}

/// Which roles of a namespace, and who is to have them or not.
#[derive(Default)]
pub(crate) struct RoleAssignment {
    pub(crate) roles: RoleCodes,
    pub(crate) namespace: Option<String>,
    pub(crate) user_ids: Vec<String>,
    pub(crate) node_ids: Vec<String>,
}

/// One role or several: the operations have an argument for each.
pub(crate) enum RoleCodes {
    One(String),
    Many(Vec<String>),
}

impl Default for RoleCodes {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl RoleCodes {
    fn into_variables(self) -> (Option<String>, Option<Vec<Option<String>>>) {
        match self {
            Self::One(code) => (Some(code), None),
            Self::Many(codes) => (None, Some(nullable(codes))),
        }
    }
}

impl RoleAssignment {
    pub(crate) fn assign(self, call: CallBuilder<'_>) -> Call<()> {
        let (role_code, role_codes) = self.roles.into_variables();
        let variables = assign_role::Variables {
            namespace: self.namespace,
            role_code,
            role_codes,
            user_ids: given(self.user_ids),
            node_codes: given(self.node_ids),
            ..Default::default()
        };
        call.graphql::<operations::AssignRole>(variables).map(|data| data.assign_role).confirmed()
    }

    pub(crate) fn revoke(self, call: CallBuilder<'_>) -> Call<()> {
        let (role_code, role_codes) = self.roles.into_variables();
        let variables = revoke_role::Variables {
            namespace: self.namespace,
            role_code,
            role_codes,
            user_ids: given(self.user_ids),
            node_codes: given(self.node_ids),
            ..Default::default()
        };
        call.graphql::<operations::RevokeRole>(variables).map(|data| data.revoke_role).confirmed()
    }
}

/// Which policies of a namespace, and who is to have them.
pub(crate) struct AssignedPolicies {
    pub(crate) policies: Vec<String>,
    pub(crate) targets: Targets,
    pub(crate) inherit_by_children: Option<bool>,
    pub(crate) namespace: Option<String>,
}

impl AssignedPolicies {
    /// Policies of one target.
    pub(crate) fn of(target: Target, policies: Vec<String>, namespace: Option<String>) -> Self {
        Self { policies, targets: target.into(), inherit_by_children: None, namespace }
    }

    pub(crate) fn add(self, call: CallBuilder<'_>) -> Call<()> {
        let (target_type, target_identifiers) = self.targets.into_parts();
        let variables = add_policy_assignments::Variables {
            policies: self.policies,
            target_type,
            target_identifiers: Some(target_identifiers),
            inherit_by_children: self.inherit_by_children,
            namespace: self.namespace,
        };
        call.graphql::<operations::AddPolicyAssignments>(variables)
            .map(|data| data.add_policy_assignments)
            .confirmed()
    }

    pub(crate) fn remove(self, call: CallBuilder<'_>) -> Call<()> {
        let (target_type, target_identifiers) = self.targets.into_parts();
        let variables = remove_policy_assignments::Variables {
            policies: self.policies,
            target_type,
            target_identifiers: Some(target_identifiers),
            namespace: self.namespace,
        };
        call.graphql::<operations::RemovePolicyAssignments>(variables)
            .map(|data| data.remove_policy_assignments)
            .confirmed()
    }
}

/// Which assignments of policies are looked for.
pub(crate) struct AssignmentFilter {
    pub(crate) policy: Option<String>,
    pub(crate) target: Option<Target>,
    pub(crate) namespace: Option<String>,
}

impl AssignmentFilter {
    /// One page of them.
    pub(crate) fn fetch(
        self,
        call: CallBuilder<'_>,
        page: i64,
        limit: i64,
    ) -> Call<Page<PolicyAssignment>> {
        let (target_type, target_identifier) = self.target.map(Target::into_parts).unzip();
        let variables = policy_assignments::Variables {
            namespace: self.namespace,
            code: self.policy,
            target_type,
            target_identifier,
            page: Some(page),
            limit: Some(limit),
        };
        call.graphql::<operations::PolicyAssignments>(variables).map(|data| data.policy_assignments)
    }
}

/// A list that holds nobody is not sent.
fn given(ids: Vec<String>) -> Option<Vec<String>> {
    Some(ids).filter(|ids| !ids.is_empty())
}

/// The schema allows null elements.
fn nullable(codes: Vec<String>) -> Vec<Option<String>> {
    codes.into_iter().map(Some).collect()
}
