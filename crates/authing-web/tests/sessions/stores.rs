//! Stores in which something goes wrong.

use std::{fmt, future::pending, time::Duration};

use authing_protocols::{BoxFuture, Secret, store::StoreError};
use authing_web::session::{
    MemorySessions, SessionGroup, SessionLock, SessionStore, StoredSession,
};

/// What is asked of a store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Access {
    Replace,
    Remove,
    RemoveGroup,
    Other,
}

/// A store, and what goes wrong in it.
pub(crate) trait Disturbed: fmt::Debug + Send + Sync {
    fn inner(&self) -> &MemorySessions;

    /// Why an access fails.
    fn before(&self, _: Access) -> Option<StoreError> {
        None
    }

    /// How long an access takes.
    fn takes(&self, _: Access) -> Duration {
        Duration::ZERO
    }

    /// Whether an access never comes back.
    fn never_ends(&self, _: Access) -> bool {
        false
    }

    /// Whether somebody else holds all locks.
    fn is_held(&self) -> bool {
        false
    }
}

/// The store that it makes.
#[derive(Debug)]
pub(crate) struct Through<D>(pub(crate) D);

type Stored<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

impl<D: Disturbed> Through<D> {
    fn or<'a, T: Send + 'a>(&'a self, access: Access, future: Stored<'a, T>) -> Stored<'a, T> {
        Box::pin(async move {
            if self.0.never_ends(access) {
                pending::<()>().await;
            }
            let takes = self.0.takes(access);
            if !takes.is_zero() {
                tokio::time::sleep(takes).await;
            }
            match self.0.before(access) {
                Some(error) => Err(error),
                None => future.await,
            }
        })
    }
}

impl<D: Disturbed> SessionStore for Through<D> {
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> Stored<'a, ()> {
        self.or(Access::Other, self.0.inner().create(key, value, groups, ttl))
    }

    fn load<'a>(&'a self, key: &'a str) -> Stored<'a, Option<StoredSession>> {
        self.or(Access::Other, self.0.inner().load(key))
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> Stored<'a, bool> {
        self.or(Access::Replace, self.0.inner().replace(key, version, value, groups, ttl))
    }

    fn remove<'a>(&'a self, key: &'a str) -> Stored<'a, bool> {
        self.or(Access::Remove, self.0.inner().remove(key))
    }

    fn remove_version<'a>(&'a self, key: &'a str, version: u64) -> Stored<'a, bool> {
        self.or(Access::Remove, self.0.inner().remove_version(key, version))
    }

    fn members<'a>(&'a self, group: &'a SessionGroup) -> Stored<'a, Vec<String>> {
        self.or(Access::Other, self.0.inner().members(group))
    }

    fn remove_group<'a>(&'a self, group: &'a SessionGroup) -> Stored<'a, u64> {
        self.or(Access::RemoveGroup, self.0.inner().remove_group(group))
    }

    fn lock<'a>(&'a self, key: &'a str, lease: Duration) -> Stored<'a, Option<SessionLock>> {
        match self.0.is_held() {
            true => Box::pin(async { Ok(None) }),
            false => self.or(Access::Other, self.0.inner().lock(key, lease)),
        }
    }

    fn unlock<'a>(&'a self, key: &'a str, lock: SessionLock) -> Stored<'a, ()> {
        self.or(Access::Other, self.0.inner().unlock(key, lock))
    }
}
