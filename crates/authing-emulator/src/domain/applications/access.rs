//! Who may log in to an application.
//!
//! Access control is two hidden policies in the namespace of the application, one that lets in and
//! one that keeps out, with their assignments. The default strategy decides about everybody
//! that neither names.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::acl::{self, Reach};
use crate::domain::applications;
use crate::domain::context::Cx;
use crate::state::acl::TargetType;
use crate::state::applications::{AccessPolicies, Application, ApplicationType, DefaultStrategy};
use crate::state::policies::{Assignment, Effect, Policy, Statement};
use crate::state::user_pool::UserPool;

/// The targets whose access is set.
pub(crate) struct Targets {
    pub(crate) kind: TargetType,
    pub(crate) ids: IndexSet<String>,
    /// The namespace of roles; that of the application if none is named.
    pub(crate) namespace: Option<String>,
    pub(crate) inherited: bool,
}

impl Targets {
    fn role_namespace<'a>(&'a self, app_id: &'a str) -> &'a str {
        let named = self.namespace.as_deref().filter(|name| !name.is_empty());
        named.filter(|_| self.kind == TargetType::Role).unwrap_or(app_id)
    }

    fn include(&self, app_id: &str, record: &Assignment) -> bool {
        record.target_type == self.kind
            && self.ids.contains(&record.target)
            && record.role_namespace() == self.role_namespace(app_id)
    }
}

/// Lets in or keeps out, in place of what was set for these targets before.
pub(crate) fn set(
    cx: &mut Cx<'_>,
    app_id: &str,
    effect: Effect,
    targets: &Targets,
) -> ApiResult<()> {
    require_targets(cx, app_id, targets)?;
    let policies = switch_on(cx, app_id)?;
    let policy = match effect {
        Effect::Allow => policies.allow.clone(),
        Effect::Deny => policies.deny.clone(),
    };
    let now = cx.now;
    let namespace = targets.role_namespace(app_id);
    let pool = cx.pool_mut()?;
    pool.assignments.retain(|a| !is_record(a, app_id, &policies) || !targets.include(app_id, a));
    for id in &targets.ids {
        pool.assignments.push(Assignment {
            namespace: app_id.to_owned(),
            policy: policy.clone(),
            target_type: targets.kind,
            target: id.clone(),
            enabled: true,
            inherited: targets.inherited,
            target_namespace: (namespace != app_id).then(|| namespace.to_owned()),
            assigned_at: Some(now),
        });
    }
    Ok(())
}

/// Switches what was set for these targets on or off.
pub(crate) fn enable(
    cx: &mut Cx<'_>,
    app_id: &str,
    enabled: bool,
    targets: &Targets,
) -> ApiResult<()> {
    require_records(cx, app_id, targets)?;
    let policies = switch_on(cx, app_id)?;
    for record in &mut cx.pool_mut()?.assignments {
        if is_record(record, app_id, &policies) && targets.include(app_id, record) {
            record.enabled = enabled;
        }
    }
    Ok(())
}

/// Takes back what was set for these targets; where nothing was set, nothing changes.
pub(crate) fn revoke(cx: &mut Cx<'_>, app_id: &str, targets: &Targets) -> ApiResult<()> {
    require_ids(targets)?;
    if let Some(policies) = applications::find(cx, app_id)?.access.policies.clone() {
        cx.pool_mut()?
            .assignments
            .retain(|a| !is_record(a, app_id, &policies) || !targets.include(app_id, a));
    }
    Ok(())
}

/// The records of an application, the newest first.
pub(crate) fn records<'a>(pool: &'a UserPool, app: &Application) -> Vec<&'a Assignment> {
    let Some(policies) = &app.access.policies else { return Vec::new() };
    pool.assignments.iter().rev().filter(|a| is_record(a, &app.id, policies)).collect()
}

/// Sets what applies to people that no record names.
pub(crate) fn set_default(
    cx: &mut Cx<'_>,
    app_id: &str,
    strategy: DefaultStrategy,
) -> ApiResult<()> {
    switch_on(cx, app_id)?;
    applications::find_mut(cx, app_id)?.access.default_strategy = strategy;
    Ok(())
}

/// Refuses a login to the application of the request. A pool without applications refuses nobody
/// here.
pub(crate) fn require(cx: &Cx<'_>, user_id: &str) -> ApiResult<()> {
    let pool = cx.pool()?;
    match cx.app_logged_in_to() {
        Ok(app) if !may_log_in(pool, app, user_id) => Err(failures::ACCESS_DENIED.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether a user may log in to an application: it must be meant for them, nothing may keep them
/// out, and a record or the default must let them in.
pub(crate) fn may_log_in(pool: &UserPool, app: &Application, user_id: &str) -> bool {
    is_meant_for(pool, app, user_id) && is_let_in(pool, app, user_id)
}

fn is_let_in(pool: &UserPool, app: &Application, user_id: &str) -> bool {
    if !app.access.enabled {
        return true;
    }
    // Roles of other namespaces may be named, so there is a reach for each.
    let mut reaches = BTreeMap::new();
    let mut allowed = false;
    for record in records(pool, app).into_iter().filter(|record| record.enabled) {
        let namespace = record.role_namespace();
        let reach = reaches
            .entry(namespace)
            .or_insert_with(|| Reach::of(pool, namespace, TargetType::User, user_id));
        if reach.has(record.target_type, &record.target, record.inherited) {
            match app.access.policies.as_ref() {
                Some(policies) if record.policy == policies.deny => return false,
                _ => allowed = true,
            }
        }
    }
    allowed || app.access.default_strategy == DefaultStrategy::AllowAll
}

fn is_meant_for(pool: &UserPool, app: &Application, user_id: &str) -> bool {
    let mut tenants = pool.tenants.iter().filter(|tenant| tenant.member(user_id).is_some());
    match app.profile.app_type {
        None | Some(ApplicationType::Both) => true,
        Some(ApplicationType::Individual) => tenants.next().is_none(),
        Some(ApplicationType::Tenant) => tenants.any(|tenant| {
            tenant.app_ids.contains(&app.id)
                && tenant.member(user_id).is_some_and(|member| member.enabled)
        }),
    }
}

/// Switches access control on; its policies are made when that is first done.
fn switch_on(cx: &mut Cx<'_>, app_id: &str) -> ApiResult<AccessPolicies> {
    let now = cx.now;
    let pool = cx.pool_mut()?;
    let pool_id = pool.id.clone();
    let app = pool.app_mut(app_id).ok_or(failures::APP_NOT_FOUND)?;
    app.access.enabled = true;
    if let Some(policies) = &app.access.policies {
        return Ok(policies.clone());
    }
    let policy = |kind: &str, description: &str, effect| Policy {
        id: random::object_id(),
        namespace: app_id.to_owned(),
        code: format!("ApplicationLogin{kind}:{}", random::letters(10)),
        description: Some(format!("{description} {app_id}")),
        statements: vec![Statement {
            resource: format!("arn:cn:authing:{pool_id}:application:{app_id}"),
            actions: vec!["application:login".to_owned()],
            effect,
            condition: None,
        }],
        is_default: true,
        hidden: true,
        created_at: now,
        updated_at: now,
    };
    let allow = policy("Access", "允许登录应用", Effect::Allow);
    let deny = policy("Deny", "拒绝登录应用", Effect::Deny);
    let codes = AccessPolicies { allow: allow.code.clone(), deny: deny.code.clone() };
    app.access.policies = Some(codes.clone());
    pool.policies.extend([allow, deny]);
    Ok(codes)
}

fn is_record(assignment: &Assignment, app_id: &str, policies: &AccessPolicies) -> bool {
    assignment.namespace == app_id
        && [&policies.allow, &policies.deny].contains(&&assignment.policy)
}

fn require_ids(targets: &Targets) -> ApiResult<()> {
    // Programmatic accounts log in to nothing; Authing's documentation knows the other four kinds.
    if targets.ids.is_empty() || targets.kind == TargetType::AkSk {
        return Err(failures::BAD_REQUEST.into());
    }
    Ok(())
}

fn require_targets(cx: &Cx<'_>, app_id: &str, targets: &Targets) -> ApiResult<()> {
    applications::find(cx, app_id)?;
    require_ids(targets)?;
    let namespace = targets.role_namespace(app_id);
    acl::require_namespace(cx, namespace)?;
    targets.ids.iter().try_for_each(|id| acl::require_target(cx, namespace, targets.kind, id))
}

/// There must be something to switch for each of the targets.
fn require_records(cx: &Cx<'_>, app_id: &str, targets: &Targets) -> ApiResult<()> {
    let app = applications::find(cx, app_id)?;
    require_ids(targets)?;
    let records = records(cx.pool()?, app);
    let known = |id: &String| {
        records.iter().any(|record| targets.include(app_id, record) && record.target == *id)
    };
    if targets.ids.iter().all(known) {
        Ok(())
    } else {
        Err(failures::ACCESS_POLICY_NOT_FOUND.into())
    }
}
