//! Subscriptions, against servers that do what servers do.
#![cfg(test)]
#![cfg(feature = "events")]
#![allow(clippy::result_large_err, reason = "the callback of the WebSocket library is so")]

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use authing_core::{
    Bearer, BoxFuture, Error, ErrorKind, Event, EventStream, FixedToken, Gap, GapCause, Operation,
    RetryPolicy, Subscribe, TokenProvider,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use authing_test_support::is_alone;
use authing_types::Secret;
use futures_util::{SinkExt, StreamExt};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
    },
};

const SUBSCRIBE: Operation = Operation::get("events.subscribe", "/events/v1/management/sub");

type Peer = WebSocketStream<TcpStream>;

/// A server of one's own.
struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self { listener, address }
    }

    /// Accepts one subscription; returns its path and query too.
    async fn accept(&self) -> (Peer, String) {
        let (stream, _) = self.listener.accept().await.unwrap();
        let mut asked = String::new();
        let peer = accept_hdr_async(stream, |request: &Request, response: Response| {
            asked = request.uri().to_string();
            Ok(response)
        });
        let peer = peer.await.unwrap();
        (peer, asked)
    }

    /// Refuses one subscription with this HTTP status.
    async fn refuse(&self, status: u16) {
        let (stream, _) = self.listener.accept().await.unwrap();
        let refusal = accept_hdr_async(stream, |_: &Request, _: Response| {
            let mut response = ErrorResponse::new(None);
            *response.status_mut() = status.try_into().unwrap();
            Err(response)
        });
        refusal.await.unwrap_err();
    }

    fn request(&self) -> Subscribe {
        let at_once = RetryPolicy::new().initial_backoff(Duration::ZERO).attempts(3);
        Subscribe::new("a b&c").host(format!("ws://{}", self.address)).reconnect(at_once)
    }

    fn subscribe(&self, request: Subscribe) -> EventStream {
        api(Arc::new(FixedToken::new(&"canary".into()).unwrap())).subscribe(SUBSCRIBE, request)
    }
}

fn api(tokens: Arc<dyn TokenProvider>) -> ApiClient {
    let mut options = ClientConfig::new("https://core.authing.example");
    options.proxy = Proxy::None;
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    ApiClient::new(pipeline, tokens)
}

async fn say(peer: &mut Peer, text: &str) {
    peer.send(Message::text(text)).await.unwrap();
}

async fn next(events: &mut EventStream) -> Result<Event, Error> {
    let next = tokio::time::timeout(Duration::from_secs(10), events.next());
    next.await.expect("something comes").expect("the stream goes on")
}

async fn message(events: &mut EventStream) -> String {
    match next(events).await.unwrap() {
        Event::Message(message) => message.text().to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn gap(events: &mut EventStream) -> Gap {
    match next(events).await.unwrap() {
        Event::Gap(gap) => gap,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn events_come_as_the_server_wrote_them() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    let (subscribed, (mut peer, asked)) = tokio::join!(next(&mut events), server.accept());
    assert_eq!(subscribed.unwrap(), Event::Subscribed);
    assert_eq!(asked, "/events/v1/management/sub?code=a+b%26c&token=canary");
    say(&mut peer, r#"{"id": "u1"}"#).await;
    peer.send(Message::binary("né".as_bytes().to_vec())).await.unwrap();
    let Event::Message(first) = next(&mut events).await.unwrap() else { panic!() };
    assert_eq!(first.json::<serde_json::Value>().unwrap()["id"], "u1");
    assert_eq!(first.json::<u8>().unwrap_err().kind(), ErrorKind::Decode);
    assert!(!format!("{first:?}").contains("u1"));
    assert_eq!(message(&mut events).await, "né");
}

#[tokio::test]
async fn nothing_is_sent_before_the_stream_is_polled_and_nothing_after_it_is_dropped() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    tokio::task::yield_now().await;
    let accepted = tokio::time::timeout(Duration::ZERO, server.listener.accept()).await;
    assert!(accepted.is_err(), "it was polled by nobody");
    let (_, (mut peer, _)) = tokio::join!(next(&mut events), server.accept());
    drop(events);
    let end = tokio::time::timeout(Duration::from_secs(10), peer.next()).await.unwrap();
    assert!(!matches!(end, Some(Ok(_))), "the connection ends with the stream");
    tokio::time::pause();
    let again = tokio::time::timeout(Duration::from_secs(60), server.listener.accept()).await;
    assert!(again.is_err(), "and is not made again");
}

#[tokio::test]
async fn however_many_events_may_wait_the_stream_begins() {
    let server = Server::start().await;
    for most in [0, 1, usize::MAX] {
        let mut events = server.subscribe(server.request().buffer(most));
        let (subscribed, (mut peer, _)) = tokio::join!(next(&mut events), server.accept());
        assert_eq!(subscribed.unwrap(), Event::Subscribed);
        say(&mut peer, "1").await;
        assert_eq!(message(&mut events).await, "1");
    }
}

#[tokio::test]
async fn a_lost_connection_is_made_again_and_the_gap_is_told() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    let (_, (mut peer, _)) = tokio::join!(next(&mut events), server.accept());
    say(&mut peer, "1").await;
    assert_eq!(message(&mut events).await, "1");
    drop(peer);
    let (lost, (mut peer, asked)) = tokio::join!(gap(&mut events), server.accept());
    assert_eq!((lost.cause, lost.dropped), (GapCause::Disconnected, 0));
    assert!(asked.contains("code=a+b%26c"), "the same subscription");
    say(&mut peer, "2").await;
    assert_eq!(message(&mut events).await, "2");
    // A close with all courtesy is a gap too.
    peer.close(None).await.unwrap();
    let (lost, _) = tokio::join!(gap(&mut events), server.accept());
    assert_eq!(lost.cause, GapCause::Disconnected);
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    let busy = async {
        server.refuse(503).await;
        server.refuse(429).await;
        server.accept().await
    };
    let (subscribed, _) = tokio::join!(next(&mut events), busy);
    assert_eq!(subscribed.unwrap(), Event::Subscribed);

    let mut events = server.subscribe(server.request());
    let (refused, ()) = tokio::join!(next(&mut events), server.refuse(404));
    let error = refused.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(404), 0));
    assert!(events.next().await.is_none(), "the stream ends with its error");
}

#[tokio::test]
async fn failures_in_a_row_end_the_stream() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    let cut = async {
        // Each stands, brings nothing, and is lost.
        for _ in 0..3 {
            drop(server.accept().await);
        }
    };
    let collected = async {
        let mut all = Vec::new();
        while let Some(event) = events.next().await {
            all.push(event);
        }
        all
    };
    let (all, ()) = tokio::join!(collected, cut);
    let error = all.last().unwrap().as_ref().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert_eq!(
        error.to_string(),
        "events.subscribe failed: the connection for events was lost (after 3 attempts)"
    );
    assert_eq!(all.iter().filter(|event| event.is_ok()).count(), 3, "subscribed and two gaps");
}

/// Hands out numbered tokens; a refused one is replaced.
#[derive(Debug, Default)]
struct Numbered(AtomicUsize);

impl TokenProvider for Numbered {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        let text = format!("token-{}", self.0.load(Ordering::Relaxed));
        Box::pin(std::future::ready(Bearer::new(&Secret::new(text)).map(Some)))
    }

    fn invalidate(&self, _: &Bearer) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let server = Server::start().await;
    let mut events = api(Arc::new(Numbered::default())).subscribe(SUBSCRIBE, server.request());
    let renewing = async {
        server.refuse(401).await;
        server.accept().await
    };
    let (subscribed, (_, asked)) = tokio::join!(next(&mut events), renewing);
    assert_eq!(subscribed.unwrap(), Event::Subscribed);
    assert!(asked.ends_with("&token=token-1"), "{asked}");
    drop(events);

    let mut events = api(Arc::new(Numbered::default())).subscribe(SUBSCRIBE, server.request());
    let refusing = async {
        server.refuse(401).await;
        server.refuse(401).await;
    };
    let (refused, ()) = tokio::join!(next(&mut events), refusing);
    assert!(refused.unwrap_err().is_auth_expired());
}

#[tokio::test]
async fn what_finds_no_room_is_counted_and_what_has_room_stays() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request().buffer(2));
    let (_, (mut peer, _)) = tokio::join!(next(&mut events), server.accept());
    for number in 1..=5 {
        say(&mut peer, &number.to_string()).await;
    }
    // A response to a ping comes after everything before it has been read.
    peer.send(Message::Ping(Vec::new().into())).await.unwrap();
    while !matches!(peer.next().await, Some(Ok(Message::Pong(_)))) {}
    assert_eq!(message(&mut events).await, "1");
    assert_eq!(message(&mut events).await, "2");
    let full = gap(&mut events).await;
    assert_eq!((full.cause, full.dropped, full.outage), (GapCause::Overflow, 3, Duration::ZERO));
    say(&mut peer, "6").await;
    assert_eq!(message(&mut events).await, "6");
}

#[tokio::test]
async fn an_event_that_is_too_large_or_no_text_is_a_gap() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request().max_message_bytes(10));
    let (_, (mut peer, _)) = tokio::join!(next(&mut events), server.accept());
    say(&mut peer, "0123456789").await;
    assert_eq!(message(&mut events).await, "0123456789");
    peer.send(Message::binary(vec![0xff])).await.unwrap();
    let odd = gap(&mut events).await;
    assert_eq!((odd.cause, odd.dropped), (GapCause::Unreadable, 1));
    say(&mut peer, "0123456789a").await;
    let (large, (mut peer, _)) = tokio::join!(gap(&mut events), server.accept());
    assert_eq!(large.cause, GapCause::Oversized);
    say(&mut peer, "ok").await;
    assert_eq!(message(&mut events).await, "ok");
}

#[tokio::test]
async fn a_connection_on_which_nothing_comes_is_given_up() {
    let server = Server::start().await;
    let request = server.request().ping_every(Duration::from_secs(30));
    let mut events = server.subscribe(request.reconnect(RetryPolicy::never()));
    // The peer is there, and reads and sends nothing.
    let (_, (_peer, _)) = tokio::join!(next(&mut events), server.accept());
    tokio::time::pause();
    let start = tokio::time::Instant::now();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    // The connection is a moment older.
    let elapsed = start.elapsed().as_secs_f64().round();
    assert_eq!(elapsed, 60.0, "one ping, and no response until the next");
}

#[tokio::test]
async fn a_server_without_response_to_the_handshake_is_no_websocket() {
    let server = Server::start().await;
    let mut events = server.subscribe(server.request());
    let liar = async {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = server.listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 2048]).await.unwrap();
        let response = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\
            pipeline: upgrade\r\nsec-websocket-accept: d3Jvbmc=\r\n\r\n";
        stream.write_all(response.as_bytes()).await.unwrap();
        stream
    };
    let (refused, _stream) = tokio::join!(next(&mut events), liar);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn what_cannot_be_is_refused_before_anything_is_sent() {
    let server = Server::start().await;
    for (request, problem) in [
        (Subscribe::new(" ").host("ws://localhost"), "argument `event_type` is empty"),
        // The client talks to another server than the public cloud's.
        (Subscribe::new("e"), "argument `host` is missing"),
        (Subscribe::new("e").host("ftp://localhost"), "argument `host` begins with `ftp://`"),
        (Subscribe::new("e").host("wss://a:canary@b"), "argument `host` must not hold a username"),
        (Subscribe::new("e").host("wss://a b"), "argument `host` holds a space"),
        (
            Subscribe::new("e").host("wss//events.example.com"),
            "argument `host` begins with `wss//`",
        ),
        // The token goes there.
        (Subscribe::new("e").host("ws://events:3000"), "argument `host` is not encrypted"),
    ] {
        let error = next(&mut server.subscribe(request)).await.unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
        assert!(!error.report().to_string().contains("canary"));
    }
    let nobody = api(Arc::new(FixedToken::none()));
    let error = next(&mut nobody.subscribe(SUBSCRIBE, server.request())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn options_that_events_cannot_honour_are_not_ignored() {
    let invalid = |options: &mut ClientConfig| options.danger_accept_invalid_certificates = true;
    let mut problems =
        vec![("danger_accept_invalid_certificates", invalid as fn(&mut ClientConfig))];
    if cfg!(feature = "socks") {
        problems.push((
            "proxy` names a proxy with `socks5`, through which events do not go",
            |options| {
                options.proxy = Proxy::Address("socks5://user:canary@127.0.0.1:1".into());
            },
        ));
    }
    for (option, change) in problems {
        let request = Subscribe::new("e").host("ws://127.0.0.1:1");
        let error = next(&mut subscribe(request, change)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(option), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

/// A subscription of a client with other options.
fn subscribe(request: Subscribe, change: impl FnOnce(&mut ClientConfig)) -> EventStream {
    let mut options = ClientConfig::new("https://core.authing.example");
    change(&mut options);
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    let token = FixedToken::new(&"canary".into()).unwrap();
    ApiClient::new(pipeline, Arc::new(token)).subscribe(SUBSCRIBE, request)
}

/// A proxy that connects to `target` wherever it is asked to go, or returns this status. Its port, and
/// the heads of what it was asked.
async fn proxy(target: Option<SocketAddr>, status: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let heads = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(client.read_u8().await.unwrap());
            }
            heads.lock().unwrap().push(String::from_utf8(head).unwrap());
            client.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).await.unwrap();
            let Some(target) = target else { continue };
            tokio::spawn(async move {
                let mut server = TcpStream::connect(target).await.unwrap();
                tokio::io::copy_bidirectional(&mut client, &mut server).await.ok();
            });
        }
    });
    (port, asked)
}

#[tokio::test]
async fn events_come_through_the_proxy_that_the_client_names() {
    let (target, pem) = private_server().await;
    let (port, asked) = proxy(Some(([127, 0, 0, 1], target).into()), "200 OK").await;
    let request = Subscribe::new("e").host("wss://localhost:7777");
    let mut events = subscribe(request, |options| {
        options.proxy = Proxy::Address(format!("http://user:canary@127.0.0.1:{port}"));
        options.root_certificates.push(pem.into_bytes());
    });
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    assert_eq!(message(&mut events).await, "trusted");
    let head = asked.lock().unwrap().pop().unwrap().to_ascii_lowercase();
    assert!(head.starts_with("connect localhost:7777 http/1.1\r\n"), "{head}");
    // `user:canary`.
    assert!(head.contains("\r\nproxy-authorization: basic dxnlcjpjyw5hcnk=\r\n"), "{head}");
    assert!(!head.contains("token"), "the proxy learns where to and nothing else: {head}");
}

#[tokio::test]
async fn a_proxy_that_leads_nowhere_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for (status, attempts) in [("407 Who is it", 1), ("502 Bad Gateway", 3), ("", 3)] {
        let (port, asked) = proxy(None, status).await;
        let port = if status.is_empty() { closed } else { port };
        let at_once = RetryPolicy::new().initial_backoff(Duration::ZERO).attempts(3);
        let request = Subscribe::new("e").host("wss://events.example.com").reconnect(at_once);
        let mut events = subscribe(request, |options| {
            options.proxy = Proxy::Address(format!("http://user:canary@127.0.0.1:{port}"));
        });
        let error = next(&mut events).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        let text = error.to_string();
        let named = format!("through the proxy `127.0.0.1:{port}`, which the option `proxy` names");
        assert!(text.contains(&named), "{text}");
        let code = status.split(' ').next().unwrap();
        assert!(text.contains(code) && !format!("{error:?}").contains("canary"), "{error:?}");
        if !status.is_empty() {
            assert_eq!(asked.lock().unwrap().len(), attempts, "{status}");
        }
    }
}

#[test]
fn events_come_through_the_proxy_of_the_environment_but_for_this_machine() {
    const TEST: &str = "events_come_through_the_proxy_of_the_environment_but_for_this_machine";
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("http://user:canary@127.0.0.1:{port}");
    let variables =
        [("HTTPS_PROXY", &*address), ("HTTP_PROXY", &address), ("NO_PROXY", "direct.invalid")];
    if !is_alone(TEST, &variables) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for (host, through) in [
            ("wss://events.invalid", Some("HTTPS_PROXY")),
            ("ws://events.invalid", Some("HTTP_PROXY")),
            ("wss://direct.invalid", None),
        ] {
            let request = Subscribe::new("e").host(host).reconnect(RetryPolicy::never());
            let mut events = subscribe(request, |options| {
                options.danger_allow_http = true;
                options.timeout = Duration::from_millis(500);
            });
            let text = next(&mut events).await.unwrap_err().to_string();
            match through {
                Some(variable) => {
                    assert!(text.contains(&format!("which `{variable}` names")), "{text}");
                }
                None => assert!(!text.contains("proxy"), "{text}"),
            }
        }
        let server = Server::start().await;
        let mut events = subscribe(server.request(), |_| ());
        let (subscribed, _) = tokio::join!(next(&mut events), server.accept());
        assert_eq!(subscribed.unwrap(), Event::Subscribed);
    });
}

#[tokio::test]
async fn plain_text_to_another_machine_needs_the_switch() {
    let mut options = ClientConfig::new("https://core.authing.example");
    options.danger_allow_http = true;
    options.timeout = Duration::from_millis(200);
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::new(&"canary".into()).unwrap()));
    let request = Subscribe::new("e").host("ws://events.invalid").reconnect(RetryPolicy::never());
    let error = next(&mut api.subscribe(SUBSCRIBE, request)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout), "{error}");
}

/// A server whose certificate nobody knows: its port, and the certificate as PEM.
async fn private_server() -> (u16, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            // A client that does not trust the server hangs up here.
            let Ok(stream) = acceptor.accept(socket).await else { continue };
            let mut peer = tokio_tungstenite::accept_async(stream).await.unwrap();
            peer.send(Message::text("trusted")).await.unwrap();
            let _ = peer.next().await;
        }
    });
    (port, cert.pem())
}

#[tokio::test]
async fn only_a_trusted_server_hears_the_token() {
    let (port, pem) = private_server().await;
    let subscribe = |trusted: bool| {
        let mut options = ClientConfig::new("https://core.authing.example");
        options.proxy = Proxy::None;
        if trusted {
            options.root_certificates.push(pem.clone().into_bytes());
        }
        let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
        let token = FixedToken::new(&"canary".into()).unwrap();
        let request = Subscribe::new("e").host(format!("localhost:{port}"));
        ApiClient::new(pipeline, Arc::new(token))
            .subscribe(SUBSCRIBE, request.reconnect(RetryPolicy::never()))
    };
    let error = next(&mut subscribe(false)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.report().to_string().contains("certificate"), "{}", error.report());

    let mut events = subscribe(true);
    assert_eq!(next(&mut events).await.unwrap(), Event::Subscribed);
    assert_eq!(message(&mut events).await, "trusted");
}
