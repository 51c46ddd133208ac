//! The users of an export, one at a time.

use std::{
    error::Error as StdError,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use authing_core::Error;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;

use super::{
    fields::{Members, row},
    items::{Place, items},
    user::{MigratedRow, MigratedUser},
};

/// The users of an export in the order of the file, as a stream that needs the memory of one of them. A row that
/// cannot be read is an entry that says so; an error ends the stream, since nothing after it can be told apart.
#[must_use = "streams do nothing unless polled"]
pub struct MigratedRows<'a> {
    rows: Pin<Box<dyn Stream<Item = Result<MigratedRow, Error>> + Send + 'a>>,
}

impl<'a> MigratedRows<'a> {
    pub(super) fn new(rows: impl Stream<Item = Result<MigratedRow, Error>> + Send + 'a) -> Self {
        Self { rows: Box::pin(rows) }
    }

    /// The objects of a JSON file, each of them read.
    pub(super) fn of_json<B, E>(
        place: Place,
        source: impl Stream<Item = Result<B, E>> + Send + 'a,
        read: impl Fn(&mut Members) -> Result<MigratedUser, Error> + Send + 'a,
    ) -> Self
    where
        B: Into<Bytes> + 'a,
        E: Into<Box<dyn StdError + Send + Sync>> + 'a,
    {
        let mut number = 0;
        Self::new(items(place, source).map(move |item| {
            number += 1;
            item.map(|members| row(number, members, &read))
        }))
    }
}

impl Stream for MigratedRows<'_> {
    type Item = Result<MigratedRow, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.rows.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for MigratedRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MigratedRows").finish_non_exhaustive()
    }
}
