//! Where users belong: groups, roles, policies, departments, tenants.

use authing_core::{Call, Operation, PageRequest, PagedCall, client::CallBuilder};
use authing_types::{Group, OrgPath, Page, PolicyAssignment, Role, Timestamp, UserDepartment};
use serde::{Deserialize, Serialize};

use super::{UsersApi, no_such_user};
use crate::{
    arguments::collect,
    assignments::{
        AssignedPolicies, AssignmentFilter, RoleAssignment, RoleCodes, add_to_group,
        remove_from_group,
    },
    generated::operations::{self, get_user_departments, get_user_groups, get_user_roles},
    target::Target,
};

const LIST_GROUPS: Operation = Operation::graphql("users.list_groups").management().idempotent();
const ADD_GROUP: Operation = Operation::graphql("users.add_group").management().idempotent();
const REMOVE_GROUP: Operation = Operation::graphql("users.remove_group").management().idempotent();
const LIST_ROLES: Operation = Operation::graphql("users.list_roles").management().idempotent();
const ADD_ROLES: Operation = Operation::graphql("users.add_roles").management().idempotent();
const REMOVE_ROLES: Operation = Operation::graphql("users.remove_roles").management().idempotent();
const HAS_ROLE: Operation = Operation::get("users.has_role", "/api/v2/users/{user_id}/has-role")
    .management()
    .idempotent()
    .strict();
const LIST_POLICIES: Operation =
    Operation::graphql("users.list_policies").management().idempotent().strict();
const ADD_POLICIES: Operation = Operation::graphql("users.add_policies").management().idempotent();
const REMOVE_POLICIES: Operation =
    Operation::graphql("users.remove_policies").management().idempotent();
const LIST_ORGS: Operation =
    Operation::get("users.list_orgs", "/api/v2/users/{user_id}/orgs").management().idempotent();
const LIST_DEPARTMENTS: Operation =
    Operation::graphql("users.list_departments").management().idempotent();
const LIST_TENANTS: Operation =
    Operation::get("users.list_tenants", "/api/v2/users/{user_id}/tenants")
        .management()
        .idempotent();

impl UsersApi<'_> {
    /// Lists the groups a user is in.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for group in management.users().list_groups("5f7ddfe62ba819802422362e").await?.list {
    ///     println!("{}", group.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { groups }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_groups(&self, user_id: impl Into<String>) -> Call<Page<Group>> {
        let id = user_id.into();
        self.call(LIST_GROUPS)
            .required("user_id", &id)
            .graphql::<operations::GetUserGroups>(get_user_groups::Variables { id })
            .try_map(|data| data.user.ok_or_else(no_such_user))
            .map(|user| user.groups)
            .required_at("data.user.groups")
    }

    /// Puts a user into a group.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().add_group("5f7ddfe62ba819802422362e", "engineers").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addUserToGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or code; an error of the
    /// server's when user or group does not exist.
    pub fn add_group(&self, user_id: impl Into<String>, group_code: impl Into<String>) -> Call<()> {
        let (user_id, group_code) = (user_id.into(), group_code.into());
        let call = self.call_about_group(ADD_GROUP, &user_id, &group_code);
        add_to_group(call, group_code, vec![user_id])
    }

    /// Takes a user out of a group.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().remove_group("5f7ddfe62ba819802422362e", "engineers").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUserFromGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or code; an error of the
    /// server's when the group does not exist.
    pub fn remove_group(
        &self,
        user_id: impl Into<String>,
        group_code: impl Into<String>,
    ) -> Call<()> {
        let (user_id, group_code) = (user_id.into(), group_code.into());
        let call = self.call_about_group(REMOVE_GROUP, &user_id, &group_code);
        remove_from_group(call, group_code, vec![user_id])
    }

    fn call_about_group(
        &self,
        operation: Operation,
        user_id: &str,
        group_code: &str,
    ) -> CallBuilder<'_> {
        self.call(operation).required("user_id", user_id).required("group_code", group_code)
    }

    /// Lists the roles a user has in the namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let shop = management.users().in_namespace("shop");
    /// for role in shop.list_roles("5f7ddfe62ba819802422362e").await?.list {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_roles(&self, user_id: impl Into<String>) -> Call<Page<Role>> {
        let id = user_id.into();
        let call = self.call(LIST_ROLES).required("user_id", &id);
        let variables = get_user_roles::Variables { id, namespace: self.namespace.clone() };
        call.graphql::<operations::GetUserRoles>(variables)
            .try_map(|data| data.user.ok_or_else(no_such_user))
            .map(|user| user.roles)
            .required_at("data.user.roles")
    }

    /// Gives a user roles of the namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = management.users();
    /// users.add_roles("5f7ddfe62ba819802422362e", ["admin", "editor"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `assignRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, and for no code or a blank
    /// one; an error of the server's when user or role does not exist.
    pub fn add_roles(
        &self,
        user_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (user_id, role_codes) = (user_id.into(), collect(role_codes));
        let call = self.call_about_many(ADD_ROLES, &user_id, "role_codes", &role_codes);
        self.role_assignment(user_id, role_codes).assign(call)
    }

    /// Takes roles of the namespace from a user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().remove_roles("5f7ddfe62ba819802422362e", ["editor"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `revokeRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`add_roles`](Self::add_roles).
    pub fn remove_roles(
        &self,
        user_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (user_id, role_codes) = (user_id.into(), collect(role_codes));
        let call = self.call_about_many(REMOVE_ROLES, &user_id, "role_codes", &role_codes);
        self.role_assignment(user_id, role_codes).revoke(call)
    }

    fn call_about_many(
        &self,
        operation: Operation,
        user_id: &str,
        argument: &str,
        codes: &[String],
    ) -> CallBuilder<'_> {
        self.call(operation).required("user_id", user_id).required_all(argument, codes)
    }

    fn role_assignment(&self, user_id: String, codes: Vec<String>) -> RoleAssignment {
        RoleAssignment {
            roles: RoleCodes::Many(codes),
            namespace: self.namespace.clone(),
            user_ids: vec![user_id],
            ..Default::default()
        }
    }

    /// Whether a user has a role of the namespace.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if management.users().has_role("5f7ddfe62ba819802422362e", "admin").await? {
    ///     println!("may do everything");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/has-role`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or code.
    pub fn has_role(&self, user_id: impl Into<String>, role_code: impl Into<String>) -> Call<bool> {
        let (user_id, role_code) = (user_id.into(), role_code.into());
        self.call(HAS_ROLE).required("user_id", &user_id).required("role_code", &role_code).rest(
            |request| {
                request
                    .path("user_id", &user_id)
                    .query("code", &role_code)
                    .query_opt("namespace", self.namespace.as_deref())
            },
        )
    }

    /// Lists the policies of the namespace that are assigned to a user.
    ///
    /// ```no_run
    /// use authing_management::PageRequest;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let policies = management.users().list_policies("5f7ddfe62ba819802422362e", PageRequest::default());
    /// for assignment in policies.await?.list {
    ///     println!("{}", assignment.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `policyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank id; otherwise
    /// those of every call.
    pub fn list_policies(
        &self,
        user_id: impl Into<String>,
        page: PageRequest,
    ) -> PagedCall<PolicyAssignment> {
        let user_id = user_id.into();
        self.pages(LIST_POLICIES, page, move |call, namespace, page, limit| {
            let target = Some(Target::user(&user_id));
            let filter = AssignmentFilter { policy: None, target, namespace };
            filter.fetch(call.required("user_id", &user_id), page, limit)
        })
    }

    /// Assigns policies of the namespace to a user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().add_policies("5f7ddfe62ba819802422362e", ["readers"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addPolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, and for no policy or a blank
    /// one; an error of the server's when user or policy does not exist.
    pub fn add_policies(
        &self,
        user_id: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (user_id, policies) = (user_id.into(), collect(policies));
        let call = self.call_about_many(ADD_POLICIES, &user_id, "policies", &policies);
        self.assigned_policies(user_id, policies).add(call)
    }

    /// Takes policies of the namespace from a user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().remove_policies("5f7ddfe62ba819802422362e", ["readers"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, and for no policy or a blank
    /// one; otherwise those of every call.
    pub fn remove_policies(
        &self,
        user_id: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (user_id, policies) = (user_id.into(), collect(policies));
        let call = self.call_about_many(REMOVE_POLICIES, &user_id, "policies", &policies);
        self.assigned_policies(user_id, policies).remove(call)
    }

    fn assigned_policies(&self, user_id: String, policies: Vec<String>) -> AssignedPolicies {
        AssignedPolicies::of(Target::user(user_id), policies, self.namespace.clone())
    }

    /// Lists the organizations a user is in: for each membership the organization, and the nodes
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_orgs(&self, user_id: impl Into<String>) -> Call<Vec<OrgPath>> {
        let user_id = user_id.into();
        self.call(LIST_ORGS)
            .required("user_id", &user_id)
            .rest(|request| request.path("user_id", &user_id))
    }

    /// Lists the departments a user is in, in all organizations or in one.
    ///
    /// ```no_run
    /// use authing_management::users::ListUserDepartments;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = management.users();
    /// let all = users.list_departments("5f7ddfe62ba819802422362e").await?;
    /// let request = ListUserDepartments::new("5f7ddfe62ba819802422362e").org_id("60a3b7dc");
    /// let in_one = users.list_departments(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { departments }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_departments(
        &self,
        request: impl Into<ListUserDepartments>,
    ) -> Call<Page<UserDepartment>> {
        let ListUserDepartments { user_id: id, org_id } = request.into();
        self.call(LIST_DEPARTMENTS)
            .required("user_id", &id)
            .required_if_given("org_id", org_id.as_deref())
            .graphql::<operations::GetUserDepartments>(get_user_departments::Variables {
                id,
                org_id,
            })
            .try_map(|data| data.user.ok_or_else(no_such_user))
            .map(|user| user.departments)
            .required_at("data.user.departments")
    }

    /// Lists the tenants a user is a member of.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for tenant in management.users().list_tenants("5f7ddfe62ba819802422362e").await? {
    ///     println!("{}: {:?}", tenant.id, tenant.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/tenants`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_tenants(&self, user_id: impl Into<String>) -> Call<Vec<UserTenant>> {
        let user_id = user_id.into();
        self.call(LIST_TENANTS)
            .required("user_id", &user_id)
            .rest(|request| request.path("user_id", &user_id))
    }
}

/// Which departments [`UsersApi::list_departments`] lists; a user's id is enough.
#[derive(Clone)]
pub struct ListUserDepartments {
    user_id: String,
    org_id: Option<String>,
}

authing_types::redacted_debug!(ListUserDepartments { user_id, org_id });

impl ListUserDepartments {
    /// Those of this user, in all organizations.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), org_id: None }
    }

    /// Only those in this organization.
    #[must_use]
    pub fn org_id(mut self, org_id: impl Into<String>) -> Self {
        self.org_id = Some(org_id.into());
        self
    }
}

impl<T: Into<String>> From<T> for ListUserDepartments {
    fn from(user_id: T) -> Self {
        Self::new(user_id)
    }
}

/// A tenant that a user is a member of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

authing_types::redacted_debug!(UserTenant { id, created_at, updated_at });
