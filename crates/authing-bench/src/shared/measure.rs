//! One measurement, in a process of its own.

use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use stats_alloc::Region;

use crate::counters::{ALLOCATOR, cpu_nanoseconds, peak_rss_kib};

use super::{
    BoxError,
    scenario::{self, Group, Scenario},
};

/// At most so many calls go before those that count: connections stand then, and caches are warm. The
/// number does not grow with that of the calls, so that two measurements differ in those alone.
const WARM_UP: usize = 16;

/// What one process measured.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    pub cpu_microseconds: f64,
    pub allocations: f64,
    pub peak_rss_kib: u64,
    pub calls_per_second: f64,
    /// In microseconds. Work that waits for nobody is not looked at one by one.
    pub p50: Option<f64>,
    pub p99: Option<f64>,
}

/// What is to be measured, and how often.
#[derive(Clone, Copy, Debug)]
pub struct Measurement<'a> {
    pub scenario: &'static Scenario,
    pub side: &'a str,
    /// The server's address.
    pub url: &'a str,
    at: usize,
    calls: usize,
}

impl<'a> Measurement<'a> {
    /// SCENARIO SIDE CONCURRENCY CALLS URL.
    pub fn read(arguments: &[&'a str]) -> Result<Self, BoxError> {
        let [name, side, at, calls, url] = *arguments else {
            return Err("SCENARIO SIDE CONCURRENCY CALLS URL".into());
        };
        let scenario = scenario::find(name)?;
        Ok(Self { scenario, side, url, at: at.parse()?, calls: calls.parse()? })
    }

    /// Measures calls, and prints a [`Cell`] as JSON.
    ///
    /// Each kind of call is a type of its own here: were it one of several, its future would be as
    /// large as the largest of them.
    pub async fn of(self, call: impl AsyncFn() -> Result<(), BoxError>) -> Result<(), BoxError> {
        let cell = match (self.scenario.group, self.at) {
            (Group::Calls, 1) => one_by_one(call, self.calls).await?,
            (Group::Calls, at) => at_once(call, at, self.calls).await?,
            _ => busy(call, self.calls).await?,
        };
        println!("{}", serde_json::to_string(&cell)?);
        Ok(())
    }
}

/// Work that waits for nobody: one after the other, with nothing between them.
async fn busy(
    call: impl AsyncFn() -> Result<(), BoxError>,
    calls: usize,
) -> Result<Cell, BoxError> {
    // Done once, it is measured as it is the first time.
    let warm_up = if calls == 1 { 0 } else { WARM_UP };
    for _ in 0..warm_up {
        call().await?;
    }
    let before = Before::now()?;
    for _ in 0..calls {
        call().await?;
    }
    before.cell(calls)
}

/// Calls to a server, one after the other.
async fn one_by_one(
    call: impl AsyncFn() -> Result<(), BoxError>,
    calls: usize,
) -> Result<Cell, BoxError> {
    for _ in 0..WARM_UP {
        call().await?;
    }
    let mut latencies = Vec::with_capacity(calls);
    let before = Before::now()?;
    for _ in 0..calls {
        let start = Instant::now();
        call().await?;
        latencies.push(start.elapsed());
    }
    Ok(before.cell(calls)?.with(latencies))
}

/// Calls to a server, so many at once.
async fn at_once(
    call: impl AsyncFn() -> Result<(), BoxError>,
    at: usize,
    calls: usize,
) -> Result<Cell, BoxError> {
    let some = |count: usize| {
        let timed = async |_| {
            let start = Instant::now();
            call().await?;
            Ok::<_, BoxError>(start.elapsed())
        };
        stream::iter(0..count).map(timed).buffer_unordered(at)
    };
    let mut warm_up = some(WARM_UP + at);
    while let Some(call) = warm_up.next().await {
        call?;
    }
    let mut latencies = Vec::with_capacity(calls);
    let before = Before::now()?;
    let mut measured = some(calls);
    while let Some(call) = measured.next().await {
        latencies.push(call?);
    }
    Ok(before.cell(calls)?.with(latencies))
}

impl Cell {
    fn with(mut self, mut latencies: Vec<Duration>) -> Self {
        latencies.sort_unstable();
        let at = |hundredths: usize| {
            let latency = latencies.get(latencies.len() * hundredths / 100)?;
            Some(latency.as_secs_f64() * 1e6)
        };
        (self.p50, self.p99) = (at(50), at(99));
        self
    }
}

/// The counters when it began.
struct Before {
    region: Region<'static, std::alloc::System>,
    cpu: u64,
    start: Instant,
}

impl Before {
    fn now() -> Result<Self, BoxError> {
        let cpu = cpu_nanoseconds()?;
        Ok(Self { region: Region::new(ALLOCATOR), cpu, start: Instant::now() })
    }

    fn cell(self, calls: usize) -> Result<Cell, BoxError> {
        let elapsed = self.start.elapsed().as_secs_f64();
        let cpu = cpu_nanoseconds()? - self.cpu;
        let change = self.region.change();
        let each = |total: f64| total / calls as f64;
        Ok(Cell {
            cpu_microseconds: each(cpu as f64 / 1e3),
            allocations: each((change.allocations + change.reallocations) as f64),
            peak_rss_kib: peak_rss_kib()?,
            calls_per_second: calls as f64 / elapsed,
            p50: None,
            p99: None,
        })
    }
}
