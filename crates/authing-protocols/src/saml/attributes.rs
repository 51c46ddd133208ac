//! What an assertion says of the user.

use std::{collections::HashMap, fmt};

/// The attributes of an assertion, in its order.
///
/// An attribute is found by its `Name`; only if there is none of that name, by its `FriendlyName`.
/// Attributes of the same name are one with the values of all. `Debug` shows names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SamlAttributes(Vec<SamlAttribute>);

/// One attribute. `Debug` hides the values.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SamlAttribute {
    /// The name.
    pub name: String,
    /// What kind of name it is, as an identifier.
    pub name_format: Option<String>,
    /// The name for people.
    pub friendly_name: Option<String>,
    /// The values. An attribute may have none.
    pub values: Vec<String>,
}

impl SamlAttributes {
    /// Joins the values of attributes with the same name, however many names there are.
    pub(super) fn joined(all: impl IntoIterator<Item = SamlAttribute>) -> Self {
        let mut joined: Vec<SamlAttribute> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for attribute in all {
            let place = places.get(&attribute.name).and_then(|place| joined.get_mut(*place));
            match place {
                Some(known) => known.values.extend(attribute.values),
                None => {
                    places.insert(attribute.name.clone(), joined.len());
                    joined.push(attribute);
                }
            }
        }
        Self(joined)
    }

    /// The value of an attribute that has exactly one: neither the first nor the last of several,
    /// so that no value that slipped in decides who a user is.
    ///
    /// ```
    /// # fn example(login: &authing_protocols::saml::SamlLogin) {
    /// let email = login.attributes.get("email");
    /// let groups = login.attributes.values("groups");
    /// # let _ = (email, groups); }
    /// ```
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.values(name) {
            [value] => Some(value),
            _ => None,
        }
    }

    /// All values of an attribute; none if there is no such attribute.
    pub fn values(&self, name: &str) -> &[String] {
        self.attribute(name).map_or(&[], |attribute| attribute.values.as_slice())
    }

    /// An attribute by name or friendly name.
    pub fn attribute(&self, name: &str) -> Option<&SamlAttribute> {
        let by_name = self.0.iter().find(|attribute| attribute.name == name);
        by_name.or_else(|| {
            let mut friends =
                self.0.iter().filter(|attribute| attribute.friendly_name.as_deref() == Some(name));
            // Two attributes with one friendly name: nobody can say which is meant.
            match (friends.next(), friends.next()) {
                (found, None) => found,
                _ => None,
            }
        })
    }

    /// All attributes.
    pub fn iter(&self) -> impl Iterator<Item = &SamlAttribute> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SamlAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|attribute| &attribute.name)).finish()
    }
}

impl fmt::Debug for SamlAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SamlAttribute")
            .field("name", &self.name)
            .field("values", &self.values.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(of: &[(&str, Option<&str>, &[&str])]) -> SamlAttributes {
        SamlAttributes::joined(of.iter().map(|(name, friendly, values)| SamlAttribute {
            name: (*name).to_owned(),
            name_format: None,
            friendly_name: friendly.map(str::to_owned),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }))
    }

    #[test]
    fn a_friendly_name_never_hides_a_name() {
        let found = attributes(&[("custom", Some("email"), &["evil"]), ("email", None, &["good"])]);
        assert_eq!(found.get("email"), Some("good"));
        assert_eq!(found.get("custom"), Some("evil"));
    }

    #[test]
    fn a_friendly_name_that_two_attributes_have_finds_neither() {
        let found = attributes(&[("a", Some("mail"), &["1"]), ("b", Some("mail"), &["2"])]);
        assert_eq!(found.get("mail"), None);
        assert_eq!(attributes(&[("a", Some("mail"), &["1"])]).get("mail"), Some("1"));
    }

    #[test]
    fn of_several_values_none_is_the_value() {
        let found = attributes(&[("role", None, &["a"]), ("role", None, &["b"])]);
        assert_eq!(found.len(), 1);
        assert_eq!(found.get("role"), None);
        assert_eq!(found.values("role"), ["a", "b"]);
    }

    #[test]
    fn debug_shows_names_but_no_values() {
        let shown = format!("{:?}", attributes(&[("email", None, &["canary"])]));
        assert_eq!(shown, r#"["email"]"#);
    }
}
