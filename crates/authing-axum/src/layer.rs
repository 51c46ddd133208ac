//! The layer, and the service that it makes.

use std::{
    fmt, mem,
    sync::Arc,
    task::{Context, Poll},
};

use authing_protocols::BoxFuture;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, Request, header, request::Parts};
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    CurrentUser, Guard, Permission, Permissions, Reason, Refusal, TokenSource, Verified,
    extract::Visit, permissions,
};

/// What a route asks of a visitor.
#[derive(Clone)]
pub(crate) enum Need {
    Nothing,
    Login,
    Permission(Arc<dyn Permissions>, Permission),
}

/// A layer of a [`Guard`], for `Router::route_layer`, `Router::layer` or any other tower service.
///
/// ```no_run
/// # use authing_axum::Guard;
/// # fn example(guard: Guard) {
/// let layer = guard.require_login().scope("orders:read").scope("orders:write");
/// # let _ = layer; }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer does nothing until it is around a route"]
pub struct GuardLayer(Arc<Demand>);

#[derive(Clone)]
struct Demand {
    guard: Guard,
    need: Need,
    scopes: Vec<String>,
}

impl GuardLayer {
    pub(crate) fn new(guard: Guard, need: Need) -> Self {
        Self(Arc::new(Demand { guard, need, scopes: Vec::new() }))
    }

    /// Asks for an access token with this scope, the very word, and with every other that was asked
    /// for. A token without it is answered 403 (`insufficient_scope`); so is one of another kind
    /// than an access token, which has no scopes.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        let mut demand = Arc::unwrap_or_clone(self.0);
        demand.scopes.push(scope.into());
        Self(Arc::new(demand))
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded { inner, demand: Arc::clone(&self.0) }
    }
}

/// A service behind a [`GuardLayer`].
#[derive(Clone, Debug)]
pub struct Guarded<S> {
    inner: S,
    demand: Arc<Demand>,
}

impl<S, B> Service<Request<B>> for Guarded<S>
where
    S: Service<Request<B>, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready; its clone need not be.
        let clone = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, clone);
        let demand = Arc::clone(&self.demand);
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let settings = demand.guard.settings();
            let verified = match demand.admit(&parts).await {
                Ok(verified) => verified,
                Err(reason) => return Ok(Refusal::of(reason, settings, &parts).into_response()),
            };
            let source = verified.as_ref().map(Verified::source);
            parts.extensions.insert(Visit { verified, settings: Arc::clone(settings) });
            let mut answer = inner.call(Request::from_parts(parts, body)).await?;
            if source == Some(TokenSource::Query) {
                // RFC 6750 section 2.3. What the handler says about it goes before.
                let private = HeaderValue::from_static("private");
                answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(private);
            }
            Ok(answer)
        })
    }
}

impl Demand {
    /// Who is let in; `None` is somebody unknown.
    async fn admit(&self, parts: &Parts) -> Result<Option<Verified>, Reason> {
        let Some(verified) = self.guard.identify(parts, &self.need).await? else {
            let anybody = matches!(self.need, Need::Nothing) && self.scopes.is_empty();
            return if anybody { Ok(None) } else { Err(Reason::NoToken) };
        };
        if let Some(missing) = self.scopes.iter().find(|scope| !verified.has_scope(scope)) {
            return Err(Reason::InsufficientScope(missing.clone()));
        }
        if let Need::Permission(known, permission) = &self.need {
            let user = CurrentUser::of(&verified).ok_or(Reason::NoUser)?;
            permissions::ask(&**known, &user, permission).await?;
        }
        Ok(Some(verified))
    }
}

impl fmt::Debug for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Demand");
        shown.field("guard", &self.guard).field("scopes", &self.scopes);
        if let Need::Permission(_, permission) = &self.need {
            shown.field("permission", permission);
        }
        shown.finish_non_exhaustive()
    }
}
