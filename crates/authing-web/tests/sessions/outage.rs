//! What happens while the provider or the store is down.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use authing_protocols::{
    BoxFuture, Secret,
    store::{MemoryStore, PendingStore, ReplayStore, StoreError},
};
use authing_web::session::MemorySessions;
use serde_json::json;

use crate::{
    stores::{Access, Disturbed, Through},
    support::*,
};

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
async fn a_refusal_of_one_session_ends_it_alone() {
    for error in ["access_denied", "invalid_scope", "consent_required", "made_up"] {
        let world = World::new();
        let service = world.service();
        let (mut refused, mut other) = (Browser::new(&service), Browser::new(&service));
        refused.log_in(&world.provider, "/login").await;
        other.log_in(&world.provider, "/login").await;
        world.clock.advance(59 * MINUTE);
        world.provider.is(Mood::Says(400, error));
        assert_eq!(refused.get("/me").await.status, 303, "{error}");
        world.provider.is(Mood::Well);
        assert_eq!(refused.get("/me").await.status, 303, "{error}");
        let before = world.provider.refreshes();
        assert_eq!(other.get("/me").await.status, 200, "{error}");
        assert_eq!(world.provider.refreshes(), before + 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_cannot_work_is_left_alone_by_all_sessions() {
    for (status, error) in [
        (503, "temporarily_unavailable"),
        (400, "temporarily_unavailable"),
        (400, "server_error"),
        (500, "made_up"),
        (429, "slow_down"),
        (429, "made_up"),
    ] {
        let world = World::new();
        let service = world.service();
        let (mut one, mut other) = (Browser::new(&service), Browser::new(&service));
        one.log_in(&world.provider, "/login").await;
        other.log_in(&world.provider, "/login").await;
        world.clock.advance(59 * MINUTE);
        world.provider.is(Mood::Says(status, error));
        for browser in [&mut one, &mut other] {
            assert_eq!(browser.get("/me").await.status, 200, "{error}");
        }
        assert_eq!(world.provider.refreshes(), 1, "{status} {error}");
        world.clock.advance(HOUR);
        let down = one.get("/me").await;
        assert_eq!((down.status, down.code().as_str()), (503, "unavailable"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_the_provider_refuses_holds_up_no_session_that_it_does_not() {
    for error in ["invalid_client", "unauthorized_client", "invalid_request"] {
        let world = World::new();
        let service = world.service();
        let (mut refused, mut other) = (Browser::new(&service), Browser::new(&service));
        refused.log_in(&world.provider, "/login").await;
        other.log_in(&world.provider, "/login").await;
        let first = refused.get("/me").await.json()["token"].clone();
        world.clock.advance(59 * MINUTE);
        world.provider.is(Mood::Says(401, error));
        for _ in 0..3 {
            let me = refused.get("/me").await;
            assert_eq!((me.status, &me.json()["token"]), (200, &first), "the token is good");
        }
        assert_eq!(world.provider.refreshes(), 1, "{error}");
        world.provider.is(Mood::Well);
        assert_ne!(other.get("/me").await.json()["token"], first);
        assert_eq!(world.provider.refreshes(), 2, "{error}");
        // Nobody is logged out by it, and in the end it is told what it is.
        world.provider.is(Mood::Says(401, error));
        world.clock.advance(16 * MINUTE);
        let told = refused.get("/me").await;
        assert_eq!((told.status, told.code().as_str()), (500, "misconfigured"), "{error}");
        world.provider.is(Mood::Well);
        world.clock.advance(MINUTE);
        assert_eq!(refused.get("/me").await.status, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_refuses_the_service_is_not_asked_for_each_of_many_sessions() {
    let world = World::new();
    let service = world.service();
    let mut browsers = vec![Browser::new(&service); 100];
    for browser in &mut browsers {
        browser.log_in(&world.provider, "/login").await;
    }
    world.clock.advance(59 * MINUTE);
    world.provider.is(Mood::Says(401, "invalid_client"));
    for most in [32, 64] {
        for browser in &mut browsers {
            assert_eq!(browser.get("/me").await.status, 200);
        }
        assert_eq!(world.provider.refreshes(), most);
        world.clock.advance(Duration::from_secs(10));
    }
    world.provider.is(Mood::Well);
    for browser in &mut browsers {
        assert_eq!(browser.get("/me").await.status, 200);
    }
    assert_eq!(world.provider.refreshes(), 64 + 100);
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

impl Disturbed for Failing {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn before(&self, _: Access) -> Option<StoreError> {
        self.down.load(Ordering::Relaxed).then(|| StoreError::new("the store is down"))
    }
}

/// A store in which another process holds all locks.
#[derive(Clone, Debug)]
struct Locked {
    inner: MemorySessions,
}

impl Disturbed for Locked {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn is_held(&self) -> bool {
        true
    }
}

#[tokio::test(start_paused = true)]
async fn while_the_store_is_down_nobody_is_let_in_and_nobody_is_logged_out() {
    let world = World::new();
    let store = Failing { inner: world.store(), down: Arc::default() };
    let mut browser =
        Browser::new(&world.service_with(world.builder().store(Through(store.clone()))));
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

#[tokio::test(start_paused = true)]
async fn a_request_waits_for_another_process_and_not_for_ever() {
    for (grace, status) in [(Duration::ZERO, 503), (HOUR, 200)] {
        let world = World::new();
        let store = Locked { inner: world.store() };
        let sessions = world.builder().store(Through(store)).outage_grace(grace);
        let mut browser = Browser::new(&world.service_with(sessions));
        browser.log_in(&world.provider, "/login").await;
        world.clock.advance(HOUR + MINUTE);
        let began = tokio::time::Instant::now();
        let response = browser.get("/me").await;
        assert_eq!(response.status, status);
        let waited = began.elapsed();
        assert!(
            waited >= Duration::from_secs(10) && waited < Duration::from_secs(11),
            "{waited:?}"
        );
        assert_eq!(world.provider.refreshes(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_says_in_its_own_way_what_went_wrong_and_in_development_why() {
    let world = World::new();
    let sessions = world.builder().store(world.store()).development(true);
    let mut browser = Browser::new(&world.service_with(sessions));
    let told = browser.get("/callback?code=a&state=b").await.json();
    assert!(told["cause"].as_str().unwrap().contains("no login to finish"), "{told}");
    assert!(told["hint"].as_str().unwrap().contains("redirect URI"), "{told}");
    let sessions = world.builder().store(world.store()).map_failure(|error, response| {
        let kind = format!("{error:?}").split('(').next().unwrap().to_owned();
        response.map(|_| format!("<h1>{kind}</h1>").into())
    });
    let mut browser = Browser::new(&world.service_with(sessions));
    let page = browser.get("/callback?code=a&state=b").await;
    assert_eq!((page.status, page.body.as_str()), (400, "<h1>Login</h1>"));
    let mut request = browser.request(http::Method::GET, "/callback", "");
    request.headers_mut().insert("accept-language", "zh-CN".parse().unwrap());
    let chinese = Browser::new(&world.service()).send(request).await.json();
    assert_eq!(chinese["detail"], "登录未能完成，请重新开始。");
}

/// A store that can be read and not written.
#[derive(Clone, Debug)]
struct ReadOnly {
    inner: MemorySessions,
    now: Arc<AtomicBool>,
}

impl Disturbed for ReadOnly {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn before(&self, access: Access) -> Option<StoreError> {
        let fails = access == Access::Replace && self.now.load(Ordering::Relaxed);
        fails.then(|| StoreError::new("the store is read-only"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_whose_new_tokens_cannot_be_kept_does_not_go_on_as_if_they_were() {
    let world = World::new();
    let store = ReadOnly { inner: world.store(), now: Arc::default() };
    let sessions = world.builder().store(Through(store.clone()));
    let mut browser = Browser::new(&world.service_with(sessions));
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].clone();
    store.now.store(true, Ordering::Relaxed);
    world.clock.advance(59 * MINUTE);
    assert_eq!(browser.get("/me").await.status, 503);
    store.now.store(false, Ordering::Relaxed);
    let me = browser.get("/me").await;
    assert_eq!(me.status, 200);
    assert_ne!(me.json()["token"], first);
}

#[tokio::test(start_paused = true)]
async fn new_tokens_are_kept_when_the_store_is_there_again_some_seconds_later() {
    let world = World::new();
    // The old refresh token is worth nothing by then.
    world.provider.rotates();
    let store = ReadOnly { inner: world.store(), now: Arc::default() };
    let mut browser =
        Browser::new(&world.service_with(world.builder().store(Through(store.clone()))));
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].clone();
    store.now.store(true, Ordering::Relaxed);
    world.clock.advance(59 * MINUTE);
    let heals = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        store.now.store(false, Ordering::Relaxed);
    };
    let (renewed, ()) = tokio::join!(browser.get("/me"), heals);
    assert_eq!(renewed.status, 200);
    assert_ne!(renewed.json()["token"], first);
    world.clock.advance(59 * MINUTE);
    assert_eq!(browser.get("/me").await.status, 200);
    assert_eq!(world.provider.refreshes(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_only_reads_lets_good_sessions_go_on() {
    let world = World::new();
    let store = ReadOnly { inner: world.store(), now: Arc::default() };
    let sessions = world.builder().store(Through(store.clone())).idle_life(HOUR);
    let mut browser = Browser::new(&world.service_with(sessions));
    browser.log_in(&world.provider, "/login").await;
    store.now.store(true, Ordering::Relaxed);
    world.clock.advance(10 * MINUTE);
    assert_eq!(browser.get("/me").await.status, 200);
}

/// A store whose sessions cannot be removed at times.
#[derive(Clone, Debug)]
struct Keeping {
    inner: MemorySessions,
    now: Arc<AtomicBool>,
}

impl Disturbed for Keeping {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn before(&self, access: Access) -> Option<StoreError> {
        let fails = access == Access::RemoveGroup && self.now.load(Ordering::Relaxed);
        fails.then(|| StoreError::new("the store is read-only"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_logout_message_that_could_not_be_followed_is_followed_when_it_comes_again() {
    let world = World::new();
    let store = Keeping { inner: world.store(), now: Arc::default() };
    let (inner, logins) = (Through(store.clone()), Logins::default());
    let sessions = world.builder().store(inner).login_store(logins.clone());
    let mut browser = Browser::new(&world.service_with(sessions));
    for (number, fails) in [&store.now, &logins.down].into_iter().enumerate() {
        browser.log_in(&world.provider, "/login").await;
        let message = json!({"sub": USER, "jti": number.to_string()});
        let body = format!("logout_token={}", world.provider.logout_token(message));
        fails.store(true, Ordering::Relaxed);
        assert_eq!(browser.post("/backchannel-logout", &body).await.status, 503);
        fails.store(false, Ordering::Relaxed);
        world.clock.advance(Duration::from_secs(2));
        assert_eq!(browser.post("/backchannel-logout", &body).await.status, 200);
        assert_eq!(browser.get("/me").await.status, 303, "{number}");
    }
}

/// Where logins are that have begun, and it can be down.
#[derive(Clone, Debug, Default)]
struct Logins {
    inner: Arc<MemoryStore>,
    down: Arc<AtomicBool>,
}

type Stored<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

impl Logins {
    fn or<'a, T: Send + 'a>(&self, future: Stored<'a, T>) -> Stored<'a, T> {
        match self.down.load(Ordering::Relaxed) {
            true => Box::pin(async { Err(StoreError::new("the store is down")) }),
            false => future,
        }
    }
}

impl PendingStore for Logins {
    fn put<'a>(&'a self, key: &'a str, value: Secret, ttl: Duration) -> Stored<'a, ()> {
        self.or(self.inner.put(key, value, ttl))
    }

    fn get<'a>(&'a self, key: &'a str) -> Stored<'a, Option<Secret>> {
        self.or(self.inner.get(key))
    }

    fn take<'a>(&'a self, key: &'a str) -> Stored<'a, Option<Secret>> {
        self.or(self.inner.take(key))
    }
}

impl ReplayStore for Logins {
    fn first_use<'a>(&'a self, id: &'a str, ttl: Duration) -> Stored<'a, bool> {
        self.or(self.inner.first_use(id, ttl))
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_is_finished_when_the_store_of_logins_is_there_again() {
    let world = World::new();
    let logins = Logins::default();
    let sessions = world.builder().store(world.store()).login_store(logins.clone());
    let mut browser = Browser::new(&world.service_with(sessions));
    let begun = browser.get("/login").await;
    let callback = world.provider.log_in(begun.location());
    logins.down.store(true, Ordering::Relaxed);
    assert_eq!(browser.get(&callback).await.status, 503);
    logins.down.store(false, Ordering::Relaxed);
    assert_eq!(browser.get(&callback).await.location(), "/");
    assert_eq!(browser.get("/me").await.status, 200);
}
