//! Users from a file and into one.

mod accounts;
mod columns;
mod export;
mod import;

pub use export::ExportUsers;
pub use import::ImportUsers;
