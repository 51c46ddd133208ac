//! Completing a log-in: the answers to a challenge, and the steps about the password.

use std::sync::Arc;

use crate::steps::{FirstLogin, LoginClient, MfaChallenge, MfaResponse, PasswordReset};
use authing_core::{Call, FixedToken, Operation, RestRequest};
use authing_types::Secret;
use authing_types::{CommonMessage, User};
use serde_json::{Value, json};

use crate::{arguments::not_empty, client::AuthenticationClient};

// Wrong answers are counted, and right ones good for once.
const VERIFY_TOTP: Operation = Operation::post("mfa.verify_totp", "/api/v2/mfa/totp/verify").user();
const VERIFY_RECOVERY_CODE: Operation =
    Operation::post("mfa.verify_recovery_code", "/api/v2/mfa/totp/recovery").user();
const VERIFY_SMS: Operation =
    Operation::post("mfa.verify_sms", "/api/v2/applications/mfa/sms/verify").user();
const VERIFY_EMAIL: Operation =
    Operation::post("mfa.verify_email", "/api/v2/applications/mfa/email/verify").user();
const VERIFY_FACE: Operation = Operation::post("mfa.verify_face", "/api/v2/mfa/face/verify").user();

impl LoginClient for AuthenticationClient {
    type User = User;
    type Message = CommonMessage;

    fn answer_mfa(&self, challenge: &MfaChallenge, answer: MfaResponse) -> Call<User> {
        let request = request(&answer);
        let session = Arc::clone(self.session());
        let call = match FixedToken::new(&challenge.token) {
            Ok(token) => self.caller_with(Arc::new(token)).rest(request),
            Err(error) => self.api().rest(request.check(Err(error))),
        };
        call.map(move |user: User| {
            session.log_in(&user);
            user
        })
    }

    fn set_first_password(&self, step: &FirstLogin, password: Secret) -> Call<CommonMessage> {
        self.reset_password_by_first_login_token(&step.token, password)
    }

    fn replace_password(
        &self,
        step: &PasswordReset,
        old_password: Secret,
        new_password: Secret,
    ) -> Call<CommonMessage> {
        self.reset_password_by_force_reset_token(&step.token, old_password, new_password)
    }
}

fn request(answer: &MfaResponse) -> RestRequest {
    let post =
        |operation, body: Value, checked| RestRequest::new(operation).json(&body).check(checked);
    match answer {
        MfaResponse::Totp(totp) => {
            post(VERIFY_TOTP, json!({ "totp": totp.expose() }), not_empty("totp", totp.expose()))
        }
        MfaResponse::RecoveryCode(code) => post(
            VERIFY_RECOVERY_CODE,
            json!({ "recoveryCode": code.expose() }),
            not_empty("recovery_code", code.expose()),
        ),
        MfaResponse::Sms { phone, phone_country_code, code } => {
            let mut body = json!({ "phone": phone, "code": code.expose() });
            if let (Some(country), Some(body)) = (phone_country_code, body.as_object_mut()) {
                body.insert("phoneCountryCode".to_owned(), country.as_str().into());
            }
            let checked = not_empty("phone", phone).and(not_empty("code", code.expose()));
            post(VERIFY_SMS, body, checked)
        }
        MfaResponse::Email { email, code } => post(
            VERIFY_EMAIL,
            json!({ "email": email, "code": code.expose() }),
            not_empty("email", email).and(not_empty("code", code.expose())),
        ),
        MfaResponse::Face { photo } => {
            post(VERIFY_FACE, json!({ "photo": photo }), not_empty("photo", photo))
        }
    }
}
