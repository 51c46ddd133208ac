//! Tokens are renewed before they end: once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use authing_web::session::{MemorySessions, SealKeys};
use futures_util::future::join_all;
use http::Method;
use serde_json::json;

use crate::{
    stores::{Access, Disturbed, Through},
    support::*,
};

/// As many requests of one browser at once, and the tokens that their handlers had.
async fn at_once(browser: &Browser, count: usize) -> Vec<String> {
    let requests = (0..count).map(|_| {
        let service = browser.service.clone();
        let request = browser.request(Method::GET, "/me", "");
        async move { service.respond(request).await }
    });
    let received = join_all(requests).await;
    received.iter().map(|received| received.json()["token"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_a_minute_before_its_end_and_not_earlier() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].clone();
    world.clock.advance(58 * MINUTE);
    assert_eq!(browser.get("/me").await.json()["token"], first);
    world.clock.advance(MINUTE);
    let second = browser.get("/me").await.json()["token"].clone();
    assert_ne!(second, first);
    assert_eq!(browser.get("/me").await.json()["token"], second);
    assert_eq!(world.provider.refreshes(), 1);
}

#[tokio::test(start_paused = true)]
async fn sixty_four_requests_after_the_end_make_one_renewal_and_all_have_the_new_token() {
    for sealed in [false, true] {
        let world = World::new();
        world.provider.rotates();
        let service = match sealed {
            false => world.service(),
            true => world.service_with(
                world
                    .builder()
                    .sealed_cookie(SealKeys::new([SealKeys::generate().unwrap()]).unwrap()),
            ),
        };
        let mut browser = Browser::new(&service);
        browser.log_in(&world.provider, "/login").await;
        let first = browser.get("/me").await.json()["token"].clone();
        world.clock.advance(HOUR);
        let tokens = at_once(&browser, 64).await;
        assert_eq!(world.provider.refreshes(), 1, "sealed: {sealed}");
        assert!(tokens.iter().all(|token| *token == tokens[0] && *token != first));
    }
}

#[tokio::test(start_paused = true)]
async fn while_the_old_token_is_good_nobody_waits_for_the_new_one() {
    let world = World::new();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].as_str().unwrap().to_owned();
    world.clock.advance(59 * MINUTE + MINUTE / 2);
    let tokens = at_once(&browser, 64).await;
    assert_eq!(tokens.iter().filter(|token| **token == first).count(), 63);
    assert_eq!(world.provider.refreshes(), 1);
}

#[tokio::test(start_paused = true)]
async fn of_two_processes_with_one_store_one_renews() {
    let world = World::new();
    world.provider.rotates();
    let store = world.store();
    let node = || world.service_with(world.builder().store(store.clone()));
    let (one, two) = (node(), node());
    let mut browser = Browser::new(&one);
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(2 * HOUR);
    let other = Browser { service: two, ..browser.clone() };
    let (here, there) = tokio::join!(at_once(&browser, 32), at_once(&other, 32));
    assert_eq!(world.provider.refreshes(), 1);
    assert!(here.iter().chain(&there).all(|token| *token == here[0]));
}

#[tokio::test(start_paused = true)]
async fn a_visitor_who_does_not_wait_undoes_nothing() {
    let world = World::new();
    world.provider.rotates();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let request = browser.request(Method::GET, "/me", "");
    let service = browser.service.clone();
    let left = tokio::time::timeout(Duration::from_millis(10), service.respond(request)).await;
    assert!(left.is_err(), "the provider takes 50 ms");
    assert_eq!(browser.get("/me").await.status, 200);
    assert_eq!(world.provider.refreshes(), 1);
}

/// A store in which one process dies: what it saves after the provider's response is lost.
#[derive(Clone, Debug)]
struct Dying {
    inner: MemorySessions,
    dead: Arc<AtomicBool>,
}

impl Disturbed for Dying {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn never_ends(&self, access: Access) -> bool {
        access == Access::Replace && self.dead.load(Ordering::Relaxed)
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_outlives_a_process_that_died_before_it_saved() {
    for (rotates, status) in [(false, 200), (true, 303)] {
        let world = World::new();
        if rotates {
            world.provider.rotates();
        }
        let store = world.store();
        let dying = Dying { inner: store.clone(), dead: Arc::default() };
        let (dead, alive) = (
            world.service_with(world.builder().store(Through(dying.clone()))),
            world.service_with(world.builder().store(store)),
        );
        let mut browser = Browser::new(&dead);
        browser.log_in(&world.provider, "/login").await;
        world.clock.advance(59 * MINUTE + MINUTE / 2);
        dying.dead.store(true, Ordering::Relaxed);
        let request = browser.request(Method::GET, "/me", "");
        let died = tokio::time::timeout(Duration::from_secs(1), dead.respond(request)).await;
        assert!(died.is_err());
        let mut browser = Browser { service: alive, ..browser };
        // The lease holds, and the token is good.
        assert_eq!(browser.get("/me").await.status, 200);
        assert_eq!(world.provider.refreshes(), 1);
        world.clock.advance(MINUTE);
        // The refresh token is the old one: Authing takes it again, other providers do not.
        assert_eq!(browser.get("/me").await.status, status, "rotates: {rotates}");
        assert_eq!(world.provider.refreshes(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_logout_while_tokens_are_renewed_ends_the_session_and_the_new_tokens() {
    let world = World::new();
    world.provider.rotates();
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let (service, mut other) = (browser.service.clone(), browser.clone());
    let request = browser.request(Method::GET, "/me", "");
    let renewing = tokio::spawn(async move { service.respond(request).await });
    // The provider is at it.
    tokio::time::sleep(Duration::from_millis(10)).await;
    let logout = other.post("/logout", "").await;
    let renewing = renewing.await.unwrap();
    assert_eq!((renewing.status, logout.status), (303, 303));
    assert_eq!(browser.get("/me").await.status, 303);
    // The old refresh token, and the one that came meanwhile.
    assert_eq!(world.provider.revoked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_said_about_the_user_is_renewed_and_when_they_logged_in_is_not() {
    let world = World::new();
    world.provider.says(json!({"roles": ["admin"]}));
    let mut browser = Browser::new(&world.service());
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.get("/me").await.json()["extra"]["roles"], json!(["admin"]));
    world.provider.says(json!({"roles": [], "nickname": "Robert"}));
    world.clock.advance(HOUR);
    let me = browser.get("/me").await.json();
    assert_eq!((&me["extra"]["roles"], &me["nickname"]), (&json!([]), &json!("Robert")));
    assert_eq!(browser.get("/recent").await.status, 303);
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_beside_a_renewal_writes_no_old_tokens_down() {
    let world = World::new();
    world.provider.rotates();
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    let mut browser =
        Browser::new(&world.service_with(world.builder().sealed_cookie(keys).idle_life(2 * HOUR)));
    browser.log_in(&world.provider, "/login").await;
    let first = browser.get("/me").await.json()["token"].clone();
    // The old token is valid for half a minute more, and that the visitor was seen is to be written down.
    world.clock.advance(59 * MINUTE + MINUTE / 2);
    let requests = (0..8).map(|_| {
        let (service, request) = (browser.service.clone(), browser.request(Method::GET, "/me", ""));
        async move { service.respond(request).await }
    });
    let received = join_all(requests).await;
    for one in &received {
        assert_eq!(one.cookies().is_empty(), one.json()["token"] == first, "{one:?}");
    }
    assert_eq!(received.iter().filter(|one| one.json()["token"] == first).count(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_is_slow_is_given_up_before_the_lease_is_over() {
    for (seconds, status, refreshes) in [(14, 200, 1), (60, 503, 0)] {
        let world = World::new();
        world.provider.rotates();
        let store = world.store();
        let sessions = || world.builder().store(store.clone()).outage_grace(Duration::ZERO);
        let (one, two) = (world.service_with(sessions()), world.service_with(sessions()));
        let mut browser = Browser::new(&one);
        browser.log_in(&world.provider, "/login").await;
        world.clock.advance(HOUR);
        world.provider.takes(Duration::from_secs(seconds));
        // Another process comes a little later, when the lock is taken.
        let mut other = Browser { service: two, ..browser.clone() };
        let first = async {
            let began = tokio::time::Instant::now();
            let response = browser.get("/me").await;
            assert!(began.elapsed() < Duration::from_secs(16), "{:?}", began.elapsed());
            response
        };
        let later = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            other.get("/me").await
        };
        let (here, there) = tokio::join!(first, later);
        assert_eq!((here.status, there.status), (status, status), "{seconds} s");
        assert_eq!(world.provider.refreshes(), refreshes);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_old_tokens_ends_no_session_that_has_new_ones() {
    let world = World::new();
    world.provider.rotates();
    let store = world.store();
    let node = || world.service_with(world.builder().store(store.clone()));
    let mut browser = Browser::new(&node());
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    world.provider.takes(Duration::from_secs(2));
    let mut other = Browser { service: node(), ..browser.clone() };
    let faster = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        // The lease of the first is over, by the store's clock, and the second is done before it.
        world.clock.advance(MINUTE);
        world.provider.takes(Duration::from_millis(50));
        other.get("/me").await
    };
    let (slow, fast) = tokio::join!(browser.get("/me"), faster);
    assert_eq!((slow.status, fast.status), (200, 200));
    assert_eq!(slow.json()["token"], fast.json()["token"]);
    assert_eq!(browser.get("/me").await.status, 200);
    assert_eq!(world.provider.refreshes(), 2);
}

/// A store that takes a while to remove a session.
#[derive(Clone, Debug)]
struct Slow {
    inner: MemorySessions,
}

impl Disturbed for Slow {
    fn inner(&self) -> &MemorySessions {
        &self.inner
    }

    fn takes(&self, access: Access) -> Duration {
        if access == Access::Remove { Duration::from_secs(1) } else { Duration::ZERO }
    }
}

#[tokio::test(start_paused = true)]
async fn a_logout_revokes_the_tokens_that_came_while_it_was_under_way() {
    let world = World::new();
    world.provider.rotates();
    let store = Slow { inner: world.store() };
    let mut browser = Browser::new(&world.service_with(world.builder().store(Through(store))));
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let mut other = browser.clone();
    let (logout, renewed) = tokio::join!(browser.post("/logout", ""), other.get("/me"));
    assert_eq!((logout.status, renewed.status), (303, 200));
    assert_eq!(other.get("/me").await.status, 303);
    assert!(!world.provider.has_good_refresh_token());
}
