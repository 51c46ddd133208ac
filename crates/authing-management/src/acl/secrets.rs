//! Secrets for programmatic access accounts.

use authing_core::{Error, ErrorKind};
use authing_types::Secret;

use super::AclApi;

/// Letters and digits that cannot be taken for one another.
const ALPHABET: &[u8; 27] = b"abcdefhijkmnprstwxyz2345678";

/// Where the bytes of the last whole alphabet end: one above would favour the first letters.
const LIMIT: u8 = (256 / ALPHABET.len() * ALPHABET.len()) as u8;

impl AclApi<'_> {
    /// Makes a secret of this length, in characters, from the system's randomness: what a
    /// programmatic access account takes as its own. Authing's have 32 characters, which hold 152
    /// bits.
    ///
    /// ```
    /// # fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let secret = management.acl().generate_random_secret(32)?;
    /// assert_eq!(secret.expose().len(), 32);
    /// # Ok(()) }
    /// ```
    ///
    /// No request. The alphabet is that of the official SDKs.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] for the length 0; [`ErrorKind::Config`] when the system gives no
    /// randomness.
    pub fn generate_random_secret(&self, length: usize) -> Result<Secret, Error> {
        if length == 0 {
            return Err(Error::input("length", "is 0, and an empty secret protects nothing"));
        }
        let mut text = String::with_capacity(length);
        let mut bytes = [0; 64];
        while text.len() < length {
            getrandom::fill(&mut bytes).map_err(|cause| {
                Error::new(ErrorKind::Config, "the system gives no randomness").with_source(cause)
            })?;
            text.extend(bytes.iter().copied().filter_map(letter).take(length - text.len()));
        }
        Ok(Secret::new(text))
    }
}

/// The letter that a random byte picks; none for a byte that would make letters uneven.
fn letter(byte: u8) -> Option<char> {
    if byte >= LIMIT {
        return None;
    }
    ALPHABET.get(usize::from(byte) % ALPHABET.len()).copied().map(char::from)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_letter_is_as_likely_as_every_other() {
        let mut counts = BTreeMap::new();
        for letter in (0..=u8::MAX).filter_map(letter) {
            *counts.entry(letter).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 27);
        assert!(counts.values().all(|count| *count == 9), "{counts:?}");
        assert_eq!(counts.keys().collect::<String>(), "2345678abcdefhijkmnprstwxyz");
    }
}
