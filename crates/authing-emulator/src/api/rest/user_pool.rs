//! The user pool itself: its settings and its environment variables.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, routes};

const DELETED: Text = Text::new("删除成功", "Deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("UserpoolManagementClient"),
    [
        get("/api/v2/userpools/detail", Access::Management, detail),
        get("/api/v2/env", Access::Management, list_env),
        post("/api/v2/env", Access::Management, add_env),
        delete("/api/v2/env/{key}", Access::Management, remove_env),
    ],
);

fn detail(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    Ok(Reply::data(views::user_pool(cx.pool()?, Dates::Rest)))
}

/// The newest first.
fn list_env(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let env = cx.pool()?.env.iter().rev();
    let list: Vec<Json> = env.map(|(key, value)| json!({ "key": key, "value": value })).collect();
    Ok(Reply::data(Json::Array(list)))
}

/// Sets a variable, whether there is one of the name or not. The response does not repeat the value.
fn add_env(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        key: String,
        value: Option<String>,
    }
    let input: Input = call.read()?;
    if input.key.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    let response = json!({ "key": input.key });
    let told = json!({ "envInfo": { "key": input.key, "value": input.value } });
    let known = cx.pool_mut()?.env.insert(input.key, input.value).is_some();
    cx.happened(if known { Event::VariableUpdated } else { Event::VariableAdded }, |_| told);
    Ok(Reply::Data(DONE, response))
}

fn remove_env(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let removed = cx.pool_mut()?.env.shift_remove(call.param("key"));
    let value = removed.ok_or(failures::TARGET_NOT_FOUND)?;
    let told = json!({ "envsInfo": [{ "key": call.param("key"), "value": value }] });
    cx.happened(Event::VariableDeleted, |_| told);
    Ok(Reply::Message(DELETED))
}
