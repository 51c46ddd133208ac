//! Single values that servers write in more than one way.
//!
//! One in none of these ways is an error, which costs the member and not the response: who reads a
//! response takes the member for absent, and says so.

use serde::{
    Deserialize, Deserializer,
    de::{Error, Unexpected},
};
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

/// Reads a number, or the text of one. An empty text and `"null"` are none.
///
/// # Errors
///
/// When the value is something else.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    read(deserializer, "a number", |value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    })
}

/// Reads a whole number, or the text of one. An empty text and `"null"` are none.
///
/// # Errors
///
/// When the value is something else.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    read(deserializer, "a whole number", |value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Reads a boolean, `"true"` or `"false"`, or a number, of which 0 is false. An empty text and
/// `"null"` are none.
///
/// # Errors
///
/// When the value is something else.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    read(deserializer, "true or false", |value| match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Reads a time, as text or number, as [`Timestamp`] does. An empty text and `"null"` are none.
///
/// # Errors
///
/// When the value is something else.
pub fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    read(deserializer, "a time", |value| Timestamp::deserialize(value).ok())
}

/// Reads an object. An empty text and `"null"` are none.
///
/// # Errors
///
/// When the value is something else, or an object that is not a `T`.
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> Deserialize<'a>,
{
    let value = read(deserializer, "an object", |value| value.is_object().then(|| value.clone()))?;
    value.map(T::deserialize).transpose().map_err(Error::custom)
}

/// Reads a value that may be absent, in one of the ways that servers have of saying so.
fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    fit: impl FnOnce(&Value) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let found = match &value {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() || text == "null" => return Ok(None),
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    // The value itself is not for a message.
    let odd = || D::Error::invalid_type(Unexpected::Other(found), &expected);
    fit(&value).map(Some).ok_or_else(odd)
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
            (json!(" -3\n"), Some(-3), Some(-3.0)),
            (json!(null), None, None),
            (json!(""), None, None),
            (json!("null"), None, None),
        ] {
            assert_eq!(count(&value).unwrap(), whole, "{value}");
            assert_eq!(number(&value).unwrap(), any, "{value}");
        }
        assert_eq!(number(&json!("2.5")).unwrap(), Some(2.5));
        for odd in [json!(2.5), json!("2.5"), json!("many"), json!([3]), json!(true)] {
            let error = count(&odd).unwrap_err().to_string();
            assert!(error.ends_with(", expected a whole number"), "{error}");
            assert!(!error.contains("many"), "{error}");
        }
        for odd in [json!("many"), json!("inf"), json!("NaN"), json!({})] {
            assert!(number(&odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_boolean_is_read_from_text_and_number() {
        for (value, read) in [
            (json!(true), Some(true)),
            (json!("false"), Some(false)),
            (json!(0), Some(false)),
            (json!(1), Some(true)),
            (json!(""), None),
        ] {
            assert_eq!(flag(&value).unwrap(), read, "{value}");
        }
        for odd in [json!("yes"), json!({}), json!(0.5), json!([true])] {
            assert!(flag(&odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_time_is_kept_as_it_is_written() {
        for (value, read) in [
            (json!("2021-01-02T03:04:05Z"), Some("2021-01-02T03:04:05Z")),
            (json!(1_609_556_645_000_i64), Some("1609556645000")),
            (json!("null"), None),
            (json!(""), None),
        ] {
            let time = moment(&value).unwrap();
            assert_eq!(time.as_ref().map(Timestamp::as_str), read, "{value}");
        }
        for odd in [json!(false), json!([2021, 1, 2])] {
            assert!(moment(&odd).is_err(), "{odd}");
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
        for none in [json!(null), json!(""), json!("null")] {
            assert_eq!(object::<_, Place>(&none).unwrap(), None, "{none}");
        }
        for odd in [json!("Paris"), json!(["Paris"]), json!({"city": 1})] {
            assert!(object::<_, Place>(&odd).is_err(), "{odd}");
        }
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
