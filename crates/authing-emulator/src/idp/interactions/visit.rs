//! A visit to the pages: in which browser, and how it goes on.

use aws_lc_rs::constant_time;
use http::StatusCode;
use serde_json::Value as Json;

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::{Lang, Text};
use crate::domain::applications::access;
use crate::domain::context::{Caller, Cx};
use crate::domain::sso::{self, Step};
use crate::domain::tokens::{self, MFA_TOKEN_SECONDS, RESET_TOKEN_SECONDS, ResetKind};
use crate::handler::{Call, Response};
use crate::idp::resume;
use crate::idp::sso::{cookies, pages};
use crate::state::authentication::Authentication;
use crate::state::sso::{AuthenticatedUser, HalfWay, Interaction, Missing};

/// A visit in the browser that began it.
pub(super) struct Visit {
    pub(super) interaction: Interaction,
    /// What the forms of its pages hold.
    pub(super) csrf: String,
    pub(super) lang: Lang,
    /// How its other pages are reached from the one that is asked for.
    up: &'static str,
}

/// Why a page is not what was asked for.
pub(super) enum Stop {
    /// An error page instead.
    Page(StatusCode, Text),
    /// The way on instead.
    Instead(Box<Response>),
    Failed(ApiError),
}

impl Stop {
    pub(super) fn instead(response: Response) -> Self {
        Self::Instead(Box::new(response))
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

pub(super) type Outcome = Result<Response, Stop>;

/// The visit of the path, for the browser that began it, as long as it goes on.
pub(super) fn open(cx: &mut Cx<'_>, call: &Call) -> Result<Visit, Stop> {
    let visit = find(cx, call)?;
    if visit.interaction.finished { Err(expired()) } else { Ok(visit) }
}

/// The same for a form, which must have been sent by one of its pages. One that is sent once more leads
/// where it led before: to the application, as long as the user is logged in here.
pub(super) fn open_for_form(cx: &mut Cx<'_>, call: &Call) -> Result<Visit, Stop> {
    let visit = find(cx, call)?;
    let sent = call.form_field("csrf_token").as_bytes();
    constant_time::verify_slices_are_equal(sent, visit.csrf.as_bytes())
        .map_err(|_| Stop::Page(StatusCode::FORBIDDEN, pages::FOREIGN_FORM))?;
    if !visit.interaction.finished {
        return Ok(visit);
    }
    let who = visit.interaction.authenticated.as_ref();
    let still = cookies::current(cx, call).filter(|now| Some(now) == who);
    let who = still.ok_or_else(expired)?;
    Err(Stop::instead(leave(cx, &visit, &who)?))
}

fn find(cx: &mut Cx<'_>, call: &Call) -> Result<Visit, Stop> {
    let interaction = sso::interaction(&cx.state, call.param("uid"), cx.now)
        .filter(|known| known.resume.protocol() == call.param("protocol"))
        .cloned()
        .ok_or_else(expired)?;
    let cookie = cookies::of_interaction(call, &interaction)
        .ok_or(Stop::Page(StatusCode::FORBIDDEN, pages::NO_COOKIE))?;
    cx.enter_app(&interaction.app_id).map_err(|_| expired())?;
    let up = if call.param("provider").is_empty() { "" } else { "../" };
    Ok(Visit { csrf: cookies::csrf_token(cookie), lang: pages::lang(cx, call), up, interaction })
}

fn expired() -> Stop {
    Stop::Page(StatusCode::NOT_FOUND, pages::EXPIRED)
}

impl Visit {
    /// Leads to another page of the visit.
    pub(super) fn to(&self, page: &str) -> Response {
        Response::redirect(&format!("{}{page}", self.up))
    }

    /// Who has logged in; the login page if nobody has.
    pub(super) fn user(&self) -> Result<AuthenticatedUser, Stop> {
        let who = self.interaction.authenticated.clone();
        who.ok_or_else(|| Stop::instead(self.to("login")))
    }

    /// A page before the login is for nobody who has logged in.
    pub(super) fn require_stranger(&self, cx: &Cx<'_>) -> Result<(), Stop> {
        match self.interaction.authenticated.clone() {
            None => Ok(()),
            Some(who) => Err(Stop::instead(self.to(next_page(cx, self, who)?))),
        }
    }

    /// Who has begun to log in; the login page if nobody has, or too long ago.
    pub(super) fn half_way(&self, cx: &Cx<'_>) -> Result<HalfWay, Stop> {
        self.require_stranger(cx)?;
        let user = self.interaction.half_way.clone().filter(|user| user.expires_at > cx.now);
        user.ok_or_else(|| Stop::instead(self.to("login")))
    }
}

/// The user turns back.
pub(super) fn cancel(cx: &mut Cx<'_>, visit: &Visit) -> Outcome {
    sso::close_interaction(cx, &visit.interaction.uid)?;
    Ok(resume::cancel(cx, &visit.interaction.resume, visit.lang)?)
}

/// Goes on with somebody who has tried to prove who they are: what fails is for the page to tell.
pub(super) fn proceed(
    cx: &mut Cx<'_>,
    call: &Call,
    visit: &Visit,
    outcome: ApiResult<String>,
    how: Authentication,
) -> ApiResult<Response> {
    let uid = &visit.interaction.uid;
    let user_id = match outcome {
        Ok(user_id) => user_id,
        Err(error) => {
            let Some(user) = half_way(cx, &error, how) else { return Err(error) };
            let page = match user.missing {
                Missing::SecondFactor { .. } => "factor",
                Missing::FirstPassword | Missing::FreshPassword => "new-password",
            };
            sso::set_half_way(cx, uid, Some(user))?;
            return Ok(visit.to(page));
        }
    };
    let who = AuthenticatedUser { user_id, auth_time: cx.now, how };
    go_on(cx, call, visit, who)
}

/// The login step that an error asks for.
fn half_way(cx: &Cx<'_>, error: &ApiError, how: Authentication) -> Option<HalfWay> {
    let token = |name: &str| error.data.as_ref()?.get(name).and_then(Json::as_str);
    let is = |failure: failures::Failure| error.code == failure.code;
    let reset = |kind| tokens::open_reset(cx.pool().ok()?, token("token")?, kind, cx.now).ok();
    let (user_id, missing, seconds) =
        if is(failures::MFA_REQUIRED) || is(failures::APPLICATION_MFA_REQUIRED) {
            let challenge = tokens::open_mfa(&cx.state, token("mfaToken")?, cx.now)?;
            let missing = Missing::SecondFactor { challenge: challenge.fingerprint };
            (challenge.user_id, missing, MFA_TOKEN_SECONDS)
        } else if is(failures::FIRST_LOGIN_RESET) {
            (reset(ResetKind::FirstLogin)?, Missing::FirstPassword, RESET_TOKEN_SECONDS)
        } else if is(failures::PASSWORD_RESET_FORCED) {
            (reset(ResetKind::Forced)?, Missing::FreshPassword, RESET_TOKEN_SECONDS)
        } else {
            return None;
        };
    Some(HalfWay { user_id, how, missing, expires_at: cx.now.plus_seconds(seconds) })
}

/// Acts as the user whose second factor is asked for, as the challenge's token would.
pub(super) fn enter_challenge(cx: &mut Cx<'_>, user: &HalfWay) -> Result<(), Stop> {
    let Missing::SecondFactor { challenge } = &user.missing else {
        return Err(Stop::instead(Response::redirect("new-password")));
    };
    cx.caller = Caller::Challenged { id: user.user_id.clone(), challenge: challenge.clone() };
    Ok(())
}

/// Goes on with somebody who has logged in, or has chosen something since: opens their session, and leads
/// to the next page or to the application.
pub(super) fn go_on(
    cx: &mut Cx<'_>,
    call: &Call,
    visit: &Visit,
    mut who: AuthenticatedUser,
) -> ApiResult<Response> {
    let needs_consent = visit.interaction.needs_consent;
    let step = sso::next_step(cx, &mut who, needs_consent, visit.lang)?;
    let session = cookies::replace_session(cx, call, &who)?;
    sso::set_user(cx, &visit.interaction.uid, who.clone())?;
    let response = match page_of(step) {
        Some(page) => visit.to(page),
        None => leave(cx, visit, &who)?,
    };
    Ok(cookies::set_session(response, &cx.pool()?.id, &session))
}

/// Leads back to the application.
pub(super) fn leave(
    cx: &mut Cx<'_>,
    visit: &Visit,
    who: &AuthenticatedUser,
) -> ApiResult<Response> {
    sso::finish_interaction(cx, &visit.interaction.uid)?;
    if let Err(error) = access::require(cx, &who.user_id) {
        return Ok(resume::refuse(cx, &visit.interaction.resume, &error, visit.lang));
    }
    resume::go_on(cx, &visit.interaction.resume, who, visit.lang)
}

/// The page for somebody who has logged in.
fn next_page(cx: &Cx<'_>, visit: &Visit, mut who: AuthenticatedUser) -> ApiResult<&'static str> {
    let step = sso::next_step(cx, &mut who, visit.interaction.needs_consent, visit.lang)?;
    Ok(page_of(step).unwrap_or("consent"))
}

fn page_of(step: Step) -> Option<&'static str> {
    Some(match step {
        Step::Tenant => "tenant",
        Step::Agreements => "agreements",
        Step::Consent => "consent",
        Step::Done => return None,
    })
}
