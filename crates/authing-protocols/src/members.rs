//! The members of a JSON object, of which none is taken for another.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::json::scalars;

/// The members of an object, with the names of those that stand in it more than once. Of these the
/// first is kept. What is not an object has no members.
#[derive(Default)]
pub(crate) struct Members {
    pub(crate) is_object: bool,
    pub(crate) all: Map<String, Value>,
    pub(crate) doubled: Vec<String>,
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MembersVisitor)
    }
}

struct MembersVisitor;

fn none(_: Value) -> Members {
    Members::default()
}

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    scalars!(none as Members);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Members, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Members::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members, A::Error> {
        let mut members = Members { is_object: true, ..Members::default() };
        let mut doubled = HashSet::new();
        while let Some((name, value)) = entries.next_entry::<String, Value>()? {
            if !members.all.contains_key(&name) {
                members.all.insert(name, value);
            } else if doubled.insert(name.clone()) {
                members.doubled.push(name);
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_the_first_and_tell_the_doubled() {
        let members: Members = serde_json::from_str(r#"{"a": 1, "\u0061": 2, "b": {}}"#).unwrap();
        assert!(members.is_object && members.all["a"] == 1 && members.all.len() == 2);
        assert_eq!(members.doubled, ["a"]);
        for json in ["7", "null", "\"x\"", "[{\"a\": 1}]", "true"] {
            let members: Members = serde_json::from_str(json).unwrap();
            assert!(!members.is_object && members.all.is_empty(), "{json}");
        }
    }
}
