//! Bearer tokens: where they come from, how long they are kept.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use authing_types::Secret;
use http::HeaderValue;

use crate::{
    clock::Clock,
    error::{Error, ErrorKind},
    single_flight::SingleFlight,
    transport::BoxFuture,
};

/// How early a token is renewed; shorter-lived ones after four fifths of their life.
const RENEW_BEFORE: Duration = Duration::from_secs(3600);

/// How long a token is kept, whatever its server says about its life.
const LONGEST_LIFE: Duration = Duration::from_secs(366 * 24 * 3600);

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

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
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

    /// Drops a token that the server has refused. `true` when [`token`](Self::token) may now return
    /// another one, so that the call is worth sending once more.
    fn invalidate(&self, token: &Bearer) -> bool {
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
    /// How long it lives from now on. One that has no life left is used by those who wait for it,
    /// and one that lives longer than a year is renewed after a year.
    pub lifetime: Duration,
}

impl FetchedToken {
    /// A token and its life.
    pub fn new(token: Secret, lifetime: Duration) -> Self {
        Self { token, lifetime }
    }
}

type Fetch = dyn Fn() -> BoxFuture<'static, Result<FetchedToken, Error>> + Send + Sync;

/// Fetches a token when one is needed and keeps it until shortly before its end.
///
/// However many calls wait, one request is under way; its failure is theirs too and is not kept.
/// A renewal that fails leaves a still valid token in use. There is no background task.
pub struct CachedToken {
    fetch: Box<Fetch>,
    clock: Arc<dyn Clock>,
    cached: Mutex<Option<CachedValue>>,
    flight: SingleFlight<Bearer>,
}

#[derive(Clone)]
struct CachedValue {
    bearer: Bearer,
    renew_at: SystemTime,
    expires_at: SystemTime,
}

impl CachedToken {
    /// Keeps what `fetch` returns.
    pub fn new(
        clock: Arc<dyn Clock>,
        fetch: impl Fn() -> BoxFuture<'static, Result<FetchedToken, Error>> + Send + Sync + 'static,
    ) -> Self {
        let (cached, flight) = (Mutex::new(None), SingleFlight::new());
        Self { fetch: Box::new(fetch), clock, cached, flight }
    }

    async fn current(&self) -> Result<Bearer, Error> {
        let cached = self.valid();
        if let Some(cached) = &cached
            && self.clock.now() < cached.renew_at
        {
            return Ok(cached.bearer.clone());
        }
        match (self.flight.run(|| self.renew()).await, cached) {
            (Err(_), Some(valid)) => {
                self.postpone_renewal(&valid.bearer);
                Ok(valid.bearer)
            }
            (result, _) => result,
        }
    }

    /// The cached token, unless it has expired.
    fn valid(&self) -> Option<CachedValue> {
        let now = self.clock.now();
        self.lock().clone().filter(|cached| now < cached.expires_at)
    }

    async fn renew(&self) -> Result<Bearer, Error> {
        // Another caller may have renewed it while this one was on its way here.
        if let Some(cached) = self.valid().filter(|cached| self.clock.now() < cached.renew_at) {
            return Ok(cached.bearer);
        }
        let fetched = (self.fetch)().await.map_err(unavailable)?;
        let bearer = Bearer::new(&fetched.token).map_err(unavailable)?;
        let now = self.clock.now();
        let life = fetched.lifetime.min(LONGEST_LIFE);
        let margin = RENEW_BEFORE.min(life / 5);
        *self.lock() = Some(CachedValue {
            bearer: bearer.clone(),
            renew_at: after(now, life.saturating_sub(margin)),
            expires_at: after(now, life),
        });
        Ok(bearer)
    }

    fn postpone_renewal(&self, bearer: &Bearer) {
        let pause_ends = after(self.clock.now(), RENEWAL_PAUSE);
        if let Some(cached) = &mut *self.lock()
            && cached.bearer == *bearer
        {
            cached.renew_at = pause_ends;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<CachedValue>> {
        // A panic elsewhere cannot leave it half-written: every write is one assignment.
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenProvider for CachedToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        Box::pin(async { self.current().await.map(Some) })
    }

    fn invalidate(&self, token: &Bearer) -> bool {
        let mut cached = self.lock();
        // Another call may have renewed it meanwhile: only the token that was refused goes.
        if cached.as_ref().is_some_and(|cached| cached.bearer == *token) {
            *cached = None;
        }
        true
    }
}

impl fmt::Debug for CachedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedToken").finish_non_exhaustive()
    }
}

/// A clock that stands near the end of time has no later time to tell: what is kept ends at once.
fn after(now: SystemTime, pause: Duration) -> SystemTime {
    now.checked_add(pause).unwrap_or(now)
}

/// Says that it was the token request that failed, and keeps code and predicates of the cause.
fn unavailable(cause: Error) -> Error {
    let message = cause.message();
    let message = match cause.status().filter(|status| !(200..300).contains(status)) {
        Some(status) => format!("no management token could be obtained: HTTP {status}: {message}"),
        None => format!("no management token could be obtained: {message}"),
    };
    let error = Error::new(ErrorKind::Credential, message)
        .with_retry_after(cause.retry_after())
        .with_request_id(cause.request_id().map(str::to_owned));
    let error = match cause.code() {
        Some(code) => error.with_code(code),
        None => error,
    };
    error.with_source(cause)
}

#[cfg(test)]
mod tests;
