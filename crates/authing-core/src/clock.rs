//! The time of day, so that tests can set it.

use std::{fmt, time::SystemTime};

/// Tells the time of day. Token lives and `Retry-After` dates are measured with it; waiting is
/// done by tokio, whose clock a test can pause.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
