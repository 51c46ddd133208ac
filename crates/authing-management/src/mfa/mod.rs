//! The second factors of users.
//!
//! ```no_run
//! use authing_management::{ManagementClient, mfa::MfaType};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! // Bob has lost the phone.
//! let user = "5f7ddfe62ba819802422362e";
//! if management.mfa().get_status(user).await?.otp {
//!     management.mfa().disassociate(user, MfaType::Otp).await?;
//! }
//! # Ok(()) }
//! ```

mod key;

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{Secret, Timestamp};
use serde::{Deserialize, Serialize};

pub use key::MfaKey;

const GET_STATUS: Operation = Operation::get("mfa.get_status", "/api/v2/users/{user_id}/mfa-bound")
    .management()
    .idempotent()
    .strict();
const DISASSOCIATE: Operation =
    Operation::delete("mfa.disassociate", "/api/v2/users/{user_id}/mfa-bound").management();
const IMPORT_TOTP: Operation =
    Operation::post("mfa.import_totp", "/api/v2/mfa/totp/import").management().strict();

area! {
    /// The second factors of users.
    MfaApi, mfa
}

impl MfaApi<'_> {
    /// Gets which second factors a user has.
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn get_status(&self, user_id: impl Into<String>) -> Call<MfaStatus> {
        let user_id = user_id.into();
        self.client
            .call(GET_STATUS)
            .required("user_id", &user_id)
            .rest(|request| request.path("user_id", &user_id))
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
    /// server's when the user does not have this factor;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn disassociate(&self, user_id: impl Into<String>, factor: MfaType) -> Call<()> {
        let user_id = user_id.into();
        self.client
            .call(DISASSOCIATE)
            .required("user_id", &user_id)
            .command(|request| request.path("user_id", &user_id).query("type", factor.as_str()))
    }

    /// Gives a user the one-time password key that their authenticator has already, and
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, key or recovery code;
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn import_totp(&self, request: ImportTotp) -> Call<TotpAuthenticator> {
        request.check(self.client.call(IMPORT_TOTP)).rest(|rest| rest.json(&request))
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
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE", default)]
#[non_exhaustive]
pub struct MfaStatus {
    /// One-time passwords (TOTP).
    pub otp: bool,
    /// The face.
    pub face: bool,
}

authing_types::redacted_debug!(MfaStatus { otp, face });

/// The key that [`MfaApi::import_totp`] imports.
#[derive(Clone, Serialize)]
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

authing_types::redacted_debug!(ImportTotp { user_id });

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

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("user_id", &self.user_id)
            .required("secret", self.secret.expose())
            .required_if_given("recovery_code", self.recovery_code.as_ref().map(Secret::expose))
    }
}

/// The one-time password authenticator of a user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

authing_types::redacted_debug!(TotpAuthenticator {
    id,
    user_id,
    enable,
    authenticator_type,
    created_at,
    updated_at
});
