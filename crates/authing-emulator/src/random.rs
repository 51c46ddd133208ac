//! Random identifiers, secrets and codes.

use aws_lc_rs::rand;

const HEX: &[u8] = b"0123456789abcdef";
const DIGITS: &[u8] = b"0123456789";

/// A 24-digit hexadecimal identifier, the form of pools, applications, users, nodes and roles.
pub(crate) fn object_id() -> String {
    pick(HEX, 24)
}

/// A 32-digit hexadecimal secret.
pub(crate) fn secret() -> String {
    pick(HEX, 32)
}

/// A verification code of `length` digits.
pub(crate) fn digits(length: usize) -> String {
    pick(DIGITS, length)
}

fn pick(alphabet: &[u8], length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    // The system's generator does not fail on any platform aws-lc supports; zeros would still
    // be a well-formed identifier.
    let _ = rand::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| alphabet.get(usize::from(*byte) % alphabet.len()))
        .map(|letter| char::from(*letter))
        .collect()
}
