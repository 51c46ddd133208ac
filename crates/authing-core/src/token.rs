//! Bearer tokens: where they come from, how long they are kept.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use futures_util::{
    FutureExt,
    future::{Shared, WeakShared},
};
use http::HeaderValue;

use crate::{
    Secret,
    clock::Clock,
    error::{Error, ErrorKind},
    transport::BoxFuture,
};

/// How early a token is renewed; shorter-lived ones after four fifths of their life.
const RENEW_BEFORE: Duration = Duration::from_secs(3600);

/// How long a still valid token is used before its renewal is tried once more.
const RENEWAL_PAUSE: Duration = Duration::from_secs(30);

/// A token in the form in which it goes into the `Authorization` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(HeaderValue);

impl Bearer {
    /// A token as the server gave it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when the text cannot stand in a header.
    pub fn new(token: &Secret) -> Result<Self, Error> {
        if token.is_empty() {
            return Err(Error::input("token", "is empty"));
        }
        let text = zeroize::Zeroizing::new(format!("Bearer {}", token.expose()));
        let mut value = HeaderValue::from_str(&text)
            .map_err(|_| Error::input("token", "holds characters that no token has"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The token alone.
    #[cfg(feature = "events")]
    pub(crate) fn text(&self) -> &str {
        let header = self.0.to_str().unwrap_or_default();
        header.strip_prefix("Bearer ").unwrap_or(header)
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer([redacted])")
    }
}

/// Gives each call its token.
///
/// Implement it to share tokens between processes, or to take them from elsewhere.
pub trait TokenProvider: fmt::Debug + Send + Sync {
    /// The token for a call about to be sent; `None` when nobody is logged in.
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>>;

    /// The server has refused this token. `true` when [`token`](Self::token) may have another one,
    /// so that the call is worth sending once more.
    fn refused(&self, token: &Bearer) -> bool {
        let _ = token;
        false
    }
}

/// A token that is simply there: given by the caller, never renewed.
#[derive(Clone, Debug)]
pub struct FixedToken(Option<Bearer>);

impl FixedToken {
    /// Uses this token for every call.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when the text cannot stand in a header.
    pub fn new(token: &Secret) -> Result<Self, Error> {
        Bearer::new(token).map(|bearer| Self(Some(bearer)))
    }

    /// No token at all.
    pub fn none() -> Self {
        Self(None)
    }
}

impl TokenProvider for FixedToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A token fresh from the server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FetchedToken {
    /// The token.
    pub token: Secret,
    /// How long it lives from now on.
    pub lifetime: Duration,
}

impl FetchedToken {
    /// A token and its life.
    pub fn new(token: Secret, lifetime: Duration) -> Self {
        Self { token, lifetime }
    }
}

type Fetch = dyn Fn() -> BoxFuture<'static, Result<FetchedToken, Error>> + Send + Sync;
type Flight = Shared<BoxFuture<'static, Result<Bearer, Error>>>;

/// Fetches a token when one is needed and keeps it until shortly before its end.
///
/// However many calls wait, one request is under way; its failure is theirs too and is not kept.
/// A renewal that fails leaves a still valid token in use. There is no background task.
pub struct CachedToken {
    fetch: Box<Fetch>,
    clock: Arc<dyn Clock>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// Weak, so that a flight whose callers have all gone is not found half-done by the next one.
    flight: Option<WeakShared<BoxFuture<'static, Result<Bearer, Error>>>>,
}

#[derive(Clone)]
struct Held {
    bearer: Bearer,
    renew_at: SystemTime,
    expires_at: SystemTime,
}

impl CachedToken {
    /// Keeps what `fetch` gives.
    pub fn new(
        clock: Arc<dyn Clock>,
        fetch: impl Fn() -> BoxFuture<'static, Result<FetchedToken, Error>> + Send + Sync + 'static,
    ) -> Self {
        Self { fetch: Box::new(fetch), clock, state: Arc::default() }
    }

    async fn current(&self) -> Result<Bearer, Error> {
        let (flight, held) = {
            let mut state = lock(&self.state);
            let now = self.clock.now();
            let held = state.held.clone().filter(|held| now < held.expires_at);
            if let Some(held) = &held
                && now < held.renew_at
            {
                return Ok(held.bearer.clone());
            }
            let under_way = state.flight.as_ref().and_then(WeakShared::upgrade);
            let flight = under_way.unwrap_or_else(|| {
                let flight = self.start();
                state.flight = flight.downgrade();
                flight
            });
            (flight, held)
        };
        match (flight.await, held) {
            (Err(_), Some(held)) => {
                let mut state = lock(&self.state);
                let pause_ends = self.clock.now() + RENEWAL_PAUSE;
                if let Some(kept) = &mut state.held
                    && kept.bearer == held.bearer
                {
                    kept.renew_at = pause_ends;
                }
                Ok(held.bearer)
            }
            (result, _) => result,
        }
    }

    fn start(&self) -> Flight {
        let fetching = (self.fetch)();
        let state = Arc::clone(&self.state);
        let clock = Arc::clone(&self.clock);
        let flight: BoxFuture<'static, _> = Box::pin(async move {
            let result = fetching.await.and_then(|fetched| {
                let bearer = Bearer::new(&fetched.token)?;
                let now = clock.now();
                let margin = RENEW_BEFORE.min(fetched.lifetime / 5);
                Ok(Held {
                    bearer,
                    renew_at: now + (fetched.lifetime - margin),
                    expires_at: now + fetched.lifetime,
                })
            });
            let mut state = lock(&state);
            state.flight = None;
            match result {
                Ok(held) => {
                    let bearer = held.bearer.clone();
                    state.held = Some(held);
                    Ok(bearer)
                }
                Err(error) => Err(unavailable(error)),
            }
        });
        flight.shared()
    }
}

impl TokenProvider for CachedToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        Box::pin(async { self.current().await.map(Some) })
    }

    fn refused(&self, token: &Bearer) -> bool {
        let mut state = lock(&self.state);
        // Another call may have renewed it meanwhile: only the refused token goes.
        if state.held.as_ref().is_some_and(|held| held.bearer == *token) {
            state.held = None;
        }
        true
    }
}

impl fmt::Debug for CachedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedToken").finish_non_exhaustive()
    }
}

/// Says that it was the token request that failed, and keeps code and predicates of the cause.
fn unavailable(cause: Error) -> Error {
    let error = Error::new(
        ErrorKind::Credential,
        format!("no management token could be had: {}", cause.message()),
    )
    .with_retry_after(cause.retry_after())
    .with_request_id(cause.request_id().map(str::to_owned));
    let error = match cause.code() {
        Some(code) => error.with_code(code),
        None => error,
    };
    error.with_source(cause)
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    // A panic elsewhere cannot leave the state half-written: every write is one assignment.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
