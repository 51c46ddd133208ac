//! A wish to end an import early.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use futures_core::future::BoxFuture;
use futures_util::{
    FutureExt,
    future::{Either, Shared, pending, select},
};

/// Tells whoever asks that the program wants the import to end.
#[derive(Clone)]
pub(crate) struct Stop(Shared<BoxFuture<'static, ()>>);

impl Stop {
    /// When this is ready, or panics. Never, if there is none.
    pub(crate) fn when(wish: Option<BoxFuture<'static, ()>>) -> Self {
        let wish = wish.unwrap_or_else(|| pending().boxed());
        Self(AssertUnwindSafe(wish).catch_unwind().map(drop).boxed().shared())
    }

    pub(crate) fn wished(&self) -> impl Future<Output = ()> + Send + 'static {
        self.0.clone()
    }

    /// Whether it was wished for by now.
    pub(crate) fn is_wished(&self) -> bool {
        self.0.clone().now_or_never().is_some()
    }

    /// Waits so long; `false` if it is wished for before.
    pub(crate) async fn sleep(&self, time: Duration) -> bool {
        let sleep = std::pin::pin!(tokio::time::sleep(time));
        match select(self.0.clone(), sleep).await {
            Either::Left(_) => false,
            Either::Right(_) => true,
        }
    }
}
