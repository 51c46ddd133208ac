//! One client on several runtimes, on threads without any, and where tokio allows to wait.
#![cfg(test)]
#![cfg(feature = "reqwest")]

use std::{
    future::IntoFuture,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use authing_core::{
    CachedToken, Error, ErrorKind, FetchedToken, FixedToken, Operation, RestRequest, RetryPolicy,
    SystemClock, TokenProvider,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use authing_test_support::{RawServer, json_response};
use tokio::runtime::{Builder, Runtime};

const READ: Operation = Operation::get("things.list", "/api/v2/things").idempotent();
const WRITE: Operation = Operation::post("things.create", "/api/v2/things");

/// Longer than any call here takes, and far shorter than a call's limit.
const AT_ONCE: Duration = Duration::from_secs(5);

fn server() -> RawServer {
    RawServer::new(|_| json_response(r#"{"code": 200, "data": 7}"#))
}

fn pipeline(server: &RawServer) -> Pipeline {
    let mut options = ClientConfig::new(server.url());
    options.proxy = Proxy::None;
    options.retry = RetryPolicy::never();
    options.timeout = 4 * AT_ONCE;
    Pipeline::new(&options, &ClientIdentity::default()).unwrap()
}

fn api(server: &RawServer) -> ApiClient {
    ApiClient::new(pipeline(server), Arc::new(FixedToken::none()))
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn send(api: &ApiClient, operation: Operation) -> Result<u32, Error> {
    api.rest(RestRequest::new(operation)).await
}

#[test]
fn a_connection_of_a_runtime_that_is_not_driven_stops_no_other() {
    for operation in [READ, WRITE] {
        let server = server();
        let api = api(&server);
        // Alive to the end of the test, and driven for its own call only.
        let parked: Vec<_> = (0..3).map(|_| current_thread()).collect();
        for runtime in &parked {
            let start = Instant::now();
            assert_eq!(runtime.block_on(send(&api, operation.clone())).unwrap(), 7);
            assert!(start.elapsed() < AT_ONCE, "{:?}", start.elapsed());
        }
        for runtime in &parked {
            assert_eq!(runtime.block_on(send(&api, operation.clone())).unwrap(), 7);
        }
        assert!(server.connections() >= parked.len(), "none is shared");
    }
}

#[test]
fn a_runtime_of_many_threads_and_one_of_one_share_a_client() {
    let server = server();
    let api = api(&server);
    let many = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let one = current_thread();
    for runtime in [&one, &many, &one, &many] {
        let api = api.clone();
        let task = runtime.spawn(async move { send(&api, WRITE).await });
        assert_eq!(runtime.block_on(task).unwrap().unwrap(), 7);
    }
    assert!(server.connections() >= 2, "none is shared");
}

#[test]
fn a_runtime_that_ended_leaves_a_client_that_works() {
    let server = server();
    let api = api(&server);
    for operation in [READ, WRITE, READ] {
        assert_eq!(current_thread().block_on(send(&api, operation)).unwrap(), 7);
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(current_thread().block_on(send(&api, WRITE)).unwrap(), 7));
        }
    });
}

#[test]
fn a_token_that_a_runtime_began_to_fetch_and_does_not_drive_is_fetched_by_another() {
    let server = server();
    let fetched = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&fetched);
    let token = Arc::new(CachedToken::new(Arc::new(SystemClock), move || {
        let first = counter.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if first {
                std::future::pending::<()>().await;
            }
            Ok(FetchedToken::new("token".into(), Duration::from_secs(7200)))
        })
    }));
    let (parked, driven) = (current_thread(), current_thread());
    let first = Arc::clone(&token);
    let stuck = parked.spawn(async move { first.token().await });
    parked.block_on(tokio::task::yield_now());
    assert!(!stuck.is_finished() && fetched.load(Ordering::Relaxed) == 1);
    const READ: Operation = Operation::get("things.list", "/api/v2/things").management();
    let api = ApiClient::new(pipeline(&server), token);
    let start = Instant::now();
    assert_eq!(driven.block_on(send(&api, READ)).unwrap(), 7);
    assert!(start.elapsed() < AT_ONCE, "{:?}", start.elapsed());
}

#[test]
fn a_call_whose_runtime_ends_while_it_waits_for_a_token_fetches_one_itself() {
    let server = server();
    let fetched = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&fetched);
    let token = Arc::new(CachedToken::new(Arc::new(SystemClock), move || {
        let first = counter.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if first {
                std::future::pending::<()>().await;
            }
            Ok(FetchedToken::new("token".into(), Duration::from_secs(7200)))
        })
    }));
    const READ: Operation = Operation::get("things.list", "/api/v2/things").management();
    let api = ApiClient::new(pipeline(&server), Arc::clone(&token) as Arc<dyn TokenProvider>);
    let first = current_thread();
    let mut waiting = api.rest::<u32>(RestRequest::new(READ)).into_future();
    let driver = first.spawn(async move { token.token().await });
    first.block_on(async {
        tokio::task::yield_now().await;
        assert!(futures_util::poll!(waiting.as_mut()).is_pending());
    });
    assert!(!driver.is_finished() && fetched.load(Ordering::Relaxed) == 1);
    drop(first);
    assert_eq!(current_thread().block_on(waiting).unwrap(), 7);
    assert_eq!(fetched.load(Ordering::Relaxed), 2);
}

#[test]
fn a_call_whose_runtime_ends_on_the_way_is_sent_again_where_that_is_safe() {
    for (operation, is_safe) in [(READ, true), (WRITE, false)] {
        // The first request gets no response.
        let requests = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&requests);
        let server = RawServer::new(move |_| match counter.fetch_add(1, Ordering::Relaxed) {
            0 => loop {
                std::thread::park();
            },
            _ => json_response(r#"{"code": 200, "data": 7}"#),
        });
        let mut options = ClientConfig::new(server.url());
        options.proxy = Proxy::None;
        let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
        let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));
        let mut call = api.rest::<u32>(RestRequest::new(operation)).into_future();
        let first = current_thread();
        first.block_on(async {
            while requests.load(Ordering::Relaxed) == 0 {
                assert!(futures_util::poll!(call.as_mut()).is_pending());
                tokio::task::yield_now().await;
            }
        });
        drop(first);
        let start = Instant::now();
        let result = current_thread().block_on(call);
        assert!(start.elapsed() < AT_ONCE, "{:?}", start.elapsed());
        if is_safe {
            assert_eq!(result.unwrap(), 7);
        } else {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            assert!(error.to_string().contains("another tokio runtime"), "{error}");
        }
    }
}

#[cfg(feature = "blocking")]
mod blocking {
    use authing_core::Call;
    use tokio::task::{block_in_place, spawn_blocking};

    use super::*;

    fn call(api: &ApiClient) -> Call<u32> {
        api.rest(RestRequest::new(READ))
    }

    #[test]
    fn a_thread_of_spawn_blocking_may_wait_on_every_kind_of_runtime() {
        let server = server();
        let api = api(&server);
        let many = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        for runtime in [current_thread(), many] {
            let inside = api.clone();
            let waiting = async move { spawn_blocking(move || call(&inside).blocking()).await };
            assert_eq!(runtime.block_on(waiting).unwrap().unwrap(), 7);
        }
        assert_eq!(call(&api).blocking().unwrap(), 7, "a thread without a runtime");
    }

    #[test]
    fn block_in_place_may_wait() {
        let server = server();
        let api = api(&server);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let task = runtime.spawn(async move { block_in_place(|| call(&api).blocking()) });
        assert_eq!(runtime.block_on(task).unwrap().unwrap(), 7);
    }

    #[test]
    fn async_code_may_not_and_is_told_so_without_a_panic() {
        let server = server();
        let api = api(&server);
        let many = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        for runtime in [current_thread(), many] {
            let here = runtime.block_on(async { call(&api).blocking() });
            let inside = api.clone();
            let task = runtime.spawn(async move { call(&inside).blocking() });
            for error in [here.unwrap_err(), runtime.block_on(task).unwrap().unwrap_err()] {
                assert_eq!(error.kind(), ErrorKind::Config);
                assert!(error.to_string().contains("`spawn_blocking`"), "{error}");
            }
            // And the runtime goes on.
            assert_eq!(runtime.block_on(send(&api, READ)).unwrap(), 7);
        }
    }
}
