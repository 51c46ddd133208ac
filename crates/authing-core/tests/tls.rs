//! Which servers a client trusts.
#![cfg(test)]
#![cfg(any(feature = "rustls", feature = "native-tls"))]

use std::sync::Arc;

use authing_core::{
    Error, ErrorKind, FixedToken, Operation, RestRequest, RetryPolicy,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

const READ: Operation = Operation::get("things.list", "/api/v2/things");
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-length: 21\r\nconnection: close\r\n\r\n{\"code\":200,\"data\":7}";

/// A server whose certificate nobody knows: its address, and the certificate as PEM.
async fn private_server() -> (String, String) {
    server_with(&CertificateParams::new(["localhost".to_owned()]).unwrap()).await
}

/// A server with a certificate like this, which it has signed itself.
async fn server_with(params: &CertificateParams) -> (String, String) {
    let signing_key = KeyPair::generate().unwrap();
    let cert = params.self_signed(&signing_key).unwrap();
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
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(ANSWER).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("https://localhost:{port}"), cert.pem())
}

async fn read(host: &str, change: impl FnOnce(&mut ClientConfig)) -> Result<u32, Error> {
    let mut options = ClientConfig::new(host);
    options.retry = RetryPolicy::never();
    options.proxy = Proxy::None;
    change(&mut options);
    let pipeline = Pipeline::new(&options, &ClientIdentity::default())?;
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));
    api.rest(RestRequest::new(READ)).await
}

#[tokio::test]
async fn a_stranger_is_not_trusted() {
    let (host, _) = private_server().await;
    let error = read(&host, |_| ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_not_sent());
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_in_every_form_of_its_certificate() {
    let (host, pem) = private_server().await;
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for form in [
        pem.clone(),
        pem.replace('\n', "\\n"),
        format!("\"{}\"", pem.replace('\n', "\\n")),
        pem.replace('\n', " "),
        pem.replace('\n', "\r\n"),
        base64,
    ] {
        let response = read(&host, |options| options.root_certificates.push(form.into_bytes()));
        assert_eq!(response.await.unwrap(), 7);
    }
}

#[tokio::test]
async fn another_servers_authority_is_not() {
    let (host, _) = private_server().await;
    let (_, other) = private_server().await;
    let response = read(&host, |options| options.root_certificates.push(other.into_bytes())).await;
    assert_eq!(response.unwrap_err().kind(), ErrorKind::Connect);
}

/// What a call to a server with this certificate says, though it may be repeated.
async fn refusal(params: &CertificateParams, trusted: bool) -> Error {
    let (host, pem) = server_with(params).await;
    let read = read(&host, |options| {
        options.retry = RetryPolicy::new();
        if trusted {
            options.root_certificates.push(pem.into_bytes());
        }
    });
    let error = read.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
    assert!(error.is_not_sent());
    error
}

#[tokio::test]
async fn a_certificate_that_is_not_accepted_is_final_and_the_text_says_what_to_do() {
    let params = |name: &str| CertificateParams::new([name.to_owned()]).unwrap();
    let mut expired = params("localhost");
    expired.not_after = date_time_ymd(2020, 1, 1);
    let mut early = params("localhost");
    early.not_before = date_time_ymd(4000, 1, 1);
    early.not_after = date_time_ymd(4001, 1, 1);
    for (params, trusted, problem) in [
        (params("localhost"), false, "not signed by an authority that is trusted here"),
        (params("other.example.com"), true, "made for another name: check the host"),
        (expired, true, "has expired"),
        (early, true, "is not valid yet: check this machine's clock"),
    ] {
        let error = refusal(&params, trusted).await;
        let text = error.to_string();
        // The system's library says less.
        let by_system = cfg!(feature = "native-tls") && text.contains("is not accepted");
        assert!(text.contains(problem) || by_system, "{error}");
        assert!(error.to_string().contains("`root_certificate`") || trusted, "{error}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("https://{}", listener.local_addr().unwrap());
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let _ = socket.read(&mut [0; 4096]).await;
        // As servers respond to what is not HTTP.
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    };
    let (error, ()) = tokio::join!(read(&host, |_| ()), server);
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}

#[tokio::test]
async fn the_danger_switch_trusts_anybody() {
    let (host, _) = private_server().await;
    let response = read(&host, |options| options.danger_accept_invalid_certificates = true).await;
    assert_eq!(response.unwrap(), 7);
}
