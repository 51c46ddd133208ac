//! Randomness, from the operating system only.

use crate::error::{Error, ErrorKind};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A random text of so many characters, 6 bits each, that needs no encoding in an address, a form
/// or a header: for a state, a nonce, a PKCE verifier, the boundary of a form. 43 characters hold
/// 256 bits.
///
/// ```
/// let state = authing_core::random::text(43)?;
/// assert_eq!(state.len(), 43);
/// # Ok::<(), authing_core::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Config`] when the operating system provides no randomness.
pub fn text(length: usize) -> Result<String, Error> {
    let mut bytes = zeroize::Zeroizing::new(vec![0_u8; length]);
    getrandom::fill(&mut bytes).map_err(|cause| {
        Error::new(ErrorKind::Config, "the operating system provides no randomness")
            .with_source(cause)
    })?;
    // 256 is a multiple of 64, so every letter is equally likely.
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte % 64)).copied().map(char::from);
    Ok(bytes.iter().filter_map(letter).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn texts_have_their_length_and_never_come_again() {
        let texts: HashSet<String> = (0..1000).map(|_| text(32).unwrap()).collect();
        assert_eq!(texts.len(), 1000);
        for text in texts {
            assert_eq!(text.len(), 32);
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        }
    }
}
