//! Groups, roles and policies and who has them: what the areas of users, groups, roles and policies
//! share.

use authing_core::{Call, Error, Operation, PageRequest, PagedCall, client::ApiClient};
use authing_types::{CommonMessage, PolicyAssignment};

use crate::{
    arguments::{none_empty, not_empty, not_empty_if_given},
    generated::operations::{
        self, add_policy_assignments, add_user_to_group, assign_role, policy_assignments,
        remove_policy_assignments, remove_user_from_group, revoke_role,
    },
    target::{Target, Targets},
};

/// A group, and users who are to be in it or out of it.
pub(crate) struct GroupMembers {
    pub(crate) code: String,
    pub(crate) user_ids: Vec<String>,
}

/// Which roles of a namespace, by one code or several, and who is to have them.
#[derive(Default)]
pub(crate) struct RoleHolders {
    pub(crate) namespace: Option<String>,
    pub(crate) role_code: Option<String>,
    pub(crate) role_codes: Option<Vec<String>>,
    pub(crate) user_ids: Vec<String>,
    pub(crate) node_ids: Vec<String>,
}

/// Which policies of a namespace, and whom they are assigned to.
#[derive(Clone, Debug)]
pub(crate) struct AssignedPolicies {
    pub(crate) policies: Vec<String>,
    pub(crate) targets: Targets,
    pub(crate) inherit_by_children: Option<bool>,
    pub(crate) namespace: Option<String>,
}

/// Which assignments of policies are looked for.
#[derive(Clone, Default)]
pub(crate) struct AssignmentFilter {
    pub(crate) policy: Option<String>,
    pub(crate) target: Option<Target>,
    pub(crate) namespace: Option<String>,
}

impl GroupMembers {
    pub(crate) fn add(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let variables = add_user_to_group::Variables { user_ids: self.user_ids, code: self.code };
        api.graphql::<operations::AddUserToGroup>(operation, variables)
            .map(|data| data.add_user_to_group)
            .check(checked)
    }

    pub(crate) fn remove(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let variables =
            remove_user_from_group::Variables { user_ids: self.user_ids, code: self.code };
        api.graphql::<operations::RemoveUserFromGroup>(operation, variables)
            .map(|data| data.remove_user_from_group)
            .check(checked)
    }

    fn check(&self) -> Result<(), Error> {
        not_empty("code", &self.code)?;
        none_empty("user_ids", &self.user_ids)
    }
}

impl RoleHolders {
    pub(crate) fn assign(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let variables = assign_role::Variables {
            namespace: self.namespace,
            role_code: self.role_code,
            role_codes: self.role_codes.map(nullable),
            user_ids: given(self.user_ids),
            node_codes: given(self.node_ids),
            ..Default::default()
        };
        api.graphql::<operations::AssignRole>(operation, variables)
            .map(|data| data.assign_role)
            .required()
            .check(checked)
    }

    pub(crate) fn revoke(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let variables = revoke_role::Variables {
            namespace: self.namespace,
            role_code: self.role_code,
            role_codes: self.role_codes.map(nullable),
            user_ids: given(self.user_ids),
            node_codes: given(self.node_ids),
            ..Default::default()
        };
        api.graphql::<operations::RevokeRole>(operation, variables)
            .map(|data| data.revoke_role)
            .required()
            .check(checked)
    }

    fn check(&self) -> Result<(), Error> {
        not_empty_if_given("code", self.role_code.as_deref())?;
        if let Some(codes) = &self.role_codes {
            none_empty("role_codes", codes)?;
        }
        // Nodes come one at a time, and their area checks them.
        if self.node_ids.is_empty() {
            none_empty("user_ids", &self.user_ids)?;
        }
        not_empty_if_given("namespace", self.namespace.as_deref())
    }
}

impl AssignedPolicies {
    pub(crate) fn add(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let (target_type, target_identifiers) = self.targets.into_parts();
        let variables = add_policy_assignments::Variables {
            policies: self.policies,
            target_type,
            target_identifiers: Some(target_identifiers),
            inherit_by_children: self.inherit_by_children,
            namespace: self.namespace,
        };
        api.graphql::<operations::AddPolicyAssignments>(operation, variables)
            .map(|data| data.add_policy_assignments)
            .check(checked)
    }

    pub(crate) fn remove(self, api: &ApiClient, operation: Operation) -> Call<CommonMessage> {
        let checked = self.check();
        let (target_type, target_identifiers) = self.targets.into_parts();
        let variables = remove_policy_assignments::Variables {
            policies: self.policies,
            target_type,
            target_identifiers: Some(target_identifiers),
            namespace: self.namespace,
        };
        api.graphql::<operations::RemovePolicyAssignments>(operation, variables)
            .map(|data| data.remove_policy_assignments)
            .check(checked)
    }

    fn check(&self) -> Result<(), Error> {
        none_empty("policies", &self.policies)?;
        self.targets.check()?;
        not_empty_if_given("namespace", self.namespace.as_deref())
    }
}

impl AssignmentFilter {
    /// `checked` is what the area has found out about its arguments: it names them as they are
    /// named there.
    pub(crate) fn list(
        self,
        api: &ApiClient,
        operation: Operation,
        page: PageRequest,
        check: impl Fn() -> Result<(), Error> + Send + 'static,
    ) -> PagedCall<PolicyAssignment> {
        api.pages(page, move |api, page, limit| {
            let (target_type, target_identifier) =
                self.target.clone().map(Target::into_parts).unzip();
            let variables = policy_assignments::Variables {
                namespace: self.namespace.clone(),
                code: self.policy.clone(),
                target_type,
                target_identifier,
                page: Some(page),
                limit: Some(limit),
            };
            api.graphql::<operations::PolicyAssignments>(operation.clone(), variables)
                .map(|data| data.policy_assignments)
                .check(check())
        })
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
