//! Reading what the server says about a step.

use serde_json::Value;

/// A text that says something.
pub(super) fn text<'a>(data: &'a Value, name: &str) -> Option<&'a str> {
    data.get(name)?.as_str().filter(|text| !text.is_empty())
}
