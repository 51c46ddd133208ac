//! Sessions that begin with a login by SAML, as two routes.

use std::{fmt, sync::Arc, time::Duration};

use authing_protocols::{
    CallbackError,
    saml::{ContextComparison, PostedResponse, ServiceProvider},
};
use bytes::Bytes;
use http::{Method, Response, request::Parts};
use url::Url;

use super::{
    begun::Way,
    error::SessionError,
    login::SessionLogin,
    outcome::{Failure, Reply},
    sessions::Sessions,
};

/// The query by which a browser comes back to show its session.
const AGAIN: &str = "again";

/// How long a login may take: no longer than the service provider remembers it.
const LIFE: Duration = Duration::from_secs(600);

/// Responses are large: the certificate and all attributes are in them, in Base64.
const BODY_LIMIT: usize = 1 << 20;

/// The routes by which visitors log in by SAML and get a session: one that redirects them to the identity
/// provider, and the assertion consumer service (ACS), to which their browsers post its response.
///
/// Logins that a browser has begun are in cookies of their own, one for each tab, with `SameSite=None`, because
/// the provider's page posts the response from another site; so browsers want `Secure`, which they take from
/// `http://localhost` too. With sealed sessions the login is in it whole, so that any process finishes it; then let
/// all of them share the provider's [`replay_store`](authing_protocols::saml::ServiceProviderBuilder::replay_store),
/// which knows the responses that were used.
///
/// With what is posted from another site the browser sends no session's cookie. The session that it had when the login
/// began is ended all the same; one that began in another tab meanwhile is replaced and not ended.
///
/// A step-up (`max_age`, `acr_values`, as a guard asks for them) has the visitor log in again (`ForceAuthn`), since SAML
/// has no word for how old a login may be. Those of the `acr_values` that are identifiers (`urn:…`, `https://…`) are
/// sent as the classes of which one is required: a provider that has none of them refuses the login.
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

    /// The path of the login route: `GET`, with `return_to` in its query as the page to come back to, and `max_age`
    /// and `acr_values` as what a step-up asks for. A page that could lead elsewhere is left out.
    pub fn login_path(&self) -> &str {
        &self.login_path
    }

    /// The path of the assertion consumer service: `POST`, and `GET` for a browser that has posted a response twice
    /// and is redirected there to show its session.
    pub fn acs_path(&self) -> String {
        let url = Url::parse(self.provider.acs_url());
        url.map_or_else(|_| "/saml/acs".to_owned(), |url| url.path().to_owned())
    }

    /// Redirects the visitor to the identity provider. Never fails: what went wrong is a response too.
    pub async fn log_in(&self, parts: &Parts) -> Response<Bytes> {
        self.sessions.finished(parts, self.begin(parts).await)
    }

    /// Takes the identity provider's response, begins a session and sends the visitor to the page that they
    /// wanted. Never fails: what went wrong is a response too.
    pub async fn consume(&self, parts: &Parts, body: &[u8]) -> Response<Bytes> {
        self.sessions.finished(parts, self.finish(parts, body).await)
    }

    async fn begin(&self, parts: &Parts) -> Result<Reply, Failure> {
        if parts.method != Method::GET {
            return Err(SessionError::Method("GET").into());
        }
        let inner = &self.sessions.0;
        let asked = inner.asked(parts.uri.query(), &[&*self.login_path, &*self.acs_path()])?;
        let mut request = self.provider.authn_request();
        let is_step_up = asked.max_age.is_some() || asked.acr_values.is_some();
        request = request.force_authn(is_step_up);
        let values = asked.acr_values.iter().flat_map(|values| values.split(' '));
        let classes: Vec<_> = values.filter(|value| value.contains(':')).collect();
        if !classes.is_empty() {
            request = request.authn_context(classes, ContextComparison::Exact);
        }
        inner
            .begin_login(&Way::SAML, &parts.headers, asked, LIFE, |store| {
                Box::pin(request.redirect_with_store(store))
            })
            .await
    }

    async fn finish(&self, parts: &Parts, body: &[u8]) -> Result<Reply, Failure> {
        let inner = &self.sessions.0;
        let acs = self.acs_path();
        let others = [&*self.login_path, &*acs];
        if parts.method == Method::GET && parts.uri.query() == Some(AGAIN) {
            // Top-level requests for a page bring the session's cookie along.
            return match inner.of_cookie(&parts.headers).await? {
                Some(_) => Ok(Reply::to(inner.home.as_str())),
                None => Err(SessionError::Login(CallbackError::NotPending.into()).into()),
            };
        }
        if parts.method != Method::POST {
            return Err(SessionError::Method("POST").into());
        }
        if body.len() > BODY_LIMIT {
            return Err(SessionError::BodyTooLarge { limit: BODY_LIMIT }.into());
        }
        let body = String::from_utf8_lossy(body);
        let form = PostedResponse::from_form(&body);
        let form = form.map_err(|error| SessionError::Login(error.into()))?;
        let look_again = Some(format!("{acs}?{AGAIN}"));
        inner
            .finish_login(&Way::SAML, &parts.headers, &others, look_again, |store, handle| {
                let (provider, form) = (self.provider.clone(), form.clone());
                Box::pin(async move {
                    let login = provider.finish_with_store(store, handle, &form).await?;
                    Ok(SessionLogin::from(&login))
                })
            })
            .await
    }
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
