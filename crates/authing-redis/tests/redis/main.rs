//! The stores in a real Redis server, started for the tests on this machine.
//!
//! Without the program `redis-server` they fail; `AUTHING_SKIP_REDIS=1` leaves them out.
#![cfg(test)]

#[cfg(feature = "web")]
mod laws;
mod logins;
mod server;
#[cfg(feature = "web")]
mod sessions;
