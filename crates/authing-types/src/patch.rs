//! A field of an update: left alone, cleared, or set.

use serde::{Serialize, Serializer};

/// One field of an update request.
///
/// Authing leaves a field alone when it is absent and clears it when it is `null`; the two must
/// not be confused.
///
/// ```
/// use authing_types::Patch;
///
/// let keep: Patch<String> = Patch::Absent;
/// let clear: Patch<String> = Patch::Null;
/// let set: Patch<String> = "Nick".into();
/// assert!(keep.is_absent() && !clear.is_absent());
/// assert_eq!(set, Patch::Value("Nick".to_owned()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not sent: the server keeps what it has.
    #[default]
    Absent,
    /// Sent as `null`: the server clears the field.
    Null,
    /// Sent: the server takes this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field is left out of the request.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value to set, if there is one, for changing it in place.
    pub fn as_value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value to set, if there is one.
    pub fn as_value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` clears the field.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Update {
        #[serde(skip_serializing_if = "Patch::is_absent")]
        nickname: Patch<String>,
    }

    #[test]
    fn absent_null_and_value_differ_on_the_wire() {
        let json = |nickname| serde_json::to_string(&Update { nickname }).unwrap();
        assert_eq!(json(Patch::Absent), "{}");
        assert_eq!(json(Patch::Null), r#"{"nickname":null}"#);
        assert_eq!(json("Nick".into()), r#"{"nickname":"Nick"}"#);
        assert_eq!(json(None.into()), r#"{"nickname":null}"#);
    }
}
