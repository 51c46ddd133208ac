//! Drives npm oidc-provider with the OpenID Connect client: `tests/interop/oidc/run` starts it.

#![allow(clippy::print_stdout, reason = "a report for whoever runs the suite")]

mod browser;
mod flows;
mod provider;

use std::{error::Error, process::ExitCode};

use provider::Provider;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let provider = Provider::read()?;
    let mut report = Report::default();
    flows::run(&provider, &mut report).await;
    println!("\n{} passed, {} failed", report.passed, report.failed);
    Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What passed and what did not.
#[derive(Debug, Default)]
struct Report {
    passed: usize,
    failed: usize,
}

impl Report {
    fn note(&mut self, name: &str, outcome: Outcome) {
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("ok    {name}");
            }
            Err(error) => {
                self.failed += 1;
                println!("FAIL  {name}: {error}");
            }
        }
    }
}
