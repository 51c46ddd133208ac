//! Which user pool the program works on, and what it proves its identity with.
//!
//! All comes from one place: a profile, or the environment. Nothing is put together from two of them, so that a
//! secret never goes to a server that it was not meant for.

mod command;
mod file;
mod load;
mod settings;

pub(crate) use file::{ProfileFile, check_name};
pub(crate) use load::load;
pub(crate) use settings::{Choice, Settings, Source};
