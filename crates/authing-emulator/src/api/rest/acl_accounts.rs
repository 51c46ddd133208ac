//! The programmatic access accounts of applications.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::base::{failures, random};
use crate::domain::acl::grants;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Route, Source, delete, get, patch, post, routes};
use crate::state::acl::TargetType;
use crate::state::applications::{Application, ProgrammaticAccount};

const LISTED: Text =
    Text::new("获取编程访问账号列表成功", "The programmatic access accounts were listed.");
const CREATED: Text =
    Text::new("创建编程访问账号成功", "The programmatic access account was created.");
const CHANGED: Text =
    Text::new("修改编程访问账号成功", "The programmatic access account was changed.");
const DELETED: Text =
    Text::new("删除编程访问账号成功", "The programmatic access account was deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("programmatic access accounts"),
    [
        get("/api/v2/applications/{app}/programmatic-access-accounts", Access::Management, list),
        post("/api/v2/applications/{app}/programmatic-access-accounts", Access::Management, create),
        patch("/api/v2/applications/programmatic-access-accounts", Access::Management, update),
        delete("/api/v2/applications/programmatic-access-accounts", Access::Management, remove),
    ],
);

/// The accounts of an application, the newest first.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = cx.pool()?.app(call.param("app")).ok_or(failures::APP_NOT_FOUND)?;
    let newest_first: Vec<_> = app.protocols.accounts.iter().rev().collect();
    Ok(Reply::Data(LISTED, call.paging().cut(&newest_first, |account| view(app, account))))
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        token_lifetime: Option<i64>,
        remarks: Option<String>,
    }
    let input: Input = call.read()?;
    let mut account = ProgrammaticAccount::new(random::object_id(), random::secret_key());
    account.token_lifetime = input.token_lifetime.unwrap_or(account.token_lifetime);
    account.remarks = input.remarks;
    account.created_at = Some(cx.now);
    account.updated_at = Some(cx.now);
    let pool = cx.pool_mut()?;
    let app = pool.app_mut(call.param("app")).ok_or(failures::APP_NOT_FOUND)?;
    if account.token_lifetime < 1 {
        return Err(failures::BAD_REQUEST.into());
    }
    let response = view(app, &account);
    app.protocols.accounts.push(account);
    Ok(Reply::Data(CREATED, response))
}

/// Switches an account on or off, or gives it the secret the request brings.
fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        id: String,
        enabled: Option<bool>,
        secret: Option<String>,
    }
    let input: Input = call.read()?;
    let empty = input.secret.as_deref().is_some_and(|secret| secret.trim().is_empty());
    if empty || (input.enabled.is_none() && input.secret.is_none()) {
        return Err(failures::BAD_REQUEST.into());
    }
    let now = cx.now;
    let (app, index) = find(cx, &input.id)?;
    let account = app.protocols.accounts.get_mut(index).ok_or(failures::ACCOUNT_NOT_FOUND)?;
    account.enabled = input.enabled.unwrap_or(account.enabled);
    if let Some(secret) = input.secret {
        account.secret = secret;
    }
    account.updated_at = Some(now);
    let account = account.clone();
    Ok(Reply::Data(CHANGED, view(app, &account)))
}

/// Deletes an account and all it was given.
fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = call.required("id")?.to_owned();
    let (app, index) = find(cx, &id)?;
    app.protocols.accounts.remove(index);
    grants::forget(cx.pool_mut()?, TargetType::AkSk, &[id], None);
    Ok(Reply::Message(DELETED))
}

/// The application of an account, and which of its accounts it is.
fn find<'a>(cx: &'a mut Cx<'_>, id: &str) -> ApiResult<(&'a mut Application, usize)> {
    let found = cx.pool_mut()?.apps.iter_mut().find_map(|app| {
        let index = app.protocols.accounts.iter().position(|account| account.id == id)?;
        Some((app, index))
    });
    found.ok_or_else(|| failures::ACCOUNT_NOT_FOUND.into())
}

fn view(app: &Application, account: &ProgrammaticAccount) -> Json {
    json!({
        "id": account.id,
        "createdAt": account.created_at.unwrap_or(app.created_at).to_rest(),
        "updatedAt": account.updated_at.unwrap_or(app.created_at).to_rest(),
        "appId": app.id,
        "secret": account.secret,
        "remarks": account.remarks,
        "tokenLifetime": account.token_lifetime,
        "enabled": account.enabled,
        "userId": null,
    })
}
