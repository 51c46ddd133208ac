//! Sign-in on the third version of the server's interface, with any kind of credentials.

use std::fmt;

use authing_core::{Call, Error, Operation, client::PasswordCipher};
use authing_types::Secret;
use authing_types::{CustomData, lenient};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{arguments::not_empty, client::AuthenticationClient};

const SIGN_IN: Operation =
    Operation::post("authentication.sign_in_with_credentials", "/api/v3/signin");
const SIGN_IN_FOR_CODE: Operation =
    Operation::post("authentication.sign_in_for_code", "/api/v3/signin");

impl AuthenticationClient {
    /// Signs in with any kind of credentials, on servers that have the third version of the
    /// interface; answers tokens of OpenID Connect. Without a scope that says `openid` there is no
    /// id token.
    ///
    /// The client then acts as the user of the id token; without one it is logged in no longer.
    /// The answer names no user: [`current_user`](Self::current_user) does.
    ///
    /// ```no_run
    /// use authing_authentication::{SignIn, SignInAccount, SignInCredentials};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let account = SignInAccount::Email("bob@example.com".into());
    /// let request = SignIn::new(SignInCredentials::password(account, "passw0rd"))
    ///     .encrypt_password()
    ///     .scope("openid profile offline_access");
    /// let tokens = client.sign_in_with_credentials(request).await?;
    /// println!("good for {:?} s", tokens.expires_in);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/signin`. Not idempotent: failures count towards a lock-out, and a code is
    /// good for once.
    ///
    /// # Errors
    ///
    /// - those of [`login_by_username`](Self::login_by_username) and
    ///   [`login_by_phone_code`](Self::login_by_phone_code), for what was given;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for empty credentials, or a password that is
    ///   too long to be encrypted.
    pub fn sign_in_with_credentials(&self, request: SignIn) -> Call<SignInTokens> {
        let session = std::sync::Arc::clone(self.session());
        let body = self.sign_in_body(request, None);
        self.api()
            .call(SIGN_IN)
            .rest_deferred(move |request| async move { Ok(request.json(&body.await?)) })
            .map(move |tokens: SignInTokens| {
                session.sign_in(tokens.id_token.as_ref());
                tokens
            })
    }

    /// Signs in with any kind of credentials, and answers a code instead of tokens: for whoever has
    /// the address, one of the application's redirect URIs, to exchange. The client's own log-in
    /// stays as it is.
    ///
    /// ```no_run
    /// use authing_authentication::{SignIn, SignInCredentials};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = SignIn::new(SignInCredentials::email_code("bob@example.com", "1234"))
    ///     .scope("openid profile")
    ///     .state("af0ifjsldkj");
    /// let answer = client.sign_in_for_code(request, "https://app.example.com/callback").await?;
    /// assert_eq!(answer.state.as_deref(), Some("af0ifjsldkj"));
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/signin`. Not idempotent: failures count towards a lock-out, and a code is
    /// good for once.
    ///
    /// # Errors
    ///
    /// As for [`sign_in_with_credentials`](Self::sign_in_with_credentials), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address.
    pub fn sign_in_for_code(
        &self,
        request: SignIn,
        redirect_uri: impl Into<String>,
    ) -> Call<SignInCode> {
        let redirect_uri = redirect_uri.into();
        let checked = not_empty("redirect_uri", &redirect_uri);
        let body = self.sign_in_body(request, Some(redirect_uri));
        self.api()
            .call(SIGN_IN_FOR_CODE)
            .rest_deferred(move |request| async move { Ok(request.json(&body.await?)) })
            .check(checked)
    }

    fn sign_in_body(
        &self,
        request: SignIn,
        redirect_uri: Option<String>,
    ) -> impl Future<Output = Result<Body, Error>> + Send + 'static {
        let passwords = self.passwords().clone();
        let client_id = self.app_id().to_owned();
        let client_secret = self.secret().cloned();
        async move {
            let SignIn { mut credentials, encrypt, mut options } = request;
            credentials.check()?;
            if encrypt {
                options.password_encrypt_type = credentials.encrypt(&passwords).await?;
            }
            options.response_type = redirect_uri.as_ref().map(|_| "code");
            options.redirect_uri = redirect_uri;
            let options = (options != Options::default()).then_some(options);
            Ok(Body { credentials: credentials.into(), options, client_id, client_secret })
        }
    }
}

/// Whom a password belongs to. `Debug` shows the kind only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignInAccount {
    /// A user name, an e-mail address or a phone number: the server finds out which.
    Any(String),
    /// A user name.
    Username(String),
    /// An e-mail address.
    Email(String),
    /// A phone number.
    Phone(String),
}

impl SignInAccount {
    fn text(&self) -> &str {
        match self {
            Self::Any(text) | Self::Username(text) | Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

impl fmt::Debug for SignInAccount {
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

/// What a user signs in with. `Debug` shows the kind only.
#[derive(Clone)]
#[non_exhaustive]
pub enum SignInCredentials {
    /// A password.
    Password {
        /// Whose it is.
        account: SignInAccount,
        /// The password.
        password: Secret,
    },
    /// A code sent by e-mail.
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

impl SignInCredentials {
    /// A password and whose it is.
    pub fn password(account: SignInAccount, password: impl Into<Secret>) -> Self {
        Self::Password { account, password: password.into() }
    }

    /// An e-mail address and the code sent there.
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
        not_empty(argument, text)?;
        if secret.is_empty() { Err(Error::input(proof, "is empty")) } else { Ok(()) }
    }

    /// Replaces a password by what goes over the wire; answers the name of the cipher. A code is
    /// none, and stays.
    async fn encrypt(&mut self, passwords: &PasswordCipher) -> Result<Option<&'static str>, Error> {
        let password = match self {
            Self::Password { password, .. }
            | Self::Ldap { password, .. }
            | Self::Ad { password, .. } => password,
            Self::EmailCode { .. } | Self::PhoneCode { .. } => return Ok(None),
        };
        let encrypted = passwords.encrypt("password", password).await?;
        let (cipher, text) = encrypted.expose_named();
        *password = text.into();
        Ok(Some(cipher))
    }
}

impl fmt::Debug for SignInCredentials {
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

/// What [`AuthenticationClient::sign_in_with_credentials`] takes. `Debug` shows the kind of
/// credentials only.
#[derive(Clone)]
pub struct SignIn {
    credentials: SignInCredentials,
    encrypt: bool,
    options: Options,
}

impl SignIn {
    /// A sign-in with these credentials.
    pub fn new(credentials: SignInCredentials) -> Self {
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
        let context: Map<_, _> =
            context.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.options.context = (!context.is_empty()).then_some(context);
        self
    }

    /// The tenant to sign in to.
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

    /// A text that comes back with a code, to tell answers apart.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.options.state = Some(state.into());
        self
    }

    /// A text that comes back in the id token, to bind it to this sign-in.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.options.nonce = Some(nonce.into());
        self
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

/// The tokens of a sign-in. `Debug` hides them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SignInTokens {
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
    /// For how many seconds the access token is good.
    #[serde(default, alias = "expire_in", deserialize_with = "lenient::count")]
    pub expires_in: Option<i64>,
}

/// The code of a sign-in. `Debug` hides it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SignInCode {
    /// The code, good for one exchange at the token endpoint.
    pub code: Secret,
    /// The state that was sent.
    #[serde(default)]
    pub state: Option<String>,
}

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

impl From<SignInCredentials> for Payload {
    fn from(credentials: SignInCredentials) -> Self {
        match credentials {
            SignInCredentials::Password { account, password } => {
                let mut payload = PasswordPayload { password, ..PasswordPayload::default() };
                let (field, text) = match account {
                    SignInAccount::Any(text) => (&mut payload.account, text),
                    SignInAccount::Username(text) => (&mut payload.username, text),
                    SignInAccount::Email(text) => (&mut payload.email, text),
                    SignInAccount::Phone(text) => (&mut payload.phone, text),
                };
                *field = Some(text);
                Self::Password { password_payload: payload }
            }
            SignInCredentials::EmailCode { email, code } => Self::Passcode {
                pass_code_payload: PasscodePayload {
                    email: Some(email),
                    phone: None,
                    phone_country_code: None,
                    pass_code: code,
                },
            },
            SignInCredentials::PhoneCode { phone, country_code, code } => Self::Passcode {
                pass_code_payload: PasscodePayload {
                    email: None,
                    phone: Some(phone),
                    phone_country_code: country_code,
                    pass_code: code,
                },
            },
            SignInCredentials::Ldap { account, password } => {
                Self::Ldap { ldap_payload: DirectoryPayload { account, password } }
            }
            SignInCredentials::Ad { account, password } => {
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
