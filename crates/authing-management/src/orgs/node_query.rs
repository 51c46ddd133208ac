//! Finding nodes.

use authing_core::{Call, Operation};
use authing_types::Node;

use super::{NodeKey, Orgs, nodes::in_org};
use crate::{
    arguments::not_empty,
    generated::operations::{
        self, children_nodes, is_root_node, node_by_code, node_by_id, root_node, search_nodes,
    },
};

const GET_NODE: Operation = Operation::graphql("orgs.get_node").management().idempotent();
const ROOT_NODE: Operation = Operation::graphql("orgs.root_node").management().idempotent();
const IS_ROOT_NODE: Operation = Operation::graphql("orgs.is_root_node").management().idempotent();
const LIST_CHILDREN: Operation = Operation::graphql("orgs.list_children").management().idempotent();
const SEARCH_NODES: Operation = Operation::graphql("orgs.search_nodes").management().idempotent();

impl Orgs<'_> {
    /// Gets a node by its id, or by its organisation and code. `None` when there is none.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NodeKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let by_id = management.orgs().get_node("61de98be345a0152e8559104").await?;
    /// let by_code = NodeKey::code("61de98be49267601119fb83a", "research");
    /// if let Some(node) = management.orgs().get_node(by_code).await? {
    ///     println!("{}", node.name_path.join(" / "));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById` or `nodeByCode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or code; else those of every
    /// call.
    pub fn get_node(&self, node: impl Into<NodeKey>) -> Call<Option<Node>> {
        let node = node.into();
        let checked = node.check();
        let api = self.client.api();
        let call = match node {
            NodeKey::Id(id) => {
                let variables = node_by_id::Variables { id };
                api.graphql::<operations::NodeById>(GET_NODE, variables).map(|data| data.node_by_id)
            }
            NodeKey::Code { org_id, code } => {
                let variables = node_by_code::Variables { org_id, code };
                api.graphql::<operations::NodeByCode>(GET_NODE, variables)
                    .map(|data| data.node_by_code)
            }
        };
        call.check(checked)
    }

    /// Gets the root of an organisation.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let root = management.orgs().root_node("61de98be49267601119fb83a").await?;
    /// println!("{}", root.name);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `rootNode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such organisation.
    pub fn root_node(&self, org_id: impl Into<String>) -> Call<Node> {
        let org_id = org_id.into();
        let checked = not_empty("org_id", &org_id);
        self.client
            .api()
            .graphql::<operations::RootNode>(ROOT_NODE, root_node::Variables { org_id })
            .map(|data| data.root_node)
            .check(checked)
    }

    /// Whether a node is the root of an organisation.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (org, node) = ("61de98be49267601119fb83a", "61de98be345a0152e8559104");
    /// if !management.orgs().is_root_node(org, node).await? {
    ///     management.orgs().delete_node(org, node).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isRootNode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; else those of every call.
    pub fn is_root_node(
        &self,
        org_id: impl Into<String>,
        node_id: impl Into<String>,
    ) -> Call<bool> {
        let (org_id, node_id) = (org_id.into(), node_id.into());
        let checked = in_org(&org_id, &node_id);
        let variables = is_root_node::Variables { node_id, org_id };
        self.client
            .api()
            .graphql::<operations::IsRootNode>(IS_ROOT_NODE, variables)
            .map(|data| data.is_root_node)
            .required()
            .check(checked)
    }

    /// Lists the nodes right below a node.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for node in management.orgs().list_children("61de98be25bd7eb96892f46c").await? {
    ///     println!("{}", node.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `childrenNodes`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such node.
    pub fn list_children(&self, node_id: impl Into<String>) -> Call<Vec<Node>> {
        let node_id = node_id.into();
        let checked = not_empty("node_id", &node_id);
        let variables = children_nodes::Variables { node_id };
        self.client
            .api()
            .graphql::<operations::ChildrenNodes>(LIST_CHILDREN, variables)
            .map(|data| data.children_nodes)
            .check(checked)
    }

    /// Finds the nodes of all organisations in whose name the keyword is.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for node in management.orgs().search_nodes("research").await? {
    ///     println!("{}", node.name_path.join(" / "));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `searchNodes`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty keyword; else those of every call.
    pub fn search_nodes(&self, keyword: impl Into<String>) -> Call<Vec<Node>> {
        let keyword = keyword.into();
        let checked = not_empty("keyword", &keyword);
        self.client
            .api()
            .graphql::<operations::SearchNodes>(SEARCH_NODES, search_nodes::Variables { keyword })
            .map(|data| data.search_nodes)
            .check(checked)
    }
}
