//! Emails with codes and links.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::{SENT, common};
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::codes;
use crate::domain::context::Cx;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("sendEmail and its scenes"),
    [
        mutation("sendEmail", Access::Public, send_email),
        mutation("sendFirstLoginVerifyEmail", Access::Management, send_first_login_verify_email)
            .source(Source::Documented("UsersManagementClient")),
    ],
);

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
