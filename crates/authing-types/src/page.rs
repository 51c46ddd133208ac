//! One page of a long list.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::lenient;

/// One page of a list, and how many entries the whole list has.
///
/// A response without `list` is not a page: reading it fails, and is not an empty page.
///
/// ```
/// use authing_types::Page;
///
/// let page: Page<String> = serde_json::from_str(r#"{"totalCount": 3, "list": ["a", "b"]}"#)?;
/// assert_eq!(page.total_count, 3);
/// assert_eq!(page.list, ["a", "b"]);
/// assert!(serde_json::from_str::<Page<String>>(r#"{"totalCount": 3}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    try_from = "RawPage<T>",
    bound(deserialize = "T: Deserialize<'de>")
)]
#[non_exhaustive]
pub struct Page<T> {
    /// Entries in the whole list, not in this page. 0 where the server does not count them.
    pub total_count: i64,
    /// The entries of this page.
    pub list: Vec<T>,
    /// What the server sent for this page and nobody could read: entries that are not in `list`, and
    /// members that were read as absent. Empty for nearly every page; look at it where a missing
    /// entry does harm, such as before deleting what is not in the list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
}

/// A part of a response that does not fit and was passed over, so that the rest can be read. It says
/// where and why, and holds nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SetAside {
    /// Where it stands in the response, as `data.users.list[1].loginsCount`. The index is the one in
    /// the response, counted from 0.
    pub path: String,
    /// What is wrong with it: `is a text, and i64 was expected`.
    pub problem: String,
    /// Whether the whole entry of a list is missing, rather than one member. It may be a list within
    /// an entry of another one: see [`is_outermost`](Self::is_outermost).
    #[serde(default)]
    pub entry: bool,
}

impl SetAside {
    /// Something at this place with this problem; `entry` for an entry of a list.
    pub fn new(path: impl Into<String>, problem: impl Into<String>, entry: bool) -> Self {
        Self { path: path.into(), problem: problem.into(), entry }
    }

    /// Whether a whole entry of the outermost list is missing: one of a page's entries, rather than
    /// something within one of them.
    ///
    /// ```
    /// use authing_types::SetAside;
    ///
    /// let of_page = SetAside::new("data.users.list[1]", "has no `id`", true);
    /// let within = SetAside::new("data.users.list[1].identities[0]", "is a text", true);
    /// assert!(of_page.is_outermost() && !within.is_outermost());
    /// ```
    #[must_use]
    pub fn is_outermost(&self) -> bool {
        self.entry && self.path.matches('[').count() == 1
    }
}

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.problem)
    }
}

impl<T> Page<T> {
    /// A page, for tests and caches.
    pub fn new(total_count: i64, list: Vec<T>) -> Self {
        Self { total_count, list, set_aside: Vec::new() }
    }
}

/// A page as servers write it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
struct RawPage<T> {
    #[serde(default)]
    total_count: Option<i64>,
    #[serde(deserialize_with = "lenient::optional_page")]
    list: Option<Vec<T>>,
    /// Written by the reader of responses. What a server has there, if anything, is not for us.
    #[serde(default, deserialize_with = "noted")]
    set_aside: Vec<SetAside>,
}

fn noted<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SetAside>, D::Error> {
    Ok(Vec::deserialize(Value::deserialize(deserializer)?).unwrap_or_default())
}

impl<T> TryFrom<RawPage<T>> for Page<T> {
    type Error = NoList;

    fn try_from(raw: RawPage<T>) -> Result<Self, NoList> {
        let list = match raw.list {
            Some(list) => list,
            // Nothing is hidden by the `null` of a list that is said to be empty.
            None if raw.total_count == Some(0) => Vec::new(),
            None => return Err(NoList),
        };
        let total_count = raw.total_count.unwrap_or_default();
        Ok(Self { total_count, list, set_aside: raw.set_aside })
    }
}

struct NoList;

/// In serde's words, by which readers of its errors know it.
impl fmt::Display for NoList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("missing field `list`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Page<u8>, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_page_without_a_list_is_not_a_page() {
        for json in [
            "{}",
            r#"{"totalCount": 0}"#,
            r#"{"totalCount": 3}"#,
            r#"{"totalCount": 3, "list": null}"#,
            r#"{"totalCount": null, "list": null}"#,
            r#"{"list": null}"#,
        ] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.starts_with("missing field `list`"), "{json}: {error}");
        }
        assert!(read(r#"{"list": 1}"#).is_err());
    }

    #[test]
    fn a_list_that_is_said_to_be_empty_may_be_null() {
        assert_eq!(read(r#"{"totalCount": 0, "list": null}"#).unwrap(), Page::new(0, vec![]));
    }

    #[test]
    fn the_count_may_be_absent() {
        assert_eq!(read(r#"{"list": [1]}"#).unwrap(), Page::new(0, vec![1]));
        assert_eq!(read(r#"{"totalCount": null, "list": []}"#).unwrap(), Page::new(0, vec![]));
    }

    #[test]
    fn null_entries_are_dropped() {
        assert_eq!(read(r#"{"totalCount": 2, "list": [1, null]}"#).unwrap(), Page::new(2, vec![1]));
    }

    #[test]
    fn what_was_set_aside_survives_a_cache() {
        let mut page = Page::new(2, vec![1_u8]);
        assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"totalCount":2,"list":[1]}"#);
        page.set_aside.push(SetAside::new("data.list[1]", "is a text", true));
        let written = serde_json::to_string(&page).unwrap();
        assert_eq!(read(&written).unwrap(), page);
    }
}
