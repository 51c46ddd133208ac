//! The login and consent pages, whatever protocol sent the browser to them.

use aws_lc_rs::constant_time;
use http::StatusCode;

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::applications::access;
use crate::domain::context::Cx;
use crate::domain::{login, sso};
use crate::handler::{Access, Call, Reply, Response, Route, get, post};
use crate::idp::resume;
use crate::idp::sso::{cookies, pages};
use crate::state::sso::{AuthenticatedUser, Interaction};

pub(crate) const ROUTES: &[Route] = &[
    get("/interaction/{protocol}/{uid}/login", Access::Anonymous, login_page),
    post("/interaction/{protocol}/{uid}/login", Access::Anonymous, login),
    get("/interaction/{protocol}/{uid}/consent", Access::Anonymous, consent_page),
    post("/interaction/{protocol}/{uid}/consent", Access::Anonymous, consent),
];

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

type Outcome = Result<Response, Stop>;

fn login_page(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, show_login)
}

fn login(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, take_login)
}

fn consent_page(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, show_consent)
}

fn consent(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    reply(cx, call, take_consent)
}

fn reply(cx: &mut Cx<'_>, call: &Call, run: fn(&mut Cx<'_>, &Call) -> Outcome) -> ApiResult<Reply> {
    match run(cx, call) {
        Ok(response) => Ok(response.into()),
        Err(Stop::Page(status, text)) => {
            Ok(pages::error(status, text, pages::lang(cx, call)).into())
        }
        Err(Stop::Failed(error)) => Err(error),
    }
}

fn show_login(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    if interaction.authenticated.is_some() {
        return Ok(Response::redirect("consent"));
    }
    let account = interaction.login_hint.as_deref().unwrap_or_default();
    let form = pages::LoginForm { csrf: &csrf, account, error: None };
    Ok(pages::login(cx, call, StatusCode::OK, &form)?)
}

fn take_login(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    require_csrf(call, &csrf)?;
    if call.form_field("action") == "cancel" {
        sso::close_interaction(cx, &interaction.uid)?;
        return Ok(resume::cancel(cx, &interaction.resume)?);
    }
    let (account, password) = (call.form_field("account").trim(), call.form_field("password"));
    let found = if account.is_empty() || password.is_empty() {
        Err(failures::BAD_REQUEST.into())
    } else {
        login::login_by_any_identifier(cx, account, password)
    };
    let user_id = match found {
        Ok(id) => id,
        Err(error) => {
            let error = error.message(pages::lang(cx, call)).to_owned();
            let form = pages::LoginForm { csrf: &csrf, account, error: Some(&error) };
            return Ok(pages::login(cx, call, StatusCode::BAD_REQUEST, &form)?);
        }
    };
    let who = AuthenticatedUser { user_id, auth_time: cx.now };
    let session = cookies::replace_session(cx, call, &who)?;
    let response = if interaction.needs_consent {
        sso::set_user(cx, &interaction.uid, who)?;
        Response::redirect("consent")
    } else {
        sso::close_interaction(cx, &interaction.uid)?;
        resume::go_on(cx, &interaction.resume, &who)?
    };
    Ok(cookies::set_session(response, &cx.pool()?.id, &session))
}

fn show_consent(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    let Some(who) = &interaction.authenticated else {
        return Ok(Response::redirect("login"));
    };
    let scope = resume::scope(&interaction.resume);
    Ok(pages::consent(cx, call, &csrf, who, scope)?)
}

fn take_consent(cx: &mut Cx<'_>, call: &Call) -> Outcome {
    let (interaction, csrf) = open(cx, call)?;
    require_csrf(call, &csrf)?;
    let Some(who) = &interaction.authenticated else {
        return Ok(Response::redirect("login"));
    };
    let may_act = cx.pool()?.user(&who.user_id).is_some_and(|user| user.may_log_in(cx.now));
    sso::close_interaction(cx, &interaction.uid)?;
    if let Err(error) = access::require(cx, &who.user_id) {
        return Ok(resume::refuse(cx, &interaction.resume, &error));
    }
    if may_act && call.form_field("action") == "allow" {
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
    let sent = call.form_field("csrf_token").as_bytes();
    constant_time::verify_slices_are_equal(sent, csrf.as_bytes())
        .map_err(|_| Stop::Page(StatusCode::FORBIDDEN, pages::FOREIGN_FORM))
}
