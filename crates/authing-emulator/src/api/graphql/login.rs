//! Logging in.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::domain::login::{self, Account, LoginOptions};
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("AuthenticationClient, list of error codes"),
    [
        mutation("loginByUsername", Access::Public, login_by_username),
        mutation("loginByEmail", Access::Public, login_by_email),
        mutation("loginByPhonePassword", Access::Public, login_by_phone_password),
        mutation("loginByPhoneCode", Access::Public, login_by_phone_code),
        mutation("loginBySubAccount", Access::Public, login_by_sub_account),
    ],
);

#[derive(Deserialize)]
struct Input {
    input: Fields,
}

/// Every member that any of the inputs has; the schema decides which may come.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Fields {
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    password: Option<String>,
    code: Option<String>,
    auto_register: Option<bool>,
    client_ip: Option<String>,
    captcha_code: Option<String>,
    params: Option<String>,
    context: Option<String>,
}

impl Fields {
    fn login(&self) -> ApiResult<LoginOptions> {
        Ok(LoginOptions {
            auto_register: self.auto_register.unwrap_or(false),
            client_ip: self.client_ip.clone(),
            captcha: self.captcha_code.clone(),
            custom_data: custom_data::read_params(self.params.as_deref())?,
            context: login::read_context(self.context.as_deref())?,
            ..LoginOptions::default()
        })
    }

    fn password(&self) -> &str {
        self.password.as_deref().unwrap_or_default()
    }

    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }
}

fn login_by_username(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    login_by_password(cx, args, |f| Account::Username(f.username.clone().unwrap_or_default()))
}

fn login_by_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    login_by_password(cx, args, |f| Account::Email(f.email.clone().unwrap_or_default()))
}

fn login_by_phone_password(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    login_by_password(cx, args, |f| Account::Phone(f.phone.clone().unwrap_or_default()))
}

fn login_by_phone_code(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let fields = args.read::<Input>()?.input;
    let account = Account::Phone(fields.phone.clone().unwrap_or_default());
    let id = login::login_by_code(cx, account, fields.code(), fields.login()?)?;
    views::user_of(cx, &id, Dates::GraphQl)
}

/// A sub-account is a user that the application lists as one; others are unknown here.
fn login_by_sub_account(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        account: String,
        password: String,
        captcha_code: Option<String>,
        client_ip: Option<String>,
    }
    let input: Input = args.read()?;
    let sub_accounts = &cx.app()?.sub_accounts;
    if sub_accounts.is_empty() {
        return Err(failures::SUB_ACCOUNTS_OFF.into());
    }
    if !sub_accounts.contains(&input.account) {
        return Err(login::unknown_account(cx));
    }
    let options = LoginOptions {
        client_ip: input.client_ip,
        captcha: input.captcha_code,
        ..LoginOptions::default()
    };
    let account = Account::Username(input.account);
    let id = login::login_by_password(cx, account, &input.password, options)?;
    views::user_of(cx, &id, Dates::GraphQl)
}

fn login_by_password(
    cx: &mut Cx<'_>,
    args: Args<'_>,
    account: fn(&Fields) -> Account,
) -> ApiResult<Json> {
    let fields = args.read::<Input>()?.input;
    let id = login::login_by_password(cx, account(&fields), fields.password(), fields.login()?)?;
    views::user_of(cx, &id, Dates::GraphQl)
}
