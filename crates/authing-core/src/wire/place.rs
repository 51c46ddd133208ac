//! Where a response does not fit its type.
//!
//! serde_json tells the byte at which it met what does not fit, and the value that ends or begins there
//! is what the error is about. So nothing has to follow the reader on its way, and each type is compiled
//! for one reader only.

use serde_json::{Value, error::Category};

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Index(usize),
    Member(String),
}

/// Reads a text as a type that only the caller knows.
pub(crate) type Attempt<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), serde_json::Error>;

/// Has a tree read.
///
/// # Errors
///
/// What does not fit, with the path to the value that it is about.
pub(crate) fn read(
    tree: &Value,
    attempt: Attempt<'_>,
) -> Result<(), (Vec<Step>, serde_json::Error)> {
    // One line without white space, so that the column is a count of bytes.
    let text = serde_json::to_vec(tree).map_err(|error| (Vec::new(), error))?;
    attempt(&text).map_err(|error| (path(&text, &error, attempt), error))
}

fn path(text: &[u8], error: &serde_json::Error, attempt: Attempt<'_>) -> Vec<Step> {
    let end = error.column().min(text.len());
    let before = end.checked_sub(1).and_then(|last| Some((last, *text.get(last)?)));
    match before {
        // Of a list with more entries than its type takes, serde_json has seen the comma and one byte.
        _ if error.classify() == Category::Syntax => {
            let mut path = walk(text, end.saturating_sub(1));
            path.pop();
            path
        }
        // An entry that was read and then refused; its list went on to the next one.
        Some((comma, b',')) => walk(text, comma),
        // Behind a bracket stands what is wrong with what it closes, such as a missing member, and what
        // is wrong with the last value within. Without the bracket, only the latter is still found.
        Some((bracket, b'}' | b']')) => {
            let within = text.get(..bracket).map(attempt);
            match within {
                Some(Err(error)) if error.is_data() => walk(text, bracket),
                _ => walk(text, end),
            }
        }
        _ => walk(text, end),
    }
}

/// The path to the value that ends at this byte, or begins there.
fn walk(text: &[u8], end: usize) -> Vec<Step> {
    // For each bracket that is open, the entry that was come to.
    let mut path = Vec::new();
    let mut at = 0;
    while at < end {
        at += match text.get(at) {
            Some(b'{') => {
                path.push(Step::Member(String::new()));
                1
            }
            Some(b'[') => {
                path.push(Step::Index(0));
                1
            }
            Some(b'}' | b']') => {
                path.pop();
                1
            }
            Some(b',') => {
                if let Some(Step::Index(index)) = path.last_mut() {
                    *index += 1;
                }
                1
            }
            Some(b'"') => {
                let string = string(text.get(at..).unwrap_or_default());
                if let Some(Step::Member(name)) = path.last_mut()
                    && text.get(at + string.len()) == Some(&b':')
                {
                    *name = serde_json::from_slice(string).unwrap_or_default();
                }
                string.len()
            }
            _ => 1,
        };
    }
    let is_at_name = text.get(end) == Some(&b':');
    let is_empty = matches!(end.checked_sub(1).and_then(|last| text.get(last)), Some(b'{' | b'['));
    if is_at_name || is_empty {
        path.pop();
    }
    path
}

/// The string that a text begins with, with its quotes.
fn string(text: &[u8]) -> &[u8] {
    let mut escaped = true;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            // The first one opens it.
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return text.get(..=at).unwrap_or(text),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Deserializer, de::Error as _};
    use serde_json::json;

    use super::*;
    use crate::wire::mend::display;

    fn refused<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(()),
            _ => Err(D::Error::custom("refused")),
        }
    }

    struct Refused;

    impl<'de> Deserialize<'de> for Refused {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            refused(deserializer).map(|()| Self)
        }
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read is of interest")]
    struct Model {
        id: Option<String>,
        count: Option<i64>,
        #[serde(default, deserialize_with = "refused")]
        refused: (),
        part: Option<Box<Part>>,
        parts: Option<Vec<Part>>,
        pair: Option<(i64, i64)>,
        listed: Option<Vec<Refused>>,
        #[serde(alias = "alsoKind")]
        kind: Option<Kind>,
        either: Option<Either>,
        named: Option<std::collections::BTreeMap<String, i64>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read is of interest")]
    struct Part {
        id: String,
        #[serde(default, deserialize_with = "refused")]
        refused: (),
    }

    #[derive(Deserialize)]
    enum Kind {
        One,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only whether it can be read is of interest")]
    enum Either {
        Number(i64),
        Object { id: String },
    }

    fn place(tree: &Value) -> Option<String> {
        let mut attempt = |text: &[u8]| serde_json::from_slice::<Model>(text).map(|_| ());
        read(tree, &mut attempt).err().map(|(path, _)| display(&path))
    }

    #[test]
    fn an_error_is_about_the_innermost_value_that_does_not_fit() {
        for (tree, expected) in [
            (json!({"id": 7, "count": 1}), "id"),
            (json!({"count": 1, "id": 7}), "id"),
            (json!({"count": "\"{[,:\\"}), "count"),
            (json!({"count": {"a": 1}}), "count"),
            (json!({"count": [1]}), "count"),
            (json!({"count": []}), "count"),
            (json!({"count": 1.5}), "count"),
            (json!({"count": true, "id": null}), "count"),
            (json!({"odd \"name\"": [{"a": [1, {}]}, "x"], "count": "x"}), "count"),
            (json!({"part": {}}), "part"),
            (json!({"part": {"id": 1}}), "part.id"),
            (json!({"part": {"other": {"id": 2}}}), "part"),
            (json!({"part": "x", "id": "y"}), "part"),
            (json!({"part": {"id": "a", "refused": 1}}), "part.refused"),
            (json!({"part": {"refused": {"a": [1]}, "id": "a"}}), "part.refused"),
            (json!({"part": {"id": "a", "refused": {"a": [1]}}}), "part.refused"),
            (json!({"refused": 1}), "refused"),
            (json!({"refused": [], "id": "a"}), "refused"),
            (json!({"parts": [{"id": "a"}, {"id": 1}]}), "parts[1].id"),
            (json!({"parts": [{"id": "a"}, {}]}), "parts[1]"),
            (json!({"parts": [{}, {"id": "a"}]}), "parts[0]"),
            (json!({"parts": [{"id": "a"}, 1, {"id": "a"}]}), "parts[1]"),
            (json!({"parts": [{"id": "a"}, null]}), "parts[1]"),
            (json!({"parts": {"id": "a"}}), "parts"),
            (json!({"pair": [1]}), "pair"),
            (json!({"pair": [1, 2, 3]}), "pair"),
            (json!({"pair": [1, 2, {"a": [3]}, 4], "id": "a"}), "pair"),
            (json!({"pair": [1, "x"]}), "pair[1]"),
            (json!({"listed": [null, 1, null]}), "listed[1]"),
            (json!({"listed": [null, null, {"a": 1}]}), "listed[2]"),
            (json!({"listed": [[]]}), "listed[0]"),
            (json!({"kind": "Two"}), "kind"),
            (json!({"kind": "Two", "id": "a"}), "kind"),
            (json!({"kind": "One", "alsoKind": "One"}), "."),
            (json!({"either": {"id": 1}}), "either"),
            (json!({"either": "x", "id": "a"}), "either"),
            (json!({"named": {"a": 1, "b": "x"}}), "named.b"),
            (json!("text"), "."),
            (json!(null), "."),
        ] {
            assert_eq!(place(&tree).as_deref(), Some(expected), "{tree}");
        }
    }

    #[test]
    fn what_fits_has_no_place() {
        assert_eq!(place(&json!({"id": "a", "part": {"id": "b"}, "pair": [1, 2]})), None);
    }
}
