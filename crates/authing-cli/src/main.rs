//! `authing`: Authing on the command line.

#[macro_use]
mod texts;

mod app;
mod cli;
mod commands;
mod confirm;
mod context;
mod exit;
mod failure;
mod help;
mod interrupt;
mod output;
mod profiles;
mod progress;
mod shown;

use std::process::ExitCode;

fn main() -> ExitCode {
    app::run()
}
