//! Bodies of requests and responses.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
#[cfg(feature = "console")]
use futures_util::{Stream, StreamExt as _};
use http::Response;
use http::header::{self, HeaderValue};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, LengthLimitError, Limited, StreamBody};

/// The body of a response.
pub(super) type Body = UnsyncBoxBody<Bytes, Dropped>;

/// A request that gets no response: the connection is closed.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped as asked")]
pub(crate) struct Dropped;

/// The response of a handler, ready to be sent.
pub(super) fn send(response: crate::handler::Response) -> Response<Body> {
    response.into_http().map(|body| body.map_err(|never| match never {}).boxed_unsync())
}

/// Server-sent events, for as long as they come.
#[cfg(feature = "console")]
pub(super) fn send_events(events: impl Stream<Item = Bytes> + Send + 'static) -> Response<Body> {
    let frames = events.map(|event| Ok(Frame::data(event)));
    let mut response = Response::new(Body::new(StreamBody::new(frames)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A body that did not come as a whole.
#[derive(Debug)]
pub(super) enum Incomplete {
    TooLarge,
    BrokenOff,
}

/// The whole body of a request, of at most so many bytes.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<Bytes, Incomplete>
where
    B: http_body::Body<Data = Bytes> + Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Incomplete::TooLarge),
        Err(_) => Err(Incomplete::BrokenOff),
    }
}

/// Keeps the head with its full length and breaks the body off half way.
pub(super) async fn truncate(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    let whole = collect(body, usize::MAX).await.unwrap_or_default();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    let parts = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) => Some((Ok(Frame::data(half)), None)),
            None => {
                // Let the first half leave before the connection breaks.
                tokio::time::sleep(Duration::from_millis(10)).await;
                Some((Err(Dropped), None))
            }
        }
    });
    Response::from_parts(head, Body::new(StreamBody::new(parts)))
}
