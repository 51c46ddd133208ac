//! Checks of arguments: what would be left out by the server when it is empty, or mean something
//! else.

use crate::error::Error;

/// A text that must say something.
pub(crate) fn required(argument: &str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}

/// A list that must have entries, each of which says something.
pub(crate) fn required_all<T: AsRef<str>>(argument: &str, texts: &[T]) -> Result<(), Error> {
    if texts.is_empty() {
        return Err(Error::input(argument, "is empty"));
    }
    match texts.iter().position(|text| text.as_ref().trim().is_empty()) {
        Some(index) => Err(Error::input(argument, format_args!("has nothing at index {index}"))),
        None => Ok(()),
    }
}
