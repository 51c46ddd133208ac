//! Sessions in this process's memory.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use authing_protocols::{BoxFuture, Clock, Secret, SystemClock, store::StoreError};

use super::store::{RevocationList, SessionGroup, SessionLock, SessionStore, StoredSession};

/// At some kilobytes each, a few hundred megabytes.
const MOST_SESSIONS: usize = 65_536;

/// An entry is small, and one that is forgotten lets somebody in.
const MOST_REVOCATIONS: usize = 1_000_000;

/// Nothing lives longer: later times have no place in the calendars of systems.
const LONGEST_TTL: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Keeps sessions in memory, for a service of one process: a restart ends them all.
///
/// A clone is cheap and shares the sessions. It is bounded: when it is full, the session that would end
/// first goes. Its owner logs in again.
///
/// ```
/// use authing_web::session::{MemorySessions, SessionGroup, SessionStore as _};
/// use std::time::Duration;
///
/// # async fn example() -> Result<(), authing_protocols::store::StoreError> {
/// let store = MemorySessions::new();
/// let alice = SessionGroup::user("APP_ID", "alice");
/// store.create("key", "value".into(), &[alice.clone()], Duration::from_secs(3600)).await?;
/// assert!(store.load("key").await?.is_some());
/// assert_eq!(store.remove_group(&alice).await?, 1);
/// assert!(store.load("key").await?.is_none());
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone)]
pub struct MemorySessions {
    capacity: usize,
    clock: Arc<dyn Clock>,
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Default)]
struct Shelf {
    sessions: HashMap<String, Kept>,
    /// The keys, in the order in which they expire.
    order: BTreeSet<(SystemTime, String)>,
    groups: HashMap<SessionGroup, BTreeSet<String>>,
    /// Counts changes and locks: a number is never used twice.
    next: u64,
}

struct Kept {
    value: Secret,
    version: u64,
    groups: Vec<SessionGroup>,
    expires: SystemTime,
    lock: Option<(String, SystemTime)>,
}

impl MemorySessions {
    /// A store for 65 536 sessions.
    pub fn new() -> Self {
        Self::with_capacity(MOST_SESSIONS)
    }

    /// A store for so many sessions.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, clock: Arc::new(SystemClock), shelf: Arc::default() }
    }

    /// Measures with another clock than the machine's: for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// What is kept at this time, and the time.
    fn shelf(&self) -> (MutexGuard<'_, Shelf>, SystemTime) {
        let now = self.clock.now();
        // A panic elsewhere cannot leave it half-written: nothing panics while it is locked.
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.drop_expired(now);
        (shelf, now)
    }
}

impl Default for MemorySessions {
    fn default() -> Self {
        Self::new()
    }
}

impl Shelf {
    fn number(&mut self) -> u64 {
        self.next = self.next.wrapping_add(1);
        self.next
    }

    fn drop_expired(&mut self, now: SystemTime) {
        while self.order.first().is_some_and(|(expires, _)| *expires <= now) {
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        if let Some((_, key)) = self.order.first().cloned() {
            self.remove(&key);
        }
    }

    fn remove(&mut self, key: &str) -> bool {
        let Some(kept) = self.sessions.remove(key) else { return false };
        self.order.remove(&(kept.expires, key.to_owned()));
        for group in kept.groups {
            if let Some(members) = self.groups.get_mut(&group) {
                members.remove(key);
                if members.is_empty() {
                    self.groups.remove(&group);
                }
            }
        }
        true
    }
}

/// When this is over. A clock near the end of time has nothing after it.
fn end(now: SystemTime, ttl: Duration) -> SystemTime {
    now.checked_add(ttl.min(LONGEST_TTL)).unwrap_or(now)
}

impl SessionStore for MemorySessions {
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let (mut shelf, now) = self.shelf();
            if shelf.sessions.contains_key(key) {
                return Err(StoreError::new("there is a session under this key already"));
            }
            if shelf.sessions.len() >= self.capacity {
                shelf.drop_first();
            }
            let (version, expires) = (shelf.number(), end(now, ttl));
            shelf.order.insert((expires, key.to_owned()));
            for group in groups {
                shelf.groups.entry(group.clone()).or_default().insert(key.to_owned());
            }
            let kept = Kept { value, version, groups: groups.to_vec(), expires, lock: None };
            shelf.sessions.insert(key.to_owned(), kept);
            Ok(())
        })
    }

    fn load<'a>(
        &'a self,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<StoredSession>, StoreError>> {
        Box::pin(async move {
            let (shelf, _) = self.shelf();
            Ok(shelf
                .sessions
                .get(key)
                .map(|kept| StoredSession { value: kept.value.clone(), version: kept.version }))
        })
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        _groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let (mut shelf, now) = self.shelf();
            let (number, expires) = (shelf.number(), end(now, ttl));
            let Some(kept) = shelf.sessions.get_mut(key).filter(|kept| kept.version == version)
            else {
                return Ok(false);
            };
            let before = std::mem::replace(&mut kept.expires, expires);
            (kept.value, kept.version) = (value, number);
            shelf.order.remove(&(before, key.to_owned()));
            shelf.order.insert((expires, key.to_owned()));
            Ok(true)
        })
    }

    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.shelf().0.remove(key)) })
    }

    fn remove_version<'a>(
        &'a self,
        key: &'a str,
        version: u64,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let (mut shelf, _) = self.shelf();
            let is_it = shelf.sessions.get(key).is_some_and(|kept| kept.version == version);
            Ok(is_it && shelf.remove(key))
        })
    }

    fn members<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            let (shelf, _) = self.shelf();
            Ok(shelf.groups.get(group).into_iter().flatten().cloned().collect())
        })
    }

    fn remove_group<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            let (mut shelf, _) = self.shelf();
            let members = shelf.groups.get(group).cloned().unwrap_or_default();
            let removed = members.iter().filter(|key| shelf.remove(key)).count();
            Ok(u64::try_from(removed).unwrap_or(u64::MAX))
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Option<SessionLock>, StoreError>> {
        Box::pin(async move {
            let (mut shelf, now) = self.shelf();
            let token = shelf.number().to_string();
            let Some(kept) = shelf.sessions.get_mut(key) else { return Ok(None) };
            if kept.lock.as_ref().is_some_and(|(_, until)| *until > now) {
                return Ok(None);
            }
            kept.lock = Some((token.clone(), end(now, lease)));
            Ok(Some(SessionLock::new(token)))
        })
    }

    fn unlock<'a>(
        &'a self,
        key: &'a str,
        lock: SessionLock,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let (mut shelf, _) = self.shelf();
            if let Some(kept) = shelf.sessions.get_mut(key)
                && kept.lock.as_ref().is_some_and(|(token, _)| token == lock.token())
            {
                kept.lock = None;
            }
            Ok(())
        })
    }
}

/// Says how much is kept, not what.
impl fmt::Debug for MemorySessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shelf, _) = self.shelf();
        f.debug_struct("MemorySessions")
            .field("capacity", &self.capacity)
            .field("sessions", &shelf.sessions.len())
            .finish_non_exhaustive()
    }
}

/// Remembers in memory which sessions were ended, for a service of one process whose sessions are in
/// sealed cookies. A restart forgets it: sessions that were ended before go on until their own end.
///
/// A clone is cheap and shares the list. It is bounded, and when it is full it refuses: forgetting would
/// bring a session back.
#[derive(Clone)]
pub struct MemoryRevocations {
    capacity: usize,
    clock: Arc<dyn Clock>,
    list: Arc<Mutex<Revoked>>,
}

#[derive(Default)]
struct Revoked {
    /// Up to when sessions are ended, in milliseconds since 1970, and until when that is remembered.
    groups: HashMap<SessionGroup, (u128, SystemTime)>,
    order: BTreeMap<SystemTime, BTreeSet<SessionGroup>>,
}

impl MemoryRevocations {
    /// A list for a million groups.
    pub fn new() -> Self {
        Self::with_capacity(MOST_REVOCATIONS)
    }

    /// A list for so many groups.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, clock: Arc::new(SystemClock), list: Arc::default() }
    }

    /// Measures with another clock than the machine's: for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    fn list(&self) -> (MutexGuard<'_, Revoked>, SystemTime) {
        let now = self.clock.now();
        // A panic elsewhere cannot leave it half-written: nothing panics while it is locked.
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.drop_expired(now);
        (list, now)
    }

    /// What [`revoke`](RevocationList::revoke) does, at once.
    pub(super) fn note(
        &self,
        group: &SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> Result<(), StoreError> {
        let (mut list, now) = self.list();
        let (mut at, mut until) = (milliseconds(at), end(now, ttl));
        match list.groups.get(group) {
            Some((known, remembered)) => {
                (at, until) = (at.max(*known), until.max(*remembered));
            }
            None if list.groups.len() >= self.capacity => {
                return Err(StoreError::new(
                    "the list of ended sessions is full: give it a larger capacity",
                ));
            }
            None => {}
        }
        list.set(group, at, until);
        Ok(())
    }

    /// Notes it where there is no room too: then the group goes that would end first. Whether one went.
    pub(super) fn note_in_any_case(
        &self,
        group: &SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> bool {
        if self.note(group, at, ttl).is_ok() {
            return false;
        }
        let (mut list, now) = self.list();
        let went = list.drop_first();
        list.set(group, milliseconds(at), end(now, ttl));
        went
    }

    /// What [`is_revoked`](RevocationList::is_revoked) does, at once.
    pub(super) fn has(&self, groups: &[SessionGroup], began_at: SystemTime) -> bool {
        let (list, _) = self.list();
        let began_at = milliseconds(began_at);
        let ended = |group| list.groups.get(group).is_some_and(|(at, _)| began_at <= *at);
        groups.iter().any(ended)
    }

    /// Whether the one session of a group was ended.
    pub(super) fn has_ended(&self, session: &SessionGroup) -> bool {
        self.list().0.groups.contains_key(session)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list().0.groups.is_empty()
    }
}

impl Default for MemoryRevocations {
    fn default() -> Self {
        Self::new()
    }
}

impl Revoked {
    fn drop_expired(&mut self, now: SystemTime) {
        while let Some(entry) = self.order.first_entry().filter(|entry| *entry.key() <= now) {
            for group in entry.remove() {
                self.groups.remove(&group);
            }
        }
    }

    /// Forgets one of the groups that would end first.
    fn drop_first(&mut self) -> bool {
        let Some(mut entry) = self.order.first_entry() else { return false };
        let first = entry.get_mut().pop_first();
        if entry.get().is_empty() {
            entry.remove();
        }
        first.is_some_and(|group| self.groups.remove(&group).is_some())
    }

    fn set(&mut self, group: &SessionGroup, at: u128, until: SystemTime) {
        if let Some((_, before)) = self.groups.insert(group.clone(), (at, until))
            && let Some(members) = self.order.get_mut(&before)
        {
            members.remove(group);
            if members.is_empty() {
                self.order.remove(&before);
            }
        }
        self.order.entry(until).or_default().insert(group.clone());
    }
}

fn milliseconds(time: SystemTime) -> u128 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}

impl RevocationList for MemoryRevocations {
    fn revoke<'a>(
        &'a self,
        group: &'a SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.note(group, at, ttl) })
    }

    fn is_revoked<'a>(
        &'a self,
        groups: &'a [SessionGroup],
        began_at: SystemTime,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.has(groups, began_at)) })
    }
}

/// Says how much is kept, not what.
impl fmt::Debug for MemoryRevocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (list, _) = self.list();
        f.debug_struct("MemoryRevocations")
            .field("capacity", &self.capacity)
            .field("groups", &list.groups.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use authing_core::test_util::TestClock;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn alice() -> SessionGroup {
        SessionGroup::user("app", "alice")
    }

    #[test]
    fn the_newest_logout_is_noted_where_there_is_no_room() {
        let clock = TestClock::new();
        let list = MemoryRevocations::with_capacity(2).clock(Arc::new(clock.clone()));
        let group = |name: &str| SessionGroup::one("app", name);
        let now = clock.now();
        let note = |name, minutes| list.note_in_any_case(&group(name), now, minutes * MINUTE);
        assert!(!note("long", 9) && !note("short", 1));
        // What is there already needs no room.
        assert!(!note("short", 2));
        assert!(note("new", 5));
        let has = |name| list.has_ended(&group(name));
        assert!(has("new") && has("long") && !has("short"));
        assert!(list.note(&group("another"), now, MINUTE).is_err());
    }

    #[tokio::test]
    async fn of_two_who_saw_one_version_one_changes_it() {
        let store = MemorySessions::new();
        store.create("key", "1".into(), &[], MINUTE).await.unwrap();
        let seen = store.load("key").await.unwrap().unwrap();
        assert!(store.replace("key", seen.version, "2".into(), &[], MINUTE).await.unwrap());
        assert!(!store.replace("key", seen.version, "3".into(), &[], MINUTE).await.unwrap());
        let now = store.load("key").await.unwrap().unwrap();
        assert_eq!(now.value, Secret::from("2"));
        assert_ne!(now.version, seen.version);
    }

    #[tokio::test]
    async fn what_was_removed_does_not_come_back() {
        let store = MemorySessions::new();
        store.create("key", "1".into(), &[alice()], MINUTE).await.unwrap();
        let seen = store.load("key").await.unwrap().unwrap();
        assert!(store.remove("key").await.unwrap());
        assert!(!store.remove("key").await.unwrap());
        assert!(!store.replace("key", seen.version, "2".into(), &[], MINUTE).await.unwrap());
        assert_eq!(store.remove_group(&alice()).await.unwrap(), 0);
        assert!(store.shelf().0.groups.is_empty() && store.shelf().0.order.is_empty());
    }

    #[tokio::test]
    async fn a_session_lives_as_long_as_was_said_last() {
        let clock = TestClock::new();
        let store = MemorySessions::new().clock(Arc::new(clock.clone()));
        store.create("key", "1".into(), &[alice()], MINUTE).await.unwrap();
        clock.advance(MINUTE - Duration::from_secs(1));
        let seen = store.load("key").await.unwrap().unwrap();
        assert!(store.replace("key", seen.version, "2".into(), &[alice()], MINUTE).await.unwrap());
        clock.advance(MINUTE - Duration::from_secs(1));
        assert!(store.load("key").await.unwrap().is_some());
        clock.advance(Duration::from_secs(1));
        assert!(store.load("key").await.unwrap().is_none());
        assert_eq!(store.remove_group(&alice()).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_group_ends_together_and_no_other() {
        let store = MemorySessions::new();
        let bob = SessionGroup::user("app", "bob");
        store.create("a1", "1".into(), &[alice()], MINUTE).await.unwrap();
        store.create("a2", "1".into(), &[alice()], MINUTE).await.unwrap();
        store.create("b", "1".into(), &[bob], MINUTE).await.unwrap();
        assert_eq!(store.remove_group(&alice()).await.unwrap(), 2);
        assert!(store.load("a2").await.unwrap().is_none());
        assert!(store.load("b").await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_lock_is_one_callers_until_it_is_given_back_or_its_lease_is_over() {
        let clock = TestClock::new();
        let store = MemorySessions::new().clock(Arc::new(clock.clone()));
        store.create("key", "1".into(), &[], 10 * MINUTE).await.unwrap();
        let first = store.lock("key", MINUTE).await.unwrap().unwrap();
        assert!(store.lock("key", MINUTE).await.unwrap().is_none());
        store.unlock("key", first).await.unwrap();
        let second = store.lock("key", MINUTE).await.unwrap().unwrap();
        clock.advance(MINUTE);
        let third = store.lock("key", MINUTE).await.unwrap().unwrap();
        store.unlock("key", second).await.unwrap();
        assert!(store.lock("key", MINUTE).await.unwrap().is_none(), "the third holds it still");
        store.unlock("key", third).await.unwrap();
    }

    #[tokio::test]
    async fn a_full_store_forgets_the_session_that_ends_first() {
        let store = MemorySessions::with_capacity(2);
        store.create("a", "1".into(), &[], 2 * MINUTE).await.unwrap();
        store.create("b", "1".into(), &[], MINUTE).await.unwrap();
        store.create("c", "1".into(), &[], 3 * MINUTE).await.unwrap();
        assert!(store.load("b").await.unwrap().is_none());
        assert!(store.load("a").await.unwrap().is_some());
    }

    #[tokio::test]
    async fn what_began_before_it_was_ended_is_revoked_and_what_begins_later_is_not() {
        let clock = TestClock::new();
        let list = MemoryRevocations::with_capacity(1).clock(Arc::new(clock.clone()));
        let now = clock.now();
        list.revoke(&alice(), now, MINUTE).await.unwrap();
        // An earlier time does not take it back.
        list.revoke(&alice(), now - MINUTE, MINUTE).await.unwrap();
        assert!(list.is_revoked(&[alice()], now).await.unwrap());
        assert!(!list.is_revoked(&[alice()], now + Duration::from_millis(1)).await.unwrap());
        let bob = SessionGroup::user("app", "bob");
        assert!(!list.is_revoked(std::slice::from_ref(&bob), now).await.unwrap());
        assert!(list.revoke(&bob, now, MINUTE).await.is_err(), "a full list refuses");
        clock.advance(MINUTE);
        assert!(list.revoke(&bob, now, MINUTE).await.is_ok());
        assert!(!list.is_revoked(&[alice()], now).await.unwrap());
    }

    #[test]
    fn two_groups_never_have_one_name() {
        let names = [
            SessionGroup::user("a", "b"),
            SessionGroup::user("a:1", "b"),
            SessionGroup::user("a", "1:b"),
            SessionGroup::provider_session("a", "b"),
            SessionGroup::ticket("a", "b"),
            SessionGroup::one("a", "b"),
        ];
        let distinct: BTreeSet<_> = names.iter().map(SessionGroup::as_str).collect();
        assert_eq!(distinct.len(), names.len());
        assert!(!format!("{:?}", SessionGroup::user("a", "alice")).contains("alice"));
    }

    #[tokio::test]
    async fn debug_shows_neither_keys_nor_values() {
        let store = MemorySessions::new();
        store.create("canary", "canary".into(), &[], MINUTE).await.unwrap();
        assert!(!format!("{store:?}").contains("canary"));
    }
}
