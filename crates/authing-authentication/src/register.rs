//! Registration.

use authing_core::{Call, Operation};
use authing_types::Secret;
use authing_types::{
    RegisterByEmailInput, RegisterByPhoneCodeInput, RegisterByUsernameInput, RegisterProfile, User,
};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, register_by_email, register_by_phone_code, register_by_username,
    },
    requests::{context_setters, encrypt},
    session::Session,
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
            self.input = self.input.profile(profile);
            self
        }

        /// Logs the user in at once, with all that a log-in sets off: pipeline functions,
        /// webhooks, counters. The client then holds the log-in.
        #[must_use]
        pub fn force_login(mut self) -> Self {
            self.input = self.input.force_login(true);
            self
        }

        /// Makes a token without what a log-in sets off. The client then holds it.
        #[must_use]
        pub fn generate_token(mut self) -> Self {
            self.input = self.input.generate_token(true);
            self
        }
    };
}

impl AuthenticationClient {
    /// Registers a user with an e-mail address and a password. Nobody is logged in by it: see
    /// [`register_by_email_with`](Self::register_by_email_with).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let bob = client.register_by_email("bob@example.com", "passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `registerByEmail`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the address;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for the
    /// server's key.
    pub fn register_by_email(
        &self,
        email: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_email_with(RegisterByEmail::new(email, password))
    }

    /// Registers a user with an e-mail address, a password and more: profile, custom data, log-in.
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
    /// GraphQL `registerByEmail`. Not idempotent.
    ///
    /// # Errors
    ///
    /// As for [`register_by_email`](Self::register_by_email).
    pub fn register_by_email_with(&self, request: RegisterByEmail) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(register_by_email::Variables { input })
        };
        self.signs_in::<operations::RegisterByEmail>(
            BY_EMAIL,
            variables,
            |data| data.register_by_email,
            Session::register,
        )
    }

    /// Registers a user with a user name and a password. Nobody is logged in by it: see
    /// [`register_by_username_with`](Self::register_by_username_with).
    ///
    /// GraphQL `registerByUsername`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the name;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is empty or too long for the
    /// server's key.
    pub fn register_by_username(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_username_with(RegisterByUsername::new(username, password))
    }

    /// Registers a user with a user name, a password and more: profile, custom data, log-in.
    ///
    /// GraphQL `registerByUsername`. Not idempotent.
    ///
    /// # Errors
    ///
    /// As for [`register_by_username`](Self::register_by_username).
    pub fn register_by_username_with(&self, request: RegisterByUsername) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(register_by_username::Variables { input })
        };
        self.signs_in::<operations::RegisterByUsername>(
            BY_USERNAME,
            variables,
            |data| data.register_by_username,
            Session::register,
        )
    }

    /// Registers a user with a phone number and the code that
    /// [`send_sms_code`](Self::send_sms_code) sent there. Nobody is logged in by it: see
    /// [`register_by_phone_code_with`](Self::register_by_phone_code_with).
    ///
    /// GraphQL `registerByPhoneCode`. Not idempotent: a code is good for once.
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
    /// custom data, log-in.
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
    /// GraphQL `registerByPhoneCode`. Not idempotent: a code is good for once.
    ///
    /// # Errors
    ///
    /// As for [`register_by_phone_code`](Self::register_by_phone_code), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when a password is empty or too long for the
    /// server's key.
    pub fn register_by_phone_code_with(&self, request: RegisterByPhoneCode) -> Call<User> {
        let passwords = self.passwords().clone();
        let variables = async move {
            let mut input = request.input;
            if let Some(password) = input.password_mut() {
                encrypt(&passwords, password).await?;
            }
            Ok(register_by_phone_code::Variables { input })
        };
        self.signs_in::<operations::RegisterByPhoneCode>(
            BY_PHONE_CODE,
            variables,
            |data| data.register_by_phone_code,
            Session::register,
        )
    }
}

/// What [`AuthenticationClient::register_by_email_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct RegisterByEmail {
    input: RegisterByEmailInput,
}

impl RegisterByEmail {
    /// A registration with this address, which is kept in lower case, and this password.
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { input: RegisterByEmailInput::new(email, password) }
    }

    registration_setters!();
    context_setters!();

    /// The token of a phone number that was verified before, to register it too.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.phone_token(token);
        self
    }
}

/// What [`AuthenticationClient::register_by_username_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct RegisterByUsername {
    input: RegisterByUsernameInput,
}

impl RegisterByUsername {
    /// A registration with this name, upper and lower case as given, and this password.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { input: RegisterByUsernameInput::new(username, password) }
    }

    registration_setters!();
    context_setters!();

    /// The token of a phone number that was verified before, to register it too.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.phone_token(token);
        self
    }

    /// The token of an e-mail address that was verified before, to register it too.
    #[must_use]
    pub fn email_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.email_token(token);
        self
    }
}

/// What [`AuthenticationClient::register_by_phone_code_with`] takes. `Debug` hides it.
#[derive(Clone, Debug)]
pub struct RegisterByPhoneCode {
    input: RegisterByPhoneCodeInput,
}

impl RegisterByPhoneCode {
    /// A registration with this number and the code sent there.
    pub fn new(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self { input: RegisterByPhoneCodeInput::new(phone, code) }
    }

    registration_setters!();
    context_setters!();

    /// The country code of the number, as `+1`. Default: China.
    #[must_use]
    pub fn phone_country_code(mut self, code: impl Into<String>) -> Self {
        self.input = self.input.phone_country_code(code);
        self
    }

    /// A password, so that the user can log in without a code later.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.input = self.input.password(password);
        self
    }

    /// The token of an e-mail address that was verified before, to register it too.
    #[must_use]
    pub fn email_token(mut self, token: impl Into<Secret>) -> Self {
        self.input = self.input.email_token(token);
        self
    }
}
