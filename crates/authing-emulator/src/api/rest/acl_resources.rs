//! The resources of permission namespaces.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::base::text::Text;
use crate::domain::acl::resources::{self, NewResource, full_actions, view};
use crate::domain::acl::{self, rights};
use crate::domain::context::Cx;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, routes};
use crate::state::acl::{ResourceAction, ResourceDefinition, ResourceType};
use crate::state::user_pool::UserPool;

const DELETED: Text = Text::new("删除成功", "Deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("AclManagementClient"),
    [
        get("/api/v2/resources", Access::Management, list),
        post("/api/v2/resources", Access::Management, create),
        get("/api/v2/resources/detail", Access::Management, detail),
        post("/api/v2/resources/bulk", Access::Management, create_many)
            .source(Source::Client("JavaScript SDK")),
        post("/api/v2/resources/{code}", Access::Management, update),
        delete("/api/v2/resources/{code}", Access::Management, remove),
    ],
);

/// The resources of a namespace, the newest first.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let namespace = acl::namespace(call.query("namespace"));
    acl::require_namespace(cx, namespace)?;
    let wanted = call.query("type");
    let pool = cx.pool()?;
    let newest_first = pool.resources.iter().rev();
    let found: Vec<&ResourceDefinition> = newest_first
        .filter(|resource| resource.namespace == namespace)
        .filter(|resource| wanted.is_none_or(|kind| kind == resource.resource_type.as_str()))
        .collect();
    Ok(Reply::data(call.paging().cut(&found, |resource| view(pool, resource))))
}

/// A resource by its id, or by its namespace and code; null if there is none.
fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let found = match call.query("id") {
        Some(id) => pool.resources.iter().find(|resource| resource.id == id),
        None => {
            let namespace = acl::namespace(call.query("namespace"));
            find(pool, namespace, call.required("code")?)
        }
    };
    Ok(Reply::data(found.map_or(Json::Null, |resource| view(pool, resource))))
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    resources::add(cx, vec![call.read()?])?;
    let pool = cx.pool()?;
    let made = pool.resources.last().map_or(Json::Null, |resource| view(pool, resource));
    Ok(Reply::Data(DONE, made))
}

fn create_many(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        bulk: Vec<NewResource>,
    }
    let input: Input = call.read()?;
    if input.bulk.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    resources::add(cx, input.bulk)?;
    Ok(Reply::Message(DONE))
}

fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        namespace: Option<String>,
        r#type: Option<ResourceType>,
        actions: Option<Vec<ResourceAction>>,
        description: Option<String>,
        api_identifier: Option<String>,
    }
    let input: Input = call.read()?;
    let (code, now) = (call.param("code"), cx.now);
    let updates = json!({
        "type": input.r#type, "actions": input.actions, "description": input.description,
        "apiIdentifier": input.api_identifier,
    });
    let namespace = acl::namespace(input.namespace.as_deref());
    let actions = input.actions.map(|actions| full_actions(code, actions)).transpose()?;
    let mut all = cx.pool_mut()?.resources.iter_mut();
    let resource = all
        .find(|known| known.namespace == namespace && known.code == code)
        .ok_or(failures::RESOURCE_NOT_FOUND)?;
    resource.resource_type = input.r#type.unwrap_or(resource.resource_type);
    if let Some(actions) = actions {
        resource.actions = actions;
    }
    resource.description = input.description.or(resource.description.take());
    resource.api_identifier = input.api_identifier.or(resource.api_identifier.take());
    resource.updated_at = now;
    let pool = cx.pool()?;
    let changed = find(pool, namespace, code).map_or(Json::Null, |resource| view(pool, resource));
    let told = json!({ "resource": changed, "updates": updates });
    cx.happened(Event::ResourceUpdated, |_| told);
    Ok(Reply::Data(DONE, changed))
}

/// Deletes a resource and the rights that were given on it and on what is of it. Policies keep
/// their statements.
fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let code = call.param("code");
    let namespace = acl::namespace(call.query("namespace"));
    find(cx.pool()?, namespace, code).ok_or(failures::RESOURCE_NOT_FOUND)?;
    let pool = cx.pool_mut()?;
    pool.resources.retain(|known| known.namespace != namespace || known.code != code);
    pool.grants
        .retain(|grant| grant.namespace != namespace || !rights::covers(code, &grant.resource));
    cx.happened(Event::ResourceDeleted, |_| json!({ "codes": [code], "namespace": namespace }));
    Ok(Reply::Message(DELETED))
}

fn find<'a>(pool: &'a UserPool, namespace: &str, code: &str) -> Option<&'a ResourceDefinition> {
    pool.resources.iter().find(|known| known.namespace == namespace && known.code == code)
}
