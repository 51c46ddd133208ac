//! What the tests of several crates share.
#![expect(clippy::unwrap_used, reason = "for tests only, where a failure here is the test's")]

mod logged;

pub use logged::logged;
