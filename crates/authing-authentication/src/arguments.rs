//! Checks of arguments before anything is sent.

use authing_core::Error;

/// What names nothing would be refused by the server, or mean something else.
pub(crate) fn not_empty(argument: &str, value: &str) -> Result<(), Error> {
    if value.trim().is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}
