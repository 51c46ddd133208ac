//! Guarded routes, with tokens that are really signed and a provider that a test scripts.
#![cfg(test)]

mod app;
mod cache;
mod cross_site;
mod field;
mod logs;
#[cfg(feature = "management")]
mod management;
mod pages;
mod permissions;
mod places;
mod problems;
mod requirements;
mod settings;
mod support;
mod tokens;
