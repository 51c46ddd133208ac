//! Login on the third version of the server's interface, with any kind of credentials.

use std::sync::Arc;

use authing_core::{Call, Operation};
use authing_types::{CustomData, Secret, lenient};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    kinds::LoginCredentials,
    payload::{Body, Credentials, Options},
};
use crate::{client::AuthenticationClient, requests::json_object};

const LOGIN: Operation = Operation::post("authentication.login_with_credentials", "/api/v3/signin");
const LOGIN_FOR_CODE: Operation =
    Operation::post("authentication.login_for_code", "/api/v3/signin");

impl AuthenticationClient {
    /// Logs in with any kind of credentials, on servers that have the third version of the interface.
    /// Returns tokens of OpenID Connect; an id token only if the scope contains `openid`.
    ///
    /// The client then acts as the user of the id token; without one nobody is logged in. The
    /// response names no user: [`current_user`](Self::current_user) does.
    ///
    /// ```no_run
    /// use authing_authentication::{LoginAccount, LoginCredentials, LoginWithCredentials};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let account = LoginAccount::Email("bob@example.com".into());
    /// let request = LoginWithCredentials::new(LoginCredentials::password(account, "passw0rd"))
    ///     .encrypt_password()
    ///     .scope("openid profile offline_access");
    /// let tokens = client.login_with_credentials(request).await?;
    /// println!("valid for {:?} s", tokens.expires_in);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/signin`. Not idempotent: failures count towards a lockout, and a code is
    /// single-use.
    ///
    /// # Errors
    ///
    /// - those of [`login_by_username`](Self::login_by_username) and
    ///   [`login_by_phone_code`](Self::login_by_phone_code), for what was given;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for empty credentials, or a password that is
    ///   too long to be encrypted.
    pub fn login_with_credentials(&self, request: LoginWithCredentials) -> Call<LoginTokens> {
        let session = Arc::clone(self.session());
        self.credentials_login(LOGIN, request).map(move |tokens: LoginTokens| {
            session.log_in_by_token(tokens.id_token.as_ref());
            tokens
        })
    }

    /// Logs in with any kind of credentials, and returns a code instead of tokens: the service at
    /// `redirect_uri`, one of the application's redirect URIs, exchanges it. The login that this
    /// client holds stays as it is.
    ///
    /// ```no_run
    /// use authing_authentication::{LoginCredentials, LoginWithCredentials};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginWithCredentials::new(LoginCredentials::email_code("bob@example.com", "1234"))
    ///     .scope("openid profile")
    ///     .state("af0ifjsldkj");
    /// let login = client.login_for_code(request, "https://app.example.com/callback").await?;
    /// assert_eq!(login.state.as_deref(), Some("af0ifjsldkj"));
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/signin`. Not idempotent: failures count towards a lockout, and a code is
    /// single-use.
    ///
    /// # Errors
    ///
    /// As for [`login_with_credentials`](Self::login_with_credentials), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address.
    pub fn login_for_code(
        &self,
        request: LoginWithCredentials,
        redirect_uri: impl Into<String>,
    ) -> Call<LoginCode> {
        let options = Options {
            redirect_uri: Some(redirect_uri.into()),
            response_type: Some("code"),
            ..request.options
        };
        self.credentials_login(LOGIN_FOR_CODE, LoginWithCredentials { options, ..request })
    }

    fn credentials_login<T: DeserializeOwned + 'static>(
        &self,
        operation: Operation,
        request: LoginWithCredentials,
    ) -> Call<T> {
        let LoginWithCredentials { credentials, encrypt, mut options } = request;
        let passwords = encrypt.then(|| self.passwords().clone());
        let (client_id, client_secret) = (self.app_id().to_owned(), self.secret().cloned());
        self.api()
            .call(operation)
            .check(credentials.check())
            .required_if_given("redirect_uri", options.redirect_uri.as_deref())
            .rest_deferred(move |request| async move {
                let credentials = match passwords {
                    Some(passwords) => {
                        let (credentials, cipher) =
                            Credentials::encrypted(credentials, &passwords).await?;
                        options.password_encrypt_type = cipher;
                        credentials
                    }
                    None => credentials.into(),
                };
                let options = (options != Options::default()).then_some(options);
                Ok(request.json(&Body { credentials, options, client_id, client_secret }))
            })
    }
}

/// What [`AuthenticationClient::login_with_credentials`] takes. `Debug` shows the kind of
/// credentials only.
#[derive(Clone)]
pub struct LoginWithCredentials {
    credentials: LoginCredentials,
    encrypt: bool,
    options: Options,
}

impl LoginWithCredentials {
    /// A login with these credentials.
    pub fn new(credentials: LoginCredentials) -> Self {
        Self { credentials, encrypt: false, options: Options::default() }
    }

    /// Encrypts the password on its way, as the client's
    /// [`password_encryption`](crate::AuthenticationClientBuilder::password_encryption) says: with
    /// RSA or SM2. Default: TLS alone protects it. Codes are not encrypted.
    #[must_use]
    pub fn encrypt_password(mut self) -> Self {
        self.encrypt = true;
        self
    }

    /// What the tokens are for, separated by spaces, as `openid profile offline_access`.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.options.scope = Some(scope.into());
        self
    }

    /// The end user's address, when the call comes from a server: the server's checks against abuse
    /// are about addresses.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.options.client_ip = Some(client_ip.into());
        self
    }

    /// Data for the application's pipeline functions: pairs of name and value, or a JSON object.
    #[must_use]
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let context = json_object(context);
        self.options.context = (!context.is_empty()).then_some(context);
        self
    }

    /// The tenant to log in to.
    #[must_use]
    pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
        self.options.tenant_id = Some(tenant_id.into());
        self
    }

    /// Values for the user's custom fields, which must have been defined.
    #[must_use]
    pub fn custom_data(mut self, data: &CustomData) -> Self {
        let values: Map<_, _> =
            data.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect();
        self.options.custom_data = (!values.is_empty()).then_some(values);
        self
    }

    /// Whether an unknown user gets an account. Default: no.
    #[must_use]
    pub fn auto_register(mut self, auto_register: bool) -> Self {
        self.options.auto_register = Some(auto_register);
        self
    }

    /// What the user read off the captcha picture, and the token that came with the picture.
    #[must_use]
    pub fn captcha(mut self, code: impl Into<Secret>, token: impl Into<Secret>) -> Self {
        self.options.captcha_code = Some(code.into());
        self.options.captcha_token = Some(token.into());
        self
    }

    /// A text that comes back with a code, to match it to this login.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.options.state = Some(state.into());
        self
    }

    /// A text that comes back in the id token, to bind it to this login.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.options.nonce = Some(nonce.into());
        self
    }
}

authing_types::redacted_debug!(LoginWithCredentials { credentials });

/// The tokens of a login. `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct LoginTokens {
    /// The access token.
    pub access_token: Secret,
    /// The id token, if the scope says `openid`.
    #[serde(default)]
    pub id_token: Option<Secret>,
    /// The refresh token, if the scope says `offline_access`.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
    /// What the tokens are for.
    #[serde(default)]
    pub scope: Option<String>,
    /// How the access token is used: `Bearer`.
    #[serde(default)]
    pub token_type: Option<String>,
    /// How long the access token is valid, in seconds.
    #[serde(default, alias = "expire_in", deserialize_with = "lenient::count")]
    pub expires_in: Option<i64>,
}

authing_types::redacted_debug!(LoginTokens { scope, token_type, expires_in });

/// The code of a login. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct LoginCode {
    /// The code, which the token endpoint accepts once.
    pub code: Secret,
    /// The state that was sent.
    #[serde(default)]
    pub state: Option<String>,
}

authing_types::redacted_debug!(LoginCode {});
