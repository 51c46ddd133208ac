//! The commands, a group a file.

pub(crate) mod apps;
pub(crate) mod devices;
mod files;
pub(crate) mod groups;
pub(crate) mod logs;
pub(crate) mod orgs;
pub(crate) mod policies;
pub(crate) mod profile;
pub(crate) mod raw;
pub(crate) mod roles;
mod shared;
pub(crate) mod shell;
pub(crate) mod tenants;
pub(crate) mod users;
