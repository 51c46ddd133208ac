//! The cookies of browser sessions and of visits to the login pages.
//!
//! Cookies do not tell ports apart, and several emulators may run at once: a session's cookie
//! bears the id of its pool, a visit's cookie is limited to the visit's path.

use http::header::SET_COOKIE;

use crate::base::error::ApiResult;
use crate::base::jwt;
use crate::domain::context::Cx;
use crate::domain::sso::{self, SESSION_SECONDS};
use crate::handler::{Call, Response};
use crate::state::sso::{AuthenticatedUser, Interaction};

const SESSION: &str = "authing_session_";
const INTERACTION: &str = "authing_interaction";

/// Who is logged in to the request's pool.
pub(crate) fn current(cx: &Cx<'_>, call: &Call) -> Option<AuthenticatedUser> {
    let name = format!("{SESSION}{}", cx.pool().ok()?.id);
    let mut values = call.cookies().filter(|(own, _)| *own == name);
    values.find_map(|(_, value)| sso::session(cx, value))
}

/// The value of the cookie of the session that is open.
pub(crate) fn session<'a>(cx: &Cx<'_>, call: &'a Call) -> Option<&'a str> {
    let name = format!("{SESSION}{}", cx.pool().ok()?.id);
    let mut values = call.cookies().filter(|(own, _)| *own == name).map(|(_, value)| value);
    values.find(|value| sso::session(cx, value).is_some())
}

/// Whether anybody is logged in, to whatever pool.
pub(crate) fn is_logged_in(cx: &Cx<'_>, call: &Call) -> bool {
    cx.state.pools.iter().any(|pool| {
        let name = format!("{SESSION}{}", pool.id);
        let mut own = call.cookies().filter(|(cookie, _)| *cookie == name);
        own.any(|(_, value)| sso::session_of(pool, value, cx.now).is_some())
    })
}

/// Opens a session in place of the one the browser has: a cookie from before the login, which
/// somebody else may have planted, never becomes that of the user.
pub(crate) fn replace_session(
    cx: &mut Cx<'_>,
    call: &Call,
    who: &AuthenticatedUser,
) -> ApiResult<String> {
    let name = format!("{SESSION}{}", cx.pool()?.id);
    for (_, old) in call.cookies().filter(|(own, _)| *own == name) {
        sso::end_session(&mut cx.state, old, None);
    }
    sso::open_session(cx, who)
}

pub(crate) fn set_session(response: Response, pool_id: &str, value: &str) -> Response {
    let cookie = format!(
        "{SESSION}{pool_id}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={SESSION_SECONDS}"
    );
    response.header(SET_COOKIE, &cookie)
}

/// Ends the sessions of the request's browser, in every pool; `only` names the user they must
/// be of.
pub(crate) fn forget_sessions(
    cx: &mut Cx<'_>,
    call: &Call,
    only: Option<&str>,
    mut response: Response,
) -> Response {
    for (name, value) in call.cookies().filter(|(name, _)| name.starts_with(SESSION)) {
        if sso::end_session(&mut cx.state, value, only) {
            let cookie = format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
            response = response.header(SET_COOKIE, &cookie);
        }
    }
    response
}

pub(crate) fn set_interaction(response: Response, path: &str, value: &str) -> Response {
    let cookie = format!("{INTERACTION}={value}; Path={path}; HttpOnly; SameSite=Lax");
    response.header(SET_COOKIE, &cookie)
}

/// The request's cookie for this visit, if it has the right one.
pub(crate) fn of_interaction<'a>(call: &'a Call, interaction: &Interaction) -> Option<&'a str> {
    call.cookies()
        .filter(|(name, _)| *name == INTERACTION)
        .map(|(_, value)| value)
        .find(|value| jwt::fingerprint(value) == interaction.cookie)
}

/// The token in the forms of a visit. Only who knows the visit's cookie can make it.
pub(crate) fn csrf_token(cookie: &str) -> String {
    jwt::fingerprint(&format!("csrf {cookie}"))
}
