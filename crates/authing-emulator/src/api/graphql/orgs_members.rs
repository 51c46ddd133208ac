//! Who is in the nodes of organisations, and what that brings.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::api::graphql::common::{DONE, Paging, SortBy, common};
use crate::api::graphql::groups::{sorted_user_page, target_resources};
use crate::api::graphql::orgs::node_view;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::listed;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::Trees;
use crate::domain::views::{self, Dates};
use crate::domain::{acl, orgs};
use crate::handler::{
    Access, Args, FieldHandler, Source, UserList, fields, mutation, nested, nested_users,
};
use crate::state::acl::TargetType;

const MAIN_DEPARTMENT_SET: Text = Text::new("设置主部门成功", "The main department was set.");

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("OrgManagementClient"),
    [
        mutation("addMember", Access::Management, add_member),
        mutation("removeMember", Access::Management, remove_member),
        mutation("moveMembers", Access::Management, move_members),
        mutation("setMainDepartment", Access::Management, set_main_department),
        nested_users("Node", "users", users_of_node),
        nested("Node", "roles", roles_of_node),
        nested("Node", "authorizedResources", resources_of_node),
    ],
);

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
        let pool = cx.pool()?;
        let found = match (&self.node_id, &self.org_id, &self.node_code) {
            (Some(id), _, _) => orgs::find_node(pool, id).ok(),
            (None, Some(org_id), Some(code)) => orgs::find_by_code(pool, org_id, code),
            _ => None,
        };
        found.map(|node| node.id.clone()).ok_or_else(|| failures::NODE_NOT_FOUND.into())
    }
}

fn add_member(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    let node = input.node(cx)?;
    orgs::add_members(cx, &node, &input.user_ids, input.is_leader.unwrap_or(false))?;
    node_view(cx, &node)
}

fn remove_member(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input: Members = args.read()?;
    let node = input.node(cx)?;
    orgs::remove_members(cx, &node, &input.user_ids)?;
    node_view(cx, &node)
}

fn move_members(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_ids: Vec<String>,
        source_node_id: String,
        target_node_id: String,
    }
    let input: Input = args.read()?;
    orgs::move_members(cx, &input.user_ids, &input.source_node_id, &input.target_node_id)?;
    Ok(common(cx, DONE))
}

fn set_main_department(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        department_id: Option<String>,
    }
    let input: Input = args.read()?;
    let department = match &input.department_id {
        Some(id) => {
            let node = orgs::find_node(cx.pool()?, id)?;
            Some((node.id.clone(), node.code.clone()))
        }
        None => None,
    };
    orgs::set_main_department(cx.user_mut(&input.user_id)?, department);
    Ok(common(cx, MAIN_DEPARTMENT_SET))
}

fn users_of_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<UserList> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        #[serde(flatten)]
        paging: Paging,
        sort_by: Option<SortBy>,
        include_children_nodes: Option<bool>,
    }
    let id = args.parent("id").to_owned();
    let input: Input = args.read()?;
    let pool = cx.pool()?;
    let below = if input.include_children_nodes.unwrap_or(false) { usize::MAX } else { 1 };
    let ids: Vec<String> = Trees::of(pool)
        .subtree(&id)
        .into_iter()
        .take(below)
        .flat_map(|node| node.members.iter().map(|member| member.user_id.clone()))
        .collect();
    Ok(sorted_user_page(pool, &ids, input.sort_by.unwrap_or_default(), input.paging))
}

/// The roles given to the node and those it has from the nodes above, each once.
fn roles_of_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        namespace: Option<String>,
    }
    let id = args.parent("id").to_owned();
    let input: Input = args.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let pool = cx.pool()?;
    let path = Trees::of(pool).ancestry(orgs::find_node(pool, &id)?);
    let list: Vec<Json> = pool
        .roles
        .iter()
        .filter(|role| role.namespace == namespace)
        .filter(|role| path.iter().any(|node| role.nodes.contains(&node.id)))
        .map(|role| views::role(pool, role, Dates::GraphQl))
        .collect();
    Ok(listed::whole(list))
}

fn resources_of_node(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let id = args.parent("id").to_owned();
    target_resources(cx, args, TargetType::Org, &id)
}
