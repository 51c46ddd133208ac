//! The fingerprint by which generated code knows the files it came from.

/// A fingerprint of a file's bytes, for `assert_unchanged!`.
///
/// A 64-bit FNV-1a taken over words of eight bytes. It must detect an edit, not withstand an
/// attack, and eight bytes at a time keep the compiler's constant evaluation short.
#[must_use]
pub const fn fingerprint(bytes: &[u8]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;

    let (mut words, rest) = bytes.as_chunks::<8>();
    let mut hash = BASIS ^ bytes.len() as u64;
    while let [word, tail @ ..] = words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(23);
        words = tail;
    }
    let mut rest = rest;
    while let [byte, tail @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(PRIME).rotate_left(23);
        rest = tail;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_anywhere_changes_the_fingerprint() {
        let text = b"type User { id: String! }".to_vec();
        let original = fingerprint(&text);
        for index in 0..text.len() {
            let mut edited = text.clone();
            edited[index] ^= 1;
            assert_ne!(fingerprint(&edited), original, "byte {index}");
        }
    }

    #[test]
    fn bytes_that_move_change_the_fingerprint() {
        assert_ne!(fingerprint(b"id arn\0\0"), fingerprint(b"arn id\0\0"));
        assert_ne!(fingerprint(b"aaaaaaaabbbbbbbb"), fingerprint(b"bbbbbbbbaaaaaaaa"));
        assert_ne!(fingerprint(b"aaaaaaaa"), fingerprint(b"aaaaaaaa\0"));
    }
}
