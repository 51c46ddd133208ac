//! Every call: exactly what goes over the wire, and how the answer is read.
#![cfg(test)]

mod common;
mod groups;
mod user_pool;
mod users;
