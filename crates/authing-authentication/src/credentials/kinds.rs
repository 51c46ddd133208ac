//! What a user logs in with.

use std::fmt;

use authing_core::Error;
use authing_types::Secret;

/// The account that a password belongs to. `Debug` shows the kind only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginAccount {
    /// A username, an email address or a phone number: the server finds out which.
    Any(String),
    /// A username.
    Username(String),
    /// An email address.
    Email(String),
    /// A phone number.
    Phone(String),
}

impl LoginAccount {
    fn text(&self) -> &str {
        match self {
            Self::Any(text) | Self::Username(text) | Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

impl fmt::Debug for LoginAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Any(_) => "Any",
            Self::Username(_) => "Username",
            Self::Email(_) => "Email",
            Self::Phone(_) => "Phone",
        };
        f.debug_struct(kind).finish_non_exhaustive()
    }
}

/// What a user logs in with. `Debug` shows the kind only.
#[derive(Clone)]
#[non_exhaustive]
pub enum LoginCredentials {
    /// A password.
    Password {
        /// Whose it is.
        account: LoginAccount,
        /// The password.
        password: Secret,
    },
    /// A code sent by email.
    EmailCode {
        /// Where it was sent.
        email: String,
        /// The code.
        code: Secret,
    },
    /// A code sent to a phone.
    PhoneCode {
        /// Where it was sent.
        phone: String,
        /// The country code of the number, as `+1`; `None` for China.
        country_code: Option<String>,
        /// The code.
        code: Secret,
    },
    /// An account of the LDAP directory that is connected to the application.
    Ldap {
        /// The account's name there.
        account: String,
        /// The password there.
        password: Secret,
    },
    /// An account of the Active Directory that is connected to the application.
    Ad {
        /// The account's name there (`sAMAccountName`).
        account: String,
        /// The password there.
        password: Secret,
    },
}

impl LoginCredentials {
    /// A password and whose it is.
    pub fn password(account: LoginAccount, password: impl Into<Secret>) -> Self {
        Self::Password { account, password: password.into() }
    }

    /// An email address and the code sent there.
    pub fn email_code(email: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self::EmailCode { email: email.into(), code: code.into() }
    }

    /// A phone number in China and the code sent there.
    pub fn phone_code(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self::PhoneCode { phone: phone.into(), country_code: None, code: code.into() }
    }

    /// An account of the LDAP directory.
    pub fn ldap(account: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Ldap { account: account.into(), password: password.into() }
    }

    /// An account of the Active Directory.
    pub fn ad(account: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Ad { account: account.into(), password: password.into() }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let (argument, text, proof, secret) = match self {
            Self::Password { account, password } => {
                ("account", account.text(), "password", password)
            }
            Self::EmailCode { email, code } => ("email", email.as_str(), "code", code),
            Self::PhoneCode { phone, code, .. } => ("phone", phone.as_str(), "code", code),
            Self::Ldap { account, password } | Self::Ad { account, password } => {
                ("account", account.as_str(), "password", password)
            }
        };
        if text.trim().is_empty() {
            return Err(Error::input(argument, "is empty"));
        }
        // Spaces alone may be a password.
        if secret.is_empty() { Err(Error::input(proof, "is empty")) } else { Ok(()) }
    }
}

impl fmt::Debug for LoginCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Password { .. } => "Password",
            Self::EmailCode { .. } => "EmailCode",
            Self::PhoneCode { .. } => "PhoneCode",
            Self::Ldap { .. } => "Ldap",
            Self::Ad { .. } => "Ad",
        };
        f.debug_struct(kind).finish_non_exhaustive()
    }
}
