//! The stores in a real Redis server, started for the tests on this machine.
//!
//! Where the program `redis-server` is missing they are left out; with every feature it must be there, or
//! `AUTHING_SKIP_REDIS=1` be set.
#![cfg(test)]

#[cfg(feature = "web")]
mod laws;
mod logins;
#[cfg(feature = "web")]
mod nodes;
mod server;
#[cfg(feature = "web")]
mod sessions;
#[cfg(feature = "rustls")]
mod tls;
