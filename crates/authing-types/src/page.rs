//! One page of a long list.

use serde::{Deserialize, Deserializer, Serialize};

use crate::lenient;

/// One page of a list, and how many entries the whole list has.
///
/// ```
/// use authing_types::Page;
///
/// let page: Page<String> = serde_json::from_str(r#"{"totalCount": 3, "list": ["a", "b"]}"#)?;
/// assert_eq!(page.total_count, 3);
/// assert_eq!(page.list, ["a", "b"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
#[non_exhaustive]
pub struct Page<T> {
    /// Entries in the whole list, not in this page.
    #[serde(default, deserialize_with = "null_is_default")]
    pub total_count: i64,
    /// The entries of this page.
    #[serde(default = "Vec::new", deserialize_with = "null_is_empty")]
    pub list: Vec<T>,
}

impl<T> Page<T> {
    /// A page, for tests and caches.
    pub fn new(total_count: i64, list: Vec<T>) -> Self {
        Self { total_count, list }
    }
}

fn null_is_default<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

fn null_is_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    lenient::optional_list(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_list_is_empty() {
        let page: Page<u8> = serde_json::from_str(r#"{"totalCount": null, "list": null}"#).unwrap();
        assert_eq!(page, Page::new(0, Vec::new()));
    }

    #[test]
    fn null_entries_are_dropped() {
        let page: Page<u8> =
            serde_json::from_str(r#"{"totalCount": 2, "list": [1, null]}"#).unwrap();
        assert_eq!(page, Page::new(2, vec![1]));
    }
}
