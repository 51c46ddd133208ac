//! What a user may do with given resources.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::context::{Access, Cx};
use crate::domain::authorization::{self, Grant};
use crate::error::ApiResult;
use crate::rest::{Call, Reply, Route, post};

pub(super) const ROUTES: &[Route] = &[
    post("/api/v2/acl/check-resource-permission-batch", Access::Management, check_batch),
    post(
        "/api/v2/acl/get-authorized-resources-of-resource-kind",
        Access::Management,
        resources_of_kind,
    ),
];

/// The rights on each of the resources asked for; those without any are left out.
fn check_batch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        namespace: Option<String>,
        resources: Vec<String>,
    }
    let input: Input = call.read()?;
    let grants = grants(cx, &input.user_id, input.namespace.as_deref())?;
    let rights: Vec<Json> = input
        .resources
        .iter()
        .filter_map(|resource| {
            let mut actions: Vec<&str> = grants
                .iter()
                .filter(|grant| authorization::covers(&grant.resource, resource))
                .flat_map(|grant| grant.actions.iter().map(String::as_str))
                .collect();
            actions.sort_unstable();
            actions.dedup();
            (!actions.is_empty()).then(|| json!({ "code": resource, "actions": actions }))
        })
        .collect();
    Ok(Reply::data(Json::Array(rights)))
}

/// The granted resources of one kind, such as every `book:…`.
fn resources_of_kind(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        namespace: Option<String>,
        resource: String,
    }
    let input: Input = call.read()?;
    let kind = input.resource.strip_suffix(":*").unwrap_or(&input.resource);
    let of_kind = |resource: &str| {
        resource == "*" || resource.split_once(':').map_or(resource, |(kind, _)| kind) == kind
    };
    let rights: Vec<Json> = grants(cx, &input.user_id, input.namespace.as_deref())?
        .iter()
        .filter(|grant| of_kind(&grant.resource))
        .map(|grant| json!({ "code": grant.resource, "actions": grant.actions }))
        .collect();
    Ok(Reply::data(Json::Array(rights)))
}

fn grants(cx: &Cx<'_>, user_id: &str, namespace: Option<&str>) -> ApiResult<Vec<Grant>> {
    cx.user(user_id)?;
    let namespace = authorization::namespace(namespace);
    Ok(authorization::grants_of_user(cx.pool()?, user_id, namespace))
}
