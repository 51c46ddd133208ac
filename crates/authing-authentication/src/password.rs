//! Passwords: changed, reset, judged.

use authing_core::{Call, Operation};
use authing_types::Secret;
use authing_types::{CheckPasswordResult, CheckPasswordStrengthResult, CommonMessage, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, check_password, check_password_strength, reset_password,
        reset_password_by_first_login_token, reset_password_by_force_reset_token, update_password,
    },
    requests::encrypted,
};

const UPDATE: Operation = Operation::graphql("authentication.update_password").user();
const RESET_BY_PHONE_CODE: Operation =
    Operation::graphql("authentication.reset_password_by_phone_code");
const RESET_BY_EMAIL_CODE: Operation =
    Operation::graphql("authentication.reset_password_by_email_code");
const RESET_BY_FIRST_LOGIN_TOKEN: Operation =
    Operation::graphql("authentication.reset_password_by_first_login_token");
const RESET_BY_FORCE_RESET_TOKEN: Operation =
    Operation::graphql("authentication.reset_password_by_force_reset_token");
const CHECK: Operation = Operation::graphql("authentication.check_password").user();
const CHECK_STRENGTH: Operation =
    Operation::graphql("authentication.check_password_strength").idempotent();

impl AuthenticationClient {
    /// Changes the password of the user who is logged in. A user who has none yet, for instance
    /// after a log-in by code, needs no old one.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.update_password("n3w-passw0rd", Some("passw0rd".into())).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updatePassword`. Not idempotent: the old password is another one then.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorCode::OLD_PASSWORD_REQUIRED`](crate::ErrorCode::OLD_PASSWORD_REQUIRED) and
    ///   [`OLD_PASSWORD_INCORRECT`](crate::ErrorCode::OLD_PASSWORD_INCORRECT);
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when a password is empty or too long for the
    ///   server's key.
    pub fn update_password(
        &self,
        new_password: impl Into<Secret>,
        old_password: Option<Secret>,
    ) -> Call<User> {
        let new_password = new_password.into();
        let passwords = self.passwords().clone();
        let variables = async move {
            let old_password = match &old_password {
                Some(password) => Some(encrypted(&passwords, "old_password", password).await?),
                None => None,
            };
            let new_password = encrypted(&passwords, "new_password", &new_password).await?;
            Ok(update_password::Variables { new_password, old_password })
        };
        let (api, turn) = self.turn();
        api.call(UPDATE).graphql_deferred::<operations::UpdatePassword>(variables).map(
            move |data| {
                turn.update_user(&data.update_password);
                data.update_password
            },
        )
    }

    /// Sets a forgotten password with the code that [`send_sms_code`](Self::send_sms_code) sent to
    /// the user's phone.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// client.reset_password_by_phone_code("13800000000", "1234", "n3w-passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `resetPassword`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// - [`is_not_found`](crate::Error::is_not_found) when no user has the number;
    /// - [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for
    ///   the server's key.
    pub fn reset_password_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<CommonMessage> {
        let request = ResetPasswordByPhoneCode::new(phone, code, new_password);
        self.reset_password_by_phone_code_with(request)
    }

    /// Sets a forgotten password with the code sent to a phone outside of China.
    ///
    /// ```no_run
    /// use authing_authentication::ResetPasswordByPhoneCode;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request =
    ///     ResetPasswordByPhoneCode::new("5550100", "1234", "n3w-passw0rd").phone_country_code("+1");
    /// client.reset_password_by_phone_code_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `resetPassword`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// As for [`reset_password_by_phone_code`](Self::reset_password_by_phone_code).
    pub fn reset_password_by_phone_code_with(
        &self,
        request: ResetPasswordByPhoneCode,
    ) -> Call<CommonMessage> {
        let ResetPasswordByPhoneCode { phone, phone_country_code, code, new_password } = request;
        let variables = reset_password::Variables {
            phone: Some(phone),
            phone_country_code,
            email: None,
            code: code.expose().to_owned(),
            new_password: String::new(),
        };
        self.reset_password(RESET_BY_PHONE_CODE, variables, new_password)
    }

    /// Sets a forgotten password with the code that [`send_email`](Self::send_email) sent to the
    /// user's address for
    /// [`EmailScene::ResetPassword`](authing_types::EmailScene::ResetPassword).
    ///
    /// GraphQL `resetPassword`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// As for [`reset_password_by_phone_code`](Self::reset_password_by_phone_code).
    pub fn reset_password_by_email_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<CommonMessage> {
        let variables = reset_password::Variables {
            phone: None,
            phone_country_code: None,
            email: Some(email.into()),
            code: code.into().expose().to_owned(),
            new_password: String::new(),
        };
        self.reset_password(RESET_BY_EMAIL_CODE, variables, new_password.into())
    }

    /// Sets the password that a first log-in asks for, with the token of that log-in's error:
    /// [`FirstLogin`](crate::FirstLogin), which has a shorter way here.
    ///
    /// GraphQL `resetPasswordByFirstLoginToken`. Not idempotent: a token is good for once.
    ///
    /// # Errors
    ///
    /// An error of the server's when the token is not good;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for the
    /// server's key.
    pub fn reset_password_by_first_login_token(
        &self,
        token: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Call<CommonMessage> {
        let (token, password) = (token.into(), password.into());
        let passwords = self.passwords().clone();
        let variables = async move {
            Ok(reset_password_by_first_login_token::Variables {
                token: token.expose().to_owned(),
                password: encrypted(&passwords, "password", &password).await?,
            })
        };
        self.api()
            .call(RESET_BY_FIRST_LOGIN_TOKEN)
            .graphql_deferred::<operations::ResetPasswordByFirstLoginToken>(variables)
            .map(|data| data.reset_password_by_first_login_token)
            .required()
    }

    /// Sets the password that an enforced change asks for, with the token of the log-in's error:
    /// [`PasswordReset`](crate::PasswordReset), which has a shorter way here.
    ///
    /// GraphQL `resetPasswordByForceResetToken`. Not idempotent: a token is good for once.
    ///
    /// # Errors
    ///
    /// An error of the server's when the token is not good or the old password wrong;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a password is empty or too long for the
    /// server's key.
    pub fn reset_password_by_force_reset_token(
        &self,
        token: impl Into<Secret>,
        old_password: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<CommonMessage> {
        let token = token.into();
        let (old_password, new_password) = (old_password.into(), new_password.into());
        let passwords = self.passwords().clone();
        let variables = async move {
            Ok(reset_password_by_force_reset_token::Variables {
                token: token.expose().to_owned(),
                old_password: encrypted(&passwords, "old_password", &old_password).await?,
                new_password: encrypted(&passwords, "new_password", &new_password).await?,
            })
        };
        self.api()
            .call(RESET_BY_FORCE_RESET_TOKEN)
            .graphql_deferred::<operations::ResetPasswordByForceResetToken>(variables)
            .map(|data| data.reset_password_by_force_reset_token)
            .required()
    }

    /// Whether a password is that of the user who is logged in: to ask for it once more before
    /// something that cannot be undone. `code` is 200 when it is; any other means that it is not.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// if client.check_password("passw0rd").await?.code == 200 {
    ///     println!("it is you");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `checkPassword`; no official SDK has a call for it. The password is encrypted as
    /// that of a log-in is. Not sent again after an uncertain failure: the server may count wrong
    /// ones.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty password.
    pub fn check_password(&self, password: impl Into<Secret>) -> Call<CheckPasswordResult> {
        let password = password.into();
        let passwords = self.passwords().clone();
        let variables = async move {
            let password = encrypted(&passwords, "password", &password).await?;
            Ok(check_password::Variables { password })
        };
        self.api()
            .call(CHECK)
            .graphql_deferred::<operations::CheckPassword>(variables)
            .map(|data| data.check_password)
            .required()
    }

    /// Whether a password meets the user pool's rules. It is not encrypted on the way: TLS alone
    /// protects it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let result = client.check_password_strength("passw0rd").await?;
    /// if !result.valid {
    ///     println!("{}", result.message.unwrap_or_default());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `checkPasswordStrength`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn check_password_strength(
        &self,
        password: impl Into<Secret>,
    ) -> Call<CheckPasswordStrengthResult> {
        let password = password.into().expose().to_owned();
        self.api()
            .graphql::<operations::CheckPasswordStrength>(
                CHECK_STRENGTH,
                check_password_strength::Variables { password },
            )
            .map(|data| data.check_password_strength)
    }

    /// How strong a password is, without asking the server. The user pool's own rules may be
    /// stricter: see [`check_password_strength`](Self::check_password_strength).
    pub fn compute_password_security_level(&self, password: &str) -> PasswordSecurityLevel {
        PasswordSecurityLevel::of(password)
    }

    fn reset_password(
        &self,
        operation: Operation,
        variables: reset_password::Variables,
        new_password: Secret,
    ) -> Call<CommonMessage> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let new_password = encrypted(&passwords, "new_password", &new_password).await?;
            Ok(reset_password::Variables { new_password, ..variables })
        };
        self.api()
            .call(operation)
            .graphql_deferred::<operations::ResetPassword>(variables)
            .map(|data| data.reset_password)
            .required()
    }
}

/// What [`AuthenticationClient::reset_password_by_phone_code_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct ResetPasswordByPhoneCode {
    phone: String,
    phone_country_code: Option<String>,
    code: Secret,
    new_password: Secret,
}

impl ResetPasswordByPhoneCode {
    /// A new password for the user of this number, with the code sent there.
    pub fn new(
        phone: impl Into<String>,
        code: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Self {
        Self {
            phone: phone.into(),
            phone_country_code: None,
            code: code.into(),
            new_password: new_password.into(),
        }
    }

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.phone_country_code = Some(code.into());
        self
    }
}

impl std::fmt::Debug for ResetPasswordByPhoneCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetPasswordByPhoneCode").finish_non_exhaustive()
    }
}

/// How strong a password is, by Authing's measure of length and kinds of characters.
///
/// ```
/// use authing_authentication::PasswordSecurityLevel;
///
/// assert_eq!(PasswordSecurityLevel::of("secret"), PasswordSecurityLevel::Low);
/// assert_eq!(PasswordSecurityLevel::of("passw0rd"), PasswordSecurityLevel::Middle);
/// assert_eq!(PasswordSecurityLevel::of("Passw0rd-2026"), PasswordSecurityLevel::High);
/// assert!(PasswordSecurityLevel::Low < PasswordSecurityLevel::High);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PasswordSecurityLevel {
    /// Anything else. Authing's number for it is 1.
    Low = 1,
    /// At least 8 characters, with a letter and a digit. Authing's number for it is 2.
    Middle = 2,
    /// At least 12 characters, with lower case, upper case and a digit. Authing's number for it
    /// is 3.
    High = 3,
}

impl PasswordSecurityLevel {
    /// The level of this password. As on the server, letters and digits are those of ASCII.
    pub fn of(password: &str) -> Self {
        let length = password.chars().count();
        let has = |kind: fn(&char) -> bool| password.chars().any(|character| kind(&character));
        let digit = has(char::is_ascii_digit);
        if length >= 12 && digit && has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase) {
            Self::High
        } else if length >= 8 && digit && has(char::is_ascii_alphabetic) {
            Self::Middle
        } else {
            Self::Low
        }
    }
}
