//! Which servers a client trusts.
#![cfg(test)]
#![cfg(feature = "rustls")]

use std::sync::Arc;

use authing_core::{
    Error, ErrorKind, FixedToken, Operation, RestRequest, RetryPolicy,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline, Proxy},
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
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
async fn an_authority_of_ones_own_is_trusted() {
    let (host, pem) = private_server().await;
    let response = read(&host, |options| options.root_certificates.push(pem.into_bytes())).await;
    assert_eq!(response.unwrap(), 7);
}

#[tokio::test]
async fn another_servers_authority_is_not() {
    let (host, _) = private_server().await;
    let (_, other) = private_server().await;
    let response = read(&host, |options| options.root_certificates.push(other.into_bytes())).await;
    assert_eq!(response.unwrap_err().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn the_danger_switch_trusts_anybody() {
    let (host, _) = private_server().await;
    let response = read(&host, |options| options.danger_accept_invalid_certificates = true).await;
    assert_eq!(response.unwrap(), 7);
}
