//! One request under way, however many callers wait for what it brings.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::error::Error;

/// Runs one future at a time and shares its result with everybody who asked meanwhile.
///
/// The caller who comes first drives the future; there is no task behind it. If that caller is
/// dropped, or its runtime ends, the next one starts again. A failure is the result of those who
/// waited for it and of nobody else. The future must not wait for the flight that it is: it would
/// wait for itself.
pub struct SingleFlight<T> {
    /// Held by the caller who drives the future.
    flight: tokio::sync::Mutex<()>,
    landed: Mutex<Landed<T>>,
}

struct Landed<T> {
    count: u64,
    last: Option<Result<T, Error>>,
}

impl<T: Clone> SingleFlight<T> {
    /// Nothing under way.
    pub fn new() -> Self {
        Self {
            flight: tokio::sync::Mutex::new(()),
            landed: Mutex::new(Landed { count: 0, last: None }),
        }
    }

    /// The result of the flight under way, or of `fetch` when there is none.
    ///
    /// A flight may land between a caller's look at its cache and this call, so `fetch` looks once
    /// more before it sends anything.
    ///
    /// # Errors
    ///
    /// Those of the future that ran.
    pub async fn run<F>(&self, fetch: impl FnOnce() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let before = self.landed().count;
        let _flight = self.flight.lock().await;
        if let Some(result) = self.landed_since(before) {
            return result;
        }
        self.drive(fetch()).await
    }

    /// As [`run`](Self::run), but without waiting: `None` while another caller's flight is under
    /// way.
    pub async fn try_run<F>(&self, fetch: impl FnOnce() -> F) -> Option<Result<T, Error>>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let _flight = self.flight.try_lock().ok()?;
        Some(self.drive(fetch()).await)
    }

    async fn drive(&self, fetching: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let result = fetching.await;
        let mut landed = self.landed();
        landed.count = landed.count.wrapping_add(1);
        landed.last = Some(result.clone());
        result
    }

    fn landed_since(&self, count: u64) -> Option<Result<T, Error>> {
        let landed = self.landed();
        landed.last.clone().filter(|_| landed.count != count)
    }

    fn landed(&self) -> MutexGuard<'_, Landed<T>> {
        // A panic elsewhere cannot leave it half-written: nothing between the two writes panics.
        self.landed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Default for SingleFlight<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for SingleFlight<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleFlight").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::{pending, ready},
        panic::AssertUnwindSafe,
        sync::atomic::{AtomicU32, Ordering},
    };

    use futures_util::{
        FutureExt as _,
        future::{join, join_all},
    };

    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test]
    async fn everybody_who_waits_gets_the_result_of_one_flight() {
        let (flight, flown) = (SingleFlight::new(), AtomicU32::new(0));
        let fetch = || async {
            tokio::task::yield_now().await;
            Ok(flown.fetch_add(1, Ordering::Relaxed))
        };
        let results = join_all((0..100).map(|_| flight.run(fetch))).await;
        assert!(results.into_iter().all(|result| result.unwrap() == 0));
        assert_eq!(flight.run(fetch).await.unwrap(), 1, "nothing is kept for those who come later");
    }

    #[tokio::test]
    async fn a_failure_is_shared_by_those_who_waited_and_not_kept() {
        let (flight, flown) = (SingleFlight::<u32>::new(), AtomicU32::new(0));
        let fetch = || async {
            tokio::task::yield_now().await;
            flown.fetch_add(1, Ordering::Relaxed);
            Err(Error::new(ErrorKind::Connect, "down"))
        };
        let results = join_all((0..10).map(|_| flight.run(fetch))).await;
        assert!(results.into_iter().all(|result| result.is_err()));
        assert_eq!(flown.load(Ordering::Relaxed), 1);
        assert_eq!(flight.run(|| ready(Ok(7))).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn who_waits_starts_anew_when_the_first_caller_is_dropped() {
        let flight = SingleFlight::<u32>::new();
        let mut first = Box::pin(flight.run(pending));
        assert!(first.as_mut().now_or_never().is_none());
        let mut second = Box::pin(flight.run(|| ready(Ok(2))));
        assert!(second.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(second.await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_flight_that_panics_is_over() {
        let flight = SingleFlight::<u32>::new();
        let first = flight.run(|| async { panic!("the flight crashes") });
        let second = flight.run(|| ready(Ok(2)));
        let (first, second) = join(AssertUnwindSafe(first).catch_unwind(), second).await;
        assert!(first.is_err());
        assert_eq!(second.unwrap(), 2);
    }

    #[tokio::test]
    async fn who_does_not_want_to_wait_is_told_that_a_flight_is_under_way() {
        let flight = SingleFlight::<u32>::new();
        let mut first = Box::pin(flight.run(pending));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(flight.try_run(|| ready(Ok(1))).await.is_none());
        drop(first);
        assert_eq!(flight.try_run(|| ready(Ok(1))).await.unwrap().unwrap(), 1);
    }
}
