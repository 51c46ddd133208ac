//! JSON that is going to be written: nothing of it is guessed. What a response may hold, half a
//! character or a name that stands twice, rejects a row, since it would change somebody's data.

use std::fmt;

use authing_types::lenient;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, error::Category};

/// Why a text is not read. `Display` stands behind the name of what holds it, and shows nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotRead {
    problem: &'static str,
    column: usize,
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, see column {}", self.problem, self.column)
    }
}

pub(crate) fn read(text: &str) -> Result<Value, NotRead> {
    serde_json::from_str(text).map(|Exact(value)| value).map_err(|error| {
        let is_whole = || lenient::json::repair_halves(text) == text;
        let problem = match error.classify() {
            Category::Data => "has an object in which a name stands twice",
            _ if is_whole() => "is not JSON",
            _ => "has half a character, an escape such as `\\ud83d` without its other half",
        };
        NotRead { problem, column: error.column() }
    })
}

/// A value in whose objects each name stands once.
struct Exact(Value);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExactVisitor).map(Self)
    }
}

struct ExactVisitor;

impl<'de> Visitor<'de> for ExactVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Exact(entry)) = entries.next_element()? {
            list.push(entry);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Exact(value))) = members.next_entry::<String, _>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("twice"));
            }
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_be_guessed_is_refused_with_its_place() {
        for (text, problem) in [
            (r#"{"a": canary}"#, "is not JSON, see column 7"),
            (r#"{"a": 1"#, "is not JSON, see column 7"),
            (r#"{"a": 1} canary"#, "is not JSON, see column 10"),
            (r#"{"a": "canary\ud83d"}"#, "has half a character"),
            (r#"{"a": "\udc4d canary"}"#, "has half a character"),
            (r#"{"\ud83d\ud83d\udc4d": 1}"#, "has half a character"),
            (r#"{"a": 1, "a": 1}"#, "has an object in which a name stands twice, see column 16"),
            (r#"{"a": 1, "\u0061": 2}"#, "has an object in which a name stands twice"),
            (r#"{"a": [{"canary": {}, "canary": null}]}"#, "has an object in which"),
        ] {
            let told = read(text).unwrap_err().to_string();
            assert!(told.starts_with(problem), "{text}: {told}");
            assert!(!told.contains("canary"), "{told}");
        }
    }

    #[test]
    fn all_else_is_what_it_says() {
        let text = r#"{"a": [null, true, -1, 18446744073709551615, 0.5, "\ud83d\udc4d \\ud83d"], "b": {"a": {}}}"#;
        let expected = json!({"a": [null, true, -1, u64::MAX, 0.5, "👍 \\ud83d"], "b": {"a": {}}});
        assert_eq!(read(text).unwrap(), expected);
        assert_eq!(read("[]").unwrap(), json!([]));
    }
}
