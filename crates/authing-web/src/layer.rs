//! The layer, and the service that it makes.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
};

use authing_protocols::BoxFuture;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header, request::Parts};
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    context::AuthContext,
    error::AuthError,
    guard::Guard,
    permission::{Permission, Permissions},
    rejection::Rejection,
    verified::{CurrentUser, TokenSource, Verified},
};

/// What a route requires of a request.
#[derive(Clone)]
pub(crate) enum Requirement {
    Nothing,
    Login,
    Permission(Arc<dyn Permissions>, Permission),
}

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
    requirement: Requirement,
    scopes: Vec<String>,
}

impl Guard {
    /// A layer that lets in requests with a valid token: a user's or, where those are accepted, a
    /// program's.
    ///
    /// All others get 401 or are redirected to the login page; 503 while the provider's keys cannot
    /// be fetched. The official Express middleware of the same purpose accepts any token that can
    /// be decoded.
    pub fn require_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), Requirement::Login)
    }

    /// A layer that lets all requests in, and finds out who sent them: for pages that look
    /// different to users who are logged in.
    ///
    /// A cookie with an expired or otherwise invalid token counts as none, since no visitor sends
    /// it on purpose. An invalid token that a program sends is rejected with 401.
    pub fn optional_login(&self) -> GuardLayer {
        GuardLayer::new(self.clone(), Requirement::Nothing)
    }
}

impl GuardLayer {
    pub(crate) fn new(guard: Guard, requirement: Requirement) -> Self {
        Self(Arc::new(GuardConfig { guard, requirement, scopes: Vec::new() }))
    }

    /// Requires an access token with this scope, compared literally, and with every other scope
    /// that was required before. A token without it gets 403 (`insufficient_scope`), as does a
    /// token of another kind, which has no scopes.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        let mut config = Arc::unwrap_or_clone(self.0);
        config.scopes.push(scope.into());
        Self(Arc::new(config))
    }

    /// Whether a request may pass, for frameworks that do not speak tower: `Ok` says who sent it, and
    /// goes into the extensions of the request; `Err` is the response.
    ///
    /// # Errors
    ///
    /// The response to a request that may not pass.
    pub async fn authorize(&self, parts: &Parts) -> Result<AuthContext, Rejection> {
        let settings = self.0.guard.settings();
        match self.0.admit(parts).await {
            Ok(verified) => Ok(AuthContext::new(verified, settings, parts)),
            Err(error) => Err(Rejection::of(error, settings, parts)),
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
            let source = context.verified_opt().map(Verified::source);
            parts.extensions.insert(context);
            let mut response = inner.call(Request::from_parts(parts, body)).await?;
            if source == Some(TokenSource::Query) {
                // RFC 6750 section 2.3. What the handler says about it has precedence.
                let private = HeaderValue::from_static("private");
                response.headers_mut().entry(header::CACHE_CONTROL).or_insert(private);
            }
            Ok(response)
        })
    }
}

impl GuardConfig {
    /// Whose request is let in; `None` where nobody is logged in.
    async fn admit(&self, parts: &Parts) -> Result<Option<Verified>, AuthError> {
        let is_optional = matches!(self.requirement, Requirement::Nothing);
        let Some(verified) = self.guard.identify(parts, is_optional).await? else {
            let anybody = is_optional && self.scopes.is_empty();
            return if anybody { Ok(None) } else { Err(AuthError::NoToken) };
        };
        if let Some(missing) = self.scopes.iter().find(|scope| !verified.has_scope(scope)) {
            return Err(AuthError::InsufficientScope(missing.clone()));
        }
        if let Requirement::Permission(permissions, permission) = &self.requirement {
            let user = CurrentUser::of(&verified).ok_or(AuthError::NoUser)?;
            check_permission(&**permissions, &user, permission).await?;
        }
        Ok(Some(verified))
    }
}

pub(crate) async fn check_permission(
    permissions: &dyn Permissions,
    user: &CurrentUser,
    permission: &Permission,
) -> Result<(), AuthError> {
    if permission.resource().is_empty() || permission.action().is_empty() {
        return Err(AuthError::EmptyPermission);
    }
    match permissions.is_allowed(user, permission).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(AuthError::Denied),
        Err(error) => Err(AuthError::PermissionsUnavailable(error)),
    }
}

impl fmt::Debug for GuardConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("GuardConfig");
        shown.field("guard", &self.guard).field("scopes", &self.scopes);
        if let Requirement::Permission(_, permission) = &self.requirement {
            shown.field("permission", permission);
        }
        shown.finish_non_exhaustive()
    }
}

/// Hides the service, which may hold anything.
impl<S> fmt::Debug for Guarded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("config", &self.config).finish_non_exhaustive()
    }
}
