//! Custom data: fields that a user pool defines itself, with typed values.

use std::{collections::BTreeMap, fmt, time::SystemTime};

use serde::Serialize;
use serde_json::{Number, Value};

use crate::{
    Timestamp, UdfDataType, User, UserCustomData, UserDefinedData, lenient, redacted_debug,
};

/// The value of one custom field, of the type its definition says. `Debug` shows the type only.
///
/// ```
/// use authing_types::{CustomValue, UdfDataType};
///
/// assert_eq!(CustomValue::from("abc").to_wire(), r#""abc""#);
/// assert_eq!(CustomValue::from(18).to_wire(), "18");
/// assert_eq!(CustomValue::read(&UdfDataType::Boolean, "true"), CustomValue::Boolean(true));
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum CustomValue {
    /// Text.
    String(String),
    /// A number, whole or not.
    Number(Number),
    /// A point in time.
    DateTime(Timestamp),
    /// True or false.
    Boolean(bool),
    /// Any JSON.
    Object(Value),
    /// One of a field's options.
    Select(String),
    /// What does not fit its type, or is of a type this version does not know: as the server
    /// sent it.
    Unreadable(String),
}

/// Custom data by key. `Debug` shows the keys and the kinds of value.
///
/// ```
/// use authing_types::CustomData;
///
/// let data = CustomData::new().with("school", "HUST").with("age", 22).with("active", true);
/// assert_eq!(data.len(), 3);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct CustomData(BTreeMap<String, CustomValue>);

/// One custom field of one holder: the value with its label. `Debug` shows the key and the kind of
/// value.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct CustomField {
    /// The field's key.
    pub key: String,
    /// The field's name for people.
    pub label: Option<String>,
    /// The value.
    pub value: CustomValue,
}

impl CustomValue {
    /// Reads a value as the server writes it: text as it is, a date as milliseconds or as ISO
    /// text, everything else as JSON.
    pub fn read(data_type: &UdfDataType, text: &str) -> Self {
        let unreadable = || Self::Unreadable(text.to_owned());
        match data_type {
            UdfDataType::String => Self::String(text.to_owned()),
            UdfDataType::Select => Self::Select(text.to_owned()),
            UdfDataType::Number => {
                lenient::json::from_str(text).map_or_else(|_| unreadable(), Self::Number)
            }
            UdfDataType::Boolean => {
                lenient::json::from_str(text).map_or_else(|_| unreadable(), Self::Boolean)
            }
            UdfDataType::Object => {
                lenient::json::from_str(text).map_or_else(|_| unreadable(), Self::Object)
            }
            UdfDataType::DateTime => {
                // Some servers give back the quoted text they were sent.
                let time = Timestamp::from_text(text.trim_matches('"'));
                if time.to_system_time().is_some() { Self::DateTime(time) } else { unreadable() }
            }
            UdfDataType::Unknown(_) => unreadable(),
        }
    }

    /// The value as the server expects it in a field of its own: JSON text, so a string is quoted.
    pub fn to_wire(&self) -> String {
        self.to_json().to_string()
    }

    /// The value as JSON, as the `params` of a registration hold it.
    pub fn to_json(&self) -> Value {
        match self {
            Self::String(text) | Self::Select(text) | Self::Unreadable(text) => {
                Value::String(text.clone())
            }
            Self::Number(number) => Value::Number(number.clone()),
            Self::DateTime(time) => Value::String(time.as_str().to_owned()),
            Self::Boolean(flag) => Value::Bool(*flag),
            Self::Object(value) => value.clone(),
        }
    }
}

/// Shows the type only: the value is personal data.
impl fmt::Debug for CustomValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String(_) => "String(..)",
            Self::Number(_) => "Number(..)",
            Self::DateTime(_) => "DateTime(..)",
            Self::Boolean(_) => "Boolean(..)",
            Self::Object(_) => "Object(..)",
            Self::Select(_) => "Select(..)",
            Self::Unreadable(_) => "Unreadable(..)",
        })
    }
}

impl From<&str> for CustomValue {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for CustomValue {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i32> for CustomValue {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for CustomValue {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

/// NaN and infinity, for which JSON has no number, become text.
impl From<f64> for CustomValue {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or_else(|| Self::String(number.to_string()), Self::Number)
    }
}

impl From<bool> for CustomValue {
    fn from(flag: bool) -> Self {
        Self::Boolean(flag)
    }
}

impl From<SystemTime> for CustomValue {
    fn from(time: SystemTime) -> Self {
        Self::DateTime(time.into())
    }
}

impl From<Timestamp> for CustomValue {
    fn from(time: Timestamp) -> Self {
        Self::DateTime(time)
    }
}

impl From<Value> for CustomValue {
    fn from(value: Value) -> Self {
        Self::Object(value)
    }
}

impl CustomData {
    /// No data.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value, or replaces the one of this key.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<CustomValue>) -> Self {
        self.insert(key, value);
        self
    }

    /// Adds a value, and returns the one it replaces.
    pub fn insert(
        &mut self,
        key: impl Into<String>,
        value: impl Into<CustomValue>,
    ) -> Option<CustomValue> {
        self.0.insert(key.into(), value.into())
    }

    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&CustomValue> {
        self.0.get(key)
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &CustomValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// How many fields have a value.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no field has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The form a registration or login carries: JSON text of `[{"key", "value"}]`, with plain
    /// values. `None` when there is no data, since the server rejects an empty text.
    pub fn to_params(&self) -> Option<String> {
        #[derive(Serialize)]
        struct Param<'a> {
            key: &'a str,
            value: Value,
        }
        if self.is_empty() {
            return None;
        }
        let params: Vec<_> =
            self.iter().map(|(key, value)| Param { key, value: value.to_json() }).collect();
        serde_json::to_string(&params).ok()
    }
}

impl FromIterator<CustomField> for CustomData {
    fn from_iter<I: IntoIterator<Item = CustomField>>(fields: I) -> Self {
        Self(fields.into_iter().map(|field| (field.key, field.value)).collect())
    }
}

impl IntoIterator for CustomData {
    type Item = (String, CustomValue);
    type IntoIter = std::collections::btree_map::IntoIter<String, CustomValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Debug for CustomData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

redacted_debug! {
    CustomField { key, value }
}

impl From<UserDefinedData> for CustomField {
    fn from(data: UserDefinedData) -> Self {
        let value = CustomValue::read(&data.data_type, &data.value);
        Self { key: data.key, label: data.label, value }
    }
}

/// A field without a value becomes `None`.
impl From<UserCustomData> for Option<CustomField> {
    fn from(data: UserCustomData) -> Self {
        let value = CustomValue::read(&data.data_type, &data.value?);
        Some(CustomField { key: data.key, label: data.label, value })
    }
}

impl User {
    /// The custom data that came with the user. Only calls that ask for it return any: whether this
    /// one did is in [`custom_data`](Self::custom_data).
    pub fn typed_custom_data(&self) -> CustomData {
        let fields = self.custom_data.iter().cloned();
        fields.filter_map(Option::<CustomField>::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_type_is_written_as_json_text() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_609_556_645);
        for (value, wire) in [
            (CustomValue::from("a\"b"), r#""a\"b""#),
            (1.5.into(), "1.5"),
            (i64::MAX.into(), "9223372036854775807"),
            (true.into(), "true"),
            (time.into(), r#""2021-01-02T03:04:05Z""#),
            (json!({"a": [1]}).into(), r#"{"a":[1]}"#),
        ] {
            assert_eq!(value.to_wire(), wire);
        }
    }

    #[test]
    fn every_type_is_read_as_the_server_writes_it() {
        let read = CustomValue::read;
        assert_eq!(read(&UdfDataType::String, "1.5"), "1.5".into());
        assert_eq!(read(&UdfDataType::Number, "18"), 18.into());
        assert_eq!(read(&UdfDataType::Boolean, "false"), false.into());
        assert_eq!(read(&UdfDataType::Object, r#"{"a":1}"#), json!({"a": 1}).into());
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(1_609_556_645);
        for text in ["1609556645000", "2021-01-02T03:04:05Z", "\"2021-01-02T03:04:05.000Z\""] {
            let CustomValue::DateTime(time) = read(&UdfDataType::DateTime, text) else {
                panic!("{text} is a date")
            };
            assert_eq!(time.to_system_time(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_kept_as_it_came() {
        let unreadable = |text: &str| CustomValue::Unreadable(text.to_owned());
        assert_eq!(CustomValue::read(&UdfDataType::Number, "many"), unreadable("many"));
        assert_eq!(CustomValue::read(&UdfDataType::DateTime, "soon"), unreadable("soon"));
        assert_eq!(CustomValue::read(&"COLOUR".into(), "#fff"), unreadable("#fff"));
    }

    #[test]
    fn registration_params_hold_plain_values() {
        let data = CustomData::new().with("age", 22).with("school", "HUST");
        assert_eq!(
            data.to_params().unwrap(),
            r#"[{"key":"age","value":22},{"key":"school","value":"HUST"}]"#
        );
        assert_eq!(CustomData::new().to_params(), None);
    }

    #[test]
    fn values_are_not_shown() {
        let data = CustomData::new().with("school", "canary");
        assert_eq!(format!("{data:?}"), r#"{"school": String(..)}"#);
        let field = CustomField {
            key: "school".to_owned(),
            label: Some("canary".to_owned()),
            value: "canary".into(),
        };
        let shown = r#"CustomField { key: "school", value: String(..), .. }"#;
        assert_eq!(format!("{field:?}"), shown);
    }
}
