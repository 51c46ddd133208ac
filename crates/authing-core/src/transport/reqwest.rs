//! The default transport. Nothing of reqwest is visible outside this file.

use std::{
    fmt,
    future::{Future, ready},
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream as _;
use http::Extensions;
use http_body::{Body, Frame, SizeHint};
use hyper_util::client::legacy::{self, connect::HttpInfo};
use reqwest::{Client, redirect};
use tokio::runtime::Handle;
use url::Url;

use super::{
    body::BodyStream,
    certificate,
    error::TransportError,
    http::{BoxFuture, HttpRequest, HttpResponse, Transport},
    kept::{KeptConnections, Moment},
    pools::PerRuntime,
    proxy::{Proxies, chosen},
};
use crate::{
    config::{ClientConfig, Proxy},
    error::Error,
};

/// How many pieces of a response are kept until it is whole, and joined once. A server that sends many
/// small ones has them joined as they come: each takes some memory beside its bytes.
const MOST_PIECES: usize = 1024;

pub(crate) struct ReqwestTransport {
    clients: PerRuntime<Client>,
    /// Those that look at no certificate.
    plain_clients: PerRuntime<Client>,
    /// Made with the transport, to find out that the options can be used: for the first runtime that
    /// connects to the host.
    first: Mutex<Option<(Security, Client)>>,
    settings: Settings,
    proxies: Proxies,
    kept: KeptConnections,
    max_response_bytes: usize,
}

/// What the connections of a client begin with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Security {
    /// Nothing: the certificates that the system trusts need not be read, which takes longer than
    /// all the rest.
    None,
    Tls,
}

/// What a client is made from.
struct Settings {
    connect_timeout: Duration,
    proxy: Proxy,
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    root_certificates: Vec<reqwest::tls::Certificate>,
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    danger_accept_invalid_certificates: bool,
}

impl ReqwestTransport {
    pub(crate) fn new(options: &ClientConfig, host: &Url) -> Result<Self, Error> {
        let proxy = chosen(&options.proxy, host);
        let proxies = Proxies::new(&proxy, host, |name| std::env::var(name).ok())?;
        let settings = Settings::new(options, host, proxy)?;
        let first = settings.client(settings.security(host))?;
        Ok(Self {
            clients: PerRuntime::new(),
            plain_clients: PerRuntime::new(),
            first: Mutex::new(Some((settings.security(host), first))),
            settings,
            proxies,
            kept: KeptConnections::new(),
            max_response_bytes: options.max_response_bytes,
        })
    }

    /// The client for this address whose connections belong to the runtime of this call.
    fn client(&self, address: &Url) -> Result<Client, TransportError> {
        let runtime = Handle::try_current()
            .map_err(|_| TransportError::connect("there is no tokio runtime to connect from"))?;
        let security = self.settings.security(address);
        let clients = match security {
            Security::None => &self.plain_clients,
            Security::Tls => &self.clients,
        };
        clients.get(&runtime, || {
            let first = self
                .first
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take_if(|(made_for, _)| *made_for == security);
            match first {
                Some((_, client)) => Ok(client),
                None => self.settings.client(security).map_err(|cause| {
                    TransportError::connect("no further client could be set up").with_source(cause)
                }),
            }
        })
    }

    /// Begins an exchange. What is large is made here: a future that held it would be moved with it.
    fn exchange(
        &self,
        request: HttpRequest,
        body: Option<reqwest::Body>,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let client = match self.client(&request.url) {
            Ok(client) => client,
            Err(error) => return Box::pin(ready(Err(error))),
        };
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        *outgoing.body_mut() = body;
        let start = self.kept.now();
        Box::pin(self.response(client.execute(outgoing), start))
    }

    async fn response(
        &self,
        exchange: impl Future<Output = reqwest::Result<reqwest::Response>>,
        start: Moment,
    ) -> Result<HttpResponse, TransportError> {
        let mut response = match exchange.await {
            Ok(response) => response,
            Err(cause) => return Err(self.no_response(cause, start)),
        };
        if let Some(connection) = response.extensions().get::<HttpInfo>() {
            self.kept.responded(connection.local_addr().port());
        }
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = self.read_body(&mut response).await?;
        Ok(HttpResponse { status, headers, body })
    }

    /// Why an exchange that began at this moment brought no response.
    fn no_response(&self, cause: reqwest::Error, start: Moment) -> TransportError {
        if let Some(own) = failure_of_body(&cause) {
            return TransportError::broken(own).with_source(bare(cause));
        }
        if cause.is_connect() {
            return self.no_connection(cause);
        }
        let fate = Fate::of(&cause);
        let was_kept = connection(&cause).is_some_and(|(port, is_shared)| match is_shared {
            true => self.kept.failed_shared(port, start),
            false => self.kept.failed(port),
        });
        let error = TransportError::broken(fate.describe(was_kept)).with_source(bare(cause));
        let error = match fate {
            Fate::Unknown | Fate::Endless | Fate::Unreadable => error,
            Fate::NeverWritten | Fate::Unprocessed | Fate::Refused => error.not_carried_out(),
        };
        // A server that refuses a stream is up, and busy; one that sends something else than HTTP may have
        // acted, and would send it again.
        match fate {
            Fate::NeverWritten | Fate::Unprocessed | Fate::Unknown if was_kept => {
                error.on_kept_connection()
            }
            _ => error,
        }
    }

    fn no_connection(&self, cause: reqwest::Error) -> TransportError {
        if let Some(problem) = certificate::problem(&cause) {
            return TransportError::certificate(problem).with_source(bare(cause));
        }
        let mut problem = match cause.url().and_then(|address| self.proxies.of(address)) {
            Some(proxy) => format!("no connection could be made through {proxy}"),
            None => "no connection could be made".to_owned(),
        };
        if certificate::is_plain(&cause) {
            problem.push_str(
                ": the other end does not speak TLS, so the host may begin with `http://`",
            );
        }
        TransportError::connect(problem).with_source(bare(cause))
    }

    async fn read_body(&self, response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let broken = |cause| {
            TransportError::broken("the connection broke in the middle of the response")
                .with_source(bare(cause))
        };
        let Some(first) = response.chunk().await.map_err(broken)? else {
            return Ok(Bytes::new());
        };
        let most = self.max_response_bytes;
        // As much as has come, and what the server says is still to come.
        let announced = response.content_length().unwrap_or_default() + first.len() as u64;
        if announced > most as u64 {
            return Err(TransportError::too_large(most));
        }
        // Most responses are one chunk: hand it on as it is.
        let Some(second) = response.chunk().await.map_err(broken)? else {
            return Ok(first);
        };
        let (mut length, mut whole, mut pieces) = (first.len(), Vec::new(), vec![first]);
        let mut next = Some(second);
        while let Some(piece) = next {
            length += piece.len();
            if length > most {
                return Err(TransportError::too_large(most));
            }
            if pieces.len() == MOST_PIECES {
                join(&mut whole, &mut pieces);
            }
            pieces.push(piece);
            next = response.chunk().await.map_err(broken)?;
        }
        join(&mut whole, &mut pieces);
        Ok(Bytes::from(whole))
    }
}

/// Moves pieces to the end of what is joined already, and frees each as soon as it is there.
fn join(whole: &mut Vec<u8>, pieces: &mut Vec<Bytes>) {
    whole.reserve(pieces.iter().map(Bytes::len).sum());
    for piece in pieces.drain(..) {
        whole.extend_from_slice(&piece);
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the options, which are the same for every client that is made.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    fn new(options: &ClientConfig, _host: &Url, proxy: Proxy) -> Result<Self, Error> {
        let mut root_certificates = Vec::new();
        for block in crate::config::certificate_blocks(&options.root_certificates)? {
            let certificate =
                reqwest::tls::Certificate::from_der(block.der()).map_err(|cause| {
                    Error::config("root_certificate", "is not a certificate").with_source(cause)
                })?;
            root_certificates.push(certificate);
        }
        #[cfg(all(
            feature = "rustls-no-provider",
            not(any(feature = "rustls", feature = "native-tls"))
        ))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(Error::config(
                "tls",
                "has no crypto provider: install one with rustls before building a client",
            ));
        }
        Ok(Self {
            connect_timeout: options.connect_timeout,
            proxy,
            root_certificates,
            danger_accept_invalid_certificates: options.danger_accept_invalid_certificates,
        })
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
    fn new(options: &ClientConfig, host: &Url, proxy: Proxy) -> Result<Self, Error> {
        if host.scheme() == "https" {
            return Err(Error::config(
                options.host_option,
                "is https, but no TLS is compiled in: enable the feature `rustls` or `native-tls`",
            ));
        }
        Ok(Self { connect_timeout: options.connect_timeout, proxy })
    }

    /// What connections to this address begin with. One's own certificates are always read, since
    /// what is wrong with them is told when a client is built; and a proxy may be spoken to by TLS.
    fn security(&self, address: &Url) -> Security {
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
        if !self.root_certificates.is_empty() {
            return Security::Tls;
        }
        match &self.proxy {
            Proxy::None if address.scheme() == "http" => Security::None,
            _ => Security::Tls,
        }
    }

    #[cfg_attr(
        not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")),
        expect(unused_variables, reason = "there is no TLS")
    )]
    fn client(&self, security: Security) -> Result<Client, Error> {
        let mut builder = Client::builder()
            .connect_timeout(self.connect_timeout)
            // An API does not redirect; following one could carry a token to another host.
            .redirect(redirect::Policy::none())
            // What may be sent again is decided in one place, above the transport.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .tcp_nodelay(true);
        builder = match &self.proxy {
            Proxy::Environment => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Address(proxy) => {
                let proxy = reqwest::Proxy::all(proxy.trim()).map_err(|cause| {
                    Error::config("proxy", "is not a proxy address")
                        .with_source(cause.without_url())
                })?;
                builder.proxy(proxy)
            }
        };
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
        {
            builder = match security {
                Security::None => builder.tls_certs_only([]),
                Security::Tls if self.trusts_the_platform_alone() => platform(builder)?,
                Security::Tls => builder.tls_certs_merge(self.root_certificates.iter().cloned()),
            };
            if self.danger_accept_invalid_certificates {
                builder = builder.tls_danger_accept_invalid_certs(true);
            }
        }
        builder.build().map_err(|cause| {
            Error::config("tls", "could not be set up").with_source(cause.without_url())
        })
    }

    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    fn trusts_the_platform_alone(&self) -> bool {
        self.root_certificates.is_empty() && !self.danger_accept_invalid_certificates
    }
}

/// Trusts what the platform trusts, which is read once for all clients.
#[cfg(all(any(feature = "rustls", feature = "rustls-no-provider"), not(feature = "native-tls")))]
fn platform(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
    let platform = super::trust::platform()
        .map_err(|cause| Error::config("tls", "could not be set up").with_source(cause))?;
    Ok(match platform {
        Some(platform) => builder.tls_backend_preconfigured(platform),
        None => builder,
    })
}

/// Trusts what the system's library trusts.
#[cfg(feature = "native-tls")]
fn platform(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = Some(request.body.clone()).filter(|body| !body.is_empty());
        self.exchange(request, body.map(reqwest::Body::from))
    }

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: BodyStream,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = Streamed { left: body.len(), body };
        self.exchange(request, Some(reqwest::Body::wrap(body)))
    }
}

/// A body whose length is announced, so that it goes out with `content-length`.
struct Streamed {
    body: BodyStream,
    left: u64,
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = std::task::ready!(Pin::new(&mut self.body).poll_next(context));
        if let Some(Ok(chunk)) = &chunk {
            self.left = self.left.saturating_sub(chunk.len() as u64);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// What a server may have made of a request that it did not respond to.
#[derive(Clone, Copy)]
enum Fate {
    /// The connection was closed before any of the request was written.
    NeverWritten,
    /// The server ends the connection and says that it did not begin with this request (RFC 9113
    /// section 6.8).
    Unprocessed,
    /// The server takes no further request now, and did not begin with this one (RFC 9113 section
    /// 8.7).
    Refused,
    /// The head of the response has no end, or one too far away.
    Endless,
    /// What came is not HTTP.
    Unreadable,
    Unknown,
}

impl Fate {
    fn of(error: &reqwest::Error) -> Self {
        let (mut found, mut next) = (Self::Unknown, std::error::Error::source(error));
        while let Some(cause) = next {
            if let Some(cause) = cause.downcast_ref::<hyper::Error>() {
                if cause.is_canceled() {
                    return Self::NeverWritten;
                }
                if cause.is_parse() {
                    // Which of them it is, hyper tells servers only.
                    let is_endless = cause.to_string().contains("too large");
                    found = if is_endless { Self::Endless } else { Self::Unreadable };
                }
            }
            if let Some(cause) = cause.downcast_ref::<h2::Error>().filter(|cause| cause.is_remote())
            {
                // Requests that the server may have begun with fail otherwise, when the connection
                // ends.
                if cause.is_go_away() {
                    return Self::Unprocessed;
                }
                if cause.is_reset() && cause.reason() == Some(h2::Reason::REFUSED_STREAM) {
                    return Self::Refused;
                }
            }
            next = cause.source();
        }
        found
    }

    fn describe(self, was_kept: bool) -> &'static str {
        match self {
            Self::NeverWritten => "the connection was closed before the request could be sent",
            Self::Unprocessed => {
                "the server closed the connection and did not begin with the request"
            }
            Self::Refused => "the server takes no more requests at a time, and refused this one",
            Self::Endless => "the response has more headers than are read",
            Self::Unreadable => {
                "what came is not a response of HTTP: check the host, and what stands in front of \
                 the server"
            }
            Self::Unknown if was_kept => {
                "the connection, which had been kept from an earlier request, broke before a \
                 response came"
            }
            Self::Unknown => "the connection broke before a response came",
        }
    }
}

/// The connection that an exchange failed on: this machine's port, and whether others share it.
fn connection(error: &reqwest::Error) -> Option<(u16, bool)> {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if let Some(connection) =
            cause.downcast_ref::<legacy::Error>().and_then(legacy::Error::connect_info)
        {
            let mut extras = Extensions::new();
            connection.get_extras(&mut extras);
            let port = extras.get::<HttpInfo>()?.local_addr().port();
            return Some((port, connection.is_negotiated_h2()));
        }
        next = cause.source();
    }
    None
}

/// What the request's own body failed with, rather than the connection.
fn failure_of_body(error: &reqwest::Error) -> Option<String> {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if let Some(own) = cause.downcast_ref::<TransportError>() {
            return Some(own.to_string());
        }
        next = cause.source();
    }
    None
}

/// The innermost cause: reqwest's own layers name the address, whose query may hold secrets.
fn bare(error: reqwest::Error) -> Box<dyn std::error::Error + Send + Sync> {
    let error = error.without_url();
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    innermost.to_string().into()
}

#[cfg(all(test, any(feature = "rustls", feature = "native-tls")))]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_read_when_a_client_is_built_unless_nothing_there_can_need_them() {
        let certificate = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap();
        let is_plain = |proxy: Proxy, certificates: Vec<Vec<u8>>, address: &str| {
            let address = Url::parse(address).unwrap();
            let mut options = ClientConfig::new(address.as_str());
            options.root_certificates = certificates;
            let proxy = chosen(&proxy, &address);
            let settings = Settings::new(&options, &address, proxy).unwrap();
            settings.security(&address) == Security::None
        };
        let proxy = || Proxy::Address("https://proxy.example:8443".into());
        let own = vec![certificate.cert.pem().into_bytes()];
        assert!(is_plain(Proxy::None, vec![], "http://a.example"));
        assert!(is_plain(Proxy::Environment, vec![], "http://127.0.0.1:3000"));
        assert!(!is_plain(Proxy::Environment, vec![], "http://a.example"), "a proxy may be named");
        assert!(!is_plain(Proxy::None, vec![], "https://127.0.0.1:3000"));
        assert!(!is_plain(proxy(), vec![], "http://127.0.0.1:3000"));
        assert!(!is_plain(Proxy::None, own, "http://127.0.0.1:3000"), "it may be broken");
    }
}
