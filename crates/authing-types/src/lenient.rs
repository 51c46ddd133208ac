//! Reading values that servers write in more than one way: an odd one is `None`, and not the end of
//! a whole list.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::Timestamp;

/// A text. Logs write an absent one as `"null"`, and some values as what they are.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| text != "null"),
        other => Some(other.to_string()),
    })
}

/// A number, or the text of one.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// A whole number, or the text of one.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// A truth value, or the text or number of one.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => Some(flag),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// A time, as text or as the number of milliseconds since 1970.
pub fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => Some(Timestamp::from_text(number.to_string())),
        Value::String(text) if text != "null" => Some(Timestamp::from_text(text)),
        _ => None,
    })
}

/// An object.
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

/// A list of names, which newer servers put into an object beside the default one.
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
