//! What people accept when they register with an application.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::listed;
use crate::base::text::Text;
use crate::domain::applications;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, delete, get, post, put, routes};
use crate::state::applications::{Agreement, Application};
use crate::state::user_pool::UserPool;

const FETCHED: Text = Text::new("获取数据成功", "Fetched.");
const CREATED: Text = Text::new("创建成功", "Created.");
/// The server says it so.
const UPDATED: Text = Text::new("修改成功成功", "Changed.");
const DELETED: Text = Text::new("删除成功", "Deleted.");
const SORTED: Text = Text::new("排序成功", "Sorted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("ApplicationManagementClient"),
    [
        get("/api/v2/applications/{appId}/agreements", Access::Management, list),
        post("/api/v2/applications/{appId}/agreements", Access::Management, create),
        post("/api/v2/applications/{appId}/agreements/sort", Access::Management, sort),
        put("/api/v2/applications/{appId}/agreements/{id}", Access::Management, update),
        delete("/api/v2/applications/{appId}/agreements/{id}", Access::Management, remove),
    ],
);

/// All of them, in their order.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = applications::find(cx, call.param("appId"))?;
    let pool = cx.pool()?;
    let list: Vec<Json> = app.agreements.iter().map(|own| view(pool, app, own)).collect();
    Ok(Reply::Data(FETCHED, listed::whole(list)))
}

#[derive(Deserialize)]
struct Input {
    title: Option<String>,
    required: Option<bool>,
    lang: Option<Lang>,
}

#[derive(Clone, Copy, Deserialize)]
enum Lang {
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en-US")]
    English,
}

impl Lang {
    fn tag(self) -> String {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
        .to_owned()
    }
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input: Input = call.read()?;
    let title = input.title.unwrap_or_default();
    let (required, lang) = (input.required.unwrap_or(true), input.lang.unwrap_or(Lang::Chinese));
    let id = applications::add_agreement(cx, call.param("appId"), title, required, lang.tag())?;
    Ok(Reply::Data(CREATED, view_of(cx, call, id)?))
}

/// Changes what is sent and leaves the rest alone.
fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input: Input = call.read()?;
    if input.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
        return Err(failures::BAD_REQUEST.into());
    }
    let app = applications::find_mut(cx, call.param("appId"))?;
    let place = place(app, call)?;
    let agreement = app.agreements.get_mut(place).ok_or(failures::AGREEMENT_NOT_FOUND)?;
    if let Some(title) = input.title {
        agreement.title = title;
    }
    if let Some(required) = input.required {
        agreement.required = required;
    }
    if let Some(lang) = input.lang {
        agreement.lang = lang.tag();
    }
    let id = agreement.id;
    Ok(Reply::Data(UPDATED, view_of(cx, call, id)?))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = applications::find_mut(cx, call.param("appId"))?;
    let place = place(app, call)?;
    app.agreements.remove(place);
    Ok(Reply::Message(DELETED))
}

/// Those that are named come first, in the order they are named, and the others after them.
fn sort(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Order {
        ids: Vec<Id>,
    }
    /// The Python SDK's documentation shows them as text.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Number(i64),
        Text(String),
    }
    let order: Order = call.read()?;
    let ids: Vec<Option<i64>> = order
        .ids
        .into_iter()
        .map(|id| match id {
            Id::Number(id) => Some(id),
            Id::Text(text) => text.parse().ok(),
        })
        .collect();
    let app = applications::find_mut(cx, call.param("appId"))?;
    let known = |id: &Option<i64>| app.agreements.iter().any(|own| Some(own.id) == *id);
    if ids.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    if !ids.iter().all(known) {
        return Err(failures::AGREEMENT_NOT_FOUND.into());
    }
    app.agreements
        .sort_by_key(|own| ids.iter().position(|id| *id == Some(own.id)).unwrap_or(ids.len()));
    Ok(Reply::Message(SORTED))
}

/// Where the agreement that the path names stands.
fn place(app: &Application, call: &Call) -> ApiResult<usize> {
    let id: Option<i64> = call.param("id").parse().ok();
    let found = app.agreements.iter().position(|own| Some(own.id) == id);
    found.ok_or_else(|| failures::AGREEMENT_NOT_FOUND.into())
}

fn view_of(cx: &Cx<'_>, call: &Call, id: i64) -> ApiResult<Json> {
    let app = applications::find(cx, call.param("appId"))?;
    let found = app.agreements.iter().find(|own| own.id == id);
    Ok(view(cx.pool()?, app, found.ok_or(failures::AGREEMENT_NOT_FOUND)?))
}

fn view(pool: &UserPool, app: &Application, agreement: &Agreement) -> Json {
    let place = app.agreements.iter().position(|own| own.id == agreement.id);
    json!({
        "id": agreement.id,
        "appId": app.id,
        "userPoolId": pool.id,
        "title": agreement.title,
        "required": agreement.required,
        "lang": agreement.lang,
        "order": place.map(|place| place + 1),
    })
}
