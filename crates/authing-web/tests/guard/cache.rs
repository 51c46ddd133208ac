//! Permissions that are remembered: what is asked, how often, and until when it counts.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use authing_core::{BoxFuture, test_util::TestClock};
use authing_web::{
    CachedPermissions, CurrentUser, HasRole, InOrg, InTenant, Permission, Permissions, Requirement,
    Unavailable,
};
use futures_util::{FutureExt as _, future::join_all};
use http::{Request, header};
use tokio::sync::Semaphore;

use crate::support::*;

const BOUND: Duration = Duration::from_secs(30);
const SECOND: Duration = Duration::from_secs(1);

/// What Authing knows, how often it was asked, and whether it responds.
#[derive(Clone, Default)]
struct Source {
    holds: Arc<Mutex<HashSet<String>>>,
    asked: Arc<AtomicUsize>,
    is_down: Arc<Mutex<bool>>,
    /// Who asks, waits for one of these.
    gate: Option<Arc<Semaphore>>,
}

impl Source {
    fn allowing(facts: &[&str]) -> Self {
        let source = Self::default();
        source.set(facts);
        source
    }

    fn set(&self, facts: &[&str]) {
        *self.holds.lock().unwrap() = facts.iter().map(|fact| (*fact).to_owned()).collect();
    }

    /// Questions wait until they are let through.
    fn gated(mut self) -> Self {
        self.gate = Some(Arc::new(Semaphore::new(0)));
        self
    }

    fn let_through(&self, questions: usize) {
        self.gate.as_ref().unwrap().add_permits(questions);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn tell(&self, user: &CurrentUser, fact: String) -> BoxFuture<'_, Result<bool, Unavailable>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        // What is told is what holds when it is asked, as late as it may come.
        let told = match *self.is_down.lock().unwrap() {
            true => Err(Unavailable::new("down").retry_after(SECOND)),
            false => Ok(self.holds.lock().unwrap().contains(&format!("{} {fact}", user.id()))),
        };
        Box::pin(async move {
            if let Some(gate) = &self.gate {
                gate.acquire().await.unwrap().forget();
            }
            told
        })
    }
}

impl Permissions for Source {
    fn is_allowed<'a>(
        &'a self,
        user: &'a CurrentUser,
        permission: &'a Permission,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        let namespace = permission.namespace().unwrap_or("-");
        let fact = format!("{} {} {namespace}", permission.action(), permission.resource());
        self.tell(user, fact)
    }

    fn has_role<'a>(
        &'a self,
        user: &'a CurrentUser,
        role: &'a HasRole,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        let fact = format!("role {} {}", role.code(), role.namespace().unwrap_or("-"));
        self.tell(user, fact)
    }

    fn is_in_tenant<'a>(
        &'a self,
        user: &'a CurrentUser,
        id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        self.tell(user, format!("tenant {id}"))
    }
}

/// A user who is logged in.
async fn user(id: &str) -> CurrentUser {
    let token = KEY.sign(&with(access_claims(), "sub", id));
    let request = Request::builder().header(header::AUTHORIZATION, format!("Bearer {token}"));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    guard().require_login().authorize(&parts).await.unwrap().user().unwrap()
}

fn read() -> Permission {
    Permission::to("read").on("book")
}

/// A cache with a clock that the test moves.
fn cache(source: &Source) -> (CachedPermissions, TestClock) {
    let clock = TestClock::new();
    (CachedPermissions::new(source.clone(), BOUND).clock(Arc::new(clock.clone())), clock)
}

async fn may_read(cache: &CachedPermissions, user: &CurrentUser) -> bool {
    cache.is_allowed(user, &read()).await.unwrap()
}

#[tokio::test]
async fn what_is_known_is_not_asked_for_again() {
    let source = Source::allowing(&["ann read book -"]);
    let (cache, _clock) = cache(&source);
    let may = guard().permissions(cache);
    let ann = KEY.sign(&with(access_claims(), "sub", "ann"));
    for _ in 0..3 {
        let layer = may.require_permission(read());
        assert_eq!(send(routes(layer), bearer(&ann)).await.status, 200);
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn every_fact_of_every_user_is_known_apart() {
    let known = ["ann read book -", "ann read book shop", "ann role x -", "ann tenant x"];
    let source = Source::allowing(&known);
    let (cache, _clock) = cache(&source);
    let (ann, bob) = (user("ann").await, user("bob").await);
    for _ in 0..2 {
        let allowed =
            async |user, permission: Permission| cache.is_allowed(user, &permission).await.unwrap();
        let has = async |user, role: HasRole| cache.has_role(user, &role).await.unwrap();
        assert!(allowed(&ann, read()).await);
        assert!(allowed(&ann, read().in_namespace("shop")).await);
        assert!(!allowed(&ann, read().in_namespace("other")).await);
        assert!(!allowed(&ann, Permission::to("book").on("read")).await);
        assert!(!allowed(&bob, read()).await);
        assert!(has(&ann, HasRole::new("x")).await);
        assert!(!has(&ann, HasRole::new("x").in_namespace("shop")).await);
        assert!(!has(&bob, HasRole::new("x")).await);
        assert!(cache.is_in_tenant(&ann, "x").await.unwrap());
        assert!(!cache.is_in_tenant(&ann, "y").await.unwrap());
        assert_eq!(source.asked(), 10);
    }
}

#[tokio::test]
async fn what_a_source_never_knows_stays_an_error_of_the_service() {
    let (cache, _clock) = cache(&Source::allowing(&[]));
    let may = guard().permissions(cache);
    for (requirement, status) in
        [(Requirement::from(InOrg::new("o")), 500), (InTenant::new("t").into(), 403)]
    {
        let response = send(routes(may.require(&requirement)), bearer(&token())).await;
        assert_eq!(response.status, status, "{requirement:?}");
    }
}

#[tokio::test]
async fn a_revocation_is_seen_within_the_bound() {
    let source = Source::allowing(&["ann read book -"]);
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    assert!(may_read(&cache, &ann).await);
    source.set(&[]);
    clock.advance(BOUND - SECOND);
    assert!(may_read(&cache, &ann).await, "the price");
    clock.advance(SECOND);
    assert!(!may_read(&cache, &ann).await);
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn using_it_makes_it_live_no_longer() {
    let source = Source::allowing(&["ann read book -"]);
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    let mut allowed = 0;
    for _ in 0..60 {
        allowed += u32::from(may_read(&cache, &ann).await);
        source.set(&[]);
        clock.advance(SECOND);
    }
    assert_eq!(allowed, 30);
}

#[tokio::test]
async fn the_bound_counts_from_before_the_question_was_sent() {
    let source = Source::allowing(&["ann read book -"]).gated();
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    let mut asking = Box::pin(may_read(&cache, &ann));
    assert!(asking.as_mut().now_or_never().is_none());
    // It is taken while the response is on its way, which takes its time.
    source.set(&[]);
    clock.advance(BOUND - SECOND);
    source.let_through(10);
    assert!(asking.await, "it held when it was asked");
    assert!(may_read(&cache, &ann).await);
    clock.advance(SECOND);
    assert!(!may_read(&cache, &ann).await, "30 s after the question, one after the response");
}

#[tokio::test]
async fn who_comes_after_the_bound_does_not_wait_for_an_older_question() {
    let source = Source::allowing(&["ann read book -"]).gated();
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    let mut first = Box::pin(may_read(&cache, &ann));
    assert!(first.as_mut().now_or_never().is_none());
    source.set(&[]);
    clock.advance(BOUND);
    let mut second = Box::pin(may_read(&cache, &ann));
    assert!(second.as_mut().now_or_never().is_none());
    source.let_through(2);
    assert!(first.await);
    assert!(!second.await, "it was taken 30 s before this check began");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn a_refusal_is_remembered_for_a_shorter_time() {
    let source = Source::default();
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    for _ in 0..3 {
        assert!(!may_read(&cache, &ann).await);
    }
    assert_eq!(source.asked(), 1);
    source.set(&["ann read book -"]);
    clock.advance(Duration::from_secs(9));
    assert!(!may_read(&cache, &ann).await);
    clock.advance(SECOND);
    assert!(may_read(&cache, &ann).await);
}

#[tokio::test]
async fn a_refusal_is_never_remembered_for_longer_than_the_bound() {
    let source = Source::default();
    let (cache, clock) = cache(&source);
    let cache = cache.denied_for(Duration::from_secs(3600));
    let ann = user("ann").await;
    assert!(!may_read(&cache, &ann).await);
    source.set(&["ann read book -"]);
    clock.advance(BOUND);
    assert!(may_read(&cache, &ann).await);
}

#[tokio::test]
async fn a_bound_of_nothing_remembers_nothing() {
    let source = Source::allowing(&["ann read book -"]);
    let cache = CachedPermissions::new(source.clone(), Duration::ZERO);
    let ann = user("ann").await;
    for asked in 1..4 {
        assert!(may_read(&cache, &ann).await);
        assert_eq!(source.asked(), asked);
    }
}

#[tokio::test]
async fn a_failure_is_no_permission_and_not_remembered() {
    let source = Source::allowing(&["ann read book -"]);
    let (cache, clock) = cache(&source);
    let ann = user("ann").await;
    *source.is_down.lock().unwrap() = true;
    for asked in 1..4 {
        assert!(cache.is_allowed(&ann, &read()).await.is_err());
        assert_eq!(source.asked(), asked);
    }
    *source.is_down.lock().unwrap() = false;
    assert!(may_read(&cache, &ann).await);
    // What was known is not known beyond the bound while it is down.
    *source.is_down.lock().unwrap() = true;
    assert!(may_read(&cache, &ann).await);
    clock.advance(BOUND);
    assert!(cache.is_allowed(&ann, &read()).await.is_err());
    let may = guard().permissions(cache);
    let response = send(routes(may.require_permission(read())), bearer(&token())).await;
    assert_eq!((response.status, response.headers["retry-after"].to_str().unwrap()), (503, "1"));
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_nothing_live_longer() {
    #[derive(Debug)]
    struct Changing(Mutex<std::time::SystemTime>);
    impl authing_core::Clock for Changing {
        fn now(&self) -> std::time::SystemTime {
            *self.0.lock().unwrap()
        }
    }
    let source = Source::allowing(&["ann read book -"]);
    let clock = Arc::new(Changing(Mutex::new(std::time::SystemTime::now())));
    let cache = CachedPermissions::new(source.clone(), BOUND).clock(clock.clone());
    let ann = user("ann").await;
    assert!(may_read(&cache, &ann).await);
    source.set(&[]);
    *clock.0.lock().unwrap() -= Duration::from_secs(3600);
    assert!(!may_read(&cache, &ann).await);
}

#[tokio::test]
async fn equal_questions_at_the_same_time_are_one() {
    let source = Source::allowing(&["ann read book -"]).gated();
    let (cache, _clock) = cache(&source);
    let ann = user("ann").await;
    let mut all = Box::pin(join_all((0..64).map(|_| may_read(&cache, &ann))));
    assert!(all.as_mut().now_or_never().is_none());
    source.let_through(64);
    assert_eq!(all.await, [true; 64]);
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn those_who_wait_share_a_failure() {
    let source = Source::default().gated();
    *source.is_down.lock().unwrap() = true;
    let (cache, _clock) = cache(&source);
    let (ann, read) = (user("ann").await, read());
    let mut all = Box::pin(join_all((0..64).map(|_| cache.is_allowed(&ann, &read))));
    assert!(all.as_mut().now_or_never().is_none());
    source.let_through(64);
    assert!(all.await.iter().all(Result::is_err));
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn who_is_cancelled_leaves_the_others_a_question_that_goes_on() {
    let source = Source::allowing(&["ann read book -"]).gated();
    let (cache, _clock) = cache(&source);
    let ann = user("ann").await;
    let mut first = Box::pin(may_read(&cache, &ann));
    assert!(first.as_mut().now_or_never().is_none());
    let mut others = Box::pin(join_all((0..8).map(|_| may_read(&cache, &ann))));
    assert!(others.as_mut().now_or_never().is_none());
    drop(first);
    source.let_through(9);
    assert_eq!(others.await, [true; 8]);
    assert_eq!(source.asked(), 2);
    assert!(may_read(&cache, &ann).await);
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn what_is_forgotten_is_asked_for_again() {
    let source = Source::allowing(&["ann read book -", "bob read book -"]);
    let (cache, _clock) = cache(&source);
    let (ann, bob) = (user("ann").await, user("bob").await);
    assert!(may_read(&cache, &ann).await && may_read(&cache, &bob).await);
    source.set(&[]);
    cache.forget_user("ann");
    assert!(!may_read(&cache, &ann).await);
    assert!(may_read(&cache, &bob).await, "bob is another user");
    // A clone is the same cache.
    cache.clone().forget_all();
    assert!(!may_read(&cache, &bob).await);
}

#[tokio::test]
async fn a_response_that_was_under_way_when_its_user_was_forgotten_is_not_kept() {
    let forget: [fn(&CachedPermissions); 2] =
        [|cache| cache.forget_user("ann"), CachedPermissions::forget_all];
    for forget in forget {
        let source = Source::allowing(&["ann read book -"]).gated();
        let (cache, _clock) = cache(&source);
        let ann = user("ann").await;
        let mut before = Box::pin(may_read(&cache, &ann));
        assert!(before.as_mut().now_or_never().is_none());
        source.set(&[]);
        forget(&cache);
        // Who asks now does not wait for that response either, nor share it.
        let mut after = Box::pin(may_read(&cache, &ann));
        assert!(after.as_mut().now_or_never().is_none());
        source.let_through(2);
        assert!(before.await);
        assert!(!after.await);
        assert!(!may_read(&cache, &ann).await);
        assert_eq!(source.asked(), 2);
    }
}

#[tokio::test]
async fn a_full_cache_forgets_and_stays_right() {
    let source = Source::allowing(&["ann role 7 -"]);
    let (cache, _clock) = cache(&source);
    let cache = cache.capacity(10);
    let ann = user("ann").await;
    for _ in 0..2 {
        for code in 0..100 {
            let role = HasRole::new(code.to_string());
            assert_eq!(cache.has_role(&ann, &role).await.unwrap(), code == 7);
        }
    }
    assert_eq!(source.asked(), 200);
    assert!(!cache.has_role(&ann, &HasRole::new("99")).await.unwrap());
    assert_eq!(source.asked(), 200, "the newest are there");
}

#[tokio::test]
async fn what_a_visitor_may_make_long_is_not_kept() {
    let long = "x".repeat(2000);
    let source = Source::allowing(&[&format!("ann tenant {long}")]);
    let (cache, _clock) = cache(&source);
    let ann = user("ann").await;
    for asked in 1..4 {
        assert!(cache.is_in_tenant(&ann, &long).await.unwrap());
        assert_eq!(source.asked(), asked);
    }
}

#[test]
fn debug_tells_how_it_is_set() {
    let cache = CachedPermissions::new(Source::default(), BOUND);
    assert_eq!(format!("{cache:?}"), "CachedPermissions { bound: 30s, denied_for: 10s, .. }");
}

#[cfg(feature = "test-util")]
#[tokio::test]
async fn a_webhook_makes_a_revocation_seen_at_once() {
    use authing_web::webhook::{TestDelivery, WebhookService, Webhooks};
    use bytes::Bytes;
    use http_body_util::Full;
    use serde_json::json;
    use tower::ServiceExt as _;

    let known = ["ann read book -", "bob read book -"];
    let source = Source::allowing(&known);
    let (cache, _clock) = cache(&source);
    let (ann, bob) = (user("ann").await, user("bob").await);
    let webhooks = Webhooks::builder("secret").build().unwrap();
    let deliver = async |name: &str, data| {
        let request = TestDelivery::new(name, data, "secret").request::<Full<Bytes>>();
        let service = WebhookService::new(webhooks.clone(), cache.clone());
        assert_eq!(service.oneshot(request).await.unwrap().status(), 200);
    };
    for (name, data, others_too) in [
        ("role:unassigned", json!({"userIds": ["ann"]}), false),
        ("permission:revoke", json!({"targetType": "USER", "targetIdentifiers": ["ann"]}), false),
        ("user:blocked", json!({"user": {"id": "ann"}}), false),
        ("user:deleted", json!({"users": ["ann"]}), false),
        ("kick", json!({"users": [{"id": "ann"}]}), false),
        ("permission:revoke", json!({"targetType": "ROLE", "targetIdentifiers": ["r"]}), true),
        ("role:delete", json!({"id": "r"}), true),
    ] {
        source.set(&known);
        cache.forget_all();
        assert!(may_read(&cache, &ann).await && may_read(&cache, &bob).await);
        source.set(&[]);
        deliver("login", json!({"id": "ann"})).await;
        assert!(may_read(&cache, &ann).await, "a login takes nothing");
        deliver(name, data).await;
        assert!(!may_read(&cache, &ann).await, "{name}");
        assert_eq!(may_read(&cache, &bob).await, !others_too, "{name}");
    }
}
