//! How the console changes state: by the same root fields as its clients, called as an administrator.

use serde_json::{Map, Value as Json};

use crate::base::error::{ApiError, ApiResult};
use crate::domain::context::Cx;
use crate::handler::{Args, FieldHandler, Run};

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
