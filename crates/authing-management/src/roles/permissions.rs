//! What a role may do: its policies and resources.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::Page;
use authing_types::{AuthorizedResource, CommonMessage, PolicyAssignment, ResourceType};

use super::{Roles, no_such_role};
use crate::{
    arguments::{code_in_namespace, collect, not_empty},
    assignments::{AssignedPolicies, AssignmentFilter},
    generated::operations::{self, list_role_authorized_resources},
    target::Target,
};

const LIST_POLICIES: Operation =
    Operation::graphql("roles.list_policies").management().idempotent();
const ADD_POLICIES: Operation = Operation::graphql("roles.add_policies").management().idempotent();
const REMOVE_POLICIES: Operation =
    Operation::graphql("roles.remove_policies").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("roles.list_authorized_resources").management().idempotent();

impl Roles<'_> {
    /// Lists the policies assigned to a role of a namespace; `None` names the default one.
    ///
    /// ```no_run
    /// use authing_management::PageRequest;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let policies = management.roles().list_policies("editor", None, PageRequest::default());
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty code or
    /// namespace; else those of every call.
    pub fn list_policies(
        &self,
        code: impl Into<String>,
        namespace: Option<&str>,
        page: PageRequest,
    ) -> PagedCall<PolicyAssignment> {
        let code = code.into();
        let namespace = namespace.map(str::to_owned);
        let filter = AssignmentFilter {
            policy: None,
            target: Some(Target::role(&code)),
            namespace: namespace.clone(),
        };
        let check = move || code_in_namespace(&code, namespace.as_deref());
        filter.list(self.client.api(), LIST_POLICIES, page, check)
    }

    /// Assigns policies of a namespace, `None` for the default one, to a role of it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().add_policies("editor", ["books", "films"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addPolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no policy or an empty code or namespace;
    /// an error of the server's when the role or one of the policies does not exist.
    pub fn add_policies(
        &self,
        code: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let code = code.into();
        let checked = not_empty("code", &code);
        assigned(code, policies, namespace).add(self.client.api(), ADD_POLICIES).check(checked)
    }

    /// Takes policies from a role.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_policies("editor", ["films"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removePolicyAssignments`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no policy or an empty code or namespace;
    /// else those of every call.
    pub fn remove_policies(
        &self,
        code: impl Into<String>,
        policies: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let code = code.into();
        let checked = not_empty("code", &code);
        assigned(code, policies, namespace)
            .remove(self.client.api(), REMOVE_POLICIES)
            .check(checked)
    }

    /// Lists what a role of a namespace, `None` for the default one, may use. `resource_type`
    /// narrows it to one type.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let resources = management.roles().list_authorized_resources("editor", None, None).await?;
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace.
    pub fn list_authorized_resources(
        &self,
        code: impl Into<String>,
        namespace: Option<&str>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let code = code.into();
        let checked = code_in_namespace(&code, namespace);
        let variables = list_role_authorized_resources::Variables {
            code,
            namespace: namespace.map(str::to_owned),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        self.client
            .api()
            .graphql::<operations::ListRoleAuthorizedResources>(
                LIST_AUTHORIZED_RESOURCES,
                variables,
            )
            .try_map(|data| {
                data.role.and_then(|role| role.authorized_resources).ok_or_else(no_such_role)
            })
            .check(checked)
    }
}

fn assigned(
    code: String,
    policies: impl IntoIterator<Item = impl Into<String>>,
    namespace: Option<&str>,
) -> AssignedPolicies {
    AssignedPolicies {
        policies: collect(policies),
        targets: Target::role(code).into(),
        inherit_by_children: None,
        namespace: namespace.map(str::to_owned),
    }
}
