//! Finding, beginning and ending sessions.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use authing_core::random;
use authing_protocols::{
    Clock, Secret,
    oidc::OidcClient,
    store::{PendingStore, ReplayStore},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, header, request::Parts};
use url::Url;

use super::{
    error::SessionError,
    flights::{Flights, Kept, Recent},
    login::SessionLogin,
    record::{Found, Session, SessionClaims, SessionData, SessionTokens},
    seal::SealKeys,
    store::{RevocationList, SessionGroup, SessionStore, hex_digest},
};
use crate::cookie;

/// 256 bits, 6 in each character.
const ID_LENGTH: usize = 43;

/// What browsers keep of a cookie, with its name and attributes, is 4096 bytes.
const COOKIE_BYTES: usize = 3800;

/// A browser sends them in one header line. Two are within what proxies read by default (8 KiB), three want a
/// higher limit there.
const MOST_COOKIES: usize = 3;

const NO_LIST: SessionError = SessionError::Setup(
    "sessions in cookies cannot be ended from here without a list of ended ones: give `revocations(..)`",
);

/// Writing down at each request that a visitor was seen would cost a write for each; so often is enough.
const SEEN_STEPS: u32 = 20;

/// The sessions of an application's visitors.
///
/// A visitor logs in at the login route, is redirected to Authing and comes back to the callback route, and
/// from then on a cookie stands for their session. A [`Guard`](crate::Guard) that is given the sessions
/// accepts it as it accepts a token. Tokens are renewed before they expire, by one request however many
/// requests of the visitor are under way.
///
/// A clone is cheap: make one for the life of the process.
///
/// ```no_run
/// use authing_protocols::oidc::OidcClient;
/// use authing_web::{Guard, session::{MemorySessions, Sessions}};
///
/// # fn example() -> Result<(), authing_protocols::Error> {
/// let oidc = OidcClient::builder("APP_ID", "https://my-app.authing.cn")
///     .secret("APP_SECRET")
///     .redirect_uri("https://shop.example.com/callback")
///     .build()?;
/// let sessions = Sessions::builder(oidc).store(MemorySessions::new()).build()?;
/// let guard = Guard::for_app("APP_ID", "https://my-app.authing.cn")
///     .secret("APP_SECRET")
///     .sessions(&sessions)
///     .build()?;
/// # let _ = guard; Ok(()) }
/// ```
#[derive(Clone)]
pub struct Sessions(pub(super) Arc<Inner>);

/// What sessions share.
pub(super) struct Inner {
    pub(super) app_id: String,
    pub(super) oidc: Option<OidcClient>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) keeping: Keeping,
    /// Of this service: a scheme, a host and a port.
    pub(super) origin: Url,
    pub(super) cookie: String,
    pub(super) secure: bool,
    /// How long a session lives that is not used, and at the longest.
    pub(super) idle: Duration,
    pub(super) longest: Duration,
    /// How long before its end an access token is renewed.
    pub(super) margin: Duration,
    /// How long a session goes on after that end, while the provider is down.
    pub(super) outage: Duration,
    pub(super) scope: String,
    pub(super) paths: Paths,
    pub(super) home: String,
    pub(super) post_logout: Option<String>,
    pub(super) trusted_origins: Vec<String>,
    pub(super) logins: Arc<dyn PendingStore>,
    pub(super) replays: Arc<dyn ReplayStore>,
    pub(super) map_failure: Option<Arc<MapFailure>>,
    pub(super) development: bool,
    pub(super) flights: Flights,
    pub(super) recent: Recent,
    /// Until when the provider is not asked again, and why.
    pub(super) pause: Mutex<Option<(SystemTime, SessionError)>>,
}

/// Changes the response of a session's route to what went wrong.
pub(super) type MapFailure =
    dyn Fn(&SessionError, Response<Bytes>) -> Response<Bytes> + Send + Sync;

/// Where sessions are.
pub(super) enum Keeping {
    Store(Arc<dyn SessionStore>),
    Cookie { keys: SealKeys, ended: Option<Arc<dyn RevocationList>> },
}

/// The addresses of the routes.
pub(super) struct Paths {
    pub(super) login: String,
    pub(super) callback: String,
    pub(super) logout: String,
    pub(super) back_channel: String,
}

/// The cookies that a response sets: put them among its headers.
///
/// `Debug` shows how many there are.
///
/// ```
/// use authing_web::session::SessionCookies;
/// use http::Response;
///
/// fn welcome(cookies: SessionCookies) -> Response<String> {
///     let mut response = Response::new("welcome".to_owned());
///     response.headers_mut().extend(cookies);
///     response
/// }
/// # let _ = welcome;
/// ```
#[derive(Clone, Default)]
#[must_use = "cookies reach the browser with a response only"]
pub struct SessionCookies(pub(super) Vec<HeaderValue>);

/// Each as `Set-Cookie`.
impl IntoIterator for SessionCookies {
    type Item = (HeaderName, HeaderValue);
    type IntoIter = std::iter::Map<std::vec::IntoIter<HeaderValue>, fn(HeaderValue) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|cookie| (header::SET_COOKIE, cookie))
    }
}

impl fmt::Debug for SessionCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SessionCookies").field(&self.0.len()).finish()
    }
}

impl Sessions {
    /// Begins a session for the browser that sent a request, after a login that the service has checked
    /// itself: [`SessionLogin`] says which. The routes do this after a login by OpenID Connect.
    ///
    /// The session has a new id. The one that the browser had is ended, so that an id that somebody else
    /// put there before the login is worth nothing after it.
    ///
    /// ```no_run
    /// use authing_types::User;
    /// use authing_web::session::{SessionError, SessionLogin, Sessions};
    /// use bytes::Bytes;
    /// use http::{Response, header::LOCATION, request::Parts};
    ///
    /// # async fn example(sessions: Sessions, parts: Parts, user: User) -> Result<(), Box<dyn std::error::Error>> {
    /// // `user` is what a login call returned.
    /// let cookies = sessions.begin(&parts, SessionLogin::of_user(&user)?.amr(["sms"])).await?;
    /// let mut response = Response::builder().status(303).header(LOCATION, "/").body(Bytes::new())?;
    /// response.headers_mut().extend(cookies);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`], or [`SessionError::TooLarge`] for a session that fits into no cookie.
    pub async fn begin(
        &self,
        parts: &Parts,
        login: impl Into<SessionLogin>,
    ) -> Result<SessionCookies, SessionError> {
        self.0.begin(&parts.headers, login.into()).await.map(SessionCookies)
    }

    /// Ends the session of the browser that sent a request, here. The logout route does more: it ends it at
    /// the provider too. Idempotent.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`]: the session goes on.
    pub async fn end(&self, parts: &Parts) -> Result<SessionCookies, SessionError> {
        if let Some(session) = self.0.of_cookie(&parts.headers).await? {
            self.0.end(&session).await?;
        }
        Ok(SessionCookies(self.0.no_cookies(&parts.headers)))
    }

    /// Ends all sessions of a user, on all nodes that share the store: after a new password, or when an
    /// account is locked. Returns how many there were, as far as that is known. Idempotent.
    ///
    /// ```no_run
    /// # use authing_web::session::{SessionError, Sessions};
    /// use authing_web::webhook::{WebhookDelivery, WebhookEvent};
    ///
    /// # async fn example(sessions: Sessions, delivery: WebhookDelivery) -> Result<(), SessionError> {
    /// if let WebhookEvent::UserBlocked(about) = delivery.event()
    ///     && let Some(id) = &about.user.id
    /// {
    ///     sessions.end_user(id).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`]; [`SessionError::Setup`] for sessions in cookies without a list of ended ones.
    pub async fn end_user(&self, user_id: impl Into<String>) -> Result<Option<u64>, SessionError> {
        self.0.end_group(&SessionGroup::user(&self.0.app_id, user_id)).await
    }

    /// Ends the sessions that come from one session at the provider: OpenID Connect's `sid`, SAML's
    /// session index. As [`end_user`](Self::end_user).
    ///
    /// # Errors
    ///
    /// Those of `end_user`.
    pub async fn end_provider_session(
        &self,
        sid: impl Into<String>,
    ) -> Result<Option<u64>, SessionError> {
        self.0.end_group(&SessionGroup::provider_session(&self.0.app_id, sid)).await
    }

    /// Ends the session that a CAS ticket began: single logout, with the ticket of a
    /// `CasLogoutRequest`. As [`end_user`](Self::end_user).
    ///
    /// # Errors
    ///
    /// Those of `end_user`.
    pub async fn end_ticket(&self, ticket: impl Into<Secret>) -> Result<Option<u64>, SessionError> {
        self.0.end_group(&SessionGroup::ticket(&self.0.app_id, ticket.into().expose())).await
    }

    /// The session of the browser that sent a request, with tokens that are renewed if they must be, for
    /// handlers without a layer of a guard; `None` where nobody is logged in. The cookies, if there are
    /// any, belong to the response. Unlike a guard it does not look at which page made the request.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`], [`SessionError::Renewal`], [`SessionError::Busy`],
    /// [`SessionError::Doubled`].
    pub async fn find(
        &self,
        parts: &Parts,
    ) -> Result<Option<(Session, SessionCookies)>, SessionError> {
        let found = self.of_request(&parts.headers).await?;
        Ok(found.map(|Found { session, cookies }| (session, SessionCookies(cookies))))
    }

    /// The session of a request.
    pub(crate) async fn of_request(
        &self,
        headers: &HeaderMap,
    ) -> Result<Option<Found>, SessionError> {
        let Some(kept) = self.0.of_cookie(headers).await? else { return Ok(None) };
        self.0.up_to_date(kept, headers).await
    }

    /// Whether a request carries a session's cookie at all.
    pub(crate) fn has_cookie(&self, headers: &HeaderMap) -> bool {
        cookie::of(headers, &self.0.cookie).next().is_some()
    }

    /// Where visitors log in, if the sessions have a provider.
    pub(crate) fn login_page(&self) -> Option<&str> {
        self.0.oidc.is_some().then_some(&*self.0.paths.login)
    }
}

impl Inner {
    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// The key under which the session of a cookie is stored. The application is part of it: another
    /// application's cookie finds nothing, even in the same store.
    fn key(&self, id: &str) -> String {
        hex_digest(&format!("session:{}:{}:{id}", self.app_id.len(), self.app_id))
    }

    /// What sealed sessions are sealed for.
    fn purpose(&self) -> String {
        format!("authing session:{}:{}:{}", self.app_id.len(), self.app_id, self.cookie)
    }

    /// The session's cookie, put together where it is in several.
    fn cookie_text(&self, headers: &HeaderMap) -> Result<Option<String>, SessionError> {
        let one = |name: &str| {
            let mut found = cookie::of(headers, name).filter(|value| !value.is_empty());
            let first = found.next();
            match found.next() {
                Some(_) => Err(SessionError::Doubled),
                // What is not text opens nothing.
                None => Ok(first.map(|value| String::from_utf8_lossy(value).into_owned())),
            }
        };
        let Some(first) = one(&self.cookie)? else { return Ok(None) };
        if matches!(self.keeping, Keeping::Store(_)) {
            return Ok(Some(first));
        }
        let Some((count, first)) = first.split_once('.') else { return Ok(None) };
        let Some(count) = count.parse().ok().filter(|count| (1..=MOST_COOKIES).contains(count))
        else {
            return Ok(None);
        };
        let mut text = first.to_owned();
        for number in 1..count {
            match one(&self.part(number))? {
                Some(part) => text += &part,
                None => return Ok(None),
            }
        }
        Ok(Some(text))
    }

    /// The name of a further cookie of a session that is in several.
    fn part(&self, number: usize) -> String {
        format!("{}.{number}", self.cookie)
    }

    /// The session that a browser's cookie stands for, as it is kept; `None` if it is over.
    pub(super) async fn of_cookie(
        &self,
        headers: &HeaderMap,
    ) -> Result<Option<Kept>, SessionError> {
        let Some(text) = self.cookie_text(headers)? else { return Ok(None) };
        let now = self.now();
        let kept = match &self.keeping {
            Keeping::Store(store) => {
                if !is_id(&text) {
                    return Ok(None);
                }
                let kept = self.load(&**store, self.key(&text)).await?;
                match kept {
                    Some(kept) if !self.is_alive(&kept.found.session, now) => {
                        if let Err(error) = store.remove(&kept.key).await {
                            tracing::debug!(reason = %error, "a session that is over stays in its store");
                        }
                        None
                    }
                    kept => kept,
                }
            }
            Keeping::Cookie { keys, .. } => {
                let key = hex_digest(&text);
                let found = match self.recent.get(&key, now) {
                    Some(found) => found,
                    None => {
                        let opened = keys.open(&self.purpose(), &text);
                        let session = opened.as_ref().and_then(Session::from_secret);
                        session.map(|session| Found { session, cookies: Vec::new() })
                    }
                };
                let alive = found.filter(|found| self.is_alive(&found.session, now));
                alive.map(|found| Kept { found, key, version: 0 })
            }
        };
        let Some(kept) = kept else { return Ok(None) };
        match self.is_revoked(&kept.found.session).await? {
            true => Ok(None),
            false => Ok(Some(kept)),
        }
    }

    /// A session of the store.
    pub(super) async fn load(
        &self,
        store: &dyn SessionStore,
        key: String,
    ) -> Result<Option<Kept>, SessionError> {
        let Some(stored) = store.load(&key).await? else { return Ok(None) };
        let Some(session) = Session::from_secret(&stored.value) else {
            tracing::warn!(
                "a stored session is none, or another version's: its visitor logs in again"
            );
            return Ok(None);
        };
        let found = Found { session, cookies: Vec::new() };
        Ok(Some(Kept { found, key, version: stored.version }))
    }

    fn is_alive(&self, session: &Session, now: SystemTime) -> bool {
        let unseen = now.duration_since(session.data().seen_at).unwrap_or_default();
        now < session.ends_at() && unseen < self.idle
    }

    /// Whether a session was ended that nobody could remove.
    async fn is_revoked(&self, session: &Session) -> Result<bool, SessionError> {
        let Keeping::Cookie { ended: Some(ended), .. } = &self.keeping else { return Ok(false) };
        let mut groups = session.data().groups.clone();
        groups.push(SessionGroup::one(&self.app_id, session.id()));
        Ok(ended.is_revoked(&groups, session.began_at()).await?)
    }

    /// The session with good tokens, and written down that its visitor was seen; `None` if it is over.
    async fn up_to_date(
        self: &Arc<Self>,
        kept: Kept,
        headers: &HeaderMap,
    ) -> Result<Option<Found>, SessionError> {
        let now = self.now();
        let kept = match kept.found.session.is_due(now) {
            true => match self.renewed(kept).await? {
                Some(kept) => kept,
                None => return Ok(None),
            },
            false => kept,
        };
        if self.oidc.is_some() && kept.found.session.is_due(now) {
            // Somebody else renews it now: its old tokens are not to be written down again.
            return Ok(Some(kept.found));
        }
        let unseen = now.duration_since(kept.found.session.data().seen_at).unwrap_or_default();
        if unseen < self.idle / SEEN_STEPS {
            return Ok(Some(kept.found));
        }
        self.seen(kept, headers, now).await.map(Some)
    }

    /// Writes down that a visitor was seen. Whoever changes the session at the same time does so too.
    async fn seen(
        &self,
        kept: Kept,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Result<Found, SessionError> {
        let session = kept.found.session.seen(now);
        let cookies = match &self.keeping {
            Keeping::Store(store) => {
                let (value, ttl) = (self.value(&session)?, self.ttl(&session, now));
                let groups = &session.data().groups;
                let replaced = store.replace(&kept.key, kept.version, value, groups, ttl).await;
                if let Err(error) = replaced {
                    // The session was read and is good; whoever uses it again is written down then.
                    tracing::warn!(reason = %error, "it is not written down that a visitor was seen");
                }
                // The browser's own copy lives as long as the session may.
                Vec::new()
            }
            Keeping::Cookie { keys, .. } => self.sealed(keys, &session, Some(headers))?,
        };
        Ok(Found { session, cookies })
    }

    pub(super) fn value(&self, session: &Session) -> Result<Secret, SessionError> {
        session.to_secret().ok_or(SessionError::Setup("a session cannot be written"))
    }

    /// How long a session is kept from now on.
    pub(super) fn ttl(&self, session: &Session, now: SystemTime) -> Duration {
        let rest = session.ends_at().duration_since(now).unwrap_or_default();
        rest.min(self.idle)
    }

    /// The cookies of a session that is in them, and the removal of those that it needs no more.
    pub(super) fn sealed(
        &self,
        keys: &SealKeys,
        session: &Session,
        headers: Option<&HeaderMap>,
    ) -> Result<Vec<HeaderValue>, SessionError> {
        let sealed = keys.seal(&self.purpose(), &self.value(session)?);
        let sealed = sealed.ok_or(SessionError::Setup("a session cannot be sealed"))?;
        let limit = COOKIE_BYTES * MOST_COOKIES;
        if sealed.len() > limit {
            return Err(SessionError::TooLarge { bytes: sealed.len(), limit });
        }
        let life = session.ends_at().duration_since(self.now()).unwrap_or_default();
        let parts: Vec<&str> = split(&sealed).collect();
        let mut cookies = Vec::with_capacity(parts.len());
        for (number, part) in parts.iter().enumerate() {
            cookies.extend(match number {
                0 => {
                    let value = format!("{}.{part}", parts.len());
                    cookie::set(&self.cookie, &value, self.secure, life)
                }
                _ => cookie::set(&self.part(number), part, self.secure, life),
            });
        }
        if let Some(headers) = headers {
            cookies.extend(self.without(headers, parts.len()));
        }
        Ok(cookies)
    }

    /// The removal of a request's further cookies from this one on.
    fn without(&self, headers: &HeaderMap, from: usize) -> Vec<HeaderValue> {
        let names = (from.max(1)..MOST_COOKIES).map(|number| self.part(number));
        let sent = names.filter(|name| cookie::of(headers, name).next().is_some());
        sent.filter_map(|name| cookie::set(&name, "", self.secure, Duration::ZERO)).collect()
    }

    /// The removal of a session's cookies.
    pub(super) fn no_cookies(&self, headers: &HeaderMap) -> Vec<HeaderValue> {
        let first = cookie::set(&self.cookie, "", self.secure, Duration::ZERO);
        first.into_iter().chain(self.without(headers, 1)).collect()
    }

    pub(super) async fn begin(
        &self,
        headers: &HeaderMap,
        login: SessionLogin,
    ) -> Result<Vec<HeaderValue>, SessionError> {
        let now = self.now();
        // Whoever it belonged to: this browser is somebody else's now.
        if let Some(before) = self.of_cookie(headers).await.unwrap_or_default() {
            self.end(&before).await?;
        }
        let session = self.new_session(login, now)?;
        match &self.keeping {
            Keeping::Cookie { keys, .. } => self.sealed(keys, &session, Some(headers)),
            Keeping::Store(store) => {
                let id = new_id()?;
                let (value, ttl) = (self.value(&session)?, self.ttl(&session, now));
                store.create(&self.key(&id), value, &session.data().groups, ttl).await?;
                let life = session.ends_at().duration_since(now).unwrap_or_default();
                Ok(cookie::set(&self.cookie, &id, self.secure, life).into_iter().collect())
            }
        }
    }

    fn new_session(&self, login: SessionLogin, now: SystemTime) -> Result<Session, SessionError> {
        let longest = now.checked_add(self.longest).unwrap_or(now);
        let app = &*self.app_id;
        // OpenID Connect and CAS say when the user logged in, or it is not known: the server may have had
        // a session for days. A login of the service's own is new.
        let is_sso = login.tokens.id_token.is_some() || login.ticket.is_some();
        let mut groups = vec![SessionGroup::user(app, &login.user_id)];
        groups.extend(login.sid.as_deref().map(|sid| SessionGroup::provider_session(app, sid)));
        groups.extend(login.ticket.map(|ticket| SessionGroup::ticket(app, ticket.expose())));
        let tokens = self.timed(login.tokens, now);
        let claims = SessionClaims {
            user_id: login.user_id,
            auth_time: login.auth_time.or_else(|| (!is_sso).then_some(now)),
            acr: login.acr,
            amr: login.amr,
            sid: login.sid,
            scopes: login.scopes,
            ends_at: login.ends_at.map_or(longest, |end| end.min(longest)),
            profile: login.profile,
            extra: login.extra,
        };
        Ok(Session::new(SessionData {
            id: new_id()?,
            began_at: now,
            seen_at: now,
            csrf: new_id()?.into(),
            tokens,
            claims: Arc::new(claims),
            groups,
            asked: login.asked,
        }))
    }

    /// Says when new tokens are to be renewed: so long before their end, and of short-lived ones in the
    /// last quarter.
    pub(super) fn timed(&self, tokens: SessionTokens, now: SystemTime) -> SessionTokens {
        let renew_at = tokens.access_ends_at.and_then(|end| {
            let life = end.duration_since(now).unwrap_or_default();
            end.checked_sub(self.margin.min(life / 4))
        });
        SessionTokens { renew_at, ..tokens }
    }

    /// Ends a session that a browser's cookie stands for.
    pub(super) async fn end(&self, kept: &Kept) -> Result<(), SessionError> {
        match &self.keeping {
            Keeping::Store(store) => {
                store.remove(&kept.key).await?;
            }
            Keeping::Cookie { ended, .. } => {
                let session = &kept.found.session;
                self.recent.forget(session.id());
                if let Some(ended) = ended {
                    let now = self.now();
                    let rest = session.ends_at().duration_since(now).unwrap_or_default();
                    let group = SessionGroup::one(&self.app_id, session.id());
                    ended.revoke(&group, now, rest).await?;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn end_group(
        &self,
        group: &SessionGroup,
    ) -> Result<Option<u64>, SessionError> {
        match &self.keeping {
            Keeping::Store(store) => Ok(Some(store.remove_group(group).await?)),
            Keeping::Cookie { ended: Some(ended), .. } => {
                ended.revoke(group, self.now(), self.longest).await?;
                Ok(None)
            }
            Keeping::Cookie { ended: None, .. } => Err(NO_LIST),
        }
    }

    /// Whether sessions of a group could be ended just now.
    pub(super) async fn can_end(&self, group: &SessionGroup) -> Result<(), SessionError> {
        match &self.keeping {
            Keeping::Store(store) => drop(store.load(group.as_str()).await?),
            Keeping::Cookie { ended: Some(ended), .. } => {
                ended.is_revoked(std::slice::from_ref(group), self.now()).await?;
            }
            Keeping::Cookie { ended: None, .. } => return Err(NO_LIST),
        }
        Ok(())
    }

    /// Why the provider is not asked now.
    pub(super) fn paused(&self, now: SystemTime) -> Option<SessionError> {
        let pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
        pause.as_ref().filter(|(until, _)| now < *until).map(|(_, error)| error.clone())
    }

    pub(super) fn set_pause(&self, pause: Option<(SystemTime, SessionError)>) {
        *self.pause.lock().unwrap_or_else(PoisonError::into_inner) = pause;
    }
}

/// Parts of a text of plain ASCII.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (part, behind) = rest.split_at_checked(COOKIE_BYTES).unwrap_or((rest, ""));
        rest = behind;
        (!part.is_empty()).then_some(part)
    })
}

pub(super) fn new_id() -> Result<String, SessionError> {
    random::text(ID_LENGTH)
        .map_err(|_| SessionError::Setup("the operating system provides no randomness"))
}

fn is_id(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    text.len() == ID_LENGTH && text.bytes().all(is_letter)
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("app_id", &self.app_id)
            .field("keeping", &self.keeping)
            .field("cookie", &self.cookie)
            .field("idle", &self.idle)
            .field("longest", &self.longest)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Keeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(store) => store.fmt(f),
            Self::Cookie { keys, ended } => {
                f.debug_struct("Cookie").field("keys", keys).field("ended", ended).finish()
            }
        }
    }
}
