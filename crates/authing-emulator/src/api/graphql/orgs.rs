//! Organisations and the nodes of their trees.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::api::graphql::common::{DELETED, Paging, SortBy, common};
use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::{self, Trees};
use crate::domain::orgs::{self, NewNode};
use crate::domain::views::Dates;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::orgs::{Node, Org};

const ORG_DELETED: Text = Text::new("delete org succeed", "delete org succeed");

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("OrgManagementClient"),
    [
        query("org", Access::Management, org),
        query("orgs", Access::Management, orgs),
        query("nodeById", Access::Management, node_by_id),
        query("nodeByCode", Access::Management, node_by_code)
            .source(Source::Chosen("the schema alone is known: no official SDK calls it")),
        query("rootNode", Access::Management, root_node),
        query("isRootNode", Access::Management, is_root_node),
        query("childrenNodes", Access::Management, children_nodes),
        query("searchNodes", Access::Management, search_nodes),
        mutation("createOrg", Access::Management, create_org),
        mutation("deleteOrg", Access::Management, delete_org),
        mutation("addNode", Access::Management, add_node).source(Source::Client("Python SDK")),
        mutation("addNodeV2", Access::Management, add_node_v2),
        mutation("updateNode", Access::Management, update_node),
        mutation("moveNode", Access::Management, move_node),
        mutation("deleteNode", Access::Management, delete_node),
    ],
);

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// A node that must be one of this organisation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NodeOfOrg {
    org_id: String,
    node_id: String,
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
    let trees = Trees::of(pool);
    let found: Vec<(&Org, &Node)> =
        pool.orgs.iter().filter_map(|org| Some((org, trees.get(&org.root)?))).collect();
    // An organisation is as old as its root node.
    let mut in_order: Vec<&(&Org, &Node)> = found.iter().collect();
    let order = input.sort_by.unwrap_or_default();
    order.sort(&mut in_order, |(_, root)| root.created_at, |(_, root)| root.updated_at);
    Ok(input.paging.cut(&in_order, |(org, _)| trees.org_view(org, Dates::GraphQl)))
}

fn node_by_id(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Id = args.read()?;
    let pool = cx.pool()?;
    let found = orgs::find_node(pool, &input.id).ok();
    Ok(found.map_or(Json::Null, |node| trees::view(pool, node, Dates::GraphQl)))
}

fn node_by_code(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: String,
        code: String,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let found = orgs::find_by_code(pool, &input.org_id, &input.code);
    Ok(found.map_or(Json::Null, |node| trees::view(pool, node, Dates::GraphQl)))
}

fn root_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: String,
    }
    let input: Input = args.read()?;
    let root = orgs::find_org(cx.pool()?, &input.org_id)?.root.clone();
    node_view(cx, &root)
}

fn is_root_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: NodeOfOrg = args.read()?;
    let pool = cx.pool()?;
    let org = orgs::find_org(pool, &input.org_id)?;
    orgs::find_node_of(pool, &org.id, &input.node_id)?;
    Ok(Json::Bool(org.root == input.node_id))
}

/// Their `depth` counts from the node that was asked for.
fn children_nodes(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: Option<String>,
        node_id: String,
    }
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    match &input.org_id {
        Some(org_id) => orgs::find_node_of(pool, org_id, &input.node_id)?,
        None => orgs::find_node(pool, &input.node_id)?,
    };
    let trees = Trees::of(pool);
    let children = trees.children(&input.node_id).iter();
    Ok(children.map(|child| trees.view(child, Some(1), Dates::GraphQl)).collect())
}

fn search_nodes(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        keyword: String,
    }
    let wanted = args.read::<Input>()?.keyword.to_lowercase();
    let pool = cx.pool()?;
    let trees = Trees::of(pool);
    let found = pool.nodes.iter().filter(|node| node.name.to_lowercase().contains(&wanted));
    Ok(found.map(|node| trees.view(node, None, Dates::GraphQl)).collect())
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
    let id = orgs::create(cx, root, input.tenant_id)?;
    org_view(cx, &id)
}

fn delete_org(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Id = args.read()?;
    orgs::delete(cx, &input.id)?;
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

/// Adds the node and returns the whole organisation.
fn add_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let (org_id, _) = add(cx, args)?;
    org_view(cx, &org_id)
}

/// Adds the node and returns it.
fn add_node_v2(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let (_, node_id) = add(cx, args)?;
    node_view(cx, &node_id)
}

fn add(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<(String, String)> {
    let input: AddNode = args.read()?;
    let new = NewNode {
        id: None,
        name: input.name,
        name_i18n: input.name_i18n,
        description: input.description,
        description_i18n: input.description_i18n,
        order: input.order,
        code: input.code,
    };
    let id = orgs::add_node(cx, &input.org_id, input.parent_node_id, new)?;
    Ok((input.org_id, id))
}

fn update_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        id: String,
        name: Option<String>,
        code: Option<String>,
        description: Option<String>,
    }
    let input: Input = args.read()?;
    orgs::update_node(cx, &input.id, input.name, input.code, input.description)?;
    node_view(cx, &input.id)
}

fn move_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        org_id: String,
        node_id: String,
        target_parent_id: String,
    }
    let input: Input = args.read()?;
    orgs::move_node(cx, &input.org_id, &input.node_id, &input.target_parent_id)?;
    org_view(cx, &input.org_id)
}

fn delete_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: NodeOfOrg = args.read()?;
    orgs::delete_node(cx, &input.org_id, &input.node_id)?;
    Ok(common(cx, DELETED))
}

fn org_view(cx: &Cx<'_>, id: &str) -> ApiResult<Json> {
    let pool = cx.pool()?;
    Ok(Trees::of(pool).org_view(orgs::find_org(pool, id)?, Dates::GraphQl))
}

pub(super) fn node_view(cx: &Cx<'_>, id: &str) -> ApiResult<Json> {
    let pool = cx.pool()?;
    Ok(trees::view(pool, orgs::find_node(pool, id)?, Dates::GraphQl))
}
