//! Reading an authorization request (RFC 6749 section 4.1.1, OpenID Connect Core 3.1.2.1,
//! RFC 7636 section 4.3).

use crate::domain::claims::{self, has_scope};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::idp::sso::redirect;
use crate::state::applications::{Application, ClientAuthMethod, GrantType, ResponseType};
use crate::state::oidc::{AuthorizationRequest, Pkce, PkceMethod, Protocol, ResponseMode};

/// What is wanted of the user.
#[derive(Default)]
pub(super) struct Prompt {
    pub(super) none: bool,
    /// `login` or `select_account`: the login page offers one account at a time, so both ask
    /// for a fresh login.
    pub(super) login: bool,
    pub(super) consent: bool,
}

/// The parameters that say how to treat the user.
pub(super) struct LoginParams<'a> {
    pub(super) prompt: Prompt,
    pub(super) max_age: Option<i64>,
    pub(super) login_hint: Option<&'a str>,
    pub(super) id_token_hint: Option<&'a str>,
}

impl<'a> LoginParams<'a> {
    pub(super) fn read(params: &Params<'a>) -> OAuthResult<Self> {
        let max_age = params.get("max_age").map(|text| {
            let age = text.parse::<i64>().ok().filter(|age| *age >= 0);
            age.ok_or_else(|| OAuthError::invalid_request("max_age is not a number of seconds"))
        });
        Ok(Self {
            prompt: prompt(params.get("prompt").unwrap_or_default())?,
            max_age: max_age.transpose()?,
            login_hint: params.get("login_hint"),
            id_token_hint: params.get("id_token_hint"),
        })
    }
}

/// Where a response goes, errors included: known before the rest of the request is.
pub(super) fn response_mode(params: &Params<'_>) -> (Option<ResponseType>, ResponseMode) {
    let response_type = params.get("response_type").and_then(ResponseType::parse);
    let front = response_type.is_some_and(|kind| kind.has_token() || kind.has_id_token());
    let mode = match params.get("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        Some("form_post") => ResponseMode::FormPost,
        _ if front => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    };
    (response_type, mode)
}

/// Checks the rest of a request whose client and redirect URI are in order.
pub(super) fn read(
    app: &Application,
    protocol: Protocol,
    redirect_uri: &str,
    params: &Params<'_>,
    prompt: &Prompt,
) -> OAuthResult<AuthorizationRequest> {
    params.require_single()?;
    refuse_unsupported(params)?;
    params.required("response_type")?;
    let (response_type, response_mode) = response_mode(params);
    let response_type = response_type.ok_or_else(|| {
        OAuthError::new("unsupported_response_type", "there is no such response_type")
    })?;
    require_allowed(app, protocol, response_type)?;
    require_mode(params, response_type)?;
    let nonce = params.get("nonce").map(str::to_owned);
    if response_type.has_id_token() && nonce.is_none() {
        return Err(OAuthError::invalid_request(
            "nonce is required where the response holds an id token",
        ));
    }
    let front = response_type.has_id_token() || response_type.has_token();
    if front && !redirect::is_protected(redirect_uri) {
        return Err(OAuthError::invalid_request(
            "tokens in the response need an https redirect_uri or one of the loopback host",
        ));
    }
    let scope = match protocol {
        Protocol::Oidc => oidc_scope(app, params.get("scope"), response_type, prompt)?,
        Protocol::OAuth => oauth_scope(params.get("scope"))?,
    };
    let pkce = if response_type.has_code() { pkce(app, params)? } else { None };
    Ok(AuthorizationRequest {
        protocol,
        app_id: app.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        response_type,
        response_mode,
        scope,
        state: params.get("state").map(str::to_owned),
        nonce,
        pkce,
    })
}

/// Parameters that would change the meaning of the request and that this provider does not read.
fn refuse_unsupported(params: &Params<'_>) -> OAuthResult<()> {
    for (parameter, code) in [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ] {
        if params.get(parameter).is_some() {
            let description = format!("the parameter {parameter} is not supported");
            return Err(OAuthError::new(code, description));
        }
    }
    if params.get("dpop_jkt").is_some() {
        return Err(OAuthError::not_emulated("DPoP"));
    }
    Ok(())
}

fn require_allowed(
    app: &Application,
    protocol: Protocol,
    response_type: ResponseType,
) -> OAuthResult<()> {
    let front = response_type.has_token() || response_type.has_id_token();
    let listed = match protocol {
        Protocol::Oidc => app.protocols.response_types.contains(&response_type),
        // OAuth 2.0 has no setting of its own for response types: the grants decide.
        Protocol::OAuth => matches!(response_type, ResponseType::Code | ResponseType::Token),
    };
    let granted = (!response_type.has_code() || app.allows(GrantType::AuthorizationCode))
        && (!front || app.allows(GrantType::Implicit));
    if protocol == Protocol::OAuth && !listed {
        return Err(OAuthError::new(
            "unsupported_response_type",
            "OAuth 2.0 has the response types code and token",
        ));
    }
    if listed && granted {
        return Ok(());
    }
    Err(OAuthError::unauthorized_client(
        "the application's response types and grants do not allow this response_type",
    ))
}

fn require_mode(params: &Params<'_>, response_type: ResponseType) -> OAuthResult<()> {
    match params.get("response_mode") {
        None | Some("fragment" | "form_post") => Ok(()),
        Some("query") if !response_type.has_token() && !response_type.has_id_token() => Ok(()),
        Some("query") => Err(OAuthError::invalid_request(
            "response_mode query would put tokens into logs and histories",
        )),
        Some(_) => {
            Err(OAuthError::new("unsupported_response_mode", "there is no such response_mode"))
        }
    }
}

/// The scope granted: known words only; a refresh token only where consent was asked for.
fn oidc_scope(
    app: &Application,
    asked: Option<&str>,
    response_type: ResponseType,
    prompt: &Prompt,
) -> OAuthResult<String> {
    let asked = asked.unwrap_or_default();
    if !has_scope(asked, "openid") {
        return Err(OAuthError::invalid_scope("scope must contain openid"));
    }
    let offline = prompt.consent && response_type.has_code() && app.allows(GrantType::RefreshToken);
    Ok(known_scopes(asked, offline))
}

/// The words of a scope that mean something here.
pub(super) fn known_scopes(asked: &str, offline: bool) -> String {
    let mut granted: Vec<&str> = Vec::new();
    for word in asked.split(' ') {
        let known = claims::SCOPES.contains(&word) && (offline || word != "offline_access");
        if known && !granted.contains(&word) {
            granted.push(word);
        }
    }
    granted.join(" ")
}

/// OAuth 2.0 has one scope, `user`; it is meant if none is named.
pub(super) fn oauth_scope(asked: Option<&str>) -> OAuthResult<String> {
    match asked {
        Some(scope) if !has_scope(scope, "user") => {
            Err(OAuthError::invalid_scope("the scope of OAuth 2.0 is user"))
        }
        _ => Ok("user".to_owned()),
    }
}

fn prompt(text: &str) -> OAuthResult<Prompt> {
    let mut prompt = Prompt::default();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match word {
            "none" => prompt.none = true,
            "login" | "select_account" => prompt.login = true,
            "consent" => prompt.consent = true,
            _ => return Err(OAuthError::invalid_request("there is no such prompt")),
        }
    }
    if prompt.none && (prompt.login || prompt.consent) {
        return Err(OAuthError::invalid_request("prompt none goes with no other"));
    }
    Ok(prompt)
}

fn pkce(app: &Application, params: &Params<'_>) -> OAuthResult<Option<Pkce>> {
    let method = match params.get("code_challenge_method") {
        None | Some("plain") => PkceMethod::Plain,
        Some("S256") => PkceMethod::S256,
        Some(_) => {
            return Err(OAuthError::invalid_request("code_challenge_method is plain or S256"));
        }
    };
    let Some(challenge) = params.get("code_challenge") else {
        if app.protocols.token_auth == ClientAuthMethod::None {
            return Err(OAuthError::invalid_request(
                "a public client must send a code_challenge (PKCE)",
            ));
        }
        if params.get("code_challenge_method").is_some() {
            return Err(OAuthError::missing("code_challenge"));
        }
        return Ok(None);
    };
    if !is_verifier(challenge) {
        return Err(OAuthError::invalid_request(
            "code_challenge must have 43 to 128 unreserved characters",
        ));
    }
    Ok(Some(Pkce { challenge: challenge.to_owned(), method }))
}

/// The form of verifiers and challenges (RFC 7636 section 4.1).
pub(super) fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
