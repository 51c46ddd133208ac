//! The commands, a group a file.

mod application;
pub(crate) mod apps;
pub(crate) mod devices;
#[cfg(feature = "emulator")]
pub(crate) mod emulator;
pub(crate) mod events;
mod files;
pub(crate) mod groups;
pub(crate) mod login;
pub(crate) mod logs;
pub(crate) mod migrate;
pub(crate) mod orgs;
mod orgs_sync;
pub(crate) mod policies;
pub(crate) mod profile;
mod protocol_failure;
pub(crate) mod raw;
pub(crate) mod roles;
pub(crate) mod saml;
pub(crate) mod secret;
mod shared;
pub(crate) mod shell;
mod stopping;
mod tables;
pub(crate) mod tenants;
pub(crate) mod token;
pub(crate) mod users;
mod users_export;
mod users_import;
mod written;
