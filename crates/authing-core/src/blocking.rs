//! Calls for code without async: every call of the SDK, sent with [`Call::blocking`].

use std::{fmt, future::Future, sync::OnceLock};

use futures_util::StreamExt as _;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    call::Call,
    connection::Connection,
    error::Error,
    page::Page,
    paging::{Items, PagedCall},
};

impl<T: Send + 'static> Call<T> {
    /// Sends the call and waits for its answer.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`ErrorKind::Config`](crate::ErrorKind::Config) inside async code,
    /// where waiting would stop everything else: await the call there.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Result<T, Error> {
        let connection = self.connection().clone();
        connection.blocking().wait(self.into_future())?
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

    /// Every entry from the first page asked for to the last, as an iterator.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn items_blocking(self) -> BlockingItems<T> {
        BlockingItems { connection: self.connection(), items: self.items() }
    }
}

/// The entries of a list, as an iterator: see [`PagedCall::items_blocking`].
#[must_use = "an iterator does nothing until it is used"]
pub struct BlockingItems<T> {
    connection: Connection,
    items: Items<T>,
}

impl<T: Send + 'static> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.connection.blocking().wait(self.items.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<T> fmt::Debug for BlockingItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingItems").field("items", &self.items).finish_non_exhaustive()
    }
}

/// The runtime of one connection: its pooled sockets live on it, so it lives as long as they do.
#[derive(Default)]
pub(crate) struct BlockingRuntime(OnceLock<Runtime>);

impl BlockingRuntime {
    fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::config("blocking", "cannot wait inside async code: await instead"));
        }
        let runtime = match self.0.get() {
            Some(runtime) => runtime,
            None => {
                let runtime = Builder::new_multi_thread()
                    .worker_threads(1)
                    .thread_name("authing")
                    .enable_all()
                    .build()
                    .map_err(|cause| {
                        Error::config("blocking", "could not start a thread").with_source(cause)
                    })?;
                // A loser of this race shuts its runtime down on drop, outside of async code.
                self.0.get_or_init(|| runtime)
            }
        };
        Ok(runtime.block_on(future))
    }
}

impl Drop for BlockingRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // A client may be dropped inside async code, where waiting for the threads panics.
            runtime.shutdown_background();
        }
    }
}
