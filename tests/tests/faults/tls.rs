//! Certificates that are not accepted: nothing is sent, nothing is tried again, and the error says why.

use std::{pin::Pin, sync::Arc};

use authing_core::ErrorKind;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
    server::TlsStream,
};

use crate::{
    probes::{self, Settings},
    server::{FaultServer, Linger, Log},
};

/// A certificate that is its own authority, and what accepts connections with it.
pub(crate) struct Identity {
    pub(crate) pem: String,
    pub(crate) acceptor: TlsAcceptor,
}

impl Identity {
    pub(crate) fn new(params: &CertificateParams, protocols: &[&[u8]]) -> Self {
        let signing_key = KeyPair::generate().unwrap();
        let cert = params.self_signed(&signing_key).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Self { pem: cert.pem(), acceptor: TlsAcceptor::from(Arc::new(config)) }
    }
}

pub(crate) fn for_localhost() -> CertificateParams {
    CertificateParams::new(["localhost".to_owned()]).unwrap()
}

impl Linger for TlsStream<TcpStream> {
    fn reset(self) -> std::io::Result<()> {
        self.into_inner().0.reset()
    }
}

/// A server with this certificate, which notes each request that comes so far.
fn server_with(identity: &Identity) -> FaultServer {
    let acceptor = identity.acceptor.clone();
    FaultServer::serve(move |stream, log: Arc<Log>| {
        let acceptor = acceptor.clone();
        Box::pin(async move {
            // A client that does not trust the server hangs up here.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            crate::server::serve(stream, &log, &|_| crate::server::Act::Close(Vec::new())).await;
        }) as Pin<Box<dyn Future<Output = ()> + Send>>
    })
}

#[tokio::test]
async fn a_certificate_that_is_not_accepted_ends_a_call_at_once_and_says_why() {
    let mut expired = for_localhost();
    expired.not_after = date_time_ymd(2020, 1, 1);
    let mut future = for_localhost();
    future.not_before = date_time_ymd(2900, 1, 1);
    future.not_after = date_time_ymd(2901, 1, 1);
    let other = CertificateParams::new(["other.example.com".to_owned()]).unwrap();
    for (params, is_trusted, says) in [
        (expired, true, "the server's certificate has expired"),
        (future, true, "the server's certificate is not valid yet"),
        (other, true, "the server's certificate is made for another name"),
        (for_localhost(), false, "`root_certificate`"),
    ] {
        let identity = Identity::new(&params, &[]);
        for probe in probes::ALL {
            let server = server_with(&identity);
            let mut settings = Settings::new(format!("https://localhost:{}", server.port()));
            settings.root_certificate = is_trusted.then(|| identity.pem.clone());
            let probe = probe(&settings);
            let error = probe.send().await.unwrap_err();
            let place = format!("{}: {}", probe.name, error.report());
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{place}");
            assert!(error.to_string().contains(says), "{place}");
            assert!(error.is_not_sent(), "{place}");
            assert!(server.requests().is_empty(), "{place}");
            assert_eq!(server.connections(), 1, "{place}");
        }
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told() {
    for probe in probes::ALL {
        let server = FaultServer::serve(|mut stream, _| {
            Box::pin(async move {
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            })
        });
        let probe = probe(&Settings::new(format!("https://localhost:{}", server.port())));
        let error = probe.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(error.to_string().contains("the host may begin with `http://`"), "{error}");
    }
}
