//! The emulator's time as the clients' time.

use std::{fmt, sync::Arc, time::SystemTime};

use authing_core::Clock;
use authing_emulator::Emulator;

/// The emulator's clock, for clients and guards: where it is moved, they see it at once.
///
/// [`TestAuthing`](crate::TestAuthing) gives it to all that it makes; give it to what your service
/// makes by itself, so that tokens end for both at the same moment.
#[derive(Clone)]
pub struct EmulatorClock(Arc<Emulator>);

impl EmulatorClock {
    /// The clock of this emulator.
    pub fn new(emulator: impl Into<Arc<Emulator>>) -> Self {
        Self(emulator.into())
    }
}

impl Clock for EmulatorClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }
}

impl fmt::Debug for EmulatorClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EmulatorClock").field(&self.now()).finish()
    }
}
