//! The walk through this SDK that `tests/interop/run` compares with the walks through the official
//! Python and JavaScript ones.
//!
//! It needs a running emulator: `INTEROP_EMULATOR` names the file with what
//! `authing-emulator --json` printed, `INTEROP_LOG` the file that takes down what every step put
//! on the wire.

#![allow(clippy::print_stdout, reason = "the walk tells its steps")]

mod authentication;
mod management;
mod walk;

use std::{env, error::Error, fs};

use serde_json::Value;

use crate::walk::Walk;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator: Value =
        serde_json::from_str(&fs::read_to_string(env::var("INTEROP_EMULATOR")?)?)?;
    let mut walk = Walk::start(emulator, &env::var("INTEROP_LOG")?)?;
    management::walk(&mut walk).await?;
    authentication::walk(&mut walk).await?;
    walk.end()
}
