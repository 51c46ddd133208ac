//! Who has a policy.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::orgs::trees;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Call, Reply, Route, Source, get, routes};
use crate::state::acl::TargetType;
use crate::state::policies::Policy;
use crate::state::user_pool::UserPool;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [get("/api/v2/policies/assignments/by-target", Access::Management, assignments_by_target)],
);

/// A policy with the targets of one type it is assigned to.
fn assignments_by_target(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let namespace = acl::namespace(call.query("namespace"));
    let code = call.required("policy_code")?;
    let wanted = Json::from(call.required("target_type")?);
    let kind: TargetType = serde_json::from_value(wanted).map_err(|_| failures::BAD_REQUEST)?;
    let pool = cx.pool()?;
    let policy = pool
        .policies
        .iter()
        .find(|policy| policy.namespace == namespace && policy.code == code)
        .ok_or(failures::POLICY_NOT_FOUND)?;
    let targets: Vec<Json> = pool
        .assignments
        .iter()
        .filter(|a| a.namespace == namespace && a.policy == code && a.target_type == kind)
        .map(|a| target(pool, namespace, kind, &a.target))
        .collect();
    Ok(Reply::data(json!({
        "policyId": policy.id,
        "code": policy.code,
        "policy": policy_view(pool, policy),
        "targetType": kind,
        "targets": targets,
        "namespace": namespace,
    })))
}

pub(super) fn policy_view(pool: &UserPool, policy: &Policy) -> Json {
    let namespace = pool.namespaces.iter().find(|namespace| namespace.code == policy.namespace);
    json!({
        "id": policy.id,
        "createdAt": policy.created_at.to_rest(),
        "updatedAt": policy.updated_at.to_rest(),
        "userPoolId": pool.id,
        "isDefault": policy.is_default,
        "isAuto": false,
        "hidden": policy.hidden,
        "code": policy.code,
        "description": policy.description,
        "statements": policy.statements,
        "namespaceId": namespace.map(|namespace| namespace.id),
    })
}

pub(super) fn target(pool: &UserPool, namespace: &str, kind: TargetType, id: &str) -> Json {
    let found = match kind {
        TargetType::User => pool.user(id).map(|user| views::user(pool, user, Dates::Rest)),
        TargetType::Role => {
            let role = pool.roles.iter().find(|r| r.namespace == namespace && r.code == id);
            role.map(|role| views::role(pool, role, Dates::Rest))
        }
        TargetType::Group => {
            let group = pool.groups.iter().find(|group| group.code == id);
            group.map(|group| views::group(group, Dates::Rest))
        }
        TargetType::Org => {
            let node = pool.nodes.iter().find(|node| node.id == id);
            node.map(|node| trees::view(pool, node, Dates::Rest))
        }
        TargetType::AkSk => None,
    };
    found.unwrap_or_else(|| json!({ "id": id }))
}
