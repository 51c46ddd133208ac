//! Changing the tree of an organisation.

use authing_core::{Call, Error, Operation, client::CallBuilder};
use authing_types::{Node, Org};

use super::OrgsApi;
use crate::generated::{
    documents,
    operations::{self, add_node, add_node_v2, delete_node, move_node, update_node},
};

const ADD_NODE: Operation = Operation::graphql("orgs.add_node").management();
const ADD_NODE_V1: Operation = Operation::graphql("orgs.add_node_v1").management();
const UPDATE_NODE: Operation = Operation::graphql("orgs.update_node").management().idempotent();
const DELETE_NODE: Operation = Operation::graphql("orgs.delete_node").management();
const MOVE_NODE: Operation = Operation::graphql("orgs.move_node").management().idempotent();

impl OrgsApi<'_> {
    /// Adds a node below another, and returns the new one.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, NewNode};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let (org, parent) = ("61de98be49267601119fb83a", "61de98be25bd7eb96892f46c");
    /// let research = NewNode::new("Research").code("research").order(2);
    /// let node = management.orgs().add_node(org, parent, research).await?;
    /// println!("{}: {}", node.id, node.name_path.join(" / "));
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addNodeV2`. Not idempotent: siblings may have the same name, so it would add a
    /// second node unless the code stops it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, name or code; an error of the
    /// server's when organisation or parent does not exist or the code is taken.
    pub fn add_node(
        &self,
        org_id: impl Into<String>,
        parent_node_id: impl Into<String>,
        node: impl Into<NewNode>,
    ) -> Call<Node> {
        let (node, org_id, parent_node_id) = (node.into(), org_id.into(), parent_node_id.into());
        self.adding(ADD_NODE, &org_id, &parent_node_id, &node)
            .graphql::<operations::AddNodeV2>(add_node_v2::Variables {
                org_id,
                parent_node_id,
                name: node.name,
                name_i18n: node.name_i18n,
                description: node.description,
                description_i18n: node.description_i18n,
                order: node.order,
                code: node.code,
            })
            .map(|data| data.add_node_v2)
    }

    /// Adds a node as [`add_node`](Self::add_node) does, and returns the whole organisation: for
    /// servers that know the older operation only.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (org, parent) = ("61de98be49267601119fb83a", "61de98be25bd7eb96892f46c");
    /// let org = management.orgs().add_node_v1(org, parent, "Research").await?;
    /// println!("{} nodes", org.tree().len());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addNode`. Not idempotent: it would add a second node.
    ///
    /// # Errors
    ///
    /// As for [`add_node`](Self::add_node).
    pub fn add_node_v1(
        &self,
        org_id: impl Into<String>,
        parent_node_id: impl Into<String>,
        node: impl Into<NewNode>,
    ) -> Call<Org> {
        let (node, org_id, parent_node_id) = (node.into(), org_id.into(), parent_node_id.into());
        self.adding(ADD_NODE_V1, &org_id, &parent_node_id, &node)
            .asking(&documents::ADD_NODE, &self.asked)
            .graphql::<operations::AddNode>(add_node::Variables {
                org_id,
                parent_node_id,
                name: node.name,
                name_i18n: node.name_i18n,
                description: node.description,
                description_i18n: node.description_i18n,
                order: node.order,
                code: node.code,
            })
            .map(|data| data.add_node)
    }

    /// Changes a node. What is not set stays as it is; the server changes nothing else of a node
    /// than what [`UpdateNode`] has.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, UpdateNode};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateNode::new().name("Research and Development").code("r-and-d");
    /// management.orgs().update_node("61de98be345a0152e8559104", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateNode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, name or code; an error of the
    /// server's when there is no such node or the code is taken.
    pub fn update_node(&self, node_id: impl Into<String>, changes: UpdateNode) -> Call<Node> {
        let id = node_id.into();
        self.call(UPDATE_NODE)
            .required("node_id", &id)
            .required_if_given("name", changes.name.as_deref())
            .required_if_given("code", changes.code.as_deref())
            .graphql::<operations::UpdateNode>(update_node::Variables {
                id,
                name: changes.name,
                code: changes.code,
                description: changes.description,
            })
            .map(|data| data.update_node)
    }

    /// Deletes a node **and every node below it**. Their users stay in the pool. The root goes
    /// with its organisation only: [`delete`](Self::delete).
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (org, node) = ("61de98be49267601119fb83a", "61de98be345a0152e8559104");
    /// management.orgs().delete_node(org, node).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteNode`. Not idempotent: the second time there is no such node.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// the organisation has no such node.
    pub fn delete_node(&self, org_id: impl Into<String>, node_id: impl Into<String>) -> Call<()> {
        let (org_id, node_id) = (org_id.into(), node_id.into());
        self.about_node(DELETE_NODE, &org_id, &node_id)
            .graphql::<operations::DeleteNode>(delete_node::Variables { org_id, node_id })
            .map(|data| data.delete_node)
            .confirmed()
    }

    /// Moves a node, with all below it, below another of the same organisation, and returns the
    /// organisation.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (org, node) = ("61de98be49267601119fb83a", "61de98be345a0152e8559104");
    /// let below = "61de98bea0c9a3c497e398cb";
    /// let org = management.orgs().move_node(org, node, below).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `moveNode`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, or a node that is to go below
    /// itself; an error of the server's when the organisation has no such nodes, and for a move
    /// below a node's own descendants or of the root.
    pub fn move_node(
        &self,
        org_id: impl Into<String>,
        node_id: impl Into<String>,
        target_parent_id: impl Into<String>,
    ) -> Call<Org> {
        let (org_id, node_id) = (org_id.into(), node_id.into());
        let target_parent_id = target_parent_id.into();
        self.about_node(MOVE_NODE, &org_id, &node_id)
            .required("target_parent_id", &target_parent_id)
            .check(not_itself(&node_id, &target_parent_id))
            .asking(&documents::MOVE_NODE, &self.asked)
            .graphql::<operations::MoveNode>(move_node::Variables {
                org_id,
                node_id,
                target_parent_id,
            })
            .map(|data| data.move_node)
    }

    /// Begins a call that adds a node.
    fn adding(
        &self,
        operation: Operation,
        org_id: &str,
        parent_node_id: &str,
        node: &NewNode,
    ) -> CallBuilder<'_> {
        self.call(operation)
            .required("org_id", org_id)
            .required("parent_node_id", parent_node_id)
            .required("name", &node.name)
            .required_if_given("code", node.code.as_deref())
    }
}

fn not_itself(node_id: &str, target_parent_id: &str) -> Result<(), Error> {
    if target_parent_id == node_id {
        return Err(Error::input("target_parent_id", "is the node itself"));
    }
    Ok(())
}

/// A node that [`OrgsApi::add_node`] adds; a name is enough.
#[derive(Clone)]
pub struct NewNode {
    name: String,
    code: Option<String>,
    description: Option<String>,
    order: Option<i64>,
    name_i18n: Option<String>,
    description_i18n: Option<String>,
}

authing_types::redacted_debug!(NewNode { code, order });

impl NewNode {
    /// A node of this name. Its siblings may have the same.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            code: None,
            description: None,
            order: None,
            name_i18n: None,
            description_i18n: None,
        }
    }

    /// A code that no other node of the organisation has.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What the node is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Position among its siblings.
    #[must_use]
    pub fn order(mut self, order: i64) -> Self {
        self.order = Some(order);
        self
    }

    /// The name in other languages.
    #[must_use]
    pub fn name_i18n(mut self, name_i18n: impl Into<String>) -> Self {
        self.name_i18n = Some(name_i18n.into());
        self
    }

    /// The description in other languages.
    #[must_use]
    pub fn description_i18n(mut self, description_i18n: impl Into<String>) -> Self {
        self.description_i18n = Some(description_i18n.into());
        self
    }
}

impl<T: Into<String>> From<T> for NewNode {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}

/// What [`OrgsApi::update_node`] changes.
#[derive(Clone, Default)]
pub struct UpdateNode {
    name: Option<String>,
    code: Option<String>,
    description: Option<String>,
}

authing_types::redacted_debug!(UpdateNode { code });

impl UpdateNode {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What the node is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}
