//! Checks of arguments that hand the argument on.

use authing_core::{Error as CallError, arguments};
use authing_types::Secret;

/// A text that must not be blank.
pub(crate) fn required(argument: &str, text: String) -> Result<String, CallError> {
    arguments::required(argument, &text)?;
    Ok(text)
}

/// A secret that must not be blank.
pub(crate) fn required_secret(argument: &str, secret: Secret) -> Result<Secret, CallError> {
    arguments::required(argument, secret.expose())?;
    Ok(secret)
}
