//! What users do to their own account: passwords, codes, e-mail, phone, log-in status.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::context::{Access, Cx};
use crate::domain::accounts::{self, Identifier};
use crate::domain::actions::{self, Operation};
use crate::domain::tokens::{self, Bearer, ResetKind, TokenProblem};
use crate::domain::views::{self, Dates};
use crate::domain::{codes, passwords};
use crate::error::{ApiResult, Text};
use crate::failures;
use crate::graphql::fields::{DONE, SENT, common};
use crate::graphql::registry::{Args, Handler, mutation, query};
use crate::model::session::Channel;
use crate::model::user::User;

const LOGGED_IN: Text = Text::new("已登录", "Logged in.");
const PASSWORD_RESET: Text = Text::new("重置密码成功！", "The password was reset.");

pub(super) const FIELDS: &[Handler] = &[
    query("checkLoginStatus", Access::Anonymous, check_login_status),
    query("checkPassword", Access::User, check_password),
    query("checkPasswordStrength", Access::Public, check_password_strength),
    mutation("sendEmail", Access::Public, send_email),
    mutation("sendFirstLoginVerifyEmail", Access::Management, send_first_login_verify_email),
    mutation("updatePassword", Access::User, update_password),
    mutation("resetPassword", Access::Public, reset_password),
    mutation("resetPasswordByFirstLoginToken", Access::Public, reset_by_first_login_token),
    mutation("resetPasswordByForceResetToken", Access::Public, reset_by_force_reset_token),
    mutation("bindPhone", Access::User, bind_phone),
    mutation("bindEmail", Access::User, bind_email),
    mutation("updatePhone", Access::User, update_phone),
    mutation("updateEmail", Access::User, update_email),
    mutation("unbindPhone", Access::User, unbind_phone),
    mutation("unbindEmail", Access::User, unbind_email),
];

/// Tells what a token is worth. A token that is not valid is an answer, not an error.
fn check_login_status(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        token: Option<String>,
    }
    let status = match args.read::<Input>()?.token {
        Some(_) if cx.request.expire_tokens => Err(TokenProblem::Expired),
        Some(token) => tokens::identify(cx.state, &token, cx.now),
        None => cx.bearer(),
    };
    let failure = match status {
        Ok(Bearer::User { pool_id, user_id, iat, exp, .. }) => {
            return Ok(json!({
                "code": 200,
                "message": cx.say(LOGGED_IN),
                "status": true,
                "exp": exp,
                "iat": iat,
                "data": {
                    "id": user_id,
                    "userPoolId": pool_id,
                    "arn": views::user_arn(&pool_id, &user_id),
                },
            }));
        }
        Err(TokenProblem::Expired) => failures::LOGIN_EXPIRED,
        Ok(Bearer::Administrator { .. }) | Err(TokenProblem::Missing | TokenProblem::Invalid) => {
            failures::LOGIN_INVALID
        }
    };
    Ok(json!({
        "code": failure.code,
        "message": cx.say(failure.text),
        "status": false,
        "exp": null,
        "iat": null,
        "data": null,
    }))
}

/// A wrong password is an answer, not an error; so is the lack of one.
fn check_password(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        password: Option<String>,
    }
    let password = args.read::<Input>()?.password.ok_or(failures::BAD_REQUEST)?;
    let password = passwords::decrypt(cx, &password)?;
    let stored = cx.user(&cx.own_id()?)?.password.as_ref();
    if stored.is_some_and(|stored| passwords::matches(stored, &password)) {
        return Ok(common(cx, DONE));
    }
    let wrong = failures::WRONG_PASSWORD;
    Ok(json!({ "code": wrong.code, "message": cx.say(wrong.text) }))
}

fn check_password_strength(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        password: String,
    }
    let input: Input = args.read()?;
    let verdict = passwords::judge(&cx.pool()?.settings.password_strength, &input.password);
    Ok(json!({ "valid": verdict.valid, "message": cx.say(verdict.text) }))
}

fn send_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        email: String,
        scene: String,
    }
    let input: Input = args.read()?;
    codes::send_email(cx, &input.email, &input.scene)?;
    Ok(json!({ "code": 200, "message": "" }))
}

fn send_first_login_verify_email(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        app_id: String,
    }
    let input: Input = args.read()?;
    cx.pool()?.app(&input.app_id).ok_or(failures::APP_NOT_FOUND)?;
    let email = cx.user(&input.user_id)?.email.clone().ok_or(failures::NO_EMAIL_BOUND)?;
    codes::send_email(cx, &email, "FIRST_EMAIL_LOGIN_VERIFY")?;
    Ok(common(cx, SENT))
}

fn update_password(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        new_password: String,
        old_password: Option<String>,
    }
    let input: Input = args.read()?;
    let id = cx.own_id()?;
    require_old_password(cx, &id, input.old_password.as_deref())?;
    let password = passwords::decrypt_new(cx, &input.new_password)?;
    passwords::set(cx, &id, &password)?;
    actions::record(cx, Operation::UpdatePassword, &id)?;
    views::user_of(cx, &id, Dates::GraphQl)
}

fn require_old_password(cx: &Cx<'_>, id: &str, old: Option<&str>) -> ApiResult<()> {
    let Some(stored) = &cx.user(id)?.password else { return Ok(()) };
    let old = old.filter(|old| !old.is_empty()).ok_or(failures::OLD_PASSWORD_NEEDED)?;
    if passwords::matches(stored, &passwords::decrypt(cx, old)?) {
        Ok(())
    } else {
        Err(failures::OLD_PASSWORD_WRONG.into())
    }
}

fn reset_password(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        phone: Option<String>,
        email: Option<String>,
        code: String,
        new_password: String,
    }
    let input: Input = args.read()?;
    let (channel, by, address) = match (&input.phone, &input.email) {
        (Some(phone), _) => (Channel::Sms, Identifier::Phone, phone.clone()),
        (None, Some(email)) => (Channel::Email, Identifier::Email, email.to_lowercase()),
        (None, None) => return Err(failures::PHONE_OR_EMAIL_NEEDED.into()),
    };
    let found = cx.pool()?.users.find(by, &address).map(|user| user.id.clone());
    let id = found.ok_or(failures::USER_NOT_FOUND)?;
    let password = passwords::decrypt_new(cx, &input.new_password)?;
    codes::consume(cx, channel, &address, &input.code, failures::WRONG_CODE)?;
    passwords::set(cx, &id, &password)?;
    Ok(common(cx, PASSWORD_RESET))
}

fn reset_by_first_login_token(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        token: String,
        password: String,
    }
    let input: Input = args.read()?;
    let id = tokens::open_reset(cx.pool()?, &input.token, ResetKind::FirstLogin, cx.now)?;
    if !cx.user(&id)?.reset_on_first_login {
        return Err(failures::LOGIN_EXPIRED.into());
    }
    let password = passwords::decrypt_new(cx, &input.password)?;
    passwords::set(cx, &id, &password)?;
    Ok(common(cx, PASSWORD_RESET))
}

fn reset_by_force_reset_token(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        token: String,
        old_password: String,
        new_password: String,
    }
    let input: Input = args.read()?;
    let id = tokens::open_reset(cx.pool()?, &input.token, ResetKind::Forced, cx.now)?;
    require_old_password(cx, &id, Some(&input.old_password))?;
    let password = passwords::decrypt_new(cx, &input.new_password)?;
    passwords::set(cx, &id, &password)?;
    Ok(common(cx, PASSWORD_RESET))
}

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
    accounts::require_free(cx, &id, Identifier::Phone, Some(&input.phone), taken)?;
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
    accounts::require_free(cx, &id, Identifier::Email, Some(&email), failures::EMAIL_TAKEN)?;
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
    accounts::require_free(cx, &id, Identifier::Phone, Some(&input.phone), taken)?;
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
    accounts::require_free(cx, &id, Identifier::Email, Some(&email), failures::EMAIL_TAKEN)?;
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
    let user = cx.user_mut(id)?;
    user.phone = Some(phone);
    user.phone_verified = true;
    if let Some(code) = country_code {
        user.profile.insert("phoneCountryCode".to_owned(), code);
    }
    user.updated_at = now;
    views::user_of(cx, id, Dates::GraphQl)
}

fn set_email(cx: &mut Cx<'_>, id: &str, email: String) -> ApiResult<Json> {
    let now = cx.now;
    let user = cx.user_mut(id)?;
    user.email = Some(email);
    user.email_verified = true;
    user.updated_at = now;
    views::user_of(cx, id, Dates::GraphQl)
}
