//! What lies between a client and its server: proxies, compression, redirects.
#![cfg(test)]
#![cfg(feature = "reqwest")]

use std::{net::TcpListener, sync::Arc, time::Duration};

use authing_core::{
    Error, ErrorKind, FixedToken, Operation, RestRequest, RetryPolicy,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use authing_test_support::{RawServer, is_alone, json_response};

const READ: Operation = Operation::get("things.list", "/api/v2/things").idempotent();

const SEVEN: &str = r#"{"code": 200, "data": 7}"#;

fn build(host: &str, change: impl FnOnce(&mut ClientConfig)) -> Result<ApiClient, Error> {
    let mut options = ClientConfig::new(host);
    options.retry = RetryPolicy::never();
    options.danger_allow_http = true;
    change(&mut options);
    let pipeline = Pipeline::new(&options, &ClientIdentity::default())?;
    Ok(ApiClient::new(pipeline, Arc::new(FixedToken::none())))
}

async fn read(host: &str, change: impl FnOnce(&mut ClientConfig)) -> Result<u32, Error> {
    build(host, change)?.rest(RestRequest::new(READ)).await
}

/// A port that nobody listens at.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test]
async fn a_response_is_asked_for_uncompressed_unless_gzip_is_switched_on() {
    let server = RawServer::new(|_| json_response(SEVEN));
    for (gzip, header) in
        [(false, "accept-encoding: identity\r\n"), (true, "accept-encoding: gzip\r\n")]
    {
        let change = |options: &mut ClientConfig| {
            options.proxy = Proxy::None;
            options.gzip = gzip;
        };
        assert_eq!(read(&server.url(), change).await.unwrap(), 7);
        let request = server.requests().pop().unwrap();
        assert!(request.contains(header), "{request}");
        assert_eq!(request.matches("accept-encoding").count(), 1, "{request}");
    }
}

#[tokio::test]
async fn an_unreachable_proxy_is_named_without_its_password() {
    let port = closed_port();
    for host in ["http://core.example.invalid", "https://core.example.invalid"] {
        if host.starts_with("https") && !cfg!(feature = "rustls") {
            continue;
        }
        let proxy = Proxy::Address(format!("http://user:canary@127.0.0.1:{port}"));
        let error = read(host, |options| options.proxy = proxy).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        let text = format!("through the proxy `127.0.0.1:{port}`, which the option `proxy` names");
        assert!(error.to_string().contains(&text), "{error}");
        assert!(!format!("{error:?}{}", error.report()).contains("canary"), "{error:?}");
    }
}

#[test]
fn a_proxy_of_the_environment_is_used_except_where_no_proxy_says_otherwise() {
    const TEST: &str = "a_proxy_of_the_environment_is_used_except_where_no_proxy_says_otherwise";
    let port = closed_port().to_string();
    let proxy = format!("http://user:canary@127.0.0.1:{port}");
    let variables = [("HTTP_PROXY", &*proxy), ("NO_PROXY", "direct.invalid"), ("PORT", &port)];
    if !is_alone(TEST, &variables) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = RawServer::new(|_| json_response(SEVEN));
        assert_eq!(read(&server.url(), |_| ()).await.unwrap(), 7, "this machine");
        let direct = |options: &mut ClientConfig| options.timeout = Duration::from_millis(500);
        let error = read("http://direct.invalid", direct).await.unwrap_err();
        assert!(!error.to_string().contains("proxy"), "NO_PROXY: {error}");
        // What code names is not looked at by the rules of the environment.
        let named = |options: &mut ClientConfig| {
            options.proxy = Proxy::Address(std::env::var("HTTP_PROXY").unwrap());
        };
        for host in ["http://direct.invalid", &server.url()] {
            let error = read(host, named).await.unwrap_err();
            assert!(error.to_string().contains("which the option `proxy` names"), "{error}");
        }
        let error = read("http://core.example.invalid", |_| ()).await.unwrap_err();
        let port = std::env::var("PORT").unwrap();
        let text = format!("through the proxy `127.0.0.1:{port}`, which `HTTP_PROXY` names");
        assert!(error.to_string().contains(&text), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    });
}

/// The row env-03 of the cases.
#[test]
fn a_socks_proxy_of_the_environment_is_refused_by_name_or_used() {
    const TEST: &str = "a_socks_proxy_of_the_environment_is_refused_by_name_or_used";
    if !is_alone(TEST, &[("ALL_PROXY", "socks5://127.0.0.1:1080")]) {
        return;
    }
    let built = build("http://core.example.com", |_| ());
    if cfg!(feature = "socks") {
        assert!(built.is_ok());
    } else {
        let error = built.map(|_| ()).unwrap_err().to_string();
        assert!(error.starts_with("option `ALL_PROXY` in the environment"), "{error}");
        assert!(error.contains("needs the feature `socks`"), "{error}");
    }
    // Nothing is looked up where the client says so itself.
    assert!(build("http://core.example.com", |options| options.proxy = Proxy::None).is_ok());
}

#[test]
fn a_proxy_of_no_known_kind_is_refused_before_anything_is_sent() {
    for (address, problem) in [
        ("ftp://127.0.0.1:1080", "option `proxy` names a proxy with `ftp`"),
        ("socks://127.0.0.1:1080", "option `proxy` names a proxy with `socks`"),
        ("socks5//127.0.0.1:1080", "option `proxy` is not a proxy address"),
    ] {
        let proxy = Proxy::Address(address.to_owned());
        let error = build("http://x", |options| options.proxy = proxy).map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with(problem), "{address}: {error}");
    }
}

#[cfg(feature = "socks")]
mod socks {
    use std::{
        io::{Read as _, Write as _, copy},
        net::TcpStream,
        thread,
    };

    use super::*;

    /// A proxy as in RFC 1928, which connects to `target` wherever it is asked to go. Returns its
    /// address; the thread returns the name that it was asked for.
    fn proxy(target: String) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let served = thread::spawn(move || {
            let (mut client, _) = listener.accept().unwrap();
            let mut greeting = [0; 2];
            client.read_exact(&mut greeting).unwrap();
            assert_eq!(greeting[0], 5);
            client.read_exact(&mut vec![0; greeting[1].into()]).unwrap();
            // No authentication.
            client.write_all(&[5, 0]).unwrap();
            let mut head = [0; 5];
            client.read_exact(&mut head).unwrap();
            assert_eq!(head[..4], [5, 1, 0, 3], "connect, to a name");
            let mut name = vec![0; head[4].into()];
            client.read_exact(&mut name).unwrap();
            client.read_exact(&mut [0; 2]).unwrap();
            client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0]).unwrap();
            let mut server = TcpStream::connect(target).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || copy(&mut from, &mut to));
            thread::spawn(move || copy(&mut server, &mut client));
            String::from_utf8(name).unwrap()
        });
        (address, served)
    }

    #[tokio::test]
    async fn requests_go_through_a_socks_proxy() {
        let server = RawServer::new(|_| json_response(SEVEN));
        let (address, served) = proxy(server.address().to_string());
        let socks = Proxy::Address(format!("socks5h://{address}"));
        let read = read("http://core.example.invalid", |options| options.proxy = socks).await;
        assert_eq!(read.unwrap(), 7);
        assert_eq!(served.join().unwrap(), "core.example.invalid");
    }

    #[tokio::test]
    async fn an_unreachable_socks_proxy_is_named() {
        let port = closed_port();
        let proxy = Proxy::Address(format!("socks5h://user:canary@127.0.0.1:{port}"));
        let error =
            read("http://core.example.invalid", |options| options.proxy = proxy).await.unwrap_err();
        assert!(error.to_string().contains(&format!("the proxy `127.0.0.1:{port}`")), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

const REDIRECTS: [&[u8]; 2] = [
    include_bytes!("cases/messages/redirect-301.http"),
    include_bytes!("cases/messages/redirect-308.http"),
];

#[tokio::test]
async fn a_redirect_is_reported_with_status_and_target_once() {
    for (response, status) in REDIRECTS.into_iter().zip([301, 308]) {
        let server = RawServer::always(response);
        let change = |options: &mut ClientConfig| {
            options.proxy = Proxy::None;
            options.retry = RetryPolicy::new();
        };
        let error = read(&server.url(), change).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(status)));
        let text = error.to_string();
        assert!(
            text.contains(&format!("HTTP {status}: the server responds with a redirect")),
            "{text}"
        );
        assert!(text.contains("`https://core.example.com/graphql/v2`"), "{text}");
        assert!(text.contains("set this host"), "{text}");
        assert_eq!(server.requests().len(), 1, "neither followed nor tried again");
    }
}

#[tokio::test]
async fn what_is_compressed_is_unpacked_whatever_the_status() {
    // `{"code": 2004, "message": "no such user"}`, by gzip.
    let packed = gzip(br#"{"code": 2004, "message": "no such user"}"#);
    for status in ["200 OK", "400 Bad Request", "503 Service Unavailable"] {
        let packed = packed.clone();
        let server = RawServer::new(move |_| compressed(status, "gzip", &packed));
        let error = read(&server.url(), |options| options.proxy = Proxy::None).await.unwrap_err();
        assert_eq!(error.message(), "no such user");
        assert_eq!(error.kind(), ErrorKind::Api);
    }
}

#[tokio::test]
async fn what_cannot_be_unpacked_keeps_its_status() {
    for (status, kind) in [("200 OK", ErrorKind::Decode), ("502 Bad Gateway", ErrorKind::Status)] {
        for (coding, problem) in [
            ("br", "is compressed by `br`, which is not read"),
            ("gzip, zstd", "is compressed by `zstd`"),
            ("gzip", "is said to be compressed by `gzip`, and is not"),
        ] {
            let server = RawServer::new(move |_| compressed(status, coding, b"no such thing"));
            let error =
                read(&server.url(), |options| options.proxy = Proxy::None).await.unwrap_err();
            assert_eq!(error.kind(), kind);
            assert_eq!(error.status(), status[..3].parse().ok());
            assert!(error.to_string().contains(problem), "{error}");
        }
    }
}

/// Stored, not compressed: a member as RFC 1952 has it.
fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let length = u16::try_from(plain.len()).unwrap();
    packed.push(1);
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(plain);
    let checksum = plain.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    packed.extend((!checksum).to_le_bytes());
    packed.extend(u32::from(length).to_le_bytes());
    packed
}

fn compressed(status: &str, coding: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-encoding: {coding}\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}
