//! The chores of this workspace, callable from its tests as well as from the command line.

pub mod api;
pub mod bench;
pub mod ci;
pub mod codegen;
pub mod coverage;
pub mod fuzz;
pub mod layers;
pub mod release;
pub mod words;
