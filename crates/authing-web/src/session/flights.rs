//! One renewal under way for each session.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use authing_core::client::SingleFlight;
use authing_protocols::CallError;

use super::{error::SessionError, record::Found};

/// Of a renewal: the session, `None` if it is over.
pub(super) type Renewed = Result<Option<Kept>, SessionError>;

/// A session, with what is needed to change it.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) found: Found,
    /// Which session it is: in a store its key there, in a cookie a digest of the cookie.
    pub(super) key: String,
    /// Which version of it the store has.
    pub(super) version: u64,
}

type Flight = SingleFlight<Renewed>;

/// The renewals under way, by session.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<String, Arc<Flight>>>);

/// A place in a flight, which goes with its last caller.
struct Place<'f> {
    of: &'f Flights,
    key: &'f str,
    flight: Arc<Flight>,
}

impl Flights {
    /// The result of the renewal of this session under way, or of this one. `None` if one is under way
    /// and the caller does not want to wait.
    pub(super) async fn run<F>(
        &self,
        key: &str,
        wait: bool,
        renew: impl FnOnce() -> F,
    ) -> Option<Renewed>
    where
        F: Future<Output = Renewed>,
    {
        let place = self.place(key);
        let fly = || {
            let renewal = renew();
            async { Ok::<_, CallError>(renewal.await) }
        };
        let landed = match wait {
            true => Some(place.flight.run(fly).await),
            false => place.flight.try_run(fly).await,
        };
        // A renewal has errors of its own only.
        landed.map(|result| result.unwrap_or_else(|error| Err(SessionError::Renewal(error.into()))))
    }

    fn place<'f>(&'f self, key: &'f str) -> Place<'f> {
        let mut flights = self.flights();
        let flight = Arc::clone(flights.entry(key.to_owned()).or_default());
        Place { of: self, key, flight }
    }

    fn flights(&self) -> MutexGuard<'_, HashMap<String, Arc<Flight>>> {
        // A panic elsewhere cannot leave it half-written: nothing panics while it is locked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut flights = self.of.flights();
        // The map's and this one: nobody else is on it, and nobody comes while it is locked.
        if Arc::strong_count(&self.flight) == 2 {
            flights.remove(self.key);
        }
    }
}

/// What became of sessions in cookies a moment ago: a browser sends the old cookie with all requests that
/// it began before the response with the new one came.
#[derive(Default)]
pub(super) struct Recent(Mutex<HashMap<String, (SystemTime, Option<Found>)>>);

/// At some kilobytes each, some ten megabytes.
const MOST_RECENT: usize = 10_000;

impl Recent {
    pub(super) fn get(&self, key: &str, now: SystemTime) -> Option<Option<Found>> {
        let recent = self.recent();
        recent.get(key).filter(|(until, _)| now < *until).map(|(_, found)| found.clone())
    }

    pub(super) fn put(&self, key: &str, found: Option<Found>, now: SystemTime, until: SystemTime) {
        let mut recent = self.recent();
        if recent.len() >= MOST_RECENT {
            recent.retain(|_, (until, _)| now < *until);
        }
        if recent.len() < MOST_RECENT {
            recent.insert(key.to_owned(), (until, found));
        }
    }

    /// Forgets a session: it has ended.
    pub(super) fn forget(&self, id: &str) {
        self.recent()
            .retain(|_, (_, found)| found.as_ref().is_none_or(|found| found.session.id() != id));
    }

    fn recent(&self) -> MutexGuard<'_, HashMap<String, (SystemTime, Option<Found>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
