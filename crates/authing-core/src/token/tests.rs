use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;

use super::*;

#[derive(Debug)]
struct TestClock(Mutex<SystemTime>);

impl TestClock {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(SystemTime::UNIX_EPOCH)))
    }

    fn advance(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }
}

/// Returns token 1, 2, 3 …; those in `failing` fail.
fn counting(
    clock: Arc<TestClock>,
    lifetime: u64,
    failing: &'static [u32],
) -> (Arc<CachedToken>, Arc<AtomicU32>) {
    let requests = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&requests);
    let cache = CachedToken::new(clock, move || {
        let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if failing.contains(&number) {
                return Err(Error::new(ErrorKind::Status, "unavailable").with_status(503));
            }
            let token = Secret::new(format!("token-{number}"));
            Ok(FetchedToken::new(token, Duration::from_secs(lifetime)))
        })
    });
    (Arc::new(cache), requests)
}

fn token(number: u32) -> Bearer {
    Bearer::new(&Secret::new(format!("token-{number}"))).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_hundred_first_calls_make_one_request() {
    let (cache, requests) = counting(TestClock::new(), 86_400, &[]);
    let tokens = join_all((0..100).map(|_| cache.current())).await;
    assert!(tokens.into_iter().all(|found| found.unwrap() == token(1)));
    assert_eq!(requests.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_by_all_who_waited_and_then_forgotten() {
    let (cache, requests) = counting(TestClock::new(), 86_400, &[1]);
    let tokens = join_all((0..100).map(|_| cache.current())).await;
    for found in tokens {
        assert_eq!(found.unwrap_err().kind(), ErrorKind::Credential);
    }
    assert_eq!(requests.load(Ordering::Relaxed), 1);
    assert_eq!(cache.current().await.unwrap(), token(2));
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_an_hour_before_its_end() {
    let clock = TestClock::new();
    let (cache, _) = counting(Arc::clone(&clock), 86_400, &[]);
    assert_eq!(cache.current().await.unwrap(), token(1));
    clock.advance(86_400 - 3601);
    assert_eq!(cache.current().await.unwrap(), token(1));
    clock.advance(1);
    assert_eq!(cache.current().await.unwrap(), token(2));
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_not_fetched_for_each_call() {
    let clock = TestClock::new();
    let (cache, requests) = counting(Arc::clone(&clock), 600, &[]);
    for _ in 0..10 {
        cache.current().await.unwrap();
        clock.advance(47);
    }
    assert_eq!(requests.load(Ordering::Relaxed), 1);
    clock.advance(10);
    assert_eq!(cache.current().await.unwrap(), token(2));
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_leaves_the_valid_token_in_use() {
    let clock = TestClock::new();
    let (cache, requests) = counting(Arc::clone(&clock), 86_400, &[2]);
    cache.current().await.unwrap();
    clock.advance(86_400 - 1800);
    assert_eq!(cache.current().await.unwrap(), token(1));
    assert_eq!(cache.current().await.unwrap(), token(1), "no second try at once");
    assert_eq!(requests.load(Ordering::Relaxed), 2);
    clock.advance(31);
    assert_eq!(cache.current().await.unwrap(), token(3));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_dropped_and_a_newer_one_is_not() {
    let (cache, _) = counting(TestClock::new(), 86_400, &[]);
    cache.current().await.unwrap();
    assert!(cache.invalidate(&token(1)));
    assert_eq!(cache.current().await.unwrap(), token(2));
    assert!(cache.invalidate(&token(1)), "somebody else's late refusal");
    assert_eq!(cache.current().await.unwrap(), token(2));
}

#[tokio::test(start_paused = true)]
async fn a_request_all_callers_gave_up_is_not_found_by_the_next() {
    let (cache, requests) = counting(TestClock::new(), 86_400, &[]);
    {
        let abandoned = cache.current();
        futures_util::pin_mut!(abandoned);
        assert!(futures_util::poll!(abandoned.as_mut()).is_pending());
    }
    assert_eq!(cache.current().await.unwrap(), token(2));
    assert_eq!(requests.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn a_life_of_any_length_is_no_panic_and_ends_in_a_year_at_most() {
    for lifetime in [0, 1, u64::from(u32::MAX), i64::MAX as u64, u64::MAX] {
        let clock = TestClock::new();
        let (cache, _) = counting(Arc::clone(&clock), lifetime, &[]);
        assert_eq!(cache.current().await.unwrap(), token(1), "{lifetime}");
        clock.advance(366 * 24 * 3600);
        assert_eq!(cache.current().await.unwrap(), token(2), "{lifetime}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_at_the_ends_of_time_is_no_panic() {
    let seconds = |seconds| Duration::from_secs(seconds);
    let earliest = SystemTime::UNIX_EPOCH - seconds(1 << 40);
    let latest = (0..=u64::BITS).rev().find_map(|bits| {
        SystemTime::UNIX_EPOCH.checked_add(seconds(u64::MAX.checked_shr(bits).unwrap_or(0)))
    });
    for now in [earliest, latest.unwrap()] {
        let clock = Arc::new(TestClock(Mutex::new(now)));
        let (cache, _) = counting(clock, u64::MAX, &[2, 4]);
        for _ in 0..5 {
            let _ = cache.current().await;
        }
        assert!(cache.current().await.is_ok());
    }
}

#[test]
fn a_token_that_cannot_stand_in_a_header_is_refused_without_quoting_it() {
    let error = Bearer::new(&Secret::new("canary\r\nx: y")).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"));
}
