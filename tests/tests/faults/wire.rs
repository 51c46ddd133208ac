//! Servers that break off, stall, or send something else than a response: each makes one error that
//! says what was wrong, in bounded time, and no call is carried out twice that must not be.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use authing_core::{Error, ErrorKind};
use flate2::{Compression, write::GzEncoder};

use crate::{
    probes::{ALL, BOUND, Probe, Settings, management_read},
    server::{Act, FaultServer, Seen, json, response},
};

const OK: &str = r#"{"code": 200, "message": "", "data": []}"#;

/// A short limit where nothing but time ends a call.
const SHORT: Duration = Duration::from_millis(80);

struct Expected {
    kind: ErrorKind,
    /// What the error says.
    says: &'static str,
    /// How often a call is sent that may be repeated.
    times: usize,
}

/// Has each probe make one call to a server that does this.
async fn each_fails(
    fault: &str,
    act: impl Fn(&Seen) -> Act + Clone + Send + Sync + 'static,
    change: impl Fn(&mut Settings),
    expected: Expected,
) {
    for probe in ALL {
        let server = FaultServer::start(act.clone());
        let mut settings = Settings::new(server.url());
        change(&mut settings);
        let probe = probe(&settings);
        let start = Instant::now();
        let error = probe.send().await.expect_err(&format!("{fault}: {}", probe.name));
        assert!(start.elapsed() < BOUND, "{fault}: {}: {:?}", probe.name, start.elapsed());
        check(fault, &probe, &error, &expected);
        // The limit, and what the system keeps on its way.
        let taken = server.written();
        assert!(taken < 64 << 20, "{fault}: {}: {taken} bytes", probe.name);
        let requests = server.count(probe.request);
        assert_eq!(requests, server.requests().len(), "{fault}: nothing else is sent");
        let times = if probe.is_idempotent { expected.times } else { 1 };
        assert_eq!(error.attempts() as usize, times, "{fault}: {}", probe.name);
        // A server on a busy machine may see a request too late for a client that waits no longer.
        let is_seen = requests == times || (error.is_timeout() && requests < times);
        assert!(is_seen, "{fault}: {}: {requests}: {}", probe.name, error.report());
    }
}

fn check(fault: &str, probe: &Probe, error: &Error, expected: &Expected) {
    let place = format!("{fault}: {}: {}", probe.name, error.report());
    assert_eq!(error.kind(), expected.kind, "{place}");
    assert!(error.to_string().contains(expected.says), "{place}");
    assert!(error.operation().is_some(), "{place}");
    assert!(!error.is_not_sent(), "the server may have acted: {place}");
    assert!(error.report().to_string().len() < 500, "{place}");
}

fn broken(says: &'static str) -> Expected {
    Expected { kind: ErrorKind::Transport, says, times: 3 }
}

fn cut(at: usize) -> Vec<u8> {
    json(OK)[..at].to_vec()
}

/// Behind the head of a response, and half of its body.
fn half_of_the_body() -> usize {
    json(OK).len() - OK.len() / 2
}

#[tokio::test]
async fn a_connection_that_is_dropped_before_or_inside_the_head() {
    for at in [0, 5, 20, 60] {
        let says = "the connection broke before a response came";
        each_fails("closed", move |_| Act::Close(cut(at)), |_| (), broken(says)).await;
        each_fails("reset", move |_| Act::Reset(cut(at)), |_| (), broken(says)).await;
    }
}

#[tokio::test]
async fn a_connection_that_is_dropped_inside_the_body() {
    let says = "the connection broke in the middle of the response";
    let at = half_of_the_body();
    each_fails("closed", move |_| Act::Close(cut(at)), |_| (), broken(says)).await;
    each_fails("reset", move |_| Act::Reset(cut(at)), |_| (), broken(says)).await;
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{\"co\r\n";
    each_fails("chunks", |_| Act::Close(chunked.to_vec()), |_| (), broken(says)).await;
}

#[tokio::test]
async fn a_server_that_stalls_costs_as_much_time_as_the_call_has() {
    for at in [0, 20, half_of_the_body()] {
        let expected = Expected {
            kind: ErrorKind::Timeout,
            says: "no complete response within 80ms",
            times: 1,
        };
        let act = move |_: &Seen| Act::Stall(cut(at));
        each_fails("stalled", act, |settings| settings.timeout = SHORT, expected).await;
        let expected =
            Expected { kind: ErrorKind::Timeout, says: "no complete response within", times: 3 };
        let limit = |settings: &mut Settings| settings.attempt_timeout = Some(SHORT / 2);
        each_fails("stalled attempts", act, limit, expected).await;
    }
}

#[tokio::test]
async fn a_server_that_sends_one_byte_after_the_other_costs_no_more() {
    let expected = Expected { kind: ErrorKind::Timeout, says: "within 80ms", times: 1 };
    let act = |_: &Seen| Act::Drip(json(OK), Duration::from_millis(2));
    each_fails("drip", act, |settings| settings.timeout = SHORT, expected).await;
}

#[tokio::test]
async fn a_length_that_is_not_the_bodys() {
    let with = |headers: &str| {
        let response = format!("HTTP/1.1 200 OK\r\n{headers}\r\n{OK}").into_bytes();
        move |_: &Seen| Act::Close(response.clone())
    };
    let length = OK.len();
    let long = with(&format!("content-length: {}\r\n", length + 7));
    let says = "the connection broke in the middle of the response";
    each_fails("long", long, |_| (), broken(says)).await;
    let short = with(&format!("content-length: {}\r\n", length - 7));
    let decode = Expected { kind: ErrorKind::Decode, says: "the response ", times: 1 };
    each_fails("short", short, |_| (), decode).await;
    for wrong in [
        "content-length: -1\r\n".to_owned(),
        "content-length: 18446744073709551616\r\n".to_owned(),
        "content-length: many\r\n".to_owned(),
        format!("content-length: {length}\r\ncontent-length: {}\r\n", length + 1),
        format!("content-length: {length}, {}\r\n", length + 1),
    ] {
        each_fails(&wrong, with(&wrong), |_| (), broken("not a response of HTTP")).await;
    }
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno size\r\n";
    let act = |_: &Seen| Act::Close(chunked.to_vec());
    each_fails("a size that is none", act, |_| (), broken("in the middle of the response")).await;
}

/// RFC 9112 section 6.3: the chunks count, and the connection is not used again.
#[tokio::test]
async fn chunks_count_more_than_a_length() {
    let server = FaultServer::start(|_| {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n";
        Act::Respond(format!("{head}\r\n{:x}\r\n{OK}\r\n0\r\n\r\n", OK.len()).into_bytes())
    });
    let probe = management_read(&Settings::new(server.url()));
    for _ in 0..3 {
        probe.send().await.unwrap();
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn what_is_no_http_says_so() {
    for text in
        ["SSH-2.0-OpenSSH_9.6\r\n", "220 mail.example.com ESMTP\r\n\r\n", "\0\0\0\0\r\n\r\n"]
    {
        let act = move |_: &Seen| Act::Close(text.as_bytes().to_vec());
        each_fails(text, act, |_| (), broken("not a response of HTTP")).await;
    }
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// A response that is compressed.
fn compressed(coding: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {coding}\r\n\
         content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn a_response_that_grows_when_it_is_unpacked_is_not_kept() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100 << 10);
    let nested = compressed("gzip, gzip", &gzip(&bomb));
    for bomb in [compressed("gzip", &bomb), nested] {
        let expected = Expected {
            kind: ErrorKind::Decode,
            says: "the response is larger than the 1048576 bytes allowed, once it is unpacked",
            times: 1,
        };
        each_fails("bomb", move |_| Act::Respond(bomb.clone()), |_| (), expected).await;
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_read_to_the_limit() {
    let piece = vec![b' '; 16 << 10];
    let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let until_closed = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    for (start, piece) in [(chunked, chunk), (until_closed, piece)] {
        let expected = Expected {
            kind: ErrorKind::Decode,
            says: "the response is larger than the 1048576 bytes allowed",
            times: 1,
        };
        let act = move |_: &Seen| Act::Endless(start.clone(), piece.clone());
        each_fails("endless", act, |_| (), expected).await;
    }
}

#[tokio::test]
async fn headers_without_an_end_are_read_to_a_limit() {
    for name in ["x-pad", "set-cookie"] {
        let line = format!("{name}: {}\r\n", "x".repeat(4000)).into_bytes();
        let act = move |_: &Seen| Act::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), line.clone());
        let expected = broken("the response has more headers than are read");
        each_fails("endless headers", act, |_| (), expected).await;
    }
    let act = |_: &Seen| Act::Endless(b"HTTP/1.1 200 OK\r\nx: ".to_vec(), vec![b'x'; 4000]);
    let expected = broken("the response has more headers than are read");
    each_fails("a header without an end", act, |_| (), expected).await;
}

#[tokio::test]
async fn interim_responses_without_an_end_cost_as_much_time_as_the_call_has() {
    for interim in
        ["HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"]
    {
        let pause = Duration::from_millis(1);
        let act = move |_: &Seen| Act::Repeat(interim.as_bytes().to_vec(), pause);
        let expected = Expected { kind: ErrorKind::Timeout, says: "within 80ms", times: 1 };
        each_fails("interim", act, |settings| settings.timeout = SHORT, expected).await;
    }
}

/// On a runtime with one thread, which the connection must not keep to itself.
#[tokio::test]
async fn interim_responses_as_fast_as_they_are_read_keep_no_limit_from_being_seen() {
    for interim in ["HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"] {
        let many = interim.repeat(1000).into_bytes();
        let server = FaultServer::start(move |_| Act::Endless(Vec::new(), many.clone()));
        let mut settings = Settings::new(server.url());
        settings.timeout = SHORT;
        let start = Instant::now();
        let error = management_read(&settings).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{}", error.report());
        assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_gateway_that_responds_for_the_server() {
    for (status, times) in [(500, 1), (502, 3), (503, 3), (504, 3), (413, 1), (431, 1)] {
        let act = move |_: &Seen| Act::Respond(response(status, "", "<html>canary</html>"));
        let expected = Expected { kind: ErrorKind::Status, says: "is HTML or XML", times };
        each_fails("gateway", act, |_| (), expected).await;
    }
}
