//! The rules of policies, and what they are assigned to.

use std::collections::HashSet;

use indexmap::IndexSet;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::base::limits::{PAIRS, TooMuch};
use crate::base::{failures, random};
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::state::acl::TargetType;
use crate::state::policies::{Assignment, Policy, Statement};
use crate::state::user_pool::UserPool;

/// What describes a new policy.
pub(crate) struct NewPolicy {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    pub(crate) namespace: String,
    pub(crate) code: String,
    pub(crate) description: Option<String>,
    pub(crate) statements: Vec<Statement>,
}

/// Makes a policy that is assigned to nobody.
pub(crate) fn create<'a>(cx: &'a mut Cx<'_>, new: NewPolicy) -> ApiResult<&'a mut Policy> {
    acl::require_code(&new.code)?;
    acl::require_namespace(cx, &new.namespace)?;
    if find(cx.pool()?, &new.namespace, &new.code).is_some() {
        return Err(failures::POLICY_EXISTS.into());
    }
    let policy = Policy {
        id: new.id.unwrap_or_else(random::object_id),
        namespace: new.namespace,
        code: new.code,
        description: new.description,
        statements: new.statements,
        is_default: false,
        hidden: false,
        created_at: cx.now,
        updated_at: cx.now,
    };
    let policies = &mut cx.pool_mut()?.policies;
    policies.push(policy);
    policies.last_mut().ok_or_else(|| failures::POLICY_NOT_FOUND.into())
}

pub(crate) fn find<'a>(pool: &'a UserPool, namespace: &str, code: &str) -> Option<&'a Policy> {
    pool.policies.iter().find(|policy| policy.namespace == namespace && policy.code == code)
}

/// Assigns each of the policies to each of the targets; what is assigned already stays as it is.
pub(crate) fn assign(
    cx: &mut Cx<'_>,
    namespace: &str,
    policies: &[String],
    target_type: TargetType,
    targets: &[String],
    inherited: bool,
) -> ApiResult<()> {
    // Each is looked at once, however often it was named.
    let policies: IndexSet<&String> = policies.iter().collect();
    let targets: IndexSet<&String> = targets.iter().collect();
    TooMuch::check("assignments to make", policies.len().saturating_mul(targets.len()), PAIRS)?;
    for code in &policies {
        find(cx.pool()?, namespace, code).ok_or(failures::POLICY_NOT_FOUND)?;
    }
    for target in &targets {
        acl::require_target(cx, namespace, target_type, target)?;
    }
    let now = cx.now;
    let pool = cx.pool_mut()?;
    let there: HashSet<(&String, &String)> = pool
        .assignments
        .iter()
        .filter(|a| a.namespace == namespace && a.target_type == target_type)
        .map(|a| (&a.policy, &a.target))
        .collect();
    let pairs = policies.iter().flat_map(|policy| targets.iter().map(|target| (*policy, *target)));
    let missing: Vec<Assignment> = pairs
        .filter(|pair| !there.contains(pair))
        .map(|(policy, target)| Assignment {
            namespace: namespace.to_owned(),
            policy: policy.clone(),
            target_type,
            target: target.clone(),
            enabled: true,
            inherited,
            target_namespace: None,
            assigned_at: Some(now),
        })
        .collect();
    pool.assignments.extend(missing);
    let (policies, targets) = (json!(policies), json!(targets));
    tell(cx, Event::PermissionAdded, target_type, namespace, policies, targets);
    Ok(())
}

/// Tells of assignments. The documentation's table names `policyCodes`, its sample `policies` with ids: both
/// are told.
pub(crate) fn tell(
    cx: &mut Cx<'_>,
    event: Event,
    target_type: TargetType,
    namespace: &str,
    codes: Json,
    targets: Json,
) {
    cx.happened(event, |pool| {
        let named = codes.as_array().into_iter().flatten().filter_map(Json::as_str);
        let ids = named.filter_map(|code| find(pool, namespace, code)).map(|policy| &policy.id);
        let ids: Vec<&String> = ids.collect();
        json!({
            "userPoolId": pool.id,
            "targetType": target_type,
            "targetIdentifiers": targets,
            "namespace": namespace,
            "policyCodes": codes,
            "policies": ids,
        })
    });
}
