//! The roles of a node, and what its members may use.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{AuthorizedResource, Page, ResourceType, Role};

use super::{NodeKey, OrgsApi};
use crate::{
    arguments::collect,
    assignments::{RoleAssignment, RoleCodes},
    generated::operations::{
        self, get_node_roles, get_node_roles_by_code, list_node_by_code_authorized_resources,
        list_node_by_id_authorized_resources,
    },
};

const LIST_ROLES: Operation = Operation::graphql("orgs.list_roles").management().idempotent();
const ADD_ROLES: Operation = Operation::graphql("orgs.add_roles").management().idempotent();
const REMOVE_ROLES: Operation = Operation::graphql("orgs.remove_roles").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("orgs.list_authorized_resources").management().idempotent().strict();

impl OrgsApi<'_> {
    /// Lists the roles of the namespace that a node has: those given to it and those of the nodes
    /// above.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let roles = management.orgs().list_roles("61de98be345a0152e8559104").await?;
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
    pub fn list_roles(&self, node: impl Into<NodeKey>) -> Call<Page<Role>> {
        let node = node.into();
        let call = node.check(self.call(LIST_ROLES));
        let namespace = self.namespace.clone();
        let roles = match node {
            NodeKey::Id(id) => call
                .graphql::<operations::GetNodeRoles>(get_node_roles::Variables { id, namespace })
                .map(|data| data.node_by_id.map(|node| node.roles)),
            NodeKey::Code { org_id, code } => call
                .graphql::<operations::GetNodeRolesByCode>(get_node_roles_by_code::Variables {
                    org_id,
                    code,
                    namespace,
                })
                .map(|data| data.node_by_code.map(|node| node.roles)),
        };
        roles.or_not_found("node").required_at("data.node.roles")
    }

    /// Gives a node roles of the namespace. Its members have them, and so have those of the nodes
    /// below.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().add_roles("61de98be345a0152e8559104", ["editor"]).await?;
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
    ) -> Call<()> {
        let (node_id, role_codes) = (node_id.into(), collect(role_codes));
        let call = self.about_roles(ADD_ROLES, &node_id, &role_codes);
        self.holders(node_id, role_codes).assign(call)
    }

    /// Takes roles from a node. What the nodes above have stays.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().remove_roles("61de98be345a0152e8559104", ["editor"]).await?;
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
    ) -> Call<()> {
        let (node_id, role_codes) = (node_id.into(), collect(role_codes));
        let call = self.about_roles(REMOVE_ROLES, &node_id, &role_codes);
        self.holders(node_id, role_codes).revoke(call)
    }

    /// Lists what the members of a node may use, in the namespace or, without one, in all of them:
    /// what the node was given, its roles, and the nodes above. `resource_type` narrows it to one
    /// type.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NodeKey, types::ResourceType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let research = NodeKey::code("61de98be49267601119fb83a", "research");
    /// let apis = management
    ///     .orgs()
    ///     .in_namespace("default")
    ///     .list_authorized_resources(research, Some(ResourceType::Api))
    ///     .await?;
    /// for resource in apis.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById { authorizedResources }` or `nodeByCode { authorizedResources }`.
    /// Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such node;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, code or namespace.
    pub fn list_authorized_resources(
        &self,
        node: impl Into<NodeKey>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let node = node.into();
        let call = node.check(self.call(LIST_AUTHORIZED_RESOURCES));
        let namespace = self.namespace.clone();
        let resource_type = resource_type.map(|kind| kind.as_str().to_owned());
        let resources = match node {
            NodeKey::Id(id) => call
                .graphql::<operations::ListNodeByIdAuthorizedResources>(
                    list_node_by_id_authorized_resources::Variables {
                        id,
                        namespace,
                        resource_type,
                    },
                )
                .map(|data| data.node_by_id.map(|node| node.authorized_resources)),
            NodeKey::Code { org_id, code } => call
                .graphql::<operations::ListNodeByCodeAuthorizedResources>(
                    list_node_by_code_authorized_resources::Variables {
                        org_id,
                        code,
                        namespace,
                        resource_type,
                    },
                )
                .map(|data| data.node_by_code.map(|node| node.authorized_resources)),
        };
        resources.or_not_found("node").required_at("data.node.authorizedResources")
    }

    /// Begins a call about roles of a node.
    fn about_roles(
        &self,
        operation: Operation,
        node_id: &str,
        role_codes: &[String],
    ) -> CallBuilder<'_> {
        self.call(operation).required("node_id", node_id).required_all("role_codes", role_codes)
    }

    /// The server calls nodes by codes here and takes ids.
    fn holders(&self, node_id: String, role_codes: Vec<String>) -> RoleAssignment {
        RoleAssignment {
            roles: RoleCodes::Many(role_codes),
            namespace: self.namespace.clone(),
            node_ids: vec![node_id],
            ..Default::default()
        }
    }
}
