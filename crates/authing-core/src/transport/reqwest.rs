//! The default transport. Nothing of reqwest is visible outside this file.

use std::{
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};
use reqwest::{Client, redirect};
use tokio::runtime::Handle;
use url::Url;

use super::{
    body::BodyStream,
    certificate,
    error::TransportError,
    http::{BoxFuture, HttpRequest, HttpResponse, Transport},
    pools::PerRuntime,
    proxy::{Proxies, chosen},
};
use crate::{
    config::{ClientConfig, Proxy},
    error::Error,
};

/// Room set aside at once when a response announces its length; a longer one grows as it comes.
const TRUSTED_LENGTH: usize = 8 << 20;

pub(crate) struct ReqwestTransport {
    clients: PerRuntime<Client>,
    /// Made with the transport, to find out that the options can be used: for the first runtime.
    first: Mutex<Option<Client>>,
    settings: Settings,
    proxies: Proxies,
    max_response_bytes: usize,
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
        let first = Mutex::new(Some(settings.client()?));
        let max_response_bytes = options.max_response_bytes;
        Ok(Self { clients: PerRuntime::new(), first, settings, proxies, max_response_bytes })
    }

    /// The client whose connections belong to the runtime of this call.
    fn client(&self) -> Result<Client, TransportError> {
        let runtime = Handle::try_current()
            .map_err(|_| TransportError::connect("there is no tokio runtime to connect from"))?;
        self.clients.get(&runtime, || {
            let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
            match first {
                Some(client) => Ok(client),
                None => self.settings.client().map_err(|cause| {
                    TransportError::connect("no further client could be set up").with_source(cause)
                }),
            }
        })
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        streamed: Option<BodyStream>,
    ) -> Result<HttpResponse, TransportError> {
        let mut outgoing = reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        if let Some(streamed) = streamed {
            let body = Streamed { left: streamed.len(), body: streamed };
            *outgoing.body_mut() = Some(reqwest::Body::wrap(body));
        } else if !request.body.is_empty() {
            *outgoing.body_mut() = Some(request.body.into());
        }
        let mut response = self.client()?.execute(outgoing).await.map_err(|cause| {
            if let Some(own) = failure_of_body(&cause) {
                TransportError::broken(own).with_source(bare(cause))
            } else if cause.is_connect() {
                self.no_connection(cause)
            } else {
                TransportError::broken("the connection broke before a response came")
                    .with_source(bare(cause))
            }
        })?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = self.read_body(&mut response, &headers).await?;
        Ok(HttpResponse { status, headers, body })
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

    async fn read_body(
        &self,
        response: &mut reqwest::Response,
        headers: &HeaderMap,
    ) -> Result<Bytes, TransportError> {
        let broken = |cause| {
            TransportError::broken("the connection broke in the middle of the response")
                .with_source(bare(cause))
        };
        let Some(first) = response.chunk().await.map_err(broken)? else {
            return Ok(Bytes::new());
        };
        let announced = headers
            .get(http::header::CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if first.len() > self.max_response_bytes || announced > Some(self.max_response_bytes) {
            return Err(TransportError::too_large(self.max_response_bytes));
        }
        // Most responses are one chunk: hand it on as it is.
        let Some(second) = response.chunk().await.map_err(broken)? else {
            return Ok(first);
        };
        let capacity = announced.unwrap_or(first.len() + second.len()).min(TRUSTED_LENGTH);
        let mut body = BytesMut::with_capacity(capacity.max(first.len() + second.len()));
        body.extend_from_slice(&first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(TransportError::too_large(self.max_response_bytes));
            }
            body.extend_from_slice(&chunk);
            next = response.chunk().await.map_err(broken)?;
        }
        Ok(body.freeze())
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

    fn client(&self) -> Result<Client, Error> {
        let mut builder = Client::builder()
            .connect_timeout(self.connect_timeout)
            // An API does not redirect; following one could carry a token to another host.
            .redirect(redirect::Policy::none())
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
            builder = builder.tls_certs_merge(self.root_certificates.iter().cloned());
            if self.danger_accept_invalid_certificates {
                builder = builder.tls_danger_accept_invalid_certs(true);
            }
        }
        builder.build().map_err(|cause| {
            Error::config("tls", "could not be set up").with_source(cause.without_url())
        })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request, None))
    }

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: BodyStream,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request, Some(body)))
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
