//! Who is in a node.

use authing_core::{
    Call, Operation, PageRequest, PagedCall,
    client::{Asked, CallBuilder},
};
use authing_types::{Node, SortBy, User};

use super::{NodeKey, OrgsApi};
use crate::{
    arguments::collect,
    generated::{
        documents,
        operations::{
            self, add_member, move_members, node_by_code_with_members, node_by_id_with_members,
            remove_member, set_main_department,
        },
    },
};

const LIST_MEMBERS: Operation = Operation::graphql("orgs.list_members").management().idempotent();
const ADD_MEMBERS: Operation = Operation::graphql("orgs.add_members").management().idempotent();
const ADD_LEADERS: Operation = Operation::graphql("orgs.add_leaders").management().idempotent();
const MOVE_MEMBERS: Operation = Operation::graphql("orgs.move_members").management();
const REMOVE_MEMBERS: Operation =
    Operation::graphql("orgs.remove_members").management().idempotent();
const SET_MAIN_DEPARTMENT: Operation =
    Operation::graphql("orgs.set_main_department").management().idempotent();
const CLEAR_MAIN_DEPARTMENT: Operation =
    Operation::graphql("orgs.clear_main_department").management().idempotent();

impl OrgsApi<'_> {
    /// Lists the users of a node, and with
    /// [`include_children_nodes`](ListNodeMembers::include_children_nodes) those of all nodes below
    /// it too.
    ///
    /// ```no_run
    /// use authing_management::{ListNodeMembers, ManagementClient, NodeKey};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let research = NodeKey::code("61de98be49267601119fb83a", "research");
    /// let request = ListNodeMembers::new(research).include_children_nodes().limit(50);
    /// let mut members = management.orgs().list_members(request).items();
    /// while let Some(user) = members.try_next().await? {
    ///     println!("{}", user.id);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `nodeById { users }` or `nodeByCode { users }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such node;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty id or code.
    pub fn list_members(&self, request: impl Into<ListNodeMembers>) -> PagedCall<User> {
        let request = request.into();
        self.pages(LIST_MEMBERS, request.page, move |call, _, page, limit| {
            let call = request.node.check(call);
            let users = match request.node.clone() {
                NodeKey::Id(id) => call
                    .asking(&documents::NODE_BY_ID_WITH_MEMBERS, &request.asked)
                    .graphql::<operations::NodeByIdWithMembers>(
                        node_by_id_with_members::Variables {
                            id,
                            page: Some(page),
                            limit: Some(limit),
                            sort_by: request.sort_by.clone(),
                            include_children_nodes: request.include_children_nodes,
                        },
                    )
                    .map(|data| data.node_by_id.map(|parent| parent.users)),
                NodeKey::Code { org_id, code } => call
                    .asking(&documents::NODE_BY_CODE_WITH_MEMBERS, &request.asked)
                    .graphql::<operations::NodeByCodeWithMembers>(
                        node_by_code_with_members::Variables {
                            org_id,
                            code,
                            page: Some(page),
                            limit: Some(limit),
                            sort_by: request.sort_by.clone(),
                            include_children_nodes: request.include_children_nodes,
                        },
                    )
                    .map(|data| data.node_by_code.map(|parent| parent.users)),
            };
            users.or_not_found("node")
        })
    }

    /// Puts users into a node, and returns it. Who is in it already stays.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// management.orgs().add_members("61de98be345a0152e8559104", users).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addMember`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id or code; an error
    /// of the server's when the node or one of the users does not exist.
    pub fn add_members(
        &self,
        node: impl Into<NodeKey>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Node> {
        self.add(ADD_MEMBERS, node.into(), collect(user_ids), None)
    }

    /// Puts users into a node as its leaders, and returns it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let head = ["5f7ddfe62ba819802422362e"];
    /// management.orgs().add_leaders("61de98be345a0152e8559104", head).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addMember`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`add_members`](Self::add_members).
    pub fn add_leaders(
        &self,
        node: impl Into<NodeKey>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Node> {
        self.add(ADD_LEADERS, node.into(), collect(user_ids), Some(true))
    }

    fn add(
        &self,
        operation: Operation,
        node: NodeKey,
        user_ids: Vec<String>,
        is_leader: Option<bool>,
    ) -> Call<Node> {
        let call = self.about_members(operation, &node, &user_ids);
        let (node_id, org_id, node_code) = parts(node);
        let variables = add_member::Variables { node_id, org_id, node_code, user_ids, is_leader };
        call.graphql::<operations::AddMember>(variables).map(|data| data.add_member)
    }

    /// Takes users out of a node, and returns it. They stay in its other nodes.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = ["5f7ddfe62ba819802422362e"];
    /// management.orgs().remove_members("61de98be345a0152e8559104", users).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeMember`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id or code; an error
    /// of the server's when there is no such node.
    pub fn remove_members(
        &self,
        node: impl Into<NodeKey>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Node> {
        let (node, user_ids) = (node.into(), collect(user_ids));
        let call = self.about_members(REMOVE_MEMBERS, &node, &user_ids);
        let (node_id, org_id, node_code) = parts(node);
        let variables = remove_member::Variables { node_id, org_id, node_code, user_ids };
        call.graphql::<operations::RemoveMember>(variables).map(|data| data.remove_member)
    }

    /// Moves users from one node to another.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = ["5f7ddfe62ba819802422362e"];
    /// let (from, to) = ("61de98be345a0152e8559104", "61de98bea0c9a3c497e398cb");
    /// management.orgs().move_members(users, from, to).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `moveMembers`. Not idempotent: the second time they are gone from the first node.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id; an error of the
    /// server's when one of the nodes or users does not exist.
    pub fn move_members(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
        source_node_id: impl Into<String>,
        target_node_id: impl Into<String>,
    ) -> Call<()> {
        let user_ids = collect(user_ids);
        let (source_node_id, target_node_id) = (source_node_id.into(), target_node_id.into());
        self.call(MOVE_MEMBERS)
            .required_all("user_ids", &user_ids)
            .required("source_node_id", &source_node_id)
            .required("target_node_id", &target_node_id)
            .graphql::<operations::MoveMembers>(move_members::Variables {
                user_ids,
                source_node_id,
                target_node_id,
            })
            .map(|data| data.move_members)
            .required_at("data.moveMembers")
            .confirmed()
    }

    /// Makes a node a user's main department.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, node) = ("5f7ddfe62ba819802422362e", "61de98be345a0152e8559104");
    /// management.orgs().set_main_department(user, node).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setMainDepartment`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// user or node does not exist.
    pub fn set_main_department(
        &self,
        user_id: impl Into<String>,
        node_id: impl Into<String>,
    ) -> Call<()> {
        let (user_id, node_id) = (user_id.into(), node_id.into());
        self.call(SET_MAIN_DEPARTMENT)
            .required("user_id", &user_id)
            .required("node_id", &node_id)
            .graphql::<operations::SetMainDepartment>(set_main_department::Variables {
                user_id,
                department_id: Some(node_id),
            })
            .map(|data| data.set_main_department)
            .confirmed()
    }

    /// Leaves a user without a main department.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().clear_main_department("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `setMainDepartment`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such user.
    pub fn clear_main_department(&self, user_id: impl Into<String>) -> Call<()> {
        let user_id = user_id.into();
        self.call(CLEAR_MAIN_DEPARTMENT)
            .required("user_id", &user_id)
            .graphql::<operations::SetMainDepartment>(set_main_department::Variables {
                user_id,
                department_id: None,
            })
            .map(|data| data.set_main_department)
            .confirmed()
    }

    fn about_members(
        &self,
        operation: Operation,
        node: &NodeKey,
        user_ids: &[String],
    ) -> CallBuilder<'_> {
        node.check(self.call(operation)).required_all("user_ids", user_ids)
    }
}

/// The id of a node, or that of its organisation and its code.
fn parts(node: NodeKey) -> (Option<String>, Option<String>, Option<String>) {
    match node {
        NodeKey::Id(id) => (Some(id), None, None),
        NodeKey::Code { org_id, code } => (None, Some(org_id), Some(code)),
    }
}

/// Which users [`OrgsApi::list_members`] lists; a node's id is enough.
#[derive(Clone)]
pub struct ListNodeMembers {
    node: NodeKey,
    page: PageRequest,
    sort_by: Option<SortBy>,
    include_children_nodes: Option<bool>,
    asked: Asked,
}

authing_types::redacted_debug!(ListNodeMembers {
    node,
    page,
    sort_by,
    include_children_nodes,
    asked
});

impl ListNodeMembers {
    /// The first ten of this node.
    pub fn new(node: impl Into<NodeKey>) -> Self {
        Self {
            node: node.into(),
            page: PageRequest::default(),
            sort_by: None,
            include_children_nodes: None,
            asked: Asked::default(),
        }
    }

    page_setters!();

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }

    /// The users of all nodes below it too.
    #[must_use]
    pub fn include_children_nodes(mut self) -> Self {
        self.include_children_nodes = Some(true);
        self
    }

    user_options!();
}

impl<T: Into<NodeKey>> From<T> for ListNodeMembers {
    fn from(node: T) -> Self {
        Self::new(node)
    }
}
