//! Where sessions are kept.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_protocols::{BoxFuture, Secret, store::StoreError};
use aws_lc_rs::digest::{SHA256, digest};

/// Keeps the sessions of browsers where all processes of a service find them.
///
/// [`MemorySessions`](crate::session::MemorySessions) serves one process. Several that serve the same
/// visitors share a store, such as the Redis server of `authing-redis`.
///
/// # What a key and a value are
///
/// The key is a digest of what the browser's cookie holds: who reads the store cannot use what they read
/// as a cookie. The value is a text of some kilobytes that holds tokens, so keep it where nobody else reads
/// it. What is in it is not the store's concern.
///
/// # What holds at any time
///
/// - A session whose time to live is over is not there any more, whatever is called.
/// - [`replace`](Self::replace) is one step: of several callers who saw the same version one succeeds.
/// - A session that was removed does not come back: `replace` never creates one.
/// - Each of [`remove`](Self::remove), [`remove_version`](Self::remove_version) and
///   [`remove_group`](Self::remove_group) is seen by every `load` that begins afterwards, on every node that
///   shares the store.
///
/// # Errors
///
/// A store that cannot be reached fails with a [`StoreError`], without keys or values in its text, and
/// within seconds: a request waits for it, and gets 503.
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Keeps a new session under a new key for so long, as a member of these groups.
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// The session under a key, and which version of it this is; `None` if there is none (any more).
    /// Looking at it makes it live no longer.
    fn load<'a>(&'a self, key: &'a str)
    -> BoxFuture<'a, Result<Option<StoredSession>, StoreError>>;

    /// Puts a new value in the place of the version that was loaded, with a new time to live. `false`, and
    /// nothing is changed, if the session was changed since or is gone.
    ///
    /// The groups are those that the session was created with: their records must live as long as the
    /// session, which lives longer now.
    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Ends a session; whether there was one.
    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Ends a session if it is still the version that was loaded. `false`, and nothing is changed, if it was
    /// changed since or is gone. One step, as [`replace`](Self::replace).
    fn remove_version<'a>(
        &'a self,
        key: &'a str,
        version: u64,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// The keys of the sessions of a group, in any order.
    fn members<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>>;

    /// Ends all sessions of a group; how many there were.
    fn remove_group<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<u64, StoreError>>;

    /// Takes the lock of a session, which is over after the lease at the latest. `None` while somebody
    /// else holds it. It does not wait, and hinders nobody from reading or changing the session: it only
    /// says who renews its tokens. For a key without a session either result will do.
    fn lock<'a>(
        &'a self,
        key: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Option<SessionLock>, StoreError>>;

    /// Gives a lock back. One whose lease is over is somebody else's by now, or nobody's: nothing happens.
    fn unlock<'a>(
        &'a self,
        key: &'a str,
        lock: SessionLock,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A session, as a [`SessionStore`] has it.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// What was kept. It holds tokens.
    pub value: Secret,
    /// Another number after each change.
    pub version: u64,
}

/// A held lock of a session: what proves to the [`SessionStore`] who holds it. `Debug` shows nothing of it.
#[must_use = "a lock that is not given back lasts until its lease is over"]
pub struct SessionLock(String);

impl SessionLock {
    /// A lock that this text tells from every other one: a random one, or a number that was never used.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// What the lock was made of.
    pub fn token(&self) -> &str {
        &self.0
    }
}

authing_types::redacted_debug!(SessionLock {});

/// What some sessions have in common, so that they are ended together: their user, or the session at the
/// provider that they come from.
///
/// It is a digest and shows nobody's id. The application is part of it: in a store that several
/// applications share, the logout from one ends no session of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionGroup(String);

impl SessionGroup {
    /// All sessions of a user in an application.
    pub fn user(app_id: impl Into<String>, user_id: impl Into<String>) -> Self {
        Self::of("user", &app_id.into(), &user_id.into())
    }

    /// The sessions that come from one session at the provider: OpenID Connect's `sid`, or the session
    /// index of SAML.
    pub fn provider_session(app_id: impl Into<String>, sid: impl Into<String>) -> Self {
        Self::of("sid", &app_id.into(), &sid.into())
    }

    /// The session that a CAS ticket began.
    pub fn ticket(app_id: impl Into<String>, ticket: impl Into<String>) -> Self {
        Self::of("ticket", &app_id.into(), &ticket.into())
    }

    /// One session alone, where there is no store to remove it from.
    pub(crate) fn one(app_id: &str, id: &str) -> Self {
        Self::of("session", app_id, id)
    }

    /// Lengths come first, so that no two of them make the same text.
    fn of(kind: &str, app_id: &str, id: &str) -> Self {
        let text = format!("{kind}:{}:{app_id}:{}:{id}", app_id.len(), id.len());
        Self(hex_digest(&text))
    }

    /// The group of a name that [`as_str`](Self::as_str) returned.
    pub(crate) fn named(name: String) -> Self {
        Self(name)
    }

    /// The name of the group for a store: 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The digest of a text, SHA-256 in hexadecimal digits.
pub(crate) fn hex_digest(text: &str) -> String {
    use fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in digest(&SHA256, text.as_bytes()).as_ref() {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Knows which sessions were ended before their time, where the session itself is in the browser's cookie
/// and cannot be removed.
///
/// [`MemoryRevocations`](crate::session::MemoryRevocations) serves one process; several share one.
pub trait RevocationList: fmt::Debug + Send + Sync {
    /// Ends the sessions of a group that began at this time or before. Must be remembered for so long:
    /// no session lives longer. Of several such times for a group the latest counts.
    fn revoke<'a>(
        &'a self,
        group: &'a SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Whether a session that began at this time was ended by one of its groups. Times are compared
    /// in milliseconds.
    fn is_revoked<'a>(
        &'a self,
        groups: &'a [SessionGroup],
        began_at: SystemTime,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;
}

impl<S: SessionStore + ?Sized> SessionStore for Arc<S> {
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).create(key, value, groups, ttl)
    }

    fn load<'a>(
        &'a self,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<StoredSession>, StoreError>> {
        (**self).load(key)
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).replace(key, version, value, groups, ttl)
    }

    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).remove(key)
    }

    fn remove_version<'a>(
        &'a self,
        key: &'a str,
        version: u64,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).remove_version(key, version)
    }

    fn members<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        (**self).members(group)
    }

    fn remove_group<'a>(
        &'a self,
        group: &'a SessionGroup,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        (**self).remove_group(group)
    }

    fn lock<'a>(
        &'a self,
        key: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Option<SessionLock>, StoreError>> {
        (**self).lock(key, lease)
    }

    fn unlock<'a>(
        &'a self,
        key: &'a str,
        lock: SessionLock,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).unlock(key, lock)
    }
}

impl<L: RevocationList + ?Sized> RevocationList for Arc<L> {
    fn revoke<'a>(
        &'a self,
        group: &'a SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).revoke(group, at, ttl)
    }

    fn is_revoked<'a>(
        &'a self,
        groups: &'a [SessionGroup],
        began_at: SystemTime,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).is_revoked(groups, began_at)
    }
}
