//! Organisation trees and the departments of users.

use serde_json::{Value as Json, json};

use crate::context::Cx;
use crate::domain::grants;
use crate::domain::views::Dates;
use crate::error::ApiResult;
use crate::failures;
use crate::model::authorization::TargetType;
use crate::model::organisation::{Member, Node, Org};
use crate::model::user_pool::UserPool;

/// What describes a new node.
#[derive(Debug, Default)]
pub(crate) struct NewNode {
    pub(crate) name: String,
    pub(crate) name_i18n: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) description_i18n: Option<String>,
    pub(crate) order: Option<i64>,
    pub(crate) code: Option<String>,
}

/// Makes an organisation with its root node; the result is its id.
pub(crate) fn create(
    cx: &mut Cx<'_>,
    root: NewNode,
    tenant_id: Option<String>,
) -> ApiResult<String> {
    let org_id = crate::random::object_id();
    let root = node(cx, &org_id, None, root);
    let org = Org { id: org_id.clone(), root: root.id.clone(), tenant_id };
    let pool = cx.pool_mut()?;
    pool.nodes.push(root);
    pool.orgs.push(org);
    Ok(org_id)
}

/// Adds a node below `parent`, or below the root; the result is its id.
pub(crate) fn add_node(
    cx: &mut Cx<'_>,
    org_id: &str,
    parent: Option<String>,
    new: NewNode,
) -> ApiResult<String> {
    let root = find_org(cx.pool()?, org_id)?.root.clone();
    let parent = parent.unwrap_or(root);
    if find_node(cx.pool()?, &parent)?.org_id != org_id {
        return Err(failures::NODE_NOT_FOUND.into());
    }
    let node = node(cx, org_id, Some(parent), new);
    let id = node.id.clone();
    cx.pool_mut()?.nodes.push(node);
    Ok(id)
}

/// Adds members to a node; who is one already stays one.
pub(crate) fn add_members(
    cx: &mut Cx<'_>,
    node_id: &str,
    user_ids: &[String],
    is_leader: bool,
) -> ApiResult<()> {
    for id in user_ids {
        cx.user(id)?;
    }
    let now = cx.now;
    let node = find_node_mut(cx.pool_mut()?, node_id)?;
    for id in user_ids {
        if node.members.iter().all(|member| member.user_id != *id) {
            node.members.push(Member { user_id: id.clone(), is_leader, joined_at: now });
        }
    }
    Ok(())
}

pub(crate) fn remove_members(cx: &mut Cx<'_>, node_id: &str, user_ids: &[String]) -> ApiResult<()> {
    let node = find_node_mut(cx.pool_mut()?, node_id)?;
    node.members.retain(|member| !user_ids.contains(&member.user_id));
    Ok(())
}

/// Removes nodes with what they were given.
pub(crate) fn forget_nodes(pool: &mut UserPool, gone: &[String]) {
    pool.nodes.retain(|node| !gone.contains(&node.id));
    grants::forget(pool, TargetType::Org, gone, None);
    for role in &mut pool.roles {
        grants::remove_all(&mut role.nodes, gone);
    }
}

pub(crate) fn find_org<'a>(pool: &'a UserPool, id: &str) -> ApiResult<&'a Org> {
    pool.orgs.iter().find(|org| org.id == id).ok_or_else(|| failures::ORG_NOT_FOUND.into())
}

pub(crate) fn find_node<'a>(pool: &'a UserPool, id: &str) -> ApiResult<&'a Node> {
    pool.nodes.iter().find(|node| node.id == id).ok_or_else(|| failures::NODE_NOT_FOUND.into())
}

/// The node with its sub-tree, itself first.
pub(crate) fn subtree<'a>(pool: &'a UserPool, node_id: &str) -> Vec<&'a Node> {
    let mut out: Vec<&Node> = pool.nodes.iter().filter(|node| node.id == node_id).collect();
    let mut next = 0;
    while let Some(node) = out.get(next).copied() {
        out.extend(pool.nodes.iter().filter(|child| child.parent.as_ref() == Some(&node.id)));
        next += 1;
    }
    out
}

/// The nodes from the root down to this one.
pub(crate) fn ancestry<'a>(pool: &'a UserPool, node: &'a Node) -> Vec<&'a Node> {
    let mut out = vec![node];
    let mut parent = node.parent.as_deref();
    while let Some(found) = parent.and_then(|id| pool.nodes.iter().find(|n| n.id == id)) {
        out.push(found);
        parent = found.parent.as_deref();
    }
    out.reverse();
    out
}

/// The nodes a user is a direct member of.
pub(crate) fn nodes_of_user<'a>(
    pool: &'a UserPool,
    user_id: &'a str,
) -> impl Iterator<Item = (&'a Node, &'a Member)> {
    pool.nodes.iter().filter_map(move |node| {
        Some((node, node.members.iter().find(|member| member.user_id == user_id)?))
    })
}

/// For each node the user is in, the path from the root down to it.
pub(crate) fn paths_of_user(pool: &UserPool, user_id: &str, dates: Dates) -> Json {
    nodes_of_user(pool, user_id)
        .map(|(node, _)| {
            ancestry(pool, node).into_iter().map(|node| view(pool, node, dates)).collect::<Json>()
        })
        .collect()
}

pub(crate) fn org_view(pool: &UserPool, org: &Org, dates: Dates) -> Json {
    let nodes: Vec<Json> =
        subtree(pool, &org.root).into_iter().map(|node| view(pool, node, dates)).collect();
    json!({
        "id": org.id,
        "rootNode": nodes.first(),
        "nodes": nodes,
        "tenantId": org.tenant_id,
    })
}

/// A node as lists show it: flat, its children by id, no depth.
pub(crate) fn view(pool: &UserPool, node: &Node, dates: Dates) -> Json {
    let path = ancestry(pool, node);
    let children: Vec<&str> = pool
        .nodes
        .iter()
        .filter(|child| child.parent.as_ref() == Some(&node.id))
        .map(|child| child.id.as_str())
        .collect();
    json!({
        "id": node.id,
        "orgId": node.org_id,
        "name": node.name,
        "nameI18n": node.name_i18n,
        "description": node.description,
        "descriptionI18n": node.description_i18n,
        "order": node.order,
        "code": node.code,
        "root": node.parent.is_none(),
        "depth": null,
        "path": path.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(),
        "codePath": path.iter().map(|node| node.code.as_deref()).collect::<Vec<_>>(),
        "namePath": path.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(),
        "children": children,
        "isVirtualNode": false,
        "createdAt": dates.write(node.created_at),
        "updatedAt": dates.write(node.updated_at),
    })
}

fn node(cx: &Cx<'_>, org_id: &str, parent: Option<String>, new: NewNode) -> Node {
    Node {
        id: crate::random::object_id(),
        org_id: org_id.to_owned(),
        parent,
        name: new.name,
        name_i18n: new.name_i18n,
        description: new.description,
        description_i18n: new.description_i18n,
        order: new.order,
        code: new.code,
        members: Vec::new(),
        created_at: cx.now,
        updated_at: cx.now,
    }
}

fn find_node_mut<'a>(pool: &'a mut UserPool, id: &str) -> ApiResult<&'a mut Node> {
    pool.nodes.iter_mut().find(|node| node.id == id).ok_or_else(|| failures::NODE_NOT_FOUND.into())
}
