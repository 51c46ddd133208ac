//! Finding nodes.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::Node;

use super::{NodeKey, OrgsApi};
use crate::generated::operations::{
    self, children_nodes, is_root_node, node_by_code, node_by_id, root_node, search_nodes,
};

const GET_NODE: Operation = Operation::graphql("orgs.get_node").management().idempotent();
const ROOT_NODE: Operation = Operation::graphql("orgs.root_node").management().idempotent();
const IS_ROOT_NODE: Operation = Operation::graphql("orgs.is_root_node").management().idempotent();
const LIST_CHILDREN: Operation = Operation::graphql("orgs.list_children").management().idempotent();
const SEARCH_NODES: Operation = Operation::graphql("orgs.search_nodes").management().idempotent();

impl OrgsApi<'_> {
    /// Gets a node by its id, or by its organisation and code.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NodeKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let by_id = management.orgs().get_node("61de98be345a0152e8559104").await?;
    /// let by_code = NodeKey::code("61de98be49267601119fb83a", "research");
    /// let node = management.orgs().get_node(by_code).await?;
    /// println!("{}", node.name_path.join(" / "));
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById` or `nodeByCode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such node;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or code.
    pub fn get_node(&self, node: impl Into<NodeKey>) -> Call<Node> {
        self.get_node_opt(node).or_not_found("node")
    }

    /// As [`get_node`](Self::get_node); `None` when there is no such node.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NodeKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let research = NodeKey::code("61de98be49267601119fb83a", "research");
    /// if let Some(node) = management.orgs().get_node_opt(research).await? {
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
    pub fn get_node_opt(&self, node: impl Into<NodeKey>) -> Call<Option<Node>> {
        let node = node.into();
        let call = node.check(self.call(GET_NODE));
        match node {
            NodeKey::Id(id) => call
                .graphql::<operations::NodeById>(node_by_id::Variables { id })
                .map(|data| data.node_by_id),
            NodeKey::Code { org_id, code } => call
                .graphql::<operations::NodeByCode>(node_by_code::Variables { org_id, code })
                .map(|data| data.node_by_code),
        }
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
        self.call(ROOT_NODE)
            .required("org_id", &org_id)
            .graphql::<operations::RootNode>(root_node::Variables { org_id })
            .map(|data| data.root_node)
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
        self.about_node(IS_ROOT_NODE, &org_id, &node_id)
            .graphql::<operations::IsRootNode>(is_root_node::Variables { node_id, org_id })
            .map(|data| data.is_root_node)
            .required_at("data.isRootNode")
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
        self.call(LIST_CHILDREN)
            .required("node_id", &node_id)
            .graphql::<operations::ChildrenNodes>(children_nodes::Variables { node_id })
            .map(|data| data.children_nodes)
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
        self.call(SEARCH_NODES)
            .required("keyword", &keyword)
            .graphql::<operations::SearchNodes>(search_nodes::Variables { keyword })
            .map(|data| data.search_nodes)
    }

    /// Begins a call about one node of an organisation.
    pub(super) fn about_node(
        &self,
        operation: Operation,
        org_id: &str,
        node_id: &str,
    ) -> CallBuilder<'_> {
        self.call(operation).required("org_id", org_id).required("node_id", node_id)
    }
}
