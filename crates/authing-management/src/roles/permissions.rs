//! What a role may do: its policies and resources.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{AuthorizedResource, Page, PolicyAssignment, ResourceType};

use super::RolesApi;
use crate::{
    arguments::collect,
    assignments::{AssignedPolicies, AssignmentFilter},
    generated::operations::{self, list_role_authorized_resources},
    target::Target,
};

const LIST_POLICIES: Operation =
    Operation::graphql("roles.list_policies").management().idempotent().strict();
const ADD_POLICIES: Operation = Operation::graphql("roles.add_policies").management().idempotent();
const REMOVE_POLICIES: Operation =
    Operation::graphql("roles.remove_policies").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("roles.list_authorized_resources").management().idempotent().strict();

impl RolesApi<'_> {
    /// Lists the policies of the namespace that are assigned to a role of it.
    ///
    /// ```no_run
    /// use authing_management::PageRequest;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let policies = management.roles().list_policies("editor", PageRequest::default());
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank code; otherwise
    /// those of every call.
    pub fn list_policies(
        &self,
        code: impl Into<String>,
        page: PageRequest,
    ) -> PagedCall<PolicyAssignment> {
        let code = code.into();
        self.pages(LIST_POLICIES, page, move |call, namespace, page, limit| {
            let target = Some(Target::role(&code));
            let filter = AssignmentFilter { policy: None, target, namespace };
            filter.fetch(call.required("code", &code), page, limit)
        })
    }

    /// Assigns policies of the namespace to a role of it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().add_policies("editor", ["books", "films"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addPolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code, and for no policy or a
    /// blank one; an error of the server's when the role or one of the policies does not exist.
    pub fn add_policies(
        &self,
        code: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (code, policies) = (code.into(), collect(policies));
        let call =
            self.call(ADD_POLICIES).required("code", &code).required_all("policies", &policies);
        self.assigned_policies(code, policies).add(call)
    }

    /// Takes policies of the namespace from a role of it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_policies("editor", ["films"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code, and for no policy or a
    /// blank one; otherwise those of every call.
    pub fn remove_policies(
        &self,
        code: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (code, policies) = (code.into(), collect(policies));
        let call =
            self.call(REMOVE_POLICIES).required("code", &code).required_all("policies", &policies);
        self.assigned_policies(code, policies).remove(call)
    }

    fn assigned_policies(&self, code: String, policies: Vec<String>) -> AssignedPolicies {
        AssignedPolicies::of(Target::role(code), policies, self.namespace.clone())
    }

    /// Lists what a role of the namespace may use. `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let resources = management.roles().list_authorized_resources("editor", None).await?;
    /// for resource in resources.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such role;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code.
    pub fn list_authorized_resources(
        &self,
        code: impl Into<String>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let code = code.into();
        let call = self.call(LIST_AUTHORIZED_RESOURCES).required("code", &code);
        let variables = list_role_authorized_resources::Variables {
            code,
            namespace: self.namespace.clone(),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        call.graphql::<operations::ListRoleAuthorizedResources>(variables)
            .map(|data| data.role.map(|role| role.authorized_resources))
            .or_not_found("role")
            .required_at("data.role.authorizedResources")
    }
}
