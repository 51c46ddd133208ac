//! Code generation from `schema/`: models, inputs, enums, operations and the shape check.
//!
//! The stages, each in its own module: `source` reads and validates the GraphQL files; `models`,
//! `inputs`, `enums`, `operations` and `shape` write text; `output` formats it and compares it with
//! the working tree. `selections` holds what operations ask for against what the official SDKs do. `rules` holds every decision that the schema itself cannot express, and
//! `redaction` which fields `Debug` shows.

mod document;
mod enums;
mod graphql_client;
mod inputs;
mod models;
mod operations;
mod output;
mod redaction;
mod root_fields;
mod rules;
mod rust;
mod selection;
mod selections;
mod shape;
mod source;
mod stamp;

use std::path::Path;

use self::{output::Output, source::Sources};

pub use self::{
    output::Outcome,
    root_fields::{called_by_operations, without_operation},
};

/// Generates everything and writes what changed.
///
/// # Errors
///
/// The diagnostics of an invalid schema or operation, or the message of an I/O error.
pub fn write(root: &Path) -> Result<Outcome, String> {
    generate(root)?.write(root)
}

/// Generates everything in memory and compares it with the files under `root`.
///
/// # Errors
///
/// The diagnostics of an invalid schema or operation, or the message of an I/O error.
pub fn check(root: &Path) -> Result<Outcome, String> {
    generate(root)?.check(root)
}

fn generate(root: &Path) -> Result<Output, String> {
    let mut sources = Sources::load(root)?;
    sources.optional = selection::optional_fields(&sources)?;
    selections::check(root, &sources)?;
    let mut output = Output::default();
    models::generate(&sources, &mut output)?;
    inputs::generate(&sources, &mut output)?;
    enums::generate(&sources, &mut output)?;
    operations::generate(&sources, &mut output)?;
    shape::generate(&sources, &mut output)?;
    Ok(output)
}
