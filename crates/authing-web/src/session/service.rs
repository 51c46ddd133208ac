//! The routes as tower services.

use std::{
    convert::Infallible,
    error::Error as StdError,
    fmt,
    task::{Context, Poll},
};

use authing_protocols::BoxFuture;
use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use tower_service::Service;

use super::{
    error::SessionError,
    routes::{BODY_LIMIT, SessionRoute},
    sessions::Sessions,
};

/// A route of [`Sessions`] as a tower service, whatever address it is mounted at.
///
/// ```no_run
/// use authing_web::session::{SessionRoute, Sessions};
///
/// fn mount(sessions: &Sessions) {
///     for route in sessions.routes() {
///         let (path, service) = (sessions.path(*route), sessions.service(*route));
///         // `router.route(path, service)`
///         # let _ = (path, service);
///     }
/// }
/// # let _ = mount;
/// ```
#[derive(Clone)]
pub struct SessionService {
    sessions: Sessions,
    route: SessionRoute,
}

impl Sessions {
    /// The service of a route.
    pub fn service(&self, route: SessionRoute) -> SessionService {
        SessionService { sessions: self.clone(), route }
    }
}

impl SessionService {
    /// The response to a request, for frameworks that do not speak tower.
    pub async fn respond<B>(&self, request: Request<B>) -> Response<Bytes>
    where
        B: Body,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let Self { sessions, route } = self;
        let (parts, body) = request.into_parts();
        // Nothing is read that is not looked at.
        let is_post = parts.method == Method::POST && route.method() == Method::POST;
        if !is_post {
            return sessions.respond(*route, &parts, &[]).await;
        }
        match Box::pin(Limited::new(body, BODY_LIMIT)).collect().await {
            Ok(body) => sessions.respond(*route, &parts, &body.to_bytes()).await,
            Err(error) if error.is::<LengthLimitError>() => {
                sessions.fail(&parts, SessionError::BodyTooLarge { limit: BODY_LIMIT })
            }
            Err(_) => sessions.fail(&parts, SessionError::Interrupted),
        }
    }
}

impl<B> Service<Request<B>> for SessionService
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move { Ok(service.respond(request).await.map(Full::new)) })
    }
}

impl fmt::Debug for SessionService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionService").field("route", &self.route).finish_non_exhaustive()
    }
}
