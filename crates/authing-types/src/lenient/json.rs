//! JSON in which a text holds half a character.
//!
//! A text that is cut in the middle of an emoji ends with half a surrogate pair: `"abc\ud83d"`. JSON
//! allows that (RFC 8259 section 8.2), JavaScript and Python read it, and a Rust `String` cannot hold
//! it: serde_json refuses the whole document. The readers here put U+FFFD in the half's place, as
//! ECMA-262's `toWellFormed` does and as Unicode section 3.9 advises, and change nothing else.
//!
//! What parses is parsed once, as fast as without them: only a document that was refused is looked
//! through, and parsed again if that is why.
//!
//! ```
//! use authing_types::lenient;
//!
//! let read: String = lenient::json::from_str(r#""abc\ud83d""#)?;
//! assert_eq!(read, "abc\u{fffd}");
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// U+FFFD as an escape has it.
const REPLACEMENT: &[u8; 4] = b"fffd";

/// Length of `\uXXXX`.
const ESCAPE: usize = 6;

/// Reads JSON as it came over the network: with U+FFFD for each half of a character, for what is not
/// UTF-8, and without a byte order mark. Browsers read a response so.
///
/// # Errors
///
/// Those of [`serde_json::from_slice`] for everything else.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(bytes).or_else(|error| match repair(bytes) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(repaired) => serde_json::from_slice(&repaired),
    })
}

/// Reads JSON with U+FFFD for each half of a character.
///
/// # Errors
///
/// Those of [`serde_json::from_str`] for everything else.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| match repair_halves(text) {
        Cow::Borrowed(_) => Err(error),
        Cow::Owned(repaired) => serde_json::from_str(&repaired),
    })
}

/// JSON that [`from_slice`] reads, as every other parser reads it. Borrowed if nothing is in its way.
#[must_use]
pub fn repair(bytes: &[u8]) -> Cow<'_, [u8]> {
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(content);
    let repaired = repair_halves(&text);
    // Lossless, without a mark and without halves.
    let untouched = matches!((&text, &repaired), (Cow::Borrowed(_), Cow::Borrowed(_)));
    if untouched && content.len() == bytes.len() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(repaired.into_owned().into_bytes())
}

/// JSON with U+FFFD for each half of a character, of equal length. Borrowed if there is none.
#[must_use]
pub fn repair_halves(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // Few texts have an escape, and without a branch many bytes are looked at at once.
    if !bytes.iter().fold(false, |found, byte| found | (*byte == b'\\')) {
        return Cow::Borrowed(text);
    }
    let mut repaired: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(distance) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += distance;
        at += match unit(bytes, at) {
            // A backslash and what it escapes, which may be another backslash.
            None => 2,
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + ESCAPE), Some(0xDC00..=0xDFFF)) => {
                2 * ESCAPE
            }
            Some(0xD800..=0xDFFF) => {
                let copy = repaired.get_or_insert_with(|| bytes.to_vec());
                if let Some(digits) = copy.get_mut(at + 2..at + ESCAPE) {
                    digits.copy_from_slice(REPLACEMENT);
                }
                ESCAPE
            }
            Some(_) => ESCAPE,
        };
        // A broken escape may end within a character.
        while at < bytes.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    match repaired.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(text) => Cow::Owned(text),
        None => Cow::Borrowed(text),
    }
}

/// The UTF-16 code unit of the escape `\uXXXX` that begins here.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + ESCAPE)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}
