//! What the SDK is measured beside: reqwest, and bare libraries; and the server of both.
//!
//! `measure` has two sides for a call over HTTP. `floor` is what somebody writes who writes their own
//! client: documents, headers and a bearer. `prebuilt` has URL, headers and body made once, and is the
//! least that HTTP costs.

mod calls;
mod libraries;
mod server;
#[path = "../../src/shared/mod.rs"]
mod shared;

use std::{env, process::ExitCode};

use shared::{
    BoxError,
    measure::{self, Side},
    scenario::{Group, Scenario},
};

const USAGE: &str = "\
usage: authing-bench-floor measure SCENARIO SIDE CONCURRENCY CALLS URL  one cell, for a profiler too
       authing-bench-floor serve                                        the server, whose address it prints";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["measure", rest @ ..] => measure::run(rest, Floor::new).await,
        ["serve"] => server::serve().await,
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

/// Who does it.
enum Floor {
    Floor(calls::Floor),
    Prebuilt(Box<calls::Prebuilt>),
    Library(libraries::Library),
}

impl Floor {
    fn new(side: &str, scenario: &Scenario, url: &str) -> Result<Self, BoxError> {
        Ok(match (scenario.group, side) {
            (Group::Calls, "floor") => Self::Floor(calls::Floor::new(scenario.what, url)?),
            (Group::Calls, "prebuilt") => {
                Self::Prebuilt(Box::new(calls::Prebuilt::new(scenario.what, url)?))
            }
            (_, library) => Self::Library(libraries::Library::new(library, scenario.what)?),
        })
    }
}

impl Side for Floor {
    async fn call(&self) -> Result<(), BoxError> {
        match self {
            Self::Floor(floor) => floor.call().await,
            Self::Prebuilt(prebuilt) => prebuilt.call().await,
            Self::Library(library) => library.call(),
        }
    }
}
