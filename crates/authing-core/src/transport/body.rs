//! A body that is read while it is sent.

use std::{
    collections::VecDeque,
    error::Error as StdError,
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// Where the bytes of a streamed part come from.
pub(crate) type Source =
    Pin<Box<dyn Stream<Item = Result<Bytes, Box<dyn StdError + Send + Sync>>> + Send>>;

/// A body that is read while it is sent, of a length that is known. `Debug` shows the length only.
pub struct BodyStream {
    parts: VecDeque<Part>,
    length: u64,
}

/// A piece of a [`BodyStream`].
pub(crate) enum Part {
    Whole(Bytes),
    /// The lock is never contended: it lets the stream be shared, which HTTP stacks ask for.
    Read {
        source: Mutex<Source>,
        left: u64,
    },
}

impl BodyStream {
    /// A body of these parts, which have `length` bytes together.
    pub(crate) fn new(parts: impl IntoIterator<Item = Part>, length: u64) -> Self {
        Self { parts: parts.into_iter().collect(), length }
    }

    /// How many bytes it has from start to end.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it has no bytes at all.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Reads it to the end.
    ///
    /// # Errors
    ///
    /// That of the source, or that it brought another number of bytes than announced.
    pub async fn collect(mut self) -> Result<Bytes, TransportError> {
        let mut whole = Vec::new();
        while let Some(chunk) =
            std::future::poll_fn(|context| Pin::new(&mut self).poll_next(context)).await
        {
            whole.extend_from_slice(&chunk?);
        }
        Ok(Bytes::from(whole))
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(part) = self.parts.front_mut() else { return Poll::Ready(None) };
            match part {
                Part::Whole(bytes) => {
                    let bytes = std::mem::take(bytes);
                    self.parts.pop_front();
                    if !bytes.is_empty() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Part::Read { source, left } => {
                    let source = source.get_mut().unwrap_or_else(PoisonError::into_inner);
                    let problem = match ready!(source.as_mut().poll_next(context)) {
                        Some(Ok(bytes)) => match left.checked_sub(bytes.len() as u64) {
                            Some(_) if bytes.is_empty() => continue,
                            Some(rest) => {
                                *left = rest;
                                return Poll::Ready(Some(Ok(bytes)));
                            }
                            None => TransportError::broken("the file is longer than announced"),
                        },
                        None if *left > 0 => {
                            TransportError::broken("the file is shorter than announced")
                        }
                        Some(Err(cause)) => {
                            TransportError::broken("the file could not be read").with_source(cause)
                        }
                        None => {
                            self.parts.pop_front();
                            continue;
                        }
                    };
                    self.parts.clear();
                    return Poll::Ready(Some(Err(problem)));
                }
            }
        }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("length", &self.length).finish_non_exhaustive()
    }
}
