//! Login on the third version of the server's interface, with any kind of credentials.

use std::{fmt, sync::Arc};

use authing_core::{Call, Error, Operation, client::PasswordCipher};
use authing_types::{CustomData, Secret, lenient};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

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
                        let (credentials, cipher) = credentials.encrypt(&passwords).await?;
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

/// The account that a password belongs to. `Debug` shows the kind only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginAccount {
    /// A username, an email address or a phone number: the server finds out which.
    Any(String),
    /// A username.
    Username(String),
    /// An email address.
    Email(String),
    /// A phone number.
    Phone(String),
}

impl LoginAccount {
    fn text(&self) -> &str {
        match self {
            Self::Any(text) | Self::Username(text) | Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

impl fmt::Debug for LoginAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Any(_) => "Any",
            Self::Username(_) => "Username",
            Self::Email(_) => "Email",
            Self::Phone(_) => "Phone",
        };
        f.debug_struct(kind).finish_non_exhaustive()
    }
}

/// What a user logs in with. `Debug` shows the kind only.
#[derive(Clone)]
#[non_exhaustive]
pub enum LoginCredentials {
    /// A password.
    Password {
        /// Whose it is.
        account: LoginAccount,
        /// The password.
        password: Secret,
    },
    /// A code sent by email.
    EmailCode {
        /// Where it was sent.
        email: String,
        /// The code.
        code: Secret,
    },
    /// A code sent to a phone.
    PhoneCode {
        /// Where it was sent.
        phone: String,
        /// The country code of the number, as `+1`; `None` for China.
        country_code: Option<String>,
        /// The code.
        code: Secret,
    },
    /// An account of the LDAP directory that is connected to the application.
    Ldap {
        /// The account's name there.
        account: String,
        /// The password there.
        password: Secret,
    },
    /// An account of the Active Directory that is connected to the application.
    Ad {
        /// The account's name there (`sAMAccountName`).
        account: String,
        /// The password there.
        password: Secret,
    },
}

impl LoginCredentials {
    /// A password and whose it is.
    pub fn password(account: LoginAccount, password: impl Into<Secret>) -> Self {
        Self::Password { account, password: password.into() }
    }

    /// An email address and the code sent there.
    pub fn email_code(email: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self::EmailCode { email: email.into(), code: code.into() }
    }

    /// A phone number in China and the code sent there.
    pub fn phone_code(phone: impl Into<String>, code: impl Into<Secret>) -> Self {
        Self::PhoneCode { phone: phone.into(), country_code: None, code: code.into() }
    }

    /// An account of the LDAP directory.
    pub fn ldap(account: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Ldap { account: account.into(), password: password.into() }
    }

    /// An account of the Active Directory.
    pub fn ad(account: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Ad { account: account.into(), password: password.into() }
    }

    fn check(&self) -> Result<(), Error> {
        let (argument, text, proof, secret) = match self {
            Self::Password { account, password } => {
                ("account", account.text(), "password", password)
            }
            Self::EmailCode { email, code } => ("email", email.as_str(), "code", code),
            Self::PhoneCode { phone, code, .. } => ("phone", phone.as_str(), "code", code),
            Self::Ldap { account, password } | Self::Ad { account, password } => {
                ("account", account.as_str(), "password", password)
            }
        };
        if text.trim().is_empty() {
            return Err(Error::input(argument, "is empty"));
        }
        // Spaces alone may be a password.
        if secret.is_empty() { Err(Error::input(proof, "is empty")) } else { Ok(()) }
    }

    /// The credentials as they are sent, with an encrypted password and the name of its cipher. A
    /// code is not encrypted.
    async fn encrypt(
        self,
        passwords: &PasswordCipher,
    ) -> Result<(Payload, Option<&'static str>), Error> {
        let mut payload = Payload::from(self);
        let password = match &mut payload {
            Payload::Password { password_payload } => &mut password_payload.password,
            Payload::Ldap { ldap_payload: payload } | Payload::Ad { ad_payload: payload } => {
                &mut payload.password
            }
            Payload::Passcode { .. } => return Ok((payload, None)),
        };
        let encrypted = passwords.encrypt("password", password).await?;
        let (cipher, text) = encrypted.expose_named();
        *password = text.into();
        Ok((payload, Some(cipher)))
    }
}

impl fmt::Debug for LoginCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Password { .. } => "Password",
            Self::EmailCode { .. } => "EmailCode",
            Self::PhoneCode { .. } => "PhoneCode",
            Self::Ldap { .. } => "Ldap",
            Self::Ad { .. } => "Ad",
        };
        f.debug_struct(kind).finish_non_exhaustive()
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

debug_shows!(LoginWithCredentials { credentials });

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

debug_shows!(LoginTokens { scope, token_type, expires_in });

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

debug_shows!(LoginCode {});

#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    credentials: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Options>,
    client_id: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    client_secret: Option<Secret>,
}

/// The credentials as the server names them.
#[derive(Serialize)]
#[serde(tag = "connection")]
enum Payload {
    #[serde(rename = "PASSWORD", rename_all = "camelCase")]
    Password { password_payload: PasswordPayload },
    #[serde(rename = "PASSCODE", rename_all = "camelCase")]
    Passcode { pass_code_payload: PasscodePayload },
    #[serde(rename = "LDAP", rename_all = "camelCase")]
    Ldap { ldap_payload: DirectoryPayload },
    #[serde(rename = "AD", rename_all = "camelCase")]
    Ad { ad_payload: DirectoryPayload },
}

#[derive(Default, Serialize)]
struct PasswordPayload {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PasscodePayload {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_country_code: Option<String>,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    pass_code: Secret,
}

#[derive(Serialize)]
struct DirectoryPayload {
    #[serde(rename = "sAMAccountName")]
    account: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
}

impl From<LoginCredentials> for Payload {
    fn from(credentials: LoginCredentials) -> Self {
        match credentials {
            LoginCredentials::Password { account, password } => {
                let mut payload = PasswordPayload { password, ..PasswordPayload::default() };
                let (field, text) = match account {
                    LoginAccount::Any(text) => (&mut payload.account, text),
                    LoginAccount::Username(text) => (&mut payload.username, text),
                    LoginAccount::Email(text) => (&mut payload.email, text),
                    LoginAccount::Phone(text) => (&mut payload.phone, text),
                };
                *field = Some(text);
                Self::Password { password_payload: payload }
            }
            LoginCredentials::EmailCode { email, code } => Self::Passcode {
                pass_code_payload: PasscodePayload {
                    email: Some(email),
                    phone: None,
                    phone_country_code: None,
                    pass_code: code,
                },
            },
            LoginCredentials::PhoneCode { phone, country_code, code } => Self::Passcode {
                pass_code_payload: PasscodePayload {
                    email: None,
                    phone: Some(phone),
                    phone_country_code: country_code,
                    pass_code: code,
                },
            },
            LoginCredentials::Ldap { account, password } => {
                Self::Ldap { ldap_payload: DirectoryPayload { account, password } }
            }
            LoginCredentials::Ad { account, password } => {
                Self::Ad { ad_payload: DirectoryPayload { account, password } }
            }
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_data: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_register: Option<bool>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    captcha_code: Option<Secret>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    captcha_token: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_encrypt_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
}
