//! Tests and examples that need more than one crate.

pub mod coverage;
mod server;

pub use server::TestServer;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../README.zh-CN.md")]
struct ReadmeZhCn;
