//! Measures the SDK beside a floor: one reqwest client, a prebuilt body, the same typed parse.
//!
//! `cargo run --release -p authing-bench` prints the whole table. Each cell is measured in a
//! process of its own, floor and SDK in turn, against a server in yet another process, so that
//! processor time and memory are the client's alone. The floor is measured twice in each round:
//! the band between the two is the noise of the machine.

mod counters;
mod measure;
mod report;
mod saml;
mod scenario;
mod server;
mod tokens;

use std::{env, process::ExitCode};

const USAGE: &str = "usage: authing-bench                 the whole table
       authing-bench quick               the same with fewer calls
       authing-bench tokens [quick]      the verification of tokens alone
       authing-bench measure SCENARIO SIDE CONCURRENCY CALLS URL
                                         one cell, for a profiler
       authing-bench serve               the server, for a profiler
       authing-bench saml                validation of SAML responses on one core";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        [] => report::run(1).await,
        ["quick"] => report::run(10).await,
        ["tokens"] => tokens::run(1).await,
        ["tokens", "quick"] => tokens::run(100).await,
        ["serve"] => server::serve().await,
        ["saml"] => saml::run().await,
        ["measure", scenario, side, concurrency, calls, url] => {
            measure::run(scenario, side, concurrency, calls, url).await
        }
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
