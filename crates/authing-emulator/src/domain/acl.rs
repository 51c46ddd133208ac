//! Namespaces, and the users, roles, groups and departments that policies and rights are given to.

pub(crate) mod grants;
pub(crate) mod namespaces;
pub(crate) mod resources;
pub(crate) mod rights;

use std::collections::BTreeSet;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::state::acl::{DEFAULT_NAMESPACE, TargetType};
use crate::state::orgs::Node;
use crate::state::user_pool::UserPool;

/// The namespace of a request that may name none.
pub(crate) fn namespace(name: Option<&str>) -> &str {
    name.filter(|name| !name.is_empty()).unwrap_or(DEFAULT_NAMESPACE)
}

/// Fails for a namespace the pool does not have.
pub(crate) fn require_namespace(cx: &Cx<'_>, name: &str) -> ApiResult<()> {
    if cx.pool()?.namespaces.iter().any(|namespace| namespace.code == name) {
        Ok(())
    } else {
        Err(failures::NAMESPACE_NOT_FOUND.into())
    }
}

/// Fails for an empty code.
pub(crate) fn require_code(code: &str) -> ApiResult<()> {
    if code.trim().is_empty() { Err(failures::BAD_REQUEST.into()) } else { Ok(()) }
}

/// Fails for a target of assignments and rights that does not exist; a role must be one of the
/// namespace.
pub(crate) fn require_target(
    cx: &Cx<'_>,
    namespace: &str,
    kind: TargetType,
    id: &str,
) -> ApiResult<()> {
    let pool = cx.pool()?;
    let is_role = || pool.roles.iter().any(|r| r.namespace == namespace && r.code == id);
    match kind {
        TargetType::User => cx.user(id).map(|_| ()),
        TargetType::Role if is_role() => Ok(()),
        TargetType::Role => Err(failures::ROLE_NOT_FOUND.into()),
        TargetType::Group if pool.groups.iter().any(|group| group.code == id) => Ok(()),
        TargetType::Group => Err(failures::GROUP_NOT_FOUND.into()),
        TargetType::Org if pool.nodes.iter().any(|node| node.id == id) => Ok(()),
        TargetType::Org => Err(failures::NODE_NOT_FOUND.into()),
        TargetType::AkSk if has_account(pool, id) => Ok(()),
        TargetType::AkSk => Err(failures::ACCOUNT_NOT_FOUND.into()),
    }
}

fn has_account(pool: &UserPool, id: &str) -> bool {
    pool.apps.iter().flat_map(|app| &app.protocols.accounts).any(|account| account.id == id)
}

/// The codes of the groups a user is in.
pub(crate) fn groups_of<'a>(pool: &'a UserPool, user_id: &str) -> Vec<&'a str> {
    pool.groups
        .iter()
        .filter(|group| group.users.iter().any(|id| id == user_id))
        .map(|group| group.code.as_str())
        .collect()
}

/// Everything that rights may be given to so that they reach one target: a user's groups,
/// departments and roles, the departments above, what roles inherit from.
#[derive(Default)]
pub(crate) struct Reach<'a> {
    users: BTreeSet<&'a str>,
    groups: BTreeSet<&'a str>,
    nodes: BTreeSet<&'a str>,
    ancestors: BTreeSet<&'a str>,
    roles: BTreeSet<&'a str>,
    accounts: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(pool: &'a UserPool, namespace: &str, kind: TargetType, id: &'a str) -> Self {
        let mut reach = Self::default();
        match kind {
            TargetType::User => {
                reach.users.insert(id);
                reach.groups.extend(groups_of(pool, id));
                let member = |node: &&Node| node.members.iter().any(|member| member.user_id == id);
                reach.nodes.extend(pool.nodes.iter().filter(member).map(|node| node.id.as_str()));
            }
            TargetType::Group => reach.groups.extend([id]),
            TargetType::Org => reach.nodes.extend([id]),
            TargetType::Role => reach.roles.extend([id]),
            TargetType::AkSk => reach.accounts.extend([id]),
        }
        reach.add_ancestors(pool);
        reach.add_roles(pool, namespace);
        reach
    }

    /// Whether something given to this target reaches the one this was made for. `inherited` is
    /// whether what a department has goes on to those below it.
    pub(crate) fn has(&self, kind: TargetType, id: &str, inherited: bool) -> bool {
        match kind {
            TargetType::User => self.users.contains(id),
            TargetType::Group => self.groups.contains(id),
            TargetType::Role => self.roles.contains(id),
            TargetType::AkSk => self.accounts.contains(id),
            TargetType::Org => {
                self.nodes.contains(id) || (inherited && self.ancestors.contains(id))
            }
        }
    }

    fn add_ancestors(&mut self, pool: &'a UserPool) {
        let mut next: Vec<&str> = self.nodes.iter().copied().collect();
        while let Some(id) = next.pop() {
            let parent = pool.nodes.iter().find(|node| node.id == id);
            if let Some(parent) = parent.and_then(|node| node.parent.as_deref())
                && self.ancestors.insert(parent)
            {
                next.push(parent);
            }
        }
    }

    fn add_roles(&mut self, pool: &'a UserPool, namespace: &str) {
        let of_namespace = || pool.roles.iter().filter(|role| role.namespace == namespace);
        let held = of_namespace().filter(|role| {
            role.users.iter().any(|id| self.users.contains(id.as_str()))
                || role.groups.iter().any(|code| self.groups.contains(code.as_str()))
                || role.nodes.iter().any(|id| {
                    self.nodes.contains(id.as_str()) || self.ancestors.contains(id.as_str())
                })
        });
        let mut next: Vec<&str> = held.map(|role| role.code.as_str()).collect();
        next.extend(&self.roles);
        while let Some(code) = next.pop() {
            self.roles.insert(code);
            let role = of_namespace().find(|role| role.code == code);
            if let Some(parent) = role.and_then(|role| role.parent.as_deref())
                && !self.roles.contains(parent)
            {
                next.push(parent);
            }
        }
    }
}
