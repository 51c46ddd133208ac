//! JSON that says who somebody is or what they may. A name that stands in it twice is refused: two
//! readers of it could see two different things.

use std::{borrow::Cow, cell::RefCell, fmt};

use authing_core::{Error as CallError, ErrorKind};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::text::shown;

/// What is wrong with a text in which U+FFFD stands for half a character, or came as it is.
pub(crate) const HALF: &str = "holds half a character, or U+FFFD in its place";

/// A response, or what is wrong with it, said of the response.
pub(crate) struct Once<T>(Result<T, String>);

impl<T> Once<T> {
    /// The response, unless a name stands in it twice: other readers take the first value where
    /// serde takes the last (RFC 8259 section 4). Of a member that does not fit the name is told.
    pub(crate) fn get(self) -> Result<T, CallError> {
        self.0
            .map_err(|problem| CallError::new(ErrorKind::Decode, format!("the response {problem}")))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Once<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let doubled = RefCell::new(None);
        let value = Noting(&doubled).deserialize(deserializer)?;
        // Whatever else is wrong with it: who reads it again, tolerantly, would not see this.
        if let Some(name) = doubled.into_inner() {
            return Ok(Self(Err(format!("holds `{}` twice", shown(&name, 64)))));
        }
        let may_be_told = !is_refusal(&value);
        // The value is used up, so that no second copy of a secret is left behind.
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(read) => Ok(Self(Ok(read))),
            Err(error) => match misfit(&error).filter(|_| may_be_told) {
                Some(problem) => Ok(Self(Err(problem))),
                None => Err(D::Error::custom(error.into_inner())),
            },
        }
    }
}

/// Which member does not fit, and of what type it is. The rest of serde's text may quote what it met.
fn misfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Option<String> {
    let Some(Segment::Map { key: name }) = error.path().iter().next() else { return None };
    let name = shown(name, 64);
    let text = error.inner().to_string();
    if text == HALF {
        return Some(format!("cannot be used: its member `{name}` {HALF}"));
    }
    let found = text.strip_prefix("invalid type: ");
    let found = found.and_then(|found| found.split(['"', '`', ',']).next());
    let found = found.map(|found| format!(" ({})", found.trim())).unwrap_or_default();
    Some(format!("cannot be used: its member `{name}` does not fit{found}"))
}

/// Whether it says itself that something failed, which is for others to read.
fn is_refusal(value: &Value) -> bool {
    ["error", "errors", "code", "statusCode"].iter().any(|name| value.get(name).is_some())
}

/// Reads any value, and notes the first name that stands twice in an object.
#[derive(Clone, Copy)]
struct Noting<'n>(&'n RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Noting<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The values that hold no others.
macro_rules! scalars {
    ($convert:path as $value:ty) => {
        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok($convert(Value::Null))
        }

        fn visit_bool<E>(self, value: bool) -> Result<$value, E> {
            Ok($convert(value.into()))
        }

        fn visit_i64<E>(self, value: i64) -> Result<$value, E> {
            Ok($convert(value.into()))
        }

        fn visit_u64<E>(self, value: u64) -> Result<$value, E> {
            Ok($convert(value.into()))
        }

        fn visit_f64<E>(self, value: f64) -> Result<$value, E> {
            Ok($convert(value.into()))
        }

        fn visit_str<E>(self, value: &str) -> Result<$value, E> {
            Ok($convert(value.into()))
        }

        fn visit_string<E>(self, value: String) -> Result<$value, E> {
            Ok($convert(value.into()))
        }
    };
}

#[cfg(feature = "oidc")]
pub(crate) use scalars;

impl<'de> Visitor<'de> for Noting<'_> {
    type Value = Value;

    scalars!(std::convert::identity as Value);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        // A name is compared as it reads, with its escapes resolved.
        while let Some(name) = entries.next_key::<Cow<'de, str>>()? {
            let value = entries.next_value_seed(self)?;
            if object.contains_key(&*name) {
                self.0.borrow_mut().get_or_insert(name.into_owned());
            } else {
                object.insert(name.into_owned(), value);
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> Option<String> {
        let once: Once<Value> = serde_json::from_str(json).unwrap();
        once.get().err().map(|error| error.to_string())
    }

    #[test]
    fn a_name_that_stands_twice_is_named_however_it_is_written() {
        for json in [
            r#"{"sub": "a", "sub": "a"}"#,
            r#"{"sub": "a", "x": 1, "\u0073ub": "b"}"#,
            r#"{"\u0073\u0075b": null, "su\u0062": null}"#,
            r#"{"x": {"sub": 1, "sub": 2}}"#,
            r#"[[], {"x": [{"sub": 1, "sub": 2}]}]"#,
        ] {
            let error = refused(json).unwrap();
            assert!(error.ends_with("the response holds `sub` twice"), "{error}");
        }
        let long = format!("{{\"{0}\": 1, \"{0}\": 2}}", "\\n".repeat(5000));
        assert!(refused(&long).unwrap().len() < 300);
    }

    #[test]
    fn what_stands_once_is_read_as_it_is() {
        let json = r#"{"a":{"b":1,"c":[-1,1.5,true,null,"x"]},"b":{"b":18446744073709551615}}"#;
        let once: Once<Value> = serde_json::from_str(json).unwrap();
        assert_eq!(once.get().unwrap().to_string(), json);
    }
}
