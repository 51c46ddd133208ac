//! The commands, a group a file.

mod files;
pub(crate) mod groups;
pub(crate) mod policies;
pub(crate) mod profile;
pub(crate) mod roles;
mod shared;
pub(crate) mod users;
