//! One cell of the table, in a process of its own.

use std::{error::Error, fs, sync::Arc, time::Instant};

use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};
use stats_alloc::Region;

use crate::{
    counters::{ALLOCATOR, cpu_nanoseconds},
    scenario::{Scenario, Side},
};

/// What one process measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    pub calls_per_second: f64,
    pub cpu_microseconds: f64,
    pub p50_microseconds: f64,
    pub p99_microseconds: f64,
    pub allocations: f64,
    pub peak_rss_kib: u64,
}

/// Measures and prints a [`Cell`] as JSON.
pub async fn run(
    scenario: &str,
    side: &str,
    concurrency: &str,
    calls: &str,
    url: &str,
) -> Result<(), Box<dyn Error>> {
    let (concurrency, calls) = (concurrency.parse()?, calls.parse()?);
    let cell = if scenario == "stream" {
        stream_users(url).await?
    } else {
        let scenario: Scenario = scenario.parse()?;
        call_many(scenario, side, concurrency, calls, url).await?
    };
    println!("{}", serde_json::to_string(&cell)?);
    Ok(())
}

async fn call_many(
    scenario: Scenario,
    side: &str,
    concurrency: usize,
    calls: usize,
    url: &str,
) -> Result<Cell, Box<dyn Error>> {
    let side = Arc::new(Side::new(side, scenario, url)?);
    // Connections stand and caches are warm before anything counts.
    for _ in 0..calls / 20 + concurrency {
        side.call(scenario).await?;
    }
    let region = Region::new(ALLOCATOR);
    let cpu = cpu_nanoseconds()?;
    let start = Instant::now();
    let mut latencies: Vec<f64> = stream::iter(0..calls)
        .map(|_| {
            let side = Arc::clone(&side);
            async move {
                let start = Instant::now();
                side.call(scenario).await?;
                Ok::<_, Box<dyn Error>>(start.elapsed().as_secs_f64() * 1e6)
            }
        })
        .buffer_unordered(concurrency)
        .map(|latency| latency.unwrap_or(f64::NAN))
        .collect()
        .await;
    let elapsed = start.elapsed().as_secs_f64();
    let cpu = cpu_nanoseconds()? - cpu;
    let allocations = region.change().allocations + region.change().reallocations;
    if latencies.iter().any(|latency| latency.is_nan()) {
        return Err("a call failed".into());
    }
    latencies.sort_by(f64::total_cmp);
    Ok(Cell {
        calls_per_second: calls as f64 / elapsed,
        cpu_microseconds: cpu as f64 / 1e3 / calls as f64,
        p50_microseconds: latencies[calls / 2],
        p99_microseconds: latencies[calls * 99 / 100],
        allocations: allocations as f64 / calls as f64,
        peak_rss_kib: peak_rss_kib()?,
    })
}

/// Streams every user there is and looks at the memory on the way.
async fn stream_users(url: &str) -> Result<Cell, Box<dyn Error>> {
    use authing_management::{Credentials, ListUsers, ManagementClient};

    let management = ManagementClient::builder("pool", Credentials::AccessToken("t".into()))
        .host(url)
        .no_proxy()
        .build()?;
    let cpu = cpu_nanoseconds()?;
    let start = Instant::now();
    let mut users = management.users().list(ListUsers::new().limit(1000)).items();
    let mut count = 0_usize;
    let mut early = 0;
    while let Some(user) = users.next().await {
        user?;
        count += 1;
        if count == crate::server::USERS / 100 {
            early = peak_rss_kib()?;
        }
    }
    if count != crate::server::USERS {
        return Err(format!("streamed {count} users").into());
    }
    let elapsed = start.elapsed().as_secs_f64();
    Ok(Cell {
        calls_per_second: count as f64 / elapsed,
        cpu_microseconds: (cpu_nanoseconds()? - cpu) as f64 / 1e3 / count as f64,
        p50_microseconds: 0.0,
        p99_microseconds: early as f64,
        allocations: 0.0,
        peak_rss_kib: peak_rss_kib()?,
    })
}

/// How long it takes to make a per-request client, in nanoseconds.
pub fn fresh_client_nanoseconds() -> Result<(f64, f64), Box<dyn Error>> {
    use authing_authentication::AuthenticationClient;

    let app = AuthenticationClient::builder("app", "http://127.0.0.1:1").no_proxy().build()?;
    let token = "t".repeat(900);
    let time = |make: &dyn Fn() -> AuthenticationClient| {
        let rounds = 200_000;
        let start = Instant::now();
        for _ in 0..rounds {
            std::hint::black_box(make());
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(rounds)
    };
    Ok((time(&|| app.new_session()), time(&|| app.with_token(token.as_str()))))
}

fn peak_rss_kib() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim_start_matches("VmHWM:").trim().trim_end_matches(" kB").parse()?)
}
