//! A store in this process's memory.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use authing_core::{BoxFuture, Clock, SystemClock};
use authing_types::Secret;

use super::traits::{LONGEST_TTL, PendingStore, ReplayStore, StoreError};

/// Enough for 100 logins a second that are all left unfinished for ten minutes.
const DEFAULT_CAPACITY: usize = 65_536;

/// Keeps pending logins and used messages in memory, for a service of one process.
///
/// It is bounded. What is expired goes first. When it is full of pending logins the oldest one
/// goes, so that it serves those who come now. Somebody who begins logins by the thousand pushes out those of
/// others that way: how many come from one address is for a limit in front of the service. When it is full of
/// used messages new ones are refused, because forgetting one would let it be used again.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use authing_protocols::store::{MemoryStore, PendingStore as _};
///
/// # async fn example() -> Result<(), authing_protocols::store::StoreError> {
/// let store = Arc::new(MemoryStore::new());
/// store.put("handle", "pending".into(), Duration::from_secs(600)).await?;
/// assert!(store.get("handle").await?.is_some());
/// assert!(store.take("handle").await?.is_some());
/// assert!(store.take("handle").await?.is_none());
/// # Ok(()) }
/// ```
pub struct MemoryStore {
    capacity: usize,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pending: Shelf<Secret>,
    used: Shelf<()>,
}

/// Entries by key, and their keys in the order in which they expire.
struct Shelf<T> {
    entries: HashMap<String, (T, Expiry)>,
    order: BTreeMap<Expiry, String>,
    next: u64,
}

/// When an entry expires; the number keeps apart entries that expire together.
type Expiry = (SystemTime, u64);

impl MemoryStore {
    /// A store for 65 536 entries of each kind.
    pub fn new() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }

    /// A store for so many entries of each kind.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, clock: Arc::new(SystemClock), state: Mutex::default() }
    }

    /// Measures with another clock than the machine's: for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl PendingStore for MemoryStore {
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let now = self.clock.now();
            let shelf = &mut self.state().pending;
            shelf.drop_expired(now);
            if shelf.entries.len() >= self.capacity {
                shelf.drop_first();
            }
            shelf.insert(key, value, end(now, ttl));
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            let now = self.clock.now();
            let shelf = &mut self.state().pending;
            shelf.drop_expired(now);
            Ok(shelf.entries.get(key).map(|(value, _)| value.clone()))
        })
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            let now = self.clock.now();
            let shelf = &mut self.state().pending;
            shelf.drop_expired(now);
            Ok(shelf.remove(key))
        })
    }
}

impl ReplayStore for MemoryStore {
    fn first_use<'a>(
        &'a self,
        id: &'a str,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let now = self.clock.now();
            let shelf = &mut self.state().used;
            shelf.drop_expired(now);
            if shelf.entries.contains_key(id) {
                return Ok(false);
            }
            if shelf.entries.len() >= self.capacity {
                return Err(StoreError::new(
                    "the store of used messages is full: give it a larger capacity",
                ));
            }
            shelf.insert(id, (), end(now, ttl));
            Ok(true)
        })
    }
}

/// When this is over. A clock near the end of time has nothing after it.
fn end(now: SystemTime, ttl: Duration) -> SystemTime {
    now.checked_add(ttl.min(LONGEST_TTL)).unwrap_or(now)
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { entries: HashMap::new(), order: BTreeMap::new(), next: 0 }
    }
}

impl<T> Shelf<T> {
    fn insert(&mut self, key: &str, value: T, expires: SystemTime) {
        let expiry = (expires, self.next);
        self.next += 1;
        if let Some((_, old)) = self.entries.insert(key.to_owned(), (value, expiry)) {
            self.order.remove(&old);
        }
        self.order.insert(expiry, key.to_owned());
    }

    fn remove(&mut self, key: &str) -> Option<T> {
        let (value, expiry) = self.entries.remove(key)?;
        self.order.remove(&expiry);
        Some(value)
    }

    fn drop_first(&mut self) {
        if let Some((_, key)) = self.order.pop_first() {
            self.entries.remove(&key);
        }
    }

    fn drop_expired(&mut self, now: SystemTime) {
        while self.order.first_key_value().is_some_and(|((expires, _), _)| *expires <= now) {
            self.drop_first();
        }
    }
}

/// Says how much is kept, not what.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MemoryStore")
            .field("capacity", &self.capacity)
            .field("pending", &state.pending.entries.len())
            .field("used", &state.used.entries.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use authing_core::test_util::TestClock;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_value_is_taken_once_and_only_in_time() {
        let clock = TestClock::new();
        let store = MemoryStore::new().clock(Arc::new(clock.clone()));
        store.put("a", "1".into(), MINUTE).await.unwrap();
        store.put("b", "2".into(), MINUTE).await.unwrap();
        assert_eq!(store.take("a").await.unwrap(), Some("1".into()));
        assert_eq!(store.take("a").await.unwrap(), None);
        clock.advance(MINUTE);
        assert_eq!(store.take("b").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_value_can_be_looked_at_until_it_is_taken_or_its_time_is_over() {
        let clock = TestClock::new();
        let store = MemoryStore::new().clock(Arc::new(clock.clone()));
        store.put("a", "1".into(), MINUTE).await.unwrap();
        store.put("b", "2".into(), MINUTE).await.unwrap();
        for _ in 0..3 {
            assert_eq!(store.get("a").await.unwrap(), Some("1".into()));
        }
        assert_eq!(store.take("a").await.unwrap(), Some("1".into()));
        assert_eq!(store.get("a").await.unwrap(), None);
        // Looking at it makes it live no longer.
        clock.advance(MINUTE - Duration::from_secs(1));
        assert_eq!(store.get("b").await.unwrap(), Some("2".into()));
        clock.advance(Duration::from_secs(1));
        assert_eq!(store.get("b").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_full_store_forgets_the_login_that_expires_first() {
        let store = MemoryStore::with_capacity(2);
        for key in ["a", "b", "c"] {
            store.put(key, key.into(), MINUTE).await.unwrap();
        }
        assert_eq!(store.take("a").await.unwrap(), None);
        assert_eq!(store.take("b").await.unwrap(), Some("b".into()));
        assert_eq!(store.take("c").await.unwrap(), Some("c".into()));
    }

    #[tokio::test]
    async fn a_message_is_new_once_and_a_full_store_refuses_instead_of_forgetting() {
        let clock = TestClock::new();
        let store = MemoryStore::with_capacity(1).clock(Arc::new(clock.clone()));
        assert!(store.first_use("a", MINUTE).await.unwrap());
        assert!(!store.first_use("a", MINUTE).await.unwrap());
        assert!(store.first_use("b", MINUTE).await.is_err());
        clock.advance(MINUTE);
        assert!(store.first_use("b", MINUTE).await.unwrap());
    }

    #[tokio::test]
    async fn a_life_beyond_the_end_of_time_is_no_panic() {
        let store = MemoryStore::new();
        store.put("a", "1".into(), Duration::MAX).await.unwrap();
        assert_eq!(store.take("a").await.unwrap(), Some("1".into()));
        assert!(store.first_use("a", Duration::MAX).await.unwrap());
    }

    #[tokio::test]
    async fn debug_shows_neither_keys_nor_values() {
        let store = MemoryStore::new();
        store.put("canary", "canary".into(), MINUTE).await.unwrap();
        assert!(!format!("{store:?}").contains("canary"));
    }
}
