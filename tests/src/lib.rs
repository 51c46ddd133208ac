//! Tests and examples that need more than one crate.

pub mod coverage;
