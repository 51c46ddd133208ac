//! A file that is written as it is read from the server.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use authing_core::{Error, ErrorKind};
use authing_types::SetAside;
use bytes::Bytes;
use futures_core::Stream;

/// A file in pieces, one for every page that comes from the server. Nothing is asked for before
/// the first piece is. An error ends it.
///
/// Everything that can be read is written. If the server sent users or nodes that nobody could read, so
/// that the file lacks them, the last item is an error of the kind [`ErrorKind::Decode`] that counts them,
/// behind the last piece: a file that is not whole is not taken for one that is.
/// [`set_aside`](Self::set_aside) has each of them, and what was left out of a row.
///
/// ```no_run
/// use authing_management::bulk::Export;
/// use futures_util::StreamExt;
///
/// # async fn example(mut pieces: Export) -> Result<(), Box<dyn std::error::Error>> {
/// let mut file = Vec::new();
/// while let Some(piece) = pieces.next().await {
///     match piece {
///         Ok(piece) => file.extend(piece),
///         Err(error) => eprintln!("the file is not whole: {error}"),
///     }
/// }
/// for part in pieces.set_aside() {
///     eprintln!("{part}");
/// }
/// # Ok(()) }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Export {
    pieces: Pin<Box<dyn Stream<Item = Result<Piece, Error>> + Send>>,
    set_aside: Vec<SetAside>,
    ended: bool,
}

/// What is written of one response.
pub(crate) struct Piece {
    pub(crate) text: Vec<u8>,
    /// What the response held and nobody could read.
    pub(crate) set_aside: Vec<SetAside>,
}

impl From<Vec<u8>> for Piece {
    fn from(text: Vec<u8>) -> Self {
        Self { text, set_aside: Vec::new() }
    }
}

impl Export {
    pub(crate) fn new(pieces: impl Stream<Item = Result<Piece, Error>> + Send + 'static) -> Self {
        Self { pieces: Box::pin(pieces), set_aside: Vec::new(), ended: false }
    }

    /// What the server has sent so far and nobody could read: those which are not in the file, and values
    /// that their row does not have. It says where and why, and holds nothing of it.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// The error at the end of a file that is not whole.
    fn missing(&self) -> Option<Error> {
        let mut missing = self.set_aside.iter().filter(|part| part.is_outermost());
        let first = missing.next()?;
        let problem = match 1 + missing.count() {
            1 => format!("one is missing from the file, since nobody could read them: {first}"),
            many => format!(
                "{many} are missing from the file, since nobody could read them: {first} (and {} more)",
                many - 1
            ),
        };
        Some(Error::new(ErrorKind::Decode, problem))
    }
}

impl Stream for Export {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.ended {
            match ready!(self.pieces.as_mut().poll_next(cx)) {
                Some(Ok(piece)) => {
                    self.set_aside.extend(piece.set_aside);
                    if !piece.text.is_empty() {
                        return Poll::Ready(Some(Ok(piece.text.into())));
                    }
                }
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.ended = true;
                    return Poll::Ready(self.missing().map(Err));
                }
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export").field("set_aside", &self.set_aside).finish_non_exhaustive()
    }
}
