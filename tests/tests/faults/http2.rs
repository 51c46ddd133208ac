//! HTTP/2: a server that refuses streams, or ends a connection on which requests are under way.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use authing_core::{Error, ErrorKind, RetryPolicy};
use futures_util::{StreamExt, future::join_all, stream};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::server::TlsStream;

use crate::{
    probes::{
        self, Probe, Settings, authentication_read, authentication_write, management_read,
        management_write,
    },
    server::{FaultServer, Log, Seen},
    tls::{Identity, for_localhost},
};

const OK: &str = r#"{"code": 200, "message": "", "data": []}"#;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Types of frames (RFC 9113 section 6), and the flags that are used here.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const REFUSED_STREAM: u32 = 7;
const NO_ERROR: u32 = 0;
const ENHANCE_YOUR_CALM: u32 = 11;

/// What the server does with a request on a stream.
#[derive(Clone, Copy, Debug)]
enum Act {
    Respond,
    /// Says that it did not begin with it, and takes others.
    Refuse,
    /// Ends the connection: it has begun with this one and none after it, or not even with this one.
    GoAway {
        begun: bool,
        reason: u32,
    },
    /// Ends the connection without a word.
    Drop,
    /// Waits for other requests.
    Nothing,
}

type Decide = dyn Fn(&Seen) -> Act + Send + Sync;

/// A server of HTTP/2 alone, whose frames are made here, so that it can do what no server should.
struct Server {
    server: FaultServer,
    identity: Identity,
}

impl Server {
    fn start(decide: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Self {
        let identity = Identity::new(&for_localhost(), &[b"h2"]);
        let (acceptor, decide) = (identity.acceptor.clone(), Arc::new(decide));
        let server = FaultServer::serve(move |stream, log: Arc<Log>| {
            let (acceptor, decide) = (acceptor.clone(), Arc::clone(&decide));
            Box::pin(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                // A client that hangs up is none of the server's business.
                let _ = serve(stream, &log, &*decide).await;
            }) as Pin<Box<dyn Future<Output = ()> + Send>>
        });
        Self { server, identity }
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::new(format!("https://localhost:{}", self.server.port()));
        settings.root_certificate = Some(self.identity.pem.clone());
        settings
    }

    fn requests(&self) -> usize {
        self.server.requests().len()
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

async fn serve(
    mut stream: TlsStream<TcpStream>,
    log: &Log,
    decide: &Decide,
) -> std::io::Result<()> {
    let mut preface = vec![0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    assert_eq!(preface, PREFACE);
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    let mut requests = 0;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut payload).await?;
        match kind {
            SETTINGS if flags & ACK == 0 => stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await?,
            PING if flags & ACK == 0 => stream.write_all(&frame(PING, ACK, 0, &payload)).await?,
            HEADERS | DATA if flags & END_STREAM != 0 => {
                let seen = log.note(requests, format!("stream {id}"));
                requests += 1;
                match decide(&seen) {
                    Act::Nothing => {}
                    Act::Drop => return Ok(()),
                    Act::Respond => {
                        // `:status: 200`, which stands in the table of every connection.
                        let head = frame(HEADERS, END_HEADERS, id, &[0x88]);
                        let body = frame(DATA, END_STREAM, id, OK.as_bytes());
                        stream.write_all(&[head, body].concat()).await?;
                    }
                    Act::Refuse => {
                        let reset = frame(RST_STREAM, 0, id, &REFUSED_STREAM.to_be_bytes());
                        stream.write_all(&reset).await?;
                    }
                    Act::GoAway { begun, reason } => {
                        let last: u32 = if begun { id } else { id.saturating_sub(2) };
                        let payload = [last.to_be_bytes(), reason.to_be_bytes()].concat();
                        stream.write_all(&frame(GOAWAY, 0, 0, &payload)).await?;
                        return stream.shutdown().await;
                    }
                }
            }
            _ => {}
        }
    }
}

async fn errors_of(probe: &Probe, calls: usize, at_once: usize) -> Vec<Error> {
    let calls = (0..calls).map(|_| probe.send());
    let results = stream::iter(calls).buffer_unordered(at_once);
    results.filter_map(|result| std::future::ready(result.err())).collect().await
}

#[tokio::test]
async fn calls_share_one_connection() {
    let server = Server::start(|_| Act::Respond);
    let probe = management_read(&server.settings());
    probe.send().await.unwrap();
    assert!(errors_of(&probe, 100, 16).await.is_empty());
    assert_eq!((server.requests(), server.server.connections()), (101, 1));
}

#[tokio::test]
async fn a_request_that_the_server_did_not_begin_with_is_sent_again_even_if_it_is_a_write() {
    for act in [
        Act::Refuse,
        Act::GoAway { begun: false, reason: NO_ERROR },
        Act::GoAway { begun: false, reason: ENHANCE_YOUR_CALM },
    ] {
        for probe in [management_read, management_write, authentication_read] {
            let server = Server::start(move |seen| match seen.number {
                0 | 1 => act,
                _ => Act::Respond,
            });
            let probe = probe(&server.settings());
            probe.send().await.unwrap_or_else(|error| panic!("{act:?}: {}", error.report()));
            assert_eq!(server.requests(), 3, "{act:?}: {}", probe.name);
        }
    }
}

#[tokio::test]
async fn a_server_that_begins_with_nothing_is_asked_as_often_as_the_policy_says() {
    for (act, says) in [
        (Act::Refuse, "the server takes no more requests at a time, and refused this one"),
        (
            Act::GoAway { begun: false, reason: NO_ERROR },
            "the server closed the connection and did not begin with the request",
        ),
    ] {
        for probe in probes::ALL {
            let server = Server::start(move |_| act);
            let probe = probe(&server.settings());
            let error = probe.send().await.unwrap_err();
            let place = format!("{act:?}: {}: {}", probe.name, error.report());
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{place}");
            assert!(error.is_not_sent(), "nothing was done: {place}");
            assert!(error.to_string().contains(says), "{place}");
            assert_eq!(server.requests(), 3, "{place}");
        }
    }
}

#[tokio::test]
async fn a_storm_of_refusals_is_met_with_the_budget_and_no_more() {
    for probe in [management_read, management_write] {
        let server = Server::start(|_| Act::Refuse);
        let errors = errors_of(&probe(&server.settings()), 1000, 32).await;
        assert_eq!(errors.len(), 1000);
        assert_eq!(server.requests(), 1100);
    }
}

#[tokio::test]
async fn a_request_that_the_server_may_have_begun_with_is_sent_again_only_if_it_is_a_read() {
    for act in [
        Act::Drop,
        Act::GoAway { begun: true, reason: NO_ERROR },
        Act::GoAway { begun: true, reason: ENHANCE_YOUR_CALM },
    ] {
        for probe in [management_read, management_write, authentication_read, authentication_write]
        {
            let server = Server::start(move |_| act);
            let probe = probe(&server.settings());
            let error = probe.send().await.unwrap_err();
            let place = format!("{act:?}: {}: {}", probe.name, error.report());
            assert_eq!(error.kind(), ErrorKind::Transport, "{place}");
            assert!(!error.is_not_sent(), "{place}");
            assert_eq!(server.requests(), if probe.is_idempotent { 3 } else { 1 }, "{place}");
        }
    }
}

/// All that are under way on a kept connection end with it: a hundred, more than there are retries.
#[tokio::test]
async fn reads_under_way_on_a_kept_connection_do_not_starve_when_it_ends() {
    const AT_ONCE: usize = 150;
    for end in [Act::Drop, Act::GoAway { begun: true, reason: NO_ERROR }] {
        let waiting = AtomicUsize::new(0);
        // The first request is responded to. Those that come together next get nothing until the last
        // of them is there, and then the connection ends.
        let server = Server::start(move |seen| match seen.number {
            0 => Act::Respond,
            _ => match waiting.fetch_add(1, Ordering::Relaxed) + 1 {
                AT_ONCE => end,
                later if later > AT_ONCE => Act::Respond,
                _ => Act::Nothing,
            },
        });
        let mut settings = server.settings();
        settings.retry = RetryPolicy::never();
        let probe = management_read(&settings);
        probe.send().await.unwrap();
        for result in join_all((0..AT_ONCE).map(|_| probe.send())).await {
            result.unwrap_or_else(|error| panic!("{end:?}: {}", error.report()));
        }
        assert_eq!(server.requests(), 1 + 2 * AT_ONCE, "{end:?}");
    }
}

/// A connection that is new to all who share it: their failure is the server's.
#[tokio::test]
async fn a_server_that_drops_each_new_connection_is_not_asked_without_end() {
    let server = Server::start(|_| Act::Drop);
    let errors = errors_of(&management_read(&server.settings()), 1000, 32).await;
    assert_eq!(errors.len(), 1000);
    let requests = server.requests();
    // A server that drops a connection does not see all that was sent on it.
    assert!(requests <= 1100, "{requests} requests");
}

/// As a server does that responds to one request in thirty and loses the rest.
#[tokio::test]
async fn a_server_that_drops_nearly_everything_is_not_asked_without_end() {
    let server = Server::start(|seen| match seen.on_connection {
        0 => Act::Respond,
        1..30 => Act::Nothing,
        _ => Act::Drop,
    });
    let mut settings = server.settings();
    settings.attempt_timeout = Some(std::time::Duration::from_millis(50));
    let probe = management_read(&settings);
    join_all((0..300).map(|_| probe.send())).await;
    let requests = server.requests();
    // The calls, the budget, and no more than one in vain for each call that found its connection lost.
    assert!(requests <= 300 + 100 + 300, "{requests} requests");
}
