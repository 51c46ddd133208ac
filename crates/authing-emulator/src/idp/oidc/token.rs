//! The token endpoint.

use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::Value as Json;

use crate::base::error::ApiResult;
use crate::base::jwt;
use crate::base::text::Lang;
use crate::domain::claims::has_scope;
use crate::domain::context::Cx;
use crate::domain::{login, oidc as grants};
use crate::handler::{Call, Reply, Response};
use crate::idp::oidc::client::{self, Credentials, Endpoint};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::issue::{Refresh, issue};
use crate::idp::oidc::params::Params;
use crate::idp::oidc::request::{is_verifier, known_scopes, oauth_scope};
use crate::idp::oidc::{client_credentials, user_token};
use crate::state::applications::GrantType;
use crate::state::authentication::{AuthMethod, Authentication};
use crate::state::oidc::{Grant, Pkce, PkceMethod, Protocol, Subject, TokenKind};

/// Grants of extensions that the provider does not have.
const NOT_EMULATED: &[&str] =
    &["urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba"];

pub(super) fn token(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    Ok(match exchange(cx, call, protocol) {
        Ok(body) => Response::json(StatusCode::OK, &body).no_store().into(),
        Err(error) => error.response(cx).into(),
    })
}

fn exchange(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> OAuthResult<Json> {
    let params = Params::of_form(call)?;
    let named = params.required("grant_type")?;
    if NOT_EMULATED.contains(&named) {
        return Err(OAuthError::not_emulated(&format!("the grant_type {named}")));
    }
    let unsupported = || OAuthError::new("unsupported_grant_type", "there is no such grant_type");
    let grant_type: GrantType =
        serde_json::from_value(Json::from(named)).map_err(|_| unsupported())?;
    let credentials = Credentials::read(call, &params)?;
    match (grant_type, protocol) {
        (GrantType::ClientCredentials, Protocol::Oidc) => {
            return client_credentials::exchange(cx, &credentials, &params);
        }
        (GrantType::Implicit, _)
        | (GrantType::ClientCredentials | GrantType::AuthingToken, Protocol::OAuth) => {
            return Err(unsupported());
        }
        _ => {}
    }
    client::authenticate(cx, &credentials, Endpoint::Token, protocol)?;
    if !cx.app()?.allows(grant_type) {
        return Err(OAuthError::unauthorized_client(
            "the application's grants do not allow this grant_type",
        ));
    }
    match grant_type {
        GrantType::AuthorizationCode => by_code(cx, &params, protocol),
        GrantType::RefreshToken => by_refresh_token(cx, &params, protocol),
        GrantType::Password => by_password(cx, &params, protocol),
        GrantType::AuthingToken => user_token::exchange(cx, &params),
        GrantType::Implicit | GrantType::ClientCredentials => Err(unsupported()),
    }
}

fn by_code(cx: &mut Cx<'_>, params: &Params<'_>, protocol: Protocol) -> OAuthResult<Json> {
    let code = params.required("code")?;
    let redirect_uri = params.required("redirect_uri")?;
    let fingerprint = jwt::fingerprint(code);
    let app_id = cx.app()?.id.clone();
    let pool = cx.pool()?;
    let known = pool
        .authorization_codes
        .iter()
        .find(|known| {
            known.fingerprint == fingerprint
                && known.grant.app_id == app_id
                && known.grant.protocol == protocol
        })
        .cloned()
        .ok_or_else(|| OAuthError::invalid_grant("the code is not one of this client"))?;
    if known.used {
        // Whoever was first, somebody has the code who should not (RFC 6749 section 4.1.2).
        grants::revoke_grant(cx.pool_mut()?, &known.grant.id);
        return Err(OAuthError::invalid_grant(
            "the code has been used; the tokens issued for it are revoked",
        ));
    }
    if known.expires_at <= cx.now {
        return Err(OAuthError::invalid_grant("the code has expired"));
    }
    if known.redirect_uri != redirect_uri {
        return Err(OAuthError::invalid_grant(
            "redirect_uri is not that of the authorization request",
        ));
    }
    require_verifier(known.pkce.as_ref(), params.get("code_verifier"))?;
    require_user(cx, &known.grant)?;
    for own in &mut cx.pool_mut()?.authorization_codes {
        if own.fingerprint == fingerprint {
            own.used = true;
        }
    }
    issue(cx, &known.grant, Refresh::New, known.nonce.as_deref())
}

/// The refresh token stays the same and keeps its end; there is no rotation.
fn by_refresh_token(cx: &mut Cx<'_>, params: &Params<'_>, protocol: Protocol) -> OAuthResult<Json> {
    let token = params.required("refresh_token")?;
    let app_id = cx.app()?.id.clone();
    let found = grants::find(&cx.state, token, cx.now)
        .map(|(_, found)| found)
        .filter(|found| {
            found.kind == TokenKind::Refresh
                && found.grant.app_id == app_id
                && found.grant.protocol == protocol
        })
        .ok_or_else(|| {
            OAuthError::invalid_grant("the refresh token is unknown, expired or revoked")
        })?;
    let mut grant = found.grant.clone();
    if let Some(scope) = params.get("scope") {
        if !scope.split(' ').all(|word| has_scope(&grant.scope, word)) {
            return Err(OAuthError::invalid_scope("the scope is wider than what was granted"));
        }
        grant.scope = scope.to_owned();
    }
    issue(cx, &grant, Refresh::Same(token.to_owned()), None)
}

fn by_password(cx: &mut Cx<'_>, params: &Params<'_>, protocol: Protocol) -> OAuthResult<Json> {
    let username = params.required("username")?;
    let password = params.required("password")?;
    let scope = match protocol {
        Protocol::OAuth => oauth_scope(params.get("scope"))?,
        Protocol::Oidc => {
            let offline = cx.app()?.allows(GrantType::RefreshToken);
            let scope = known_scopes(params.get("scope").unwrap_or("openid"), offline);
            if scope.is_empty() {
                return Err(OAuthError::invalid_scope("no word of the scope is known"));
            }
            scope
        }
    };
    let lang = cx.request.lang;
    let id = login::login_by_any_identifier(cx, username, password, None)
        .map_err(|error| OAuthError::invalid_grant(password_problem(&error, lang)))?;
    let subject =
        Subject::User { id, auth_time: cx.now, how: Authentication::by(AuthMethod::Password) };
    let app_id = cx.app()?.id.clone();
    let grant = grants::grant(protocol, &app_id, subject, &scope);
    issue(cx, &grant, Refresh::New, None)
}

/// The server's own message with its code, for that is what tells the cases apart.
fn password_problem(error: &crate::base::error::ApiError, lang: Lang) -> String {
    format!("{} {}", error.code, error.message(lang))
}

/// The user may have been locked or deleted since the grant was made.
fn require_user(cx: &Cx<'_>, grant: &Grant) -> OAuthResult<()> {
    if grants::speaks_for_somebody(cx.pool()?, grant, cx.now) {
        Ok(())
    } else {
        Err(OAuthError::invalid_grant("the user does not exist any more or is locked"))
    }
}

/// Compares a verifier with the challenge (RFC 7636 section 4.6). A verifier without a challenge
/// is refused: somebody may have taken the challenge out of the request.
fn require_verifier(pkce: Option<&Pkce>, verifier: Option<&str>) -> OAuthResult<()> {
    let (pkce, verifier) = match (pkce, verifier) {
        (None, None) => return Ok(()),
        (None, Some(_)) => {
            return Err(OAuthError::invalid_grant(
                "there is a code_verifier, but the authorization request had no code_challenge",
            ));
        }
        (Some(_), None) => return Err(OAuthError::invalid_grant("code_verifier is missing")),
        (Some(pkce), Some(verifier)) => (pkce, verifier),
    };
    let computed = match pkce.method {
        PkceMethod::Plain => verifier.to_owned(),
        PkceMethod::S256 => {
            let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
            URL_SAFE_NO_PAD.encode(hash.as_ref())
        }
    };
    let same =
        constant_time::verify_slices_are_equal(computed.as_bytes(), pkce.challenge.as_bytes());
    if is_verifier(verifier) && same.is_ok() {
        Ok(())
    } else {
        Err(OAuthError::invalid_grant("code_verifier does not match the code_challenge"))
    }
}
