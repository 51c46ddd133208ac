//! Making one WebSocket connection (RFC 6455 section 4.1).
//!
//! The request is made by hyper, not by the WebSocket library: that writes it to the log, token and
//! all.

use std::{
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Empty;
use hyper::{body::Incoming, client::conn::http1, upgrade::Upgraded};
use hyper_util::rt::TokioIo;
use rustls_platform_verifier::Verifier;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName},
    },
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::{client::generate_key, derive_accept_key},
        protocol::{Role, WebSocketConfig},
    },
};
use url::Host;

use crate::{
    config::{Proxy, UNENCRYPTED, certificate_blocks},
    error::{Error, ErrorKind},
    options,
    pipeline::Pipeline,
    transport::certificate,
    wire::retry_after,
};

pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// What a client's options say about connections of this kind.
#[derive(Clone)]
pub(super) struct SocketSettings {
    connect_timeout: Duration,
    root_certificates: Vec<Vec<u8>>,
    user_agent: Option<HeaderValue>,
    /// An option that is set and cannot be honoured.
    unusable: Option<&'static str>,
}

impl SocketSettings {
    pub(super) fn new(pipeline: &Pipeline) -> Self {
        let config = pipeline.config();
        let unusable = if config.danger_accept_invalid_certificates {
            Some("danger_accept_invalid_certificates")
        } else {
            matches!(config.proxy, Proxy::Address(_)).then_some("proxy")
        };
        Self {
            connect_timeout: config.connect_timeout,
            root_certificates: config.root_certificates.clone(),
            user_agent: pipeline.user_agent().cloned(),
            unusable,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        match self.unusable {
            Some(option) => Err(Error::config(option, "is set, but events do not support it")),
            None => Ok(()),
        }
    }

    /// Trusts what the system trusts, and the client's own authorities.
    fn tls(&self) -> Result<ClientConfig, Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let unusable = |cause| Error::config("tls", "could not be set up").with_source(cause);
        let mut roots = Vec::new();
        for block in certificate_blocks(&self.root_certificates)? {
            roots.push(CertificateDer::from(block.der().to_vec()));
        }
        let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider));
        let verifier = Arc::new(verifier.map_err(unusable)?);
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unusable)?
            .dangerous()
            // The platform's own verifier, not none.
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(config)
    }
}

/// A server for events.
pub(super) struct Address {
    host: Host<String>,
    port: u16,
    encrypted: bool,
    path: String,
}

impl Address {
    /// Reads `wss://host`. A scheme may be left out, and that of the same server's pages is taken
    /// for its own. What holds for a client's host holds here: the token goes there.
    pub(super) fn read(text: &str, pipeline: &Pipeline) -> Result<Self, Error> {
        let of_pages = match text.trim_start().split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("wss") => format!("https://{rest}"),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("ws") => format!("http://{rest}"),
            _ => text.to_owned(),
        };
        let wrong = |problem: &str| Error::input("host", problem);
        let url = options::read_host(&of_pages).map_err(|problem| wrong(&problem))?;
        if !pipeline.config().allows(&url) {
            return Err(wrong(UNENCRYPTED));
        }
        let encrypted = url.scheme() == "https";
        let host = url.host().ok_or_else(|| wrong("names no host"))?.to_owned();
        let default = if encrypted { 443 } else { 80 };
        Ok(Self {
            host,
            port: url.port().unwrap_or(default),
            encrypted,
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }

    pub(super) fn name(&self) -> String {
        self.host.to_string()
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    async fn connect(&self) -> io::Result<TcpStream> {
        match &self.host {
            Host::Domain(name) => TcpStream::connect((name.as_str(), self.port)).await,
            Host::Ipv4(ip) => TcpStream::connect((*ip, self.port)).await,
            Host::Ipv6(ip) => TcpStream::connect((*ip, self.port)).await,
        }
    }

    fn server_name(&self) -> Result<ServerName<'static>, Error> {
        match &self.host {
            Host::Domain(name) => ServerName::try_from(name.clone())
                .map_err(|_| Error::input("host", "names no server")),
            Host::Ipv4(ip) => Ok(ServerName::IpAddress((*ip).into())),
            Host::Ipv6(ip) => Ok(ServerName::IpAddress((*ip).into())),
        }
    }
}

/// Connects and becomes a WebSocket. `target` holds the token: nothing shows it.
pub(super) async fn open(
    address: &Address,
    target: &str,
    settings: &SocketSettings,
    max_message_bytes: usize,
    now: SystemTime,
) -> Result<Socket, Error> {
    let no_connection = |cause: io::Error| match certificate::problem(&cause) {
        Some(problem) => Error::new(ErrorKind::Connect, problem).with_final().with_source(cause),
        None => Error::new(ErrorKind::Connect, "no connection could be made").with_source(cause),
    };
    let stream = timeout(settings.connect_timeout, address.connect())
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
        .map_err(no_connection)?;
    // Only makes small frames faster.
    let _ = stream.set_nodelay(true);
    let key = generate_key();
    let request = request(address, target, settings, &key)?;
    let response = if address.encrypted {
        let connector = TlsConnector::from(Arc::new(settings.tls()?));
        let stream =
            connector.connect(address.server_name()?, stream).await.map_err(no_connection)?;
        exchange(stream, request).await?
    } else {
        exchange(stream, request).await?
    };
    upgrade(response, &key, max_message_bytes, now).await
}

fn request(
    address: &Address,
    target: &str,
    settings: &SocketSettings,
    key: &str,
) -> Result<Request<Empty<Bytes>>, Error> {
    let mut request = Request::get(format!("{}{target}", address.path))
        .header(header::HOST, format!("{}:{}", address.host, address.port))
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_VERSION, "13")
        .header(header::SEC_WEBSOCKET_KEY, key)
        .body(Empty::new())
        // The cause would quote the target.
        .map_err(|_| Error::input("event_type", "cannot be put into an address"))?;
    if let Some(user_agent) = &settings.user_agent {
        request.headers_mut().insert(header::USER_AGENT, user_agent.clone());
    }
    Ok(request)
}

async fn exchange<S>(stream: S, request: Request<Empty<Bytes>>) -> Result<Response<Incoming>, Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // hyper's own errors say what went wrong in general, and quote nothing.
    let broken = |cause: hyper::Error| {
        Error::new(ErrorKind::Transport, "the connection broke before a response came")
            .with_source(cause)
    };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends with the connection, or when it becomes a WebSocket.
    tokio::spawn(connection.with_upgrades());
    sender.send_request(request).await.map_err(broken)
}

async fn upgrade(
    response: Response<Incoming>,
    key: &str,
    max_message_bytes: usize,
    now: SystemTime,
) -> Result<Socket, Error> {
    let status = response.status();
    if status != StatusCode::SWITCHING_PROTOCOLS {
        return Err(Error::new(ErrorKind::Status, "the server refused the subscription")
            .with_status(status.as_u16())
            .with_retry_after(retry_after(response.headers(), now)));
    }
    let accepted = response.headers().get(header::SEC_WEBSOCKET_ACCEPT);
    if accepted.is_none_or(|value| value.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes())
    {
        return Err(Error::new(
            ErrorKind::Decode,
            "the response is not that of a WebSocket server",
        ));
    }
    let upgraded = hyper::upgrade::on(response).await.map_err(|cause| {
        Error::new(ErrorKind::Transport, "the connection broke before it could be used")
            .with_source(cause)
    })?;
    let config = WebSocketConfig::default()
        .max_message_size(Some(max_message_bytes))
        .max_frame_size(Some(max_message_bytes));
    Ok(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, Some(config)).await)
}
