//! Checks that calls make before anything is sent: an argument that is empty would be left out by
//! the server, or mean something else.

use authing_core::{Error, Operation};

/// A change that may be sent again unless it renames what it changes: then the second time there is
/// nothing of the old code.
pub(crate) fn idempotent_unless_renamed(update: Operation, new_code: Option<&str>) -> Operation {
    if new_code.is_some() { update } else { update.idempotent() }
}

pub(crate) fn collect(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}

/// A text that must say something.
pub(crate) fn not_empty(argument: &str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}

/// A text that must say something where it is given at all.
pub(crate) fn not_empty_if_given(argument: &str, text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| not_empty(argument, text))
}

/// A list that must have entries, each of which says something.
pub(crate) fn none_empty(argument: &str, texts: &[String]) -> Result<(), Error> {
    if texts.is_empty() {
        return Err(Error::input(argument, "is empty"));
    }
    match texts.iter().position(|text| text.trim().is_empty()) {
        Some(index) => Err(Error::input(argument, format_args!("has nothing at index {index}"))),
        None => Ok(()),
    }
}
