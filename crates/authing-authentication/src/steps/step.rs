//! The steps that a login may ask for.

use authing_core::{Error, ErrorCode};
use authing_types::Secret;
use serde_json::Value;

use super::{
    challenge::{MfaChallenge, MfaOrigin},
    data::text,
    password::{FirstLogin, PasswordReset},
};

/// What must be done before a login is complete: the password or the code was right, and the server
/// asks for something more. Such a login fails; [`from_error`](Self::from_error) reads the step from
/// its error.
///
/// ```no_run
/// use authing_authentication::{AuthenticationClient, Error, LoginStep};
///
/// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
/// if let Err(error) = client.login_by_username("bob", "passw0rd").await {
///     match LoginStep::from_error(&error) {
///         Some(LoginStep::Mfa(challenge)) => {
///             challenge.verify_totp(&client, "123456").await?;
///         }
///         Some(step) => println!("not for this program: {step:?}"),
///         None => return Err(error),
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LoginStep {
    /// A second factor.
    Mfa(MfaChallenge),
    /// A password of the user's own, in place of the one an administrator gave.
    FirstLogin(FirstLogin),
    /// Another password, in place of one that is too old.
    PasswordReset(PasswordReset),
    /// Something that this version has no type for: a profile to complete, a tenant to choose, an
    /// account to bind, or what a server added later.
    Other(OtherStep),
}

/// A step that this version has no type for. `Debug` shows its code only.
#[derive(Clone)]
#[non_exhaustive]
pub struct OtherStep {
    /// Which step it is.
    pub code: ErrorCode,
    /// The token that the step's calls carry, where the server says so.
    pub token: Option<Secret>,
    /// All that the server said about it. It may hold tokens: do not log it.
    pub data: Option<Value>,
}

impl LoginStep {
    /// The step that the server asks for; `None` when the login has failed.
    pub fn from_error(error: &Error) -> Option<Self> {
        error.is_login_step().then(|| error.code())?.map(|code| Self::read_any(code, error.data()))
    }

    /// What a server's code and data ask for, where the server says that it is a step.
    pub(crate) fn read_any(code: ErrorCode, data: Option<&Value>) -> Self {
        Self::known(code, data).unwrap_or_else(|| Self::other(code, data))
    }

    fn known(code: ErrorCode, data: Option<&Value>) -> Option<Self> {
        let token = || text(data?, "token").map(Secret::from);
        match code {
            ErrorCode::MFA_REQUIRED => MfaChallenge::read(MfaOrigin::User, data?).map(Self::Mfa),
            ErrorCode::APPLICATION_MFA_REQUIRED => {
                MfaChallenge::read(MfaOrigin::Application, data?).map(Self::Mfa)
            }
            ErrorCode::FIRST_LOGIN_PASSWORD_REQUIRED => {
                token().map(|token| Self::FirstLogin(FirstLogin::from_token(token)))
            }
            ErrorCode::PASSWORD_RESET_REQUIRED => {
                token().map(|token| Self::PasswordReset(PasswordReset::from_token(token)))
            }
            _ => None,
        }
    }

    fn other(code: ErrorCode, data: Option<&Value>) -> Self {
        let token = data.and_then(|data| text(data, "token").or_else(|| text(data, "mfaToken")));
        Self::Other(OtherStep { code, token: token.map(Secret::from), data: data.cloned() })
    }
}

impl MfaChallenge {
    /// The challenge of a login that needs a second factor; `None` when the login has failed, or
    /// needs something else.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, MfaChallenge};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let user = match client.login_by_username("bob", "passw0rd").await {
    ///     Ok(user) => user,
    ///     Err(error) => match MfaChallenge::from_error(&error) {
    ///         Some(challenge) => challenge.verify_totp(&client, "123456").await?,
    ///         None => return Err(error),
    ///     },
    /// };
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    pub fn from_error(error: &Error) -> Option<Self> {
        match LoginStep::from_error(error)? {
            LoginStep::Mfa(challenge) => Some(challenge),
            _ => None,
        }
    }
}

authing_types::redacted_debug!(OtherStep { code });

#[cfg(test)]
mod tests {
    use authing_core::ErrorKind;
    use serde_json::json;

    use super::{super::challenge::MfaFactor, *};

    fn from_error(code: ErrorCode, data: Option<&Value>) -> Option<LoginStep> {
        let error = Error::new(ErrorKind::Api, "").with_code(code).with_data(data.cloned());
        LoginStep::from_error(&error)
    }

    fn read(code: ErrorCode, data: &Value) -> LoginStep {
        from_error(code, Some(data)).unwrap()
    }

    #[test]
    fn a_users_own_second_factor_is_a_one_time_password() {
        let step = read(ErrorCode::MFA_REQUIRED, &json!({"mfaToken": "canary"}));
        let LoginStep::Mfa(challenge) = &step else { panic!("{step:?}") };
        assert_eq!(challenge.token.expose(), "canary");
        assert_eq!(challenge.origin, MfaOrigin::User);
        assert_eq!(challenge.factors, [MfaFactor::Totp]);
        assert!(!format!("{step:?}").contains("canary"));
    }

    #[test]
    fn an_applications_factors_come_in_the_servers_order_and_only_those_switched_on() {
        let data = json!({
            "mfaToken": "canary", "mfaPhone": null, "phone": "canary", "mfaEmail": "canary",
            "email": "other@example.com", "totpMfaEnabled": true, "faceMfaEnabled": false,
            "applicationMfa": [
                {"mfaPolicy": "EMAIL", "status": 1, "sort": 2},
                {"mfaPolicy": "OTP", "status": 0, "sort": 0},
                {"mfaPolicy": "PALM", "status": 1, "sort": 3},
                {"mfaPolicy": "SMS", "status": 1, "sort": 1},
            ],
        });
        let step = read(ErrorCode::APPLICATION_MFA_REQUIRED, &data);
        let LoginStep::Mfa(challenge) = &step else { panic!("{step:?}") };
        let palm = MfaFactor::Unknown("PALM".to_owned());
        assert_eq!(challenge.factors, [MfaFactor::Sms, MfaFactor::Email, palm]);
        assert_eq!(challenge.phone.as_deref(), Some("canary"));
        assert_eq!(challenge.email.as_deref(), Some("canary"));
        assert_eq!((challenge.totp_bound, challenge.face_bound), (Some(true), Some(false)));
        assert!(!format!("{step:?} {step:#?}").contains("canary"));
    }

    #[test]
    fn steps_about_the_password_carry_their_token() {
        let data = json!({"token": "canary"});
        let first = read(ErrorCode::FIRST_LOGIN_PASSWORD_REQUIRED, &data);
        let LoginStep::FirstLogin(step) = &first else { panic!("{first:?}") };
        assert_eq!(step.token.expose(), "canary");
        let reset = read(ErrorCode::PASSWORD_RESET_REQUIRED, &data);
        let LoginStep::PasswordReset(step) = &reset else { panic!("{reset:?}") };
        assert_eq!(step.token.expose(), "canary");
        assert!(!format!("{first:?} {reset:?}").contains("canary"));
    }

    #[test]
    fn a_step_without_a_type_can_still_be_read() {
        let data = json!({"token": "canary", "extendsFields": ["school"]});
        let step = read(ErrorCode::PROFILE_COMPLETION_REQUIRED, &data);
        let LoginStep::Other(other) = &step else { panic!("{step:?}") };
        assert_eq!(other.code, ErrorCode::PROFILE_COMPLETION_REQUIRED);
        assert_eq!(other.token.as_ref().unwrap().expose(), "canary");
        assert_eq!(other.data.as_ref().unwrap()["extendsFields"][0], "school");
        assert!(!format!("{step:?}").contains("canary"));
    }

    #[test]
    fn a_step_without_its_token_is_no_challenge_and_not_lost() {
        for code in [ErrorCode::MFA_REQUIRED, ErrorCode::FIRST_LOGIN_PASSWORD_REQUIRED] {
            for data in [None, Some(json!({})), Some(json!({"mfaToken": 7, "token": ""}))] {
                let step = from_error(code, data.as_ref());
                assert!(matches!(step, Some(LoginStep::Other(_))), "{step:?}");
            }
        }
        assert!(from_error(ErrorCode::USER_NOT_FOUND, Some(&json!({"token": "x"}))).is_none());
    }
}
