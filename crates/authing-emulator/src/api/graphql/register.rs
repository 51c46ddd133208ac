//! Registering.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::domain::login::{self, Account, Registration};
use crate::domain::passwords::GivenPassword;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("AuthenticationClient, list of error codes"),
    [
        mutation("registerByUsername", Access::Public, register_by_username),
        mutation("registerByEmail", Access::Public, register_by_email)
            .source(Source::Seen("the refusal of an account that exists")),
        mutation("registerByPhoneCode", Access::Public, register_by_phone_code),
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
    profile: Option<Map<String, Json>>,
    force_login: Option<bool>,
    generate_token: Option<bool>,
    client_ip: Option<String>,
    params: Option<String>,
    context: Option<String>,
}

impl Fields {
    fn registration(&self) -> ApiResult<Registration> {
        let profile = self.profile.clone().unwrap_or_default();
        let mut custom_data = custom_data::read_params(self.params.as_deref())?;
        if let Some(fields) = profile.get("udf") {
            custom_data.extend(custom_data::read_pairs(fields)?);
        }
        Ok(Registration {
            profile,
            force_login: self.force_login.unwrap_or(false),
            generate_token: self.generate_token.unwrap_or(false),
            client_ip: self.client_ip.clone(),
            custom_data,
            context: login::read_context(self.context.as_deref())?,
            ..Registration::default()
        })
    }

    fn password(&self) -> &str {
        self.password.as_deref().unwrap_or_default()
    }

    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }
}

fn register_by_username(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    register_by_password(cx, args, |f| Account::Username(f.username.clone().unwrap_or_default()))
}

fn register_by_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    register_by_password(cx, args, |f| Account::Email(f.email.clone().unwrap_or_default()))
}

fn register_by_phone_code(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let fields = args.read::<Input>()?.input;
    let account = Account::Phone(fields.phone.clone().unwrap_or_default());
    let password = fields.password.as_deref().filter(|password| !password.is_empty());
    let password = password.map(GivenPassword::Encrypted);
    let registration = fields.registration()?;
    let id = login::register_by_code(cx, account, fields.code(), password, registration)?;
    registered(cx, &id, &fields)
}

fn register_by_password(
    cx: &mut Cx<'_>,
    args: Args<'_>,
    account: fn(&Fields) -> Account,
) -> ApiResult<Json> {
    let fields = args.read::<Input>()?.input;
    let registration = fields.registration()?;
    let id = login::register_by_password(
        cx,
        account(&fields),
        GivenPassword::Encrypted(fields.password()),
        registration,
    )?;
    registered(cx, &id, &fields)
}

fn registered(cx: &Cx<'_>, id: &str, fields: &Fields) -> ApiResult<Json> {
    let mut user = views::user_of(cx, id, Dates::GraphQl)?;
    // A token is part of the response only where it was asked for.
    let wanted = fields.force_login.unwrap_or(false) || fields.generate_token.unwrap_or(false);
    if let Some(user) = user.as_object_mut() {
        if !wanted {
            user.insert("token".to_owned(), Json::Null);
        }
        user.insert("newlyCreated".to_owned(), Json::from(true));
    }
    Ok(user)
}
