//! Connections that were kept from an earlier request and turn out to be closed.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use authing_core::{Error, ErrorKind, RetryPolicy};
use futures_util::{StreamExt, stream};

use crate::{
    probes::{
        self, Probe, Settings, authentication_read, authentication_write, management_read,
        management_write,
    },
    server::{Act, FaultServer, Seen, json},
};

const OK: &str = r#"{"code": 200, "message": "", "data": []}"#;

/// A server that has said nothing of it and closes each connection after one response. Whether it does so
/// before or after the next request is on its way is chance, and here it is always after.
fn one_each(seen: &Seen) -> Act {
    match seen.on_connection {
        0 => Act::Respond(json(OK)),
        _ => Act::Close(Vec::new()),
    }
}

/// As [`one_each`], but the connection is reset.
fn one_each_reset(seen: &Seen) -> Act {
    match seen.on_connection {
        0 => Act::Respond(json(OK)),
        _ => Act::Reset(Vec::new()),
    }
}

/// Makes so many calls, and returns the errors.
async fn errors_of(probe: &Probe, calls: usize, at_once: usize) -> Vec<Error> {
    let calls = (0..calls).map(|_| probe.send());
    let results = stream::iter(calls).buffer_unordered(at_once);
    results.filter_map(|result| std::future::ready(result.err())).collect().await
}

#[tokio::test]
async fn reads_do_not_starve_where_each_response_ends_its_connection() {
    for act in [one_each, one_each_reset] {
        for probe in [management_read, authentication_read] {
            for at_once in [1, 8, 64] {
                let server = FaultServer::start(act);
                let errors = errors_of(&probe(&Settings::new(server.url())), 400, at_once).await;
                assert!(errors.is_empty(), "{at_once} at once: {}: {:?}", errors.len(), errors[0]);
                // No more than one in vain for each that brought a response.
                let requests = server.requests().len();
                assert!(requests <= 800, "{requests} requests");
            }
        }
    }
}

#[tokio::test]
async fn a_closed_connection_is_no_attempt_even_where_there_is_only_one() {
    let server = FaultServer::start(one_each);
    let mut settings = Settings::new(server.url());
    settings.retry = RetryPolicy::never();
    let errors = errors_of(&management_read(&settings), 400, 1).await;
    assert!(errors.is_empty(), "{errors:?}");
}

#[tokio::test]
async fn a_write_on_a_closed_connection_is_not_sent_twice() {
    for probe in [management_write, authentication_write] {
        let server = FaultServer::start(one_each);
        let probe = probe(&Settings::new(server.url()));
        let errors = errors_of(&probe, 40, 1).await;
        // A login gets no user here, which is another matter.
        let errors: Vec<_> =
            errors.into_iter().filter(|error| error.kind() != ErrorKind::Decode).collect();
        assert_eq!(server.requests().len(), 40, "{}: each once", probe.name);
        assert_eq!(errors.len(), 20, "{}", probe.name);
        for error in errors {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
            assert!(!error.is_not_sent(), "the server may have acted");
            assert!(error.to_string().contains("kept from an earlier request"), "{error}");
        }
    }
}

/// What a server that stops does to connections on which nobody sends anything.
#[tokio::test]
async fn a_server_that_was_restarted_is_found_again_by_reads_and_writes() {
    let restarted = std::sync::Arc::new(AtomicBool::new(false));
    let is_restarted = std::sync::Arc::clone(&restarted);
    let server = FaultServer::start(move |seen| {
        match seen.number < 8 || is_restarted.load(Ordering::Relaxed) {
            true => Act::Respond(json(OK)),
            false => Act::Close(Vec::new()),
        }
    });
    let read = management_read(&Settings::new(server.url()));
    // Eight connections, all kept.
    assert!(errors_of(&read, 8, 8).await.is_empty());
    restarted.store(true, Ordering::Relaxed);
    assert!(errors_of(&read, 100, 8).await.is_empty());
    assert!(server.requests().len() <= 116);
}

#[tokio::test]
async fn a_server_that_drops_new_connections_is_not_asked_without_end() {
    let dropped = AtomicUsize::new(0);
    let server = FaultServer::start(move |_| {
        dropped.fetch_add(1, Ordering::Relaxed);
        Act::Close(Vec::new())
    });
    let read = management_read(&Settings::new(server.url()));
    let errors = errors_of(&read, 1000, 32).await;
    assert_eq!(errors.len(), 1000);
    let requests = server.requests().len();
    assert!((1000..=1100).contains(&requests), "{requests} requests for 1000 calls");
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_tried_for_writes_too() {
    // Free since the listener is dropped.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for probe in probes::ALL {
        let probe = probe(&Settings::new(format!("http://127.0.0.1:{port}")));
        let error = probe.send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{}", probe.name);
        assert!(error.is_not_sent());
        assert!(error.to_string().contains("no connection could be made"), "{error}");
    }
}
