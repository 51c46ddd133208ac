//! The keys that find a user.

use std::fmt;

use crate::InvalidArgument;

/// A property that at most one user of a pool has.
///
/// ```
/// use authing_types::UserKey;
///
/// let key = UserKey::email("bob@example.com");
/// assert_eq!(format!("{key:?}"), "Email(..)");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserKey {
    /// The email address, in any case.
    Email(String),
    /// The username, case-sensitive.
    Username(String),
    /// The phone number.
    Phone(String),
    /// The id in the system the users came from.
    ExternalId(String),
}

impl UserKey {
    /// By email address.
    pub fn email(email: impl Into<String>) -> Self {
        Self::Email(email.into())
    }

    /// By username.
    pub fn username(username: impl Into<String>) -> Self {
        Self::Username(username.into())
    }

    /// By phone number.
    pub fn phone(phone: impl Into<String>) -> Self {
        Self::Phone(phone.into())
    }

    /// By external id.
    pub fn external_id(external_id: impl Into<String>) -> Self {
        Self::ExternalId(external_id.into())
    }

    /// The name of the argument that the text is for, and the text.
    ///
    /// ```
    /// use authing_types::UserKey;
    ///
    /// assert_eq!(UserKey::phone("13800000000").argument(), ("phone", "13800000000"));
    /// ```
    pub fn argument(&self) -> (&'static str, &str) {
        match self {
            Self::Email(text) => ("email", text),
            Self::Username(text) => ("username", text),
            Self::Phone(text) => ("phone", text),
            Self::ExternalId(text) => ("external_id", text),
        }
    }

    /// Checks that the text is not blank: without a key the server would find someone else.
    ///
    /// # Errors
    ///
    /// When the text is blank; the error names the kind of key.
    pub fn check(&self) -> Result<(), InvalidArgument> {
        match self.argument() {
            (name, text) if text.trim().is_empty() => Err(InvalidArgument::new(name, "is empty")),
            _ => Ok(()),
        }
    }
}

/// Shows the kind only: the text is personal data.
impl fmt::Debug for UserKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email(..)",
            Self::Username(_) => "Username(..)",
            Self::Phone(_) => "Phone(..)",
            Self::ExternalId(_) => "ExternalId(..)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_key_is_named() {
        assert_eq!(UserKey::email("bob@example.com").check(), Ok(()));
        assert_eq!(UserKey::external_id(" ").check().unwrap_err().argument(), "external_id");
    }
}
