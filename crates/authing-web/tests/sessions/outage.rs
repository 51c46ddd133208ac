//! What happens while the provider or the store is down.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use authing_protocols::{BoxFuture, Secret, store::StoreError};
use authing_web::session::{
    MemorySessions, SessionGroup, SessionLock, SessionStore, StoredSession,
};

use crate::support::*;

#[tokio::test(start_paused = true)]
async fn a_session_goes_on_without_its_provider_and_not_for_ever() {
    let world = World::new();
    let service =
        world.service_with(world.builder().store(world.store()).outage_grace(10 * MINUTE));
    let mut browser = Browser::new(&service);
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].clone();
    world.provider.is(Mood::Down);
    for minutes in [59, 4, 6] {
        world.clock.advance(minutes * MINUTE);
        let me = browser.get("/me").await;
        assert_eq!((me.status, &me.json()["token"]), (200, &first));
    }
    world.clock.advance(2 * MINUTE);
    let down = browser.get("/me").await;
    assert_eq!((down.status, down.code().as_str()), (503, "unavailable"));
    assert!(down.headers.contains_key("retry-after"));
    // Nobody is logged out by it.
    world.provider.is(Mood::Well);
    world.clock.advance(MINUTE);
    let me = browser.get("/me").await;
    assert_ne!((me.status, &me.json()["token"]), (200, &first));
    assert_eq!(me.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_is_down_is_left_alone_for_some_seconds() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    world.provider.is(Mood::Down);
    world.clock.advance(59 * MINUTE);
    browser.get("/me").await;
    world.provider.is(Mood::Well);
    browser.get("/me").await;
    assert_eq!(world.provider.refreshes(), 0);
    world.clock.advance(Duration::from_secs(10));
    browser.get("/me").await;
    assert_eq!(world.provider.refreshes(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_renewal_ends_the_session() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    world.provider.is(Mood::Refusing);
    world.clock.advance(59 * MINUTE);
    assert_eq!(browser.get("/me").await.location(), "/login?return_to=%2Fme");
    world.provider.is(Mood::Well);
    assert_eq!(browser.get("/me").await.status, 303);
    assert_eq!(world.provider.refreshes(), 1);
}

#[tokio::test(start_paused = true)]
async fn nobody_logs_in_while_the_provider_is_down_and_the_visitor_is_told_when_to_come_back() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    let begun = browser.get("/login").await;
    let callback = world.provider.log_in(begun.location());
    world.provider.is(Mood::Down);
    let down = browser.get(&callback).await;
    assert_eq!((down.status, down.code().as_str()), (503, "unavailable"));
    assert!(down.headers.contains_key("retry-after"));
    assert!(browser.session_cookie().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_logout_ends_the_session_here_while_the_provider_is_down() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    let mut copy = browser.clone();
    world.provider.is(Mood::Down);
    assert_eq!(browser.post("/logout", "").await.status, 303);
    assert_eq!(copy.get("/me").await.status, 303);
}

/// A store that can be down.
#[derive(Clone, Debug)]
struct Failing {
    inner: MemorySessions,
    down: Arc<AtomicBool>,
}

type Stored<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

impl Failing {
    fn or<'a, T: Send + 'a>(&'a self, access: Stored<'a, T>) -> Stored<'a, T> {
        match self.down.load(Ordering::Relaxed) {
            true => Box::pin(async { Err(StoreError::new("the store is down")) }),
            false => access,
        }
    }
}

impl SessionStore for Failing {
    fn create<'a>(
        &'a self,
        key: &'a str,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> Stored<'a, ()> {
        self.or(self.inner.create(key, value, groups, ttl))
    }

    fn load<'a>(&'a self, key: &'a str) -> Stored<'a, Option<StoredSession>> {
        self.or(self.inner.load(key))
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        version: u64,
        value: Secret,
        groups: &'a [SessionGroup],
        ttl: Duration,
    ) -> Stored<'a, bool> {
        self.or(self.inner.replace(key, version, value, groups, ttl))
    }

    fn remove<'a>(&'a self, key: &'a str) -> Stored<'a, bool> {
        self.or(self.inner.remove(key))
    }

    fn remove_group<'a>(&'a self, group: &'a SessionGroup) -> Stored<'a, u64> {
        self.or(self.inner.remove_group(group))
    }

    fn lock<'a>(&'a self, key: &'a str, lease: Duration) -> Stored<'a, Option<SessionLock>> {
        self.or(self.inner.lock(key, lease))
    }

    fn unlock<'a>(&'a self, key: &'a str, lock: SessionLock) -> Stored<'a, ()> {
        self.or(self.inner.unlock(key, lock))
    }
}

#[tokio::test(start_paused = true)]
async fn while_the_store_is_down_nobody_is_let_in_and_nobody_is_logged_out() {
    let world = World::new();
    let store = Failing { inner: world.store(), down: Arc::default() };
    let mut browser = Browser::new(&world.service_with(world.builder().store(store.clone())));
    browser.log_in(&world.provider, "/login").await;
    let begun = browser.get("/login").await;
    let callback = world.provider.log_in(begun.location());
    let message = world.provider.logout_token(serde_json::json!({"sub": USER}));
    store.down.store(true, Ordering::Relaxed);
    let before = browser.cookies.clone();
    for response in [
        browser.get("/me").await,
        browser.get("/anybody").await,
        browser.get(&callback).await,
        browser.post("/logout", "").await,
        browser.post("/backchannel-logout", &format!("logout_token={message}")).await,
    ] {
        assert_eq!((response.status, response.code().as_str()), (503, "unavailable"));
        assert!(response.headers.contains_key("retry-after"));
        assert!(!response.body.contains("store"), "{}", response.body);
    }
    assert_eq!(browser.cookies, before);
    store.down.store(false, Ordering::Relaxed);
    assert_eq!(browser.get("/me").await.status, 200);
    // The provider may send its message again: it was not used.
    let again = browser.post("/backchannel-logout", &format!("logout_token={message}")).await;
    assert_eq!(again.status, 200);
    assert_eq!(browser.get("/me").await.status, 303);
}
