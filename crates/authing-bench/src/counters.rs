//! What is counted: allocations, processor time, and the middle of several rounds.

use std::{error::Error, fs};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
pub static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Processor time of this process's only working thread.
pub(crate) fn cpu_nanoseconds() -> Result<u64, Box<dyn Error>> {
    let mut total = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let schedstat = fs::read_to_string(task?.path().join("schedstat"))?;
        total += schedstat.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(total)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
