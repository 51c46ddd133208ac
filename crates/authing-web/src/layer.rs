//! The layer, and the service that it makes.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
};

use authing_protocols::BoxFuture;
use bytes::Bytes;
use http::{Request, Response, request::Parts};
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    context::AuthContext,
    error::AuthError,
    guard::Guard,
    page,
    permission::Permissions,
    rejection::Rejection,
    reply::Reply,
    requirement::{HasScope, Requirement},
    verified::Verified,
};

/// A layer of a [`Guard`], for any tower service whose body can be made of
/// [`Bytes`].
///
/// ```no_run
/// # use authing_web::Guard;
/// # fn example(guard: Guard) {
/// let layer = guard.require_login().scope("orders:read").scope("orders:write");
/// # let _ = layer; }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer does nothing until it is around a route"]
pub struct GuardLayer(Arc<GuardConfig>);

/// A guard, and what it requires on one route.
#[derive(Clone)]
struct GuardConfig {
    guard: Guard,
    /// Whether nobody needs to be logged in.
    is_optional: bool,
    requirement: Option<Requirement>,
    source: Option<Arc<dyn Permissions>>,
}

impl Guard {
    /// A layer that lets in requests with a valid token: a user's or, where those are accepted, a
    /// program's.
    ///
    /// All others get 401 or are redirected to the login page; 503 while the provider's keys cannot
    /// be fetched. The official Express middleware of the same purpose accepts any token that can
    /// be decoded.
    pub fn require_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), false, None)
    }

    /// A layer that lets in who meets a requirement. It does all that
    /// [`require_login`](Self::require_login) does, and needs no such layer beside it.
    ///
    /// What neither the token tells nor the guard's [`Permissions`](crate::Permissions) know lets nobody
    /// in: give them by [`permissions`](Self::permissions).
    ///
    /// ```no_run
    /// # use authing_web::Guard;
    /// use authing_web::{HasRole, TwoFactorLogin};
    ///
    /// # fn example(guard: Guard) {
    /// let layer = guard.require(HasRole::new("admin").and(TwoFactorLogin::new()));
    /// # let _ = layer; }
    /// ```
    pub fn require(&self, requirement: impl Into<Requirement>) -> GuardLayer {
        GuardLayer::new(self.clone(), false, None).and(requirement)
    }

    /// A layer that lets all requests in, and finds out who sent them: for pages that look
    /// different to users who are logged in.
    ///
    /// A cookie with an expired or otherwise invalid token counts as none, since no visitor sends
    /// it on purpose. An invalid token that a program sends is rejected with 401.
    pub fn optional_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), true, None)
    }
}

impl GuardLayer {
    pub(crate) fn new(
        guard: Guard,
        is_optional: bool,
        source: Option<Arc<dyn Permissions>>,
    ) -> Self {
        Self(Arc::new(GuardConfig { guard, is_optional, requirement: None, source }))
    }

    /// Requires this too, and with it a login.
    pub fn and(self, requirement: impl Into<Requirement>) -> Self {
        let mut config = Arc::unwrap_or_clone(self.0);
        let requirement = requirement.into();
        config.requirement = Some(match config.requirement {
            Some(before) => before.and(requirement),
            None => requirement,
        });
        Self(Arc::new(config))
    }

    /// Requires an access token with this scope, compared literally, and with every other scope
    /// that was required before. A token without it gets 403 (`insufficient_scope`), as does a
    /// token of another kind, which has no scopes.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.and(HasScope::new(scope))
    }

    /// Whether a request may pass, for frameworks that do not speak tower: `Ok` says who sent it, and
    /// goes into the extensions of the request, and [finishes](AuthContext::finish) the response; `Err` is
    /// the response.
    ///
    /// # Errors
    ///
    /// The response to a request that may not pass.
    pub async fn authorize(&self, parts: &Parts) -> Result<AuthContext, Rejection> {
        let settings = self.0.guard.settings();
        let reply = Reply::new(&parts.headers, page::login_location(settings, parts));
        let guard = &self.0.guard;
        let verified = match guard.identify(parts, self.0.is_optional, &reply).await {
            Ok(verified) => verified,
            Err(error) => return Err(Rejection::new(error, settings, &reply)),
        };
        match self.0.admit(verified.as_ref()).await {
            Ok(()) => Ok(AuthContext::new(verified, settings, reply)),
            Err(error) => {
                let cookies = verified.iter().flat_map(Verified::cookies).cloned();
                Err(Rejection::new(error, settings, &reply).with_cookies(cookies))
            }
        }
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { inner, config: Arc::clone(&self.0) }
    }
}

/// A service behind a [`GuardLayer`].
#[derive(Clone)]
pub struct Guarded<S> {
    inner: S,
    config: Arc<GuardConfig>,
}

impl<S, B, R> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: From<Bytes>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response<R>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready; its clone need not be.
        let clone = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, clone);
        let layer = GuardLayer(Arc::clone(&self.config));
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let context = match layer.authorize(&parts).await {
                Ok(context) => context,
                Err(rejection) => return Ok(rejection.into_response()),
            };
            parts.extensions.insert(context.clone());
            let mut response = inner.call(Request::from_parts(parts, body)).await?;
            context.finish(response.headers_mut());
            Ok(response)
        })
    }
}

impl GuardConfig {
    /// Whether a request of theirs may pass; `None` where nobody is logged in.
    async fn admit(&self, verified: Option<&Verified>) -> Result<(), AuthError> {
        let Some(verified) = verified else {
            let anybody = self.is_optional && self.requirement.is_none();
            return if anybody { Ok(()) } else { Err(AuthError::NoToken) };
        };
        match &self.requirement {
            Some(required) => self.guard.meets(self.source.as_deref(), verified, required).await,
            None => Ok(()),
        }
    }
}

impl fmt::Debug for GuardConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardConfig")
            .field("guard", &self.guard)
            .field("is_optional", &self.is_optional)
            .field("requirement", &self.requirement)
            .finish_non_exhaustive()
    }
}

/// Hides the service, which may hold anything.
impl<S> fmt::Debug for Guarded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("config", &self.config).finish_non_exhaustive()
    }
}
