//! Logins that were started and messages that were used.

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};

use authing_protocols::store::{PendingStore as _, ReplayStore as _};
use authing_redis::RedisStore;

use crate::server::{MINUTE, Server};

#[tokio::test]
async fn a_value_is_taken_once_by_any_process() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (server.store(), server.store());
    one.put("a", "secret".into(), MINUTE).await.unwrap();
    assert_eq!(other.take("a").await.unwrap(), Some("secret".into()));
    assert_eq!(one.take("a").await.unwrap(), None);
}

#[tokio::test]
async fn a_value_can_be_looked_at_by_any_process_until_it_is_taken() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (server.store(), server.store());
    one.put("a", "secret".into(), MINUTE).await.unwrap();
    for store in [&one, &other, &one] {
        assert_eq!(store.get("a").await.unwrap(), Some("secret".into()));
    }
    let life: i64 = server.ask(&["PTTL", "authing:pending:a"]).await;
    assert!((1..=60_000).contains(&life), "{life}");
    assert_eq!(other.take("a").await.unwrap(), Some("secret".into()));
    assert_eq!(one.get("a").await.unwrap(), None);
    assert_eq!(one.get("b").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_at_once_one_gets_the_value() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store();
    store.put("a", "secret".into(), MINUTE).await.unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.take("a").await.unwrap() })
        })
        .collect();
    let mut taken = 0;
    for task in tasks {
        taken += usize::from(task.await.unwrap().is_some());
    }
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn a_message_is_new_once_for_all_processes() {
    let Some(server) = Server::start(&[]) else { return };
    assert!(server.store().first_use("id", MINUTE).await.unwrap());
    assert!(!server.store().first_use("id", MINUTE).await.unwrap());
    assert!(server.store().first_use("other", MINUTE).await.unwrap());
}

#[tokio::test]
async fn what_is_kept_has_the_prefix_and_an_end() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store().prefix("shop:");
    store.put("a", "1".into(), MINUTE).await.unwrap();
    store.first_use("b", Duration::from_secs(u64::MAX)).await.unwrap();
    store.put("gone", "1".into(), Duration::ZERO).await.unwrap();

    let life = async |key| server.ask::<i64>(&["PTTL", key]).await;
    let a = life("shop:pending:a").await;
    assert!((1..=60_000).contains(&a), "{a}");
    let b = life("shop:used:b").await;
    assert!(b > 60_000, "{b}");
    let gone = life("shop:pending:gone").await;
    assert!(gone <= 1, "{gone}");
    // Another prefix is another service.
    assert_eq!(server.store().take("a").await.unwrap(), None);
}

#[tokio::test]
async fn a_key_is_never_overwritten() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store();
    store.put("a", "1".into(), MINUTE).await.unwrap();
    assert!(store.put("a", "2".into(), MINUTE).await.is_err());
    assert_eq!(store.take("a").await.unwrap(), Some("1".into()));
}

#[tokio::test]
async fn a_server_that_is_down_is_an_error_in_bounded_time_and_heals() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store().timeout(Duration::from_millis(500));
    store.put("a", "1".into(), MINUTE).await.unwrap();
    let port = server.port();
    drop(server);
    let begun = Instant::now();
    let error = store.take("a").await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(error.to_string().starts_with("the redis server "), "{error}");

    let Some(_server) = Server::start_at(port, &[]) else { return };
    let deadline = Instant::now() + Duration::from_secs(10);
    while store.put("b", "2".into(), MINUTE).await.is_err() {
        assert!(Instant::now() < deadline, "the connection does not heal");
    }
    assert_eq!(store.take("b").await.unwrap(), Some("2".into()));
}

#[tokio::test]
async fn a_server_that_never_responds_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", silent.local_addr().unwrap());
    let store = RedisStore::new(url).unwrap().timeout(Duration::from_millis(100));
    let begun = Instant::now();
    assert!(store.take("a").await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn neither_password_nor_keys_nor_values_are_in_errors_and_debug() {
    let Some(server) = Server::start(&["--requirepass", "right"]) else { return };
    let url = format!("redis://:canary@127.0.0.1:{}", server.port());
    let store = RedisStore::new(url.as_str()).unwrap();
    let error = store.put("canary", "canary".into(), MINUTE).await.unwrap_err();
    let refused = Arc::new(RedisStore::new("http://canary").unwrap_err());
    let shown = format!("{store:?} {error} {error:?} {refused} {refused:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(store.take(&"canary".repeat(100)).await.is_err());
}

#[tokio::test]
async fn a_command_that_the_server_does_not_have_is_not_quoted() {
    let Some(server) = Server::start(&["--rename-command", "GETDEL", ""]) else { return };
    let error = server.store().take("canary").await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn an_address_with_tls_needs_a_feature() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("rediss://{}", silent.local_addr().unwrap());
    let store = RedisStore::new(url);
    if cfg!(feature = "rustls") {
        let store = store.unwrap().timeout(Duration::from_millis(100));
        let error = store.take("a").await.unwrap_err();
        assert!(error.to_string().starts_with("the redis server "), "{error}");
    } else {
        let error = store.unwrap_err().to_string();
        assert!(error.contains("feature `rustls`"), "{error}");
    }
}

#[test]
fn a_store_without_a_runtime_is_an_error() {
    let store = RedisStore::new("redis://127.0.0.1:1").unwrap();
    let mut taking = store.take("a");
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match taking.as_mut().poll(&mut context) {
        std::task::Poll::Ready(result) => assert!(result.is_err()),
        std::task::Poll::Pending => panic!("it waits for a runtime that is not there"),
    }
}
