//! The layer of a guard, as middleware.

use std::{
    fmt,
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
};

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::StatusCode,
};
use authing_web::{AuthContext, Requirement};
use http::HeaderMap;

use crate::{convert, rejection::Rejection};

/// A layer of a [`Guard`](crate::Guard): middleware for an `App`, a scope or a resource.
///
/// ```
/// use actix_web::{App, web};
/// use authing_actix::{CurrentUser, Guard};
///
/// async fn orders(user: CurrentUser) -> String {
///     format!("orders of {}", user.id())
/// }
///
/// # fn example(guard: Guard) {
/// let layer = guard.require_login().scope("orders:read").scope("orders:write");
/// let app = App::new()
///     .service(web::scope("/orders").wrap(layer).route("", web::get().to(orders)));
/// # let _ = app; }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer does nothing until it is around a route"]
pub struct GuardLayer(authing_web::GuardLayer);

impl GuardLayer {
    /// Requires this too, and with it a login.
    pub fn and(self, requirement: impl Into<Requirement>) -> Self {
        Self(self.0.and(requirement))
    }

    /// Requires an access token with this scope, compared literally, and with every other scope
    /// that was required before. A token without it gets 403 (`insufficient_scope`), as does a
    /// token of another kind, which has no scopes.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        Self(self.0.scope(scope))
    }
}

impl From<authing_web::GuardLayer> for GuardLayer {
    fn from(layer: authing_web::GuardLayer) -> Self {
        Self(layer)
    }
}

impl<S, B> Transform<S, ServiceRequest> for GuardLayer
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = Guarded<S>;
    type InitError = ();
    type Future = Ready<Result<Guarded<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(Guarded { inner: Rc::new(inner), layer: self.0.clone() }))
    }
}

/// A service behind a [`GuardLayer`].
pub struct Guarded<S> {
    inner: Rc<S>,
    layer: authing_web::GuardLayer,
}

impl<S, B> Service<ServiceRequest> for Guarded<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let inner = Rc::clone(&self.inner);
        let layer = self.layer.clone();
        Box::pin(async move {
            // A response and no error, so that middleware around this one sees it as any other.
            let refuse = |request: ServiceRequest, error: Error| {
                Ok(request.error_response(error).map_into_right_body())
            };
            let parts = match convert::parts(request.head()) {
                Ok(parts) => parts,
                Err(error) => return refuse(request, error.into()),
            };
            let context = match layer.authorize(&parts).await {
                Ok(context) => context,
                Err(rejection) => return refuse(request, Rejection::from(rejection).into()),
            };
            request.extensions_mut().insert(context.clone());
            let mut response = match inner.call(request).await {
                Ok(response) => response.map_into_left_body(),
                Err(error) => return Err(Finished::error(error, context)),
            };
            convert::add_to(response.headers_mut(), |headers| context.finish(headers));
            Ok(response)
        })
    }
}

/// What is behind the layer failed, and its response has what belongs to every response all the same: the cookies
/// of a session that was renewed meanwhile, whose old ones may be worth nothing by now.
struct Finished {
    error: Error,
    context: AuthContext,
}

impl Finished {
    /// The error as it is where there is nothing to add, so that others still know it.
    fn error(error: Error, context: AuthContext) -> Error {
        let mut added = HeaderMap::new();
        context.finish(&mut added);
        if added.is_empty() { error } else { Self { error, context }.into() }
    }
}

impl ResponseError for Finished {
    fn status_code(&self) -> StatusCode {
        self.error.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.error.error_response();
        convert::add_to(response.headers_mut(), |headers| self.context.finish(headers));
        response
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

/// Hides the service, which may hold anything.
impl<S> fmt::Debug for Guarded<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("layer", &self.layer).finish_non_exhaustive()
    }
}
