//! Single values that servers write in more than one way. An odd one is `None`: it does not fail the
//! whole response.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::Timestamp;

/// Reads a text. `"null"` is none, as logs write an absent text; numbers, booleans, lists and
/// objects become their JSON text.
///
/// # Errors
///
/// When the value is not JSON.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| text != "null"),
        other => Some(other.to_string()),
    })
}

/// Reads an id or a code: a text, or a number as its digits. Anything else is none: `Debug` shows
/// ids, and what an object or a list holds could be anything.
///
/// # Errors
///
/// When the value is not JSON.
pub fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text).filter(|text| text != "null"),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Reads a number, or the text of one. Anything else is none.
///
/// # Errors
///
/// When the value is not JSON.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// Reads a whole number, or the text of one. Anything else is none.
///
/// # Errors
///
/// When the value is not JSON.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// Reads a boolean, `"true"` or `"false"`, or a number, of which 0 is false. Anything else is none.
///
/// # Errors
///
/// When the value is not JSON.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// Reads a time, as text or number, as [`Timestamp`] does. Anything else is none, and so is `"null"`.
///
/// # Errors
///
/// When the value is not JSON.
pub fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if text == "null" => None,
        value @ (Value::Number(_) | Value::String(_)) => Timestamp::deserialize(value).ok(),
        _ => None,
    })
}

/// Reads an object. A value of another kind is none.
///
/// # Errors
///
/// When the value is an object that is not a `T`.
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a>,
{
    match Value::deserialize(deserializer)? {
        fields @ Value::Object(_) => {
            serde_json::from_value(fields).map(Some).map_err(serde::de::Error::custom)
        }
        _ => Ok(None),
    }
}

/// Reads a list of names. Newer servers put it into an object, as `list`, beside the default name.
///
/// # Errors
///
/// When the value is neither null, a list of texts, nor such an object.
pub fn tabs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Tabs {
        List(Vec<String>),
        Object {
            #[serde(default)]
            list: Option<Vec<String>>,
        },
    }
    Ok(match Option::<Tabs>::deserialize(deserializer)? {
        Some(Tabs::List(list)) => Some(list),
        Some(Tabs::Object { list }) => list,
        None => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_read_whatever_it_is_written_as() {
        for (value, read) in [
            (json!("a"), Some("a")),
            (json!(1), Some("1")),
            (json!(true), Some("true")),
            (json!("null"), None),
            (json!(null), None),
        ] {
            assert_eq!(text(&value).unwrap().as_deref(), read, "{value}");
        }
    }

    #[test]
    fn numbers_are_read_from_text_too() {
        for (value, whole, any) in [
            (json!(3), Some(3), Some(3.0)),
            (json!("3"), Some(3), Some(3.0)),
            (json!("2.5"), None, Some(2.5)),
            (json!("many"), None, None),
            (json!([3]), None, None),
            (json!(null), None, None),
        ] {
            assert_eq!(count(&value).unwrap(), whole, "{value}");
            assert_eq!(number(&value).unwrap(), any, "{value}");
        }
    }

    #[test]
    fn a_boolean_is_read_from_text_and_number() {
        for (value, read) in [
            (json!(true), Some(true)),
            (json!("false"), Some(false)),
            (json!(0), Some(false)),
            (json!(1), Some(true)),
            (json!("yes"), None),
            (json!({}), None),
        ] {
            assert_eq!(flag(&value).unwrap(), read, "{value}");
        }
    }

    #[test]
    fn a_time_is_kept_as_it_is_written() {
        for (value, read) in [
            (json!("2021-01-02T03:04:05Z"), Some("2021-01-02T03:04:05Z")),
            (json!(1_609_556_645_000_i64), Some("1609556645000")),
            (json!("null"), None),
            (json!(false), None),
        ] {
            let time = moment(&value).unwrap();
            assert_eq!(time.as_ref().map(Timestamp::as_str), read, "{value}");
        }
    }

    #[test]
    fn an_object_is_read_where_there_is_one() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Place {
            city: String,
        }
        let place = object::<_, Place>(&json!({"city": "Paris"})).unwrap();
        assert_eq!(place, Some(Place { city: "Paris".to_owned() }));
        assert_eq!(object::<_, Place>(&json!("Paris")).unwrap(), None);
        assert!(object::<_, Place>(&json!({"city": 1})).is_err());
    }

    #[test]
    fn tabs_are_read_from_both_forms() {
        let list = Some(vec!["phone".to_owned()]);
        assert_eq!(tabs(&json!(["phone"])).unwrap(), list);
        assert_eq!(tabs(&json!({"list": ["phone"], "default": "phone"})).unwrap(), list);
        assert_eq!(tabs(&json!({"default": "phone"})).unwrap(), None);
        assert_eq!(tabs(&json!(null)).unwrap(), None);
        assert!(tabs(&json!(3)).is_err());
    }
}
