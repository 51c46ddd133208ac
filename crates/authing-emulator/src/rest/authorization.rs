//! Who has a role, and who has a policy.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::context::{Access, Cx};
use crate::domain::authorization;
use crate::domain::org_views;
use crate::domain::views::{self, Dates};
use crate::error::ApiResult;
use crate::failures;
use crate::model::authorization::{Policy, TargetType};
use crate::model::user::User;
use crate::model::user_pool::UserPool;
use crate::rest::{Call, Paging, Reply, Route, get, post};

pub(super) const ROUTES: &[Route] = &[
    post("/api/v2/roles/roleUsers", Access::Management, find_role_users),
    get("/api/v2/policies/assignments/by-target", Access::Management, assignments_by_target),
];

/// The users who have a role, the newest first, searched for a text.
fn find_role_users(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        code: String,
        namespace: Option<String>,
        search: Option<String>,
        page: Option<usize>,
        limit: Option<usize>,
    }
    let input: Input = call.read()?;
    let namespace = authorization::namespace(input.namespace.as_deref());
    let pool = cx.pool()?;
    let role = pool.roles.iter().find(|r| r.namespace == namespace && r.code == input.code);
    let holders = &role.ok_or(failures::ROLE_NOT_FOUND)?.users;
    let wanted = input.search.unwrap_or_default().to_lowercase();
    let mut found: Vec<&User> = pool
        .present_users()
        .filter(|user| holders.contains(&user.id) && is_found(user, &wanted))
        .collect();
    found.reverse();
    found.sort_by_key(|user| std::cmp::Reverse(user.created_at));
    let paging = Paging { page: input.page.unwrap_or(1), limit: input.limit.unwrap_or(10) };
    Ok(Reply::data(paging.cut(&found, |user| views::user(pool, user, Dates::Rest))))
}

fn is_found(user: &User, wanted: &str) -> bool {
    let texts = [
        user.username.as_deref(),
        user.email.as_deref(),
        user.phone.as_deref(),
        user.attribute("nickname"),
        user.attribute("name"),
    ];
    wanted.is_empty() || texts.into_iter().flatten().any(|t| t.to_lowercase().contains(wanted))
}

/// A policy with the targets of one type it is assigned to.
fn assignments_by_target(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let namespace = authorization::namespace(call.query("namespace"));
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
            node.map(|node| org_views::view(pool, node, Dates::Rest))
        }
        TargetType::AkSk => None,
    };
    found.unwrap_or_else(|| json!({ "id": id }))
}
