//! The walks through this SDK that `tests/interop/sdks/run` compares with the walks through the
//! official Python and JavaScript ones: `interop-sdks users`.
//!
//! It needs a running emulator: `INTEROP_EMULATOR` names the file with what
//! `authing-emulator --json` printed, `INTEROP_LOG` the file that takes down what every step put
//! on the wire.

#![allow(clippy::print_stdout, reason = "the walk tells its steps")]

mod account;
mod acl;
mod applications;
mod clients;
mod custom_fields;
mod devices;
mod end_user;
mod events;
mod factors;
mod groups;
mod logs;
mod mfa;
mod orgs;
mod passwords;
mod policies;
mod principal;
mod protocols;
mod roles;
mod tenants;
mod user_pool;
mod users;
mod visitor;
mod walk;
mod whitelist;

use std::{env, fs};

use serde_json::Value;

use crate::walk::{Failure, Walk};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let emulator: Value =
        serde_json::from_str(&fs::read_to_string(env::var("INTEROP_EMULATOR")?)?)?;
    let mut walk = Walk::start(emulator, &env::var("INTEROP_LOG")?)?;
    match env::args().nth(1).as_deref() {
        Some("account") => account::walk(&mut walk).await?,
        Some("acl") => acl::walk(&mut walk).await?,
        Some("applications") => applications::walk(&mut walk).await?,
        Some("clients") => clients::walk(&mut walk).await?,
        Some("custom_fields") => custom_fields::walk(&mut walk).await?,
        Some("devices") => devices::walk(&mut walk).await?,
        Some("end_user") => end_user::walk(&mut walk).await?,
        Some("events") => events::walk(&mut walk).await?,
        Some("factors") => factors::walk(&mut walk).await?,
        Some("orgs") => orgs::walk(&mut walk).await?,
        Some("groups") => groups::walk(&mut walk).await?,
        Some("logs") => logs::walk(&mut walk).await?,
        Some("mfa") => mfa::walk(&mut walk).await?,
        Some("passwords") => passwords::walk(&mut walk).await?,
        Some("policies") => policies::walk(&mut walk).await?,
        Some("principal") => principal::walk(&mut walk).await?,
        Some("protocols") => protocols::walk(&mut walk).await?,
        Some("roles") => roles::walk(&mut walk).await?,
        Some("tenants") => tenants::walk(&mut walk).await?,
        Some("user_pool") => user_pool::walk(&mut walk).await?,
        Some("users") => users::walk(&mut walk).await?,
        Some("whitelist") => whitelist::walk(&mut walk).await?,
        area => return Err(format!("there is no walk of {area:?}").into()),
    }
    walk.end()
}
