//! Time limits of futures that may go on on another runtime than the one they began on.
//!
//! tokio's timers belong to a runtime, and panic when they are asked after its end. A future can
//! outlive a runtime: one that waits for another caller's token, for instance, goes on when the
//! runtime of that caller ends.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use tokio::{
    runtime::{Handle, Id},
    task::coop::unconstrained,
    time::{Instant, sleep_until},
};

/// The result of a future, unless this moment comes first.
pub(crate) async fn until<T>(moment: Instant, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    // That of the alarm, known once it is waited for.
    let mut home = None;
    // A future that never lets others run must not keep its own limit from being seen.
    let mut alarm = pin!(unconstrained(sleep_until(moment)));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let here = here();
        if here.is_none() {
            return Poll::Pending;
        }
        if home.is_some() && here != home {
            alarm.set(unconstrained(sleep_until(moment)));
        }
        home = here;
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The result of a future that needs the runtime it began on, unless it goes on on another one.
pub(crate) async fn on_one_runtime<T>(future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut home) = (pin!(future), None);
    poll_fn(|context| {
        let here = here();
        match *home.get_or_insert(here) == here {
            true => future.as_mut().poll(context).map(Some),
            false => Poll::Ready(None),
        }
    })
    .await
}

fn here() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

#[cfg(test)]
mod tests {
    use std::{
        future::{pending, ready},
        time::Duration,
    };

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
    }

    /// Polls a future once on a runtime that then ends.
    fn begin<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) {
        let first = runtime();
        first.block_on(async {
            assert!(futures_util::poll!(future.as_mut()).is_pending());
        });
    }

    #[test]
    fn a_limit_holds_and_costs_a_result_nothing() {
        runtime().block_on(async {
            let start = Instant::now();
            let second = start + Duration::from_secs(1);
            assert_eq!(until(second, ready(7)).await, Some(7));
            assert_eq!(until(second, pending::<u32>()).await, None);
            assert_eq!(start.elapsed(), Duration::from_secs(1));
            assert_eq!(until(start, pending::<u32>()).await, None, "it is over");
        });
    }

    #[test]
    fn a_limit_holds_on_the_runtime_that_comes_after() {
        let soon = Instant::now() + Duration::from_millis(20);
        let mut future = Box::pin(until(soon, pending::<u32>()));
        begin(future.as_mut());
        assert_eq!(runtime().block_on(future), None);
    }

    #[test]
    fn what_needs_its_runtime_ends_with_it() {
        let mut future = Box::pin(on_one_runtime(pending::<u32>()));
        begin(future.as_mut());
        assert_eq!(runtime().block_on(future), None);
        assert_eq!(runtime().block_on(on_one_runtime(ready(7))), Some(7));
    }
}
