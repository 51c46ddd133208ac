//! What the guard logs. In a binary of its own: `tracing` decides once per process whether
//! a subscriber is interested.
#![cfg(test)]

#[path = "guard/support.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod support;

use std::{
    io,
    sync::{Arc, Mutex},
};

use authing_axum::Guard;
use support::*;
use tracing_subscriber::filter::LevelFilter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_says_why_and_shows_no_token() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let (good, expired) = (token(), KEY.sign(&with(access_claims(), "exp", NOW - 60)));
    assert_eq!(send(routes(guard().require_login()), bearer(&good)).await.status, 200);
    assert_eq!(send(routes(guard().require_login()), bearer(&expired)).await.status, 401);
    let guard = Guard::new(verifier(&nobody()));
    assert_eq!(send(routes(guard.require_login()), bearer(&good)).await.status, 503);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the token is rejected: the token expired at"), "{log}");
    assert!(log.contains("WARN") && log.contains("cannot be fetched"), "{log}");
    for secret in [&*good, &*expired, SECRET, "canary-nick"] {
        assert!(!log.contains(secret), "{log}");
    }
}
