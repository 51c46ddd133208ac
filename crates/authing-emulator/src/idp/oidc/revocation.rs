//! Token revocation (RFC 7009).

use http::StatusCode;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::{oidc as grants, signing};
use crate::handler::{Call, Reply, Response};
use crate::idp::oidc::client::{self, Credentials, Endpoint};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::params::Params;
use crate::state::oidc::{Protocol, TokenKind};

/// Returns an empty success, also for an unknown token.
pub(super) fn revoke(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    Ok(match take_back(cx, call, protocol) {
        Ok(()) => Response::empty(StatusCode::OK).no_store().into(),
        Err(error) => error.response(cx).into(),
    })
}

/// A refresh token takes the tokens of its authorization with it; an access token goes alone.
fn take_back(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> OAuthResult<()> {
    let params = Params::of_form(call)?;
    let credentials = Credentials::read(call, &params)?;
    client::authenticate(cx, &credentials, Endpoint::Revocation, protocol)?;
    let token = params.required("token")?;
    if signing::open_for_app(token, cx.app()?).is_some_and(|claims| claims.get("scope").is_none()) {
        return Err(OAuthError::new("unsupported_token_type", "id tokens cannot be revoked here"));
    }
    let Some((_, found)) = grants::find(&cx.state, token, cx.now) else {
        return Ok(());
    };
    if found.grant.app_id != credentials.id || found.grant.protocol != protocol {
        return Err(OAuthError::invalid_grant("the token was issued to another client"));
    }
    let (kind, fingerprint, grant_id) =
        (found.kind, found.fingerprint.clone(), found.grant.id.clone());
    let pool = cx.pool_mut()?;
    match kind {
        TokenKind::Refresh => grants::revoke_grant(pool, &grant_id),
        TokenKind::Access => {
            pool.protocol_tokens.retain(|known| known.fingerprint != fingerprint);
        }
    }
    Ok(())
}
