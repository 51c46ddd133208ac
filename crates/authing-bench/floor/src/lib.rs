//! What is counted, apart from what is measured: in one crate with it, the allocator would be compiled
//! into the floor, which it is in no program.

#[path = "../../src/shared/counters.rs"]
pub mod counters;

pub type BoxError = Box<dyn std::error::Error>;
