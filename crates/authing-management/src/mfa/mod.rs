//! The second factors of users.
//!
//! ```no_run
//! use authing_management::{ManagementClient, mfa::MfaType};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! // Somebody has lost the phone.
//! let user = "5f7ddfe62ba819802422362e";
//! if management.mfa().get_status(user).await?.otp {
//!     management.mfa().disassociate(user, MfaType::Otp).await?;
//! }
//! # Ok(()) }
//! ```

mod key;

use authing_core::{Call, Error, Operation, RestRequest};
use authing_types::CommonMessage;
use authing_types::{Secret, Timestamp};
use serde::{Deserialize, Serialize};

use crate::command::{check_given, command};

pub use key::MfaKey;

const GET_STATUS: Operation =
    Operation::get("mfa.get_status", "/api/v2/users/{userId}/mfa-bound").management().idempotent();
const DISASSOCIATE: Operation =
    Operation::delete("mfa.disassociate", "/api/v2/users/{userId}/mfa-bound")
        .management()
        .whole_envelope();
const IMPORT_TOTP: Operation =
    Operation::post("mfa.import_totp", "/api/v2/mfa/totp/import").management();

area! {
    /// The second factors of users.
    Mfa, mfa
}

impl Mfa<'_> {
    /// Which second factors a user has.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let status = management.mfa().get_status("5f7ddfe62ba819802422362e").await?;
    /// println!("one-time passwords: {}, face: {}", status.otp, status.face);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/mfa-bound`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn get_status(&self, user_id: &str) -> Call<MfaStatus> {
        self.client.api().rest(RestRequest::new(GET_STATUS).path("userId", user_id))
    }

    /// Takes a second factor from a user, who can then log in without it and bind another.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, mfa::MfaType};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.mfa().disassociate("5f7ddfe62ba819802422362e", MfaType::Otp).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/users/{userId}/mfa-bound`. Not idempotent: in between the user may have
    /// bound another.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user; an error of the
    /// server's when the user does not have this factor.
    pub fn disassociate(&self, user_id: &str, factor: MfaType) -> Call<CommonMessage> {
        let request =
            RestRequest::new(DISASSOCIATE).path("userId", user_id).query("type", factor.as_str());
        command(self.client.api(), request)
    }

    /// Gives a user the one-time password key that the user's authenticator has already, and
    /// switches the second factor on: for users who come from another system.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, mfa::ImportTotp};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let key = ImportTotp::new("5f7ddfe62ba819802422362e", "JBSWY3DPEHPK3PXP");
    /// let authenticator = management.mfa().import_totp(key).await?;
    /// println!("{:?}", authenticator.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/totp/import`. Not idempotent: without a recovery code each call may
    /// make another one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, key or recovery code;
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn import_totp(&self, request: ImportTotp) -> Call<TotpAuthenticator> {
        let checked = request.check();
        self.client.api().rest(RestRequest::new(IMPORT_TOTP).json(&request).check(checked))
    }
}

/// A kind of second factor that an administrator can take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MfaType {
    /// One-time passwords (TOTP).
    Otp,
    /// The face.
    Face,
}

impl MfaType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Otp => "OTP",
            Self::Face => "FACE",
        }
    }
}

/// Which second factors a user has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE", default)]
#[non_exhaustive]
pub struct MfaStatus {
    /// One-time passwords (TOTP).
    pub otp: bool,
    /// The face.
    pub face: bool,
}

/// The key that [`Mfa::import_totp`] imports.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportTotp {
    user_id: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    secret: Secret,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    recovery_code: Option<Secret>,
}

impl ImportTotp {
    /// The key of this user's authenticator, in Base32.
    pub fn new(user_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { user_id: user_id.into(), secret: secret.into(), recovery_code: None }
    }

    /// What the user can log in with when the authenticator is lost.
    #[must_use]
    pub fn recovery_code(mut self, code: impl Into<Secret>) -> Self {
        self.recovery_code = Some(code.into());
        self
    }

    fn check(&self) -> Result<(), Error> {
        check_given("user_id", &self.user_id)?;
        check_given("secret", self.secret.expose())?;
        match &self.recovery_code {
            Some(code) => check_given("recovery_code", code.expose()),
            None => Ok(()),
        }
    }
}

/// The one-time password authenticator of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TotpAuthenticator {
    /// Its id.
    #[serde(default)]
    pub id: Option<String>,
    /// The user's id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Whether it is asked for.
    #[serde(default)]
    pub enable: Option<bool>,
    /// `totp`.
    #[serde(default)]
    pub authenticator_type: Option<String>,
    /// The key, in Base32.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// What the user can log in with when the authenticator is lost.
    #[serde(default)]
    pub recovery_code: Option<Secret>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
