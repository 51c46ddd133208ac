//! Login with a password, or with a code sent to a phone.

use authing_core::{Call, Operation};
use authing_types::{
    LoginByEmailInput, LoginByPhoneCodeInput, LoginByPhonePasswordInput, LoginByUsernameInput,
    Secret, User,
};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, login_by_email, login_by_phone_code, login_by_phone_password, login_by_username,
    },
    requests::{PlainInput, context_setters},
};

// A failed login counts towards a lockout, and a code is single-use: none is idempotent.
const BY_EMAIL: Operation = Operation::graphql("authentication.login_by_email");
const BY_USERNAME: Operation = Operation::graphql("authentication.login_by_username");
const BY_PHONE_CODE: Operation = Operation::graphql("authentication.login_by_phone_code");
const BY_PHONE_PASSWORD: Operation = Operation::graphql("authentication.login_by_phone_password");

/// Setters that every login with a password has.
macro_rules! password_login_setters {
    () => {
        /// Whether an unknown user gets an account, with this password. Default: no.
        #[must_use]
        pub fn auto_register(mut self, auto_register: bool) -> Self {
            self.input = self.input.set(|input| input.auto_register(auto_register));
            self
        }

        /// What the user read off the captcha picture that the server asks for after too many
        /// failures ([`ErrorCode::CAPTCHA_REQUIRED`](crate::ErrorCode::CAPTCHA_REQUIRED)).
        #[must_use]
        pub fn captcha_code(mut self, captcha_code: impl Into<Secret>) -> Self {
            self.input = self.input.set(|input| input.captcha_code(captcha_code));
            self
        }
    };
}

impl AuthenticationClient {
    /// Logs in with an email address, in any case, and a password.
    ///
    /// ```no_run
    /// use authing_authentication::{ErrorCode, MfaChallenge};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// match client.login_by_email("bob@example.com", "passw0rd").await {
    ///     Ok(user) => println!("hello {}", user.id),
    ///     Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => {
    ///         println!("{}", error.message());
    ///     }
    ///     Err(error) => match MfaChallenge::from_error(&error) {
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
    /// GraphQL `loginByEmail`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// - [`ErrorCode::USER_NOT_FOUND`](crate::ErrorCode::USER_NOT_FOUND) and
    ///   [`PASSWORD_INCORRECT`](crate::ErrorCode::PASSWORD_INCORRECT), or for either
    ///   [`ACCOUNT_OR_PASSWORD_INCORRECT`](crate::ErrorCode::ACCOUNT_OR_PASSWORD_INCORRECT) on
    ///   newer servers;
    /// - [`is_login_step`](crate::Error::is_login_step) when the login is not complete:
    ///   [`MfaChallenge::from_error`](crate::MfaChallenge::from_error) is the second factor, and
    ///   [`LoginStep::from_error`](crate::LoginStep::from_error) that or another step, as a new
    ///   password;
    /// - [`USER_BLOCKED`](crate::ErrorCode::USER_BLOCKED),
    ///   [`ACCOUNT_LOCKED`](crate::ErrorCode::ACCOUNT_LOCKED) and
    ///   [`CAPTCHA_REQUIRED`](crate::ErrorCode::CAPTCHA_REQUIRED) after too many failures;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) when the address or the password is empty, or
    ///   the password is too long for the server's key.
    pub fn login_by_email(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_email_with(LoginByEmail::new(email, password))
    }

    /// Logs in with an email address, a password and more.
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
    /// GraphQL `loginByEmail`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_email_with(&self, request: LoginByEmail) -> Call<User> {
        let call =
            self.send_input::<operations::LoginByEmail, _>(BY_EMAIL, request.input, |input| {
                login_by_email::Variables { input }
            });
        self.logs_in(call.map(|data| data.login_by_email).required_at("data.loginByEmail"))
    }

    /// Logs in with a username and a password.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.login_by_username("bob", "passw0rd").await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByUsername`. Not idempotent: failures count towards a lockout.
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

    /// Logs in with a username, a password and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByUsername;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByUsername::new("bob", "passw0rd").captcha_code("x7Fq");
    /// let user = client.login_by_username_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByUsername`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_username_with(&self, request: LoginByUsername) -> Call<User> {
        let call = self.send_input::<operations::LoginByUsername, _>(
            BY_USERNAME,
            request.input,
            |input| login_by_username::Variables { input },
        );
        self.logs_in(call.map(|data| data.login_by_username).required_at("data.loginByUsername"))
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
    /// GraphQL `loginByPhoneCode`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// [`is_login_step`](crate::Error::is_login_step) when a second factor is asked for;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty number or code.
    pub fn login_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_phone_code_with(LoginByPhoneCode::new(phone, code))
    }

    /// Logs in with a phone number, the code sent there, and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByPhoneCode;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByPhoneCode::new("5550100", "1234").phone_country_code("+1");
    /// let user = client.login_by_phone_code_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByPhoneCode`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`login_by_phone_code`](Self::login_by_phone_code).
    pub fn login_by_phone_code_with(&self, request: LoginByPhoneCode) -> Call<User> {
        let call = self.send_input::<operations::LoginByPhoneCode, _>(
            BY_PHONE_CODE,
            request.input,
            |input| login_by_phone_code::Variables { input },
        );
        self.logs_in(call.map(|data| data.login_by_phone_code).required_at("data.loginByPhoneCode"))
    }

    /// Logs in with a phone number and a password.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.login_by_phone_password("13800000000", "passw0rd").await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByPhonePassword`. Not idempotent: failures count towards a lockout.
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
    /// ```no_run
    /// use authing_authentication::LoginByPhonePassword;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByPhonePassword::new("13800000000", "passw0rd").auto_register(true);
    /// let user = client.login_by_phone_password_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `loginByPhonePassword`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email`](Self::login_by_email).
    pub fn login_by_phone_password_with(&self, request: LoginByPhonePassword) -> Call<User> {
        let call = self.send_input::<operations::LoginByPhonePassword, _>(
            BY_PHONE_PASSWORD,
            request.input,
            |input| login_by_phone_password::Variables { input },
        );
        self.logs_in(
            call.map(|data| data.login_by_phone_password).required_at("data.loginByPhonePassword"),
        )
    }
}

/// What [`AuthenticationClient::login_by_email_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByEmail {
    input: PlainInput<LoginByEmailInput>,
}

authing_types::redacted_debug!(LoginByEmail {});

impl LoginByEmail {
    /// A login with this address, in any case, and this password.
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        let email = email.into();
        let input = PlainInput::new(LoginByEmailInput::new(email.as_str(), password));
        Self { input: input.required("email", email) }
    }

    password_login_setters!();
    context_setters!();
}

/// What [`AuthenticationClient::login_by_username_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByUsername {
    input: PlainInput<LoginByUsernameInput>,
}

authing_types::redacted_debug!(LoginByUsername {});

impl LoginByUsername {
    /// A login with this name, upper and lower case as registered, and this password.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        let username = username.into();
        let input = PlainInput::new(LoginByUsernameInput::new(username.as_str(), password));
        Self { input: input.required("username", username) }
    }

    password_login_setters!();
    context_setters!();
}

/// What [`AuthenticationClient::login_by_phone_code_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByPhoneCode {
    input: PlainInput<LoginByPhoneCodeInput>,
}

authing_types::redacted_debug!(LoginByPhoneCode {});

impl LoginByPhoneCode {
    /// A login with this number and the code sent there.
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        let (phone, code) = (phone.into(), code.into());
        let input = PlainInput::new(LoginByPhoneCodeInput::new(phone.as_str(), &code));
        Self { input: input.required("phone", phone).required("code", code) }
    }

    context_setters!();

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.input = self.input.set(|input| input.phone_country_code(code));
        self
    }

    /// Whether an unknown number gets an account. Default: the server's choice, which is yes.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.input = self.input.set(|input| input.auto_register(auto_register));
        self
    }
}

/// What [`AuthenticationClient::login_by_phone_password_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct LoginByPhonePassword {
    input: PlainInput<LoginByPhonePasswordInput>,
}

authing_types::redacted_debug!(LoginByPhonePassword {});

impl LoginByPhonePassword {
    /// A login with this number and this password.
    pub fn new(phone: impl Into<String>, password: impl Into<Secret>) -> Self {
        let phone = phone.into();
        let input = PlainInput::new(LoginByPhonePasswordInput::new(phone.as_str(), password));
        Self { input: input.required("phone", phone) }
    }

    password_login_setters!();
    context_setters!();
}
