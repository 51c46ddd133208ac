//! Logging out, being logged out, and linking accounts.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::logs::actions::{self, Operation};
use crate::domain::tokens::{self, Bearer, TokenProblem};
use crate::domain::views::{self, Dates};
use crate::domain::{happenings, users};
use crate::handler::{Access, Call, Reply, Route, Source, get, post, routes};

const LOGGED_OUT: Text = Text::new("退出成功", "Logged out.");
const KICKED: Text = Text::new("强制下线成功", "Forced to log out.");
const LINKED: Text = Text::new("绑定成功", "Linked.");
const UNLINKED: Text = Text::new("解绑成功", "Unlinked.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("AuthenticationClient, UsersManagementClient"),
    [
        get("/api/v2/logout", Access::User, logout),
        get("/logout", Access::UserOrManagement, logout_anyone),
        get("/api/v2/users/login-status", Access::Management, login_status),
        post("/api/v2/users/kick", Access::Management, kick),
        post("/api/v2/users/link", Access::Public, link),
        post("/api/v2/users/unlink", Access::Public, unlink),
    ],
);

/// Ends the session and puts the token on the blacklist.
fn logout(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if let Some(app_id) = call.query("app_id").or_else(|| call.query("appId")) {
        cx.pool()?.app(app_id).ok_or(failures::APP_NOT_FOUND)?;
    }
    let id = cx.own_id()?;
    actions::record(cx, Operation::Logout, &id)?;
    let token = cx.request.token.clone().unwrap_or_default();
    tokens::revoke(cx.pool_mut()?, &token);
    Ok(Reply::Message(LOGGED_OUT))
}

/// An administrator names the user; a user logs out themself.
fn logout_anyone(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if !cx.is_administrator() {
        return logout(cx, call);
    }
    let id = cx.user(call.required("userId")?)?.id.clone();
    let app_id = call.query("appId");
    if let Some(app_id) = app_id {
        cx.pool()?.app(app_id).ok_or(failures::APP_NOT_FOUND)?;
    }
    tokens::revoke_all(cx.pool_mut()?, &id, app_id);
    Ok(Reply::Message(LOGGED_OUT))
}

fn login_status(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.required("userId")?)?.id.clone();
    let pool = cx.pool()?;
    let wanted = call.query("appId");
    let apps: Vec<Json> = tokens::sessions(pool, &id, cx.now)
        .into_iter()
        .filter(|app| wanted.is_none_or(|id| id == app.id))
        .map(|app| views::application(pool, app))
        .collect();
    let user = if apps.is_empty() { Json::Null } else { views::user_of(cx, &id, Dates::Rest)? };
    let is_login = !apps.is_empty();
    Ok(Reply::data(json!({ "isLogin": is_login, "user": user, "application": apps })))
}

fn kick(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_ids: Vec<String>,
    }
    let input: Input = call.read()?;
    for id in &input.user_ids {
        cx.user(id)?;
    }
    for id in &input.user_ids {
        tokens::revoke_all(cx.pool_mut()?, id, None);
    }
    cx.happened(Event::Kick, |pool| json!({ "users": happenings::users(pool, &input.user_ids) }));
    Ok(Reply::Message(KICKED))
}

/// Moves the second account's external identities to the first and deletes the second.
fn link(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        primary_user_token: String,
        secondary_user_token: String,
    }
    let input: Input = call.read()?;
    let primary = owner(cx, &input.primary_user_token)?;
    let secondary = owner(cx, &input.secondary_user_token)?;
    if primary == secondary {
        return Err(failures::BAD_REQUEST.into());
    }
    cx.happened_to(&primary, Event::AccountLinked, |pool| {
        json!({
            "primaryUser": happenings::user(pool, &primary),
            "secondaryUser": happenings::user(pool, &secondary),
        })
    });
    let identities = std::mem::take(&mut cx.user_mut(&secondary)?.identities);
    users::delete(cx, &[secondary])?;
    cx.user_mut(&primary)?.identities.extend(identities);
    Ok(Reply::Message(LINKED))
}

fn unlink(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        primary_user_token: String,
        provider: String,
    }
    let input: Input = call.read()?;
    let id = owner(cx, &input.primary_user_token)?;
    let user = cx.user(&id)?;
    let others = user.identities.iter().any(|identity| identity.provider != input.provider);
    let named = user.username.is_some() || user.email.is_some() || user.phone.is_some();
    let bound = user.identities.iter().any(|identity| identity.provider == input.provider);
    if bound && !others && !named {
        return Err(failures::LAST_LOGIN_METHOD.into());
    }
    users::unlink_identity(cx, &id, |identity| identity.provider == input.provider)?;
    Ok(Reply::Message(UNLINKED))
}

/// The user of this pool whose token this is.
fn owner(cx: &Cx<'_>, token: &str) -> ApiResult<String> {
    let pool = &cx.pool()?.id;
    match tokens::identify(&cx.state, token, cx.now) {
        Ok(Bearer::User { pool_id, user_id, .. }) if pool_id == *pool => Ok(user_id),
        Ok(_) | Err(TokenProblem::Missing | TokenProblem::Invalid) => {
            Err(failures::LOGIN_INVALID.into())
        }
        Err(TokenProblem::Expired) => Err(failures::LOGIN_EXPIRED.into()),
    }
}
