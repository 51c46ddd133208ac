//! Every call of the end user's client: exactly what goes over the wire, how the answer is read,
//! and what it does to the log-in that the client holds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod client;
mod codes;
mod common;
mod connections;
mod custom_data;
mod leak;
mod logged;
mod login;
mod mfa;
mod password;
mod profile;
mod qr_codes;
mod register;
mod session;
