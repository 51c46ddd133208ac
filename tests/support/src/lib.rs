//! What the tests of several crates share.
#![expect(clippy::unwrap_used, reason = "for tests only, where a failure here is the test's")]

mod cases;
pub mod cost;
#[cfg(feature = "guard")]
pub mod guard;
mod logged;
mod raw_server;

pub use cases::{assert_names_option, on_two_runtimes};
pub use logged::{is_alone, logged};
pub use raw_server::{RawServer, json_response};
