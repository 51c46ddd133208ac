//! Passwords: changed, reset, judged.

use authing_core::{Call, Operation};
use authing_types::{CheckPasswordResult, CheckPasswordStrengthResult, Secret, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, check_password, check_password_strength, reset_password, update_password,
    },
};

const UPDATE: Operation = Operation::graphql("authentication.update_password").user();
const SET: Operation = Operation::graphql("authentication.set_password").user();
const RESET_BY_PHONE_CODE: Operation =
    Operation::graphql("authentication.reset_password_by_phone_code");
const RESET_BY_EMAIL_CODE: Operation =
    Operation::graphql("authentication.reset_password_by_email_code");
const CHECK: Operation = Operation::graphql("authentication.check_password").user().strict();
const CHECK_STRENGTH: Operation =
    Operation::graphql("authentication.check_password_strength").idempotent();

impl AuthenticationClient {
    /// Changes the password of the user who is logged in. A user without one
    /// [sets](Self::set_password) it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.update_password("passw0rd", "n3w-passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updatePassword`. Not idempotent: the second time the old password is wrong.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorCode::OLD_PASSWORD_INCORRECT`](crate::ErrorCode::OLD_PASSWORD_INCORRECT);
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when a password is empty or too long for the
    ///   server's key.
    pub fn update_password(
        &self,
        old_password: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<User> {
        self.change_password(UPDATE, Some(old_password.into()), new_password.into())
    }

    /// Sets the first password of the user who is logged in, for instance after a login by code. A
    /// user who has one [updates](Self::update_password) it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.login_by_phone_code("13800000000", "1234").await?;
    /// client.set_password("passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updatePassword`. Not idempotent: the second time there is an old password.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorCode::OLD_PASSWORD_REQUIRED`](crate::ErrorCode::OLD_PASSWORD_REQUIRED) when the user
    ///   has a password;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for
    ///   the server's key.
    pub fn set_password(&self, new_password: impl Into<Secret>) -> Call<User> {
        self.change_password(SET, None, new_password.into())
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
    /// GraphQL `resetPassword`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// - [`is_not_found`](crate::Error::is_not_found) when no user has the number;
    /// - [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty argument, or a password that is
    ///   too long for the server's key.
    pub fn reset_password_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<()> {
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
    /// GraphQL `resetPassword`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`reset_password_by_phone_code`](Self::reset_password_by_phone_code).
    pub fn reset_password_by_phone_code_with(&self, request: ResetPasswordByPhoneCode) -> Call<()> {
        let ResetPasswordByPhoneCode { phone, phone_country_code, code, new_password } = request;
        let new_password = self.encrypt("new_password", new_password);
        self.api()
            .call(RESET_BY_PHONE_CODE)
            .required("phone", &phone)
            .required("code", code.expose())
            .graphql_deferred::<operations::ResetPassword>(async move {
                Ok(reset_password::Variables {
                    phone: Some(phone),
                    phone_country_code,
                    email: None,
                    code: code.expose().to_owned(),
                    new_password: new_password.await?.expose().to_owned(),
                })
            })
            .map(|data| data.reset_password)
            .confirmed()
    }

    /// Sets a forgotten password with the code that [`send_email`](Self::send_email) sent to the
    /// user's address for
    /// [`EmailScene::ResetPassword`](authing_types::EmailScene::ResetPassword).
    ///
    /// ```no_run
    /// use authing_authentication::types::EmailScene;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("bob@example.com", EmailScene::ResetPassword).await?;
    /// client.reset_password_by_email_code("bob@example.com", "1234", "n3w-passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `resetPassword`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`reset_password_by_phone_code`](Self::reset_password_by_phone_code).
    pub fn reset_password_by_email_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<()> {
        let (email, code) = (email.into(), code.into());
        let new_password = self.encrypt("new_password", new_password.into());
        self.api()
            .call(RESET_BY_EMAIL_CODE)
            .required("email", &email)
            .required("code", code.expose())
            .graphql_deferred::<operations::ResetPassword>(async move {
                Ok(reset_password::Variables {
                    phone: None,
                    phone_country_code: None,
                    email: Some(email),
                    code: code.expose().to_owned(),
                    new_password: new_password.await?.expose().to_owned(),
                })
            })
            .map(|data| data.reset_password)
            .confirmed()
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
    /// that of a login is. Not idempotent: the server may count wrong passwords.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty password.
    pub fn check_password(&self, password: impl Into<Secret>) -> Call<CheckPasswordResult> {
        let password = self.encrypt("password", password.into());
        self.api()
            .call(CHECK)
            .graphql_deferred::<operations::CheckPassword>(async move {
                Ok(check_password::Variables { password: password.await?.expose().to_owned() })
            })
            .map(|data| data.check_password)
            .required_at("data.checkPassword")
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
    /// Those of the transport.
    pub fn check_password_strength(
        &self,
        password: impl Into<Secret>,
    ) -> Call<CheckPasswordStrengthResult> {
        let password = password.into();
        self.api()
            .call(CHECK_STRENGTH)
            .graphql::<operations::CheckPasswordStrength>(check_password_strength::Variables {
                password: password.expose().to_owned(),
            })
            .map(|data| data.check_password_strength)
    }

    fn change_password(
        &self,
        operation: Operation,
        old_password: Option<Secret>,
        new_password: Secret,
    ) -> Call<User> {
        let old_password = old_password.map(|password| self.encrypt("old_password", password));
        let new_password = self.encrypt("new_password", new_password);
        let (api, update) = self.session_update();
        api.call(operation)
            .graphql_deferred::<operations::UpdatePassword>(async move {
                let old_password = match old_password {
                    Some(password) => Some(password.await?.expose().to_owned()),
                    None => None,
                };
                let new_password = new_password.await?.expose().to_owned();
                Ok(update_password::Variables { new_password, old_password })
            })
            .map(|data| data.update_password)
            .map(update.stores())
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

authing_types::redacted_debug!(ResetPasswordByPhoneCode {});

/// How strong a password is, by Authing's measure of length and kinds of characters. The user pool's
/// own rules may be stricter: see
/// [`check_password_strength`](AuthenticationClient::check_password_strength).
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
    /// The level of this password, without asking the server. As there, letters and digits are those
    /// of ASCII.
    #[doc(alias = "compute_password_security_level")]
    pub fn of(password: impl Into<Secret>) -> Self {
        let password = password.into();
        let password = password.expose();
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
