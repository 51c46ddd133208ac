//! When the provider is not asked for new tokens.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use super::error::SessionError;

/// How long nobody asks again, unless the provider says when to come back.
const PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// So many sessions may fail, each on its own, within the time of a pause: then it is not they that something is
/// wrong with, and a provider that refuses this service is not asked for each of ten thousand.
const MOST_ALONE: usize = 32;

/// Until when, and why.
type Pause = (SystemTime, SessionError);

/// Who leaves the provider alone at the moment.
#[derive(Default)]
pub(super) struct Pauses(Mutex<State>);

#[derive(Default)]
struct State {
    all: Option<Pause>,
    alone: HashMap<String, Pause>,
}

impl Pauses {
    /// Why the provider is not asked about this session now.
    pub(super) fn of(&self, key: &str, now: SystemTime) -> Option<SessionError> {
        let mut state = self.state();
        let is_on = |pause: &&Pause| now < pause.0;
        if let Some((_, error)) = state.all.as_ref().filter(is_on) {
            return Some(error.clone());
        }
        if let Some((_, error)) = state.alone.get(key).filter(is_on) {
            return Some(error.clone());
        }
        if state.alone.len() < MOST_ALONE {
            return None;
        }
        state.alone.retain(|_, (until, _)| now < *until);
        let any = state.alone.values().next().filter(|_| state.alone.len() >= MOST_ALONE);
        any.map(|(_, error)| error.clone())
    }

    /// Leaves the provider alone: it is down.
    pub(super) fn all(&self, error: &SessionError, wait: Option<Duration>, now: SystemTime) {
        let until = now.checked_add(wait.unwrap_or(PAUSE).min(LONGEST_PAUSE));
        self.state().all = until.map(|until| (until, error.clone()));
    }

    /// Leaves the provider alone with this session.
    pub(super) fn alone(&self, key: &str, error: &SessionError, now: SystemTime) {
        if let Some(until) = now.checked_add(PAUSE) {
            self.state().alone.insert(key.to_owned(), (until, error.clone()));
        }
    }

    /// The provider gave tokens.
    pub(super) fn end(&self, key: &str) {
        let mut state = self.state();
        state.all = None;
        state.alone.remove(key);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave it half-written: nothing panics while it is locked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
