//! Whether the state has changed, without a look at it.

use std::ops::{Deref, DerefMut};

use crate::state::EmulatorState;

/// The state, and how often somebody has taken hold of it to change it.
pub(crate) struct Tracked {
    state: EmulatorState,
    changes: u64,
}

impl Tracked {
    pub(crate) fn new(state: EmulatorState) -> Self {
        Self { state, changes: 0 }
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
