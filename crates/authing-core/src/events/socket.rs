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
use url::{Host, Url};

use crate::{
    config::{Proxy, UNENCRYPTED, certificate_blocks},
    error::{Error, ErrorKind},
    options,
    pipeline::Pipeline,
    transport::{
        certificate,
        proxy::{Proxies, Via},
    },
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
        let unusable = config
            .danger_accept_invalid_certificates
            .then_some("danger_accept_invalid_certificates");
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

/// A server for events, and the way there.
pub(super) struct Address {
    via: Option<Via>,
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
        let via = way(&pipeline.config().proxy, &url)?;
        let encrypted = url.scheme() == "https";
        let host = url.host().ok_or_else(|| wrong("names no host"))?.to_owned();
        let default = if encrypted { 443 } else { 80 };
        Ok(Self {
            via,
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

    /// The host as it stands in an address, with brackets for IPv6.
    fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    fn not_reached(&self, cause: io::Error) -> Error {
        let Some(via) = &self.via else { return no_connection(cause) };
        let problem = format!("no connection could be made through {via}");
        Error::new(ErrorKind::Connect, problem).with_source(cause)
    }

    /// A stream to the server, through the proxy if there is one.
    async fn connect(&self, settings: &SocketSettings) -> Result<Box<dyn Stream>, Error> {
        let Some(via) = &self.via else {
            let stream = connect(&self.host.to_string(), self.port).await;
            return Ok(Box::new(stream.map_err(|cause| self.not_reached(cause))?));
        };
        let host = via.address.host().unwrap_or_default();
        let is_encrypted = via.address.scheme_str() == Some("https");
        let port = via.address.port_u16().unwrap_or(if is_encrypted { 443 } else { 80 });
        let mut stream: Box<dyn Stream> =
            Box::new(connect(host, port).await.map_err(|cause| self.not_reached(cause))?);
        if is_encrypted {
            stream = encrypt(stream, host, settings, |cause| self.not_reached(cause)).await?;
        }
        tunnel(stream, via, &self.authority()).await
    }
}

/// The proxy of the configuration or the environment.
fn way(proxy: &Proxy, url: &Url) -> Result<Option<Via>, Error> {
    let proxies = Proxies::new(proxy, url, |name| std::env::var(name).ok())?;
    let via = proxies.of(url);
    match via.as_ref().and_then(|via| Some((via, via.address.scheme_str()?))) {
        Some((via, scheme)) if scheme.starts_with("socks") => {
            let problem = format!(
                "names a proxy with `{scheme}`, through which events do not go: name one with `http`, \
                 or go without by `no_proxy()` or `NO_PROXY`"
            );
            Err(Error::config(via.named_by.unwrap_or("proxy"), problem))
        }
        _ => Ok(via),
    }
}

/// Connects to a host, given as it stands in an address.
async fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, port)).await?;
    // Only makes small frames faster.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

/// Asks a proxy for a way to the server (RFC 9110 section 9.3.6).
async fn tunnel(
    stream: Box<dyn Stream>,
    via: &Via,
    authority: &str,
) -> Result<Box<dyn Stream>, Error> {
    let wrong = |_| Error::input("host", "cannot be put into an address");
    let mut request = Request::connect(authority)
        .header(header::HOST, authority)
        .body(Empty::new())
        .map_err(wrong)?;
    if let Some(authorization) = &via.authorization {
        request.headers_mut().insert(header::PROXY_AUTHORIZATION, authorization.clone());
    }
    let response = exchange(stream, request).await?;
    let status = response.status();
    if !status.is_success() {
        // Its status is not the server's, whose 401 would be about the token.
        let problem =
            format!("no connection could be made through {via}: it returns HTTP {status}");
        let error = Error::new(ErrorKind::Connect, problem);
        return Err(if status.is_client_error() { error.with_final() } else { error });
    }
    let upgraded = hyper::upgrade::on(response).await.map_err(broken)?;
    Ok(Box::new(TokioIo::new(upgraded)))
}

async fn encrypt(
    stream: Box<dyn Stream>,
    host: &str,
    settings: &SocketSettings,
    failed: impl Fn(io::Error) -> Error,
) -> Result<Box<dyn Stream>, Error> {
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(host).map_err(|_| Error::input("host", "names no server"))?;
    let connector = TlsConnector::from(Arc::new(settings.tls()?));
    Ok(Box::new(connector.connect(name, stream).await.map_err(failed)?))
}

fn no_connection(cause: io::Error) -> Error {
    match certificate::problem(&cause) {
        Some(problem) => Error::new(ErrorKind::Connect, problem).with_final().with_source(cause),
        None => Error::new(ErrorKind::Connect, "no connection could be made").with_source(cause),
    }
}

/// hyper's own errors say what went wrong in general, and quote nothing.
fn broken(cause: hyper::Error) -> Error {
    Error::new(ErrorKind::Transport, "the connection broke before a response came")
        .with_source(cause)
}

/// What bytes go over.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// Connects and becomes a WebSocket. `target` holds the token: nothing shows it.
pub(super) async fn open(
    address: &Address,
    target: &str,
    settings: &SocketSettings,
    max_message_bytes: usize,
    now: SystemTime,
) -> Result<Socket, Error> {
    let mut stream = timeout(settings.connect_timeout, address.connect(settings))
        .await
        .unwrap_or_else(|_| Err(address.not_reached(io::ErrorKind::TimedOut.into())))?;
    if address.encrypted {
        stream = encrypt(stream, &address.host.to_string(), settings, no_connection).await?;
    }
    let key = generate_key();
    let response = exchange(stream, request(address, target, settings, &key)?).await?;
    upgrade(response, &key, max_message_bytes, now).await
}

fn request(
    address: &Address,
    target: &str,
    settings: &SocketSettings,
    key: &str,
) -> Result<Request<Empty<Bytes>>, Error> {
    let mut request = Request::get(format!("{}{target}", address.path))
        .header(header::HOST, address.authority())
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

async fn exchange(
    stream: Box<dyn Stream>,
    request: Request<Empty<Bytes>>,
) -> Result<Response<Incoming>, Error> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends with the connection, or when it becomes something else.
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
