//! What can be set on sessions.

use std::{fmt, sync::Arc, time::Duration};

use authing_protocols::{
    CallError, Clock, Error, SystemClock,
    oidc::OidcClient,
    store::{MemoryStore, PendingStore, ReplayStore},
};
use bytes::Bytes;
use http::Response;
use url::Url;

use super::{
    error::SessionError,
    flights::{Flights, Recent},
    memory::MemoryRevocations,
    pause::Pauses,
    return_to::own_page,
    seal::SealKeys,
    sessions::{Inner, Keeping, MapFailure, Paths, SEALED_BYTES, Sealed, Sessions},
    store::{RevocationList, SessionStore},
};

/// A refresh token comes with `offline_access` only.
const SCOPE: &str = "openid profile email phone offline_access";

const HOUR: Duration = Duration::from_secs(3600);

/// No session lives longer: later times have no place in the calendars of browsers and systems.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);

/// With the cookies of logins that have begun, below the 8 KiB that proxies read of a line.
const SEALED_LIMIT: usize = 6000;

/// How many ends of single sessions a process remembers for itself: some ten megabytes. So many log out within the
/// longest life of a session only where nothing else is meant for a process alone.
const MOST_ENDED_HERE: usize = 100_000;

/// Builds [`Sessions`].
#[must_use = "a builder does nothing until it builds"]
pub struct SessionsBuilder {
    app_id: String,
    oidc: Option<OidcClient>,
    /// An address of this service: its origin counts.
    address: Option<String>,
    clock: Arc<dyn Clock>,
    store: Option<Arc<dyn SessionStore>>,
    keys: Option<SealKeys>,
    ended: Option<Arc<dyn RevocationList>>,
    sealed_limit: usize,
    logins: Option<Arc<dyn PendingStore>>,
    replays: Option<Arc<dyn ReplayStore>>,
    cookie: String,
    idle: Duration,
    longest: Duration,
    margin: Duration,
    outage: Duration,
    scope: String,
    login: String,
    logout: String,
    back_channel: String,
    home: String,
    post_logout: Option<String>,
    trusted_origins: Vec<String>,
    map_failure: Option<Arc<MapFailure>>,
    development: bool,
}

impl Sessions {
    /// Begins with the client by which visitors log in. Its `redirect_uri` is an address of this service:
    /// its path is the callback's, and its host the one that the cookies are for. Tell
    /// [`store`](SessionsBuilder::store) or [`sealed_cookie`](SessionsBuilder::sealed_cookie) where
    /// sessions are kept.
    pub fn builder(oidc: OidcClient) -> SessionsBuilder {
        let address = oidc.redirect_uri().map(str::to_owned);
        let clock = Arc::clone(oidc.verifier().clock());
        SessionsBuilder::new(oidc.app_id().to_owned(), Some(oidc), address, clock)
    }

    /// Begins without OpenID Connect, for a service that logs its visitors in by other means, as
    /// [`SessionLogin`](super::SessionLogin) lists them: there is no login route. `address` is one of
    /// this service, such as `https://shop.example.com`.
    ///
    /// ```
    /// use authing_web::session::{MemorySessions, Sessions};
    ///
    /// let sessions = Sessions::without_oidc("APP_ID", "https://shop.example.com")
    ///     .store(MemorySessions::new())
    ///     .build()?;
    /// # let _ = sessions;
    /// # Ok::<(), authing_protocols::Error>(())
    /// ```
    pub fn without_oidc(app_id: impl Into<String>, address: impl Into<String>) -> SessionsBuilder {
        SessionsBuilder::new(app_id.into(), None, Some(address.into()), Arc::new(SystemClock))
    }
}

impl SessionsBuilder {
    fn new(
        app_id: String,
        oidc: Option<OidcClient>,
        address: Option<String>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            app_id,
            oidc,
            address,
            clock,
            store: None,
            keys: None,
            ended: None,
            sealed_limit: SEALED_LIMIT,
            logins: None,
            replays: None,
            cookie: "session".to_owned(),
            idle: 24 * HOUR,
            longest: 14 * 24 * HOUR,
            margin: Duration::from_secs(60),
            outage: Duration::from_secs(900),
            scope: SCOPE.to_owned(),
            login: "/login".to_owned(),
            logout: "/logout".to_owned(),
            back_channel: "/backchannel-logout".to_owned(),
            home: "/".to_owned(),
            post_logout: None,
            trusted_origins: Vec::new(),
            map_failure: None,
            development: false,
        }
    }

    /// Keeps sessions in a store: [`MemorySessions`](super::MemorySessions), the Redis store of
    /// `authing-redis`, or one of your own. The browser's cookie holds a random id and nothing else, and a
    /// session is ended at once, on every node that shares the store.
    pub fn store(mut self, store: impl SessionStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Keeps sessions in the browser's cookie, sealed: no store is needed, and none is asked.
    ///
    /// **Such a session is revoked before its end in one process alone** unless a list of ended sessions is
    /// given ([`revocations`](Self::revocations)). A logout removes the cookie and revokes the refresh token. The
    /// process that it came to remembers it, so that there neither a copy of the cookie goes on nor a response
    /// brings the cookie back that was under way. Other processes do not know of it, nor does this one after a
    /// restart: there a copy goes on until its access token ends and is not renewed. That is all: to end the
    /// sessions of a user, or by the provider's message, needs the list. Without it
    /// [`Sessions::end_user`] fails, and a back-channel logout ends nothing and responds with 500. So keep
    /// [`longest_life`](Self::longest_life) short.
    ///
    /// Each process renews tokens by itself: with providers that change the refresh token each time, two
    /// that renew at once end the session. Authing gives the same one again. A session that is larger than
    /// [`sealed_limit`](Self::sealed_limit) is refused ([`SessionError::TooLarge`]), and one whose tokens have
    /// grown beyond it when they are renewed ends.
    pub fn sealed_cookie(mut self, keys: SealKeys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// How many bytes a sealed session may have; it is split into cookies of 3800. Browsers send all cookies
    /// in one header line, of which proxies read 8 KiB by default and respond with 400 to more. Within the
    /// default a session of two cookies and a login that has begun fit into it; older begun logins are given up
    /// where they would not. For larger sessions raise the proxies' limit first (nginx:
    /// `large_client_header_buffers`). From 1000 to 15 200; default: 6000.
    pub fn sealed_limit(mut self, bytes: usize) -> Self {
        self.sealed_limit = bytes;
        self
    }

    /// The list of sessions that were ended, for sessions in sealed cookies: each request looks there.
    pub fn revocations(mut self, list: impl RevocationList + 'static) -> Self {
        self.ended = Some(Arc::new(list));
        self
    }

    /// Where logins that have begun and logout messages that were used are remembered: `MemoryStore` of
    /// `authing-protocols`, or `RedisStore` of `authing-redis`. Several processes that serve the same visitors must share it.
    /// Default: this process's memory. With sealed cookies, logins by OpenID Connect are in a cookie too, and only
    /// the used logout messages and logins by SAML are there.
    pub fn login_store(mut self, store: impl PendingStore + ReplayStore + 'static) -> Self {
        let store = Arc::new(store);
        self.logins = Some(Arc::clone(&store) as Arc<dyn PendingStore>);
        self.replays = Some(store);
        self
    }

    /// What the session's cookie is called, without `__Host-`, which it gets besides. Services that share a
    /// host, as on a developer's machine, need different names. Default: `session`.
    pub fn cookie_name(mut self, name: impl Into<String>) -> Self {
        self.cookie = name.into();
        self
    }

    /// How long a session lives that is not used. Default: one day.
    pub fn idle_life(mut self, life: Duration) -> Self {
        self.idle = life;
        self
    }

    /// How long a session lives at the longest, however often it is used: up to a hundred years. Default: 14
    /// days.
    pub fn longest_life(mut self, life: Duration) -> Self {
        self.longest = life;
        self
    }

    /// How long before its end an access token is renewed; in the last quarter of its life at the
    /// earliest. Default: 60 s.
    pub fn renew_before(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// How long a session goes on after its access token ended, while the provider cannot be reached.
    /// Handlers get the expired token then, and know who the visitor is. After that requests get 503.
    /// Default: 15 minutes.
    pub fn outage_grace(mut self, grace: Duration) -> Self {
        self.outage = grace;
        self
    }

    /// What a login asks for, with spaces between. Authing gives a refresh token for `offline_access` only,
    /// and asks the visitor to consent to it. Without it the session lives as long as it may, and its access
    /// token is not renewed. Default: `openid profile
    /// email phone offline_access`.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// The path of the login route. Default: `/login`.
    pub fn login_path(mut self, path: impl Into<String>) -> Self {
        self.login = path.into();
        self
    }

    /// The path of the logout route. Default: `/logout`.
    pub fn logout_path(mut self, path: impl Into<String>) -> Self {
        self.logout = path.into();
        self
    }

    /// The path of the route that the provider posts logout messages to. Default: `/backchannel-logout`.
    pub fn back_channel_path(mut self, path: impl Into<String>) -> Self {
        self.back_channel = path.into();
        self
    }

    /// The page after a login that began at none. Default: `/`.
    pub fn home(mut self, path: impl Into<String>) -> Self {
        self.home = path.into();
        self
    }

    /// Where the visitor goes after the logout at the provider: one of the logout URLs that the console
    /// lists. Default: the provider's own page.
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout = Some(uri.into());
        self
    }

    /// Another origin whose pages may post to the logout route, such as `https://www.example.com`. May be
    /// given more than once.
    pub fn trusted_origin(mut self, origin: impl Into<String>) -> Self {
        self.trusted_origins.push(origin.into());
        self
    }

    /// Changes the response of a route to what went wrong: a page instead of problem details.
    pub fn map_failure(
        mut self,
        map: impl Fn(&SessionError, Response<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
    ) -> Self {
        self.map_failure = Some(Arc::new(map));
        self
    }

    /// Whether the response of a route to what went wrong tells why, and what to do: for development, and
    /// never where strangers send requests. Default: no; the log tells it always.
    pub fn development(mut self, development: bool) -> Self {
        self.development = development;
        self
    }

    /// Measures with another clock than the client's, or than the machine's: for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Makes the sessions. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<Sessions, Error> {
        let refuse = |option, problem: &str| Err(Error::from(CallError::config(option, problem)));
        let keeping = match (self.store, self.keys, self.ended) {
            (Some(_), Some(_), _) => {
                return refuse("sealed_cookie", "and `store` are both given: choose one");
            }
            (Some(_), None, Some(_)) => {
                return refuse("revocations", "is for `sealed_cookie`: a store needs none");
            }
            (Some(store), None, None) => Keeping::Store(store),
            (None, Some(keys), ended) => {
                if !SEALED_BYTES.contains(&self.sealed_limit) {
                    return refuse("sealed_limit", "is not between 1000 and 15200 bytes");
                }
                let here = MemoryRevocations::with_capacity(MOST_ENDED_HERE);
                let here = here.clock(Arc::clone(&self.clock));
                let limit = self.sealed_limit;
                Keeping::Cookie(Box::new(Sealed { keys, ended, here, limit }))
            }
            (None, None, _) => {
                return refuse("store", "is missing: give a store, or `sealed_cookie`");
            }
        };
        if self.app_id.trim().is_empty() {
            return refuse("app_id", "is empty: the console shows it");
        }
        let Some(address) = self.address else {
            return refuse("redirect_uri", "is missing: give it to the client");
        };
        let Some(address) = Url::parse(&address).ok().filter(|url| url.origin().is_tuple()) else {
            return refuse("redirect_uri", "is not an address of this service, as `https://…`");
        };
        let secure = address.scheme() == "https";
        let is_safe = secure || (address.scheme() == "http" && is_loopback(&address));
        if !is_safe {
            let problem =
                "is not https, and not on this machine: cookies would be sent in the clear";
            return refuse("redirect_uri", problem);
        }
        let origin = Url::parse(&address.origin().ascii_serialization());
        let Ok(origin) = origin else { return refuse("redirect_uri", "has no origin") };
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if self.cookie.is_empty() || !self.cookie.bytes().all(is_letter) {
            return refuse("cookie_name", "holds more than letters, digits, `-` and `_`");
        }
        for (option, life) in [("idle_life", self.idle), ("longest_life", self.longest)] {
            if life < Duration::from_secs(1) {
                return refuse(option, "is shorter than a second");
            }
        }
        if self.longest > CENTURY {
            return refuse(
                "longest_life",
                "is longer than a hundred years: say how long it may be",
            );
        }
        if self.oidc.is_some() && !self.scope.split(' ').any(|scope| scope == "openid") {
            return refuse("scope", "must contain `openid`");
        }
        let paths = Paths {
            login: self.login,
            callback: address.path().to_owned(),
            logout: self.logout,
            back_channel: self.back_channel,
        };
        let mut known: Vec<&str> = Vec::new();
        for (option, path) in [
            ("login_path", &paths.login),
            ("redirect_uri", &paths.callback),
            ("logout_path", &paths.logout),
            ("back_channel_path", &paths.back_channel),
        ] {
            if own_page(path, &origin).as_ref() != Some(path) || path.contains(['?', '{', '*']) {
                return refuse(option, "is not a plain path, as `/login`");
            }
            if known.contains(&&**path) && self.oidc.is_some() {
                return refuse(option, "is the path of another route");
            }
            known.push(path);
        }
        let Some(home) = own_page(&self.home, &origin) else {
            return refuse("home", "is not a page of this service, as `/`");
        };
        for origin in &self.trusted_origins {
            let parsed = Url::parse(origin).map(|url| url.origin().ascii_serialization());
            if parsed.as_ref() != Ok(origin) {
                let problem = "is not an origin such as `https://app.example.com`";
                return refuse("trusted_origin", problem);
            }
        }
        let memory = Arc::new(MemoryStore::new().clock(Arc::clone(&self.clock)));
        Ok(Sessions(Arc::new(Inner {
            app_id: self.app_id,
            oidc: self.oidc,
            clock: self.clock,
            keeping,
            origin,
            cookie: if secure { format!("__Host-{}", self.cookie) } else { self.cookie },
            secure,
            idle: self.idle,
            longest: self.longest,
            margin: self.margin,
            outage: self.outage,
            scope: self.scope,
            paths,
            home,
            post_logout: self.post_logout,
            trusted_origins: self.trusted_origins,
            logins: self.logins.unwrap_or_else(|| Arc::clone(&memory) as _),
            replays: self.replays.unwrap_or(memory),
            map_failure: self.map_failure,
            development: self.development,
            flights: Flights::default(),
            recent: Recent::default(),
            pauses: Pauses::default(),
        })))
    }
}

/// Whether an address is on this machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3).
fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

impl fmt::Debug for SessionsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionsBuilder")
            .field("app_id", &self.app_id)
            .field("cookie", &self.cookie)
            .finish_non_exhaustive()
    }
}
