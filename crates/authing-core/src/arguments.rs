//! Checks of arguments before anything is built or sent: what is empty would be left out by the
//! server, or mean something else.
//!
//! A call makes them through its [`CallBuilder`](crate::client::CallBuilder); the functions here are
//! for the parts of an argument. `argument` is always the name in the method that the caller used.

use authing_types::Secret;

use crate::{error::Error, options};

/// Refuses a text that is blank.
///
/// ```
/// let error = authing_core::arguments::required("user_id", " ").unwrap_err();
/// assert_eq!(error.to_string(), "argument `user_id` is empty");
/// ```
///
/// # Errors
///
/// [`ErrorKind::Input`](crate::ErrorKind::Input), naming the argument.
pub fn required(argument: &str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}

/// Refuses a text that is given and blank.
///
/// # Errors
///
/// As for [`required`].
pub fn required_if_given(argument: &str, text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| required(argument, text))
}

/// Refuses a list that is empty or has a blank entry, whose index the error tells.
///
/// # Errors
///
/// As for [`required`].
pub fn required_all<T: AsRef<str>>(argument: &str, texts: &[T]) -> Result<(), Error> {
    if texts.is_empty() {
        return Err(Error::input(argument, "is empty"));
    }
    match texts.iter().position(|text| text.as_ref().trim().is_empty()) {
        Some(index) => Err(Error::input(argument, format_args!("has nothing at index {index}"))),
        None => Ok(()),
    }
}

/// Refuses a text with a control or invisible character: it looks like another text and is not that.
///
/// ```
/// let error = authing_core::arguments::visible("phone", "\u{202d}13800000001").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "argument `phone` holds the invisible character U+202D: remove it, or type the value again"
/// );
/// ```
///
/// # Errors
///
/// [`ErrorKind::Input`](crate::ErrorKind::Input), naming the argument and the character.
pub fn visible(argument: &str, text: &str) -> Result<(), Error> {
    options::visible(text).map_err(|problem| Error::input(argument, problem))
}

/// Reads an id that a program takes from its settings, such as the key of a programmatic access
/// account, as [`options`] reads that of a builder. Blank is refused.
///
/// # Errors
///
/// [`ErrorKind::Input`](crate::ErrorKind::Input), naming the argument.
pub fn setting(argument: &str, text: &str) -> Result<String, Error> {
    let text = options::bare(text).map_err(|problem| Error::input(argument, problem))?;
    required(argument, text)?;
    Ok(text.to_owned())
}

/// The same for a secret, of which no part is in the error.
///
/// # Errors
///
/// As for [`setting`].
pub fn secret_setting(argument: &str, secret: &Secret) -> Result<Secret, Error> {
    let secret =
        options::bare(secret.expose()).map_err(|problem| Error::input(argument, problem))?;
    required(argument, secret)?;
    Ok(secret.into())
}
