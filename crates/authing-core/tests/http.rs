//! The default transport against real sockets: slow, cut-off, oversized and absent servers.
#![cfg(test)]

use std::{sync::Arc, time::Duration};

use authing_core::{
    Error, ErrorKind, FixedToken, Operation, RestRequest, RetryPolicy, Upload,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path, query_param},
};

const READ: Operation = Operation::get("things.list", "/api/v2/things").idempotent();
const WRITE: Operation = Operation::post("things.create", "/api/v2/things");

fn api(host: &str, change: impl FnOnce(&mut ClientConfig)) -> ApiClient {
    let mut options = ClientConfig::new(host);
    options.retry = RetryPolicy::never();
    options.proxy = Proxy::None;
    change(&mut options);
    let pipeline = Pipeline::new(&options, &ClientIdentity::default()).unwrap();
    ApiClient::new(pipeline, Arc::new(FixedToken::none()))
}

async fn read(api: &ApiClient) -> Result<u32, Error> {
    api.rest(RestRequest::new(READ)).await
}

/// Returns every connection with these bytes, after reading the request, and closes it.
async fn raw_server(response: &'static [u8]) -> String {
    serve(move |mut socket| async move {
        let mut request = [0; 4096];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(response).await;
    })
    .await
}

async fn serve<F>(handle: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(handle(socket));
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_request_arrives_as_it_was_made() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/v2/things"))
        .and(query_param("q", "a&b"))
        .and(header("content-type", "application/json"))
        .and(body_json(serde_json::json!({"name": "x"})))
        .respond_with(ResponseTemplate::new(200).set_body_string(r#"{"code":200,"data":7}"#))
        .expect(1)
        .mount(&server)
        .await;
    let body = serde_json::json!({"name": "x"});
    let request = RestRequest::new(WRITE).query("q", "a&b").json(&body);
    let response: u32 = api(&server.uri(), |_| ()).rest(request).await.unwrap();
    assert_eq!(response, 7);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    let elsewhere = ResponseTemplate::new(302).insert_header("location", "/elsewhere");
    Mock::given(path("/api/v2/things")).respond_with(elsewhere).mount(&server).await;
    let error = read(&api(&server.uri(), |_| ())).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(302)));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_listening_means_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = read(&api(&format!("http://{address}"), |_| ())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_not_sent());
    assert_eq!(error.to_string(), "things.list failed: no connection could be made");
}

#[tokio::test]
async fn a_connection_dropped_before_the_response_leaves_the_fate_open() {
    let host = raw_server(b"").await;
    let error = read(&api(&host, |_| ())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.is_not_sent());
}

#[tokio::test]
async fn a_response_cut_off_in_the_middle_is_a_broken_connection() {
    let host = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"code\":200,").await;
    let error = read(&api(&host, |_| ())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("in the middle of the response"), "{error}");
}

#[tokio::test]
async fn what_is_no_http_is_a_broken_connection() {
    let host = raw_server(b"SSH-2.0-OpenSSH_9.9\r\n").await;
    let error = read(&api(&host, |_| ())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_body_that_trickles_in_is_given_up_in_bounded_time() {
    let host = serve(|mut socket| async move {
        let mut request = [0; 4096];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{").await;
        std::future::pending::<()>().await;
    })
    .await;
    let api = api(&host, |options| options.timeout = Duration::from_millis(200));
    let error = read(&api).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_response_over_the_limit_is_refused_announced_or_not() {
    let announced: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n{\"code\":200}";
    let host = raw_server(announced).await;
    let error = read(&api(&host, |options| options.max_response_bytes = 1000)).await.unwrap_err();
    assert!(error.to_string().contains("larger than the 1000 bytes allowed"), "{error}");

    let server = MockServer::start().await;
    let long = ResponseTemplate::new(200).set_body_string("x".repeat(100_000));
    Mock::given(path("/api/v2/things")).respond_with(long).mount(&server).await;
    let error =
        read(&api(&server.uri(), |options| options.max_response_bytes = 1000)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_large_response_in_many_pieces_is_read_whole() {
    let server = MockServer::start().await;
    let text = "x".repeat(3 << 20);
    let body = format!(r#"{{"code":200,"data":"{text}"}}"#);
    let response = ResponseTemplate::new(200).set_body_string(body);
    Mock::given(path("/api/v2/things")).respond_with(response).mount(&server).await;
    let api = api(&server.uri(), |_| ());
    let read: String = api.rest(RestRequest::new(READ)).await.unwrap();
    assert!(read == text);
}

#[tokio::test]
async fn a_response_in_pieces_of_one_byte_is_read_whole_and_in_order() {
    let text: String = (0..3000).map(|number| char::from(b'a' + (number % 26) as u8)).collect();
    let body = format!(r#"{{"code":200,"data":"{text}"}}"#);
    let pieces: String = body.chars().map(|piece| format!("1\r\n{piece}\r\n")).collect();
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let response: &'static [u8] = format!("{head}{pieces}0\r\n\r\n").leak().as_bytes();
    let host = raw_server(response).await;
    let read: String = api(&host, |_| ()).rest(RestRequest::new(READ)).await.unwrap();
    assert_eq!(read, text);

    let limited = api(&raw_server(response).await, |options| options.max_response_bytes = 2000);
    let error = limited.rest::<String>(RestRequest::new(READ)).await.unwrap_err();
    assert!(error.to_string().contains("larger than the 2000 bytes allowed"), "{error}");
}

#[tokio::test]
async fn a_proxy_gets_the_requests() {
    let proxy = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_string(r#"{"code":200,"data":7}"#);
    Mock::given(path("/api/v2/things")).respond_with(response).expect(1).mount(&proxy).await;
    let api = api("http://core.example.invalid", |options| {
        options.proxy = Proxy::Address(proxy.uri());
        options.danger_allow_http = true;
    });
    assert_eq!(read(&api).await.unwrap(), 7);
}

#[test]
fn options_that_the_transport_cannot_use_are_refused_by_name() {
    let build = |change: fn(&mut ClientConfig)| {
        let mut options = ClientConfig::new("https://core.example.com");
        change(&mut options);
        Pipeline::new(&options, &ClientIdentity::default()).unwrap_err().to_string()
    };
    let proxy = build(|options| options.proxy = Proxy::Address("not a proxy".into()));
    assert!(proxy.starts_with("option `proxy` is not a proxy address"), "{proxy}");
    let pem = build(|options| options.root_certificates.push(b"not a certificate".to_vec()));
    assert!(pem.starts_with("option `root_certificate` "), "{pem}");
}

#[tokio::test]
async fn a_server_without_the_right_certificate_is_not_spoken_to() {
    // Not TLS at all, so the handshake cannot succeed.
    let host = raw_server(b"HTTP/1.1 200 OK\r\n\r\n").await.replace("http://", "https://");
    let error = read(&api(&host, |_| ())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

const UPLOAD: Operation = Operation::post("things.upload", "/api/v2/upload").idempotent();

fn upload(file: Upload) -> RestRequest {
    RestRequest::new(UPLOAD).multipart([], "file", file)
}

#[tokio::test]
async fn a_file_is_sent_while_it_is_read_with_its_length_announced() {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(200).set_body_string(r#"{"code": 200, "data": 7}"#);
    Mock::given(method("POST")).respond_with(response).mount(&server).await;
    // The second half comes only after the first has been asked for.
    let halves = stream::iter([[b'a'; 40_000], [b'b'; 40_000]])
        .map(|half| Ok::<_, std::io::Error>(Bytes::copy_from_slice(&half)));
    let file = Upload::stream("a.bin", halves, 80_000);
    let response: u32 = api(&server.uri(), |_| ()).rest(upload(file)).await.unwrap();
    assert_eq!(response, 7);
    let [request] = <[_; 1]>::try_from(server.received_requests().await.unwrap()).unwrap();
    assert_eq!(request.headers["content-length"], request.body.len().to_string().as_str());
    assert!(!request.headers.contains_key("transfer-encoding"));
    let kind = request.headers["content-type"].to_str().unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let text = String::from_utf8(request.body).unwrap();
    assert!(text.starts_with(&format!("--{boundary}\r\n")), "{text:.80}");
    assert!(text.contains(&format!("{}{}", "a".repeat(40_000), "b".repeat(40_000))));
}

#[tokio::test]
async fn a_file_that_was_read_is_not_sent_again_and_one_in_memory_is() {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let policy = RetryPolicy::new().attempts(2).initial_backoff(Duration::from_millis(1));
    let api = api(&server.uri(), |options| options.retry = policy);
    let once = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"abc"))]);
    for (file, attempts) in
        [(Upload::stream("a.bin", once, 3), 1), (Upload::bytes("a.bin", &b"abc"[..]), 2)]
    {
        server.reset().await;
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
        let error = api.rest::<u32>(upload(file)).await.unwrap_err();
        assert_eq!(error.status(), Some(503));
        assert_eq!(server.received_requests().await.unwrap().len(), attempts);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_apart_from_a_broken_connection() {
    let server = MockServer::start().await;
    let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("the disk is gone"))]);
    let file = Upload::stream("canary.bin", broken, 3);
    let error = api(&server.uri(), |_| ()).rest::<u32>(upload(file)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.message(), "the file could not be read");
    assert!(error.report().to_string().contains("the disk is gone"), "{}", error.report());
    assert!(server.received_requests().await.unwrap().is_empty());
}
