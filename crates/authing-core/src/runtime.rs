//! The runtime behind calls for code without async.

use std::{future::Future, sync::OnceLock};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// The runtime of one client: its pooled sockets live on it, so it lives as long as they do.
#[derive(Default)]
pub(crate) struct BlockingRuntime(OnceLock<Runtime>);

impl BlockingRuntime {
    /// Waits for the future on this thread.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
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
