//! Counts of the users who have logged in to an application.

use std::collections::BTreeSet;

use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, get, routes};
use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/api/v2/analysis/total-login-count", Access::Management, total_login_count),
        get("/api/v2/analysis/exist-defined-field-count", Access::Management, field_count),
    ],
);

/// How many users have logged in to an application.
fn total_login_count(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app_id = call.required("appId")?;
    let pool = cx.pool()?;
    pool.app(app_id).ok_or(failures::APP_NOT_FOUND)?;
    Ok(Reply::data(json!(logged_in(pool, app_id).len())))
}

/// How many of them have a value for a field.
fn field_count(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app_id = call.required("appId")?;
    let key = call.required("definedFieldKey")?;
    let pool = cx.pool()?;
    pool.app(app_id).ok_or(failures::APP_NOT_FOUND)?;
    let users = logged_in(pool, app_id);
    let count = pool
        .field_values
        .iter()
        .filter(|value| {
            value.target_type == FieldTarget::User
                && value.key == key
                && users.contains(value.target_id.as_str())
        })
        .count();
    Ok(Reply::data(json!(count)))
}

fn logged_in<'a>(pool: &'a UserPool, app_id: &str) -> BTreeSet<&'a str> {
    pool.actions
        .iter()
        .filter(|action| action.operation == "login" && action.app_id.as_deref() == Some(app_id))
        .filter(|action| pool.user(&action.user_id).is_some())
        .map(|action| action.user_id.as_str())
        .collect()
}
