//! Sessions of browsers, in an axum service.

use std::{fmt, ops::Deref};

use authing_web::{AuthContext, Sessions};
use axum::{
    Router,
    extract::{FromRequestParts, OptionalFromRequestParts},
};
use http::request::Parts;

#[cfg(feature = "saml")]
use {
    authing_web::session::SamlRoutes,
    axum::{
        body::{Body, Bytes},
        extract::DefaultBodyLimit,
        routing::any,
    },
};

use crate::rejection::Rejection;

/// A router with the routes of [`Sessions`]: `GET` login and callback, `POST` logout and back-channel
/// logout, at the paths that the sessions were built with. Merge it at the root of the service, where
/// those paths are whole.
///
/// ```no_run
/// use authing_axum::{CurrentUser, Guard, Sessions, session_routes};
/// use authing_protocols::oidc::OidcClient;
/// use authing_web::session::MemorySessions;
/// use axum::{Router, routing::get};
///
/// # fn example() -> Result<Router, authing_protocols::Error> {
/// let host = "https://my-app.authing.cn";
/// let oidc = OidcClient::builder("APP_ID", host)
///     .secret("APP_SECRET")
///     .redirect_uri("https://shop.example.com/callback")
///     .build()?;
/// let sessions = Sessions::builder(oidc).store(MemorySessions::new()).build()?;
/// let guard = Guard::for_app("APP_ID", host).secret("APP_SECRET").sessions(&sessions).build()?;
///
/// async fn me(user: CurrentUser) -> String {
///     format!("hello {}", user.id())
/// }
/// let router = Router::new()
///     .route("/me", get(me).layer(guard.require_login()))
///     .merge(session_routes(&sessions));
/// # Ok(router) }
/// ```
pub fn session_routes<S>(sessions: &Sessions) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    sessions.routes().iter().fold(Router::new(), |router, route| {
        router.route_service(sessions.path(*route), sessions.service(*route))
    })
}

/// A router with the routes of a login by SAML: the login itself, and the assertion consumer service. Merge it
/// at the root of the service, where their paths are whole.
///
/// ```no_run
/// use authing_axum::{Sessions, saml_routes};
/// use authing_protocols::saml::ServiceProvider;
/// use authing_web::session::SamlRoutes;
/// use axum::Router;
///
/// fn with_saml(router: Router, sessions: &Sessions, provider: ServiceProvider) -> Router {
///     router.merge(saml_routes(&SamlRoutes::new(sessions, provider)))
/// }
/// # let _ = with_saml;
/// ```
#[cfg(feature = "saml")]
#[cfg_attr(docsrs, doc(cfg(feature = "saml")))]
pub fn saml_routes<S>(saml: &SamlRoutes) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let (login, consume) = (saml.clone(), saml.clone());
    let login = any(async move |parts: Parts| login.log_in(&parts).await.map(Body::from));
    let consume = any(async move |parts: Parts, body: Bytes| {
        consume.consume(&parts, &body).await.map(Body::from)
    });
    let consume = consume.layer(DefaultBodyLimit::max(SamlRoutes::BODY_LIMIT));
    Router::new().route(saml.login_path(), login).route(&saml.acs_path(), consume)
}

/// An extractor: the browser's session. It is an [`authing_web::Session`].
///
/// It rejects with 401, or redirects to the login page, where nobody is logged in, or by a token;
/// `Option<Session>` is `None` there. Both need a layer of a [`Guard`](crate::Guard) around the route, and
/// reject with 500 without it.
///
/// ```
/// use authing_axum::{Rejection, Session};
///
/// // A form of the application's own.
/// async fn form(session: Session) -> String {
///     let token = session.csrf_token();
///     format!(r#"<form method="post"><input type="hidden" name="csrf_token" value="{token}">"#)
/// }
///
/// // What is posted: a framework's extractor of forms brings the token.
/// async fn posted(session: Session, csrf_token: String) -> Result<&'static str, Rejection> {
///     session.check_csrf(&csrf_token)?;
///     Ok("done")
/// }
/// # let _ = (form, posted);
/// ```
#[derive(Clone)]
pub struct Session {
    session: authing_web::Session,
    context: AuthContext,
}

impl Session {
    /// Checks the token of a form of the application's own, which `csrf_token` made.
    ///
    /// # Errors
    ///
    /// 403 where it is not one of this session.
    pub fn check_csrf(&self, token: &str) -> Result<(), Rejection> {
        Ok(self.context.check_csrf(token)?)
    }
}

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let context = AuthContext::of(&parts.extensions)?.clone();
        Ok(Self { session: context.session()?.clone(), context })
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Session {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        let context = AuthContext::of(&parts.extensions)?.clone();
        let session = context.verified_opt().and_then(authing_web::Verified::session).cloned();
        Ok(session.map(|session| Self { session, context }))
    }
}

impl Deref for Session {
    type Target = authing_web::Session;

    fn deref(&self) -> &authing_web::Session {
        &self.session
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.fmt(f)
    }
}
