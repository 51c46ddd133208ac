//! The userinfo endpoint (OpenID Connect Core 5.3, RFC 6750).

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::domain::claims::{self, has_scope};
use crate::domain::context::Cx;
use crate::domain::oidc as grants;
use crate::handler::{Call, Reply, RequestBody, Response};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::state::oidc::{Protocol, Subject, TokenKind};

/// The claims that an access token of OAuth 2.0 gives.
const OAUTH_CLAIMS: &str = "profile email phone address username unionid external_id";

pub(super) fn userinfo(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    let token = match token(cx, call) {
        Ok(Some(token)) => token,
        Ok(None) => {
            // Who shows nothing is told nothing but how (RFC 6750 section 3.1).
            let body = json!({
                "error": "invalid_token",
                "error_description": "no access token was sent",
            });
            let challenge = format!("Bearer realm=\"{}\"", cx.env.base_url);
            let response = Response::json(StatusCode::UNAUTHORIZED, &body);
            return Ok(response.header(WWW_AUTHENTICATE, &challenge).no_store().into());
        }
        Err(error) => return Ok(error.response(cx).into()),
    };
    Ok(match claims_of(cx, &token, protocol) {
        Ok(claims) => Response::json(StatusCode::OK, &claims).no_store().into(),
        Err(error) => error.response(cx).into(),
    })
}

fn claims_of(cx: &Cx<'_>, token: &str, protocol: Protocol) -> OAuthResult<Json> {
    let refused = || OAuthError::invalid_token("the access token is unknown, expired or revoked");
    if cx.request.expire_tokens {
        return Err(refused());
    }
    let (pool, found) = grants::find(&cx.state, token, cx.now).ok_or_else(refused)?;
    if found.kind != TokenKind::Access || found.grant.protocol != protocol {
        return Err(refused());
    }
    let scope = match protocol {
        Protocol::Oidc => found.grant.scope.as_str(),
        Protocol::OAuth => OAUTH_CLAIMS,
    };
    let Subject::User { id, .. } = &found.grant.subject else {
        return Err(OAuthError::insufficient_scope("the access token speaks for no user"));
    };
    if protocol == Protocol::Oidc && !has_scope(scope, "openid") {
        return Err(OAuthError::insufficient_scope("the access token has no scope openid"));
    }
    let user = pool.user(id).ok_or_else(refused)?;
    Ok(Json::Object(claims::of_user(pool, user, scope)))
}

/// The token: in the header, the query or the form, and in one of them only. Only a POST has a
/// body.
fn token(cx: &Cx<'_>, call: &Call) -> OAuthResult<Option<String>> {
    let body = match call.body() {
        RequestBody::None => None,
        _ if call.is_get() => {
            return Err(OAuthError::invalid_request("a GET request has no body"));
        }
        _ => Params::of_form(call)?.get("access_token"),
    };
    let query = call.query("access_token");
    let header = cx.request.token.as_deref();
    let sent: Vec<&str> = [header, query, body].into_iter().flatten().collect();
    match sent.as_slice() {
        [] => Ok(None),
        [token] => Ok(Some((*token).to_owned())),
        _ => Err(OAuthError::invalid_request("the access token was sent in more than one place")),
    }
}
