//! Checking, changing and resetting passwords.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{DONE, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::logs::actions::{self, Operation};
use crate::domain::passwords::{self, GivenPassword};
use crate::domain::tokens::{self, ResetKind};
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::codes::Channel;

const PASSWORD_RESET: Text = Text::new("重置密码成功！", "The password was reset.");

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("AuthenticationClient"),
    [
        query("checkPassword", Access::User, check_password)
            .source(Source::Chosen("the schema alone is known: no official SDK calls it")),
        query("checkPasswordStrength", Access::Public, check_password_strength)
            .source(Source::Seen("results of levels 0 and 1")),
        mutation("updatePassword", Access::User, update_password),
        mutation("resetPassword", Access::Public, reset_password)
            .source(Source::Seen("results and refusals")),
        mutation("resetPasswordByFirstLoginToken", Access::Public, reset_by_first_login_token),
        mutation("resetPasswordByForceResetToken", Access::Public, reset_by_force_reset_token),
    ],
);

/// A wrong password is a result, not an error; so is a missing one.
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

fn update_password(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        new_password: String,
        old_password: Option<String>,
    }
    let input: Input = args.read()?;
    let id = cx.own_id()?;
    let old = input.old_password.as_deref().map(GivenPassword::Encrypted);
    passwords::change(cx, &id, old, GivenPassword::Encrypted(&input.new_password))?;
    actions::record(cx, Operation::UpdatePassword, &id)?;
    views::user_of(cx, &id, Dates::GraphQl)
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
    let (channel, address) = match (&input.phone, &input.email) {
        (Some(phone), _) => (Channel::Sms, phone),
        (None, Some(email)) => (Channel::Email, email),
        (None, None) => return Err(failures::PHONE_OR_EMAIL_NEEDED.into()),
    };
    let new = GivenPassword::Encrypted(&input.new_password);
    passwords::reset_by_code(cx, channel, address, &input.code, new)?;
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
    passwords::reset_first(cx, &id, GivenPassword::Encrypted(&input.password))?;
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
    let old = GivenPassword::Encrypted(&input.old_password);
    passwords::change(cx, &id, Some(old), GivenPassword::Encrypted(&input.new_password))?;
    Ok(common(cx, PASSWORD_RESET))
}
