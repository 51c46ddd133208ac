//! Calls for code without async: every call of the SDK, sent with [`Call::blocking`].

use std::fmt;

use authing_types::Page;
use futures_util::StreamExt as _;

use crate::{
    call::Call,
    error::Error,
    paging::{Items, PagedCall},
    pipeline::Pipeline,
};

impl<T: Send + 'static> Call<T> {
    /// Sends the call and waits for its response.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`ErrorKind::Config`](crate::ErrorKind::Config) inside async code,
    /// where waiting would stop everything else: await the call there.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Result<T, Error> {
        let pipeline = self.pipeline().clone();
        pipeline.runtime().wait(self.into_future())?
    }
}

impl<T: Send + 'static> PagedCall<T> {
    /// Gets one page and waits for it.
    ///
    /// # Errors
    ///
    /// As for [`Call::blocking`].
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Result<Page<T>, Error> {
        self.page().blocking()
    }

    /// The whole list as one page: see [`PagedCall::all`].
    ///
    /// # Errors
    ///
    /// As for [`Call::blocking`].
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn all_blocking(self) -> Result<Page<T>, Error> {
        let pipeline = self.pipeline();
        pipeline.runtime().wait(self.all())?
    }

    /// Every entry from the first page asked for to the last, as an iterator. Deleting what it yields
    /// makes it skip others: see [`PagedCall::all`].
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn items_blocking(self) -> BlockingItems<T> {
        BlockingItems { pipeline: self.pipeline(), items: self.items() }
    }
}

/// The entries of a list, as an iterator: see [`PagedCall::items_blocking`].
#[must_use = "an iterator does nothing until it is used"]
pub struct BlockingItems<T> {
    pipeline: Pipeline,
    items: Items<T>,
}

impl<T: Send + 'static> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pipeline.runtime().wait(self.items.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingItems").field("items", &self.items).finish_non_exhaustive()
    }
}
