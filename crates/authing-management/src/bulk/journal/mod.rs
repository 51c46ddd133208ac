//! What an import has done, beside its file, so that it goes on exactly after whatever ended it.

mod at;
mod entry;
mod lines;
mod open;
mod replay;
mod writer;

pub use at::Journal;
pub(super) use entry::{Noted, Sending};
pub(super) use open::{InUse, open};
pub(super) use replay::Replay;
#[cfg(test)]
pub(super) use writer::Disk;
pub(super) use writer::Writer;
