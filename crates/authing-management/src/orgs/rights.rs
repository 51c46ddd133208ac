//! The roles of a node, and what its members may use.

use authing_core::{Call, Operation};
use authing_types::Page;
use authing_types::{AuthorizedResource, CommonMessage, ResourceType, Role};

use super::{NodeKey, Orgs, no_such_node};
use crate::{
    arguments::{collect, not_empty, not_empty_if_given},
    assignments::RoleHolders,
    generated::operations::{
        self, get_node_roles, get_node_roles_by_code, list_node_by_code_authorized_resources,
        list_node_by_id_authorized_resources,
    },
};

const LIST_ROLES: Operation = Operation::graphql("orgs.list_roles").management().idempotent();
const ADD_ROLES: Operation = Operation::graphql("orgs.add_roles").management().idempotent();
const REMOVE_ROLES: Operation = Operation::graphql("orgs.remove_roles").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("orgs.list_authorized_resources").management().idempotent();

impl Orgs<'_> {
    /// Lists the roles of a namespace, `None` for the default one, that a node has: those given to
    /// it and those of the nodes above.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let roles = management.orgs().list_roles("61de98be345a0152e8559104", None).await?;
    /// for role in roles.list {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById { roles }` or `nodeByCode { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such node;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, code or namespace.
    pub fn list_roles(
        &self,
        node: impl Into<NodeKey>,
        namespace: Option<&str>,
    ) -> Call<Page<Role>> {
        let node = node.into();
        let checked = node.check().and_then(|()| not_empty_if_given("namespace", namespace));
        let namespace = namespace.map(str::to_owned);
        let api = self.client.api();
        let call = match node {
            NodeKey::Id(id) => {
                let variables = get_node_roles::Variables { id, namespace };
                api.graphql::<operations::GetNodeRoles>(LIST_ROLES, variables)
                    .map(|data| data.node_by_id.and_then(|node| node.roles))
            }
            NodeKey::Code { org_id, code } => {
                let variables = get_node_roles_by_code::Variables { org_id, code, namespace };
                api.graphql::<operations::GetNodeRolesByCode>(LIST_ROLES, variables)
                    .map(|data| data.node_by_code.and_then(|node| node.roles))
            }
        };
        call.try_map(|roles| roles.ok_or_else(no_such_node)).check(checked)
    }

    /// Gives a node roles of a namespace; `None` for the default one. Its members have them, and
    /// so have those of the nodes below.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().add_roles("61de98be345a0152e8559104", ["editor"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `assignRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no role or an empty id, code or namespace;
    /// an error of the server's when node or role does not exist.
    pub fn add_roles(
        &self,
        node_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let node_id = node_id.into();
        let checked = not_empty("node_id", &node_id);
        holders(node_id, collect(role_codes), namespace)
            .assign(self.client.api(), ADD_ROLES)
            .check(checked)
    }

    /// Takes roles from a node. What the nodes above have stays.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().remove_roles("61de98be345a0152e8559104", ["editor"], None).await?;
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
        node_id: impl Into<String>,
        role_codes: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        let node_id = node_id.into();
        let checked = not_empty("node_id", &node_id);
        holders(node_id, collect(role_codes), namespace)
            .revoke(self.client.api(), REMOVE_ROLES)
            .check(checked)
    }

    /// Lists what the members of a node may use in a namespace, `None` for all of them: what the
    /// node was given, its roles, and the nodes above. `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NodeKey, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let research = NodeKey::code("61de98be49267601119fb83a", "research");
    /// let apis = management
    ///     .orgs()
    ///     .list_authorized_resources(research, Some("default"), Some(ResourceType::Api))
    ///     .await?;
    /// for resource in apis.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById { authorizedResources }` or `nodeByCode { authorizedResources }`. Safe to
    /// repeat.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such node;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, code or namespace.
    pub fn list_authorized_resources(
        &self,
        node: impl Into<NodeKey>,
        namespace: Option<&str>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let node = node.into();
        let checked = node.check().and_then(|()| not_empty_if_given("namespace", namespace));
        let namespace = namespace.map(str::to_owned);
        let resource_type = resource_type.map(|kind| kind.as_str().to_owned());
        let api = self.client.api();
        let call = match node {
            NodeKey::Id(id) => {
                let variables = list_node_by_id_authorized_resources::Variables {
                    id,
                    namespace,
                    resource_type,
                };
                api.graphql::<operations::ListNodeByIdAuthorizedResources>(
                    LIST_AUTHORIZED_RESOURCES,
                    variables,
                )
                .map(|data| data.node_by_id.and_then(|node| node.authorized_resources))
            }
            NodeKey::Code { org_id, code } => {
                let variables = list_node_by_code_authorized_resources::Variables {
                    org_id,
                    code,
                    namespace,
                    resource_type,
                };
                api.graphql::<operations::ListNodeByCodeAuthorizedResources>(
                    LIST_AUTHORIZED_RESOURCES,
                    variables,
                )
                .map(|data| data.node_by_code.and_then(|node| node.authorized_resources))
            }
        };
        call.try_map(|resources| resources.ok_or_else(no_such_node)).check(checked)
    }
}

/// The server calls them codes and takes ids.
fn holders(node_id: String, role_codes: Vec<String>, namespace: Option<&str>) -> RoleHolders {
    RoleHolders {
        namespace: namespace.map(str::to_owned),
        role_codes: Some(role_codes),
        node_ids: vec![node_id],
        ..Default::default()
    }
}
