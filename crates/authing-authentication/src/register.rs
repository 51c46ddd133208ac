//! Registration.

use authing_core::{Call, Operation};
use authing_types::{
    RegisterByEmailInput, RegisterByPhoneCodeInput, RegisterByUsernameInput, RegisterProfile,
    Secret, User,
};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, register_by_email, register_by_phone_code, register_by_username,
    },
    requests::{PlainInput, context_setters},
};

const BY_EMAIL: Operation = Operation::graphql("authentication.register_by_email");
const BY_USERNAME: Operation = Operation::graphql("authentication.register_by_username");
const BY_PHONE_CODE: Operation = Operation::graphql("authentication.register_by_phone_code");

/// Setters that every registration has.
macro_rules! registration_setters {
    () => {
        /// The new user's profile.
        #[must_use]
        pub fn profile(mut self, profile: RegisterProfile) -> Self {
            self.input = self.input.set(|input| input.profile(profile));
            self
        }

        /// Logs the user in at once, with all that a login sets off: pipeline functions,
        /// webhooks, counters. The client then holds the login.
        #[must_use]
        pub fn force_login(mut self) -> Self {
            self.input = self.input.set(|input| input.force_login(true));
            self
        }

        /// Makes a token without what a login sets off. The client then holds it.
        #[must_use]
        pub fn generate_token(mut self) -> Self {
            self.input = self.input.set(|input| input.generate_token(true));
            self
        }
    };
}

impl AuthenticationClient {
    /// Registers a user with an email address and a password. It logs nobody in: see
    /// [`register_by_email_with`](Self::register_by_email_with).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let bob = client.register_by_email("bob@example.com", "passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByEmail`. Not idempotent: a user can be registered once.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the address;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address or password, or a
    /// password that is too long for the server's key.
    pub fn register_by_email(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_email_with(RegisterByEmail::new(email, password))
    }

    /// Registers a user with an email address, a password and more: profile, custom data, login.
    ///
    /// ```no_run
    /// use authing_authentication::RegisterByEmail;
    /// use authing_authentication::types::{CustomData, RegisterProfile};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = RegisterByEmail::new("bob@example.com", "passw0rd")
    ///     .profile(RegisterProfile::new().nickname("Bob"))
    ///     .custom_data(&CustomData::new().with("school", "HUST"))
    ///     .context([("source", "spring-sale")])
    ///     .force_login();
    /// let bob = client.register_by_email_with(request).await?;
    /// assert!(client.token().is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByEmail`. Not idempotent: a user can be registered once.
    ///
    /// # Errors
    ///
    /// As for [`register_by_email`](Self::register_by_email).
    pub fn register_by_email_with(&self, request: RegisterByEmail) -> Call<User> {
        let call =
            self.send_input::<operations::RegisterByEmail, _>(BY_EMAIL, request.input, |input| {
                register_by_email::Variables { input }
            });
        self.registers(call.map(|data| data.register_by_email).required_at("data.registerByEmail"))
    }

    /// Registers a user with a username and a password. It logs nobody in: see
    /// [`register_by_username_with`](Self::register_by_username_with).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let bob = client.register_by_username("bob", "passw0rd").await?;
    /// println!("{} is registered", bob.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByUsername`. Not idempotent: a user can be registered once.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the name;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name or password, or a
    /// password that is too long for the server's key.
    pub fn register_by_username(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_username_with(RegisterByUsername::new(username, password))
    }

    /// Registers a user with a username, a password and more: profile, custom data, login.
    ///
    /// ```no_run
    /// use authing_authentication::RegisterByUsername;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = RegisterByUsername::new("bob", "passw0rd").generate_token();
    /// let bob = client.register_by_username_with(request).await?;
    /// assert!(client.token().is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByUsername`. Not idempotent: a user can be registered once.
    ///
    /// # Errors
    ///
    /// As for [`register_by_username`](Self::register_by_username).
    pub fn register_by_username_with(&self, request: RegisterByUsername) -> Call<User> {
        let call = self.send_input::<operations::RegisterByUsername, _>(
            BY_USERNAME,
            request.input,
            |input| register_by_username::Variables { input },
        );
        self.registers(
            call.map(|data| data.register_by_username).required_at("data.registerByUsername"),
        )
    }

    /// Registers a user with a phone number and the code that
    /// [`send_sms_code`](Self::send_sms_code) sent there. It logs nobody in: see
    /// [`register_by_phone_code_with`](Self::register_by_phone_code_with).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_sms_code("13800000000").await?;
    /// let bob = client.register_by_phone_code("13800000000", "1234").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByPhoneCode`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the number;
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong.
    pub fn register_by_phone_code(
        &self,
        phone: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_phone_code_with(RegisterByPhoneCode::new(phone, code))
    }

    /// Registers a user with a phone number, the code sent there, and more: a password, profile,
    /// custom data, login.
    ///
    /// ```no_run
    /// use authing_authentication::RegisterByPhoneCode;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = RegisterByPhoneCode::new("5550100", "1234")
    ///     .phone_country_code("+1")
    ///     .password("passw0rd")
    ///     .generate_token();
    /// let bob = client.register_by_phone_code_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByPhoneCode`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`register_by_phone_code`](Self::register_by_phone_code), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a password is empty or too long for the
    /// server's key.
    pub fn register_by_phone_code_with(&self, request: RegisterByPhoneCode) -> Call<User> {
        let call = self.send_input::<operations::RegisterByPhoneCode, _>(
            BY_PHONE_CODE,
            request.input,
            |input| register_by_phone_code::Variables { input },
        );
        self.registers(
            call.map(|data| data.register_by_phone_code).required_at("data.registerByPhoneCode"),
        )
    }
}

/// What [`AuthenticationClient::register_by_email_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct RegisterByEmail {
    input: PlainInput<RegisterByEmailInput>,
}

authing_types::redacted_debug!(RegisterByEmail {});

impl RegisterByEmail {
    /// A registration with this address, which is kept in lower case, and this password.
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        let email = email.into();
        let input = PlainInput::new(RegisterByEmailInput::new(email.as_str(), password));
        Self { input: input.required("email", email) }
    }

    registration_setters!();
    context_setters!();

    /// The token of a phone number that was verified before, to register it too.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.set(|input| input.phone_token(token));
        self
    }
}

/// What [`AuthenticationClient::register_by_username_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct RegisterByUsername {
    input: PlainInput<RegisterByUsernameInput>,
}

authing_types::redacted_debug!(RegisterByUsername {});

impl RegisterByUsername {
    /// A registration with this name, upper and lower case as given, and this password.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        let username = username.into();
        let input = PlainInput::new(RegisterByUsernameInput::new(username.as_str(), password));
        Self { input: input.required("username", username) }
    }

    registration_setters!();
    context_setters!();

    /// The token of a phone number that was verified before, to register it too.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.set(|input| input.phone_token(token));
        self
    }

    /// The token of an email address that was verified before, to register it too.
    #[must_use]
    pub fn email_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.set(|input| input.email_token(token));
        self
    }
}

/// What [`AuthenticationClient::register_by_phone_code_with`] takes. `Debug` hides it.
#[derive(Clone)]
pub struct RegisterByPhoneCode {
    input: PlainInput<RegisterByPhoneCodeInput>,
}

authing_types::redacted_debug!(RegisterByPhoneCode {});

impl RegisterByPhoneCode {
    /// A registration with this number and the code sent there.
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        let (phone, code) = (phone.into(), code.into());
        let input = PlainInput::new(RegisterByPhoneCodeInput::new(phone.as_str(), &code));
        Self { input: input.required("phone", phone).required("code", code) }
    }

    registration_setters!();
    context_setters!();

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.input = self.input.set(|input| input.phone_country_code(code));
        self
    }

    /// A password, so that the user can log in without a code later.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.input = self.input.set(|input| input.password(password));
        self
    }

    /// The token of an email address that was verified before, to register it too.
    #[must_use]
    pub fn email_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.set(|input| input.email_token(token));
        self
    }
}
