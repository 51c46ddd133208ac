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
