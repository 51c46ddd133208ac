//! The second factors of end users: binding them, and giving them.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::login::{self, Opening};
use crate::domain::mfa::{self, Owner};
use crate::domain::views::{self, Dates};
use crate::domain::{codes, picture};
use crate::handler::{Access, Call, DONE, Reply, Route, Source, delete, get, post, routes};
use crate::state::mfa::{AuthenticatorSource, Face, SecondFactor};
use crate::state::users::{Identifier, Totp};

const KEY_MADE: Text = Text::new("获取 MFA 密钥成功", "The key of the second factor was made.");
const BOUND: Text = Text::new("TOTP MFA 绑定成功", "The second factor was bound.");
const VERIFIED: Text = Text::new("验证成功", "Verified.");
pub(super) const UNBOUND: Text = Text::new("TOTP MFA 解绑成功", "The second factor was unbound.");

/// With the token of a challenge, or that of a user who is logged in.
const EITHER: Access = Access::UserOrChallenged;

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("MfaAuthenticationClient"),
    [
        get("/api/v2/mfa/authenticator", EITHER, list_authenticators),
        post("/api/v2/mfa/totp/associate", EITHER, associate_totp),
        delete("/api/v2/mfa/totp/associate", Access::User, delete_totp),
        post("/api/v2/mfa/totp/associate/confirm", EITHER, confirm_totp),
        post("/api/v2/mfa/totp/verify", Access::Challenged, verify_totp),
        post("/api/v2/mfa/totp/recovery", Access::Challenged, verify_recovery_code),
        post("/api/v2/applications/mfa/sms/verify", Access::Challenged, verify_sms),
        post("/api/v2/applications/mfa/email/verify", Access::Challenged, verify_email),
        post("/api/v2/applications/mfa/check", Access::Challenged, check_bindable),
        post("/api/v2/mfa/face/associate", EITHER, associate_face),
        post("/api/v2/mfa/face/verify", Access::Challenged, verify_face),
    ],
);

/// A member that one SDK spells with an underscore and the other in camel case.
#[derive(Deserialize)]
struct TotpInput {
    #[serde(alias = "authenticatorType")]
    authenticator_type: String,
    source: Option<AuthenticatorSource>,
    totp: Option<String>,
}

impl TotpInput {
    fn read(call: &Call) -> ApiResult<Self> {
        let input: Self = call.read()?;
        if input.authenticator_type == "totp" {
            Ok(input)
        } else {
            Err(failures::BAD_REQUEST.into())
        }
    }

    fn source(&self) -> AuthenticatorSource {
        self.source.unwrap_or_default()
    }
}

fn list_authenticators(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if call.required("type")? != "totp" {
        return Err(failures::BAD_REQUEST.into());
    }
    let source = match call.query("source").unwrap_or("SELF") {
        "SELF" => AuthenticatorSource::User,
        "APPLICATION" => AuthenticatorSource::Application,
        _ => return Err(failures::BAD_REQUEST.into()),
    };
    let owner = mfa::owner(cx)?;
    let user = cx.user(&owner.id)?;
    let bound = match source {
        AuthenticatorSource::User => &user.totp,
        AuthenticatorSource::Application => &user.application_totp,
    };
    let pending = user.pending_totps.iter().filter(|totp| totp.source == source);
    let list: Json = bound
        .iter()
        .map(|totp| view(&owner, totp, true))
        .chain(pending.map(|totp| view(&owner, totp, false)))
        .collect();
    Ok(Reply::data(list))
}

/// Who has given a password only must not be told the key that is asked for next.
fn view(owner: &Owner, totp: &Totp, enabled: bool) -> Json {
    let told = |text: &str| (!owner.challenged).then(|| text.to_owned());
    json!({
        "id": totp.id,
        "createdAt": totp.created_at.to_rest(),
        "updatedAt": totp.created_at.to_rest(),
        "userId": owner.id,
        "enable": enabled,
        "secret": told(&totp.secret),
        "authenticatorType": "totp",
        "recoveryCode": told(&totp.recovery_code),
        "source": totp.source,
    })
}

/// Makes a key. What is bound stays in force until the new key is confirmed.
fn associate_totp(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let source = TotpInput::read(call)?.source();
    let owner = mfa::owner(cx)?;
    let made = mfa::associate_totp(cx, &owner, source)?;
    let uri = mfa::totp_uri(cx, &owner, &made)?;
    let response = json!({
        "authenticator_type": "totp",
        "secret": made.secret,
        "qrcode_uri": uri,
        "qrcode_data_url": picture::data_url(&uri)?,
        "recovery_code": made.recovery_code,
    });
    Ok(Reply::Data(KEY_MADE, response))
}

fn confirm_totp(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input = TotpInput::read(call)?;
    let source = input.source();
    let password = required(input.totp, failures::TOTP_MISSING)?;
    let owner = mfa::owner(cx)?;
    mfa::confirm_totp(cx, &owner, source, &password)?;
    Ok(Reply::Message(BOUND))
}

/// Removes what is bound and what waits to be confirmed.
fn delete_totp(cx: &mut Cx<'_>, _: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    let now = cx.now;
    let user = cx.user_mut(&id)?;
    let pending = !std::mem::take(&mut user.pending_totps).is_empty();
    let bound = user.totp.take().is_some() | user.application_totp.take().is_some();
    if !bound && !pending {
        return Err(failures::MFA_NOT_BOUND.into());
    }
    user.updated_at = now;
    Ok(Reply::Message(UNBOUND))
}

fn verify_totp(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        totp: Option<String>,
    }
    let password = required(call.read::<Input>()?.totp, failures::TOTP_MISSING)?;
    let id = mfa::verify_totp(cx, &password)?;
    logged_in(cx, &id)
}

fn verify_recovery_code(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        recovery_code: Option<String>,
    }
    let code = required(call.read::<Input>()?.recovery_code, failures::RECOVERY_CODE_MISSING)?;
    let id = mfa::verify_recovery_code(cx, &code)?;
    logged_in(cx, &id)
}

fn verify_sms(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        phone: String,
        code: String,
    }
    let input: Input = call.read()?;
    let id = mfa::verify_sms(cx, &input.phone, &input.code)?;
    logged_in(cx, &id)
}

fn verify_email(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        email: String,
        code: String,
    }
    let input: Input = call.read()?;
    let id = mfa::verify_email(cx, &input.email, &input.code)?;
    logged_in(cx, &id)
}

fn check_bindable(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        phone: Option<String>,
        email: Option<String>,
    }
    let input: Input = call.read()?;
    let id = mfa::owner(cx)?.id;
    let (by, value) = match (input.phone, input.email) {
        (Some(phone), None) if codes::is_phone(&phone) => (Identifier::Phone, phone),
        (None, Some(email)) if codes::is_email(&email) => (Identifier::Email, email),
        _ => return Err(failures::BAD_REQUEST.into()),
    };
    let owner = cx.pool()?.users.find(by, &value);
    Ok(Reply::data(json!(owner.is_none_or(|user| user.id == id))))
}

fn associate_face(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        photo_a: Option<String>,
        photo_b: Option<String>,
        #[serde(default)]
        is_external: bool,
    }
    let input: Input = call.read()?;
    let photo = required(input.photo_a, failures::FACE_PHOTO_MISSING)?;
    let comparison = required(input.photo_b, failures::FACE_COMPARISON_MISSING)?;
    if !input.is_external {
        require_photo(cx, &photo, failures::FACE_PHOTO_MISSING)?;
        require_photo(cx, &comparison, failures::FACE_COMPARISON_MISSING)?;
    }
    let owner = mfa::owner(cx)?;
    owner.require_may_bind(cx, SecondFactor::Face)?;
    if cx.user(&owner.id)?.face.is_some() {
        return Err(failures::FACE_BOUND_ALREADY.into());
    }
    if !cx.env.faces_match() {
        let failure = failures::FACE_MISMATCH;
        return Err(if owner.challenged { mfa::count_wrong(cx, failure) } else { failure.into() });
    }
    let now = cx.now;
    let user = cx.user_mut(&owner.id)?;
    user.face = Some(Face { photo, bound_at: now });
    user.updated_at = now;
    if owner.challenged {
        mfa::close(cx)?;
        return logged_in(cx, &owner.id);
    }
    Ok(Reply::Data(DONE, views::user_of(cx, &owner.id, Dates::Rest)?))
}

fn verify_face(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        photo: Option<String>,
    }
    let photo = required(call.read::<Input>()?.photo, failures::FACE_COMPARISON_MISSING)?;
    require_photo(cx, &photo, failures::FACE_COMPARISON_MISSING)?;
    let id = mfa::challenged_user(cx, SecondFactor::Face)?;
    if cx.user(&id)?.face.is_none() {
        return Err(failures::FACE_PHOTO_MISSING.into());
    }
    let same = cx.env.faces_match();
    mfa::tell(cx, &id, SecondFactor::Face, same);
    if !same {
        return Err(mfa::count_wrong(cx, failures::FACE_MISMATCH));
    }
    mfa::close(cx)?;
    logged_in(cx, &id)
}

/// A photo is an address, or the key of a file that was uploaded.
fn require_photo(cx: &Cx<'_>, photo: &str, missing: failures::Failure) -> ApiResult<()> {
    let is_address = photo.starts_with("https://") || photo.starts_with("http://");
    if is_address || cx.pool()?.files.iter().any(|file| file.key == photo) {
        return Ok(());
    }
    Err(missing.into())
}

fn logged_in(cx: &mut Cx<'_>, id: &str) -> ApiResult<Reply> {
    login::complete(cx, id, Opening::UserToken)?;
    Ok(Reply::Data(VERIFIED, views::user_of(cx, id, Dates::Rest)?))
}

fn required(text: Option<String>, missing: failures::Failure) -> ApiResult<String> {
    text.filter(|text| !text.is_empty()).ok_or_else(|| missing.into())
}
