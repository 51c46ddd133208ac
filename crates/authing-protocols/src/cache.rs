//! One remote document, kept: fetched once however many callers wait, refreshed when it is old,
//! and used on when its server is down.

use std::{
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use authing_core::{Clock, Error, client::SingleFlight};
use http::{HeaderMap, header};

/// What a server may say about freshness is believed within these bounds.
const MIN_FRESH: Duration = Duration::from_secs(5 * 60);
const MAX_FRESH: Duration = Duration::from_secs(24 * 3600);

/// How long a document is fresh whose server says nothing.
const DEFAULT_FRESH: Duration = Duration::from_secs(3600);

/// How long an old document is used while it cannot be refreshed.
const STALE_IF_ERROR: Duration = Duration::from_secs(24 * 3600);

/// Between two attempts to refresh a document that is old, and between two to renew one because
/// something is missing from it. An ordinary fetch does not delay the first of the latter: what is
/// missing may be a minute old.
pub(crate) const REFRESH_PAUSE: Duration = Duration::from_secs(30);

/// How long a failed first fetch is the result for all callers.
const FAILURE_KEPT: Duration = Duration::from_secs(2);

/// How long the caller who refreshes waits while there is an old document to use instead.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(2);

/// A document and how long it is fresh.
pub(crate) struct Fetched<T> {
    pub(crate) value: T,
    pub(crate) fresh_for: Duration,
}

/// Keeps one document.
pub(crate) struct Cached<T> {
    clock: Arc<dyn Clock>,
    state: Mutex<State<T>>,
    flight: SingleFlight<Arc<T>>,
}

struct State<T> {
    value: Option<CachedValue<T>>,
    /// The last attempt, for whatever reason.
    tried_at: Option<SystemTime>,
    /// The last attempt because something was missing, which anybody can claim.
    renewed_at: Option<SystemTime>,
    failure: Option<(Error, SystemTime)>,
}

struct CachedValue<T> {
    value: Arc<T>,
    fetched_at: SystemTime,
    fresh_for: Duration,
}

/// A document, and whether it was fetched while its caller waited for it: nothing that came with the
/// caller is newer.
pub(crate) struct Got<T> {
    pub(crate) value: Arc<T>,
    pub(crate) is_new: bool,
}

enum Lookup<T> {
    Usable(Arc<T>),
    Old(Arc<T>),
    Failing(Error),
    Nothing,
}

impl<T> Cached<T> {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State { value: None, tried_at: None, renewed_at: None, failure: None };
        Self { clock, state: Mutex::new(state), flight: SingleFlight::new() }
    }

    /// The document. `fetch` gets the time it may take, when there is a reason to bound it.
    pub(crate) async fn get<F>(
        &self,
        fetch: impl FnOnce(Option<Duration>) -> F,
    ) -> Result<Got<T>, Error>
    where
        F: Future<Output = Result<Fetched<T>, Error>>,
    {
        match self.lookup() {
            Lookup::Usable(value) => Ok(Got { value, is_new: false }),
            Lookup::Failing(error) => Err(error),
            // One caller refreshes; no other waits for it.
            Lookup::Old(old) => {
                let refresh = || async {
                    match self.lookup() {
                        Lookup::Usable(value) => Ok(value),
                        _ => self.fetch(fetch(Some(MAX_REFRESH_WAIT))).await,
                    }
                };
                Ok(match self.flight.try_run(refresh).await.and_then(Result::ok) {
                    Some(value) => Got { value, is_new: true },
                    None => Got { value: old, is_new: false },
                })
            }
            Lookup::Nothing => {
                let first = || async {
                    match self.lookup() {
                        Lookup::Usable(value) | Lookup::Old(value) => Ok(value),
                        Lookup::Failing(error) => Err(error),
                        Lookup::Nothing => self.fetch(fetch(None)).await,
                    }
                };
                self.flight.run(first).await.map(|value| Got { value, is_new: true })
            }
        }
    }

    /// A newer document than `seen`, because something is missing from that one. `None` when that
    /// was a reason to fetch it too recently, whether it came or not.
    pub(crate) async fn renew<F>(
        &self,
        seen: &Arc<T>,
        fetch: impl FnOnce() -> F,
    ) -> Result<Option<Arc<T>>, Error>
    where
        F: Future<Output = Result<Fetched<T>, Error>>,
    {
        let renewed = match self.newer(seen) {
            Some(settled) => settled,
            None => {
                let renew = || async {
                    match self.newer(seen) {
                        Some(settled) => Ok(settled),
                        None => {
                            self.state().renewed_at = Some(self.clock.now());
                            self.fetch(fetch()).await
                        }
                    }
                };
                self.flight.run(renew).await?
            }
        };
        Ok(Some(renewed).filter(|renewed| !Arc::ptr_eq(renewed, seen)))
    }

    /// What another caller has fetched meanwhile, or `seen` itself while it is too early to fetch.
    fn newer(&self, seen: &Arc<T>) -> Option<Arc<T>> {
        let now = self.clock.now();
        let state = self.state();
        match &state.value {
            Some(cached) if !Arc::ptr_eq(&cached.value, seen) => Some(Arc::clone(&cached.value)),
            _ if is_recent(state.renewed_at, now) => Some(Arc::clone(seen)),
            _ => None,
        }
    }

    fn lookup(&self) -> Lookup<T> {
        let now = self.clock.now();
        let state = self.state();
        if let Some(cached) = &state.value {
            // A clock that was set back makes the age unknown: refresh.
            let age = now.duration_since(cached.fetched_at).unwrap_or(cached.fresh_for);
            let value = || Arc::clone(&cached.value);
            if age < cached.fresh_for {
                return Lookup::Usable(value());
            }
            if age < cached.fresh_for + STALE_IF_ERROR {
                let recently = is_recent(state.tried_at, now);
                return if recently { Lookup::Usable(value()) } else { Lookup::Old(value()) };
            }
        }
        match &state.failure {
            Some((error, at)) if now.duration_since(*at).is_ok_and(|age| age < FAILURE_KEPT) => {
                Lookup::Failing(error.clone())
            }
            _ => Lookup::Nothing,
        }
    }

    async fn fetch(
        &self,
        fetching: impl Future<Output = Result<Fetched<T>, Error>>,
    ) -> Result<Arc<T>, Error> {
        // Noted first: a caller who is dropped half-way has tried all the same.
        self.state().tried_at = Some(self.clock.now());
        let result = fetching.await;
        let now = self.clock.now();
        let mut state = self.state();
        match result {
            Ok(Fetched { value, fresh_for }) => {
                let value = Arc::new(value);
                let cached = CachedValue { value: Arc::clone(&value), fetched_at: now, fresh_for };
                state.value = Some(cached);
                state.failure = None;
                Ok(value)
            }
            Err(error) => {
                state.failure = Some((error.clone(), now));
                Err(error)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        // A panic elsewhere cannot leave the state half-written: every write is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_recent(attempt: Option<SystemTime>, now: SystemTime) -> bool {
    let age = attempt.and_then(|at| now.duration_since(at).ok());
    age.is_some_and(|age| age < REFRESH_PAUSE)
}

/// How long a response is fresh by its `Cache-Control`, `Age` and `Expires` (RFC 9111 section 4.2),
/// within our bounds: `no-store` cannot make every verification a request.
pub(crate) fn freshness(headers: &HeaderMap, now: SystemTime) -> Duration {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let said = match text(header::CACHE_CONTROL).and_then(max_age) {
        Some(max_age) => {
            let age = text(header::AGE).and_then(|age| age.trim().parse().ok()).unwrap_or(0);
            Some(Duration::from_secs(max_age.saturating_sub(age)))
        }
        None => text(header::EXPIRES).map(|date| match httpdate::parse_http_date(date) {
            Ok(date) => date.duration_since(now).unwrap_or_default(),
            Err(_) => Duration::ZERO,
        }),
    };
    said.unwrap_or(DEFAULT_FRESH).clamp(MIN_FRESH, MAX_FRESH)
}

fn max_age(cache_control: &str) -> Option<u64> {
    let mut age = None;
    for directive in cache_control.split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" => return Some(0),
            "max-age" => age = value.trim().trim_matches('"').parse().ok(),
            _ => {}
        }
    }
    age
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn seconds_of(pairs: &[(header::HeaderName, &'static str)]) -> u64 {
        let now = httpdate::parse_http_date("Thu, 01 Jan 2026 00:00:00 GMT").unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
        freshness(&headers, now).as_secs()
    }

    #[test]
    fn freshness_follows_the_headers_within_bounds() {
        use header::{AGE, CACHE_CONTROL, EXPIRES};
        assert_eq!(seconds_of(&[]), 3600);
        assert_eq!(seconds_of(&[(CACHE_CONTROL, "public, max-age=7200")]), 7200);
        assert_eq!(seconds_of(&[(CACHE_CONTROL, "Max-Age=\"7200\""), (AGE, "200")]), 7000);
        assert_eq!(seconds_of(&[(CACHE_CONTROL, "max-age=7200, no-store")]), 300);
        assert_eq!(seconds_of(&[(CACHE_CONTROL, "max-age=1")]), 300);
        assert_eq!(seconds_of(&[(CACHE_CONTROL, "max-age=99999999999")]), 24 * 3600);
        assert_eq!(seconds_of(&[(EXPIRES, "Thu, 01 Jan 2026 02:00:00 GMT")]), 7200);
        assert_eq!(seconds_of(&[(EXPIRES, "0")]), 300);
    }
}
