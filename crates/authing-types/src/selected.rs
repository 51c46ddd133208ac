//! A field that is not always asked for.

use std::{ops::Deref, slice};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a model that not every call asks for: it was not asked for, it is empty, or it has a
/// value.
///
/// A call asks for it by name, for instance with `with_identities()`. A model that is stored as JSON
/// and read again keeps the difference: what was not asked for is left out, what is empty is `null`.
///
/// ```
/// use authing_types::{Selected, User};
///
/// let read = |json: &str| serde_json::from_str::<User>(json);
/// let bob = read(r#"{"id": "b", "arn": "arn:b", "userPoolId": "p", "expiredAt": null}"#)?;
/// assert!(!bob.identities.is_selected());
/// assert_eq!(bob.identities.iter().count(), 0);
/// assert_eq!(bob.expired_at, Selected::Empty);
/// match &bob.expired_at {
///     Selected::NotSelected => println!("nobody asked"),
///     Selected::Empty => println!("for ever"),
///     Selected::Value(time) => println!("until {time:?}"),
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Selected<T> {
    /// The call did not ask for it, or the server left it out.
    #[default]
    NotSelected,
    /// It was asked for, and there is none: `null` in JSON.
    Empty,
    /// It was asked for, and this is it.
    Value(T),
}

impl<T> Selected<T> {
    /// Whether it was asked for.
    pub const fn is_selected(&self) -> bool {
        !self.is_not_selected()
    }

    /// Whether it was not asked for.
    pub const fn is_not_selected(&self) -> bool {
        matches!(self, Self::NotSelected)
    }

    /// The value, if it was asked for and there is one.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotSelected | Self::Empty => None,
        }
    }

    /// As [`as_ref`](Self::as_ref), dereferenced: `Option<&str>` of a `String`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_ref().map(Deref::deref)
    }

    /// The value, if it was asked for and there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotSelected | Self::Empty => None,
        }
    }

    /// The value, or the type's default: an empty list, for instance.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }
}

impl<T> Selected<Vec<T>> {
    /// The entries; none if it was not asked for.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.as_deref().unwrap_or_default().iter()
    }
}

impl<'a, T> IntoIterator for &'a Selected<Vec<T>> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<T> for Selected<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is what was asked for and is empty.
impl<T> From<Option<T>> for Selected<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::Value)
    }
}

/// What was not asked for is written as `null` where the container does not leave it out.
impl<T: Serialize> Serialize for Selected<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

/// For a field that also has `#[serde(default)]`: an absent one was not asked for.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Selected<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, User};

    fn bob() -> User {
        User::new("b", "arn:b", "p")
    }

    fn stored(user: &User) -> User {
        serde_json::from_str(&serde_json::to_string(user).unwrap()).unwrap()
    }

    #[test]
    fn what_was_not_asked_for_is_told_from_what_is_empty_after_a_model_was_stored() {
        for identities in [
            Selected::NotSelected,
            Selected::Empty,
            Selected::Value(vec![]),
            Selected::Value(vec![Identity::default()]),
        ] {
            let mut bob = bob();
            bob.identities = identities.clone();
            bob.expired_at = Selected::Empty;
            let again = stored(&bob);
            assert_eq!(again.identities, identities);
            assert_eq!(
                (again.expired_at, again.direct_management),
                (Selected::Empty, Selected::NotSelected)
            );
        }
        let text = serde_json::to_string(&bob()).unwrap();
        assert!(!text.contains("identities") && !text.contains("mainDepartmentId"), "{text}");
    }

    #[test]
    fn null_entries_of_a_list_are_left_out() {
        let user = r#"{"id": "b", "arn": "a", "userPoolId": "p", "identities": [null, {}]}"#;
        let user: User = serde_json::from_str(user).unwrap();
        assert_eq!(user.identities, Selected::Value(vec![Identity::default()]));
    }

    #[test]
    fn a_value_is_taken_out_as_of_an_option() {
        let value = Selected::Value("a".to_owned());
        assert_eq!((value.as_ref().map(String::len), value.as_deref()), (Some(1), Some("a")));
        assert_eq!(value.into_option().as_deref(), Some("a"));
        assert!(Selected::<Vec<u8>>::NotSelected.unwrap_or_default().is_empty());
        assert_eq!(Selected::<u8>::from(None), Selected::Empty);
        assert_eq!(Selected::Value(vec![1, 2]).iter().sum::<i32>(), 3);
    }
}
