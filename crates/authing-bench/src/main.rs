//! The SDK's side of `cargo xtask bench`, which measures it beside the floor's: `floor/`.
//!
//! Each measurement is a process of its own, and so is the server, so that processor time and memory
//! are those of one side alone.

mod also;
mod sdk;
mod shared;

use std::{env, process::ExitCode};

use authing_bench::counters;
use shared::{BoxError, measure::Measurement, scenario};

const USAGE: &str = "\
usage: authing-bench list                                        what there is to measure, as JSON
       authing-bench measure SCENARIO sdk CONCURRENCY CALLS URL  one cell, for a profiler too
       authing-bench also                                        what stands beside nothing
       authing-bench stream URL                                  a million users in pages";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["list"] => list(),
        ["measure", rest @ ..] => measured(rest).await,
        ["also"] => also::run().await,
        ["stream", url] => also::stream(url).await,
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measured(arguments: &[&str]) -> Result<(), BoxError> {
    sdk::measure(Measurement::read(arguments)?).await
}

fn list() -> Result<(), BoxError> {
    println!("{}", serde_json::to_string(&scenario::ALL)?);
    Ok(())
}
