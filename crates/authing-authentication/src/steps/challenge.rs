//! The second factor.

use std::fmt;

use serde_json::Value;

use super::{LoginClient, LoginStep, text};
use authing_core::{Call, Error};
use authing_types::Secret;

/// What to answer when a second factor is asked for.
///
/// A log-in whose password was right fails with it; whoever answers it well is logged in on the
/// client that is given. It can be answered on any client of the same application, so a service may
/// ask for the second factor in another request: keep [`token`](Self::token) till then, where the
/// browser cannot read it, and use [`from_token`](Self::from_token).
///
/// `Debug` shows neither the token nor where codes go.
#[derive(Clone)]
#[non_exhaustive]
pub struct MfaChallenge {
    /// The token that the second factor's calls carry; it lives 6 minutes.
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
    /// A one-time password of an authenticator (TOTP); its recovery code will do as well.
    Totp,
    /// A code sent to a phone.
    Sms,
    /// A code sent by e-mail.
    Email,
    /// A photo of the face.
    Face,
    /// A word this version does not know.
    Unknown(String),
}

/// An answer to a challenge. `Debug` shows its kind only.
#[derive(Clone)]
#[non_exhaustive]
pub enum MfaResponse {
    /// What the authenticator shows.
    Totp(Secret),
    /// The recovery code that came with the authenticator. It is good for once.
    RecoveryCode(Secret),
    /// The code that was sent to a phone.
    Sms {
        /// The number.
        phone: String,
        /// The country code of the number, as `+1`; `None` for China.
        phone_country_code: Option<String>,
        /// The code.
        code: Secret,
    },
    /// The code that was sent by e-mail.
    Email {
        /// The address.
        email: String,
        /// The code.
        code: Secret,
    },
    /// A photo of the face that was uploaded, by its key.
    Face {
        /// The key, or the address, of the photo.
        photo: String,
    },
}

impl MfaChallenge {
    /// The challenge of a login that needs a second factor; `None` when the login has failed, or
    /// needs something else.
    pub fn from_error(error: &Error) -> Option<Self> {
        match LoginStep::from_error(error)? {
            LoginStep::Mfa(challenge) => Some(challenge),
            _ => None,
        }
    }

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

    /// Answers with what the user's authenticator shows.
    ///
    /// `POST /api/v2/mfa/totp/verify`. Not idempotent: wrong answers are counted.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::TOTP_INCORRECT`](crate::ErrorCode::TOTP_INCORRECT) when it is wrong;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the challenge is too old.
    pub fn verify_totp<C: LoginClient>(
        &self,
        client: &C,
        totp: impl Into<Secret>,
    ) -> Call<C::User> {
        client.answer_mfa(self, MfaResponse::Totp(totp.into()))
    }

    /// Answers with the recovery code that came with the authenticator, for who has lost it. The
    /// code is good for once.
    ///
    /// `POST /api/v2/mfa/totp/recovery`. Not idempotent: the code is good for once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::RECOVERY_CODE_INCORRECT`](crate::ErrorCode::RECOVERY_CODE_INCORRECT) when it is
    /// wrong or was used before.
    pub fn verify_recovery_code<C: LoginClient>(
        &self,
        client: &C,
        recovery_code: impl Into<Secret>,
    ) -> Call<C::User> {
        client.answer_mfa(self, MfaResponse::RecoveryCode(recovery_code.into()))
    }

    /// Answers with the code that was sent to a phone in China; for other countries see
    /// [`verify`](Self::verify).
    ///
    /// `POST /api/v2/applications/mfa/sms/verify`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when it is wrong.
    pub fn verify_sms<C: LoginClient>(
        &self,
        client: &C,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<C::User> {
        let (phone, code) = (phone.into(), code.into());
        client.answer_mfa(self, MfaResponse::Sms { phone, phone_country_code: None, code })
    }

    /// Answers with the code that was sent by e-mail.
    ///
    /// `POST /api/v2/applications/mfa/email/verify`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when it is wrong.
    pub fn verify_email<C: LoginClient>(
        &self,
        client: &C,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<C::User> {
        client.answer_mfa(self, MfaResponse::Email { email: email.into(), code: code.into() })
    }

    /// Answers with a photo of the face, by the key that its upload gave.
    ///
    /// `POST /api/v2/mfa/face/verify`. Not idempotent: wrong answers are counted.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::FACE_MISMATCH`](crate::ErrorCode::FACE_MISMATCH) when it is somebody else's.
    pub fn verify_face<C: LoginClient>(
        &self,
        client: &C,
        photo: impl Into<String>,
    ) -> Call<C::User> {
        client.answer_mfa(self, MfaResponse::Face { photo: photo.into() })
    }

    /// Answers in any way.
    ///
    /// # Errors
    ///
    /// Those of the way.
    pub fn verify<C: LoginClient>(&self, client: &C, answer: MfaResponse) -> Call<C::User> {
        client.answer_mfa(self, answer)
    }

    /// Reads a challenge; `None` when there is no token, without which nothing can be answered.
    pub(super) fn read(origin: MfaOrigin, data: &Value) -> Option<Self> {
        let own = |name: &str| text(data, name).map(str::to_owned);
        let flag = |name: &str| data.get(name).and_then(Value::as_bool);
        let mut factors = offered(data);
        if factors.is_empty() && origin == MfaOrigin::User {
            // It is for an authenticator that this code is answered.
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

/// `applicationMfa`: a list of `{mfaPolicy, status, sort}`, as Authing's own log-in page reads it.
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

impl fmt::Debug for MfaChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MfaChallenge")
            .field("origin", &self.origin)
            .field("factors", &self.factors)
            .field("totp_bound", &self.totp_bound)
            .field("face_bound", &self.face_bound)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MfaResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Totp(_) => "Totp(..)",
            Self::RecoveryCode(_) => "RecoveryCode(..)",
            Self::Sms { .. } => "Sms(..)",
            Self::Email { .. } => "Email(..)",
            Self::Face { .. } => "Face(..)",
        })
    }
}
