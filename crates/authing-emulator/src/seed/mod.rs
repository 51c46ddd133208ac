//! What an emulator starts with: a file that people write, and one of the present state.

mod apply;
mod content;
mod error;
mod export;
mod file;
mod place;
mod prefill;
mod room;

pub use error::SeedError;
pub use export::ExportError;
pub(crate) use export::export;
pub use file::Seed;
pub(crate) use prefill::Prefill;

#[cfg(test)]
mod schema;
