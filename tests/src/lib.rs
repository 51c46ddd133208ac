//! What the tests of more than one crate share.

mod authenticator;
pub mod coverage;
mod server;

pub use authenticator::Authenticator;
pub use server::{SCHEMA, TestServer};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../README.zh-CN.md")]
struct ReadmeZhCn;
