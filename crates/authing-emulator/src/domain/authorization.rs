//! Who may do what: policies, by whatever way they reach a user.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::context::Cx;
use crate::error::ApiResult;
use crate::failures;
use crate::model::authorization::{Assignment, DEFAULT_NAMESPACE, Effect, TargetType};
use crate::model::user_pool::UserPool;

/// A resource and the actions granted on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) resource: String,
    pub(crate) actions: Vec<String>,
}

impl Grant {
    /// As an entry of a list of authorized resources.
    pub(crate) fn view(&self) -> Json {
        json!({
            "code": self.resource,
            "type": null,
            "actions": self.actions,
            "apiIdentifier": null,
        })
    }
}

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

/// Whether the target of an assignment exists.
pub(crate) fn require_target(cx: &Cx<'_>, kind: TargetType, id: &str) -> ApiResult<()> {
    let pool = cx.pool()?;
    match kind {
        TargetType::User => cx.user(id).map(|_| ()),
        TargetType::Role if pool.roles.iter().any(|role| role.code == id) => Ok(()),
        TargetType::Role => Err(failures::ROLE_NOT_FOUND.into()),
        TargetType::Group if pool.groups.iter().any(|group| group.code == id) => Ok(()),
        TargetType::Group => Err(failures::GROUP_NOT_FOUND.into()),
        TargetType::Org if pool.nodes.iter().any(|node| node.id == id) => Ok(()),
        TargetType::Org => Err(failures::NODE_NOT_FOUND.into()),
        // Programmatic accounts are not kept here, so any id is taken as one.
        TargetType::AkSk => Ok(()),
    }
}

/// What a user may do in a namespace: their own policies and those of their roles, groups and
/// organisation nodes, the nodes above included.
pub(crate) fn grants_of_user(pool: &UserPool, user_id: &str, namespace: &str) -> Vec<Grant> {
    let groups = groups_of(pool, user_id);
    let nodes = nodes_of(pool, user_id);
    let roles: Vec<&str> = pool
        .roles
        .iter()
        .filter(|role| {
            role.users.iter().any(|id| id == user_id)
                || role.groups.iter().any(|code| groups.contains(&code.as_str()))
                || role.nodes.iter().any(|id| nodes.contains(&id.as_str()))
        })
        .map(|role| role.code.as_str())
        .collect();
    grants(pool, namespace, |assignment| {
        let target = assignment.target.as_str();
        match assignment.target_type {
            TargetType::User => target == user_id,
            TargetType::Role => roles.contains(&target),
            TargetType::Group => groups.contains(&target),
            TargetType::Org => nodes.contains(&target),
            TargetType::AkSk => false,
        }
    })
}

/// What one target of assignments may do by itself.
pub(crate) fn grants_of_target(
    pool: &UserPool,
    kind: TargetType,
    id: &str,
    namespace: &str,
) -> Vec<Grant> {
    grants(pool, namespace, |a| a.target_type == kind && a.target == id)
}

/// A page of authorized resources. Resources of policies have no type here, so a filter by type
/// leaves none.
pub(crate) fn authorized_page(grants: &[Grant], resource_type: Option<&str>) -> Json {
    let list: Vec<Json> =
        if resource_type.is_some() { Vec::new() } else { grants.iter().map(Grant::view).collect() };
    json!({ "totalCount": list.len(), "list": list })
}

/// Whether a granted resource covers a wanted one. `*` covers all, `book:*` and `book` cover
/// every book; `book:1` covers itself only.
pub(crate) fn covers(granted: &str, wanted: &str) -> bool {
    if granted == "*" || granted == wanted {
        return true;
    }
    let kind = granted.strip_suffix(":*").unwrap_or(granted);
    let whole_kind = granted.ends_with(":*") || !granted.contains(':');
    whole_kind && (wanted == kind || wanted.split_once(':').is_some_and(|(k, _)| k == kind))
}

/// The codes of the groups a user is in.
pub(crate) fn groups_of<'a>(pool: &'a UserPool, user_id: &str) -> Vec<&'a str> {
    pool.groups
        .iter()
        .filter(|group| group.users.iter().any(|id| id == user_id))
        .map(|group| group.code.as_str())
        .collect()
}

/// The ids of the nodes a user is in and of all nodes above them.
fn nodes_of<'a>(pool: &'a UserPool, user_id: &str) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    for node in &pool.nodes {
        if !node.members.iter().any(|member| member.user_id == user_id) {
            continue;
        }
        let mut next = Some(node);
        while let Some(node) = next {
            out.insert(node.id.as_str());
            let parent = node.parent.as_deref();
            next = parent.and_then(|id| pool.nodes.iter().find(|other| other.id == id));
        }
    }
    out
}

fn grants(pool: &UserPool, namespace: &str, applies: impl Fn(&Assignment) -> bool) -> Vec<Grant> {
    let statements: Vec<_> = pool
        .assignments
        .iter()
        .filter(|a| a.enabled && a.namespace == namespace && applies(a))
        .filter_map(|a| {
            pool.policies.iter().find(|p| p.code == a.policy && p.namespace == a.namespace)
        })
        .flat_map(|policy| &policy.statements)
        .collect();
    let denied = |resource: &str, action: &str| {
        statements.iter().any(|statement| {
            statement.effect == Effect::Deny
                && covers(&statement.resource, resource)
                && statement.actions.iter().any(|denied| denied == "*" || denied == action)
        })
    };
    let mut out: Vec<Grant> = Vec::new();
    for statement in statements.iter().filter(|s| s.effect == Effect::Allow) {
        let resource = statement.resource.as_str();
        let actions = statement.actions.iter().filter(|action| !denied(resource, action));
        let actions: Vec<String> = actions.cloned().collect();
        if actions.is_empty() {
            continue;
        }
        match out.iter_mut().find(|grant| grant.resource == resource) {
            Some(grant) => {
                for action in actions {
                    if !grant.actions.contains(&action) {
                        grant.actions.push(action);
                    }
                }
            }
            None => out.push(Grant { resource: resource.to_owned(), actions }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn wildcards_cover_their_kind_and_nothing_else() {
        for (granted, wanted) in [
            ("*", "books:1"),
            ("books:*", "books:1"),
            ("books:*", "books"),
            ("books", "books:1"),
            ("books", "books:*"),
            ("books:1", "books:1"),
        ] {
            assert!(covers(granted, wanted), "{granted} should cover {wanted}");
        }
        for (granted, wanted) in
            [("books:1", "books:*"), ("books:1", "books"), ("books:*", "bookshop:1")]
        {
            assert!(!covers(granted, wanted), "{granted} should not cover {wanted}");
        }
    }
}
