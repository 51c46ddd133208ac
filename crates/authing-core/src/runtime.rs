//! The runtime behind calls for code without async, and the threads that may wait for it.

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::{coop::consume_budget, yield_now},
};

use crate::error::Error;

/// tokio gives a task less than this before it must let others run.
const MORE_THAN_A_BUDGET: usize = 1024;

/// The runtime of one client: its pooled sockets live on it, so it lives as long as they do.
#[derive(Default)]
pub(crate) struct BlockingRuntime(OnceLock<Runtime>);

impl BlockingRuntime {
    /// Waits for the future on this thread.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        if is_in_async_code() {
            return Err(Error::config(
                "blocking",
                "cannot wait inside async code: await instead, or wait inside `spawn_blocking`",
            ));
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
                // A loser of this race shuts its runtime down on drop.
                if let Err(loser) = self.0.set(runtime) {
                    loser.shutdown_background();
                }
                match self.0.get() {
                    Some(runtime) => runtime,
                    None => return Err(Error::config("blocking", "could not start a thread")),
                }
            }
        };
        // As `Runtime::block_on` does, which panics where it finds that it must not wait.
        let _entered = runtime.enter();
        Ok(wait_here(future))
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

/// Runs the future on this thread, which sleeps while there is nothing to do.
fn wait_here<T>(future: impl Future<Output = T>) -> T {
    /// Wakes the thread, even if it is about to sleep. A hook of the future may wait on this thread too
    /// and take the wake-up, so it is noted.
    struct Sleeper {
        thread: Thread,
        is_woken: AtomicBool,
    }

    impl Wake for Sleeper {
        fn wake(self: Arc<Self>) {
            self.is_woken.store(true, Ordering::Release);
            self.thread.unpark();
        }
    }

    let mut future = pin!(future);
    let is_woken = AtomicBool::new(false);
    let sleeper = Arc::new(Sleeper { thread: thread::current(), is_woken });
    let waker = Waker::from(Arc::clone(&sleeper));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        while !sleeper.is_woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// Whether this thread is running a task or the future of a `block_on`: who waited here would stop
/// everything else. On the threads of `spawn_blocking`, inside `block_in_place` and where a runtime is
/// only entered, waiting is allowed.
///
/// tokio has no function that tells. It shows in two ways, both documented: tasks and the futures of
/// `block_on` may use a budget before they have to let others run, which nothing else has; and
/// [`yield_now`] wakes its task at once only where no runtime could do it later. The second covers
/// tasks that were freed of their budget by `unconstrained`.
fn is_in_async_code() -> bool {
    Handle::try_current().is_ok() && (has_budget() || is_scheduled())
}

fn has_budget() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    // What is used up here belongs to a call that is refused.
    (0..MORE_THAN_A_BUDGET).any(|_| pin!(consume_budget()).poll(&mut context).is_pending())
}

fn is_scheduled() -> bool {
    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let _ = pin!(yield_now()).poll(&mut Context::from_waker(&waker));
    !woken.0.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use tokio::{
        runtime::RuntimeFlavor,
        task::{LocalSet, block_in_place, coop::unconstrained, spawn, spawn_blocking},
    };

    use super::*;

    fn multi_thread() -> Runtime {
        Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
    }

    fn current_thread() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    #[test]
    fn a_wait_inside_of_another_takes_no_wake_up_from_it() {
        let (done, is_done) = std::sync::mpsc::channel();
        thread::spawn(move || {
            let mut polls = 0;
            wait_here(std::future::poll_fn(|context| {
                polls += 1;
                if polls > 1 {
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                let mut slept = false;
                // It takes the mark that the thread may go on, and sleeps until its own time has come.
                wait_here(std::future::poll_fn(|context| {
                    if std::mem::replace(&mut slept, true) {
                        return Poll::Ready(());
                    }
                    let waker = context.waker().clone();
                    thread::spawn(move || {
                        thread::yield_now();
                        waker.wake();
                    });
                    Poll::Pending
                }));
                // Whatever is left of a mark is taken, so that only what was noted counts.
                thread::park_timeout(std::time::Duration::ZERO);
                Poll::Pending
            }));
            done.send(()).unwrap();
        });
        is_done.recv_timeout(std::time::Duration::from_secs(10)).expect("it goes on");
    }

    #[test]
    fn async_code_is_told_on_every_kind_of_runtime() {
        for runtime in [multi_thread(), current_thread()] {
            let flavor = runtime.handle().runtime_flavor();
            assert!(runtime.block_on(async { is_in_async_code() }), "block_on: {flavor:?}");
            let task = runtime.spawn(async { is_in_async_code() });
            assert!(runtime.block_on(task).unwrap(), "a task: {flavor:?}");
            let local = LocalSet::new();
            let task = local.run_until(async {
                tokio::task::spawn_local(async { is_in_async_code() }).await.unwrap()
            });
            assert!(runtime.block_on(task), "a local task: {flavor:?}");
            let task = spawn_unconstrained(&runtime);
            assert!(runtime.block_on(task).unwrap(), "without a budget: {flavor:?}");
            let tired = runtime.spawn(async {
                while has_budget() && tokio::task::coop::has_budget_remaining() {}
                is_in_async_code()
            });
            assert!(runtime.block_on(tired).unwrap(), "with its budget used up: {flavor:?}");
        }
    }

    fn spawn_unconstrained(runtime: &Runtime) -> tokio::task::JoinHandle<bool> {
        runtime.spawn(unconstrained(async { is_in_async_code() }))
    }

    #[test]
    fn where_tokio_allows_to_wait_it_is_not_async_code() {
        assert!(!is_in_async_code(), "a thread of its own");
        for runtime in [multi_thread(), current_thread()] {
            let flavor = runtime.handle().runtime_flavor();
            let blocking = runtime.block_on(async { spawn_blocking(is_in_async_code).await });
            assert!(!blocking.unwrap(), "spawn_blocking: {flavor:?}");
            let nested = runtime.block_on(async {
                let inside = || Handle::current().block_on(async { is_in_async_code() });
                spawn_blocking(inside).await
            });
            assert!(nested.unwrap(), "block_on inside spawn_blocking: {flavor:?}");
            if flavor == RuntimeFlavor::MultiThread {
                let in_place = async { spawn(async { block_in_place(is_in_async_code) }).await };
                assert!(!runtime.block_on(in_place).unwrap(), "block_in_place");
                let here = runtime.block_on(async { block_in_place(is_in_async_code) });
                assert!(!here, "block_in_place inside block_on");
            }
            let _entered = runtime.enter();
            assert!(!is_in_async_code(), "a runtime that is only entered: {flavor:?}");
        }
    }

    #[test]
    fn waiting_works_where_it_is_allowed_and_is_refused_without_a_panic_elsewhere() {
        let ours = Arc::new(BlockingRuntime::default());
        let work = || async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            spawn(async { 7 }).await.unwrap()
        };
        assert_eq!(ours.wait(work()).unwrap(), 7);
        // A wait inside a wait, as a hook of the client's may do it.
        assert_eq!(ours.wait(async { ours.wait(work()).unwrap() }).unwrap(), 7);
        for runtime in [multi_thread(), current_thread()] {
            let (inside, outside) = (Arc::clone(&ours), Arc::clone(&ours));
            let blocking = async { spawn_blocking(move || inside.wait(work())).await.unwrap() };
            assert_eq!(runtime.block_on(blocking).unwrap(), 7);
            let error = runtime.block_on(async { outside.wait(work()) }).unwrap_err();
            assert!(error.to_string().contains("spawn_blocking"), "{error}");
        }
    }
}
