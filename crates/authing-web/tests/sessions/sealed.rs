//! Sessions in sealed cookies.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::{BoxFuture, test_util::TestClock};
use authing_protocols::store::StoreError;
use authing_web::session::{
    MemoryRevocations, RevocationList, SealKeys, SessionGroup, Sessions, SessionsBuilder,
};
use serde_json::{Value, json};

use crate::support::*;

fn keys() -> SealKeys {
    SealKeys::new([SealKeys::generate().unwrap()]).unwrap()
}

fn sealed(world: &World) -> SessionsBuilder {
    world.builder().sealed_cookie(keys())
}

#[tokio::test(start_paused = true)]
async fn a_session_lives_in_the_browser_alone() {
    let (world, keys) = (World::new(), keys());
    let node = || world.service_with(world.builder().sealed_cookie(keys.clone()));
    let mut browser = Browser::new(&node());
    let begun = browser.get("/login?return_to=/a").await;
    // Another process finishes what one began.
    browser.service = node();
    let callback = world.provider.log_in(begun.location());
    assert_eq!(browser.get(&callback).await.location(), "/a");
    browser.service = node();
    assert_eq!(browser.get("/me").await.json()["user"], USER);
    for value in browser.cookies.values() {
        assert!(!value.contains("access-") && !value.contains("refresh-"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_in_it_goes_back_to_the_browser() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    browser.log_in(&world.provider, "/login").await;
    let first = browser.session_cookie().unwrap().to_owned();
    assert!(browser.get("/me").await.cookies().is_empty());
    world.clock.advance(59 * MINUTE);
    // A refused page tells it too.
    let renewed = browser.get("/two").await;
    assert_eq!(renewed.status, 303);
    assert_ne!(browser.session_cookie().unwrap(), first);
    let second = browser.get("/me").await;
    assert_eq!(world.provider.refreshes(), 1);
    world.clock.advance(20 * HOUR);
    let third = browser.get("/me").await;
    assert_ne!(third.json()["token"], second.json()["token"]);
    assert_eq!(third.headers["cache-control"], "private");
}

#[tokio::test(start_paused = true)]
async fn it_lives_as_long_as_it_is_used() {
    let world = World::new();
    let sessions = sealed(&world).idle_life(HOUR).longest_life(3 * HOUR);
    let mut browser = Browser::new(&world.service_with(sessions));
    browser.log_in(&world.provider, "/login").await;
    for _ in 0..3 {
        world.clock.advance(50 * MINUTE);
        assert_eq!(browser.get("/me").await.status, 200);
    }
    world.clock.advance(30 * MINUTE);
    assert_eq!(browser.get("/me").await.status, 303, "over three hours");
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    assert_eq!(browser.get("/me").await.status, 303, "an hour unused");
}

#[tokio::test(start_paused = true)]
async fn a_large_session_is_in_several_cookies_and_a_larger_one_is_refused() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    let two = ["__Host-session", "__Host-session.1"];
    world.provider.says(json!({"roles": "r".repeat(1200)}));
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), two);
    for (name, value) in &browser.cookies {
        assert!(name.len() + value.len() < 4000);
    }
    assert_eq!(browser.get("/me").await.status, 200);
    // One that has become smaller leaves no rest.
    world.provider.says(json!({}));
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.cookies.keys().collect::<Vec<_>>(), ["__Host-session"]);
    assert_eq!(browser.get("/me").await.status, 200);
    world.provider.says(json!({"roles": "r".repeat(2500)}));
    let begun = browser.get("/login").await;
    let refused = browser.get(&world.provider.log_in(begun.location())).await;
    assert_eq!((refused.status, refused.code().as_str()), (500, "misconfigured"));
    // More is allowed where the proxies are told so.
    let mut browser = Browser::new(&world.service_with(sealed(&world).sealed_limit(11_400)));
    browser.log_in(&world.provider, "/login").await;
    assert_eq!(browser.cookies.len(), 3);
    assert_eq!(browser.get("/me").await.status, 200);
}

/// The line in which the browser sends all its cookies.
fn line(browser: &Browser) -> usize {
    let request = browser.request(http::Method::GET, "/", "");
    request.headers().get("cookie").map_or(0, |cookies| "cookie: \r\n".len() + cookies.len())
}

#[tokio::test(start_paused = true)]
async fn all_cookies_together_are_within_what_proxies_read() {
    const READ: usize = 8192;
    let world = World::new();
    let service = world.service_with(sealed(&world));
    let mut browser = Browser::new(&service);
    let long = format!("/{}", "a".repeat(499));
    // The largest session that there is, beside as many logins as there are.
    let mut longest = 0;
    for roles in (1000..2000).step_by(8) {
        world.provider.says(json!({"roles": "r".repeat(roles)}));
        let mut page = long.as_str();
        if roles % 16 == 0 {
            // Who is not logged in begins as many as there may be, and then gets the session.
            (browser, page) = (Browser::new(&service), "/a");
        }
        let mut begun = None;
        for _ in 0..6 {
            begun = Some(browser.get(&format!("/login?return_to={page}&acr_values=mfa")).await);
            world.clock.advance(MINUTE / 60);
            assert!(line(&browser) < READ, "{}", line(&browser));
            let logins = browser.cookies.iter().filter(|(name, _)| name.contains("login"));
            let bytes: usize = logins.map(|(name, value)| name.len() + value.len()).sum();
            assert!(bytes < 4200, "{bytes}");
        }
        let done = browser.get(&world.provider.log_in(begun.unwrap().location())).await;
        if done.status == 500 {
            break;
        }
        assert_eq!(done.location(), page);
        assert_eq!(browser.get("/me").await.status, 200);
        assert!(line(&browser) < READ, "{}", line(&browser));
        let session = browser.cookies.iter().filter(|(name, _)| !name.contains("login"));
        longest = session.map(|(name, value)| name.len() + value.len()).sum();
        // The next one ends it, whose login comes before.
        world.clock.advance(11 * MINUTE);
    }
    assert!((5950..6100).contains(&longest), "{longest}");
}

#[tokio::test(start_paused = true)]
async fn tokens_that_have_become_too_large_end_the_session_and_are_not_asked_for_again() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    browser.log_in(&world.provider, "/login").await;
    world.provider.says(json!({"roles": "r".repeat(5000)}));
    world.clock.advance(59 * MINUTE);
    let refused = browser.get("/me").await;
    assert_eq!((refused.status, refused.code().as_str()), (500, "misconfigured"));
    for _ in 0..3 {
        assert_eq!(browser.get("/me").await.status, 303, "who logs in again may be told again");
        world.clock.advance(2 * MINUTE);
    }
    assert_eq!(world.provider.refreshes(), 1);
    assert!(!world.provider.has_good_refresh_token(), "the new one was revoked");
}

#[tokio::test(start_paused = true)]
async fn parts_of_a_session_alone_are_none() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    world.provider.says(json!({"roles": "r".repeat(1200)}));
    browser.log_in(&world.provider, "/login").await;
    let whole = browser.cookies.clone();
    let (mut short, mut mixed) = (browser.clone(), browser.clone());
    short.cookies.remove("__Host-session.1");
    assert_eq!(short.get("/me").await.status, 303);
    world.clock.advance(2 * HOUR);
    browser.get("/me").await;
    mixed.cookies = browser.cookies.clone();
    mixed.cookies.insert("__Host-session.1".to_owned(), whole["__Host-session.1"].clone());
    assert_eq!(mixed.get("/me").await.status, 303);
    assert_eq!(browser.get("/me").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_copy_of_the_cookie_outlives_a_logout_in_other_processes_unless_a_list_says_so() {
    for listed in [false, true] {
        let world = World::new();
        let (keys, list) = (keys(), MemoryRevocations::new().clock(Arc::new(world.clock.clone())));
        let node = || {
            let sessions = world.builder().sealed_cookie(keys.clone());
            world.service_with(match listed {
                true => sessions.revocations(list.clone()),
                false => sessions,
            })
        };
        let mut browser = Browser::new(&node());
        browser.log_in(&world.provider, "/login").await;
        let (mut copy, mut elsewhere) = (browser.clone(), browser.clone());
        elsewhere.service = node();
        browser.post("/logout", "").await;
        assert!(browser.cookies.is_empty());
        assert_eq!(copy.get("/me").await.status, 303, "this process knows");
        assert_eq!(elsewhere.get("/me").await.status, if listed { 303 } else { 200 });
        if !listed {
            // But it gets no new tokens: they were revoked.
            world.clock.advance(HOUR);
            assert_eq!(elsewhere.get("/me").await.status, 303);
        }
        // For as long as it would have lived.
        world.clock.advance(13 * 24 * HOUR);
        assert_eq!(copy.get("/me").await.status, 303);
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_under_way_does_not_undo_a_logout() {
    // Tokens are renewed, or it is only written down that the visitor was seen.
    for (age, listed) in [(59, false), (59, true), (30, false), (30, true)] {
        let world = World::new();
        world.provider.rotates();
        let list = MemoryRevocations::new().clock(Arc::new(world.clock.clone()));
        let sessions = sealed(&world).idle_life(2 * HOUR);
        let sessions = if listed { sessions.revocations(list) } else { sessions };
        let mut browser = Browser::new(&world.service_with(sessions));
        browser.log_in(&world.provider, "/login").await;
        world.clock.advance(age * MINUTE);
        let (service, request) =
            (browser.service.clone(), browser.request(http::Method::GET, "/slow", ""));
        let slow = tokio::spawn(async move { service.respond(request).await });
        tokio::time::sleep(Duration::from_millis(500)).await;
        let mut copy = browser.clone();
        browser.post("/logout", "").await;
        let slow = slow.await.unwrap();
        assert_eq!((slow.status, slow.cookies()), (200, Vec::new()), "it began before");
        browser.take(&slow);
        assert!(browser.cookies.is_empty());
        assert_eq!(copy.get("/me").await.status, 303);
        assert!(!world.provider.has_good_refresh_token());
    }
}

#[tokio::test(start_paused = true)]
async fn cookies_that_a_handler_holds_do_not_undo_a_logout() {
    let world = World::new();
    let service = world.service_with(sealed(&world));
    let mut browser = Browser::new(&service);
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let (parts, _) = browser.request(http::Method::GET, "/", "").into_parts();
    let (_, cookies) = service.sessions.find(&parts).await.unwrap().unwrap();
    assert_eq!(cookies.clone().into_iter().count(), 1);
    let _ = service.sessions.end(&parts).await.unwrap();
    assert_eq!(cookies.into_iter().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_is_done_after_the_logout_brings_nothing_back() {
    let world = World::new();
    world.provider.rotates();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let (service, mut copy) = (browser.service.clone(), browser.clone());
    let request = browser.request(http::Method::GET, "/me", "");
    let renewing = tokio::spawn(async move { service.respond(request).await });
    // The provider is at it.
    tokio::time::sleep(Duration::from_millis(10)).await;
    browser.post("/logout", "").await;
    let renewing = renewing.await.unwrap();
    assert_eq!((renewing.status, renewing.cookies()), (303, Vec::new()));
    assert!(!world.provider.has_good_refresh_token(), "the new one was revoked too");
    assert_eq!(copy.get("/me").await.status, 303);
}

/// A list that takes a while to write something down.
#[derive(Debug)]
struct SlowList(MemoryRevocations);

impl RevocationList for SlowList {
    fn revoke<'a>(
        &'a self,
        group: &'a SessionGroup,
        at: SystemTime,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.0.revoke(group, at, ttl).await
        })
    }

    fn is_revoked<'a>(
        &'a self,
        groups: &'a [SessionGroup],
        began_at: SystemTime,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        self.0.is_revoked(groups, began_at)
    }
}

#[tokio::test(start_paused = true)]
async fn a_logout_revokes_the_tokens_that_came_while_it_was_under_way() {
    let world = World::new();
    world.provider.rotates();
    let list = SlowList(MemoryRevocations::new().clock(Arc::new(world.clock.clone())));
    let mut browser = Browser::new(&world.service_with(sealed(&world).revocations(list)));
    browser.log_in(&world.provider, "/login").await;
    world.clock.advance(HOUR);
    let mut other = browser.clone();
    let (logout, renewed) = tokio::join!(browser.post("/logout", ""), other.get("/me"));
    assert_eq!((logout.status, renewed.status), (303, 200));
    assert_eq!(other.get("/me").await.status, 303);
    assert!(!world.provider.has_good_refresh_token());
}

#[tokio::test(start_paused = true)]
async fn clocks_of_processes_that_differ_by_seconds_bring_no_session_back() {
    let world = World::new();
    let (keys, list) = (keys(), MemoryRevocations::new().clock(Arc::new(world.clock.clone())));
    let node = |seconds: u64| {
        let clock = TestClock::new();
        clock.advance(Duration::from_secs(seconds));
        let sessions = world.builder().sealed_cookie(keys.clone()).revocations(list.clone());
        (clock.clone(), world.service_with(sessions.clock(Arc::new(clock))))
    };
    // Nine seconds ahead of the other.
    let ((_, behind), (_, ahead)) = (node(0), node(9));
    let mut browser = Browser::new(&ahead);
    let log_in = async |browser: &mut Browser| {
        browser.service = ahead.clone();
        browser.log_in(&world.provider, "/login").await;
        assert_eq!(browser.get("/me").await.status, 200);
        browser.service = behind.clone();
    };
    let is_over = async |browser: &mut Browser| {
        for service in [&ahead, &behind] {
            browser.service = service.clone();
            assert_eq!(browser.get("/me").await.status, 303);
        }
    };
    log_in(&mut browser).await;
    let mut copy = browser.clone();
    browser.post("/logout", "").await;
    is_over(&mut copy).await;

    log_in(&mut browser).await;
    behind.sessions.end_user(USER).await.unwrap();
    is_over(&mut browser).await;
    // Whoever logs in then is there, at either of them.
    for service in [&behind, &ahead] {
        let mut next = Browser::new(service);
        next.log_in(&world.provider, "/login").await;
        for service in [&behind, &ahead] {
            next.service = service.clone();
            assert_eq!(next.get("/me").await.status, 200);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_session_of_the_provider_may_begin_another_one() {
    let world = World::new();
    let list = MemoryRevocations::new().clock(Arc::new(world.clock.clone()));
    let service = world.service_with(sealed(&world).revocations(list));
    let mut browser = Browser::new(&service);
    for _ in 0..3 {
        browser.log_in(&world.provider, "/login").await;
        assert_eq!(browser.get("/me").await.status, 200);
        world.clock.advance(MINUTE / 60);
        service.sessions.end_provider_session("sid-1").await.unwrap();
        assert_eq!(browser.get("/me").await.status, 303);
    }
}

#[tokio::test(start_paused = true)]
async fn the_provider_ends_sessions_in_cookies_only_with_a_list() {
    for (listed, status) in [(false, 500), (true, 200)] {
        let world = World::new();
        let list = MemoryRevocations::new().clock(Arc::new(world.clock.clone()));
        let sessions = match listed {
            true => sealed(&world).revocations(list),
            false => sealed(&world),
        };
        let mut browser = Browser::new(&world.service_with(sessions));
        browser.log_in(&world.provider, "/login").await;
        let message = world.provider.logout_token(json!({"sub": USER}));
        let told = browser.post("/backchannel-logout", &format!("logout_token={message}")).await;
        assert_eq!(told.status, status);
        assert_eq!(browser.get("/me").await.status, if listed { 303 } else { 200 });
        world.clock.advance(MINUTE);
        browser.log_in(&world.provider, "/login").await;
        assert_eq!(browser.get("/me").await.status, 200, "who logs in afterwards is there");
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_replaced_while_sessions_go_on() {
    let world = World::new();
    let (old, new) = (SealKeys::generate().unwrap(), SealKeys::generate().unwrap());
    let with = |keys: Vec<_>| {
        world.service_with(world.builder().sealed_cookie(SealKeys::new(keys).unwrap()))
    };
    let mut browser = Browser::new(&with(vec![old.clone()]));
    browser.log_in(&world.provider, "/login").await;
    browser.service = with(vec![new.clone(), old]);
    world.clock.advance(2 * HOUR);
    assert_eq!(browser.get("/me").await.status, 200);
    browser.service = with(vec![new]);
    assert_eq!(browser.get("/me").await.status, 200, "sealed by the new key when it changed");
    browser.service = with(vec![SealKeys::generate().unwrap()]);
    assert_eq!(browser.get("/me").await.status, 303);
}

#[tokio::test(start_paused = true)]
async fn a_refused_renewal_is_not_tried_with_each_request() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    browser.log_in(&world.provider, "/login").await;
    world.provider.is(Mood::Refusing);
    world.clock.advance(HOUR);
    for _ in 0..3 {
        assert_eq!(browser.get("/me").await.status, 303);
    }
    assert_eq!(world.provider.refreshes(), 1);
}

#[test]
fn what_cannot_be_is_refused_when_it_is_built() {
    let world = World::new();
    let why = |builder: SessionsBuilder| builder.build().unwrap_err().to_string();
    let list = || MemoryRevocations::new();
    for (builder, text) in [
        (world.builder(), "`store`"),
        (sealed(&world).store(world.store()), "choose one"),
        (world.builder().store(world.store()).revocations(list()), "needs none"),
        (world.builder().store(world.store()).cookie_name("a b"), "cookie_name"),
        (world.builder().store(world.store()).login_path("login"), "login_path"),
        (world.builder().store(world.store()).login_path("/callback"), "another route"),
        (world.builder().store(world.store()).home("//evil.example"), "home"),
        (world.builder().store(world.store()).scope("profile"), "openid"),
        (world.builder().store(world.store()).longest_life(Duration::MAX), "hundred years"),
        (sealed(&world).sealed_limit(999), "sealed_limit"),
        (sealed(&world).sealed_limit(15_201), "sealed_limit"),
        (world.builder().store(world.store()).trusted_origin("example.com"), "trusted_origin"),
        (Sessions::without_oidc("", SERVICE).store(world.store()), "app_id"),
        (Sessions::without_oidc(APP, "shop").store(world.store()), "redirect_uri"),
    ] {
        let found = why(builder);
        assert!(found.contains(text), "{found}");
    }
    let _: Value = json!(null);
}

#[tokio::test(start_paused = true)]
async fn no_shared_cache_keeps_a_response_that_renews_it() {
    let world = World::new();
    let mut browser = Browser::new(&world.service_with(sealed(&world)));
    browser.log_in(&world.provider, "/login").await;
    let page = browser.get("/public").await;
    assert!(page.cookies().is_empty());
    assert_eq!(page.headers["cache-control"], "public, max-age=600", "the handler's own");
    assert_eq!(browser.get("/me").await.headers["cache-control"], "private");
    world.clock.advance(59 * MINUTE);
    let renewed = browser.get("/public").await;
    assert_eq!(
        (renewed.cookies().len(), &renewed.headers["cache-control"]),
        (1, &"private".parse().unwrap())
    );
}
