//! The login as it is sent.

use authing_core::{Error, client::PasswordCipher};
use authing_types::Secret;
use serde::Serialize;
use serde_json::{Map, Value};

use super::kinds::{LoginAccount, LoginCredentials};

#[derive(Serialize)]
pub(super) struct Body {
    #[serde(flatten)]
    pub(super) credentials: Credentials,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) options: Option<Options>,
    pub(super) client_id: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    pub(super) client_secret: Option<Secret>,
}

/// The credentials as the server names them.
#[derive(Serialize)]
#[serde(tag = "connection")]
pub(super) enum Credentials {
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
pub(super) struct PasswordPayload {
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
pub(super) struct PasscodePayload {
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
pub(super) struct DirectoryPayload {
    #[serde(rename = "sAMAccountName")]
    account: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
}

impl Credentials {
    /// The credentials as they are sent, with an encrypted password and the name of its cipher. A
    /// code is not encrypted.
    pub(super) async fn encrypted(
        credentials: LoginCredentials,
        passwords: &PasswordCipher,
    ) -> Result<(Self, Option<&'static str>), Error> {
        let mut payload = Self::from(credentials);
        let password = match &mut payload {
            Self::Password { password_payload } => &mut password_payload.password,
            Self::Ldap { ldap_payload: payload } | Self::Ad { ad_payload: payload } => {
                &mut payload.password
            }
            Self::Passcode { .. } => return Ok((payload, None)),
        };
        let encrypted = passwords.encrypt("password", password).await?;
        let (cipher, text) = encrypted.expose_named();
        *password = text.into();
        Ok((payload, Some(cipher)))
    }
}

impl From<LoginCredentials> for Credentials {
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
pub(super) struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tenant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom_data: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) auto_register: Option<bool>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    pub(super) captcha_code: Option<Secret>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    pub(super) captcha_token: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password_encrypt_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redirect_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nonce: Option<String>,
}
