//! How the console changes state: by the same root fields and routes as its clients, called as an administrator.

use http::{HeaderMap, Method};
use serde_json::{Map, Value as Json};

use crate::base::error::{ApiError, ApiResult};
use crate::domain::context::Cx;
use crate::handler::{Args, Call, FieldHandler, RequestBody, Route, Run};
use crate::state::user_pool::UserPool;
use crate::state::users::{Identifier, User};

/// Calls a mutation of an area's table, with what a client would send as its variables.
pub(super) fn mutate(
    cx: &mut Cx<'_>,
    fields: &[FieldHandler],
    name: &str,
    arguments: Json,
) -> ApiResult<Json> {
    call(cx, fields, "Mutation", name, arguments)
}

/// Calls a query without arguments.
pub(super) fn query(cx: &mut Cx<'_>, fields: &[FieldHandler], name: &str) -> ApiResult<Json> {
    call(cx, fields, "Query", name, Json::Null)
}

fn call(
    cx: &mut Cx<'_>,
    fields: &[FieldHandler],
    parent: &str,
    name: &str,
    arguments: Json,
) -> ApiResult<Json> {
    let found = fields.iter().find(|field| field.parent == parent && field.field == name);
    let Some(Run::Json(run)) = found.map(|field| field.run) else {
        return Err(ApiError::not_emulated(name));
    };
    let values = match arguments {
        Json::Object(values) => values,
        _ => Map::new(),
    };
    run(cx, Args::new(&Json::Null, values))
}

/// Calls a route of an area's table, with the values of its path's segments, its query and its body.
pub(super) fn send(
    cx: &mut Cx<'_>,
    routes: &[Route],
    (method, path): (Method, &str),
    params: &[(&str, &str)],
    query: Option<&str>,
    body: Json,
) -> ApiResult<()> {
    let found = routes.iter().find(|route| route.method == method && route.path == path);
    let route = found.ok_or_else(|| ApiError::not_emulated(path))?;
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let body = if body.is_null() { RequestBody::None } else { RequestBody::Json(body) };
    let call = Call::new(method, params.collect(), query, body, HeaderMap::new());
    (route.run)(cx, &call).map(|_| ())
}

/// Whoever this identifies: an id, a username, an email address or a phone number.
pub(super) fn find_user<'a>(pool: &'a UserPool, text: &str) -> Option<&'a User> {
    let by = [Identifier::Id, Identifier::Username, Identifier::Email, Identifier::Phone];
    by.into_iter().find_map(|by| pool.users.find(by, text))
}

/// Their id. What identifies nobody stays as it is: the rule that is asked says what is wrong with it.
pub(super) fn user_id(cx: &Cx<'_>, text: &str) -> ApiResult<String> {
    let found = find_user(cx.pool()?, text);
    Ok(found.map_or_else(|| text.to_owned(), |user| user.id.clone()))
}
