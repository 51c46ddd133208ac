//! A file that is written as it is read from the server.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use authing_core::Error;
use bytes::Bytes;
use futures_core::Stream;

/// A file in pieces, one for every page that comes from the server. Nothing is asked for before
/// the first piece is. An error ends it.
#[must_use = "streams do nothing unless polled"]
pub struct Export(Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>);

impl Export {
    pub(crate) fn new(pieces: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self(Box::pin(pieces))
    }
}

impl Stream for Export {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Export(..)")
    }
}
