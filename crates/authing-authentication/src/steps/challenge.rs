//! The second factor.

use authing_core::Call;
use authing_types::{Secret, User};
use serde_json::Value;

use super::{data::text, response::MfaResponse};
use crate::client::AuthenticationClient;

/// The second factor that a login asks for.
///
/// A login whose password was right fails when it needs one;
/// [`from_error`](Self::from_error) reads the challenge from the error. Its `verify` methods log the
/// user in on the client that they are given. That may be any client of the same application, so a
/// service can ask for the second factor in another request: keep the [`token`](Self::token), where
/// the browser cannot read it, and use [`from_token`](Self::from_token).
///
/// `Debug` shows neither the token nor where codes are sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct MfaChallenge {
    /// The token that the second factor's calls carry; it expires after 6 minutes.
    pub token: Secret,
    /// Who asks for the second factor.
    pub origin: MfaOrigin,
    /// The factors that are accepted, in the order in which the server would offer them. Empty when
    /// the server does not say.
    pub factors: Vec<MfaFactor>,
    /// The number that a code is sent to, if one is bound.
    pub phone: Option<String>,
    /// The country code of that number.
    pub phone_country_code: Option<String>,
    /// The address that a code is sent to, if one is bound.
    pub email: Option<String>,
    /// Whether the user has an authenticator for one-time passwords.
    pub totp_bound: Option<bool>,
    /// Whether the user's face is known.
    pub face_bound: Option<bool>,
}

authing_types::redacted_debug!(MfaChallenge { origin, factors, totp_bound, face_bound });

/// Who asks for a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MfaOrigin {
    /// The user switched it on for the account (code 1635).
    User,
    /// The application demands it of everybody (code 1636).
    Application,
    /// Not known: the challenge was made from its token.
    Unknown,
}

/// A kind of second factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MfaFactor {
    /// A one-time password of an authenticator (TOTP); its recovery code is accepted, too.
    Totp,
    /// A code sent to a phone.
    Sms,
    /// A code sent by email.
    Email,
    /// A photo of the face.
    Face,
    /// A word this version does not know.
    Unknown(String),
}

impl MfaChallenge {
    /// A challenge that was kept as its token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            origin: MfaOrigin::Unknown,
            factors: Vec::new(),
            phone: None,
            phone_country_code: None,
            email: None,
            totp_bound: None,
            face_bound: None,
        }
    }

    /// Completes the login with what the user's authenticator shows.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    ///
    /// # async fn example(client: AuthenticationClient, kept: &str) -> Result<(), Error> {
    /// let user = MfaChallenge::from_token(kept).verify_totp(&client, "123456").await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/totp/verify`. Not idempotent: wrong passwords are counted.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::TOTP_INCORRECT`](crate::ErrorCode::TOTP_INCORRECT) when it is wrong;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the challenge is too old;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when it is empty.
    pub fn verify_totp(
        &self,
        client: &AuthenticationClient,
        totp: impl Into<Secret>,
    ) -> Call<User> {
        self.verify(client, MfaResponse::Totp(totp.into()))
    }

    /// Completes the login with the recovery code that came with the authenticator, for a user who
    /// has lost it.
    ///
    /// ```no_run
    /// # use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// challenge.verify_recovery_code(&client, "bc5a-6879-bc5a-6879-bc5a-6879").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/totp/recovery`. Not idempotent: the code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`verify_totp`](Self::verify_totp), with
    /// [`ErrorCode::RECOVERY_CODE_INCORRECT`](crate::ErrorCode::RECOVERY_CODE_INCORRECT) when the
    /// code is wrong or was used before.
    pub fn verify_recovery_code(
        &self,
        client: &AuthenticationClient,
        recovery_code: impl Into<Secret>,
    ) -> Call<User> {
        self.verify(client, MfaResponse::RecoveryCode(recovery_code.into()))
    }

    /// Completes the login with the code that was sent to a phone in China; for other countries see
    /// [`verify`](Self::verify).
    ///
    /// ```no_run
    /// # use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// client.send_sms_code("13800000000").await?;
    /// let code = "1234"; // as the user read it
    /// challenge.verify_sms(&client, "13800000000", code).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/mfa/sms/verify`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`verify_totp`](Self::verify_totp), with
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong.
    pub fn verify_sms(
        &self,
        client: &AuthenticationClient,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        let (phone, code) = (phone.into(), code.into());
        self.verify(client, MfaResponse::Sms { phone, phone_country_code: None, code })
    }

    /// Completes the login with the code that was sent by email.
    ///
    /// ```no_run
    /// use authing_authentication::types::EmailScene;
    /// # use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    ///
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// client.send_email("bob@example.com", EmailScene::MfaVerify).await?;
    /// challenge.verify_email(&client, "bob@example.com", "1234").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/mfa/email/verify`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`verify_sms`](Self::verify_sms).
    pub fn verify_email(
        &self,
        client: &AuthenticationClient,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.verify(client, MfaResponse::Email { email: email.into(), code: code.into() })
    }

    /// Completes the login with a photo of the face, by the key that its
    /// [upload](crate::mfa::UserMfaApi::upload_face) returned.
    ///
    /// ```no_run
    /// # use authing_authentication::{AuthenticationClient, Error, MfaChallenge, Upload};
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge, jpeg: Vec<u8>) -> Result<(), Error> {
    /// let photo = Upload::bytes("face.jpg", jpeg).content_type("image/jpeg");
    /// let key = client.mfa().upload_face(photo).await?;
    /// challenge.verify_face(&client, key).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/face/verify`. Not idempotent: wrong photos are counted.
    ///
    /// # Errors
    ///
    /// As for [`verify_totp`](Self::verify_totp), with
    /// [`ErrorCode::FACE_MISMATCH`](crate::ErrorCode::FACE_MISMATCH) when it is another face.
    pub fn verify_face(
        &self,
        client: &AuthenticationClient,
        photo: impl Into<String>,
    ) -> Call<User> {
        self.verify(client, MfaResponse::Face { photo: photo.into() })
    }

    /// Completes the login with any kind of response. The user is then logged in on this client.
    ///
    /// ```no_run
    /// # use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    /// use authing_authentication::MfaResponse;
    ///
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge) -> Result<(), Error> {
    /// let response = MfaResponse::Sms {
    ///     phone: "5550100".into(),
    ///     phone_country_code: Some("+1".into()),
    ///     code: "1234".into(),
    /// };
    /// challenge.verify(&client, response).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Not idempotent, whatever the kind.
    ///
    /// # Errors
    ///
    /// Those of the kind, as for [`verify_totp`](Self::verify_totp) and its siblings.
    pub fn verify(&self, client: &AuthenticationClient, response: MfaResponse) -> Call<User> {
        client.logs_in(response.send(&client.api_with_token(&self.token)))
    }

    /// Reads a challenge; `None` when there is no token, without which it cannot be completed.
    pub(super) fn read(origin: MfaOrigin, data: &Value) -> Option<Self> {
        let own = |name: &str| text(data, name).map(str::to_owned);
        let flag = |name: &str| data.get(name).and_then(Value::as_bool);
        let mut factors = offered(data);
        if factors.is_empty() && origin == MfaOrigin::User {
            // With this code the server means an authenticator.
            factors.push(MfaFactor::Totp);
        }
        Some(Self {
            token: text(data, "mfaToken")?.into(),
            origin,
            factors,
            phone: own("mfaPhone").or_else(|| own("phone")),
            phone_country_code: own("mfaPhoneCountryCode").or_else(|| own("phoneCountryCode")),
            email: own("mfaEmail").or_else(|| own("email")),
            totp_bound: flag("totpMfaEnabled"),
            face_bound: flag("faceMfaEnabled"),
        })
    }
}

/// `applicationMfa`: a list of `{mfaPolicy, status, sort}`, as Authing's own login page reads it.
fn offered(data: &Value) -> Vec<MfaFactor> {
    let Some(all) = data.get("applicationMfa").and_then(Value::as_array) else { return Vec::new() };
    let mut factors: Vec<(i64, MfaFactor)> = all
        .iter()
        .filter(|factor| factor.get("status").and_then(Value::as_i64) != Some(0))
        .filter_map(|factor| {
            let sort = factor.get("sort").and_then(Value::as_i64).unwrap_or(i64::MAX);
            Some((sort, MfaFactor::from(text(factor, "mfaPolicy")?)))
        })
        .collect();
    factors.sort_by_key(|(sort, _)| *sort);
    factors.into_iter().map(|(_, factor)| factor).collect()
}

impl MfaFactor {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Totp => "OTP",
            Self::Sms => "SMS",
            Self::Email => "EMAIL",
            Self::Face => "FACE",
            Self::Unknown(word) => word,
        }
    }
}

impl From<&str> for MfaFactor {
    fn from(word: &str) -> Self {
        match word {
            "OTP" => Self::Totp,
            "SMS" => Self::Sms,
            "EMAIL" => Self::Email,
            "FACE" => Self::Face,
            _ => Self::Unknown(word.to_owned()),
        }
    }
}
