//! Whether the state has changed, without a look at it.

use std::ops::{Deref, DerefMut};

use crate::state::EmulatorState;

/// The state, and how often somebody has taken hold of it to change it.
pub(crate) struct Tracked {
    state: EmulatorState,
    changes: u64,
    replaced: u64,
}

impl Tracked {
    pub(crate) fn new(state: EmulatorState) -> Self {
        Self { state, changes: 0, replaced: 0 }
    }

    /// The state, when nobody tracks it any more.
    #[cfg(feature = "seed")]
    pub(crate) fn into_state(self) -> EmulatorState {
        self.state
    }

    /// Puts another state in its place.
    pub(crate) fn replace(&mut self, state: EmulatorState) {
        self.state = state;
        self.changes += 1;
        self.replaced += 1;
    }

    /// Counts up whenever another state has come in its place, which knows nothing of what was written.
    pub(crate) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// The state for somebody who notes what is written of it and changes nothing else.
    pub(crate) fn uncounted(&mut self) -> &mut EmulatorState {
        &mut self.state
    }

    /// Counts up whenever the state may have changed.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }
}

impl Deref for Tracked {
    type Target = EmulatorState;

    fn deref(&self) -> &EmulatorState {
        &self.state
    }
}

impl DerefMut for Tracked {
    fn deref_mut(&mut self) -> &mut EmulatorState {
        self.changes += 1;
        &mut self.state
    }
}
