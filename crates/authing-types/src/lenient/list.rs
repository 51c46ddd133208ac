//! Lists in which the schema allows null elements.
//!
//! A null element says nothing, and a list of options is a burden on its readers, so every list of
//! the models is read without its nulls.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use crate::Selected;

/// Pages have 10 entries where nothing is said.
const SMALL_PAGE: usize = 16;

/// Reads a list and drops its null elements.
///
/// # Errors
///
/// When the value is not a list, or an element is neither null nor a `T`.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(ListVisitor::<T> { room: 0, of: PhantomData })
}

/// Reads a list or null, and drops the list's null elements. The field also needs `default` where it
/// may be absent.
///
/// # Errors
///
/// When the value is neither null nor a list, or an element is neither null nor a `T`.
pub fn optional_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(OptionalListVisitor::<T> { room: 0, of: PhantomData })
}

/// As [`optional_list`], for the list of a page: with room for a small page from the start, since
/// entries can be large, and are moved when a list grows.
pub(crate) fn optional_page<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(OptionalListVisitor::<T> { room: SMALL_PAGE, of: PhantomData })
}

/// As [`optional_list`], for a list that is not always asked for.
///
/// # Errors
///
/// When the value is neither null nor a list, or an element is neither null nor a `T`.
pub fn selected_list<'de, D, T>(deserializer: D) -> Result<Selected<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    optional_list(deserializer).map(Selected::from)
}

struct ListVisitor<T> {
    /// How many elements there is room for from the start.
    room: usize,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::with_capacity(self.room);
        while let Some(element) = elements.next_element::<Option<T>>()? {
            list.extend(element);
        }
        Ok(list)
    }
}

struct OptionalListVisitor<T> {
    room: usize,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for OptionalListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let Self { room, of } = self;
        deserializer.deserialize_seq(ListVisitor { room, of }).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Lists {
        #[serde(deserialize_with = "list")]
        required: Vec<u8>,
        #[serde(default, deserialize_with = "optional_list")]
        optional: Option<Vec<u8>>,
    }

    fn read(json: &str) -> Lists {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn null_elements_are_dropped() {
        let lists = read(r#"{"required": [1, null, 2], "optional": [null]}"#);
        assert_eq!(lists.required, [1, 2]);
        assert_eq!(lists.optional, Some(vec![]));
    }

    #[test]
    fn null_and_absent_lists_are_none() {
        assert_eq!(read(r#"{"required": [], "optional": null}"#).optional, None);
        assert_eq!(read(r#"{"required": []}"#).optional, None);
    }

    #[test]
    fn a_required_list_may_not_be_null() {
        assert!(serde_json::from_str::<Lists>(r#"{"required": null}"#).is_err());
    }
}
