//! Organisations, their nodes and members.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::context::{Access, Cx};
use crate::domain::organisations::{self, NewNode};
use crate::domain::views::Dates;
use crate::error::{ApiResult, Text};
use crate::failures;
use crate::graphql::fields::groups::{target_resources, user_page};
use crate::graphql::fields::{DELETED, Paging, SortBy, common};
use crate::graphql::registry::{Args, Handler, mutation, nested, query};
use crate::model::authorization::TargetType;
use crate::model::organisation::{Node, Org};

const MAIN_DEPARTMENT_SET: Text = Text::new("设置主部门成功", "The main department was set.");
const ORG_DELETED: Text = Text::new("delete org succeed", "delete org succeed");

pub(super) const FIELDS: &[Handler] = &[
    query("org", Access::Management, org),
    query("orgs", Access::Management, orgs),
    query("nodeById", Access::Management, node_by_id),
    query("rootNode", Access::Management, root_node),
    mutation("createOrg", Access::Management, create_org),
    mutation("deleteOrg", Access::Management, delete_org),
    mutation("addNode", Access::Management, add_node),
    mutation("addNodeV2", Access::Management, add_node_v2),
    mutation("deleteNode", Access::Management, delete_node),
    mutation("addMember", Access::Management, add_member),
    mutation("removeMember", Access::Management, remove_member),
    mutation("setMainDepartment", Access::Management, set_main_department),
    nested("Node", "users", users_of_node),
    nested("Node", "authorizedResources", resources_of_node),
];

#[derive(Deserialize)]
struct Id {
    id: String,
}

fn org(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    org_view(cx, &args.read::<Id>()?.id)
}

fn orgs(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let found: Vec<(&Org, &Node)> = pool
        .orgs
        .iter()
        .filter_map(|org| Some((org, pool.nodes.iter().find(|node| node.id == org.root)?)))
        .collect();
    // An organisation is as old as its root node.
    let mut in_order: Vec<&(&Org, &Node)> = found.iter().collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut in_order, |(_, root)| root.created_at, |(_, root)| root.updated_at);
    let view = |(org, _): &&(&Org, &Node)| organisations::org_view(pool, org, Dates::GraphQl);
    Ok(input.paging.cut(&in_order, view))
}

fn node_by_id(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Id = args.read()?;
    let pool = cx.pool()?;
    let found = pool.nodes.iter().find(|node| node.id == input.id);
    Ok(found.map_or(Json::Null, |node| organisations::view(pool, node, Dates::GraphQl)))
}

fn root_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: String,
    }
    let input: Input = args.read()?;
    let root = organisations::find_org(cx.pool()?, &input.org_id)?.root.clone();
    node_view(cx, &root)
}

fn create_org(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        name: String,
        code: Option<String>,
        description: Option<String>,
        tenant_id: Option<String>,
    }
    let input: Input = args.read()?;
    let root = NewNode {
        name: input.name,
        code: input.code,
        description: input.description,
        ..NewNode::default()
    };
    let id = organisations::create(cx, root, input.tenant_id)?;
    org_view(cx, &id)
}

fn delete_org(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Id = args.read()?;
    organisations::find_org(cx.pool()?, &input.id)?;
    let pool = cx.pool_mut()?;
    let gone: Vec<String> = pool
        .nodes
        .iter()
        .filter(|node| node.org_id == input.id)
        .map(|node| node.id.clone())
        .collect();
    pool.orgs.retain(|org| org.id != input.id);
    organisations::forget_nodes(pool, &gone);
    Ok(common(cx, ORG_DELETED))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddNode {
    org_id: String,
    parent_node_id: Option<String>,
    name: String,
    name_i18n: Option<String>,
    description: Option<String>,
    description_i18n: Option<String>,
    order: Option<i64>,
    code: Option<String>,
}

/// Adds the node and answers with the whole organisation.
fn add_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let (org_id, _) = add(cx, args)?;
    org_view(cx, &org_id)
}

/// Adds the node and answers with it.
fn add_node_v2(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let (_, node_id) = add(cx, args)?;
    node_view(cx, &node_id)
}

fn add(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<(String, String)> {
    let input: AddNode = args.read()?;
    let new = NewNode {
        name: input.name,
        name_i18n: input.name_i18n,
        description: input.description,
        description_i18n: input.description_i18n,
        order: input.order,
        code: input.code,
    };
    let id = organisations::add_node(cx, &input.org_id, input.parent_node_id, new)?;
    Ok((input.org_id, id))
}

fn delete_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: String,
        node_id: String,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let node = organisations::find_node(pool, &input.node_id)?;
    if node.org_id != input.org_id {
        return Err(failures::NODE_NOT_FOUND.into());
    }
    if node.parent.is_none() {
        return Err(failures::ROOT_NODE.into());
    }
    let gone: Vec<String> = organisations::subtree(pool, &input.node_id)
        .into_iter()
        .map(|node| node.id.clone())
        .collect();
    organisations::forget_nodes(cx.pool_mut()?, &gone);
    Ok(common(cx, DELETED))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    node_id: Option<String>,
    org_id: Option<String>,
    node_code: Option<String>,
    user_ids: Vec<String>,
    is_leader: Option<bool>,
}

impl Members {
    /// The node, named by its id or by its organisation and code.
    fn node(&self, cx: &Cx<'_>) -> ApiResult<String> {
        let found = cx.pool()?.nodes.iter().find(|node| match &self.node_id {
            Some(id) => node.id == *id,
            None => {
                self.node_code.is_some()
                    && node.code == self.node_code
                    && self.org_id.as_ref() == Some(&node.org_id)
            }
        });
        found.map(|node| node.id.clone()).ok_or_else(|| failures::NODE_NOT_FOUND.into())
    }
}

fn add_member(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    let node = input.node(cx)?;
    organisations::add_members(cx, &node, &input.user_ids, input.is_leader.unwrap_or(false))?;
    node_view(cx, &node)
}

fn remove_member(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    let node = input.node(cx)?;
    organisations::remove_members(cx, &node, &input.user_ids)?;
    node_view(cx, &node)
}

fn set_main_department(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        department_id: Option<String>,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let code = match &input.department_id {
        Some(id) => organisations::find_node(pool, id)?.code.clone(),
        None => None,
    };
    let user = cx.user_mut(&input.user_id)?;
    for (key, value) in [("mainDepartmentId", input.department_id), ("mainDepartmentCode", code)] {
        match value {
            Some(value) => user.profile.insert(key.to_owned(), value),
            None => user.profile.remove(key),
        };
    }
    Ok(common(cx, MAIN_DEPARTMENT_SET))
}

fn users_of_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        include_children_nodes: Option<bool>,
    }
    let id = args.parent("id").to_owned();
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let below = if input.include_children_nodes.unwrap_or(false) { usize::MAX } else { 1 };
    let ids: Vec<String> = organisations::subtree(pool, &id)
        .into_iter()
        .take(below)
        .flat_map(|node| node.members.iter().map(|member| member.user_id.clone()))
        .collect();
    Ok(user_page(pool, &ids, input.paging))
}

fn resources_of_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let id = args.parent("id").to_owned();
    target_resources(cx, args, TargetType::Org, &id)
}

fn org_view(cx: &Cx<'_>, id: &str) -> ApiResult<Json> {
    let pool = cx.pool()?;
    Ok(organisations::org_view(pool, organisations::find_org(pool, id)?, Dates::GraphQl))
}

fn node_view(cx: &Cx<'_>, id: &str) -> ApiResult<Json> {
    let pool = cx.pool()?;
    Ok(organisations::view(pool, organisations::find_node(pool, id)?, Dates::GraphQl))
}
