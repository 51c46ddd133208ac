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

/// Reads a time, as text or as the number of milliseconds since 1970. Anything else is none.
///
/// # Errors
///
/// When the value is not JSON.
pub fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => Some(Timestamp::from_text(number.to_string())),
        Value::String(text) if text != "null" => Some(Timestamp::from_text(text)),
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
