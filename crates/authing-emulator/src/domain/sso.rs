//! Sessions of browsers and visits to the login pages.

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::text::Lang;
use crate::base::{jwt, random};
use crate::domain::context::Cx;
use crate::domain::{agreements, tenants};
use crate::state::EmulatorState;
use crate::state::sso::{AuthenticatedUser, HalfWay, Interaction, Resume, SsoSession};
use crate::state::user_pool::UserPool;

/// Life of a browser's session: fourteen days, the `cas_expire` of a new application.
pub(crate) const SESSION_SECONDS: i64 = 1_209_600;

/// How long the login pages of one request may be used.
const INTERACTION_SECONDS: i64 = 3600;

/// How long a form may be sent once more after it has led back to the application.
const FINISHED_SECONDS: i64 = 60;

/// How many such visits a pool keeps.
const FINISHED: usize = 100;

/// Opens a session of the request's pool. The result is the cookie's value.
pub(crate) fn open_session(cx: &mut Cx<'_>, who: &AuthenticatedUser) -> ApiResult<String> {
    let value = random::url_safe();
    let now = cx.now;
    let session = SsoSession {
        fingerprint: jwt::fingerprint(&value),
        user_id: who.user_id.clone(),
        auth_time: who.auth_time,
        how: who.how.clone(),
        expires_at: now.plus_seconds(SESSION_SECONDS),
    };
    let sessions = &mut cx.pool_mut()?.sso_sessions;
    sessions.retain(|session| session.expires_at > now);
    sessions.push(session);
    Ok(value)
}

/// Who the cookie's session of the request's pool is of.
pub(crate) fn session(cx: &Cx<'_>, cookie: &str) -> Option<AuthenticatedUser> {
    session_of(cx.pool().ok()?, cookie, cx.now)
}

/// Who the cookie's session of a pool is of.
pub(crate) fn session_of(
    pool: &UserPool,
    cookie: &str,
    now: Timestamp,
) -> Option<AuthenticatedUser> {
    let fingerprint = jwt::fingerprint(cookie);
    let session = pool
        .sso_sessions
        .iter()
        .find(|session| session.fingerprint == fingerprint && session.expires_at > now)?;
    let user = pool.user(&session.user_id).filter(|user| user.may_log_in(now))?;
    Some(AuthenticatedUser {
        user_id: user.id.clone(),
        auth_time: session.auth_time,
        how: session.how.clone(),
    })
}

/// Ends the session of a cookie, in whatever pool; `only` names the user it must be of. Says
/// whether the cookie is worth nothing now.
pub(crate) fn end_session(state: &mut EmulatorState, cookie: &str, only: Option<&str>) -> bool {
    let fingerprint = jwt::fingerprint(cookie);
    let mut kept = false;
    for pool in &mut state.pools {
        pool.sso_sessions.retain(|session| {
            let keep =
                session.fingerprint != fingerprint || only.is_some_and(|id| id != session.user_id);
            kept |= keep && session.fingerprint == fingerprint;
            keep
        });
    }
    !kept
}

/// What is asked of somebody who has logged in, before they go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// For which tenant they are here.
    Tenant,
    Agreements,
    Consent,
    /// Nothing.
    Done,
}

/// What comes next for somebody who has logged in. Where only one tenant is open to them, it is theirs.
pub(crate) fn next_step(
    cx: &Cx<'_>,
    who: &mut AuthenticatedUser,
    needs_consent: bool,
    lang: Lang,
) -> ApiResult<Step> {
    let open = tenants::open_to(cx, &who.user_id)?;
    let is_open = |id: &String| open.iter().any(|tenant| tenant.id == *id);
    if !who.how.tenant_id.as_ref().is_some_and(is_open) {
        if open.len() > 1 {
            return Ok(Step::Tenant);
        }
        who.how.tenant_id = open.first().map(|tenant| tenant.id.clone());
    }
    if !agreements::outstanding(cx, &who.user_id, lang)?.is_empty() {
        return Ok(Step::Agreements);
    }
    Ok(if needs_consent { Step::Consent } else { Step::Done })
}

/// What a visit starts with.
pub(crate) struct NewInteraction {
    pub(crate) login_hint: Option<String>,
    /// Who has logged in already and need not do so again.
    pub(crate) authenticated: Option<AuthenticatedUser>,
    pub(crate) needs_consent: bool,
    pub(crate) resume: Resume,
}

/// Starts a visit for the request's application. The result is its id and its cookie's value.
pub(crate) fn open_interaction(
    cx: &mut Cx<'_>,
    new: NewInteraction,
) -> ApiResult<(String, String)> {
    let (uid, cookie) = (random::url_safe(), random::url_safe());
    let now = cx.now;
    let interaction = Interaction {
        uid: uid.clone(),
        app_id: cx.app()?.id.clone(),
        cookie: jwt::fingerprint(&cookie),
        login_hint: new.login_hint,
        authenticated: new.authenticated,
        half_way: None,
        qr_code: None,
        needs_consent: new.needs_consent,
        resume: new.resume,
        finished: false,
        expires_at: now.plus_seconds(INTERACTION_SECONDS),
    };
    let interactions = &mut cx.pool_mut()?.interactions;
    interactions.retain(|known| known.expires_at > now);
    interactions.push(interaction);
    Ok((uid, cookie))
}

pub(crate) fn interaction<'a>(
    state: &'a EmulatorState,
    uid: &str,
    now: Timestamp,
) -> Option<&'a Interaction> {
    let mut all = state.pools.iter().flat_map(|pool| &pool.interactions);
    all.find(|known| known.uid == uid && known.expires_at > now)
}

/// Changes a visit.
fn change(cx: &mut Cx<'_>, uid: &str, change: impl FnOnce(&mut Interaction)) -> ApiResult<()> {
    let interactions = &mut cx.pool_mut()?.interactions;
    if let Some(known) = interactions.iter_mut().find(|known| known.uid == uid) {
        change(known);
    }
    Ok(())
}

/// Notes who has logged in during a visit.
pub(crate) fn set_user(cx: &mut Cx<'_>, uid: &str, who: AuthenticatedUser) -> ApiResult<()> {
    change(cx, uid, |known| {
        known.authenticated = Some(who);
        known.half_way = None;
    })
}

/// Notes who has begun to log in during a visit; nobody, if they begin again.
pub(crate) fn set_half_way(cx: &mut Cx<'_>, uid: &str, user: Option<HalfWay>) -> ApiResult<()> {
    change(cx, uid, |known| known.half_way = user)
}

/// Notes the code that the page of a visit shows.
pub(crate) fn set_qr_code(cx: &mut Cx<'_>, uid: &str, random: Option<String>) -> ApiResult<()> {
    change(cx, uid, |known| known.qr_code = random)
}

/// Notes that the user of a visit has gone back to the application. Its pages are shown no more; who
/// sends a form of it twice still gets back.
pub(crate) fn finish_interaction(cx: &mut Cx<'_>, uid: &str) -> ApiResult<()> {
    let end = cx.now.plus_seconds(FINISHED_SECONDS);
    change(cx, uid, |known| {
        known.finished = true;
        known.qr_code = None;
        known.expires_at = known.expires_at.min(end);
    })?;
    let interactions = &mut cx.pool_mut()?.interactions;
    if interactions.iter().filter(|known| known.finished).count() > FINISHED
        && let Some(oldest) = interactions.iter().position(|known| known.finished)
    {
        interactions.remove(oldest);
    }
    Ok(())
}

/// Ends a visit: its pages can be used no more.
pub(crate) fn close_interaction(cx: &mut Cx<'_>, uid: &str) -> ApiResult<()> {
    cx.pool_mut()?.interactions.retain(|known| known.uid != uid);
    Ok(())
}
