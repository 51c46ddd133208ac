//! Renewing a session's tokens: once, however many requests, nodes and tabs want it.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::ErrorKind;
use authing_protocols::{
    CallError, Error, OAuthError, OAuthErrorCode, Secret,
    oauth2::TokenHint,
    oidc::{GrantedTokens, OidcClient},
};
use tokio::{
    runtime::Handle,
    time::{Instant, sleep, timeout},
};
use tracing::Instrument as _;

use super::{
    cookies::SessionCookies,
    error::SessionError,
    flights::{Kept, Renewed},
    record::{Found, Session, SessionClaims, SessionData, SessionTokens},
    sessions::{Inner, Keeping, Sealed},
    store::SessionStore,
};

/// How long the provider may take for new tokens, with the documents and keys that are read besides, however
/// long the client would wait. After that it is down.
const REFRESH: Duration = Duration::from_secs(15);

/// How long new tokens are tried to be kept while the store fails: nobody else has them.
const SAVE: Duration = Duration::from_secs(8);

/// Outlasts both, and what the store takes for its last access. A process that dies meanwhile holds others up
/// no longer.
const LEASE: Duration = Duration::from_secs(30);
const _: () = assert!(LEASE.as_secs() >= REFRESH.as_secs() + SAVE.as_secs() + 5);

/// How long a request waits for another process that renews, when it cannot go on without.
const WAIT: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long the old cookie of a session stands for the new one.
const OLD_COOKIE: Duration = Duration::from_secs(60);

/// How long a logout waits for the provider to revoke a token.
const REVOKE: Duration = Duration::from_secs(3);

/// How often a change is tried again that another one came in between of.
const TRIES: usize = 5;

/// Why tokens were not renewed.
enum NotRenewed {
    /// The provider refuses this session for good.
    Ended,
    /// It refuses this service, or says what nobody understands. That is not the session's fault.
    Alone(Error),
    /// It could not be asked: by nobody.
    Down(Error),
}

impl From<Error> for NotRenewed {
    fn from(error: Error) -> Self {
        match &error {
            Error::OAuth(refusal) if is_down(refusal) => Self::Down(error),
            Error::OAuth(refusal) if is_own_fault(refusal.code()) => Self::Alone(error),
            Error::OAuth(refusal) => {
                tracing::debug!(reason = %refusal, "the provider renews a session no more: it ends");
                Self::Ended
            }
            Error::Token(_) | Error::OtherUser(_) | Error::KeyBound { .. } => {
                tracing::error!(reason = %error, "the provider's new tokens are refused: a session ends");
                Self::Ended
            }
            Error::Call(call) if is_unreachable(call) => Self::Down(error),
            _ => Self::Alone(error),
        }
    }
}

/// Whether the provider says that it cannot work at the moment.
fn is_down(refusal: &OAuthError) -> bool {
    const DOWN: [OAuthErrorCode; 3] = [
        OAuthErrorCode::SERVER_ERROR,
        OAuthErrorCode::TEMPORARILY_UNAVAILABLE,
        OAuthErrorCode::SLOW_DOWN,
    ];
    DOWN.contains(refusal.code()) || refusal.call().is_some_and(is_unreachable)
}

/// Whether a refusal is about this service and what it sends, whoever the visitor is.
fn is_own_fault(code: &OAuthErrorCode) -> bool {
    const OWN: [OAuthErrorCode; 5] = [
        OAuthErrorCode::INVALID_CLIENT,
        OAuthErrorCode::UNAUTHORIZED_CLIENT,
        OAuthErrorCode::UNSUPPORTED_GRANT_TYPE,
        OAuthErrorCode::INVALID_REQUEST,
        OAuthErrorCode::USE_DPOP_NONCE,
    ];
    OWN.contains(code)
}

/// Whether no response came, or one of a server that is busy or broken.
fn is_unreachable(error: &CallError) -> bool {
    error.is_timeout()
        || error.is_rate_limited()
        || matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout)
        || error.status().is_some_and(|status| status >= 500)
}

impl Inner {
    /// The session with new tokens, or as it is while that will do; `None` if it is over.
    pub(super) async fn renewed(self: &Arc<Self>, kept: Kept) -> Renewed {
        let now = self.now();
        let is_good = kept.found.session.has_good_token(now);
        let renewed = match self.pauses.of(&kept.key, now) {
            Some(error) => Err(error),
            None => match self.fly(kept.clone(), !is_good).await {
                Some(renewed) => renewed,
                // Somebody else is about it.
                None => return Ok(Some(kept)),
            },
        };
        match renewed {
            // Whether it goes on nobody knows while the store is down, and it does not with tokens that
            // cannot be kept.
            Err(error @ (SessionError::Store(_) | SessionError::TooLarge { .. })) => Err(error),
            Err(error) if self.goes_on(&kept, now) => {
                tracing::debug!(reason = %error, "a session goes on with its old tokens");
                Ok(Some(kept))
            }
            renewed => renewed,
        }
    }

    /// Whether a session goes on without new tokens.
    fn goes_on(&self, kept: &Kept, now: SystemTime) -> bool {
        let end = kept.found.session.access_token_ends_at();
        end.and_then(|end| end.checked_add(self.outage)).is_none_or(|end| now < end)
    }

    /// Renews in a task of its own: a visitor who does not wait for the response must not undo what the
    /// provider has done already.
    async fn fly(self: &Arc<Self>, kept: Kept, wait: bool) -> Option<Renewed> {
        let inner = Arc::clone(self);
        let renewal = async move {
            let key = kept.key.clone();
            inner.flights.run(&key, wait, || inner.renew(kept)).await
        };
        match Handle::try_current() {
            Ok(runtime) => match runtime.spawn(renewal.in_current_span()).await {
                Ok(renewed) => renewed,
                // The task panicked, or its runtime ends.
                Err(_) => Some(Err(SessionError::Busy)),
            },
            Err(_) => renewal.await,
        }
    }

    async fn renew(&self, kept: Kept) -> Renewed {
        let Some(oidc) = &self.oidc else { return Ok(Some(kept)) };
        match &self.keeping {
            Keeping::Store(store) => self.renew_stored(oidc, &**store, kept).await,
            Keeping::Cookie(sealed) => self.renew_sealed(oidc, sealed, kept).await,
        }
    }

    async fn renew_stored(
        &self,
        oidc: &OidcClient,
        store: &dyn SessionStore,
        kept: Kept,
    ) -> Renewed {
        let waits_until = Instant::now() + WAIT;
        loop {
            if let Some(lock) = store.lock(&kept.key, LEASE).await? {
                let renewed = self.renew_locked(oidc, store, &kept.key).await;
                if let Err(error) = store.unlock(&kept.key, lock).await {
                    tracing::debug!(reason = %error, "a lock is not given back; its lease ends");
                }
                return renewed;
            }
            // Another process is about it.
            if kept.found.session.has_good_token(self.now()) {
                return Ok(Some(kept));
            }
            if Handle::try_current().is_err() || Instant::now() >= waits_until {
                return Err(SessionError::Busy);
            }
            sleep(LOOK_EVERY).await;
            match self.load(store, kept.key.clone()).await? {
                None => return Ok(None),
                Some(now) if !now.found.session.is_due(self.now()) => return Ok(Some(now)),
                Some(_) => {}
            }
        }
    }

    async fn renew_locked(
        &self,
        oidc: &OidcClient,
        store: &dyn SessionStore,
        key: &str,
    ) -> Renewed {
        // Somebody may have just done it.
        let Some(kept) = self.load(store, key.to_owned()).await? else { return Ok(None) };
        let session = &kept.found.session;
        if !session.is_due(self.now()) {
            return Ok(Some(kept));
        }
        match self.refresh(oidc, &kept).await {
            Ok(session) => self.save(oidc, store, kept, session).await,
            Err(NotRenewed::Ended) => self.end_refused(store, kept).await,
            Err(NotRenewed::Alone(error)) => Err(self.leave_alone(&kept, error)),
            Err(NotRenewed::Down(error)) => Err(self.leave_all_alone(error)),
        }
    }

    /// Ends a session whose refresh token is refused, unless it has another one by now: with a lease that was
    /// over before the provider responded, another process may have changed it, which is why.
    async fn end_refused(&self, store: &dyn SessionStore, refused: Kept) -> Renewed {
        let is_refused = |kept: &Kept| {
            kept.found.session.data().tokens.refresh == refused.found.session.data().tokens.refresh
        };
        let mut last = refused.clone();
        for _ in 0..TRIES {
            if store.remove_version(&last.key, last.version).await? {
                return Ok(None);
            }
            match self.load(store, last.key.clone()).await? {
                Some(now) if is_refused(&now) => last = now,
                newer => return Ok(newer),
            }
        }
        Err(SessionError::Busy)
    }

    /// Puts a session with new tokens in the place of the one that was loaded. While the store fails it is
    /// tried again: with a provider that changes refresh tokens, the one in the store is worth nothing.
    async fn save(
        &self,
        oidc: &OidcClient,
        store: &dyn SessionStore,
        mut kept: Kept,
        session: Session,
    ) -> Renewed {
        let until = Instant::now() + SAVE;
        let mut tries = 0;
        loop {
            let error = match self.try_save(store, &mut kept, &session).await {
                Ok(Some(true)) => {
                    kept.found = Found { session, cookies: SessionCookies::default() };
                    return Ok(Some(kept));
                }
                Ok(Some(false)) if tries < TRIES => {
                    tries += 1;
                    continue;
                }
                Ok(Some(false)) => SessionError::Busy,
                Ok(None) => {
                    // A logout came in between. It has revoked the tokens that it knew.
                    self.revoke(oidc, session.data().tokens.refresh.as_ref()).await;
                    return Ok(None);
                }
                Err(error) if Instant::now() < until => {
                    tracing::debug!(reason = %error, "new tokens are not kept yet");
                    sleep(LOOK_EVERY).await;
                    continue;
                }
                Err(error) => error,
            };
            tracing::error!(
                reason = %error,
                "a session's new tokens are lost; with a provider that changes refresh tokens it ends"
            );
            return Err(error);
        }
    }

    /// Whether new tokens are kept; `None` where the session has ended. `kept` is what the store has now.
    async fn try_save(
        &self,
        store: &dyn SessionStore,
        kept: &mut Kept,
        session: &Session,
    ) -> Result<Option<bool>, SessionError> {
        let (value, ttl) = (self.value(session)?, self.ttl(session, self.now()));
        let groups = &session.data().groups;
        if store.replace(&kept.key, kept.version, value, groups, ttl).await? {
            return Ok(Some(true));
        }
        // All that changes besides is when the visitor was seen: that is now. Or it is kept, by a try
        // whose response was lost.
        let Some(now) = self.load(store, kept.key.clone()).await? else { return Ok(None) };
        let tokens = |session: &Session| session.data().tokens.access.clone();
        let is_kept = tokens(&now.found.session) == tokens(session);
        *kept = now;
        Ok(Some(is_kept))
    }

    async fn renew_sealed(&self, oidc: &OidcClient, sealed: &Sealed, kept: Kept) -> Renewed {
        let now = self.now();
        let until = now.checked_add(OLD_COOKIE).unwrap_or(now);
        // Somebody may have just done it.
        if let Some(found) = self.recent.get(&kept.key, now) {
            match found {
                Some(found) if !found.session.is_due(now) => {
                    return Ok(Some(Kept { found, ..kept }));
                }
                Some(_) => {}
                None => return Ok(None),
            }
        }
        match self.refresh(oidc, &kept).await {
            Ok(session) => {
                let refresh = session.data().tokens.refresh.clone();
                let lines = match self.sealed(sealed, &session, None) {
                    Ok(lines) => lines,
                    Err(error) => {
                        // Nobody could keep these tokens, and the old ones are worth nothing.
                        tracing::error!(
                            reason = %error,
                            hint = error.hint(),
                            "a session ends: its new tokens do not fit"
                        );
                        self.recent.put(&kept.key, None, now, until);
                        self.end(&kept).await?;
                        self.revoke(oidc, refresh.as_ref()).await;
                        return Err(error);
                    }
                };
                let found = self.found(sealed, session, lines);
                self.recent.put(&kept.key, Some(found.clone()), now, until);
                // A logout that came in between has revoked the tokens that it knew.
                if self.is_revoked(&found.session).await.unwrap_or_default() {
                    self.recent.forget(found.session.id());
                    self.revoke(oidc, refresh.as_ref()).await;
                    return Ok(None);
                }
                Ok(Some(Kept { found, ..kept }))
            }
            Err(NotRenewed::Ended) => {
                // Another runtime of this process, such as another worker's, may have changed the refresh
                // token, and this one's is refused since.
                let newer = self.recent.get(&kept.key, self.now()).flatten();
                if let Some(found) = newer.filter(|found| !found.session.is_due(self.now())) {
                    return Ok(Some(Kept { found, ..kept }));
                }
                self.recent.put(&kept.key, None, now, until);
                Ok(None)
            }
            Err(NotRenewed::Alone(error)) => Err(self.leave_alone(&kept, error)),
            Err(NotRenewed::Down(error)) => Err(self.leave_all_alone(error)),
        }
    }

    async fn refresh(&self, oidc: &OidcClient, kept: &Kept) -> Result<Session, NotRenewed> {
        let session = &kept.found.session;
        let SessionData { tokens, claims, .. } = session.data();
        let Some(refresh) = &tokens.refresh else { return Ok(session.clone()) };
        let refreshing = oidc.refresh_of(refresh, &claims.user_id).into_future();
        let granted = match Handle::try_current() {
            Ok(_) => timeout(REFRESH, refreshing).await.unwrap_or_else(|_| {
                let problem = "no new tokens came within 15 seconds";
                Err(CallError::new(ErrorKind::Timeout, problem).into())
            }),
            Err(_) => refreshing.await,
        };
        let granted = granted?;
        self.pauses.end(&kept.key);
        Ok(self.with(session, granted))
    }

    /// The session with what was granted. When and how the user logged in stays as it was: only the tokens
    /// are new.
    fn with(&self, session: &Session, granted: GrantedTokens) -> Session {
        let (now, data) = (self.now(), session.data());
        let GrantedTokens { tokens, claims: new, .. } = granted;
        let before: &SessionClaims = &data.claims;
        let mut claims = before.clone();
        if let Some(scopes) = tokens.scope {
            claims.scopes = scopes.into_iter().collect();
        }
        if let Some(new) = new {
            (claims.profile, claims.extra) = (new.profile, new.extra);
        }
        let tokens = SessionTokens {
            access: Some(tokens.access_token),
            access_ends_at: tokens.expires_at,
            renew_at: None,
            refresh: tokens.refresh_token.or_else(|| data.tokens.refresh.clone()),
            id_token: tokens.id_token.or_else(|| data.tokens.id_token.clone()),
        };
        Session::new(SessionData {
            seen_at: now,
            tokens: self.timed(tokens, now),
            claims: Arc::new(claims),
            ..data.clone()
        })
    }

    /// Leaves the provider alone for a while, whoever comes.
    fn leave_all_alone(&self, error: Error) -> SessionError {
        let wait = match &error {
            Error::Call(error) => error.retry_after(),
            Error::OAuth(refusal) => refusal.call().and_then(CallError::retry_after),
            _ => None,
        };
        tracing::warn!(reason = %error, "sessions' tokens cannot be renewed: the provider is down");
        let error = SessionError::Renewal(error);
        self.pauses.all(&error, wait, self.now());
        error
    }

    /// Leaves the provider alone for a while with one session.
    fn leave_alone(&self, kept: &Kept, error: Error) -> SessionError {
        tracing::error!(
            reason = %error,
            "a session's tokens cannot be renewed: the provider refuses this service; compare the \
             application's id, secret and grants with the console"
        );
        let error = SessionError::RenewalRefused(error);
        self.pauses.alone(&kept.key, &error, self.now());
        error
    }

    /// Revokes a refresh token at the provider, if it can be reached soon.
    pub(super) async fn revoke(&self, oidc: &OidcClient, token: Option<&Secret>) {
        let Some(token) = token else { return };
        let revoking = oidc.revoke(token, Some(TokenHint::RefreshToken));
        let revoked = match Handle::try_current() {
            Ok(_) => timeout(REVOKE, revoking).await,
            Err(_) => Ok(revoking.await),
        };
        match revoked {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(reason = %error, "a refresh token is not revoked"),
            Err(_) => tracing::warn!("a refresh token is not revoked: the provider takes too long"),
        }
    }
}
