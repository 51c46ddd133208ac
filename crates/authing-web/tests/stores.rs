//! The stores in memory keep what every store promises.
#![cfg(test)]

use std::{sync::Arc, time::Duration};

use authing_core::{BoxFuture, test_util::TestClock};
use authing_protocols::{
    Secret,
    store::{MemoryStore, PendingStore, StoreError},
};
use authing_web::{
    session::{MemoryRevocations, MemorySessions},
    store_laws,
};

/// A clock and what moves it.
fn clock() -> (Arc<TestClock>, impl AsyncFn(Duration)) {
    let clock = TestClock::new();
    let moved = clock.clone();
    (Arc::new(clock), async move |time| moved.advance(time))
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_logins_in_memory() {
    let (clock, pass) = clock();
    store_laws::pending_store(Arc::new(MemoryStore::new().clock(clock)), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn used_messages_in_memory() {
    let (clock, pass) = clock();
    store_laws::replay_store(Arc::new(MemoryStore::new().clock(clock)), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_in_memory() {
    let (clock, pass) = clock();
    store_laws::session_store(Arc::new(MemorySessions::new().clock(clock)), pass).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_sessions_in_memory() {
    let (clock, pass) = clock();
    let list = MemoryRevocations::new().clock(clock);
    store_laws::revocation_list(Arc::new(list), pass).await.unwrap();
}

/// Two steps where one is promised.
#[derive(Debug)]
struct Hasty(MemoryStore);

impl PendingStore for Hasty {
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.put(key, value, ttl)
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        self.0.get(key)
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Secret>, StoreError>> {
        Box::pin(async move {
            let seen = self.0.get(key).await?;
            tokio::task::yield_now().await;
            self.0.take(key).await?;
            Ok(seen)
        })
    }
}

#[tokio::test]
async fn a_store_that_breaks_a_law_is_told_which() {
    let (clock, pass) = clock();
    let store = Hasty(MemoryStore::new().clock(clock));
    let broken = store_laws::pending_store(Arc::new(store), pass).await.unwrap_err();
    assert_eq!(broken.law(), "of many who take at once one gets the value");
    assert_eq!(broken.to_string(), broken.law());
}
