//! The cookies of browser sessions and of visits to the sign-in pages.
//!
//! Cookies do not tell ports apart, and several emulators may run at once: a session's cookie
//! bears the id of its pool, a visit's cookie is limited to the visit's path.

use http::header::SET_COOKIE;

use crate::context::Cx;
use crate::domain::sso::{self, SESSION_SECONDS};
use crate::error::ApiResult;
use crate::jwt;
use crate::model::sso::{Interaction, SignedIn};
use crate::rest::{Answer, Call};

const SESSION: &str = "authing_session_";
const INTERACTION: &str = "authing_interaction";

/// Who is signed in to the request's pool.
pub(crate) fn current(cx: &Cx<'_>, call: &Call) -> Option<SignedIn> {
    let name = format!("{SESSION}{}", cx.pool().ok()?.id);
    let mut values = call.cookies().filter(|(own, _)| *own == name);
    values.find_map(|(_, value)| sso::session(cx, value))
}

/// Whether anybody is signed in, to whatever pool.
pub(crate) fn is_signed_in(cx: &Cx<'_>, call: &Call) -> bool {
    cx.state.pools.iter().any(|pool| {
        let name = format!("{SESSION}{}", pool.id);
        let mut own = call.cookies().filter(|(cookie, _)| *cookie == name);
        own.any(|(_, value)| sso::session_of(pool, value, cx.now).is_some())
    })
}

/// Opens a session in place of the one the browser has: a cookie from before the sign-in, which
/// somebody else may have planted, never becomes that of the user.
pub(super) fn replace_session(cx: &mut Cx<'_>, call: &Call, who: &SignedIn) -> ApiResult<String> {
    let name = format!("{SESSION}{}", cx.pool()?.id);
    for (_, old) in call.cookies().filter(|(own, _)| *own == name) {
        sso::end_session(cx.state, old, None);
    }
    sso::open_session(cx, who)
}

pub(super) fn set_session(answer: Answer, pool_id: &str, value: &str) -> Answer {
    let cookie = format!(
        "{SESSION}{pool_id}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={SESSION_SECONDS}"
    );
    answer.header(SET_COOKIE, &cookie)
}

/// Ends the sessions of the request's browser, in every pool; `only` names the user they must
/// be of.
pub(crate) fn forget_sessions(
    cx: &mut Cx<'_>,
    call: &Call,
    only: Option<&str>,
    mut answer: Answer,
) -> Answer {
    for (name, value) in call.cookies().filter(|(name, _)| name.starts_with(SESSION)) {
        if sso::end_session(cx.state, value, only) {
            let cookie = format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
            answer = answer.header(SET_COOKIE, &cookie);
        }
    }
    answer
}

pub(super) fn set_interaction(answer: Answer, path: &str, value: &str) -> Answer {
    let cookie = format!("{INTERACTION}={value}; Path={path}; HttpOnly; SameSite=Lax");
    answer.header(SET_COOKIE, &cookie)
}

/// The request's cookie for this visit, if it has the right one.
pub(super) fn of_interaction<'a>(call: &'a Call, interaction: &Interaction) -> Option<&'a str> {
    call.cookies()
        .filter(|(name, _)| *name == INTERACTION)
        .map(|(_, value)| value)
        .find(|value| jwt::fingerprint(value) == interaction.cookie)
}

/// The token in the forms of a visit. Only who knows the visit's cookie can make it.
pub(super) fn csrf_token(cookie: &str) -> String {
    jwt::fingerprint(&format!("csrf {cookie}"))
}
