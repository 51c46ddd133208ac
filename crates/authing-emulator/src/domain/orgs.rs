//! The rules of organisations: one root, unique codes, no node below itself, and what becomes of
//! members and rights.

pub(crate) mod directories;
pub(crate) mod trees;

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::base::limits::{NODE_LEVELS, TooMuch};
use crate::domain::acl::grants;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::Trees;
use crate::domain::views::Dates;
use crate::domain::{custom_data, happenings, tenants};
use crate::state::acl::TargetType;
use crate::state::custom_data::FieldTarget;
use crate::state::orgs::{Member, Node, Org};
use crate::state::user_pool::UserPool;
use crate::state::users::User;

/// What describes a new node.
#[derive(Clone, Default)]
pub(crate) struct NewNode {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
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
    create_with_id(cx, crate::base::random::object_id(), root, tenant_id)
}

fn create_with_id(
    cx: &mut Cx<'_>,
    org_id: String,
    root: NewNode,
    tenant_id: Option<String>,
) -> ApiResult<String> {
    if let Some(id) = &tenant_id {
        tenants::find(cx.pool()?, id)?;
        if cx.pool()?.orgs.iter().any(|org| org.tenant_id.as_ref() == Some(id)) {
            return Err(failures::TENANT_HAS_ORG.into());
        }
    }
    let root = node(cx, &org_id, None, root)?;
    let org = Org { id: org_id.clone(), root: root.id.clone(), tenant_id };
    let pool = cx.pool_mut()?;
    pool.nodes.push(root);
    pool.orgs.push(org);
    cx.happened(Event::OrganizationCreated, |pool| {
        let trees = Trees::of(pool);
        let org = pool.orgs.last();
        let root = org.and_then(|org| trees.get(&org.root));
        json!({
            "organization": org.map(|org| trees.record(org)),
            "rootNode": root.map(|root| trees.view(root, None, Dates::Rest)),
        })
    });
    Ok(org_id)
}

/// A node with those below it, to be made.
#[derive(Default)]
pub(crate) struct NewTree {
    pub(crate) node: NewNode,
    pub(crate) below: Vec<NewTree>,
}

/// Makes an organisation of a whole tree, or nothing; the result is its id. What is checked as a whole
/// fits into the new organisation without a search for each.
pub(crate) fn create_tree(
    cx: &mut Cx<'_>,
    id: Option<String>,
    tree: NewTree,
    tenant_id: Option<String>,
) -> ApiResult<String> {
    require_sound(&tree)?;
    let org_id = id.unwrap_or_else(crate::base::random::object_id);
    let org_id = create_with_id(cx, org_id, tree.node, tenant_id)?;
    let root = find_org(cx.pool()?, &org_id)?.root.clone();
    let mut nodes = Vec::new();
    let mut next = vec![(root, tree.below)];
    while let Some((parent, below)) = next.pop() {
        for child in below {
            let made = checked_node(cx, &org_id, Some(parent.clone()), child.node);
            next.push((made.id.clone(), child.below));
            nodes.push(made);
        }
    }
    cx.pool_mut()?.nodes.extend(nodes);
    Ok(org_id)
}

/// A tree that can be made as a whole: every node has a name, codes are unique, and it is not too deep.
fn require_sound(tree: &NewTree) -> ApiResult<()> {
    let mut codes = HashSet::new();
    let mut next = vec![(tree, 1)];
    while let Some((NewTree { node, below }, level)) = next.pop() {
        require_levels(level)?;
        if node.name.trim().is_empty() {
            return Err(failures::BAD_REQUEST.into());
        }
        let code = node.code.as_deref().filter(|code| !code.is_empty());
        if code.is_some_and(|code| !codes.insert(code)) {
            return Err(failures::NODE_EXISTS.into());
        }
        next.extend(below.iter().map(|child| (child, level + 1)));
    }
    Ok(())
}

/// Deletes an organisation with its nodes.
pub(crate) fn delete(cx: &mut Cx<'_>, org_id: &str) -> ApiResult<()> {
    find_org(cx.pool()?, org_id)?;
    cx.happened(Event::OrganizationDeleted, |pool| {
        let org = pool.orgs.iter().find(|org| org.id == org_id);
        json!({ "organization": org.map(|org| Trees::of(pool).record(org)) })
    });
    let pool = cx.pool_mut()?;
    let gone = pool.nodes.iter().filter(|node| node.org_id == org_id);
    let gone: Vec<String> = gone.map(|node| node.id.clone()).collect();
    pool.orgs.retain(|org| org.id != org_id);
    custom_data::forget(pool, FieldTarget::Org, &[org_id.to_owned()]);
    forget_nodes(pool, &gone);
    Ok(())
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
    let above = find_node_of(cx.pool()?, org_id, &parent)?;
    require_levels(Trees::of(cx.pool()?).ancestry(above).len() + 1)?;
    let node = node(cx, org_id, Some(parent), new)?;
    let id = node.id.clone();
    cx.pool_mut()?.nodes.push(node);
    cx.happened(Event::NodeAdded, |pool| happenings::node(pool, &id));
    Ok(id)
}

/// Changes what is given.
pub(crate) fn update_node(
    cx: &mut Cx<'_>,
    id: &str,
    name: Option<String>,
    code: Option<String>,
    description: Option<String>,
) -> ApiResult<()> {
    let node = find_node(cx.pool()?, id)?;
    let code = code.filter(|code| !code.is_empty() && node.code.as_ref() != Some(code));
    if name.as_deref() == Some("") {
        return Err(failures::BAD_REQUEST.into());
    }
    require_free_code(cx.pool()?, &node.org_id, code.as_deref())?;
    let now = cx.now;
    let updates = json!({ "name": name, "code": code, "description": description });
    let pool = cx.pool_mut()?;
    let node = find_node_mut(pool, id)?;
    if let Some(name) = name {
        node.name = name;
    }
    if let Some(description) = description {
        node.description = Some(description);
    }
    node.updated_at = now;
    if code.is_some() {
        node.code.clone_from(&code);
        pool.users.change_where(
            |user| is_main_department(user, id),
            |user| set_main_department(user, Some((id.to_owned(), code.clone()))),
        );
    }
    cx.happened(Event::NodeUpdated, |pool| {
        let mut told = happenings::node(pool, id);
        told["updates"] = updates;
        told
    });
    Ok(())
}

/// Hangs a node with all below it under another of its organisation.
pub(crate) fn move_node(
    cx: &mut Cx<'_>,
    org_id: &str,
    id: &str,
    target_parent: &str,
) -> ApiResult<()> {
    find_org(cx.pool()?, org_id)?;
    let node = find_node_of(cx.pool()?, org_id, id)?;
    find_node_of(cx.pool()?, org_id, target_parent)?;
    if node.parent.is_none() {
        return Err(failures::ROOT_NODE_MOVED.into());
    }
    let trees = Trees::of(cx.pool()?);
    let moved = trees.subtree(id);
    if moved.iter().any(|below| below.id == target_parent) {
        return Err(failures::MOVED_BELOW_ITSELF.into());
    }
    let levels = |node| trees.ancestry(node).len();
    let deepest = moved.iter().copied().map(levels).max().unwrap_or_default();
    let own = trees.get(target_parent).map(levels).unwrap_or_default();
    require_levels((own + 1 + deepest).saturating_sub(levels(node)))?;
    let now = cx.now;
    let node = find_node_mut(cx.pool_mut()?, id)?;
    node.parent = Some(target_parent.to_owned());
    node.updated_at = now;
    cx.happened(Event::NodeMoved, |pool| happenings::node(pool, id));
    Ok(())
}

/// Deletes a node with all below it.
pub(crate) fn delete_node(cx: &mut Cx<'_>, org_id: &str, id: &str) -> ApiResult<()> {
    find_org(cx.pool()?, org_id)?;
    if find_node_of(cx.pool()?, org_id, id)?.parent.is_none() {
        return Err(failures::ROOT_NODE.into());
    }
    let gone = Trees::of(cx.pool()?).subtree(id);
    let gone: Vec<String> = gone.into_iter().map(|node| node.id.clone()).collect();
    cx.happened(Event::NodeDeleted, |pool| {
        let trees = Trees::of(pool);
        let nodes = gone.iter().filter_map(|id| trees.get(id));
        let nodes: Vec<_> = nodes.map(|node| trees.view(node, None, Dates::Rest)).collect();
        json!({ "nodes": nodes })
    });
    forget_nodes(cx.pool_mut()?, &gone);
    Ok(())
}

/// Adds members to a node. Who is one already stays one, and may become a leader.
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
    let mut new: IndexSet<&String> = user_ids.iter().collect();
    for member in &mut node.members {
        if new.shift_remove(&member.user_id) {
            member.is_leader |= is_leader;
        }
    }
    let new = new.into_iter();
    node.members.extend(new.map(|id| Member { user_id: id.clone(), is_leader, joined_at: now }));
    happenings::members_changed(cx, node_id, user_ids, Event::NodeMemberAdded);
    Ok(())
}

/// Takes members out of a node; it is the main department of none of them any more.
pub(crate) fn remove_members(cx: &mut Cx<'_>, node_id: &str, user_ids: &[String]) -> ApiResult<()> {
    let pool = cx.pool_mut()?;
    let node = find_node_mut(pool, node_id)?;
    let gone: HashSet<&String> = user_ids.iter().collect();
    node.members.retain(|member| !gone.contains(&member.user_id));
    for id in user_ids {
        let user = pool.user_mut(id).filter(|user| is_main_department(user, node_id));
        if let Some(user) = user {
            set_main_department(user, None);
        }
    }
    happenings::members_changed(cx, node_id, user_ids, Event::NodeMemberRemoved);
    Ok(())
}

/// Moves members; all must be in the first node. Who leads there does not lead here.
pub(crate) fn move_members(
    cx: &mut Cx<'_>,
    user_ids: &[String],
    source: &str,
    target: &str,
) -> ApiResult<()> {
    let pool = cx.pool()?;
    find_node(pool, target)?;
    let members = find_node(pool, source)?.members.iter();
    let members: HashSet<&String> = members.map(|member| &member.user_id).collect();
    for id in user_ids {
        cx.user(id)?;
        if !members.contains(id) {
            return Err(failures::NOT_IN_NODE.into());
        }
    }
    if source == target {
        return Ok(());
    }
    remove_members(cx, source, user_ids)?;
    add_members(cx, target, user_ids, false)
}

/// Removes a deleted user from every node.
pub(crate) fn forget_user(pool: &mut UserPool, user_id: &str) {
    for node in &mut pool.nodes {
        node.members.retain(|member| member.user_id != user_id);
    }
    if let Some(user) = pool.user_mut(user_id) {
        set_main_department(user, None);
    }
}

/// Deletes the organisation of a deleted tenant.
pub(crate) fn forget_tenant(cx: &mut Cx<'_>, tenant_id: &str) -> ApiResult<()> {
    let of_tenant = cx.pool()?.orgs.iter().find(|org| org.tenant_id.as_deref() == Some(tenant_id));
    match of_tenant.map(|org| org.id.clone()) {
        Some(id) => delete(cx, &id),
        None => Ok(()),
    }
}

/// Sets a user's main department: its id and code.
pub(crate) fn set_main_department(user: &mut User, department: Option<(String, Option<String>)>) {
    let (id, code) = department.map_or((None, None), |(id, code)| (Some(id), code));
    for (key, value) in [("mainDepartmentId", id), ("mainDepartmentCode", code)] {
        match value {
            Some(value) => user.profile.insert(key.to_owned(), value),
            None => user.profile.remove(key),
        };
    }
}

fn is_main_department(user: &User, node_id: &str) -> bool {
    user.attribute("mainDepartmentId") == Some(node_id)
}

/// Removes nodes with what they were given.
fn forget_nodes(pool: &mut UserPool, gone: &[String]) {
    let ids: HashSet<&str> = gone.iter().map(String::as_str).collect();
    pool.nodes.retain(|node| !ids.contains(node.id.as_str()));
    grants::forget(pool, TargetType::Org, gone, None);
    for role in &mut pool.roles {
        grants::remove_all(&mut role.nodes, gone);
    }
    custom_data::forget(pool, FieldTarget::Node, gone);
    pool.users.change_where(
        |user| user.attribute("mainDepartmentId").is_some_and(|id| ids.contains(id)),
        |user| set_main_department(user, None),
    );
}

pub(crate) fn find_org<'a>(pool: &'a UserPool, id: &str) -> ApiResult<&'a Org> {
    pool.orgs.iter().find(|org| org.id == id).ok_or_else(|| failures::ORG_NOT_FOUND.into())
}

pub(crate) fn find_node<'a>(pool: &'a UserPool, id: &str) -> ApiResult<&'a Node> {
    pool.nodes.iter().find(|node| node.id == id).ok_or_else(|| failures::NODE_NOT_FOUND.into())
}

/// A node that must be one of this organisation.
pub(crate) fn find_node_of<'a>(pool: &'a UserPool, org_id: &str, id: &str) -> ApiResult<&'a Node> {
    let found = find_node(pool, id)?;
    if found.org_id == org_id { Ok(found) } else { Err(failures::NODE_NOT_FOUND.into()) }
}

/// A node by its code, which is unique in its organisation.
pub(crate) fn find_by_code<'a>(pool: &'a UserPool, org_id: &str, code: &str) -> Option<&'a Node> {
    pool.nodes.iter().find(|node| node.org_id == org_id && node.code.as_deref() == Some(code))
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

fn node(cx: &Cx<'_>, org_id: &str, parent: Option<String>, new: NewNode) -> ApiResult<Node> {
    if new.name.trim().is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    let code = new.code.clone().filter(|code| !code.is_empty());
    if parent.is_none() && !code.as_deref().unwrap_or_default().is_ascii() {
        return Err(failures::ORG_CODE_FORMAT.into());
    }
    require_free_code(cx.pool()?, org_id, code.as_deref())?;
    Ok(checked_node(cx, org_id, parent, NewNode { code, ..new }))
}

/// A node that is known to have a name and a code of its own.
fn checked_node(cx: &Cx<'_>, org_id: &str, parent: Option<String>, new: NewNode) -> Node {
    Node {
        id: new.id.unwrap_or_else(crate::base::random::object_id),
        org_id: org_id.to_owned(),
        parent,
        name: new.name,
        name_i18n: new.name_i18n,
        description: new.description,
        description_i18n: new.description_i18n,
        order: new.order,
        // Some clients send an empty text for what is not set.
        code: new.code.filter(|code| !code.is_empty()),
        members: Vec::new(),
        created_at: cx.now,
        updated_at: cx.now,
    }
}

fn require_levels(levels: usize) -> ApiResult<()> {
    Ok(TooMuch::check("levels of departments", levels, NODE_LEVELS)?)
}

fn require_free_code(pool: &UserPool, org_id: &str, code: Option<&str>) -> ApiResult<()> {
    match code.and_then(|code| find_by_code(pool, org_id, code)) {
        Some(_) => Err(failures::NODE_EXISTS.into()),
        None => Ok(()),
    }
}

pub(crate) fn find_node_mut<'a>(pool: &'a mut UserPool, id: &str) -> ApiResult<&'a mut Node> {
    pool.nodes.iter_mut().find(|node| node.id == id).ok_or_else(|| failures::NODE_NOT_FOUND.into())
}
