//! Logs and counts.

use std::collections::BTreeSet;

use serde_json::json;

use crate::clock::Timestamp;
use crate::context::{Access, Cx};
use crate::domain::{actions, views};
use crate::error::ApiResult;
use crate::failures;
use crate::model::custom_data::TargetType;
use crate::model::session::UserAction;
use crate::model::user_pool::UserPool;
use crate::rest::{Call, Reply, Route, get};

pub(super) const ROUTES: &[Route] = &[
    get("/api/v2/analysis/user-action", Access::Management, user_actions),
    get("/api/v2/analysis/total-login-count", Access::Management, total_login_count),
    get("/api/v2/analysis/exist-defined-field-count", Access::Management, field_count),
];

/// What users did, the latest first.
fn user_actions(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let names: Vec<&str> = call.query_all("operation_name").collect();
    let operators: Vec<&str> = call.query_all("operator_arn").collect();
    let users: Vec<&str> = call.query_all("userId").collect();
    let apps: Vec<&str> = call.query_all("app_id").collect();
    let in_apps_only = call.flag("exclude_non_app_records");
    let moment = |name: &str| call.query(name).and_then(|ms| ms.parse().ok()).map(Timestamp);
    let (start, end) = (moment("start"), moment("end"));
    let matches = |action: &&UserAction| {
        let arn = views::user_arn(&pool.id, &action.user_id);
        let app = action.app_id.as_deref();
        (names.is_empty() || names.contains(&action.operation.as_str()))
            && (operators.is_empty() || operators.contains(&arn.as_str()))
            && (users.is_empty() || users.contains(&action.user_id.as_str()))
            && (apps.is_empty() || app.is_some_and(|id| apps.contains(&id)))
            && (!in_apps_only || app.is_some())
            && call.query("clientip").is_none_or(|ip| ip == action.client_ip)
            && start.is_none_or(|start| action.at >= start)
            && end.is_none_or(|end| action.at <= end)
    };
    let found: Vec<&UserAction> = pool.actions.iter().rev().filter(matches).collect();
    Ok(Reply::data(call.paging().cut(&found, |action| actions::row(pool, action))))
}

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
            value.target_type == TargetType::User
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
