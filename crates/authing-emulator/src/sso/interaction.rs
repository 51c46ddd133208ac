//! The visit to the sign-in and consent pages.

use aws_lc_rs::constant_time;
use http::StatusCode;

use crate::context::Cx;
use crate::domain::access;
use crate::domain::login;
use crate::domain::sso::{self, NewInteraction};
use crate::error::{ApiError, ApiResult, Text};
use crate::failures;
use crate::model::sso::{Interaction, Resume, SignedIn};
use crate::rest::{Answer, Call, Reply, RequestBody};
use crate::sso::{cookies, pages, resume};

/// What a protocol asks of the user.
pub(crate) struct Visit {
    /// Who is signed in already and need not do so again.
    pub(crate) signed_in: Option<SignedIn>,
    pub(crate) needs_consent: bool,
    pub(crate) login_hint: Option<String>,
    pub(crate) resume: Resume,
}

/// Goes on at once if nothing is asked of the user, else sends the browser to the page that asks.
pub(crate) fn begin(cx: &mut Cx<'_>, visit: Visit) -> ApiResult<Answer> {
    if let Some(who) = &visit.signed_in
        && let Err(error) = access::require(cx, &who.user_id)
    {
        return Ok(resume::refuse(cx, &visit.resume, &error));
    }
    if let (Some(who), false) = (&visit.signed_in, visit.needs_consent) {
        return resume::go_on(cx, &visit.resume, who);
    }
    let page = if visit.signed_in.is_some() { "consent" } else { "login" };
    let protocol = visit.resume.protocol();
    let new = NewInteraction {
        login_hint: visit.login_hint,
        signed_in: visit.signed_in,
        needs_consent: visit.needs_consent,
        resume: visit.resume,
    };
    let (uid, cookie) = sso::open_interaction(cx, new)?;
    let path = format!("/interaction/{protocol}/{uid}");
    let answer = Answer::redirect(&format!("{path}/{page}"));
    Ok(cookies::set_interaction(answer, &path, &cookie))
}

/// Why a page is not what was asked for.
enum Stop {
    /// An error page instead.
    Page(StatusCode, Text),
    Failed(ApiError),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

type Outcome = Result<Answer, Stop>;

pub(super) fn login_page(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, show_login)
}

pub(super) fn login(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, take_login)
}

pub(super) fn consent_page(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, show_consent)
}

pub(super) fn consent(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, take_consent)
}

fn reply(cx: &mut Cx<'_>, call: &Call, run: fn(&mut Cx<'_>, &Call) -> Outcome) -> ApiResult<Reply> {
    match run(cx, call) {
        Ok(answer) => Ok(answer.into()),
        Err(Stop::Page(status, text)) => {
            Ok(pages::error(status, text, pages::lang(cx, call)).into())
        }
        Err(Stop::Failed(error)) => Err(error),
    }
}

fn show_login(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    if interaction.signed_in.is_some() {
        return Ok(Answer::redirect("consent"));
    }
    let account = interaction.login_hint.as_deref().unwrap_or_default();
    let form = pages::LoginForm { csrf: &csrf, account, error: None };
    Ok(pages::login(cx, call, StatusCode::OK, &form)?)
}

fn take_login(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    require_csrf(call, &csrf)?;
    if field(call, "action") == "cancel" {
        sso::close_interaction(cx, &interaction.uid)?;
        return Ok(resume::cancel(cx, &interaction.resume)?);
    }
    let (account, password) = (field(call, "account").trim(), field(call, "password"));
    let signed_in = if account.is_empty() || password.is_empty() {
        Err(failures::BAD_REQUEST.into())
    } else {
        login::sign_in(cx, account, password)
    };
    let user_id = match signed_in {
        Ok(id) => id,
        Err(error) => {
            let error = error.message(pages::lang(cx, call)).to_owned();
            let form = pages::LoginForm { csrf: &csrf, account, error: Some(&error) };
            return Ok(pages::login(cx, call, StatusCode::BAD_REQUEST, &form)?);
        }
    };
    let who = SignedIn { user_id, auth_time: cx.now };
    let session = cookies::replace_session(cx, call, &who)?;
    let answer = if interaction.needs_consent {
        sso::sign_in(cx, &interaction.uid, who)?;
        Answer::redirect("consent")
    } else {
        sso::close_interaction(cx, &interaction.uid)?;
        resume::go_on(cx, &interaction.resume, &who)?
    };
    Ok(cookies::set_session(answer, &cx.pool()?.id, &session))
}

fn show_consent(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    let Some(who) = &interaction.signed_in else {
        return Ok(Answer::redirect("login"));
    };
    let scope = resume::scope(&interaction.resume);
    Ok(pages::consent(cx, call, &csrf, who, scope)?)
}

fn take_consent(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    require_csrf(call, &csrf)?;
    let Some(who) = &interaction.signed_in else {
        return Ok(Answer::redirect("login"));
    };
    let may_act = cx.pool()?.user(&who.user_id).is_some_and(|user| user.may_sign_in(cx.now));
    sso::close_interaction(cx, &interaction.uid)?;
    if let Err(error) = access::require(cx, &who.user_id) {
        return Ok(resume::refuse(cx, &interaction.resume, &error));
    }
    if may_act && field(call, "action") == "allow" {
        Ok(resume::go_on(cx, &interaction.resume, who)?)
    } else {
        Ok(resume::cancel(cx, &interaction.resume)?)
    }
}

/// The visit of the path, for the browser that began it, and the token of its forms.
fn open(cx: &mut Cx<'_>, call: &Call) -> Result<(Interaction, String), Stop> {
    let expired = || Stop::Page(StatusCode::NOT_FOUND, pages::EXPIRED);
    let interaction = sso::interaction(cx.state, call.param("uid"), cx.now)
        .filter(|known| known.resume.protocol() == call.param("protocol"))
        .cloned()
        .ok_or_else(expired)?;
    let cookie = cookies::of_interaction(call, &interaction)
        .ok_or(Stop::Page(StatusCode::FORBIDDEN, pages::NO_COOKIE))?;
    cx.enter_app(&interaction.app_id).map_err(|_| expired())?;
    Ok((interaction, cookies::csrf_token(cookie)))
}

fn require_csrf(call: &Call, csrf: &str) -> Result<(), Stop> {
    let sent = field(call, "csrf_token").as_bytes();
    constant_time::verify_slices_are_equal(sent, csrf.as_bytes())
        .map_err(|_| Stop::Page(StatusCode::FORBIDDEN, pages::FOREIGN_FORM))
}

/// A field of the form; empty if it is not there.
fn field<'a>(call: &'a Call, name: &str) -> &'a str {
    let RequestBody::Form(pairs) = call.body() else {
        return "";
    };
    pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}
