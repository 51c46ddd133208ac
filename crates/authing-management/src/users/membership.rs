//! Where users belong: groups, roles, policies, departments, tenants.

use authing_core::{Call, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::{CommonMessage, Group, OrgPath, PolicyAssignment, Role, UserDepartment};
use authing_types::{Page, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Users, manage::check_id, no_such_user};
use crate::{
    arguments::collect,
    assignments::{AssignedPolicies, AssignmentFilter, GroupMembers, RoleHolders},
    generated::operations::{self, get_user_departments, get_user_groups, get_user_roles},
    target::Target,
};

const LIST_GROUPS: Operation = Operation::graphql("users.list_groups").management().idempotent();
const ADD_GROUP: Operation = Operation::graphql("users.add_group").management().idempotent();
const REMOVE_GROUP: Operation = Operation::graphql("users.remove_group").management().idempotent();
const LIST_ROLES: Operation = Operation::graphql("users.list_roles").management().idempotent();
const ADD_ROLES: Operation = Operation::graphql("users.add_roles").management().idempotent();
const REMOVE_ROLES: Operation = Operation::graphql("users.remove_roles").management().idempotent();
const HAS_ROLE: Operation =
    Operation::get("users.has_role", "/api/v2/users/{userId}/has-role").management().idempotent();
const LIST_POLICIES: Operation =
    Operation::graphql("users.list_policies").management().idempotent();
const ADD_POLICIES: Operation = Operation::graphql("users.add_policies").management().idempotent();
const REMOVE_POLICIES: Operation =
    Operation::graphql("users.remove_policies").management().idempotent();
const LIST_ORGS: Operation =
    Operation::get("users.list_orgs", "/api/v2/users/{userId}/orgs").management().idempotent();
const LIST_DEPARTMENTS: Operation =
    Operation::graphql("users.list_departments").management().idempotent();
const LIST_TENANTS: Operation =
    Operation::get("users.list_tenants", "/api/v2/users/{userId}/tenants")
        .management()
        .idempotent();

impl Users<'_> {
    /// Lists the groups a user is in.
    ///
    /// GraphQL `user { groups }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_groups(&self, user_id: impl Into<String>) -> Call<Page<Group>> {
        let id = user_id.into();
        let checked = check_id(&id);
        self.client
            .api()
            .graphql::<operations::GetUserGroups>(LIST_GROUPS, get_user_groups::Variables { id })
            .try_map(|data| data.user.and_then(|user| user.groups).ok_or_else(no_such_user))
            .check(checked)
    }

    /// Puts a user into a group.
    ///
    /// GraphQL `addUserToGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when user or group does not exist.
    pub fn add_group(
        &self,
        user_id: impl Into<String>,
        group_code: impl Into<String>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        GroupMembers { code: group_code.into(), user_ids: vec![user_id] }
            .add(self.client.api(), ADD_GROUP)
            .check(checked)
    }

    /// Takes a user out of a group.
    ///
    /// GraphQL `removeUserFromGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when the group does not exist.
    pub fn remove_group(
        &self,
        user_id: impl Into<String>,
        group_code: impl Into<String>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        GroupMembers { code: group_code.into(), user_ids: vec![user_id] }
            .remove(self.client.api(), REMOVE_GROUP)
            .check(checked)
    }

    /// Lists the roles a user has in a namespace; `None` for the default one.
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_roles(
        &self,
        user_id: impl Into<String>,
        namespace: Option<&str>,
    ) -> Call<Page<Role>> {
        let id = user_id.into();
        let checked = check_id(&id);
        let variables = get_user_roles::Variables { id, namespace: namespace.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::GetUserRoles>(LIST_ROLES, variables)
            .try_map(|data| data.user.and_then(|user| user.roles).ok_or_else(no_such_user))
            .check(checked)
    }

    /// Gives a user roles of a namespace; `None` for the default one.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().add_roles("5f7ddfe62ba819802422362e", ["admin", "editor"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `assignRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when user or role does not exist.
    pub fn add_roles(
        &self,
        user_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let holders = RoleHolders {
            namespace: namespace.map(str::to_owned),
            role_codes: Some(collect(role_codes)),
            user_ids: vec![user_id],
            ..Default::default()
        };
        holders.assign(self.client.api(), ADD_ROLES).check(checked)
    }

    /// Takes roles from a user.
    ///
    /// GraphQL `revokeRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when user or role does not exist.
    pub fn remove_roles(
        &self,
        user_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let holders = RoleHolders {
            namespace: namespace.map(str::to_owned),
            role_codes: Some(collect(role_codes)),
            user_ids: vec![user_id],
            ..Default::default()
        };
        holders.revoke(self.client.api(), REMOVE_ROLES).check(checked)
    }

    /// Whether a user has a role.
    ///
    /// `GET /api/v2/users/{userId}/has-role`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn has_role(
        &self,
        user_id: impl AsRef<str>,
        role_code: &str,
        namespace: Option<&str>,
    ) -> Call<bool> {
        let request = RestRequest::new(HAS_ROLE)
            .path("userId", user_id)
            .query("code", role_code)
            .query_opt("namespace", namespace);
        self.client.api().rest(request)
    }

    /// Lists the policies assigned to a user.
    ///
    /// GraphQL `policyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list_policies(
        &self,
        user_id: impl Into<String>,
        page: PageRequest,
    ) -> PagedCall<PolicyAssignment> {
        let user_id = user_id.into();
        let filter =
            AssignmentFilter { target: Some(Target::user(&user_id)), ..Default::default() };
        filter.list(self.client.api(), LIST_POLICIES, page, move || check_id(&user_id))
    }

    /// Assigns policies to a user.
    ///
    /// GraphQL `addPolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when user or policy does not exist.
    pub fn add_policies(
        &self,
        user_id: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let assigned = AssignedPolicies {
            policies: collect(policies),
            targets: Target::user(user_id).into(),
            inherit_by_children: None,
            namespace: None,
        };
        assigned.add(self.client.api(), ADD_POLICIES).check(checked)
    }

    /// Takes policies from a user.
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn remove_policies(
        &self,
        user_id: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let assigned = AssignedPolicies {
            policies: collect(policies),
            targets: Target::user(user_id).into(),
            inherit_by_children: None,
            namespace: None,
        };
        assigned.remove(self.client.api(), REMOVE_POLICIES).check(checked)
    }

    /// Lists the organisations a user is in: for each membership the organisation, and the nodes
    /// from the root of the tree down to the user's department.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for path in management.users().list_orgs("5f7ddfe62ba819802422362e").await? {
    ///     let names: Vec<_> = path.nodes.iter().filter_map(|node| node.name.as_deref()).collect();
    ///     println!("{}", names.join(" / "));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/orgs`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_orgs(&self, user_id: impl AsRef<str>) -> Call<Vec<OrgPath>> {
        self.client.api().rest(RestRequest::new(LIST_ORGS).path("userId", user_id))
    }

    /// Lists the departments a user is in, in all organisations or in one.
    ///
    /// GraphQL `user { departments }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_departments(
        &self,
        user_id: impl Into<String>,
        org_id: Option<&str>,
    ) -> Call<Page<UserDepartment>> {
        let id = user_id.into();
        let checked = check_id(&id);
        let variables = get_user_departments::Variables { id, org_id: org_id.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::GetUserDepartments>(LIST_DEPARTMENTS, variables)
            .try_map(|data| data.user.and_then(|user| user.departments).ok_or_else(no_such_user))
            .check(checked)
    }

    /// Lists the tenants a user is a member of.
    ///
    /// `GET /api/v2/users/{userId}/tenants`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_tenants(&self, user_id: impl AsRef<str>) -> Call<Vec<UserTenant>> {
        self.client.api().rest(RestRequest::new(LIST_TENANTS).path("userId", user_id))
    }
}

/// A tenant that a user is a member of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserTenant {
    /// The tenant's id.
    #[serde(alias = "tenantId")]
    pub id: String,
    /// The tenant's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// What the tenant is.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
