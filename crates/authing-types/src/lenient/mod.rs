//! Readers for serde's `deserialize_with` that accept what servers really write.
//!
//! Authing's servers write one value in several ways: a number as text, an absent text as
//! `"null"`, a list with null elements. The readers of this module take them all for what they mean.
//! What fits none of them is an error of that member: the clients then read the response without it,
//! and list it in [`SetAside`](crate::SetAside). The generated models and the client crates read with
//! them. [`json`] reads whole documents.
//!
//! ```
//! use authing_types::lenient;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Entry {
//!     #[serde(deserialize_with = "lenient::list")]
//!     tags: Vec<String>,
//!     // An absent field is not read at all, so it needs `default`.
//!     #[serde(default, deserialize_with = "lenient::count")]
//!     attempts: Option<i64>,
//!     #[serde(default, deserialize_with = "lenient::text")]
//!     city: Option<String>,
//! }
//!
//! let entry: Entry =
//!     serde_json::from_str(r#"{"tags": ["a", null], "attempts": "3", "city": "null"}"#)?;
//! assert_eq!(entry.tags, ["a"]);
//! assert_eq!(entry.attempts, Some(3));
//! assert_eq!(entry.city, None);
//! # Ok::<(), serde_json::Error>(())
//! ```

pub mod json;
mod list;
mod member;
mod scalar;
mod word;

pub(crate) use list::optional_page;
pub use list::{list, optional_list, selected_list};
pub use member::member;
pub use scalar::{count, flag, id, moment, number, object, tabs, text};
pub use word::{debug_word, word};
