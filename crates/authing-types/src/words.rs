//! Reading the enums of [`wire_enum!`](crate::wire_enum).

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de::Visitor};

/// Reads a word without a copy of it, unless the enum keeps one.
///
/// # Errors
///
/// When the value is not a string.
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
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
