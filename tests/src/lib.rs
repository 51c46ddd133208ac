//! What the tests of more than one crate share.

pub mod coverage;
mod server;

pub use authing_testing::TestAuthenticator;
pub use server::{SCHEMA, TestServer};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../README.zh-CN.md")]
struct ReadmeZhCn;
