//! Work that would hold up everything else on its thread.

use std::sync::Arc;

use tokio::{runtime::Handle, task::spawn_blocking};
use tracing::{Dispatch, Span, dispatcher};

/// Does a piece of work: a small one here, a large one on a thread that may be held up, if this runs
/// on tokio. What it logs goes to the caller's span and subscriber.
///
/// Once begun it goes on even if nobody waits for it any more, and it is done once more if the runtime
/// ends before it began: it must do nothing but make its result.
pub(crate) async fn offload<T: Send + 'static>(
    is_large: bool,
    work: impl Fn() -> T + Send + Sync + 'static,
) -> T {
    if !is_large || Handle::try_current().is_err() {
        return work();
    }
    let work = Arc::new(work);
    let theirs = Arc::clone(&work);
    let (span, log) = (Span::current(), dispatcher::get_default(Dispatch::clone));
    let elsewhere =
        spawn_blocking(move || dispatcher::with_default(&log, || span.in_scope(|| theirs())));
    match elsewhere.await {
        Ok(result) => result,
        // The runtime is ending.
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        sync::{Mutex, mpsc},
        task::{Context, Poll, Waker},
        thread,
    };

    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn small_work_is_done_here_and_large_work_elsewhere() {
        let here = thread::current().id();
        let runtime = Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(offload(false, || thread::current().id())), here);
        assert_ne!(runtime.block_on(offload(true, || thread::current().id())), here);
    }

    #[test]
    fn without_tokio_all_work_is_done_here() {
        let future = pin!(offload(true, || thread::current().id()));
        let polled = future.poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.map(|id| id == thread::current().id()).is_ready());
    }

    #[test]
    fn the_thread_does_other_things_meanwhile() {
        let (sender, receiver) = mpsc::channel();
        let receiver = Mutex::new(receiver);
        let runtime = Builder::new_current_thread().build().unwrap();
        let done = runtime.block_on(async {
            // It waits for what happens on this thread next.
            let work = offload(true, move || receiver.lock().unwrap().recv().is_ok());
            let other = async move { sender.send(()) };
            tokio::join!(work, other).0
        });
        assert!(done);
    }

    #[test]
    fn a_runtime_that_ends_costs_no_result() {
        let runtime = Builder::new_current_thread().build().unwrap();
        let ended = runtime.handle().clone();
        runtime.shutdown_background();
        let _entered = ended.enter();
        let work = pin!(offload(true, || 7));
        assert_eq!(work.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
    }
}
