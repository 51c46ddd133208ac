//! Trees that come from elsewhere: imports, and the directories that organisations follow.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::{self, Trees};
use crate::domain::orgs::{self, NewNode, NewTree};
use crate::domain::views::Dates;
use crate::state::orgs::{Directory, DirectoryNode, DirectoryProvider, KnownDirectory, Node};
use crate::state::user_pool::UserPool;

/// Makes an organisation of a whole tree, or nothing; the result is its id. `source` is what webhooks
/// call where it comes from.
pub(crate) fn import(
    cx: &mut Cx<'_>,
    tree: &DirectoryNode,
    source: &'static str,
) -> ApiResult<String> {
    let org_id = cx.untold(|cx| orgs::create_tree(cx, None, copied(tree), None))?;
    cx.happened(Event::OrganizationImported, |pool| {
        let root = orgs::find_org(pool, &org_id).map(|org| Trees::of(pool).export(&org.root));
        json!({ "organization": root.unwrap_or_default(), "source": source })
    });
    Ok(org_id)
}

/// How deep it may be is what its text may be.
fn copied(tree: &DirectoryNode) -> NewTree {
    NewTree { node: described(tree), below: tree.children.iter().map(copied).collect() }
}

/// Gives the pool a directory to follow, in place of the one of the same provider and connector.
pub(crate) fn set(pool: &mut UserPool, directory: Directory) {
    let Directory { provider, connection_id, root } = directory;
    let known = pool
        .directories
        .iter_mut()
        .find(|known| known.provider == provider && known.connection_id == connection_id);
    match known {
        Some(known) => known.root = root,
        None => {
            pool.directories.push(KnownDirectory { provider, connection_id, root, org_id: None });
        }
    }
}

/// Makes the organisation that follows a directory like it. Its nodes are known again by their
/// codes, those without by their names among their siblings.
pub(crate) fn synchronise(
    cx: &mut Cx<'_>,
    provider: DirectoryProvider,
    connection_id: Option<&str>,
) -> ApiResult<()> {
    let known = cx.pool()?.directories.iter().find(|known| {
        known.provider == provider && known.connection_id.as_deref() == connection_id
    });
    let known = known.cloned().ok_or(match provider {
        DirectoryProvider::DingTalk => failures::NO_DINGTALK_DIRECTORY,
        DirectoryProvider::WeChatWork => failures::NO_WECHAT_WORK_DIRECTORY,
        DirectoryProvider::ActiveDirectory => failures::NO_AD_CONNECTOR,
    })?;
    check(&known.root)?;
    // It may have been deleted since.
    if let Some(org_id) = known.org_id
        && orgs::find_org(cx.pool()?, &org_id).is_ok()
    {
        let mut changes = TreeChanges::default();
        let outcome = cx.untold(|cx| follow(cx, &org_id, &known.root, &mut changes));
        // What was done before a failure stays done.
        changes.tell(cx, &org_id, provider);
        return outcome;
    }
    let org_id = import(cx, &known.root, source(provider))?;
    let found = cx.pool_mut()?.directories.iter_mut().find(|known| {
        known.provider == provider && known.connection_id.as_deref() == connection_id
    });
    if let Some(known) = found {
        known.org_id = Some(org_id);
    }
    Ok(())
}

/// What webhooks call the source of an organisation that follows a directory.
fn source(provider: DirectoryProvider) -> &'static str {
    match provider {
        DirectoryProvider::DingTalk => "DINGTALK",
        DirectoryProvider::WeChatWork => "WECHATWORK",
        DirectoryProvider::ActiveDirectory => "ACTIVE_DIRECTORY",
    }
}

/// What became of the nodes of an organisation that follows a directory.
#[derive(Default)]
struct TreeChanges {
    new: Vec<String>,
    known: Vec<String>,
    removed: Vec<Json>,
}

impl TreeChanges {
    fn tell(self, cx: &mut Cx<'_>, org_id: &str, provider: DirectoryProvider) {
        cx.happened(Event::OrganizationTreeUpdated, |pool| {
            let trees = Trees::of(pool);
            let org = orgs::find_org(pool, org_id).ok().map(|org| trees.record(org));
            let views = |ids: &[String]| -> Json {
                let nodes = ids.iter().filter_map(|id| trees.get(id));
                nodes.map(|node| trees.view(node, None, Dates::Rest)).collect()
            };
            json!({
                "organization": org,
                "newNodes": views(&self.new),
                "modifyNodes": views(&self.known),
                "removeNodes": self.removed,
                "source": source(provider),
            })
        });
    }
}

fn follow(
    cx: &mut Cx<'_>,
    org_id: &str,
    tree: &DirectoryNode,
    changes: &mut TreeChanges,
) -> ApiResult<()> {
    let root = orgs::find_org(cx.pool()?, org_id)?.root.clone();
    rename(cx, &root, tree)?;
    changes.known.push(root.clone());
    let mut kept = HashSet::from([root.clone()]);
    let mut next = vec![(root, tree)];
    while let Some((parent, node)) = next.pop() {
        for child in &node.children {
            let known = same(cx.pool()?, org_id, &parent, child).map(|known| known.id.clone());
            let id = match known {
                Some(id) => {
                    rename(cx, &id, child)?;
                    orgs::find_node_mut(cx.pool_mut()?, &id)?.parent = Some(parent.clone());
                    changes.known.push(id.clone());
                    id
                }
                None => {
                    let id = orgs::add_node(cx, org_id, Some(parent.clone()), described(child))?;
                    changes.new.push(id.clone());
                    id
                }
            };
            kept.insert(id.clone());
            next.push((id, child));
        }
    }
    let nodes = cx.pool()?.nodes.iter();
    let gone = nodes.filter(|node| node.org_id == org_id && !kept.contains(&node.id));
    let gone: Vec<String> = gone.map(|node| node.id.clone()).collect();
    for id in gone {
        // One of them may have gone with another above it.
        if let Ok(node) = orgs::find_node(cx.pool()?, &id) {
            changes.removed.push(trees::view(cx.pool()?, node, Dates::Rest));
            orgs::delete_node(cx, org_id, &id)?;
        }
    }
    Ok(())
}

fn rename(cx: &mut Cx<'_>, id: &str, like: &DirectoryNode) -> ApiResult<()> {
    let (name, code) = (Some(like.name.clone()), like.code.clone());
    orgs::update_node(cx, id, name, code, like.description.clone())
}

/// The node that this one of a directory was before.
fn same<'a>(
    pool: &'a UserPool,
    org_id: &str,
    parent: &str,
    node: &DirectoryNode,
) -> Option<&'a Node> {
    match &node.code {
        Some(code) => orgs::find_by_code(pool, org_id, code),
        None => {
            let trees = Trees::of(pool);
            let siblings = trees.children(parent).iter();
            siblings.copied().find(|known| known.code.is_none() && known.name == node.name)
        }
    }
}

/// A tree that can be made as a whole: every node has a name, and codes are unique.
fn check(tree: &DirectoryNode) -> ApiResult<()> {
    let mut codes = HashSet::new();
    let mut next = vec![tree];
    while let Some(node) = next.pop() {
        if node.name.trim().is_empty() {
            return Err(failures::BAD_REQUEST.into());
        }
        let code = node.code.as_deref().filter(|code| !code.is_empty());
        if code.is_some_and(|code| !codes.insert(code)) {
            return Err(failures::NODE_EXISTS.into());
        }
        next.extend(&node.children);
    }
    Ok(())
}

fn described(node: &DirectoryNode) -> NewNode {
    NewNode {
        name: node.name.clone(),
        code: node.code.clone(),
        description: node.description.clone(),
        ..NewNode::default()
    }
}

/// The body of `orgs/import`: one SDK sends the tree, another the text of it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum ImportedFile {
    Tree(DirectoryNode),
    Text(String),
}

impl ImportedFile {
    pub(crate) fn tree(self) -> ApiResult<DirectoryNode> {
        match self {
            Self::Tree(tree) => Ok(tree),
            Self::Text(text) => {
                serde_json::from_str(&text).map_err(|_| failures::BAD_REQUEST.into())
            }
        }
    }
}
