//! What a user is found by.

use std::fmt;

/// A property that belongs to one user of a pool at most.
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
    /// The e-mail address, in any case.
    Email(String),
    /// The user name, case-sensitive.
    Username(String),
    /// The phone number.
    Phone(String),
    /// The id in the system the users came from.
    ExternalId(String),
}

impl UserKey {
    /// By e-mail address.
    pub fn email(email: impl Into<String>) -> Self {
        Self::Email(email.into())
    }

    /// By user name.
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

    /// The argument's name and text.
    #[doc(hidden)]
    pub fn argument(&self) -> (&'static str, &str) {
        match self {
            Self::Email(text) => ("email", text),
            Self::Username(text) => ("username", text),
            Self::Phone(text) => ("phone", text),
            Self::ExternalId(text) => ("external_id", text),
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
