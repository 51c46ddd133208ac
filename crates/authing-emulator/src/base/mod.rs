//! What every floor stands on: the clock, randomness, keys, failures and their texts.

#[macro_use]
mod redaction;

pub(crate) mod clock;
pub(crate) mod env_file;
pub(crate) mod error;
pub(crate) mod failures;
pub(crate) mod form;
pub(crate) mod happening;
pub(crate) mod hub;
pub(crate) mod jwt;
pub(crate) mod keys;
pub(crate) mod limits;
pub(crate) mod listed;
pub(crate) mod markup;
pub(crate) mod nearest;
pub(crate) mod outbox;
pub(crate) mod pulse;
pub(crate) mod random;
pub(crate) mod schema_version;
pub(crate) mod text;
