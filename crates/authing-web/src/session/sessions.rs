//! Finding, beginning and ending sessions.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::random;
use authing_protocols::{
    Clock, Secret,
    oidc::OidcClient,
    store::{PendingStore, ReplayStore},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, request::Parts};
use url::Url;

use super::{
    cookies::SessionCookies,
    error::SessionError,
    flights::{Flights, Kept, Recent},
    login::SessionLogin,
    memory::MemoryRevocations,
    pause::Pauses,
    record::{Found, Session, SessionClaims, SessionData, SessionTokens},
    seal::SealKeys,
    store::{RevocationList, SessionGroup, SessionStore, hex_digest},
};
use crate::cookie;

/// 256 bits, 6 in each character.
const ID_LENGTH: usize = 43;

/// What browsers keep of a cookie, with its name and attributes, is 4096 bytes.
const COOKIE_BYTES: usize = 3800;

/// No session is in more cookies, whatever is set: so many fit into what a server may be told to read.
const MOST_COOKIES: usize = 4;

/// How many bytes a sealed session may be told to have.
pub(super) const SEALED_BYTES: std::ops::RangeInclusive<usize> = 1000..=COOKIE_BYTES * MOST_COOKIES;

/// How far the clocks of processes may be apart that share a list of ended sessions.
pub(super) const CLOCK_SKEW: Duration = Duration::from_secs(10);

/// How often the end of a session is tried again that is changed at the same time.
const TRIES: usize = 5;

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
    pub(super) pauses: Pauses,
}

/// Changes the response of a session's route to what went wrong.
pub(super) type MapFailure =
    dyn Fn(&SessionError, Response<Bytes>) -> Response<Bytes> + Send + Sync;

/// Where sessions are.
pub(super) enum Keeping {
    Store(Arc<dyn SessionStore>),
    Cookie(Box<Sealed>),
}

/// Sessions in cookies.
pub(super) struct Sealed {
    pub(super) keys: SealKeys,
    /// The list of ended sessions, if there is one that all processes share.
    pub(super) ended: Option<Arc<dyn RevocationList>>,
    /// The single sessions that were ended in this process.
    pub(super) here: MemoryRevocations,
    /// How many bytes one may have.
    pub(super) limit: usize,
}

/// Which of a group's sessions end, by when they began.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    /// Until now, by whichever process's clock.
    UntilNow,
    /// At this time or before.
    By(SystemTime),
    /// At any time: none begins any more but what ends too.
    Ever,
}

/// The addresses of the routes.
pub(super) struct Paths {
    pub(super) login: String,
    pub(super) callback: String,
    pub(super) logout: String,
    pub(super) back_channel: String,
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
        self.0.begin(&parts.headers, login.into()).await.map(SessionCookies::new)
    }

    /// Ends the session of the browser that sent a request, here. The logout route does more: it ends it at
    /// the provider too. Idempotent.
    ///
    /// A session in a sealed cookie is over in this process until it restarts, and on all that share its
    /// list of ended sessions ([`revocations`](super::SessionsBuilder::revocations)).
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`]: the session goes on.
    pub async fn end(&self, parts: &Parts) -> Result<SessionCookies, SessionError> {
        if let Some(session) = self.0.of_cookie(&parts.headers).await? {
            self.0.end(&session).await?;
        }
        Ok(SessionCookies::new(self.0.no_cookies(&parts.headers)))
    }

    /// Ends all sessions of a user, on all nodes that share the store: after a new password, or when an
    /// account is locked. Returns how many there were, as far as that is known. Idempotent.
    ///
    /// Of sessions in sealed cookies those end that began until now, by the clock of any process that is
    /// within ten seconds of this one's.
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
        self.0.end_group(&SessionGroup::user(&self.0.app_id, user_id), Ending::UntilNow).await
    }

    /// Ends the sessions that come from one session at the provider: OpenID Connect's `sid`, SAML's
    /// session index. As [`end_user`](Self::end_user): the provider may let the visitor in again by
    /// the same session of its own, and what begins then goes on.
    ///
    /// # Errors
    ///
    /// Those of `end_user`.
    pub async fn end_provider_session(
        &self,
        sid: impl Into<String>,
    ) -> Result<Option<u64>, SessionError> {
        let group = SessionGroup::provider_session(&self.0.app_id, sid);
        self.0.end_group(&group, Ending::UntilNow).await
    }

    /// Ends the session that a CAS ticket began: single logout, with the ticket of a
    /// `CasLogoutRequest`. As [`end_user`](Self::end_user), but in sealed cookies whenever it began, before the
    /// call or after it: a ticket begins one session and no other. From a store those are removed that are there.
    ///
    /// # Errors
    ///
    /// Those of `end_user`.
    pub async fn end_ticket(&self, ticket: impl Into<Secret>) -> Result<Option<u64>, SessionError> {
        let group = SessionGroup::ticket(&self.0.app_id, ticket.into().expose());
        self.0.end_group(&group, Ending::Ever).await
    }

    /// The session of the browser that sent a request, with tokens that are renewed if they must be, for
    /// handlers without a layer of a guard; `None` where nobody is logged in. The cookies, if there are
    /// any, belong to the response: put them there when it is finished. Unlike a guard it does not look at which page made the request.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`], [`SessionError::Renewal`], [`SessionError::RenewalRefused`],
    /// [`SessionError::Busy`], [`SessionError::TooLarge`], [`SessionError::Doubled`].
    pub async fn find(
        &self,
        parts: &Parts,
    ) -> Result<Option<(Session, SessionCookies)>, SessionError> {
        let found = self.of_request(&parts.headers).await?;
        Ok(found.map(|Found { session, cookies }| (session, cookies)))
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
                        // Another process may have seen the visitor just now.
                        if let Err(error) = store.remove_version(&kept.key, kept.version).await {
                            tracing::debug!(reason = %error, "a session that is over stays in its store");
                        }
                        None
                    }
                    kept => kept,
                }
            }
            Keeping::Cookie(sealed) => {
                let key = hex_digest(&text);
                let found = match self.recent.get(&key, now) {
                    Some(found) => found,
                    None => {
                        let opened = sealed.keys.open(&self.purpose(), &text);
                        let session = opened.as_ref().and_then(Session::from_secret);
                        session.map(|session| Found { session, cookies: SessionCookies::default() })
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
        let found = Found { session, cookies: SessionCookies::default() };
        Ok(Some(Kept { found, key, version: stored.version }))
    }

    fn is_alive(&self, session: &Session, now: SystemTime) -> bool {
        let unseen = now.duration_since(session.data().seen_at).unwrap_or_default();
        now < session.ends_at() && unseen < self.idle
    }

    /// Whether a session was ended that nobody could remove.
    pub(super) async fn is_revoked(&self, session: &Session) -> Result<bool, SessionError> {
        let Keeping::Cookie(sealed) = &self.keeping else { return Ok(false) };
        if !sealed.here.is_empty() && sealed.here.has_ended(&self.group_of(session)) {
            return Ok(true);
        }
        let Some(ended) = &sealed.ended else { return Ok(false) };
        let mut groups = session.data().groups.clone();
        groups.push(self.group_of(session));
        Ok(ended.is_revoked(&groups, session.began_at()).await?)
    }

    /// The group that a session alone is in.
    pub(super) fn group_of(&self, session: &Session) -> SessionGroup {
        SessionGroup::one(&self.app_id, session.id())
    }

    /// A session in cookies, with those that a response is to set.
    pub(super) fn found(
        &self,
        sealed: &Sealed,
        session: Session,
        lines: Vec<HeaderValue>,
    ) -> Found {
        let group = self.group_of(&session);
        Found { session, cookies: SessionCookies::unless_ended(lines, &sealed.here, group) }
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
        match &self.keeping {
            Keeping::Store(store) => {
                let (value, ttl) = (self.value(&session)?, self.ttl(&session, now));
                let groups = &session.data().groups;
                let replaced = store.replace(&kept.key, kept.version, value, groups, ttl).await;
                if let Err(error) = replaced {
                    // The session was read and is good; whoever uses it again is written down then.
                    tracing::warn!(reason = %error, "it is not written down that a visitor was seen");
                }
                // The browser's own copy lives as long as the session may.
                Ok(Found { session, cookies: SessionCookies::default() })
            }
            Keeping::Cookie(sealed) => match self.sealed(sealed, &session, Some(headers)) {
                Ok(lines) => Ok(self.found(sealed, session, lines)),
                // One that was begun when more was allowed: it lives until its visitor is seen too late.
                Err(error @ SessionError::TooLarge { .. }) => {
                    tracing::warn!(reason = %error, "it is not written down that a visitor was seen");
                    Ok(kept.found)
                }
                Err(error) => Err(error),
            },
        }
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
        Sealed { keys, limit, .. }: &Sealed,
        session: &Session,
        headers: Option<&HeaderMap>,
    ) -> Result<Vec<HeaderValue>, SessionError> {
        let sealed = keys.seal(&self.purpose(), &self.value(session)?);
        let sealed = sealed.ok_or(SessionError::Setup("a session cannot be sealed"))?;
        let limit = *limit;
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
            Keeping::Cookie(sealed) => {
                let session = self.outliving(session).await?;
                let mut lines = self.sealed(sealed, &session, Some(headers))?;
                lines.extend(self.too_many(headers, &lines));
                Ok(lines)
            }
            Keeping::Store(store) => {
                let id = new_id()?;
                let (value, ttl) = (self.value(&session)?, self.ttl(&session, now));
                store.create(&self.key(&id), value, &session.data().groups, ttl).await?;
                let life = session.ends_at().duration_since(now).unwrap_or_default();
                Ok(cookie::set(&self.cookie, &id, self.secure, life).into_iter().collect())
            }
        }
    }

    /// A new session that is none of those that were ended before it: of its user or provider's session,
    /// by the clock of another process.
    async fn outliving(&self, session: Session) -> Result<Session, SessionError> {
        if !self.is_revoked(&session).await? {
            return Ok(session);
        }
        let after = CLOCK_SKEW + Duration::from_millis(1);
        let began_at = session.began_at().checked_add(after).unwrap_or(session.began_at());
        let session = Session::new(SessionData { began_at, ..session.data().clone() });
        if self.is_revoked(&session).await? {
            tracing::warn!(
                "a session is over as it begins: it was logged out already, or the clocks of this \
                 service's processes differ by more than ten seconds"
            );
        }
        Ok(session)
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

    /// Ends a session that a browser's cookie stands for. Returns it as it was last.
    pub(super) async fn end(&self, kept: &Kept) -> Result<Session, SessionError> {
        let session = &kept.found.session;
        match &self.keeping {
            Keeping::Store(store) => self.end_stored(&**store, kept).await,
            Keeping::Cookie(_) => {
                let rest = session.ends_at().duration_since(self.now()).unwrap_or_default();
                self.end_sealed(&self.group_of(session), session.began_at(), rest).await?;
                // Who renews it now sees that it is over, or has done so by now.
                let renewed = self.recent.get(&kept.key, self.now()).flatten();
                self.recent.forget(session.id());
                Ok(renewed.map_or_else(|| session.clone(), |found| found.session))
            }
        }
    }

    /// Ends the version that is known to be the last, so that its tokens are.
    async fn end_stored(
        &self,
        store: &dyn SessionStore,
        kept: &Kept,
    ) -> Result<Session, SessionError> {
        let mut last = kept.clone();
        for _ in 0..TRIES {
            if store.remove_version(&last.key, last.version).await? {
                return Ok(last.found.session);
            }
            match self.load(store, last.key.clone()).await? {
                Some(now) => last = now,
                None => return Ok(last.found.session),
            }
        }
        store.remove(&last.key).await?;
        Ok(last.found.session)
    }

    /// Remembers that one session was ended, for the rest of its life.
    async fn end_sealed(
        &self,
        group: &SessionGroup,
        began_at: SystemTime,
        rest: Duration,
    ) -> Result<(), SessionError> {
        let Keeping::Cookie(sealed) = &self.keeping else { return Ok(()) };
        // A clock that is behind must not say that it was ended before it began, nor one that is ahead
        // that it needs to be remembered no longer.
        let (at, rest) = (self.now().max(began_at), rest.saturating_add(CLOCK_SKEW));
        if let Some(ended) = &sealed.ended {
            ended.revoke(group, at, rest).await?;
        }
        // Where it is full, the session goes that would end first: the newest logout is the one that a
        // response under way would undo.
        if sealed.here.note_in_any_case(group, at, rest) && sealed.ended.is_none() {
            tracing::warn!(
                "so many sessions were ended that a copy of the cookie of one of them would go on"
            );
        }
        Ok(())
    }

    /// By which the browser's session can be ended when its cookie does not come along: in a store its
    /// key there, else the name of its own group.
    pub(super) fn mark_of(&self, kept: &Kept) -> String {
        match &self.keeping {
            Keeping::Store(_) => kept.key.clone(),
            Keeping::Cookie(_) => self.group_of(&kept.found.session).as_str().to_owned(),
        }
    }

    /// Ends the session of a mark.
    pub(super) async fn end_marked(&self, mark: String) -> Result<(), SessionError> {
        // A cookie that is not sealed holds whatever a browser says, and a store is promised digests.
        if !is_digest(&mark) {
            return Ok(());
        }
        match &self.keeping {
            Keeping::Store(store) => drop(store.remove(&mark).await?),
            Keeping::Cookie(_) => {
                // It began before now, or by a clock that is ahead.
                let at = self.now().checked_add(CLOCK_SKEW).unwrap_or(self.now());
                self.end_sealed(&SessionGroup::named(mark), at, self.longest).await?;
            }
        }
        Ok(())
    }

    /// Ends sessions of a group.
    pub(super) async fn end_group(
        &self,
        group: &SessionGroup,
        begun: Ending,
    ) -> Result<Option<u64>, SessionError> {
        let now = self.now();
        match (&self.keeping, begun) {
            (Keeping::Store(store), Ending::UntilNow | Ending::Ever) => {
                Ok(Some(store.remove_group(group).await?))
            }
            (Keeping::Store(store), Ending::By(at)) => {
                let mut ended = 0;
                for key in store.members(group).await? {
                    let kept = self.load(&**store, key).await?;
                    let kept = kept.filter(|kept| kept.found.session.began_at() <= at);
                    if let Some(kept) = kept
                        && store.remove(&kept.key).await?
                    {
                        ended += 1;
                    }
                }
                Ok(Some(ended))
            }
            (Keeping::Cookie(sealed), begun) => {
                let Some(ended) = &sealed.ended else { return Err(NO_LIST) };
                let at = match begun {
                    Ending::UntilNow => now.checked_add(CLOCK_SKEW).unwrap_or(now),
                    Ending::By(at) => at,
                    Ending::Ever => now.checked_add(self.longest).unwrap_or(now),
                };
                ended.revoke(group, at, self.longest.saturating_add(CLOCK_SKEW)).await?;
                Ok(None)
            }
        }
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
            Self::Cookie(sealed) => f
                .debug_struct("Cookie")
                .field("keys", &sealed.keys)
                .field("ended", &sealed.ended)
                .finish(),
        }
    }
}

/// Whether this is what `hex_digest` makes.
fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::{
        super::memory::{MemoryRevocations, MemorySessions},
        *,
    };

    #[tokio::test]
    async fn no_key_reaches_a_store_that_is_not_a_digest() {
        let store = MemorySessions::new();
        let sessions = Sessions::without_oidc("app", "https://shop.example.com")
            .store(store.clone())
            .build()
            .unwrap();
        let digest = hex_digest("a session");
        let planted = ["../another file".to_owned(), digest.to_uppercase(), "a".repeat(65)];
        for key in planted.iter().chain([&digest]) {
            store.create(key, "value".into(), &[], Duration::from_secs(60)).await.unwrap();
            sessions.0.end_marked(key.clone()).await.unwrap();
            let is_there = store.load(key).await.unwrap().is_some();
            assert_eq!(is_there, *key != digest, "{key}");
        }
    }

    #[tokio::test]
    async fn a_ticket_that_was_logged_out_begins_no_session_any_more() {
        let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
        let sessions = Sessions::without_oidc("app", "https://shop.example.com")
            .sealed_cookie(keys)
            .revocations(MemoryRevocations::new())
            .build()
            .unwrap();
        let is_there = async |ticket: &str| {
            let (parts, ()) = http::Request::new(()).into_parts();
            let login = SessionLogin { ticket: Some(ticket.into()), ..SessionLogin::new("alice") };
            let set = sessions.begin(&parts, login).await.unwrap();
            let cookie = set.lines()[0].to_str().unwrap().split(';').next().unwrap().to_owned();
            let request = http::Request::builder().header("cookie", cookie).body(()).unwrap();
            sessions.find(&request.into_parts().0).await.unwrap().is_some()
        };
        assert!(is_there("ST-1").await);
        // The message was faster than the login that it is about.
        sessions.end_ticket("ST-2").await.unwrap();
        assert!(!is_there("ST-2").await);
        assert!(is_there("ST-3").await);
    }
}
