//! Types that are made from a word.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de::Visitor};

/// Reads a type that is made from a word, such as the enums of [`wire_enum!`](crate::wire_enum). The
/// word is copied only if the type keeps it.
///
/// # Errors
///
/// When the value is not a string.
pub fn word<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    deserializer.deserialize_str(WordVisitor(PhantomData))
}

/// The longest word that is shown.
const LONGEST_SHOWN: usize = 40;

/// Writes a variant that keeps a word, as `Debug` shows it: `Unknown("PAUSED")`. What is not a word is
/// hidden (`Unknown(..)`): where one was expected, a server may have put anything.
///
/// For the enums of [`wire_enum!`](crate::wire_enum) and what is like them.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_word(variant: &str, word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let of_a_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    if word.len() <= LONGEST_SHOWN && word.bytes().all(of_a_word) {
        f.debug_tuple(variant).field(&word).finish()
    } else {
        write!(f, "{variant}(..)")
    }
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, word: &str) -> Result<T, E> {
        Ok(T::from(word))
    }
}
