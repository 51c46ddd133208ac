//! Registering and logging in with a code sent by email.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::domain::login::{self, Account, LoginOptions, Registration};
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Call, Reply, Route, Source, post, routes};

const REGISTERED: Text = Text::new("注册成功", "Registered.");
const LOGGED_IN: Text = Text::new("登录成功", "Logged in.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        post("/api/v2/register/email-code", Access::Public, register_by_email_code),
        post("/api/v2/login/email-code", Access::Public, login_by_email_code),
    ],
);

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
        context: Option<Json>,
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
        context: input.context,
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
        context: Option<String>,
    }
    let input: Input = call.read()?;
    let options = LoginOptions {
        auto_register: true,
        client_ip: input.client_ip,
        captcha: None,
        custom_data: custom_data::read_params(input.params.as_deref())?,
        context: login::read_context(input.context.as_deref())?,
        ..LoginOptions::default()
    };
    let id = login::login_by_code(cx, Account::Email(input.email), &input.code, options)?;
    Ok(Reply::Data(LOGGED_IN, views::user_of(cx, &id, Dates::Rest)?))
}
