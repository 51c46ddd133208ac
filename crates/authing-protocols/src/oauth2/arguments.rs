//! Checks of arguments.

use authing_core::Error as CallError;
use authing_types::Secret;

/// A text that must say something, before anything is built or sent.
pub(crate) fn required<T: AsRef<str>>(argument: &str, text: T) -> Result<T, CallError> {
    if text.as_ref().trim().is_empty() {
        return Err(CallError::input(argument, "is empty"));
    }
    Ok(text)
}

/// A secret that must not be empty.
pub(crate) fn required_secret(argument: &str, secret: Secret) -> Result<Secret, CallError> {
    required(argument, secret.expose())?;
    Ok(secret)
}
