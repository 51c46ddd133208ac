//! Randomness, from the operating system only.

use authing_core::{Error, ErrorKind};
use authing_types::Secret;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// So many characters of 6 random bits each, which need no encoding anywhere.
///
/// # Errors
///
/// When the operating system has no randomness to give.
pub(super) fn text(length: usize) -> Result<Secret, Error> {
    let mut bytes = vec![0_u8; length];
    getrandom::fill(&mut bytes).map_err(|cause| {
        Error::new(ErrorKind::Config, "the operating system gives no randomness").with_source(cause)
    })?;
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte % 64)).copied().map(char::from);
    Ok(Secret::new(bytes.iter().filter_map(letter).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn texts_have_their_length_and_never_come_again() {
        let texts: HashSet<String> =
            (0..1000).map(|_| text(32).unwrap().expose().to_owned()).collect();
        assert_eq!(texts.len(), 1000);
        for text in texts {
            assert_eq!(text.len(), 32);
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        }
    }
}
