//! A user's phone number and email address.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::logs::actions::{self, Operation};
use crate::domain::views::{self, Dates};
use crate::domain::{codes, happenings, users};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation};
use crate::state::codes::Channel;
use crate::state::users::{Identifier, User};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Seen("codes and texts of each refusal"),
    [
        mutation("bindPhone", Access::User, bind_phone),
        mutation("bindEmail", Access::User, bind_email),
        mutation("updatePhone", Access::User, update_phone),
        mutation("updateEmail", Access::User, update_email),
        mutation("unbindPhone", Access::User, unbind_phone),
        mutation("unbindEmail", Access::User, unbind_email),
    ],
);

fn bind_phone(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        phone: String,
        phone_code: String,
        phone_country_code: Option<String>,
    }
    let input: Input = args.read()?;
    let id = cx.own_id()?;
    let taken = failures::PHONE_BOUND_TO_OTHER;
    users::require_free(cx, &id, Identifier::Phone, Some(&input.phone), taken)?;
    if cx.user(&id)?.phone.is_some() {
        return Err(failures::PHONE_TAKEN.into());
    }
    consume_phone_code(cx, &input.phone, &input.phone_code)?;
    set_phone(cx, &id, input.phone, input.phone_country_code)
}

fn bind_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        email: String,
        email_code: String,
    }
    let input: Input = args.read()?;
    let email = checked_email(&input.email)?;
    let id = cx.own_id()?;
    users::require_free(cx, &id, Identifier::Email, Some(&email), failures::EMAIL_TAKEN)?;
    if cx.user(&id)?.email.is_some() {
        return Err(failures::EMAIL_TAKEN.into());
    }
    consume_email_code(cx, &email, &input.email_code)?;
    set_email(cx, &id, email)
}

fn update_phone(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        phone: String,
        phone_code: String,
        old_phone: Option<String>,
        old_phone_code: Option<String>,
        phone_country_code: Option<String>,
    }
    let input: Input = args.read()?;
    let id = cx.own_id()?;
    let present = cx.user(&id)?.phone.clone();
    if present.as_deref() == Some(input.phone.as_str()) {
        return Err(failures::PHONE_UNCHANGED.into());
    }
    let taken = failures::PHONE_BOUND_TO_OTHER;
    users::require_free(cx, &id, Identifier::Phone, Some(&input.phone), taken)?;
    let verify_old = cx.pool()?.settings.change_phone_strategy.verify_old_phone;
    if let (true, Some(present)) = (verify_old, present) {
        let (Some(old), Some(old_code)) = (&input.old_phone, &input.old_phone_code) else {
            return Err(failures::OLD_PHONE_NEEDED.into());
        };
        if *old != present {
            return Err(failures::OLD_PHONE_MISMATCH.into());
        }
        consume_phone_code(cx, old, old_code)?;
    }
    consume_phone_code(cx, &input.phone, &input.phone_code)?;
    actions::record(cx, Operation::UpdatePhone, &id)?;
    set_phone(cx, &id, input.phone, input.phone_country_code)
}

fn update_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        email: String,
        email_code: String,
        old_email: Option<String>,
        old_email_code: Option<String>,
    }
    let input: Input = args.read()?;
    let email = checked_email(&input.email)?;
    let id = cx.own_id()?;
    let present = cx.user(&id)?.email.clone();
    if present.as_ref() == Some(&email) {
        return Err(failures::EMAIL_UNCHANGED.into());
    }
    users::require_free(cx, &id, Identifier::Email, Some(&email), failures::EMAIL_TAKEN)?;
    let verify_old = cx.pool()?.settings.change_email_strategy.verify_old_email;
    if let (true, Some(present)) = (verify_old, present) {
        let (Some(old), Some(old_code)) = (&input.old_email, &input.old_email_code) else {
            return Err(failures::OLD_EMAIL_NEEDED.into());
        };
        if old.to_lowercase() != present {
            return Err(failures::OLD_EMAIL_MISMATCH.into());
        }
        consume_email_code(cx, &present, old_code)?;
    }
    consume_email_code(cx, &email, &input.email_code)?;
    actions::record(cx, Operation::UpdateEmail, &id)?;
    set_email(cx, &id, email)
}

fn unbind_phone(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let id = cx.own_id()?;
    let user = cx.user(&id)?;
    if user.phone.is_none() {
        return Err(failures::NO_PHONE_BOUND.into());
    }
    if !has_other_login(user, user.email.is_some()) {
        return Err(failures::LAST_LOGIN_METHOD.into());
    }
    let now = cx.now;
    let user = cx.user_mut(&id)?;
    user.phone = None;
    user.phone_verified = false;
    user.updated_at = now;
    tell(cx, &id, "phone", Json::Null);
    views::user_of(cx, &id, Dates::GraphQl)
}

fn unbind_email(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let id = cx.own_id()?;
    let user = cx.user(&id)?;
    if user.email.is_none() {
        return Err(failures::NO_EMAIL_BOUND.into());
    }
    if !has_other_login(user, user.phone.is_some()) {
        return Err(failures::LAST_LOGIN_METHOD_EMAIL.into());
    }
    let now = cx.now;
    let user = cx.user_mut(&id)?;
    user.email = None;
    user.email_verified = false;
    user.updated_at = now;
    tell(cx, &id, "email", Json::Null);
    views::user_of(cx, &id, Dates::GraphQl)
}

fn has_other_login(user: &User, other_address: bool) -> bool {
    other_address || user.username.is_some() || !user.identities.is_empty()
}

fn checked_email(email: &str) -> ApiResult<String> {
    if codes::is_email(email) {
        Ok(email.to_lowercase())
    } else {
        Err(failures::EMAIL_FORMAT.into())
    }
}

fn consume_phone_code(cx: &mut Cx<'_>, phone: &str, code: &str) -> ApiResult<()> {
    codes::consume(cx, Channel::Sms, phone, code, failures::CODE_WRONG_AT_CHANGE)
}

fn consume_email_code(cx: &mut Cx<'_>, email: &str, code: &str) -> ApiResult<()> {
    codes::consume(cx, Channel::Email, email, code, failures::CODE_WRONG_AT_CHANGE)
}

fn set_phone(
    cx: &mut Cx<'_>,
    id: &str,
    phone: String,
    country_code: Option<String>,
) -> ApiResult<Json> {
    let now = cx.now;
    let told = json!(phone);
    let user = cx.user_mut(id)?;
    user.phone = Some(phone);
    user.phone_verified = true;
    if let Some(code) = country_code {
        user.profile.insert("phoneCountryCode".to_owned(), code);
    }
    user.updated_at = now;
    tell(cx, id, "phone", told);
    views::user_of(cx, id, Dates::GraphQl)
}

fn set_email(cx: &mut Cx<'_>, id: &str, email: String) -> ApiResult<Json> {
    let now = cx.now;
    let told = json!(email);
    let user = cx.user_mut(id)?;
    user.email = Some(email);
    user.email_verified = true;
    user.updated_at = now;
    tell(cx, id, "email", told);
    views::user_of(cx, id, Dates::GraphQl)
}

fn tell(cx: &mut Cx<'_>, id: &str, field: &str, value: Json) {
    let updates = [(field.to_owned(), value)].into_iter().collect();
    happenings::user_updated(cx, id, &updates);
}
