//! One request under way, however many callers wait for what it brings.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::runtime::{Handle, Id};

use crate::error::Error;

/// Runs one future at a time and shares its result with everybody who asked meanwhile.
///
/// The caller who comes first drives the future; there is no task behind it. If that caller is
/// dropped, or its runtime ends, the next one starts again. A failure is the result of those who
/// waited for it and of nobody else. The future must not wait for the flight that it is: it would
/// wait for itself.
///
/// Each runtime has a flight of its own: who waited for a caller on another runtime would wait for
/// ever if nobody drives that runtime any more.
pub struct SingleFlight<T> {
    lanes: Mutex<Lanes<T>>,
}

/// The flights of each runtime, and of threads without one.
type Lanes<T> = Vec<(Option<Id>, Arc<Lane<T>>)>;

/// The flights of one runtime.
struct Lane<T> {
    /// Held by the caller who drives the future.
    flight: tokio::sync::Mutex<()>,
    landed: Mutex<Landed<T>>,
}

struct Landed<T> {
    count: u64,
    last: Option<Result<T, Error>>,
}

/// A caller's place in a lane, which goes with its last caller.
struct Place<'f, T> {
    of: &'f SingleFlight<T>,
    runtime: Option<Id>,
    lane: Arc<Lane<T>>,
}

impl<T: Clone> SingleFlight<T> {
    /// Nothing under way.
    pub fn new() -> Self {
        Self { lanes: Mutex::default() }
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
        let place = self.place();
        let before = place.lane.landed().count;
        let _flight = place.lane.flight.lock().await;
        if let Some(result) = place.lane.landed_since(before) {
            return result;
        }
        place.lane.drive(fetch()).await
    }

    /// As [`run`](Self::run), but without waiting: `None` while another caller's flight is under
    /// way.
    pub async fn try_run<F>(&self, fetch: impl FnOnce() -> F) -> Option<Result<T, Error>>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let place = self.place();
        let _flight = place.lane.flight.try_lock().ok()?;
        Some(place.lane.drive(fetch()).await)
    }

    fn place(&self) -> Place<'_, T> {
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        let mut lanes = self.lanes();
        let known = lanes.iter().find(|(id, _)| *id == runtime).map(|(_, lane)| Arc::clone(lane));
        let lane = known.unwrap_or_else(|| {
            let lane = Arc::new(Lane::new());
            lanes.push((runtime, Arc::clone(&lane)));
            lane
        });
        Place { of: self, runtime, lane }
    }
}

impl<T> SingleFlight<T> {
    fn lanes(&self) -> MutexGuard<'_, Lanes<T>> {
        // A panic elsewhere cannot leave the list half-written: nothing panics while it is locked.
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for Place<'_, T> {
    fn drop(&mut self) {
        let mut lanes = self.of.lanes();
        // The list's and this one: nobody else is on the lane, and nobody comes while it is locked.
        if Arc::strong_count(&self.lane) == 2 {
            lanes.retain(|(runtime, _)| *runtime != self.runtime);
        }
    }
}

impl<T: Clone> Lane<T> {
    fn new() -> Self {
        Self {
            flight: tokio::sync::Mutex::new(()),
            landed: Mutex::new(Landed { count: 0, last: None }),
        }
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

    #[test]
    fn a_flight_on_a_runtime_that_nobody_drives_keeps_no_other_waiting() {
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let flight = std::sync::Arc::new(SingleFlight::<u32>::new());
        let parked = runtime();
        let first = std::sync::Arc::clone(&flight);
        parked.spawn(async move { first.run(pending).await });
        parked.block_on(tokio::task::yield_now());
        let second = runtime();
        assert_eq!(second.block_on(flight.run(|| ready(Ok(2)))).unwrap(), 2);
        assert_eq!(second.block_on(flight.try_run(|| ready(Ok(3)))).unwrap().unwrap(), 3);
        assert_eq!(flight.lanes().len(), 1, "the lane of the flight that is under way");
        drop(parked);
        assert!(flight.lanes().is_empty());
    }
}
