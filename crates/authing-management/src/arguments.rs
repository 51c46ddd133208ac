//! What the arguments of several areas have in common.

use authing_core::{Error, Operation};

/// A change that may be sent again unless it renames what it changes: then the second time there is
/// nothing of the old code.
pub(crate) fn idempotent_unless_renamed(update: Operation, new_code: Option<&str>) -> Operation {
    if new_code.is_some() { update } else { update.idempotent() }
}

pub(crate) fn collect(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}

/// A list that must have entries. One of texts is checked by `CallBuilder::required_all`.
pub(crate) fn not_empty<T>(argument: &str, list: &[T]) -> Result<(), Error> {
    if list.is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}
