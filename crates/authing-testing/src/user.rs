//! A user whose password is known.

use std::fmt;

use authing_management::types::User;

/// A user of the emulator, with the password at hand.
///
/// `Debug` shows the id alone.
#[derive(Clone)]
pub struct TestUser {
    user: User,
    account: String,
    password: String,
}

impl TestUser {
    pub(crate) fn new(user: User, password: impl Into<String>) -> Self {
        let names = [&user.username, &user.email, &user.phone];
        let account = names.into_iter().find_map(Clone::clone).unwrap_or_default();
        Self { user, account, password: password.into() }
    }

    /// The user's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.user.id
    }

    /// What the user types into the login page: username, else email address, else phone number.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The user's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// What the server returned when it was made.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }
}

impl fmt::Debug for TestUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestUser").field("id", &self.user.id).finish_non_exhaustive()
    }
}
