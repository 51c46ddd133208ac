//! Users from a file and into one.

mod accounts;
mod batch;
mod columns;
mod export;
mod import;
#[cfg(feature = "migration")]
mod migrate;
mod supposed;

pub(crate) use accounts::{Account, look_up};
pub use export::ExportUsers;
pub use import::ImportUsers;
#[cfg(feature = "migration")]
pub use migrate::{
    MigrateUsers, MigratedPasswords, MigrationFailed, MigrationProblem, MigrationReport,
};
