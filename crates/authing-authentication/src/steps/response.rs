//! The responses to a second factor.

use std::fmt;

use authing_core::{Call, Operation, client::ApiClient};
use authing_types::{Secret, User};
use serde_json::json;

// Wrong responses are counted, and right ones are single-use: none is idempotent.
const VERIFY_TOTP: Operation =
    Operation::post("mfa.verify_totp", "/api/v2/mfa/totp/verify").user().strict();
const VERIFY_RECOVERY_CODE: Operation =
    Operation::post("mfa.verify_recovery_code", "/api/v2/mfa/totp/recovery").user().strict();
const VERIFY_SMS: Operation =
    Operation::post("mfa.verify_sms", "/api/v2/applications/mfa/sms/verify").user().strict();
const VERIFY_EMAIL: Operation =
    Operation::post("mfa.verify_email", "/api/v2/applications/mfa/email/verify").user().strict();
const VERIFY_FACE: Operation =
    Operation::post("mfa.verify_face", "/api/v2/mfa/face/verify").user().strict();

/// A response to a challenge: what [`MfaChallenge::verify`](crate::MfaChallenge::verify) takes.
/// `Debug` shows its kind only.
#[derive(Clone)]
#[non_exhaustive]
pub enum MfaResponse {
    /// What the authenticator shows.
    Totp(Secret),
    /// The recovery code that came with the authenticator. It is single-use.
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
    /// The code that was sent by email.
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

impl MfaResponse {
    /// The call that completes the login. The client carries the challenge's token.
    pub(super) fn send(&self, api: &ApiClient) -> Call<User> {
        match self {
            Self::Totp(totp) => api
                .call(VERIFY_TOTP)
                .required("totp", totp.expose())
                .rest(|request| request.json(&json!({ "totp": totp.expose() }))),
            Self::RecoveryCode(code) => api
                .call(VERIFY_RECOVERY_CODE)
                .required("recovery_code", code.expose())
                .rest(|request| request.json(&json!({ "recoveryCode": code.expose() }))),
            Self::Sms { phone, phone_country_code, code } => {
                let mut body = json!({ "phone": phone, "code": code.expose() });
                if let Some(country) = phone_country_code {
                    body["phoneCountryCode"] = country.as_str().into();
                }
                api.call(VERIFY_SMS)
                    .required("phone", phone)
                    .required("code", code.expose())
                    .rest(|request| request.json(&body))
            }
            Self::Email { email, code } => api
                .call(VERIFY_EMAIL)
                .required("email", email)
                .required("code", code.expose())
                .rest(|request| request.json(&json!({ "email": email, "code": code.expose() }))),
            Self::Face { photo } => api
                .call(VERIFY_FACE)
                .required("photo", photo)
                .rest(|request| request.json(&json!({ "photo": photo }))),
        }
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
