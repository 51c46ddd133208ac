//! Sessions of browsers and visits to the login pages.

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::{jwt, random};
use crate::domain::context::Cx;
use crate::state::EmulatorState;
use crate::state::sso::{AuthenticatedUser, Interaction, Resume, SsoSession};
use crate::state::user_pool::UserPool;

/// Life of a browser's session: fourteen days, the `cas_expire` of a new application.
pub(crate) const SESSION_SECONDS: i64 = 1_209_600;

/// How long the login pages of one request may be used.
const INTERACTION_SECONDS: i64 = 3600;

/// Opens a session of the request's pool. The result is the cookie's value.
pub(crate) fn open_session(cx: &mut Cx<'_>, who: &AuthenticatedUser) -> ApiResult<String> {
    let value = random::url_safe();
    let now = cx.now;
    let session = SsoSession {
        fingerprint: jwt::fingerprint(&value),
        user_id: who.user_id.clone(),
        auth_time: who.auth_time,
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
    Some(AuthenticatedUser { user_id: user.id.clone(), auth_time: session.auth_time })
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
        needs_consent: new.needs_consent,
        resume: new.resume,
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

/// Notes who has logged in during a visit.
pub(crate) fn set_user(cx: &mut Cx<'_>, uid: &str, who: AuthenticatedUser) -> ApiResult<()> {
    let interactions = &mut cx.pool_mut()?.interactions;
    if let Some(known) = interactions.iter_mut().find(|known| known.uid == uid) {
        known.authenticated = Some(who);
    }
    Ok(())
}

/// Ends a visit: its pages can be used no more.
pub(crate) fn close_interaction(cx: &mut Cx<'_>, uid: &str) -> ApiResult<()> {
    cx.pool_mut()?.interactions.retain(|known| known.uid != uid);
    Ok(())
}
