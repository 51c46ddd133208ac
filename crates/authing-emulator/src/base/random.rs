//! Random identifiers, secrets and codes.

use std::sync::Once;
use std::thread;

const HEX: &[u8] = b"0123456789abcdef";
const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Letters and digits that nobody mistakes for one another.
const READABLE: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DIGITS: &[u8] = b"0123456789";
const UNMISTAKABLE: &[u8] = b"abcdefhijkmnprstwxyz2345678";

/// A 24-digit hexadecimal identifier, the form of pools, applications, users, nodes and roles.
pub(crate) fn object_id() -> String {
    pick(HEX, 24)
}

/// A 32-digit hexadecimal secret.
pub(crate) fn secret() -> String {
    pick(HEX, 32)
}

/// Letters and digits, the end of the code of a hidden policy.
pub(crate) fn letters(length: usize) -> String {
    // The first 62 are those.
    pick(URL_SAFE.get(..62).unwrap_or(URL_SAFE), length)
}

/// A secret key of a programmatic access account: 32 letters and digits that cannot be taken for
/// one another.
pub(crate) fn secret_key() -> String {
    pick(UNMISTAKABLE, 32)
}

/// A verification code of `length` digits.
pub(crate) fn digits(length: usize) -> String {
    pick(DIGITS, length)
}

/// The text of a captcha.
pub(crate) fn captcha() -> String {
    pick(READABLE, 4)
}

/// Letters and digits.
pub(crate) fn alphanumeric(length: usize) -> String {
    pick(ALPHANUMERIC, length)
}

/// A key for one-time passwords.
pub(crate) fn base32(length: usize) -> String {
    pick(BASE32, length)
}

/// An opaque token of an OAuth 2.0 application: 40 hexadecimal digits.
pub(crate) fn opaque_token() -> String {
    pick(HEX, 40)
}

/// An opaque value of 43 URL-safe characters: codes, refresh tokens, cookies.
pub(crate) fn url_safe() -> String {
    pick(URL_SAFE, 43)
}

/// Begins what the cryptography does before its first random number, on a thread of its own.
///
/// It measures the processor's jitter, once a process, which takes longer than all else of a start. Its
/// numbers are first needed to open a password, so nothing here asks it for any before.
pub(crate) fn prepare() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let ask = || {
            let _ = aws_lc_rs::rand::fill(&mut [0]);
        };
        // Without another thread it is done when it is needed.
        let _ = thread::Builder::new().name("authing-emulator-random".to_owned()).spawn(ask);
    });
}

fn pick(alphabet: &[u8], length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    // The system's generator does not fail on any platform aws-lc supports; zeros would still
    // be a well-formed identifier.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| alphabet.get(usize::from(*byte) % alphabet.len()))
        .map(|letter| char::from(*letter))
        .collect()
}
