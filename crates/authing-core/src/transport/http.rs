//! One HTTP exchange: what a [`Transport`] is given and what it returns.

use std::{fmt, future::Future, pin::Pin};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::{body::BodyStream, error::TransportError};

/// A boxed future, as object-safe traits need them.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to the server and its response back, once: retries, timeouts and tokens are
/// the caller's business.
///
/// The default is reqwest. Implement it to use another HTTP stack, or to script a server in a test.
///
/// ```
/// use authing_core::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
///
/// #[derive(Debug)]
/// struct Down;
///
/// impl Transport for Down {
///     fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
///         Box::pin(async { Err(TransportError::connect("the network is down")) })
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends the request and reads the whole response. Redirects are not followed, and a body that
    /// is compressed may be returned as it came, with its `content-encoding`: what calls the
    /// transport unpacks it, within the limit of the client.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Sends a request with a body that is read while it is sent. Without a method of its own a
    /// transport gets such a body in one piece.
    fn send_streamed(
        &self,
        mut request: HttpRequest,
        body: BodyStream,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            request.body = body.collect().await?;
            self.send(request).await
        })
    }
}

/// One HTTP request. `Debug` hides headers and body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The verb.
    pub method: Method,
    /// The whole address.
    pub url: Url,
    /// The headers, credentials among them.
    pub headers: HeaderMap,
    /// The body; empty when there is none.
    pub body: Bytes,
}

impl HttpRequest {
    /// A request without headers or body.
    pub fn new(method: Method, url: Url) -> Self {
        Self { method, url, headers: HeaderMap::new(), body: Bytes::new() }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One HTTP response. `Debug` hides headers and body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl HttpResponse {
    /// A response without headers.
    pub fn new(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self { status, headers: HeaderMap::new(), body: body.into() }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
