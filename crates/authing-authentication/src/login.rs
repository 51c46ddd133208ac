//! Log-in with what the user knows or was sent.

use authing_core::{Call, Operation};
use authing_types::Secret;
use authing_types::{
    LoginByEmailInput, LoginByPhoneCodeInput, LoginByPhonePasswordInput, LoginByUsernameInput, User,
};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, login_by_email, login_by_phone_code, login_by_phone_password, login_by_username,
    },
    requests::{context_setters, encrypt},
    session::Session,
};

// A failed log-in counts towards a lock-out: none is sent again by itself.
const BY_EMAIL: Operation = Operation::graphql("authentication.login_by_email");
const BY_USERNAME: Operation = Operation::graphql("authentication.login_by_username");
const BY_PHONE_CODE: Operation = Operation::graphql("authentication.login_by_phone_code");
const BY_PHONE_PASSWORD: Operation = Operation::graphql("authentication.login_by_phone_password");

/// Setters that every log-in with a password has.
macro_rules! password_login_setters {
    () => {
        /// Whether an unknown user gets an account, with this password. Default: no.
        #[must_use]
        pub fn auto_register(mut self, auto_register: bool) -> Self {
            self.input = self.input.auto_register(auto_register);
            self
        }

        /// What the user read off the captcha picture that the server asks for after too many
        /// failures ([`ErrorCode::CAPTCHA_REQUIRED`](crate::ErrorCode::CAPTCHA_REQUIRED)).
        #[must_use]
        pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
            self.input = self.input.captcha_code(captcha_code);
            self
        }
    };
}

impl AuthenticationClient {
    /// Logs in with an e-mail address, in any case, and a password.
    ///
    /// ```no_run
    /// use authing_authentication::ErrorCode;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// match client.login_by_email("bob@example.com", "passw0rd").await {
    ///     Ok(user) => println!("hello {}", user.id),
    ///     Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => {
    ///         println!("{}", error.message());
    ///     }
    ///     Err(error) => match error.mfa_required() {
    ///         Some(challenge) => {
    ///             let user = challenge.verify_totp(&client, "123456").await?;
    ///             println!("hello {}, and thank you for the second factor", user.id);
    ///         }
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByEmail`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// - [`ErrorCode::USER_NOT_FOUND`](crate::ErrorCode::USER_NOT_FOUND) and
    ///   [`PASSWORD_INCORRECT`](crate::ErrorCode::PASSWORD_INCORRECT), or for either
    ///   [`ACCOUNT_OR_PASSWORD_INCORRECT`](crate::ErrorCode::ACCOUNT_OR_PASSWORD_INCORRECT) on
    ///   newer servers;
    /// - [`mfa_required`](crate::Error::mfa_required) when a second factor is asked for, and
    ///   [`login_step`](crate::Error::login_step) for that and every other step that is missing, as
    ///   a new password;
    /// - [`USER_BLOCKED`](crate::ErrorCode::USER_BLOCKED),
    ///   [`ACCOUNT_LOCKED`](crate::ErrorCode::ACCOUNT_LOCKED) and
    ///   [`CAPTCHA_REQUIRED`](crate::ErrorCode::CAPTCHA_REQUIRED) after too many failures;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for
    ///   the server's key.
    pub fn login_by_email(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_email_with(LoginByEmail::new(email, password))
    }

    /// Logs in with an e-mail address, a password and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByEmail;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByEmail::new("bob@example.com", "passw0rd")
    ///     .auto_register(true)
    ///     .client_ip("203.0.113.7");
    /// client.login_by_email_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByEmail`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_email_with(&self, request: LoginByEmail) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(login_by_email::Variables { input })
        };
        self.signs_in::<operations::LoginByEmail>(
            BY_EMAIL,
            variables,
            |data| data.login_by_email,
            Session::log_in,
        )
    }

    /// Logs in with a user name and a password.
    ///
    /// GraphQL `loginByUsername`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_username(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_username_with(LoginByUsername::new(username, password))
    }

    /// Logs in with a user name, a password and more.
    ///
    /// GraphQL `loginByUsername`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_username_with(&self, request: LoginByUsername) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(login_by_username::Variables { input })
        };
        self.signs_in::<operations::LoginByUsername>(
            BY_USERNAME,
            variables,
            |data| data.login_by_username,
            Session::log_in,
        )
    }

    /// Logs in with a phone number and the code that [`send_sms_code`](Self::send_sms_code) sent
    /// there. An unknown number gets an account.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// let code = "1234"; // as the user read it
    /// let user = client.login_by_phone_code("13800000000", code).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByPhoneCode`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// [`mfa_required`](crate::Error::mfa_required) when a second factor is asked for.
    pub fn login_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_phone_code_with(LoginByPhoneCode::new(phone, code))
    }

    /// Logs in with a phone number, the code sent there, and more.
    ///
    /// GraphQL `loginByPhoneCode`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// As for [`login_by_phone_code`](Self::login_by_phone_code).
    pub fn login_by_phone_code_with(&self, request: LoginByPhoneCode) -> Call<User> {
        let variables = async move { Ok(login_by_phone_code::Variables { input: request.input }) };
        self.signs_in::<operations::LoginByPhoneCode>(
            BY_PHONE_CODE,
            variables,
            |data| data.login_by_phone_code,
            Session::log_in,
        )
    }

    /// Logs in with a phone number and a password.
    ///
    /// GraphQL `loginByPhonePassword`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_phone_password(
        &self,
        phone: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_phone_password_with(LoginByPhonePassword::new(phone, password))
    }

    /// Logs in with a phone number, a password and more.
    ///
    /// GraphQL `loginByPhonePassword`. Not idempotent: failures count towards a lock-out.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_phone_password_with(&self, request: LoginByPhonePassword) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(login_by_phone_password::Variables { input })
        };
        self.signs_in::<operations::LoginByPhonePassword>(
            BY_PHONE_PASSWORD,
            variables,
            |data| data.login_by_phone_password,
            Session::log_in,
        )
    }
}

/// What [`AuthenticationClient::login_by_email_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct LoginByEmail {
    input: LoginByEmailInput,
}

impl LoginByEmail {
    /// A log-in with this address, in any case, and this password.
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { input: LoginByEmailInput::new(email, password) }
    }

    password_login_setters!();
    context_setters!();
}

/// What [`AuthenticationClient::login_by_username_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct LoginByUsername {
    input: LoginByUsernameInput,
}

impl LoginByUsername {
    /// A log-in with this name, upper and lower case as registered, and this password.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { input: LoginByUsernameInput::new(username, password) }
    }

    password_login_setters!();
    context_setters!();
}

/// What [`AuthenticationClient::login_by_phone_code_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct LoginByPhoneCode {
    input: LoginByPhoneCodeInput,
}

impl LoginByPhoneCode {
    /// A log-in with this number and the code sent there.
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self { input: LoginByPhoneCodeInput::new(phone, code) }
    }

    context_setters!();

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.input = self.input.phone_country_code(code);
        self
    }

    /// Whether an unknown number gets an account. Default: the server's choice, which is yes.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.input = self.input.auto_register(auto_register);
        self
    }
}

/// What [`AuthenticationClient::login_by_phone_password_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct LoginByPhonePassword {
    input: LoginByPhonePasswordInput,
}

impl LoginByPhonePassword {
    /// A log-in with this number and this password.
    pub fn new(phone: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { input: LoginByPhonePasswordInput::new(phone, password) }
    }

    password_login_setters!();
    context_setters!();
}
