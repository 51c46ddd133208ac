//! JSON that means one thing only: no name twice, no deep nesting.

use std::{borrow::Cow, cell::Cell, fmt};

use authing_types::lenient::json::repair_halves;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::error::{TokenError, TokenPart};
use crate::{json::scalars, text::shown};

/// How deep objects and lists may nest below the outermost object.
const DEPTH: u8 = 16;

/// Carries the reason of a refusal past serde's errors, which may quote what they met.
pub(super) struct Problem {
    part: TokenPart,
    found: Cell<Option<TokenError>>,
    /// Whether halves of characters were replaced.
    repaired: Cell<bool>,
}

impl Problem {
    pub(super) fn new(part: TokenPart) -> Self {
        Self { part, found: Cell::new(None), repaired: Cell::new(false) }
    }

    pub(super) fn report<E: serde::de::Error>(&self, error: TokenError) -> E {
        self.found.set(Some(error));
        E::custom("refused")
    }

    pub(super) fn is_repaired(&self) -> bool {
        self.repaired.get()
    }

    /// Whether U+FFFD in this value may stand for half a character, so that two different texts
    /// would be one.
    pub(super) fn may_be_repaired(&self, value: &Value) -> bool {
        self.repaired.get()
            && match value {
                Value::String(text) => text.contains(char::REPLACEMENT_CHARACTER),
                Value::Array(list) => list.iter().any(|value| self.may_be_repaired(value)),
                _ => false,
            }
    }

    pub(super) fn duplicate<E: serde::de::Error>(&self, name: &str) -> E {
        self.report(TokenError::Duplicate { part: self.part, name: shown(name, 64) })
    }

    /// The reason noted, or what kind of failure serde saw.
    fn of(&self, error: &serde_json::Error) -> TokenError {
        let problem = match error.classify() {
            serde_json::error::Category::Data => "is not a JSON object",
            _ => "is not JSON",
        };
        self.found.take().unwrap_or(TokenError::Malformed { part: self.part, problem })
    }
}

/// A name in an object, borrowed where it has no escapes.
pub(super) struct Name<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

/// Reads any value, strictly.
#[derive(Clone, Copy)]
pub(super) struct Strict<'p> {
    problem: &'p Problem,
    depth: u8,
}

impl<'p> Strict<'p> {
    pub(super) fn new(problem: &'p Problem) -> Self {
        Self { problem, depth: DEPTH }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => {
                let part = self.problem.part;
                Err(self.problem.report(TokenError::Malformed { part, problem: "nests too deep" }))
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    scalars!(std::convert::identity as Value);

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let seed = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(seed)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let seed = self.deeper()?;
        let mut object = Map::new();
        while let Some(Name(name)) = entries.next_key()? {
            let value = entries.next_value_seed(seed)?;
            insert_once(&mut object, name, value, self.problem)?;
        }
        Ok(Value::Object(object))
    }
}

/// Adds an entry whose name must be new.
pub(super) fn insert_once<E: serde::de::Error>(
    object: &mut Map<String, Value>,
    name: Cow<'_, str>,
    value: Value,
    problem: &Problem,
) -> Result<(), E> {
    match object.entry(name) {
        serde_json::map::Entry::Vacant(entry) => {
            entry.insert(value);
            Ok(())
        }
        serde_json::map::Entry::Occupied(entry) => Err(problem.duplicate(entry.key())),
    }
}

/// Reads a whole object by `visitor`; nothing may follow it. Half a character is U+FFFD.
pub(super) fn read_object<T>(
    bytes: &[u8],
    problem: &Problem,
    visitor: impl for<'de> Visitor<'de, Value = T>,
) -> Result<T, TokenError> {
    // Once for all of it is cheaper than for each text.
    let Ok(text) = std::str::from_utf8(bytes) else {
        let part = problem.part;
        return Err(TokenError::Malformed { part, problem: "is not UTF-8" });
    };
    // Of a text without a backslash this is one search for it.
    let text = repair_halves(text);
    problem.repaired.set(matches!(text, Cow::Owned(_)));
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let value = deserializer.deserialize_map(visitor).map_err(|error| problem.of(&error))?;
    deserializer.end().map_err(|error| problem.of(&error))?;
    Ok(value)
}
