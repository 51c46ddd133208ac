//! An object that is read for one of its members.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};

/// Reads one member of an object, and passes over the others: see
/// [`single_member!`](crate::single_member). An optional one may be absent.
///
/// # Errors
///
/// When the value is not an object, or the member is absent, there twice, or no `T`.
pub fn member<'de, D, T>(deserializer: D, name: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_map(Member { name, of: PhantomData })
}

struct Member<T> {
    name: &'static str,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Member<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut value = None;
        while let Some(is_it) = members.next_key_seed(Is(self.name))? {
            if !is_it {
                members.next_value::<IgnoredAny>()?;
            } else if value.is_none() {
                value = Some(members.next_value()?);
            } else {
                return Err(A::Error::duplicate_field(self.name));
            }
        }
        match value {
            Some(value) => Ok(value),
            None => T::deserialize(Absent { name: self.name, fails_with: PhantomData }),
        }
    }
}

/// Whether a name is this one.
struct Is(&'static str);

impl<'de> DeserializeSeed<'de> for Is {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Is {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

/// A member that is not there: nothing to an `Option`, and an error to everything else.
struct Absent<E> {
    name: &'static str,
    fails_with: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for Absent<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.name))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use crate::{Secret, Timestamp};

    crate::single_member! {
        struct Required {
            member: u8 = "aName"
        }
    }

    crate::single_member! {
        struct Optional {
            member: Option<u8> = "aName"
        }
    }

    fn required(json: &str) -> Result<u8, String> {
        serde_json::from_str::<Required>(json).map(|read| read.member).map_err(|e| e.to_string())
    }

    fn optional(json: &str) -> Result<Option<u8>, String> {
        serde_json::from_str::<Optional>(json).map(|read| read.member).map_err(|e| e.to_string())
    }

    #[test]
    fn a_member_is_read_among_others() {
        for json in [r#"{"aName": 7}"#, r#"{"other": [{"aName": 8}], "a\u004eame": 7, "b": null}"#]
        {
            assert_eq!((required(json), optional(json)), (Ok(7), Ok(Some(7))), "{json}");
        }
    }

    #[test]
    fn an_absent_member_is_nothing_if_it_is_optional() {
        assert_eq!(optional("{}"), Ok(None));
        assert_eq!(optional(r#"{"aName": null}"#), Ok(None));
        assert!(required("{}").unwrap_err().starts_with("missing field `aName`"));
        assert!(required(r#"{"aName": null}"#).is_err());
        for absent in [
            super::member::<_, Secret>(serde_json::json!({}), "aName").map(|_| ()),
            super::member::<_, Timestamp>(serde_json::json!({}), "aName").map(|_| ()),
            super::member::<_, Vec<u8>>(serde_json::json!({}), "aName").map(|_| ()),
        ] {
            assert_eq!(absent.unwrap_err().to_string(), "missing field `aName`");
        }
    }

    #[test]
    fn what_is_there_twice_or_is_no_object_is_refused() {
        let error = required(r#"{"aName": 1, "aName": 2}"#).unwrap_err();
        assert!(error.starts_with("duplicate field `aName`"), "{error}");
        for json in ["[7]", "7", "null", r#""aName""#] {
            assert!(required(json).unwrap_err().contains("expected an object"), "{json}");
        }
    }
}
