//! The log of what users did.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::state::logs::UserAction;
use crate::state::user_pool::UserPool;

/// The oldest actions are dropped beyond this many.
const KEPT: usize = 10_000;

/// What a user did, named as the server's `SupportedUserActionEnum` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Login,
    Register,
    Logout,
    UpdateUserInfo,
    RefreshToken,
    UpdateEmail,
    UpdatePhone,
    UpdatePassword,
}

impl Operation {
    fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Register => "register",
            Self::Logout => "logout",
            Self::UpdateUserInfo => "updateUserinfo",
            Self::RefreshToken => "refreshToken",
            Self::UpdateEmail => "updateEmail",
            Self::UpdatePhone => "updatePhone",
            Self::UpdatePassword => "updatePassword",
        }
    }
}

/// Describes an operation by its name, as the log shows it.
fn describe(operation: &str) -> &'static str {
    match operation {
        "login" => "登录",
        "register" => "注册",
        "logout" => "退出登录",
        "updateUserinfo" => "修改用户信息",
        "refreshToken" => "刷新 token",
        "updateEmail" => "修改邮箱",
        "updatePhone" => "修改手机号",
        "updatePassword" => "修改密码",
        _ => "",
    }
}

/// Writes one line of the log.
pub(crate) fn record(cx: &mut Cx<'_>, operation: Operation, user_id: &str) -> ApiResult<()> {
    let user = cx.user(user_id)?;
    let action = UserAction {
        at: cx.now,
        operation: operation.as_str().to_owned(),
        user_id: user.id.clone(),
        user_name: user.display_name().to_owned(),
        user_photo: user.attribute("photo").map(str::to_owned),
        app_id: cx.app().ok().map(|app| app.id.clone()),
        client_ip: cx.request.client_ip.clone(),
        user_agent: cx.request.user_agent.clone(),
        request_id: cx.request.request_id.clone(),
    };
    cx.pool_mut()?.actions.push_within(KEPT, action);
    Ok(())
}

/// One row of `GET /api/v2/analysis/user-action`.
pub(crate) fn row(pool: &UserPool, action: &UserAction) -> Json {
    let app = action.app_id.as_deref().and_then(|id| pool.app(id));
    let at = action.at.to_rest();
    json!({
        "operator_arn": crate::domain::views::user_arn(&pool.id, &action.user_id),
        "@timestamp": at,
        "timestamp": at,
        "user_agent": action.user_agent,
        "geoip": {
            "ip": action.client_ip,
            "city_name": null,
            "region_name": null,
            "country_name": null,
        },
        "ua": { "name": null, "os": null, "device": null },
        "userpool_id": pool.id,
        "host": null,
        "@version": "1",
        "app_id": action.app_id,
        "app": app.map(|app| crate::domain::views::application(pool, app)),
        "operation_name": action.operation,
        "operation_desc": describe(&action.operation),
        "clientip": action.client_ip,
        "extra_data": null,
        "request_id": action.request_id,
        "user": {
            "id": action.user_id,
            "userPoolId": pool.id,
            "displayName": action.user_name,
            "photo": action.user_photo,
        },
    })
}
