//! Sessions that begin with a login by SAML, as two routes.

use std::{fmt, sync::Arc, time::Duration, time::UNIX_EPOCH};

use authing_protocols::{
    CallbackError,
    saml::{PostedResponse, ServiceProvider},
};
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};
use url::{Url, form_urlencoded};

use super::{
    error::SessionError, login::SessionLogin, pending::LoginCookie, return_to::own_page,
    sessions::Sessions,
};
use crate::cookie;

/// How long a login may take: no longer than the service provider remembers it.
const LIFE: Duration = Duration::from_secs(600);

/// Responses are large: the certificate and all attributes are in them, in Base64.
const BODY_LIMIT: usize = 1 << 20;

/// The routes by which visitors log in by SAML and get a session: one that redirects them to the identity
/// provider, and the assertion consumer service (ACS), to which their browsers post its response.
///
/// The login that a browser has begun is in a cookie of its own, with `SameSite=None`, because the
/// provider's page posts the response from another site; so browsers want `Secure`, which they take from
/// `http://localhost` too. Of several tabs the last one that began finishes.
///
/// The response is posted from the provider's page, so the browser sends no session's cookie with it: unlike a
/// login by OpenID Connect, it replaces the session that the browser had and does not end it in the store. What a
/// step-up asks for (`max_age`, `acr_values`) is not handed on to the provider.
///
/// A clone is cheap. `authing-axum` makes a router of them; a framework without tower calls
/// [`log_in`](Self::log_in) and [`consume`](Self::consume).
///
/// ```no_run
/// use authing_protocols::saml::{FetchMetadata, ServiceProvider};
/// use authing_web::session::{MemorySessions, SamlRoutes, Sessions};
///
/// # async fn example() -> Result<(), authing_protocols::Error> {
/// let site = "https://shop.example.com";
/// let idp = FetchMetadata::authing("https://my-app.authing.cn", "APP_ID").send().await?;
/// let provider =
///     ServiceProvider::builder(format!("{site}/saml"), format!("{site}/saml/acs")).idp(idp).build()?;
/// let sessions = Sessions::without_oidc("APP_ID", site).store(MemorySessions::new()).build()?;
/// let saml = SamlRoutes::new(&sessions, provider);
/// assert_eq!((saml.login_path(), &*saml.acs_path()), ("/saml/login", "/saml/acs"));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct SamlRoutes {
    sessions: Sessions,
    provider: ServiceProvider,
    login_path: Arc<str>,
}

impl SamlRoutes {
    /// How many bytes the body of a posted response may have: 1 MiB.
    pub const BODY_LIMIT: usize = BODY_LIMIT;

    /// The routes of a service provider.
    pub fn new(sessions: &Sessions, provider: ServiceProvider) -> Self {
        Self { sessions: sessions.clone(), provider, login_path: "/saml/login".into() }
    }

    /// Another path of the login route. Default: `/saml/login`.
    #[must_use]
    pub fn with_login_path(mut self, path: impl Into<String>) -> Self {
        self.login_path = path.into().into();
        self
    }

    /// The path of the login route: `GET`, with `return_to` in its query as the page to come back to.
    /// Anything that could lead elsewhere is left out.
    pub fn login_path(&self) -> &str {
        &self.login_path
    }

    /// The path of the assertion consumer service: `POST`.
    pub fn acs_path(&self) -> String {
        let url = Url::parse(self.provider.acs_url());
        url.map_or_else(|_| "/saml/acs".to_owned(), |url| url.path().to_owned())
    }

    /// Redirects the visitor to the identity provider. Never fails: what went wrong is a response too.
    pub async fn log_in(&self, parts: &Parts) -> Response<Bytes> {
        self.begin(parts).await.unwrap_or_else(|error| self.sessions.fail(parts, error))
    }

    /// Takes the identity provider's response, begins a session and sends the visitor to the page that they
    /// wanted. Never fails: what went wrong is a response too.
    pub async fn consume(&self, parts: &Parts, body: &[u8]) -> Response<Bytes> {
        self.finish(parts, body).await.unwrap_or_else(|error| self.sessions.fail(parts, error))
    }

    fn cookie_name(&self) -> String {
        format!("{}-saml", self.sessions.0.cookie)
    }

    async fn begin(&self, parts: &Parts) -> Result<Response<Bytes>, SessionError> {
        if parts.method != Method::GET {
            return Err(SessionError::Method("GET"));
        }
        let inner = &self.sessions.0;
        let query = parts.uri.query().unwrap_or_default();
        let wanted = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "return_to");
        let request = self.provider.authn_request();
        let started = request.redirect_with_store(&*inner.logins).await;
        let (url, handle) = started.map_err(SessionError::Login)?;
        let login = LoginCookie {
            at: inner.now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            handle,
            return_to: wanted
                .and_then(|(_, page)| own_page(&page, &inner.origin))
                .unwrap_or_else(|| inner.home.clone()),
            asked: None,
            login: None,
        };
        let text = login.to_json().map(|text| LoginCookie::encode(&text)).unwrap_or_default();
        let cookie = cookie::set_for_other_sites(&self.cookie_name(), &text, LIFE);
        let cookie = cookie.ok_or(SessionError::Setup("a login cannot be kept in a cookie"))?;
        Ok(redirect(url.as_str(), [cookie]))
    }

    async fn finish(&self, parts: &Parts, body: &[u8]) -> Result<Response<Bytes>, SessionError> {
        if parts.method != Method::POST {
            return Err(SessionError::Method("POST"));
        }
        if body.len() > BODY_LIMIT {
            return Err(SessionError::BodyTooLarge { limit: BODY_LIMIT });
        }
        let inner = &self.sessions.0;
        let not_begun = || SessionError::Login(CallbackError::NotPending.into());
        let kept = cookie::of(&parts.headers, &self.cookie_name()).next();
        let kept = kept.and_then(|value| LoginCookie::decode(str::from_utf8(value).ok()?));
        let started = kept.as_ref().and_then(LoginCookie::from_json).ok_or_else(not_begun)?;
        let body = String::from_utf8_lossy(body);
        let form = PostedResponse::from_form(&body);
        let form = form.map_err(|error| SessionError::Login(error.into()))?;
        let login = self.provider.finish_with_store(&*inner.logins, &started.handle, &form).await;
        let login = SessionLogin::from(&login.map_err(SessionError::Login)?);
        let session = self.sessions.begin(parts, login).await?;
        let page =
            own_page(&started.return_to, &inner.origin).unwrap_or_else(|| inner.home.clone());
        let removed = cookie::set_for_other_sites(&self.cookie_name(), "", Duration::ZERO);
        Ok(redirect(&page, session.0.into_iter().chain(removed)))
    }
}

fn redirect(to: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.extend(HeaderValue::try_from(to).ok().map(|to| (header::LOCATION, to)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.extend(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

impl fmt::Debug for SamlRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SamlRoutes")
            .field("sessions", &self.sessions)
            .field("provider", &self.provider)
            .field("login_path", &self.login_path)
            .finish_non_exhaustive()
    }
}
