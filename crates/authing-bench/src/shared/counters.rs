//! What is counted: allocations, processor time, memory.

use std::{fs, thread};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

use crate::BoxError;

#[global_allocator]
pub static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Processor time of the threads of this process.
pub fn cpu_nanoseconds() -> Result<u64, BoxError> {
    // What a running thread has used since the last tick is only added when it makes way.
    thread::yield_now();
    let mut total = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let schedstat = fs::read_to_string(task?.path().join("schedstat"))?;
        total += schedstat.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(total)
}

/// The most memory that this process has had.
pub fn peak_rss_kib() -> Result<u64, BoxError> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim_start_matches("VmHWM:").trim().trim_end_matches(" kB").parse()?)
}
