//! What reading costs: counted, so that it is the same on every machine and under every load.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// How many branches have been taken. The instrumentation counts them; without it they are none.
pub static STEPS: AtomicU64 = AtomicU64::new(0);

/// The most that an input may cost: something once, and something for each of its bytes. Whatever
/// grows faster than its input exceeds this while the input is still small.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Branches taken.
    pub steps: (u64, u64),
    /// Bytes allocated, those that are freed again among them.
    pub allocated: (u64, u64),
}

impl Limits {
    /// What suits a reader that goes through its input a few times.
    pub(crate) const LINEAR: Self = Self { steps: (100_000, 500), allocated: (1 << 20, 1_000) };
}

/// What one input has cost so far.
pub(crate) struct Meter {
    limits: Limits,
    length: u64,
    steps: u64,
    allocated: u64,
}

impl Meter {
    pub(crate) fn new(limits: Limits, length: usize) -> Self {
        Self { limits, length: length as u64, steps: 0, allocated: 0 }
    }

    /// Does what is to be measured. What costs too much is done once more: the first time may have
    /// set something up that is kept.
    pub(crate) fn measure<T>(&mut self, mut work: impl FnMut() -> T) -> T {
        let (result, steps, allocated) = counted(&mut work);
        if self.is_within(steps, allocated) {
            self.steps += steps;
            self.allocated += allocated;
            return result;
        }
        let (result, steps, allocated) = counted(&mut work);
        self.steps += steps;
        self.allocated += allocated;
        assert!(self.is_within(0, 0), "costs too much: {self}; allowed: {:?}", self.limits);
        result
    }

    fn is_within(&self, steps: u64, allocated: u64) -> bool {
        let most = |(once, each): (u64, u64)| once + each * self.length;
        self.steps + steps <= most(self.limits.steps)
            && self.allocated + allocated <= most(self.limits.allocated)
    }
}

fn counted<T>(work: &mut impl FnMut() -> T) -> (T, u64, u64) {
    let region = Region::new(ALLOCATOR);
    let steps = STEPS.load(Ordering::Relaxed);
    let result = work();
    let steps = STEPS.load(Ordering::Relaxed).wrapping_sub(steps);
    (result, steps, region.change().bytes_allocated as u64)
}

impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { length, steps, allocated, .. } = self;
        write!(f, "{steps} steps and {allocated} bytes allocated for an input of {length} bytes")
    }
}
