//! No forged, changed, replayed or mixed-up token is accepted.
#![cfg(test)]
#![cfg(feature = "oidc")]

mod support;

mod accepted;
mod algorithms;
mod bound;
mod claims;
mod configuration;
mod discovery;
mod encrypted;
mod field;
mod forged;
mod halves;
mod keys;
mod kinds;
mod leaks;
mod mutations;
mod odd_claims;
mod rotation;
mod written;
