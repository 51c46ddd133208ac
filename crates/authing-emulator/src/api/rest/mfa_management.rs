//! What administrators do about users' second factors.

use serde::Deserialize;
use serde_json::json;

use crate::api::rest::mfa::UNBOUND;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::mfa::totp;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, routes};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("MFAManagementClient"),
    [
        get("/api/v2/users/{id}/mfa-bound", Access::Management, mfa_status),
        delete("/api/v2/users/{id}/mfa-bound", Access::Management, unbind_mfa),
        post("/api/v2/mfa/totp/import", Access::Management, import_totp)
            .source(Source::Seen("the result of an import")),
    ],
);

fn mfa_status(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let user = cx.user(call.param("id"))?;
    let otp = user.totp.is_some() || user.application_totp.is_some();
    Ok(Reply::data(json!({ "OTP": otp, "FACE": user.face.is_some() })))
}

fn unbind_mfa(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let kind = call.required("type")?;
    let user = cx.user_mut(call.param("id"))?;
    let bound = match kind {
        "OTP" => user.totp.take().is_some() | user.application_totp.take().is_some(),
        "FACE" => user.face.take().is_some(),
        _ => return Err(failures::BAD_REQUEST.into()),
    };
    if bound { Ok(Reply::Message(UNBOUND)) } else { Err(failures::MFA_NOT_BOUND.into()) }
}

/// Takes over the key of an authenticator, in place of one that is there.
fn import_totp(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
        secret: String,
        recovery_code: Option<String>,
    }
    let input: Input = call.read()?;
    let now = cx.now;
    let user = cx.user_mut(&input.user_id)?;
    let imported = totp::import(input.secret, input.recovery_code, now);
    let response = json!({
        "id": imported.id,
        "userId": input.user_id,
        "enable": true,
        "secret": imported.secret,
        "authenticatorType": "totp",
        "recoveryCode": imported.recovery_code,
        "source": "SELF",
        "createdAt": now.to_rest(),
        "updatedAt": now.to_rest(),
    });
    user.totp = Some(imported);
    user.switched_off_totp = None;
    Ok(Reply::Data(DONE, response))
}
