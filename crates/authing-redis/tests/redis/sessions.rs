//! Sessions of browsers, shared by the processes of a service.

use std::time::{Duration, SystemTime};

use authing_redis::RedisStore;
use authing_web::session::{RevocationList as _, SessionGroup, SessionStore as _};

use crate::server::{MINUTE, Server};

fn alice() -> SessionGroup {
    SessionGroup::user("app", "alice")
}

#[tokio::test]
async fn what_one_process_changes_every_other_one_sees() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (server.store(), server.store());
    one.create("a", "1".into(), &[alice()], MINUTE).await.unwrap();
    let seen = other.load("a").await.unwrap().unwrap();
    assert_eq!(seen.value, "1".into());
    assert!(other.replace("a", seen.version, "2".into(), &[alice()], MINUTE).await.unwrap());
    assert!(!one.replace("a", seen.version, "3".into(), &[alice()], MINUTE).await.unwrap());
    assert_eq!(one.load("a").await.unwrap().unwrap().value, "2".into());

    let lock = one.lock("a", MINUTE).await.unwrap().unwrap();
    assert!(other.lock("a", MINUTE).await.unwrap().is_none());
    one.unlock("a", lock).await.unwrap();
    assert!(other.lock("a", MINUTE).await.unwrap().is_some());

    assert_eq!(other.remove_group(&alice()).await.unwrap(), 1);
    assert!(one.load("a").await.unwrap().is_none());
}

#[tokio::test]
async fn the_lock_of_a_process_that_dies_is_free_when_its_lease_is_over() {
    let Some(server) = Server::start(&[]) else { return };
    let survivor = server.store();
    survivor.create("a", "1".into(), &[], MINUTE).await.unwrap();
    let dead = server.store();
    let lock = dead.lock("a", Duration::from_secs(20)).await.unwrap().unwrap();
    drop((dead, lock));
    server.pass(Duration::from_secs(10)).await;
    assert!(survivor.lock("a", MINUTE).await.unwrap().is_none());
    server.pass(Duration::from_secs(10)).await;
    assert!(survivor.lock("a", MINUTE).await.unwrap().is_some());
}

#[tokio::test]
async fn nothing_is_left_of_sessions_that_ended() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store().prefix("shop:");
    let sid = SessionGroup::provider_session("app", "sid");
    for key in ["a", "b", "c", "d"] {
        store.create(key, "1".into(), &[alice(), sid.clone()], MINUTE).await.unwrap();
        assert!(store.lock(key, MINUTE).await.unwrap().is_some());
    }
    store.revoke(&alice(), SystemTime::now(), MINUTE).await.unwrap();
    let keys: Vec<String> = server.ask(&["KEYS", "*"]).await;
    assert_eq!(keys.len(), 4 + 4 + 2 + 1 + 1, "{keys:?}");
    assert!(keys.iter().all(|key| key.starts_with("shop:")), "{keys:?}");

    assert!(store.remove("a").await.unwrap());
    let members: Vec<String> =
        server.ask(&["ZRANGE", &format!("shop:group:{}", alice().as_str()), "0", "-1"]).await;
    assert_eq!(members, ["b", "c", "d"]);
    assert_eq!(store.remove_group(&sid).await.unwrap(), 3);
    // But for what ends by itself: that a user's sessions were ended, and how many changes there were.
    let mut keys: Vec<String> = server.ask(&["KEYS", "*"]).await;
    keys.sort();
    assert_eq!(keys, [format!("shop:revoked:{}", alice().as_str()), "shop:versions:".to_owned()]);
    server.pass(MINUTE).await;
    let keys: Vec<String> = server.ask(&["KEYS", "*"]).await;
    assert_eq!(keys, ["shop:versions:"]);
}

#[tokio::test]
async fn a_group_does_not_grow_with_the_sessions_that_end_by_themselves() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store();
    for round in 0..50 {
        let key = round.to_string();
        store.create(&key, "1".into(), &[alice()], MINUTE).await.unwrap();
        server.pass(MINUTE / 2).await;
    }
    let count: u64 = server.ask(&["ZCARD", &format!("authing:group:{}", alice().as_str())]).await;
    assert!(count <= 2, "{count}");
}

#[tokio::test]
async fn a_server_that_is_full_refuses_and_forgets_nothing() {
    let Some(server) = Server::start(&["--maxmemory", "4mb"]) else { return };
    let store = server.store();
    let value = "x".repeat(64 << 10);
    let mut kept = Vec::new();
    let error = loop {
        let key = kept.len().to_string();
        match store.create(&key, value.as_str().into(), &[alice()], MINUTE).await {
            Ok(()) => kept.push(key),
            Err(error) => break error,
        }
        assert!(kept.len() < 1000, "it is never full");
    };
    assert!(error.to_string().contains("OOM"), "{error}");
    for key in &kept {
        assert!(store.load(key).await.unwrap().is_some());
    }
    assert!(store.remove("0").await.unwrap(), "a logout works all the same");
}

#[tokio::test]
async fn while_the_server_is_down_each_operation_is_an_error_in_bounded_time() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store().timeout(Duration::from_millis(300));
    store.create("canary", "canary".into(), &[alice()], MINUTE).await.unwrap();
    let lock = store.lock("canary", MINUTE).await.unwrap().unwrap();
    drop(server);
    let begun = std::time::Instant::now();
    let errors = [
        store.create("canary", "canary".into(), &[alice()], MINUTE).await.unwrap_err(),
        store.load("canary").await.unwrap_err(),
        store.replace("canary", 1, "canary".into(), &[], MINUTE).await.unwrap_err(),
        store.remove("canary").await.unwrap_err(),
        store.remove_group(&alice()).await.unwrap_err(),
        store.lock("canary", MINUTE).await.unwrap_err(),
        store.unlock("canary", lock).await.unwrap_err(),
        store.revoke(&alice(), SystemTime::now(), MINUTE).await.unwrap_err(),
        store.is_revoked(&[alice()], SystemTime::now()).await.unwrap_err(),
    ];
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    for error in errors {
        assert!(error.to_string().starts_with("the redis server "), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_fails_no_request_that_only_looks() {
    let Some(server) = Server::start(&[]) else { return };
    let store = server.store();
    store.create("a", "1".into(), &[alice()], MINUTE).await.unwrap();
    for _ in 0..5 {
        let _: u64 = server.ask(&["CLIENT", "KILL", "TYPE", "normal"]).await;
        assert!(store.load("a").await.unwrap().is_some());
    }
    let _: u64 = server.ask(&["CLIENT", "KILL", "TYPE", "normal"]).await;
    assert!(!store.is_revoked(&[alice()], SystemTime::now()).await.unwrap());
    assert!(store.remove("a").await.unwrap(), "the new connection is there");
}

#[tokio::test]
async fn what_somebody_else_wrote_under_a_key_is_an_error_and_no_session() {
    let Some(server) = Server::start(&[]) else { return };
    let store: RedisStore = server.store();
    for command in [
        &["SET", "authing:session:a", "text"][..],
        &["HSET", "authing:session:b", "v", "canary", "d", "x"],
        &["SET", "authing:revoked:x", "canary"],
    ] {
        let _: redis::Value = server.ask(command).await;
    }
    for key in ["a", "b"] {
        let error = store.load(key).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    let _: redis::Value = server.ask(&["HSET", "authing:session:c", "v", "1"]).await;
    assert!(store.load("c").await.unwrap().is_none());
}
