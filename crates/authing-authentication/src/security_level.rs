//! How well the account of the user who is logged in is protected.

use authing_core::{Call, Operation};
use authing_types::lenient;
use serde::{Deserialize, Deserializer};

use crate::{client::AuthenticationClient, password::PasswordSecurityLevel};

const GET: Operation =
    Operation::get("authentication.get_security_level", "/api/v2/users/me/security-level")
        .user()
        .idempotent();

impl AuthenticationClient {
    /// How well the account is protected: what the user has set up, and a score out of 100.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let level = client.get_security_level().await?;
    /// if !level.mfa {
    ///     println!("{:?} of 100: a second factor would help", level.score);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/me/security-level`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    pub fn get_security_level(&self) -> Call<SecurityLevel> {
        self.api().call(GET).rest(|request| request)
    }
}

/// How well an account is protected.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecurityLevel {
    /// A score out of 100.
    #[serde(default, deserialize_with = "lenient::number")]
    pub score: Option<f64>,
    /// Whether there is an email address.
    #[serde(default)]
    pub email: bool,
    /// Whether there is a phone number.
    #[serde(default)]
    pub phone: bool,
    /// Whether there is a password.
    #[serde(default)]
    pub password: bool,
    /// How strong the password is; `None` when there is none, or the server does not know.
    #[serde(default, deserialize_with = "password_level")]
    pub password_security_level: Option<PasswordSecurityLevel>,
    /// Whether there is a second factor.
    #[serde(default)]
    pub mfa: bool,
}

authing_types::redacted_debug!(SecurityLevel {
    score,
    email,
    phone,
    password,
    password_security_level,
    mfa
});

/// Reads the server's number. A level that it adds is one that this version does not know.
fn password_level<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PasswordSecurityLevel>, D::Error> {
    Ok(match lenient::count(deserializer)? {
        Some(1) => Some(PasswordSecurityLevel::Low),
        Some(2) => Some(PasswordSecurityLevel::Middle),
        Some(3) => Some(PasswordSecurityLevel::High),
        _ => None,
    })
}
