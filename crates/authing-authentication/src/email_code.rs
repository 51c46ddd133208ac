//! Registration and login with a code sent by email, which the server offers over REST only.

use authing_core::{Call, Operation};
use authing_types::{CustomData, RegisterProfile, Secret, User};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    client::AuthenticationClient,
    requests::{json_object, json_text},
};

const REGISTER: Operation =
    Operation::post("authentication.register_by_email_code", "/api/v2/register/email-code");
const LOGIN: Operation =
    Operation::post("authentication.login_by_email_code", "/api/v2/login/email-code");

impl AuthenticationClient {
    /// Registers a user with an email address and the code that [`send_email`](Self::send_email)
    /// sent there. It logs nobody in: see
    /// [`register_by_email_code_with`](Self::register_by_email_code_with).
    ///
    /// ```no_run
    /// use authing_authentication::types::EmailScene;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("bob@example.com", EmailScene::RegisterVerifyCode).await?;
    /// let bob = client.register_by_email_code("bob@example.com", "1234").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/register/email-code`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](crate::Error::is_already_exists) when a user has the address;
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address or code.
    pub fn register_by_email_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.register_by_email_code_with(RegisterByEmailCode::new(email, code))
    }

    /// Registers a user with an email address, the code sent there, and more: profile, custom
    /// data, login.
    ///
    /// ```no_run
    /// use authing_authentication::{RegisterByEmailCode, types::RegisterProfile};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = RegisterByEmailCode::new("bob@example.com", "1234")
    ///     .profile(RegisterProfile::new().nickname("Bob"))
    ///     .force_login();
    /// let bob = client.register_by_email_code_with(request).await?;
    /// assert!(client.token().is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/register/email-code`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`register_by_email_code`](Self::register_by_email_code).
    pub fn register_by_email_code_with(&self, request: RegisterByEmailCode) -> Call<User> {
        let call = self
            .api()
            .call(REGISTER)
            .required("email", &request.email)
            .required("code", request.code.expose())
            .rest(|rest| rest.json(&request));
        self.registers(call)
    }

    /// Logs in with an email address and the code that [`send_email`](Self::send_email) sent
    /// there. An unknown address gets an account.
    ///
    /// ```no_run
    /// use authing_authentication::types::EmailScene;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.send_email("bob@example.com", EmailScene::LoginVerifyCode).await?;
    /// let code = "1234"; // as the user read it
    /// let user = client.login_by_email_code("bob@example.com", code).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/login/email-code`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::CODE_INCORRECT`](crate::ErrorCode::CODE_INCORRECT) when the code is wrong;
    /// [`is_login_step`](crate::Error::is_login_step) when a second factor is asked for;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address or code.
    pub fn login_by_email_code(
        &self,
        email: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_email_code_with(LoginByEmailCode::new(email, code))
    }

    /// Logs in with an email address, the code sent there, and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByEmailCode;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByEmailCode::new("bob@example.com", "1234").client_ip("203.0.113.7");
    /// let user = client.login_by_email_code_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/login/email-code`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// As for [`login_by_email_code`](Self::login_by_email_code).
    pub fn login_by_email_code_with(&self, request: LoginByEmailCode) -> Call<User> {
        let call = self
            .api()
            .call(LOGIN)
            .required("email", &request.email)
            .required("code", request.code.expose())
            .rest(|rest| rest.json(&request));
        self.logs_in(call)
    }
}

/// What [`AuthenticationClient::register_by_email_code_with`] takes. `Debug` hides it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterByEmailCode {
    email: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    code: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<RegisterProfile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_login: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    generate_token: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    // Objects, and not their JSON as text, which the GraphQL registrations take.
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_data: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Map<String, Value>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    phone_token: Option<Secret>,
}

impl RegisterByEmailCode {
    /// A registration with this address, which is kept in lower case, and the code sent there.
    pub fn new(email: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self {
            email: email.into(),
            code: code.into(),
            profile: None,
            force_login: None,
            generate_token: None,
            client_ip: None,
            custom_data: None,
            context: None,
            phone_token: None,
        }
    }

    /// The new user's profile.
    #[must_use]
    pub fn profile(mut self, profile: RegisterProfile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Logs the user in at once, with all that a login sets off: pipeline functions, webhooks,
    /// counters. The client then holds the login.
    #[must_use]
    pub fn force_login(mut self) -> Self {
        self.force_login = Some(true);
        self
    }

    /// Makes a token without what a login sets off. The client then holds it.
    #[must_use]
    pub fn generate_token(mut self) -> Self {
        self.generate_token = Some(true);
        self
    }

    /// The end user's address, when the call comes from a server: the server's checks against abuse
    /// are about addresses.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Values for the user's custom fields, which must have been defined.
    #[must_use]
    pub fn custom_data(mut self, data: &CustomData) -> Self {
        let values: Map<_, _> =
            data.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect();
        self.custom_data = (!values.is_empty()).then_some(values);
        self
    }

    /// Data for the application's pipeline functions: pairs of name and value, or a JSON object.
    #[must_use]
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let context = json_object(context);
        self.context = (!context.is_empty()).then_some(context);
        self
    }

    /// The token of a phone number that was verified before, to register it too.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.phone_token = Some(token.into());
        self
    }
}

authing_types::redacted_debug!(RegisterByEmailCode {});

/// What [`AuthenticationClient::login_by_email_code_with`] takes. `Debug` hides it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByEmailCode {
    email: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    code: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    // JSON as text, unlike those of the registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
}

impl LoginByEmailCode {
    /// A login with this address, in any case, and the code sent there.
    pub fn new(email: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self {
            email: email.into(),
            code: code.into(),
            client_ip: None,
            params: None,
            context: None,
        }
    }

    /// The end user's address, when the call comes from a server: the server's checks against abuse
    /// are about addresses.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Values for the user's custom fields, which must have been defined.
    #[must_use]
    pub fn custom_data(mut self, data: &CustomData) -> Self {
        self.params = data.to_params();
        self
    }

    /// Data for the application's pipeline functions: pairs of name and value, or a JSON object.
    #[must_use]
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.context = json_text(context);
        self
    }
}

authing_types::redacted_debug!(LoginByEmailCode {});
