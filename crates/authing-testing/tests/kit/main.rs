//! The kit, against services as its users have them.
#![cfg(test)]

mod authing;
mod readme;
mod robot;
mod tokens;
