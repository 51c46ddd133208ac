//! What a subscription shows of itself. One test alone: it listens to the whole process.
#![cfg(test)]
#![cfg(feature = "events")]
#![allow(clippy::result_large_err, reason = "the callback of the WebSocket library is so")]

use std::{
    fmt::Write as _,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use authing_core::{
    FixedToken, Operation, RetryPolicy, Subscribe,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpListener;
use tokio_tungstenite::{
    accept_async, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
    },
};

const SUBSCRIBE: Operation = Operation::get("events.subscribe", "/events/v1/management/sub");

/// Everything that is shown, by `tracing` or by `log`.
static SHOWN: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Shown;

impl io::Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        SHOWN.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Shown {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        io::Write::write_all(&mut Shown, format!("{}\n", record.args()).as_bytes()).unwrap();
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn the_token_is_in_no_error_no_debug_no_span_and_no_log() {
    log::set_logger(&Shown).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(|| Shown)
        .init();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut options = ClientConfig::new("https://core.authing.example");
    options.proxy = Proxy::None;
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::new(&"canary-token".into()).unwrap()));
    let request = Subscribe::new("some.event")
        .host(format!("ws://{}", listener.local_addr().unwrap()))
        .reconnect(RetryPolicy::new().initial_backoff(Duration::ZERO));
    let mut events = api.subscribe(SUBSCRIBE, request);
    let mut text = format!("{events:?}");
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        let mut peer = accept_async(stream).await.unwrap();
        peer.send(Message::text("{}")).await.unwrap();
        drop(peer);
        for status in [500, 404] {
            let (stream, _) = listener.accept().await.unwrap();
            let refusal = accept_hdr_async(stream, |_: &Request, _: Response| {
                let mut response = ErrorResponse::new(None);
                *response.status_mut() = status.try_into().unwrap();
                Err(response)
            });
            refusal.await.unwrap_err();
        }
    };
    let read = async {
        let mut last = None;
        while let Some(event) = events.next().await {
            write!(text, "{event:?}").unwrap();
            last = event.err();
        }
        last.unwrap()
    };
    let (error, ()) = tokio::join!(read, server);
    write!(text, "{error} {error:?} {}", error.report()).unwrap();
    let shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).clone();
    text.push_str(&String::from_utf8_lossy(&shown));
    for expected in ["authing.subscription", "/events/v1/management/sub", "received frame"] {
        assert!(text.contains(expected), "{expected} is shown");
    }
    assert!(!text.contains("canary"), "{text}");
}
