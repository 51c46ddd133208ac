//! Giving and taking rights, and what becomes of them when those who have them change.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::acl::{self, rights};
use crate::domain::context::Cx;
use crate::state::acl::{ResourceGrant, TargetType};
use crate::state::user_pool::UserPool;

/// Gives rights; on a resource the target has rights on already, more of them. Nothing is given
/// when the namespace or a target is missing.
pub(crate) fn give(cx: &mut Cx<'_>, grants: Vec<ResourceGrant>) -> ApiResult<()> {
    for grant in &grants {
        if grant.resource.trim().is_empty() {
            return Err(failures::BAD_REQUEST.into());
        }
        acl::require_namespace(cx, &grant.namespace)?;
        acl::require_target(cx, &grant.namespace, grant.target_type, &grant.target)?;
    }
    let pool = cx.pool_mut()?;
    let places = places(&pool.grants, &grants);
    for (grant, place) in grants.into_iter().zip(places) {
        match pool.grants.get_mut(place) {
            Some(known) => {
                insert_all(&mut known.actions, &grant.actions);
                known.resource_type = grant.resource_type.or(known.resource_type.take());
            }
            None => pool.grants.push(grant),
        }
    }
    Ok(())
}

/// Where each of the new ones is or comes to be, so that none is searched for. A data file that people
/// have edited may have one twice: then the first counts.
fn places(there: &[ResourceGrant], new: &[ResourceGrant]) -> Vec<usize> {
    let mut known = HashMap::new();
    for (place, grant) in there.iter().enumerate() {
        known.entry(key(grant)).or_insert(place);
    }
    let mut ends = there.len()..;
    new.iter()
        .filter_map(|grant| match known.entry(key(grant)) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(own) => ends.next().map(|end| *own.insert(end)),
        })
        .collect()
}

/// What there is one right for: a target on a resource.
fn key(grant: &ResourceGrant) -> (&str, &str, TargetType, &str) {
    (&grant.namespace, &grant.resource, grant.target_type, &grant.target)
}

/// Takes rights on a resource and on all it covers: these actions, or all if none is named.
pub(crate) fn take(cx: &mut Cx<'_>, revoked: &[ResourceGrant]) -> ApiResult<()> {
    for gone in revoked {
        acl::require_namespace(cx, &gone.namespace)?;
        acl::require_target(cx, &gone.namespace, gone.target_type, &gone.target)?;
    }
    let pool = cx.pool_mut()?;
    for gone in revoked {
        pool.grants.retain_mut(|grant| {
            let same = grant.namespace == gone.namespace
                && grant.target_type == gone.target_type
                && grant.target == gone.target
                && rights::covers(&gone.resource, &grant.resource);
            if !same {
                return true;
            }
            grant.actions.retain(|action| {
                !gone.actions.iter().any(|revoked| rights::covers_action(revoked, action))
            });
            !gone.actions.is_empty() && !grant.actions.is_empty()
        });
    }
    Ok(())
}

/// Removes what was given to deleted targets; roles are those of one namespace.
pub(crate) fn forget(
    pool: &mut UserPool,
    kind: TargetType,
    ids: &[String],
    namespace: Option<&str>,
) {
    let ids: HashSet<&String> = ids.iter().collect();
    let gone = |given: TargetType, to: &String, of: &str| {
        given == kind && ids.contains(to) && namespace.is_none_or(|namespace| namespace == of)
    };
    pool.assignments.retain(|a| !gone(a.target_type, &a.target, a.role_namespace()));
    pool.grants.retain(|grant| !gone(grant.target_type, &grant.target, &grant.namespace));
}

/// Carries what was given to a target over to its new code.
pub(crate) fn rename(
    pool: &mut UserPool,
    kind: TargetType,
    namespace: Option<&str>,
    old: &str,
    new: &str,
) {
    let assignments = pool.assignments.iter_mut().map(|a| {
        let of = a.target_namespace.as_deref().unwrap_or(&a.namespace);
        (a.target_type, of, &mut a.target)
    });
    let grants = pool
        .grants
        .iter_mut()
        .map(|grant| (grant.target_type, grant.namespace.as_str(), &mut grant.target));
    for (given, of, target) in assignments.chain(grants) {
        if given == kind && target == old && namespace.is_none_or(|namespace| namespace == of) {
            new.clone_into(target);
        }
    }
}

/// Adds what is missing, with one look at each.
pub(crate) fn insert_all(list: &mut Vec<String>, more: &[String]) {
    let mut known: HashSet<&str> = list.iter().map(String::as_str).collect();
    let missing: Vec<String> = more.iter().filter(|entry| known.insert(entry)).cloned().collect();
    list.extend(missing);
}

/// Removes what is there, with one look at each.
pub(crate) fn remove_all(list: &mut Vec<String>, gone: &[String]) {
    let gone: HashSet<&String> = gone.iter().collect();
    list.retain(|entry| !gone.contains(entry));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(targets: &[&str]) -> Vec<ResourceGrant> {
        let grant = |target: &&str| ResourceGrant {
            namespace: "default".to_owned(),
            resource: "books:*".to_owned(),
            resource_type: None,
            target_type: TargetType::User,
            target: (*target).to_owned(),
            actions: Vec::new(),
        };
        targets.iter().map(grant).collect()
    }

    #[test]
    fn a_right_finds_its_own_place_though_another_one_is_there_twice() {
        let there = grants(&["ann", "ann", "bob"]);
        let new = grants(&["bob", "eve", "ann", "dan", "eve"]);
        assert_eq!(places(&there, &new), [2, 3, 0, 4, 3]);
    }
}
