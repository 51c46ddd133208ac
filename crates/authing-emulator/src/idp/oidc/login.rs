//! The login of version 3 of the interface: credentials in, tokens of OpenID Connect out.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::login::{self, Account, LoginOptions, Opening};
use crate::domain::{custom_data, external_identities, oidc as grants, passwords, users};
use crate::handler::{Call, Reply};
use crate::idp::oidc::client::{self, Credentials, Endpoint};
use crate::idp::oidc::error::OAuthError;
use crate::idp::oidc::issue::{Refresh, issue};
use crate::idp::oidc::request::known_scopes;
use crate::idp::sso::redirect;
use crate::state::applications::{ClientAuthMethod, GrantType, ResponseType};
use crate::state::authentication::{AuthMethod, Authentication};
use crate::state::external_identities::DirectoryKind;
use crate::state::oidc::{AuthorizationRequest, Grant, Protocol, ResponseMode, Subject};

const LOGGED_IN: Text = Text::new("登录成功", "Logged in.");

#[derive(Deserialize)]
struct Input {
    #[serde(flatten)]
    proof: Proof,
    #[serde(default)]
    options: Options,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// What somebody logs in with.
#[derive(Deserialize)]
#[serde(tag = "connection")]
enum Proof {
    #[serde(rename = "PASSWORD", rename_all = "camelCase")]
    Password { password_payload: PasswordPayload },
    #[serde(rename = "PASSCODE", rename_all = "camelCase")]
    Passcode { pass_code_payload: PasscodePayload },
    #[serde(rename = "LDAP", rename_all = "camelCase")]
    Ldap { ldap_payload: DirectoryPayload },
    #[serde(rename = "AD", rename_all = "camelCase")]
    Ad { ad_payload: DirectoryPayload },
}

#[derive(Deserialize)]
struct PasswordPayload {
    account: Option<String>,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    password: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PasscodePayload {
    email: Option<String>,
    phone: Option<String>,
    pass_code: String,
}

#[derive(Deserialize)]
struct DirectoryPayload {
    #[serde(rename = "sAMAccountName")]
    account: String,
    password: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    scope: Option<String>,
    client_ip: Option<String>,
    custom_data: Option<Map<String, Json>>,
    auto_register: Option<bool>,
    captcha_code: Option<String>,
    password_encrypt_type: Option<String>,
    response_type: Option<String>,
    redirect_uri: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    context: Option<Json>,
}

pub(super) fn login(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input: Input = call.read()?;
    let client_id = match &input.client_id {
        Some(id) => id.clone(),
        None => cx.request.app_id.clone().ok_or(failures::APP_ID_NEEDED)?,
    };
    let client = Credentials::of_body(client_id, input.client_secret.clone());
    client::authenticate(cx, &client, Endpoint::Token, Protocol::Oidc).map_err(refusal)?;
    // What cannot be served must not use up a code or count as a login.
    let redirect_uri = redirect_uri(cx, &input.options)?;
    let scope = scope(cx, &input.options)?;
    let how = Authentication::by(match &input.proof {
        Proof::Password { .. } | Proof::Ldap { .. } | Proof::Ad { .. } => AuthMethod::Password,
        Proof::Passcode { pass_code_payload: payload } if payload.phone.is_some() => {
            AuthMethod::Sms
        }
        Proof::Passcode { .. } => AuthMethod::OneTimePassword,
    });
    let id = prove(cx, input.proof, &input.options)?;
    let app_id = cx.app()?.id.clone();
    let subject = Subject::User { id, auth_time: cx.now, how };
    let grant = grants::grant(Protocol::Oidc, &app_id, subject, &scope);
    let response = match redirect_uri {
        Some(uri) => code(cx, &grant, uri, input.options)?,
        None => tokens(cx, &grant, input.options.nonce.as_deref())?,
    };
    Ok(Reply::Data(LOGGED_IN, response))
}

fn tokens(cx: &mut Cx<'_>, grant: &Grant, nonce: Option<&str>) -> ApiResult<Json> {
    let mut response = issue(cx, grant, Refresh::New, nonce).map_err(refusal)?;
    // The one member that has another name here than in OAuth 2.0.
    if let Some(members) = response.as_object_mut()
        && let Some(seconds) = members.remove("expires_in")
    {
        members.insert("expire_in".to_owned(), seconds);
    }
    Ok(response)
}

fn code(cx: &mut Cx<'_>, grant: &Grant, redirect_uri: String, options: Options) -> ApiResult<Json> {
    let state = options.state;
    let request = AuthorizationRequest {
        protocol: Protocol::Oidc,
        app_id: grant.app_id.clone(),
        redirect_uri,
        response_type: ResponseType::Code,
        response_mode: ResponseMode::Query,
        scope: grant.scope.clone(),
        state: state.clone(),
        nonce: options.nonce,
        pkce: None,
    };
    let code = grants::issue_code(cx, grant, &request)?;
    Ok(json!({ "code": code, "state": state }))
}

/// Where a code may go; none if tokens are wanted.
fn redirect_uri(cx: &Cx<'_>, options: &Options) -> ApiResult<Option<String>> {
    let settings = &cx.app()?.protocols;
    match options.response_type.as_deref() {
        None | Some("id_token token") => Ok(None),
        Some("code") => {
            let uri = options.redirect_uri.as_deref().ok_or(failures::BAD_REQUEST)?;
            if !redirect::is_allowed(&settings.redirect_uris, uri) {
                return Err(refused("redirectUri is not one of those registered"));
            }
            if !settings.grants.contains(&GrantType::AuthorizationCode) {
                return Err(refused("the application's grants do not allow a code"));
            }
            if settings.token_auth == ClientAuthMethod::None {
                return Err(refused("a public client cannot prove a code without PKCE"));
            }
            Ok(Some(uri.to_owned()))
        }
        Some(other) => Err(ApiError::not_emulated(&format!("the responseType {other}"))),
    }
}

fn scope(cx: &Cx<'_>, options: &Options) -> ApiResult<String> {
    let offline = cx.app()?.allows(GrantType::RefreshToken);
    let scope = known_scopes(options.scope.as_deref().unwrap_or("openid"), offline);
    if scope.is_empty() { Err(refused("no word of the scope is known")) } else { Ok(scope) }
}

/// The user who has proven who they are.
fn prove(cx: &mut Cx<'_>, proof: Proof, options: &Options) -> ApiResult<String> {
    let login = LoginOptions {
        auto_register: options.auto_register.unwrap_or(false),
        client_ip: options.client_ip.clone(),
        captcha: options.captcha_code.clone(),
        opening: Opening::Protocol,
        custom_data: custom_data::read_pairs(&json!(options.custom_data))?,
        context: options.context.clone(),
    };
    let cipher = options.password_encrypt_type.as_deref();
    match proof {
        Proof::Password { password_payload: payload } => {
            let password = open(cx, cipher, &payload.password)?;
            let account = account(cx, payload)?;
            login::login_by_plain_password(cx, account, &password, login)
        }
        Proof::Passcode { pass_code_payload: payload } => {
            let account = match (payload.email, payload.phone) {
                (Some(email), None) => Account::Email(email),
                (None, Some(phone)) => Account::Phone(phone),
                _ => return Err(failures::PHONE_OR_EMAIL_NEEDED.into()),
            };
            login::login_by_code(cx, account, &payload.pass_code, login)
        }
        Proof::Ldap { ldap_payload: payload } => {
            let password = open(cx, cipher, &payload.password)?;
            external_identities::log_in(cx, DirectoryKind::Ldap, &payload.account, &password, login)
        }
        Proof::Ad { ad_payload: payload } => {
            let password = open(cx, cipher, &payload.password)?;
            external_identities::log_in(cx, DirectoryKind::Ad, &payload.account, &password, login)
        }
    }
}

/// Opens a password by the cipher that the request names.
fn open(cx: &Cx<'_>, cipher: Option<&str>, password: &str) -> ApiResult<String> {
    match cipher {
        None | Some("none") => Ok(password.to_owned()),
        Some("rsa") => passwords::decrypt(cx, password),
        // The mark that the second version asks for is not needed where the cipher is named.
        Some("sm2") if !password.starts_with("sm2:") => {
            passwords::decrypt(cx, &format!("sm2:{password}"))
        }
        Some("sm2") => passwords::decrypt(cx, password),
        Some(_) => Err(failures::BAD_REQUEST.into()),
    }
}

/// The account that a password belongs to. One without a kind is looked for by all identifiers.
fn account(cx: &Cx<'_>, payload: PasswordPayload) -> ApiResult<Account> {
    match (payload.account, payload.username, payload.email, payload.phone) {
        (None, Some(username), None, None) => Ok(Account::Username(username)),
        (None, None, Some(email), None) => Ok(Account::Email(email)),
        (None, None, None, Some(phone)) => Ok(Account::Phone(phone)),
        (Some(text), None, None, None) => {
            let pool = cx.pool()?;
            let is = |by| pool.users.find(by, &text).is_some();
            Ok(if is(users::Identifier::Username) {
                Account::Username(text)
            } else if is(users::Identifier::Email) {
                Account::Email(text)
            } else if is(users::Identifier::Phone) {
                Account::Phone(text)
            } else {
                Account::Username(text)
            })
        }
        _ => Err(failures::BAD_REQUEST.into()),
    }
}

fn refusal(error: OAuthError) -> ApiError {
    refused(&format!("{}: {}", error.code, error.description))
}

fn refused(reason: &str) -> ApiError {
    ApiError::own(failures::FORBIDDEN.code, reason)
}
