//! PEM texts: public keys, private keys and certificates (RFC 7468), as people really have them.
//!
//! A PEM text is several lines long, and few places that hold settings have room for that: an
//! environment variable, a CI secret or a JSON value has one line. On the way there line ends become
//! the two characters `\n` or spaces, quotes stay around the value, and consoles show the base64
//! alone. None of this changes what is meant, so [`blocks`] and [`block`] read all of it:
//!
//! - line ends as `\n`, `\r\n`, spaces, the two characters `\n`, or none at all;
//! - white space and quotes around the text, and indented lines;
//! - text before, between and after the blocks;
//! - base64 without the first and last line.
//!
//! What a block holds is not looked at: a key is read by the cryptography of the crate that needs
//! it. All bytes are overwritten when a [`PemBlock`] is dropped, since they may be a private key, and
//! no error quotes what it has met, except for the name of a block.
//!
//! ```
//! use authing_core::pem;
//!
//! let one_line = r#""-----BEGIN PUBLIC KEY-----\nMAcGBSuBBAAK\n-----END PUBLIC KEY-----\n""#;
//! let block = pem::block(one_line, &["PUBLIC KEY"])?;
//! assert_eq!(block.label(), Some("PUBLIC KEY"));
//! assert_eq!(block.der()[..2], [0x30, 0x07]);
//!
//! let error = pem::block(one_line, &["CERTIFICATE"]).unwrap_err();
//! assert_eq!(error.to_string(), "holds `PUBLIC KEY` where `CERTIFICATE` is expected");
//! # Ok::<(), pem::PemError>(())
//! ```

use std::fmt;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "END ";
const DASHES: &str = "-----";

/// The longest label in use has 25 characters.
const MAX_LABEL: usize = 40;

/// The first byte of everything that PEM carries: an ASN.1 sequence.
const SEQUENCE: u8 = 0x30;

/// Padding is lost easily where a value is copied, and says nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What one block of a PEM text holds. `Debug` shows the label only.
#[derive(Clone)]
pub struct PemBlock {
    label: Option<String>,
    der: Zeroizing<Vec<u8>>,
}

impl PemBlock {
    /// What the block says it holds, such as `PUBLIC KEY`; `None` for base64 without first and last
    /// line.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The bytes in it, DER for all that is read here. They are overwritten when the block is
    /// dropped: they may be a private key.
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}

impl fmt::Debug for PemBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PemBlock").field("label", &self.label).finish_non_exhaustive()
    }
}

/// Why a PEM text cannot be used. `Display` begins with a verb, to stand behind the name of an
/// option: ``option `public_key` is empty``.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PemError {
    /// There is no text.
    #[error("is empty")]
    Empty,
    /// There is no block, and the text is not the base64 of one either.
    #[error("is neither PEM, which begins with `-----BEGIN {expected}-----`, nor its base64 alone")]
    NotPem {
        /// The label of the block that is expected.
        expected: &'static str,
    },
    /// There are blocks, and none is of an expected kind.
    #[error("holds `{found}` where {} is expected", OneOf(expected))]
    OtherLabel {
        /// What the first block says it holds.
        found: String,
        /// The labels that are expected.
        expected: &'static [&'static str],
    },
    /// The key is encrypted.
    #[error("holds a private key that is protected by a password: give it without one")]
    Encrypted,
    /// A block has no last line.
    #[error("ends before `-----END {label}-----`: it was cut")]
    Unfinished {
        /// What the block says it holds.
        label: String,
    },
    /// What stands in a block is not base64.
    #[error("holds something else than base64 in its block `{label}`: it was changed or cut")]
    NotBase64 {
        /// What the block says it holds.
        label: String,
    },
}

/// All blocks with one of these labels, in their order: one or more. Blocks with other labels are
/// passed over, such as the parameters that stand before some keys. Base64 without first and last
/// line is one block, of whatever kind is expected.
///
/// # Errors
///
/// [`PemError`] when there is no such block, or one that cannot be read.
pub fn blocks(text: &str, expected: &'static [&'static str]) -> Result<Vec<PemBlock>, PemError> {
    let mut found = Vec::new();
    let mut other = None;
    let mut rest = text;
    while let Some(raw) = RawBlock::next(&mut rest)? {
        if expected.contains(&raw.label) {
            found.push(raw.decode()?);
        } else {
            other.get_or_insert(raw.label);
        }
    }
    match other {
        _ if !found.is_empty() => Ok(found),
        Some("ENCRYPTED PRIVATE KEY") => Err(PemError::Encrypted),
        Some(found) => Err(PemError::OtherLabel { found: found.to_owned(), expected }),
        None => bare(text, expected).map(|block| vec![block]),
    }
}

/// The first block with one of these labels: see [`blocks`].
///
/// # Errors
///
/// Those of [`blocks`].
pub fn block(text: &str, expected: &'static [&'static str]) -> Result<PemBlock, PemError> {
    let first = blocks(text, expected)?.into_iter().next();
    first.ok_or(PemError::NotPem { expected: first_of(expected) })
}

/// A block that is not decoded yet.
struct RawBlock<'t> {
    label: &'t str,
    body: &'t str,
}

impl<'t> RawBlock<'t> {
    /// Takes the next block off a text.
    fn next(rest: &mut &'t str) -> Result<Option<Self>, PemError> {
        while let Some((_, after)) = rest.split_once(BEGIN) {
            *rest = after;
            let Some((label, after)) = after.split_once(DASHES) else { break };
            // Dashes in the text before a block are not its first line.
            if !is_label(label) {
                continue;
            }
            let unfinished = || PemError::Unfinished { label: label.to_owned() };
            let (body, after) = after.split_once(DASHES).ok_or_else(unfinished)?;
            let end = after.strip_prefix(END).and_then(|end| end.strip_prefix(label));
            *rest = end.and_then(|end| end.strip_prefix(DASHES)).ok_or_else(unfinished)?;
            return Ok(Some(Self { label, body }));
        }
        Ok(None)
    }

    fn decode(&self) -> Result<PemBlock, PemError> {
        // RFC 1421: how OpenSSL marks keys of the old form that have a password.
        if self.body.contains("Proc-Type") && self.body.contains("ENCRYPTED") {
            return Err(PemError::Encrypted);
        }
        let not_base64 = || PemError::NotBase64 { label: self.label.to_owned() };
        let der = decode(self.body).filter(|der| !der.is_empty()).ok_or_else(not_base64)?;
        Ok(PemBlock { label: Some(self.label.to_owned()), der })
    }
}

/// Base64 without first and last line.
fn bare(text: &str, expected: &'static [&'static str]) -> Result<PemBlock, PemError> {
    let is_around =
        |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '\u{feff}');
    let text = text.trim_matches(is_around);
    if text.is_empty() {
        return Err(PemError::Empty);
    }
    match decode(text).filter(|der| der.first() == Some(&SEQUENCE)) {
        Some(der) => Ok(PemBlock { label: None, der }),
        None => Err(PemError::NotPem { expected: first_of(expected) }),
    }
}

/// Decodes base64 with white space in it, and with the backslashes that stand for line ends or, as
/// some writers of JSON have it, before slashes. Base64 itself has none.
fn decode(body: &str) -> Option<Zeroizing<Vec<u8>>> {
    // Room for all of it at once: growing would leave copies of a key behind.
    let mut compact = Zeroizing::new(String::with_capacity(body.len()));
    let mut letters = body.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            // One letter at most: the next one may be base64 again.
            '\\' => drop(letters.next_if(|next| matches!(next, 'n' | 'r' | 't'))),
            letter if letter.is_whitespace() => {}
            letter => compact.push(letter),
        }
    }
    let mut der = Zeroizing::new(Vec::with_capacity(compact.len()));
    BASE64.decode_vec(compact.as_bytes(), &mut der).ok()?;
    Some(der)
}

/// RFC 7468 section 3, without small letters, which no label has.
fn is_label(text: &str) -> bool {
    let is_part =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" #.".contains(&byte);
    !text.is_empty() && text.len() <= MAX_LABEL && text.bytes().all(is_part)
}

fn first_of(expected: &'static [&'static str]) -> &'static str {
    expected.first().copied().unwrap_or("…")
}

struct OneOf<'a>(&'a [&'static str]);

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, label) in self.0.iter().enumerate() {
            write!(f, "{}`{label}`", if index == 0 { "" } else { " or " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The public key of RFC 8410 section 10.1. Its lines begin with letters that a backslash can
    /// stand before.
    const KEY: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQb
rBZ9w7lshQhqow
trbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
";
    const BASE64_ALONE: &str = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
    const PUBLIC: &[&str] = &["PUBLIC KEY"];

    fn der() -> Vec<u8> {
        base64::engine::general_purpose::STANDARD.decode(BASE64_ALONE).unwrap()
    }

    fn labelled(label: &str) -> String {
        KEY.replace("PUBLIC KEY", label)
    }

    #[test]
    fn a_text_is_read_in_every_form_that_it_takes_on_its_way() {
        let escaped = KEY.replace('\n', "\\n");
        for (form, text) in [
            ("as it is", KEY.to_owned()),
            ("without the last line end", KEY.trim_end().to_owned()),
            ("CRLF", KEY.replace('\n', "\r\n")),
            ("old line ends", KEY.replace('\n', "\r")),
            ("escaped", escaped.clone()),
            ("escaped CRLF", KEY.replace('\n', "\\r\\n")),
            ("escaped twice", KEY.replace('\n', "\\\\n")),
            ("escaped, in double quotes", format!("\"{escaped}\"")),
            ("escaped, in single quotes", format!("'{escaped}'")),
            ("in quotes", format!("\"{KEY}\"")),
            ("in escaped quotes", format!("\\\"{escaped}\\\"")),
            ("on one line", KEY.replace('\n', " ")),
            ("without any line ends", KEY.replace('\n', "")),
            ("continued lines", KEY.replace('\n', "\\\n")),
            ("indented", KEY.replace('\n', "\n    ")),
            ("indented by tabs", format!("\t{}", KEY.replace('\n', "\n\t"))),
            ("with a byte order mark", format!("\u{feff}{KEY}")),
            ("with an explanation", format!("Public-Key: (256 bit)\n----- below -----\n{KEY}bye")),
            ("slashes of JSON", escaped.replace('/', "\\/")),
            ("without padding", KEY.replace('=', "")),
        ] {
            let block = block(&text, PUBLIC).unwrap_or_else(|error| panic!("{form}: {error}"));
            assert_eq!((block.label(), block.der()), (Some("PUBLIC KEY"), &*der()), "{form}");
        }
    }

    #[test]
    fn base64_alone_is_read_as_what_is_expected() {
        for text in [
            BASE64_ALONE.to_owned(),
            format!("  \"{BASE64_ALONE}\"\r\n"),
            format!("'{BASE64_ALONE}\\n'"),
            KEY.lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>().join("\n"),
        ] {
            let block = block(&text, PUBLIC).unwrap();
            assert_eq!((block.label(), block.der()), (None, &*der()), "{text}");
        }
    }

    #[test]
    fn of_several_blocks_those_that_are_expected_are_read_in_their_order() {
        let text = [KEY, &labelled("CERTIFICATE"), "text", KEY].concat();
        assert_eq!(blocks(&text, PUBLIC).unwrap().len(), 2);
        let both = blocks(&text, &["CERTIFICATE", "PUBLIC KEY"]).unwrap();
        let labels: Vec<_> = both.iter().filter_map(PemBlock::label).collect();
        assert_eq!(labels, ["PUBLIC KEY", "CERTIFICATE", "PUBLIC KEY"]);
        assert_eq!(block(&text, &["CERTIFICATE"]).unwrap().label(), Some("CERTIFICATE"));
    }

    #[test]
    fn an_error_says_what_was_met_and_what_is_expected() {
        for (text, problem) in [
            (String::new(), "is empty"),
            (" \"\"\n".to_owned(), "is empty"),
            ("canary".to_owned(), "is neither PEM"),
            ("Y2FuYXJ5".to_owned(), "is neither PEM"),
            ("-----BEGIN PUBLIC KEY".to_owned(), "is neither PEM"),
            (labelled("CERTIFICATE"), "holds `CERTIFICATE` where `PUBLIC KEY` or `RSA PUBLIC KEY`"),
            (labelled("ENCRYPTED PRIVATE KEY"), "protected by a password"),
            (KEY.replace("MCow", "Proc-Type: 4,ENCRYPTED\n\nMCow"), "protected by a password"),
            (KEY.replace("MCow", "M(ow"), "holds something else than base64 in its block `PUBLIC"),
            (KEY.replace("-----END", "----END"), "ends before `-----END PUBLIC KEY-----`"),
            (KEY.replace("END PUBLIC", "END"), "ends before `-----END PUBLIC KEY-----`"),
            ("-----BEGIN PUBLIC KEY-----canary".to_owned(), "ends before"),
            ("-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----".to_owned(), "else than base64"),
        ] {
            let error = block(&text, &["PUBLIC KEY", "RSA PUBLIC KEY"]).unwrap_err();
            assert!(error.to_string().contains(problem), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
        }
    }

    #[test]
    fn debug_shows_the_label_only() {
        let shown = format!("{:?}", block(KEY, PUBLIC).unwrap());
        assert_eq!(shown, r#"PemBlock { label: Some("PUBLIC KEY"), .. }"#);
    }
}
