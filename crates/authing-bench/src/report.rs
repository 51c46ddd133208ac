//! The table: every scenario, floor and SDK in turn, several rounds.

use std::{
    env,
    error::Error,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    counters::median,
    measure::{Cell, fresh_client_nanoseconds},
    saml,
    scenario::Scenario,
    tokens,
};

const ROUNDS: usize = 5;
const CONCURRENCIES: [usize; 2] = [1, 64];

/// Ends the server with the benchmark.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self, Box<dyn Error>> {
        let mut child =
            Command::new(env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Measures everything and prints it. `divisor` makes each cell shorter.
pub async fn run(divisor: usize) -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    println!("SDK beside raw reqwest, medians of {ROUNDS} rounds; ratio = SDK / floor.");
    println!(
        "The band is floor / floor, measured in the same rounds: a ratio inside it is noise.\n"
    );
    println!(
        "{:<26} {:>3}  {:>9} {:>9} {:>6} {:>11}  {:>8} {:>8}  {:>8} {:>8}  {:>6} {:>6}  {:>6}",
        "call",
        "at",
        "CPU us",
        "floor",
        "ratio",
        "A/A band",
        "calls/s",
        "floor",
        "p50 us",
        "p99 us",
        "allocs",
        "floor",
        "RSS"
    );
    for scenario in Scenario::ALL {
        for concurrency in CONCURRENCIES {
            let calls = (scenario.calls() / divisor).max(concurrency * 2);
            row(scenario, concurrency, calls, &server.url)?;
        }
    }
    let (fresh, with_token) = fresh_client_nanoseconds()?;
    println!(
        "\nA client for one request: new_session() {fresh:.0} ns, with_token() {with_token:.0} ns."
    );
    println!();
    tokens::run(divisor).await?;
    println!();
    saml::run().await?;
    println!();
    if divisor == 1 {
        let cell = cell("stream", "sdk", 1, 1, &server.url)?;
        println!(
            "1 000 000 users streamed in pages of 1000: {:.0} users/s, {:.2} us CPU each; peak \
             memory {} KiB after the first hundredth, {} KiB at the end.",
            cell.calls_per_second, cell.cpu_microseconds, cell.p99_microseconds, cell.peak_rss_kib
        );
    }
    Ok(())
}

fn row(
    scenario: Scenario,
    concurrency: usize,
    calls: usize,
    url: &str,
) -> Result<(), Box<dyn Error>> {
    let mut sdk = Vec::new();
    let mut floor = Vec::new();
    let mut ratios = Vec::new();
    let mut band = Vec::new();
    for _ in 0..ROUNDS {
        let first = cell(scenario.name(), "floor", concurrency, calls, url)?;
        let ours = cell(scenario.name(), "sdk", concurrency, calls, url)?;
        let second = cell(scenario.name(), "floor", concurrency, calls, url)?;
        let between = (first.cpu_microseconds + second.cpu_microseconds) / 2.0;
        ratios.push(ours.cpu_microseconds / between);
        band.push(second.cpu_microseconds / first.cpu_microseconds);
        sdk.push(ours);
        floor.extend([first, second]);
    }
    band.sort_by(f64::total_cmp);
    let of = |cells: &[Cell], value: fn(&Cell) -> f64| median(cells.iter().map(value).collect());
    println!(
        "{:<26} {:>3}  {:>9.1} {:>9.1} {:>6.3} {:>5.2}-{:<5.2}  {:>8.0} {:>8.0}  {:>8.0} {:>8.0}  {:>6.0} {:>6.0}  {:>6.2}",
        scenario.name(),
        concurrency,
        of(&sdk, |cell| cell.cpu_microseconds),
        of(&floor, |cell| cell.cpu_microseconds),
        median(ratios),
        band.first().copied().unwrap_or(f64::NAN),
        band.last().copied().unwrap_or(f64::NAN),
        of(&sdk, |cell| cell.calls_per_second),
        of(&floor, |cell| cell.calls_per_second),
        of(&sdk, |cell| cell.p50_microseconds),
        of(&sdk, |cell| cell.p99_microseconds),
        of(&sdk, |cell| cell.allocations),
        of(&floor, |cell| cell.allocations),
        of(&sdk, |cell| cell.peak_rss_kib as f64) / of(&floor, |cell| cell.peak_rss_kib as f64),
    );
    Ok(())
}

fn cell(
    scenario: &str,
    side: &str,
    concurrency: usize,
    calls: usize,
    url: &str,
) -> Result<Cell, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?)
        .args(["measure", scenario, side, &concurrency.to_string(), &calls.to_string(), url])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("measuring {scenario} by {side} failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
