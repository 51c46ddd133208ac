//! Renewing a session's tokens: once, however many requests, nodes and tabs want it.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_protocols::{
    Error, OAuthErrorCode, Secret,
    oauth2::TokenHint,
    oidc::{GrantedTokens, OidcClient},
};
use tokio::{
    runtime::Handle,
    time::{Instant, sleep, timeout},
};
use tracing::Instrument as _;

use super::{
    error::SessionError,
    flights::{Kept, Renewed},
    record::{Found, Session, SessionClaims, SessionData, SessionTokens},
    sessions::{Inner, Keeping},
    store::SessionStore,
};

/// Longer than a request to the provider takes. A process that dies meanwhile holds others up no longer.
const LEASE: Duration = Duration::from_secs(30);

/// How long a request waits for another process that renews, when it cannot go on without.
const WAIT: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long a provider that is down is left alone, unless it says when to come back.
const PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long the old cookie of a session stands for the new one.
const OLD_COOKIE: Duration = Duration::from_secs(60);

/// How long a logout waits for the provider to revoke a token.
const REVOKE: Duration = Duration::from_secs(3);

/// How often a change is tried again that another one came in between of.
const TRIES: usize = 5;

/// Why tokens were not renewed.
enum NotRenewed {
    /// The provider refuses for good.
    Ended,
    /// It could not be asked.
    Down(Error),
}

impl Inner {
    /// The session with new tokens, or as it is while that will do; `None` if it is over.
    pub(super) async fn renewed(self: &Arc<Self>, kept: Kept) -> Renewed {
        let now = self.now();
        let is_good = kept.found.session.has_good_token(now);
        let renewed = match self.paused(now) {
            Some(error) => Err(error),
            None => match self.fly(kept.clone(), !is_good).await {
                Some(renewed) => renewed,
                // Somebody else is about it.
                None => return Ok(Some(kept)),
            },
        };
        match renewed {
            // A store that is down differs: nobody knows whether the session goes on.
            Err(error) if !matches!(error, SessionError::Store(_)) && self.goes_on(&kept, now) => {
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
            Keeping::Cookie { .. } => self.renew_sealed(oidc, kept).await,
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
        match self.refresh(oidc, session).await {
            Ok(session) => self.save(oidc, store, kept, session).await,
            Err(NotRenewed::Down(error)) => Err(self.pause_for(error)),
            Err(NotRenewed::Ended) => {
                // With a lease that was over before the provider responded, another process may have
                // changed the refresh token, and this one's is refused since.
                let now = self.load(store, key.to_owned()).await?;
                let newer = now.filter(|now| !now.found.session.is_due(self.now()));
                if newer.is_none() {
                    store.remove(key).await?;
                }
                Ok(newer)
            }
        }
    }

    /// Puts a session with new tokens in the place of the one that was loaded.
    async fn save(
        &self,
        oidc: &OidcClient,
        store: &dyn SessionStore,
        mut kept: Kept,
        session: Session,
    ) -> Renewed {
        for _ in 0..TRIES {
            let (value, ttl) = (self.value(&session)?, self.ttl(&session, self.now()));
            let groups = &session.data().groups;
            if store.replace(&kept.key, kept.version, value, groups, ttl).await? {
                kept.found = Found { session, cookies: Vec::new() };
                return Ok(Some(kept));
            }
            // All that changes besides is when the visitor was seen: that is now.
            match self.load(store, kept.key.clone()).await? {
                Some(now) => kept = now,
                None => {
                    // A logout came in between. It has revoked the tokens that it knew.
                    self.revoke(oidc, session.data().tokens.refresh.as_ref()).await;
                    return Ok(None);
                }
            }
        }
        Err(SessionError::Busy)
    }

    async fn renew_sealed(&self, oidc: &OidcClient, kept: Kept) -> Renewed {
        let Keeping::Cookie { keys, .. } = &self.keeping else { return Ok(Some(kept)) };
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
        match self.refresh(oidc, &kept.found.session).await {
            Ok(session) => {
                let cookies = self.sealed(keys, &session, None)?;
                let found = Found { session, cookies };
                self.recent.put(&kept.key, Some(found.clone()), now, until);
                Ok(Some(Kept { found, ..kept }))
            }
            Err(NotRenewed::Down(error)) => Err(self.pause_for(error)),
            Err(NotRenewed::Ended) => {
                self.recent.put(&kept.key, None, now, until);
                Ok(None)
            }
        }
    }

    async fn refresh(&self, oidc: &OidcClient, session: &Session) -> Result<Session, NotRenewed> {
        let SessionData { tokens, claims, .. } = session.data();
        let Some(refresh) = &tokens.refresh else { return Ok(session.clone()) };
        match oidc.refresh_of(refresh, &claims.user_id).await {
            Ok(granted) => {
                self.set_pause(None);
                Ok(self.with(session, granted))
            }
            Err(Error::OAuth(refusal)) if *refusal.code() == OAuthErrorCode::INVALID_GRANT => {
                tracing::debug!("the provider renews a session no more: it ends");
                Err(NotRenewed::Ended)
            }
            Err(error @ (Error::Token(_) | Error::OtherUser(_) | Error::KeyBound { .. })) => {
                tracing::error!(reason = %error, "the provider's new tokens are refused: a session ends");
                Err(NotRenewed::Ended)
            }
            Err(error) => Err(NotRenewed::Down(error)),
        }
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

    /// Leaves the provider alone for a while.
    fn pause_for(&self, error: Error) -> SessionError {
        let wait = match &error {
            Error::Call(error) => error.retry_after(),
            _ => None,
        };
        tracing::warn!(reason = %error, "a session's tokens cannot be renewed");
        let error = SessionError::Renewal(error);
        let until = self.now().checked_add(wait.unwrap_or(PAUSE).min(LONGEST_PAUSE));
        self.set_pause(until.map(|until| (until, error.clone())));
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
