//! What can be set on a guard.

use std::{fmt, marker::PhantomData, sync::Arc};

use authing_protocols::{
    CallError, Error, Secret,
    jose::{Algorithm, Verifier, VerifierBuilder},
};
use bytes::Bytes;
use http::{HeaderValue, Response};
use url::Url;

use crate::{
    error::AuthError,
    guard::Guard,
    online::ConfirmOnline,
    session::sessions::Sessions,
    settings::{LoginPage, Settings},
    verified::Accept,
};

/// Builds a [`Guard`], or what a framework's crate makes of one.
#[must_use = "a builder does nothing until it builds"]
pub struct GuardBuilder<G = Guard> {
    source: Source,
    settings: Settings,
    return_parameter: Option<String>,
    /// An option that belongs to a guard for an application.
    misplaced: Option<&'static str>,
    builds: PhantomData<fn() -> G>,
}

/// Where the verifier comes from.
enum Source {
    Verifier(Verifier),
    App(App),
}

/// An application whose tokens are accepted as Authing hands them out.
struct App {
    id: String,
    host: String,
    secret: Option<Secret>,
    adjust: Vec<Adjust>,
}

type Adjust = Box<dyn FnOnce(VerifierBuilder) -> VerifierBuilder + Send + Sync>;

impl Guard {
    /// Begins a guard with other settings.
    pub fn builder(verifier: Verifier) -> GuardBuilder {
        GuardBuilder::of(Source::Verifier(verifier), Settings::default())
    }

    /// Begins a guard for one application, by its id and its host `https://{identifier}.authing.cn`,
    /// that accepts what Authing hands out to the application's users by default:
    ///
    /// - the token of a login call (`User.token`), which is signed by HS256 with the application's
    ///   secret unless the application is set to RS256: give the [`secret`](GuardBuilder::secret), or
    ///   have the server asked ([`confirm_online`](GuardBuilder::confirm_online));
    /// - id_tokens of OpenID Connect, signed by HS256, RS256 or ES256;
    /// - access tokens of OpenID Connect, signed by RS256 or ES256.
    ///
    /// HS256 is only ever checked with the secret, and the others only with the provider's public keys:
    /// a token's header chooses neither. [`accept`](GuardBuilder::accept) narrows the kinds, and
    /// [`verifier`](GuardBuilder::verifier) sets everything else.
    ///
    /// ```no_run
    /// use authing_web::Guard;
    ///
    /// # fn example() -> Result<(), authing_protocols::Error> {
    /// let guard =
    ///     Guard::for_app("APP_ID", "https://my-app.authing.cn").secret("APP_SECRET").build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn for_app(app_id: impl Into<String>, app_host: impl Into<String>) -> GuardBuilder {
        let (id, host) = (app_id.into(), app_host.into());
        let accepted = vec![Accept::AccessToken, Accept::IdToken, Accept::UserToken];
        GuardBuilder::of(
            Source::App(App { id, host, secret: None, adjust: Vec::new() }),
            Settings { accepted, ..Settings::default() },
        )
    }
}

impl App {
    fn verifier(self) -> Result<Verifier, Error> {
        let mut id_token_algorithms = vec![Algorithm::Rs256, Algorithm::Es256];
        let mut builder = Verifier::builder(self.id, self.host)
            .access_token_algorithms([Algorithm::Rs256, Algorithm::Es256]);
        if let Some(secret) = self.secret {
            id_token_algorithms.push(Algorithm::Hs256);
            builder = builder.secret(secret);
        }
        builder = builder.id_token_algorithms(id_token_algorithms);
        self.adjust.into_iter().fold(builder, |builder, adjust| adjust(builder)).build()
    }
}

impl<G: From<Guard>> GuardBuilder<G> {
    fn of(source: Source, settings: Settings) -> Self {
        Self { source, settings, return_parameter: None, misplaced: None, builds: PhantomData }
    }

    /// The same settings for what another crate makes of a guard: its own one for a framework.
    pub fn makes<H: From<Guard>>(self) -> GuardBuilder<H> {
        let Self { source, settings, return_parameter, misplaced, builds: _ } = self;
        GuardBuilder { source, settings, return_parameter, misplaced, builds: PhantomData }
    }

    /// The application's secret, with which Authing signs id_tokens and the tokens of login calls unless
    /// the application is set to RS256. For [`for_app`](Guard::for_app); a verifier that was built
    /// before has its own.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        match &mut self.source {
            Source::App(app) => app.secret = Some(secret.into()),
            Source::Verifier(_) => self.misplaced = Some("secret"),
        }
        self
    }

    /// Changes how tokens are verified: all that a `VerifierBuilder` has. For
    /// [`for_app`](Guard::for_app); a verifier that was built before stays as it is.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use authing_web::Guard;
    ///
    /// # fn example() -> Result<(), authing_protocols::Error> {
    /// let guard = Guard::for_app("APP_ID", "https://my-app.authing.cn")
    ///     .verifier(|verifier| verifier.leeway(Duration::from_secs(30)).audience("my-api"))
    ///     .build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn verifier(
        mut self,
        adjust: impl FnOnce(VerifierBuilder) -> VerifierBuilder + Send + Sync + 'static,
    ) -> Self {
        match &mut self.source {
            Source::App(app) => app.adjust.push(Box::new(adjust)),
            Source::Verifier(_) => self.misplaced = Some("verifier"),
        }
        self
    }

    /// Has the server asked about login tokens that are signed with the application's secret, where the
    /// secret is not here: a request to Authing for each of them. Issuer, audience and times are checked
    /// here all the same. Default: they are rejected.
    ///
    /// `authing-authentication`'s client asks with the feature `authentication`.
    pub fn confirm_online(mut self, client: impl ConfirmOnline + 'static) -> Self {
        self.settings.online = Some(Arc::new(client));
        self
    }

    /// Whether a [`HasRole`](crate::HasRole) is read from the token's claim `roles`. Default: yes.
    pub fn roles_from_token(mut self, read: bool) -> Self {
        self.settings.roles_from_token = read;
        self
    }

    /// Whether the response to a request that may not pass tells why, and what to set or to send: for
    /// development, and never where strangers send requests. No token, secret or personal datum is
    /// among it; how the service is set up is. Default: no; the log tells it always.
    pub fn development(mut self, development: bool) -> Self {
        self.settings.development = development;
        self
    }

    /// Which kinds of token are accepted. Default: access tokens of users.
    pub fn accept(mut self, kinds: impl IntoIterator<Item = Accept>) -> Self {
        self.settings.accepted = kinds.into_iter().collect();
        self
    }

    /// The name of a cookie that may hold the token; the official SDKs call it `_authing_token`.
    /// Default: none. See [the crate's documentation](crate#what-is-accepted) on requests from
    /// other sites' pages.
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        self.settings.cookie = Some(name.into());
        self
    }

    /// The sessions of browsers: their cookie is accepted where a request carries no token. A browser
    /// without one is redirected to the sessions' login route, unless another
    /// [`login_page`](Self::login_page) is set. Requests of other sites' pages are rejected as they are with
    /// a token in a cookie.
    ///
    /// ```no_run
    /// use authing_web::{Guard, session::Sessions};
    ///
    /// # fn example(sessions: Sessions) -> Result<(), authing_protocols::Error> {
    /// let guard = Guard::for_app("APP_ID", "https://my-app.authing.cn")
    ///     .secret("APP_SECRET")
    ///     .sessions(&sessions)
    ///     .build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn sessions(mut self, sessions: &Sessions) -> Self {
        self.settings.sessions = Some(sessions.clone());
        self
    }

    /// The name of a query parameter that may hold the token, such as `access_token`. Default:
    /// none. URLs are written to logs and sent on to other sites: do without it if you can
    /// (RFC 6750 section 2.3).
    pub fn query_parameter(mut self, name: impl Into<String>) -> Self {
        self.settings.query = Some(name.into());
        self
    }

    /// What the challenge of a 401 calls the service. Default: `api`.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.settings.realm = realm.into();
        self
    }

    /// Where to redirect a browser that requests a page without a valid token, instead of
    /// responding with 401: a path of this service, or a URL. It must not be behind the guard
    /// itself. Default: none.
    pub fn login_page(mut self, address: impl Into<String>) -> Self {
        let page = LoginPage { address: address.into(), return_parameter: None };
        self.settings.login_page = Some(page);
        self
    }

    /// The name of a parameter that tells the login page which page was requested: path and query
    /// on this service. The login page must redirect nowhere else, since anybody can write its URL.
    /// Default: none.
    pub fn return_parameter(mut self, name: impl Into<String>) -> Self {
        self.return_parameter = Some(name.into());
        self
    }

    /// Another origin, such as `https://app.example.com`, whose pages may send requests that change
    /// something and carry the token in a cookie. Default: this service's own alone. Behind a proxy
    /// that changes `Host`, name the service's own too: it is what requests of browsers without
    /// `Sec-Fetch-Site` are compared with.
    pub fn trusted_origin(mut self, origin: impl Into<String>) -> Self {
        self.settings.trusted_origins.push(origin.into());
        self
    }

    /// Changes the responses to requests that may not pass: the closure gets the error and the
    /// response that would be sent, and returns the one that is. Reveal no more about the error
    /// than that response does.
    ///
    /// ```
    /// # use authing_protocols::jose::Verifier;
    /// use authing_web::Guard;
    /// use http::{HeaderValue, Response, header::CONTENT_TYPE};
    ///
    /// # fn example(verifier: Verifier) -> Result<(), authing_protocols::Error> {
    /// let guard = Guard::builder(verifier)
    ///     .map_rejection(|_error, response| match response.status().as_u16() {
    ///         403 => {
    ///             let (mut parts, _) = response.into_parts();
    ///             parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    ///             Response::from_parts(parts, "<h1>Not for you</h1>".into())
    ///         }
    ///         _ => response,
    ///     })
    ///     .build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn map_rejection(
        mut self,
        map: impl Fn(&AuthError, Response<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
    ) -> Self {
        self.settings.map_rejection = Some(Arc::new(map));
        self
    }

    /// Makes the guard. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<G, Error> {
        let Self { source, mut settings, return_parameter, misplaced, builds: _ } = self;
        let refuse = |option, problem: &str| Err(CallError::config(option, problem).into());
        if let Some(option) = misplaced {
            let problem = "is for `Guard::for_app`: a verifier that is built already has its own";
            return refuse(option, problem);
        }
        if settings.accepted.is_empty() {
            return refuse("accept", "is empty: no token would pass");
        }
        if settings.cookie.as_deref().is_some_and(|name| !is_token(name)) {
            return refuse("cookie", "is not a name that a cookie can have");
        }
        if settings.query.as_deref().is_some_and(str::is_empty) {
            return refuse("query_parameter", "is empty");
        }
        if !settings
            .realm
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte))
        {
            return refuse("realm", "holds more than plain ASCII without quotes");
        }
        let mut return_parameter = return_parameter;
        let own_page = settings.sessions.as_ref().and_then(Sessions::login_page);
        if let (None, Some(address)) = (&settings.login_page, own_page) {
            let address = address.to_owned();
            settings.login_page = Some(LoginPage { address, return_parameter: None });
            return_parameter.get_or_insert_with(|| "return_to".to_owned());
        }
        match (&mut settings.login_page, return_parameter) {
            (Some(page), _)
                if page.address.is_empty() || HeaderValue::from_str(&page.address).is_err() =>
            {
                return refuse("login_page", "is not a path or URL");
            }
            (_, Some(name)) if name.is_empty() => return refuse("return_parameter", "is empty"),
            (Some(page), name) => page.return_parameter = name,
            (None, Some(_)) => return refuse("return_parameter", "needs a `login_page`"),
            (None, None) => {}
        }
        for origin in &settings.trusted_origins {
            let parsed = Url::parse(origin).map(|url| url.origin().ascii_serialization());
            if parsed.as_ref() != Ok(origin) {
                return refuse(
                    "trusted_origin",
                    "is not an origin such as `https://app.example.com`",
                );
            }
        }
        let verifier = match source {
            Source::Verifier(verifier) => verifier,
            Source::App(app) => app.verifier()?,
        };
        Ok(Guard::with(verifier, settings).into())
    }
}

/// RFC 9110 section 5.6.2.
fn is_token(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_letter)
}

impl<G> fmt::Debug for GuardBuilder<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
