//! What a handler works with: the state, the clock, the request and who sent it.

use crate::clock::Timestamp;
use crate::domain::tokens::{self, Bearer, TokenProblem};
use crate::engine::Engine;
use crate::error::{ApiError, ApiResult, Lang, Text};
use crate::failures;
use crate::model::State;
use crate::model::application::Application;
use crate::model::user::User;
use crate::model::user_pool::UserPool;

/// The parts of a request that matter to handlers.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestInfo {
    pub(crate) pool_id: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) tenant_id: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) lang: Lang,
    pub(crate) client_ip: String,
    pub(crate) user_agent: String,
    pub(crate) request_id: String,
    /// Set by a fault: whatever token came is treated as expired.
    pub(crate) expire_tokens: bool,
}

/// The credential a route or root field asks for.
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

/// Who sent the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Caller {
    #[default]
    Nobody,
    Administrator,
    User {
        id: String,
        app_id: String,
    },
    /// Somebody who was asked for a second factor and has not given it.
    Challenged {
        id: String,
    },
}

/// One request's view of the emulator.
pub(crate) struct Cx<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) state: &'a mut State,
    pub(crate) request: &'a RequestInfo,
    pub(crate) now: Timestamp,
    pub(crate) caller: Caller,
    pool_id: Option<String>,
    /// The application a protocol's request names in its own way.
    entered_app: Option<String>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(engine: &'a Engine, state: &'a mut State, request: &'a RequestInfo) -> Self {
        let now = engine.clock.now();
        Self {
            engine,
            state,
            request,
            now,
            caller: Caller::Nobody,
            pool_id: None,
            entered_app: None,
        }
    }

    /// Lets the request in, or says why not.
    pub(crate) fn admit(&mut self, access: Access) -> ApiResult<()> {
        match access {
            Access::Anonymous | Access::Parent => Ok(()),
            Access::Public => self.admit_public(),
            Access::Challenged => self.admit_challenged(),
            Access::UserOrChallenged => {
                self.admit_challenged().or_else(|_| self.admit(Access::User))
            }
            Access::User | Access::Management | Access::UserOrManagement => {
                let bearer = self.bearer().map_err(|_| failures::NOT_LOGGED_IN)?;
                self.enter(bearer)?;
                match (access, &self.caller) {
                    (Access::User, Caller::Administrator)
                    | (Access::Management, Caller::User { .. }) => Err(failures::FORBIDDEN.into()),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Makes an application the one of the request: the way protocols name theirs.
    pub(crate) fn enter_app(&mut self, app_id: &str) -> ApiResult<()> {
        let pool = self.state.pool_of_app(app_id).ok_or(failures::APP_NOT_FOUND)?;
        self.pool_id = Some(pool.id.clone());
        self.entered_app = Some(app_id.to_owned());
        self.caller = Caller::Nobody;
        Ok(())
    }

    /// Who the request's token belongs to.
    pub(crate) fn bearer(&self) -> Result<Bearer, TokenProblem> {
        let token = self.request.token.as_deref().ok_or(TokenProblem::Missing)?;
        if self.request.expire_tokens {
            return Err(TokenProblem::Expired);
        }
        tokens::identify(self.state, token, self.now)
    }

    /// The pool of the request. Handlers run after [`Cx::admit`], which found it.
    pub(crate) fn pool(&self) -> ApiResult<&UserPool> {
        let id = self.pool_id.as_deref().ok_or(failures::APP_ID_NEEDED)?;
        self.state.pool(id).ok_or_else(|| failures::POOL_NOT_FOUND.into())
    }

    pub(crate) fn pool_mut(&mut self) -> ApiResult<&mut UserPool> {
        let id = self.pool_id.as_deref().ok_or(failures::APP_ID_NEEDED)?;
        let found = self.state.pools.iter_mut().find(|pool| pool.id == id);
        found.ok_or_else(|| failures::POOL_NOT_FOUND.into())
    }

    /// The application the request is made for; the pool's first if it names none.
    pub(crate) fn app(&self) -> ApiResult<&Application> {
        match (&self.entered_app, &self.caller) {
            (None, Caller::User { app_id, .. }) => self.app_or_first(Some(app_id)),
            _ => self.app_logged_in_to(),
        }
    }

    /// The application that a log-in is to, whatever application an older token that came with the
    /// request is for.
    pub(crate) fn app_logged_in_to(&self) -> ApiResult<&Application> {
        self.app_or_first(self.entered_app.as_deref().or(self.request.app_id.as_deref()))
    }

    fn app_or_first(&self, named: Option<&str>) -> ApiResult<&Application> {
        let pool = self.pool()?;
        match named {
            Some(id) => pool.app(id).ok_or_else(|| failures::APP_NOT_FOUND.into()),
            None => pool.apps.first().ok_or_else(|| failures::APP_NOT_FOUND.into()),
        }
    }

    /// The id of the user whose token was sent.
    pub(crate) fn own_id(&self) -> ApiResult<String> {
        match &self.caller {
            Caller::User { id, .. } => Ok(id.clone()),
            Caller::Nobody | Caller::Administrator | Caller::Challenged { .. } => {
                Err(failures::NOT_LOGGED_IN.into())
            }
        }
    }

    pub(crate) fn is_administrator(&self) -> bool {
        self.caller == Caller::Administrator
    }

    /// Lets administrators through, and users as far as `user_id` is their own.
    pub(crate) fn may_touch(&self, user_id: &str) -> ApiResult<()> {
        match &self.caller {
            Caller::Administrator => Ok(()),
            Caller::User { id, .. } if id == user_id => Ok(()),
            _ => Err(failures::FORBIDDEN.into()),
        }
    }

    pub(crate) fn user(&self, id: &str) -> ApiResult<&User> {
        match self.pool()?.user(id) {
            Some(user) => Ok(user),
            None => Err(self.missing_user(id)),
        }
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> ApiResult<&mut User> {
        if self.pool()?.user(id).is_none() {
            return Err(self.missing_user(id));
        }
        self.pool_mut()?.user_mut(id).ok_or_else(|| failures::USER_NOT_FOUND.into())
    }

    /// A message in the request's language.
    pub(crate) fn say(&self, text: Text) -> &'static str {
        text.get(self.request.lang)
    }

    fn missing_user(&self, id: &str) -> ApiError {
        let elsewhere = self.state.pools.iter().any(|pool| pool.user(id).is_some());
        let failure =
            if elsewhere { failures::USER_OF_OTHER_POOL } else { failures::USER_NOT_FOUND };
        failure.into()
    }

    fn admit_public(&mut self) -> ApiResult<()> {
        if let Some(app_id) = &self.request.app_id {
            let pool = self.state.pool_of_app(app_id).ok_or(failures::APP_NOT_FOUND)?;
            if self.request.pool_id.as_ref().is_some_and(|id| *id != pool.id) {
                return Err(failures::APP_NOT_FOUND.into());
            }
            self.pool_id = Some(pool.id.clone());
        } else if let Some(pool_id) = &self.request.pool_id {
            let pool = self.state.pool(pool_id).ok_or(failures::POOL_NOT_FOUND)?;
            self.pool_id = Some(pool.id.clone());
        }
        // The JavaScript SDK sends its token with every call, even with a login.
        if let Ok(bearer) = self.bearer()
            && self.pool_id.as_deref().is_none_or(|id| id == bearer.pool_id())
        {
            self.enter(bearer)?;
        }
        if self.pool_id.is_none() {
            return Err(failures::APP_ID_NEEDED.into());
        }
        Ok(())
    }

    fn admit_challenged(&mut self) -> ApiResult<()> {
        let token = self.request.token.as_deref().filter(|_| !self.request.expire_tokens);
        let opened = token.and_then(|token| tokens::open_mfa(self.state, token, self.now));
        let (pool_id, id) = opened.ok_or(failures::NOT_LOGGED_IN)?;
        self.require_named_pool(&pool_id)?;
        self.pool_id = Some(pool_id);
        self.caller = Caller::Challenged { id };
        Ok(())
    }

    fn enter(&mut self, bearer: Bearer) -> ApiResult<()> {
        self.require_named_pool(bearer.pool_id())?;
        self.pool_id = Some(bearer.pool_id().to_owned());
        self.caller = match bearer {
            Bearer::Administrator { .. } => Caller::Administrator,
            Bearer::User { user_id, app_id, .. } => Caller::User { id: user_id, app_id },
        };
        Ok(())
    }
    /// The pool that the request names must be that of its token.
    fn require_named_pool(&self, pool_id: &str) -> ApiResult<()> {
        let Some(named) = self.request.pool_id.as_deref() else { return Ok(()) };
        if self.state.pool(named).is_none() {
            return Err(failures::POOL_NOT_FOUND.into());
        }
        if named == pool_id { Ok(()) } else { Err(failures::FORBIDDEN.into()) }
    }
}
