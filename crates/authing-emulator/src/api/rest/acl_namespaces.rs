//! Permission namespaces.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures::{self, Failure};
use crate::base::happening::Event;
use crate::base::listed;
use crate::base::text::Text;
use crate::domain::acl::namespaces::{self, view};
use crate::domain::acl::{self};
use crate::domain::context::Cx;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, put, routes};
use crate::state::acl::Namespace;
use crate::state::user_pool::UserPool;

const DELETED: Text = Text::new("删除成功", "Deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("AclManagementClient"),
    [
        get("/api/v2/resource-namespace/{pool}", Access::Management, list),
        post("/api/v2/resource-namespace/{pool}", Access::Management, create),
        put("/api/v2/resource-namespace/{pool}/{id}", Access::Management, update)
            .source(Source::Seen("3005 for an unknown one")),
        delete("/api/v2/resource-namespace/{pool}/{id}", Access::Management, remove)
            .source(Source::Seen("3003 for an unknown one")),
        put("/api/v2/resource-namespace/{pool}/code/{code}", Access::Management, update)
            .source(Source::Client("JavaScript SDK")),
        delete("/api/v2/resource-namespace/{pool}/code/{code}", Access::Management, remove)
            .source(Source::Client("JavaScript SDK")),
    ],
);

/// Every namespace, in the order they were made. This list counts in `total`.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = named_pool(cx, call)?;
    let mut page = call.paging().cut(&pool.namespaces, |namespace| view(pool, namespace));
    listed::count_as("total", &mut page);
    Ok(Reply::data(page))
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        code: String,
        name: String,
        description: Option<String>,
    }
    let input: Input = call.read()?;
    named_pool(cx, call)?;
    let description = input.description.as_deref();
    let id = namespaces::create(cx, &input.code, &input.name, description)?;
    Ok(Reply::Data(DONE, view_of(cx.pool()?, id)))
}

fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        name: Option<String>,
        code: Option<String>,
        description: Option<String>,
    }
    let input: Input = call.read()?;
    let updates = json!({
        "name": input.name, "code": input.code, "description": input.description,
    });
    let pool = named_pool(cx, call)?;
    let found = find_own(pool, call, failures::NAMESPACE_TO_UPDATE_NOT_FOUND)?;
    let (id, old) = (found.id, found.code.clone());
    for text in input.code.iter().chain(&input.name) {
        acl::require_code(text)?;
    }
    let new_code = input.code.filter(|code| *code != old);
    if let Some(code) = &new_code {
        namespaces::require_free(pool, code)?;
    }
    let pool = cx.pool_mut()?;
    if let Some(namespace) = pool.namespaces.iter_mut().find(|namespace| namespace.id == id) {
        if let Some(name) = input.name {
            namespace.name = name;
        }
        if let Some(description) = input.description {
            namespace.description = description;
        }
    }
    if let Some(code) = &new_code {
        namespaces::rename(pool, &old, code);
    }
    cx.happened(
        Event::NamespaceUpdated,
        |pool| json!({ "namespace": view_of(pool, id), "updates": updates }),
    );
    Ok(Reply::Data(DONE, view_of(cx.pool()?, id)))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = named_pool(cx, call)?;
    let found = find_own(pool, call, failures::NAMESPACE_TO_DELETE_NOT_FOUND)?;
    let (code, told) = (found.code.clone(), view(pool, found));
    namespaces::remove(cx.pool_mut()?, &code);
    cx.happened(Event::NamespaceDeleted, |_| json!({ "namespaces": [told] }));
    Ok(Reply::Message(DELETED))
}

/// The pool of the path, which must be the one the token is for.
fn named_pool<'a>(cx: &'a Cx<'_>, call: &Call) -> ApiResult<&'a UserPool> {
    let pool = cx.pool()?;
    if pool.id == call.param("pool") { Ok(pool) } else { Err(failures::POOL_NOT_FOUND.into()) }
}

/// The namespace the path names by id or code, if it may be changed.
fn find_own<'a>(pool: &'a UserPool, call: &Call, missing: Failure) -> ApiResult<&'a Namespace> {
    let (id, code) = (call.param("id").parse::<i64>().ok(), call.param("code"));
    let mut all = pool.namespaces.iter();
    let found = all.find(|namespace| Some(namespace.id) == id || namespace.code == code);
    let found = found.ok_or(missing)?;
    if namespaces::is_built_in(found) {
        return Err(failures::NAMESPACE_BUILT_IN.into());
    }
    Ok(found)
}

fn view_of(pool: &UserPool, id: i64) -> Json {
    let found = pool.namespaces.iter().find(|namespace| namespace.id == id);
    found.map_or(Json::Null, |namespace| view(pool, namespace))
}
