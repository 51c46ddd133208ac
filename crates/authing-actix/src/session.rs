//! Sessions of browsers, in an actix-web service.

use std::{fmt, future::Ready, ops::Deref};

use actix_web::{
    Error, FromRequest, HttpRequest, Resource,
    dev::{AppService, HttpServiceFactory, Payload, Url},
    web,
};
use authing_web::{AuthContext, Sessions};

use crate::{body::with_body, convert, extract::read, rejection::Rejection};

/// The routes of [`Sessions`], as a service of an `App`: `GET` login and callback, `POST` logout and
/// back-channel logout, at the paths that the sessions were built with. Register it at the root of the
/// `App` and not in a scope, where those paths are whole.
///
/// Make the sessions once, for all workers.
///
/// ```no_run
/// use actix_web::{App, HttpServer, web};
/// use authing_actix::{CurrentUser, Guard, Sessions, session_routes};
/// use authing_protocols::oidc::OidcClient;
/// use authing_web::session::MemorySessions;
///
/// async fn me(user: CurrentUser) -> String {
///     format!("hello {}", user.id())
/// }
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let host = "https://my-app.authing.cn";
/// let oidc = OidcClient::builder("APP_ID", host)
///     .secret("APP_SECRET")
///     .redirect_uri("https://shop.example.com/callback")
///     .build()?;
/// let sessions = Sessions::builder(oidc).store(MemorySessions::new()).build()?;
/// let guard = Guard::for_app("APP_ID", host).secret("APP_SECRET").sessions(&sessions).build()?;
///
/// let server = HttpServer::new(move || {
///     App::new()
///         .service(session_routes(&sessions))
///         .service(web::resource("/me").wrap(guard.require_login()).to(me))
/// });
/// # let _ = server; Ok(()) }
/// ```
pub fn session_routes(sessions: &Sessions) -> SessionRoutes {
    SessionRoutes(sessions.clone())
}

/// The routes of [`Sessions`]: [`session_routes`] makes them.
#[derive(Clone, Debug)]
pub struct SessionRoutes(Sessions);

impl HttpServiceFactory for SessionRoutes {
    fn register(self, config: &mut AppService) {
        let Self(sessions) = self;
        for route in sessions.routes() {
            let service = sessions.service(*route);
            let handler = move |request: HttpRequest, payload: web::Payload| {
                let service = service.clone();
                async move {
                    let request = with_body(&request, payload.into_inner())?;
                    Ok::<_, Error>(convert::response(service.respond(request).await))
                }
            };
            Resource::new(as_compared(sessions.path(*route))).to(handler).register(config);
        }
    }
}

/// A path as the router compares it, which has letters of all languages where an address has bytes.
fn as_compared(path: &str) -> String {
    path.parse().map_or_else(|_| path.to_owned(), |address| Url::new(address).path().to_owned())
}

/// An extractor: the browser's session. It is an [`authing_web::Session`].
///
/// It rejects with 401, or redirects to the login page, where nobody is logged in, or by a token. It needs
/// a layer of a [`Guard`](crate::Guard) around the route, and rejects with 500 without it.
/// `Option<Session>` is `None` in all these cases.
///
/// ```
/// use authing_actix::{Rejection, Session};
///
/// // A form of the application's own.
/// async fn form(session: Session) -> String {
///     let token = session.csrf_token();
///     format!(r#"<form method="post"><input type="hidden" name="csrf_token" value="{token}">"#)
/// }
///
/// // What is posted: actix-web's extractor of forms brings the token.
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

impl FromRequest for Session {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        read(request, |context| {
            Ok(Self { session: context.session()?.clone(), context: context.clone() })
        })
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
