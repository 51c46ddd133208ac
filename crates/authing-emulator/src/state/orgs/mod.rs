//! Organisations, and the directories that they can follow.

mod directory;
mod org;

pub use self::directory::{Directory, DirectoryNode, DirectoryProvider};
pub(crate) use self::org::{KnownDirectory, Member, Node, Org};
