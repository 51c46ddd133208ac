//! Trees of nodes, and how organisations and their nodes look in responses.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::base::limits::NODE_LEVELS;
use crate::domain::views::{self, Dates};
use crate::state::orgs::{Node, Org};
use crate::state::user_pool::UserPool;

/// The nodes of a pool by id and by what they are below, each found without a search.
pub(crate) struct Trees<'a> {
    pool: &'a UserPool,
    by_id: HashMap<&'a str, &'a Node>,
    below: HashMap<&'a str, Vec<&'a Node>>,
}

impl<'a> Trees<'a> {
    pub(crate) fn of(pool: &'a UserPool) -> Self {
        let mut below: HashMap<&str, Vec<&Node>> = HashMap::new();
        for node in &pool.nodes {
            if let Some(parent) = &node.parent {
                below.entry(parent).or_default().push(node);
            }
        }
        let by_id = pool.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        Self { pool, by_id, below }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&'a Node> {
        self.by_id.get(id).copied()
    }

    /// Whether every node is below a root, and not too deep: what was not made here may be below
    /// itself.
    pub(crate) fn are_sound(&self) -> bool {
        self.pool.nodes.iter().all(|node| {
            let mut at = Some(node);
            for _ in 0..NODE_LEVELS {
                at = at.and_then(|node| node.parent.as_deref()).and_then(|id| self.get(id));
            }
            at.is_none()
        })
    }

    /// The nodes right below one.
    pub(crate) fn children(&self, id: &str) -> &[&'a Node] {
        self.below.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The node with its sub-tree, itself first.
    pub(crate) fn subtree(&self, id: &str) -> Vec<&'a Node> {
        let mut out: Vec<&Node> = self.get(id).into_iter().collect();
        let mut next = 0;
        while let Some(node) = out.get(next).copied() {
            out.extend(self.children(&node.id));
            next += 1;
        }
        out
    }

    /// The nodes from the root down to this one.
    pub(crate) fn ancestry(&self, node: &'a Node) -> Vec<&'a Node> {
        let mut out = vec![node];
        let mut parent = node.parent.as_deref();
        while let Some(found) = parent.and_then(|id| self.get(id)) {
            out.push(found);
            parent = found.parent.as_deref();
        }
        out.reverse();
        out
    }

    /// A node flat, with the ids of its children. What it is asked for as decides on `depth`, which
    /// most responses leave null.
    pub(crate) fn view(&self, node: &'a Node, depth: Option<usize>, dates: Dates) -> Json {
        let path = self.ancestry(node);
        let children = self.children(&node.id).iter().map(|child| child.id.as_str());
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
            "depth": depth,
            "path": path.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(),
            "codePath": path.iter().map(|node| node.code.as_deref()).collect::<Vec<_>>(),
            "namePath": path.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(),
            "children": children.collect::<Vec<_>>(),
            "isVirtualNode": false,
            "createdAt": dates.write(node.created_at),
            "updatedAt": dates.write(node.updated_at),
        })
    }

    /// An organisation with its nodes; those of the list tell how deep they are.
    pub(crate) fn org_view(&self, org: &Org, dates: Dates) -> Json {
        let root = self.get(&org.root);
        let nodes = self.subtree(&org.root);
        let nodes = nodes.iter().map(|node| {
            let depth = self.ancestry(node).len() - 1;
            self.view(node, Some(depth), dates)
        });
        json!({
            "id": org.id,
            "rootNode": root.map(|root| self.view(root, None, dates)),
            "nodes": nodes.collect::<Vec<_>>(),
            "tenantId": org.tenant_id,
        })
    }

    /// An organisation without its nodes. It is as old as its root.
    pub(crate) fn record(&self, org: &Org) -> Json {
        let root = self.get(&org.root);
        json!({
            "id": org.id,
            "createdAt": root.map(|root| root.created_at.to_rest()),
            "updatedAt": root.map(|root| root.updated_at.to_rest()),
            "userPoolId": self.pool.id,
            "rootNodeId": org.root,
            "thirdPartyOrgId": null,
            "logo": null,
            "tenantId": org.tenant_id,
        })
    }

    /// A node without its place in the tree.
    pub(crate) fn node_record(&self, node: &Node) -> Json {
        let leader = node.members.iter().find(|member| member.is_leader);
        json!({
            "id": node.id,
            "createdAt": node.created_at.to_rest(),
            "updatedAt": node.updated_at.to_rest(),
            "userPoolId": self.pool.id,
            "orgId": node.org_id,
            "name": node.name,
            "nameI18n": node.name_i18n,
            "description": node.description,
            "descriptionI18n": node.description_i18n,
            "order": node.order,
            "code": node.code,
            "leaderUserId": leader.map(|leader| &leader.user_id),
        })
    }

    /// A tree with the nodes inside of one another, and the members in them.
    pub(crate) fn export(&self, root: &str) -> Json {
        let mut made: HashMap<&str, Json> = HashMap::new();
        // Backwards, so that a node's children are there when it is made.
        for node in self.subtree(root).into_iter().rev() {
            let members = node.members.iter().filter_map(|member| self.pool.user(&member.user_id));
            let members = members.map(|user| views::user(self.pool, user, Dates::Rest));
            let children = self.children(&node.id).iter();
            let mut view = self.node_record(node);
            view["depth"] = json!(self.ancestry(node).len() - 1);
            view["root"] = json!(node.parent.is_none());
            view["members"] = members.collect();
            view["children"] =
                children.filter_map(|child| made.remove(child.id.as_str())).collect();
            made.insert(&node.id, view);
        }
        made.remove(root).unwrap_or_default()
    }

    /// For each node the user is in, the organisation and the path from the root down to it.
    pub(crate) fn paths_of_user(&self, user_id: &str) -> Json {
        let in_them = |node: &&Node| node.members.iter().any(|member| member.user_id == user_id);
        let path = |node: &'a Node| {
            let org = self.pool.orgs.iter().find(|org| org.id == node.org_id);
            let org = org.map(|org| typed(self.record(org), "org"));
            let nodes = self.ancestry(node).into_iter();
            org.into_iter().chain(nodes.map(|node| typed(self.node_record(node), "node"))).collect()
        };
        self.pool.nodes.iter().filter(in_them).map(path).collect::<Vec<Json>>().into()
    }
}

fn typed(mut entry: Json, kind: &str) -> Json {
    entry["type"] = json!(kind);
    entry
}

/// One node as most responses show it.
pub(crate) fn view(pool: &UserPool, node: &Node, dates: Dates) -> Json {
    Trees::of(pool).view(node, None, dates)
}
