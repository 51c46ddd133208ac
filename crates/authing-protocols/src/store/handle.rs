//! The handles under which pending logins are stored.

use authing_core::{Error, random};
use authing_types::Secret;

/// 256 bits, 6 in each character.
const LENGTH: usize = 43;

/// A new handle, for a cookie of one browser.
///
/// # Errors
///
/// When the operating system provides no randomness.
pub(crate) fn new_handle() -> Result<Secret, Error> {
    random::text(LENGTH).map(Secret::from)
}

/// Whether a text can be a handle. A cookie can hold anything: what cannot be one is not looked up
/// in a store.
pub(crate) fn is_handle(text: &Secret) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    text.expose().len() == LENGTH && text.expose().bytes().all(is_letter)
}
