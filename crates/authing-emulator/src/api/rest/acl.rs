//! What users may do, and giving and taking rights on resources.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::limits::{PAIRS, TooMuch};
use crate::base::text::Text;
use crate::domain::acl::rights::Rights;
use crate::domain::acl::{self, grants};
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, post, routes};
use crate::state::acl::{ResourceGrant, TargetType};

const ASSIGNED: Text = Text::new("授权成功", "Assigned.");
const REVOKED: Text = Text::new("取消授权成功", "Revoked.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        post("/api/v2/acl/is-allowed", Access::Management, is_allowed),
        post("/api/v2/acl/check-resource-permission-batch", Access::Management, check_batch)
            .source(Source::Seen("resources without rights are left out")),
        post(
            "/api/v2/acl/get-authorized-resources-of-resource-kind",
            Access::Management,
            resources_of_kind,
        )
        .source(Source::Client("Python SDK")),
        post("/api/v2/acl/list-authorized-resources-batch", Access::Management, list_batch),
        post("/api/v2/acl/authorize-resources", Access::Management, authorize_resources),
        post("/api/v2/acl/revoke-resource", Access::Management, revoke_resource)
            .source(Source::Seen("a kind takes its resources along")),
        post("/api/v2/acl/revoke-resources", Access::Management, revoke_resources),
    ],
);

/// Whether a user may perform an action. The tenant that may be named is not looked at.
fn is_allowed(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        resource: String,
        action: String,
        namespace: Option<String>,
    }
    let input: Input = call.read()?;
    let rights = rights(cx, &input.user_id, input.namespace.as_deref())?;
    Ok(Reply::data(json!({ "allowed": rights.allow(&input.resource, &input.action) })))
}

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
    let rights = rights(cx, &input.user_id, input.namespace.as_deref())?;
    let found: Vec<Json> = input
        .resources
        .iter()
        .filter_map(|resource| {
            let mut actions = rights.on(resource).unwrap_or_default();
            actions.sort_unstable();
            (!actions.is_empty()).then(|| json!({ "code": resource, "actions": actions }))
        })
        .collect();
    Ok(Reply::data(Json::Array(found)))
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
    let found: Vec<Json> = rights(cx, &input.user_id, input.namespace.as_deref())?
        .resources(None)
        .iter()
        .filter(|grant| of_kind(&grant.resource))
        .map(|grant| json!({ "code": grant.resource, "actions": grant.actions }))
        .collect();
    Ok(Reply::data(Json::Array(found)))
}

/// One page for each target, in the order of the targets.
fn list_batch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        resource_type: Option<String>,
        targets: Vec<Target>,
    }
    let input: Input = call.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let mut list = Vec::new();
    for Target { target_type, target_identifier: id, .. } in &input.targets {
        acl::require_target(cx, namespace, *target_type, id)?;
        let rights = Rights::of(cx.pool()?, namespace, *target_type, id);
        list.push(rights.page(input.resource_type.as_deref()));
    }
    Ok(Reply::data(json!({ "list": list })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    target_type: TargetType,
    target_identifier: String,
    actions: Option<Vec<String>>,
}

fn revoke_resource(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        namespace: Option<String>,
        resource: String,
        opts: Vec<Target>,
    }
    let input: Input = call.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let revoked: Vec<ResourceGrant> = input
        .opts
        .into_iter()
        .map(|opt| ResourceGrant {
            namespace: namespace.to_owned(),
            resource: input.resource.clone(),
            resource_type: None,
            target_type: opt.target_type,
            target: opt.target_identifier,
            actions: opt.actions.unwrap_or_default(),
        })
        .collect();
    grants::take(cx, &revoked)?;
    Ok(Reply::Message(REVOKED))
}

fn authorize_resources(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    grants::give(cx, changes(call)?)?;
    Ok(Reply::Message(ASSIGNED))
}

fn revoke_resources(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    grants::take(cx, &changes(call)?)?;
    Ok(Reply::Message(REVOKED))
}

/// What is to be given or taken: each of the resources for each of the targets of an entry.
fn changes(call: &Call) -> ApiResult<Vec<ResourceGrant>> {
    #[derive(Deserialize)]
    struct Input {
        namespace: Option<String>,
        opts: Vec<Opt>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Opt {
        target_type: TargetType,
        target_identifiers: Vec<String>,
        resources: Vec<Resource>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Resource {
        code: String,
        actions: Option<Vec<String>>,
        resource_type: Option<String>,
    }
    let input: Input = call.read()?;
    let namespace = acl::namespace(input.namespace.as_deref());
    let mut changes = Vec::new();
    let pairs = input.opts.iter().map(|opt| {
        let actions = |resource: &Resource| 1 + resource.actions.as_ref().map_or(0, Vec::len);
        let each: usize = opt.resources.iter().map(actions).sum();
        opt.target_identifiers.len().saturating_mul(each)
    });
    let pairs = pairs.fold(0, usize::saturating_add);
    TooMuch::check("targets times resources and actions", pairs, PAIRS)?;
    for opt in &input.opts {
        for target in &opt.target_identifiers {
            changes.extend(opt.resources.iter().map(|resource| ResourceGrant {
                namespace: namespace.to_owned(),
                resource: resource.code.clone(),
                resource_type: resource.resource_type.clone(),
                target_type: opt.target_type,
                target: target.clone(),
                actions: resource.actions.clone().unwrap_or_default(),
            }));
        }
    }
    if changes.is_empty() { Err(failures::BAD_REQUEST.into()) } else { Ok(changes) }
}

fn rights<'a>(cx: &'a Cx<'_>, user_id: &'a str, namespace: Option<&str>) -> ApiResult<Rights<'a>> {
    cx.user(user_id)?;
    let namespace = acl::namespace(namespace);
    Ok(Rights::of(cx.pool()?, namespace, TargetType::User, user_id))
}
