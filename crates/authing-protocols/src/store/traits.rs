//! What a store can do.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use authing_core::BoxFuture;
use authing_types::Secret;

/// Nothing is kept for longer than a century: later times have no place in the calendars of
/// systems and servers.
pub(super) const LONGEST_TTL: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Keeps logins that were started until the visitor comes back.
///
/// The key is a random handle that the visitor's browser holds in a cookie, so that a callback is
/// finished by the browser that started it. The value holds secrets.
///
/// A callback is an address that anybody can have a browser call. So the value is looked at first,
/// with [`get`](Self::get), and taken out with [`take`](Self::take) by the callback that proves by
/// its `state` (in SAML: by the request that it responds to) that it belongs to this login. A forged
/// one is refused and changes nothing; of two true ones, `take` lets one through. Forged callbacks
/// need no limit: a state has 256 random bits, is compared in a time that tells nothing of it, and
/// each attempt needs the victim's own browser, which alone has the handle.
pub trait PendingStore: fmt::Debug + Send + Sync {
    /// Keeps a value under a new key for so long.
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Looks at a value and leaves it where it is, for as long as it had. What has expired is not
    /// there any more.
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>>;

    /// Takes a value out: of any number of callers at the same time, one gets it. After that,
    /// nobody gets it by [`get`](Self::get) either.
    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>>;
}

/// Knows which one-time messages were used.
pub trait ReplayStore: fmt::Debug + Send + Sync {
    /// Remembers an id for so long. `true` for the first caller with this id, `false` for every
    /// other one until then.
    fn first_use<'a>(
        &'a self,
        id: &'a str,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;
}

impl<S: PendingStore + ?Sized> PendingStore for Arc<S> {
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).put(key, value, ttl)
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        (**self).get(key)
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        (**self).take(key)
    }
}

impl<S: ReplayStore + ?Sized> ReplayStore for Arc<S> {
    fn first_use<'a>(
        &'a self,
        id: &'a str,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).first_use(id, ttl)
    }
}

/// A store that could not do what it was asked: the login cannot go on.
#[derive(Clone, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    message: String,
    #[source]
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl StoreError {
    /// What happened, without keys or values.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }
}

authing_types::redacted_debug!(StoreError { message });
