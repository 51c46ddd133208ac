//! The ways to register and log in that have no GraphQL form.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::context::{Access, Cx};
use crate::domain::login::{self, Account, LoginOptions, Registration};
use crate::domain::views::{self, Dates};
use crate::domain::{custom_data, outsiders};
use crate::error::{ApiResult, Text};
use crate::failures;
use crate::model::custom_data::TargetType;
use crate::model::outsider::DirectoryKind;
use crate::rest::{Call, Reply, Route, get, post};

const REGISTERED: Text = Text::new("注册成功", "Registered.");
const LOGGED_IN: Text = Text::new("登录成功", "Logged in.");

pub(super) const ROUTES: &[Route] = &[
    post("/api/v2/register/email-code", Access::Public, register_by_email_code),
    post("/api/v2/login/email-code", Access::Public, login_by_email_code),
    post("/api/v2/ldap/verify-user", Access::Public, |cx, call| {
        login_by_directory(cx, call, DirectoryKind::Ldap)
    }),
    // On the server this is another host's, which holds the line to the directory.
    post("/api/v2/ad/verify-user", Access::Public, |cx, call| {
        login_by_directory(cx, call, DirectoryKind::Ad)
    }),
    get(
        "/connection/social/wechat:mobile/{userPoolId}/callback",
        Access::Public,
        login_by_wechat_mobile,
    ),
];

fn register_by_email_code(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        email: String,
        code: String,
        profile: Option<Map<String, Json>>,
        force_login: Option<bool>,
        generate_token: Option<bool>,
        client_ip: Option<String>,
        // Here these two come as they are, not as JSON text.
        params: Option<Json>,
        custom_data: Option<Json>,
    }
    let input: Input = call.read()?;
    let wanted = input.force_login.unwrap_or(false) || input.generate_token.unwrap_or(false);
    let mut values = custom_data::read_pairs(&input.params.unwrap_or_default())?;
    values.extend(custom_data::read_pairs(&input.custom_data.unwrap_or_default())?);
    let registration = Registration {
        profile: input.profile.unwrap_or_default(),
        force_login: input.force_login.unwrap_or(false),
        generate_token: input.generate_token.unwrap_or(false),
        client_ip: input.client_ip,
        custom_data: values,
        ..Registration::default()
    };
    let account = Account::Email(input.email);
    let id = login::register_by_code(cx, account, &input.code, None, registration)?;
    let mut user = views::user_of(cx, &id, Dates::Rest)?;
    if let (false, Some(user)) = (wanted, user.as_object_mut()) {
        user.insert("token".to_owned(), Json::Null);
    }
    Ok(Reply::Data(REGISTERED, user))
}

fn login_by_email_code(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        email: String,
        code: String,
        client_ip: Option<String>,
        params: Option<String>,
    }
    let input: Input = call.read()?;
    let options = LoginOptions {
        auto_register: true,
        client_ip: input.client_ip,
        captcha: None,
        custom_data: custom_data::read_params(input.params.as_deref())?,
        ..LoginOptions::default()
    };
    let id = login::login_by_code(cx, Account::Email(input.email), &input.code, options)?;
    Ok(Reply::Data(LOGGED_IN, views::user_of(cx, &id, Dates::Rest)?))
}

fn login_by_directory(cx: &mut Cx<'_>, call: &Call, kind: DirectoryKind) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        username: String,
        password: String,
        client_ip: Option<String>,
        with_custom_data: Option<bool>,
    }
    let input: Input = call.read()?;
    let options = LoginOptions { client_ip: input.client_ip, ..LoginOptions::default() };
    let id = outsiders::log_in(cx, kind, &input.username, &input.password, options)?;
    let mut user = views::user_of(cx, &id, Dates::Rest)?;
    if input.with_custom_data.unwrap_or(false) {
        user["customData"] = custom_data::list(cx.pool()?, TargetType::User, &id).into();
    }
    Ok(Reply::Data(LOGGED_IN, user))
}

/// The Go SDK names the application in the path, the others the pool.
fn login_by_wechat_mobile(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let (pool, named) = (cx.pool()?, call.param("userPoolId"));
    if named != pool.id && pool.app(named).is_none() {
        return Err(failures::POOL_NOT_FOUND.into());
    }
    let id = outsiders::log_in_by_wechat(cx, call.required("code")?)?;
    Ok(Reply::Data(LOGGED_IN, views::user_of(cx, &id, Dates::Rest)?))
}
