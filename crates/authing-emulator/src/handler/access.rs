//! The credentials that routes and root fields ask for.

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::{Caller, Cx};
use crate::domain::tokens::{self, Bearer};

/// The credential that a route or root field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// None, and no user pool either.
    Anonymous,
    /// None, but the request must name its pool or application.
    Public,
    /// The token of an end user.
    User,
    /// The token of a challenge: of somebody who was asked for a second factor.
    Challenged,
    /// Either.
    UserOrChallenged,
    /// The management token of the pool.
    Management,
    /// Either; an end user then reaches only what is theirs.
    UserOrManagement,
    /// Decided already by the field above.
    Parent,
}

impl Access {
    /// Lets the request in, or says why not.
    pub(crate) fn admit(self, cx: &mut Cx<'_>) -> ApiResult<()> {
        match self {
            Self::Anonymous | Self::Parent => Ok(()),
            Self::Public => admit_public(cx),
            Self::Challenged => admit_challenged(cx),
            Self::UserOrChallenged => admit_challenged(cx).or_else(|_| Self::User.admit(cx)),
            Self::User | Self::Management | Self::UserOrManagement => {
                let bearer = tokens::bearer(cx).map_err(|_| failures::NOT_LOGGED_IN)?;
                enter(cx, bearer)?;
                match (self, &cx.caller) {
                    (Self::User, Caller::Administrator)
                    | (Self::Management, Caller::User { .. }) => Err(failures::FORBIDDEN.into()),
                    _ => Ok(()),
                }
            }
        }
    }
}

fn admit_public(cx: &mut Cx<'_>) -> ApiResult<()> {
    if let Some(app_id) = &cx.request.app_id {
        let pool = cx.state.pool_of_app(app_id).ok_or(failures::APP_NOT_FOUND)?;
        if cx.request.pool_id.as_ref().is_some_and(|id| *id != pool.id) {
            return Err(failures::APP_NOT_FOUND.into());
        }
        let pool_id = pool.id.clone();
        cx.enter_pool(&pool_id);
    } else if let Some(pool_id) = &cx.request.pool_id {
        cx.state.pool(pool_id).ok_or(failures::POOL_NOT_FOUND)?;
        cx.enter_pool(pool_id);
    }
    // The JavaScript SDK sends its token with every call, even with a login.
    if let Ok(bearer) = tokens::bearer(cx)
        && cx.pool_id().is_none_or(|id| id == bearer.pool_id())
    {
        enter(cx, bearer)?;
    }
    if cx.pool_id().is_none() {
        return Err(failures::APP_ID_NEEDED.into());
    }
    Ok(())
}

fn admit_challenged(cx: &mut Cx<'_>) -> ApiResult<()> {
    let token = cx.request.token.as_deref().filter(|_| !cx.request.expire_tokens);
    let opened = token.and_then(|token| tokens::open_mfa(&cx.state, token, cx.now));
    let opened = opened.ok_or(failures::NOT_LOGGED_IN)?;
    require_named_pool(cx, &opened.pool_id)?;
    cx.enter_pool(&opened.pool_id);
    cx.caller = Caller::Challenged { id: opened.user_id, challenge: opened.fingerprint };
    Ok(())
}

fn enter(cx: &mut Cx<'_>, bearer: Bearer) -> ApiResult<()> {
    require_named_pool(cx, bearer.pool_id())?;
    cx.enter_pool(bearer.pool_id());
    cx.caller = match bearer {
        Bearer::Administrator { .. } => Caller::Administrator,
        Bearer::User { user_id, app_id, .. } => Caller::User { id: user_id, app_id },
    };
    Ok(())
}

/// The pool that the request names must be that of its token.
fn require_named_pool(cx: &Cx<'_>, pool_id: &str) -> ApiResult<()> {
    let Some(named) = cx.request.pool_id.as_deref() else { return Ok(()) };
    if cx.state.pool(named).is_none() {
        return Err(failures::POOL_NOT_FOUND.into());
    }
    if named == pool_id { Ok(()) } else { Err(failures::FORBIDDEN.into()) }
}
