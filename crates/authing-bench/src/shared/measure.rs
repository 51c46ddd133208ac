//! One measurement, in a process of its own.

use std::time::Instant;

use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use stats_alloc::Region;

use super::{
    BoxError,
    counters::{ALLOCATOR, cpu_nanoseconds, peak_rss_kib},
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

/// What makes the calls.
pub trait Side {
    /// Does it once.
    fn call(&self) -> impl Future<Output = Result<(), BoxError>>;
}

/// Measures, and prints a [`Cell`] as JSON.
///
/// `make` makes the side of this name for a scenario; the last of the arguments is the address of
/// the server.
pub async fn run<S: Side>(
    arguments: &[&str],
    make: impl FnOnce(&str, &Scenario, &str) -> Result<S, BoxError>,
) -> Result<(), BoxError> {
    let [name, side, at, calls, url] = arguments else {
        return Err("SCENARIO SIDE CONCURRENCY CALLS URL".into());
    };
    let scenario = scenario::find(name)?;
    let side = make(side, scenario, url)?;
    let (at, calls) = (at.parse()?, calls.parse()?);
    let cell = if scenario.group == Group::Calls {
        waiting(&side, at, calls).await?
    } else {
        busy(&side, calls).await?
    };
    println!("{}", serde_json::to_string(&cell)?);
    Ok(())
}

/// Work that waits for nobody: one after the other, with nothing between them.
async fn busy(side: &impl Side, calls: usize) -> Result<Cell, BoxError> {
    // Done once, it is measured as it is the first time.
    let warm_up = if calls == 1 { 0 } else { WARM_UP };
    for _ in 0..warm_up {
        side.call().await?;
    }
    let before = Before::now()?;
    for _ in 0..calls {
        side.call().await?;
    }
    before.cell(calls)
}

/// Calls to a server, so many at once.
async fn waiting(side: &impl Side, at: usize, calls: usize) -> Result<Cell, BoxError> {
    let some = |count: usize| {
        stream::iter(0..count).map(async |_| {
            let start = Instant::now();
            side.call().await?;
            Ok::<_, BoxError>(start.elapsed().as_secs_f64() * 1e6)
        })
    };
    let mut warm_up = some(WARM_UP + at).buffer_unordered(at);
    while let Some(call) = warm_up.next().await {
        call?;
    }
    let mut latencies = Vec::with_capacity(calls);
    let before = Before::now()?;
    let mut measured = some(calls).buffer_unordered(at);
    while let Some(call) = measured.next().await {
        latencies.push(call?);
    }
    let mut cell = before.cell(calls)?;
    latencies.sort_by(f64::total_cmp);
    let at = |hundredths: usize| latencies.get(latencies.len() * hundredths / 100).copied();
    (cell.p50, cell.p99) = (at(50), at(99));
    Ok(cell)
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
