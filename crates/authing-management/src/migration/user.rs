//! A user of another system.

use authing_types::{Secret, Timestamp};
use serde_json::{Map, Value};

use super::{loss::Loss, password::PasswordHash};

/// A user as another system had them, in the terms of Authing. `Debug` shows nothing of the person.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MigratedUser {
    /// The id in the source: the external id in Authing.
    pub source_id: Option<String>,
    /// The username.
    pub username: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// Whether it was verified.
    pub email_verified: Option<bool>,
    /// The phone number.
    pub phone: Option<String>,
    /// Whether it was verified.
    pub phone_verified: Option<bool>,
    /// The whole name.
    pub name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The nickname.
    pub nickname: Option<String>,
    /// The address of a picture.
    pub photo: Option<String>,
    /// Whether they may not log in.
    pub blocked: Option<bool>,
    /// When they signed up.
    pub signed_up: Option<Timestamp>,
    /// When they logged in last.
    pub last_login: Option<Timestamp>,
    /// How many times they logged in.
    pub logins_count: Option<i64>,
    /// Further fields of a user, by the names of [`CreateUserInput`](crate::types::CreateUserInput) on the wire.
    pub profile: Map<String, Value>,
    /// What the source kept besides.
    pub custom_data: Map<String, Value>,
    /// Who they are at other providers.
    pub identities: Vec<MigratedIdentity>,
    /// The groups that they are in.
    pub groups: Vec<String>,
    /// The roles that they have.
    pub roles: Vec<String>,
    /// The hash of the password.
    pub password: Option<PasswordHash>,
    /// Whether they are to choose another password.
    pub must_change_password: bool,
    /// Second factors that can be carried over.
    pub factors: Vec<MigratedFactor>,
}

authing_types::redacted_debug!(MigratedUser {
    email_verified,
    phone_verified,
    blocked,
    logins_count,
    identities,
    password,
    must_change_password,
    factors
});

/// Who somebody is at another provider.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MigratedIdentity {
    /// The provider, as the source calls it: `google-oauth2`, `github.com`.
    pub provider: String,
    /// The user's id there.
    pub user_id: String,
}

authing_types::redacted_debug!(MigratedIdentity { provider });

/// A second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MigratedFactor {
    /// One-time passwords by time: six digits every 30 seconds by SHA-1, which every authenticator does.
    #[non_exhaustive]
    Totp {
        /// The key, in Base32 without padding.
        secret: Secret,
    },
}

/// A row of an export.
#[derive(Clone)]
pub struct MigratedRow {
    pub(crate) row: u64,
    pub(crate) user: Result<MigratedUser, authing_core::Error>,
    pub(crate) losses: Vec<Loss>,
}

authing_types::redacted_debug!(MigratedRow { row, user, losses });

impl MigratedRow {
    /// A user who was read by other means, in this row.
    pub fn new(row: u64, user: MigratedUser) -> Self {
        Self { row, user: Ok(user), losses: Vec::new() }
    }

    /// Which user of the file it is, counted from 1.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// The user.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](authing_core::ErrorKind::Input) if the row cannot be read. It shows nothing of the row.
    pub fn user(&self) -> Result<&MigratedUser, &authing_core::Error> {
        self.user.as_ref()
    }

    /// The user, to keep.
    ///
    /// # Errors
    ///
    /// As for [`user`](Self::user).
    pub fn into_user(self) -> Result<MigratedUser, authing_core::Error> {
        self.user
    }

    /// What of the row has no place in a [`MigratedUser`].
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }
}
