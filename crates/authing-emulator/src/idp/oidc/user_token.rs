//! Authing's own grant: a user token for tokens of the protocol.

use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::base::text::Lang;
use crate::domain::applications::access;
use crate::domain::context::Cx;
use crate::domain::oidc as grants;
use crate::domain::tokens::{self, Bearer};
use crate::idp::oidc::error::{OAuthError, OAuthResult};
use crate::idp::oidc::issue::{Refresh, issue};
use crate::idp::oidc::params::Params;
use crate::idp::oidc::request::known_scopes;
use crate::idp::sso::redirect;
use crate::state::applications::GrantType;
use crate::state::authentication::Authentication;
use crate::state::oidc::{Protocol, Subject};

/// Exchanges the user token in `token`, which must be of the client's pool.
pub(super) fn exchange(cx: &mut Cx<'_>, params: &Params<'_>) -> OAuthResult<Json> {
    let token = params.required("token")?;
    let app = cx.app()?;
    if let Some(uri) = params.get("redirect_uri")
        && !redirect::is_allowed(&app.protocols.redirect_uris, uri)
    {
        return Err(OAuthError::invalid_grant(
            "redirect_uri is not one of those registered for the application",
        ));
    }
    let offline = app.allows(GrantType::RefreshToken);
    let scope = known_scopes(params.get("scope").unwrap_or("openid"), offline);
    if scope.is_empty() {
        return Err(OAuthError::invalid_scope("no word of the scope is known"));
    }
    let app_id = app.id.clone();
    let pool_id = cx.pool()?.id.clone();
    let (id, iat) = match tokens::identify(&cx.state, token, cx.now) {
        Ok(Bearer::User { pool_id: own, user_id, iat, .. }) if own == pool_id => (user_id, iat),
        _ => return Err(OAuthError::invalid_grant("token is not a valid user token of the pool")),
    };
    access::require(cx, &id).map_err(|error| {
        OAuthError::invalid_grant(format!("{} {}", error.code, error.message(Lang::English)))
    })?;
    let auth_time = Timestamp(iat.saturating_mul(1000));
    // How its user logged in, a user token does not tell.
    let subject = Subject::User { id, auth_time, how: Authentication::default() };
    let grant = grants::grant(Protocol::Oidc, &app_id, subject, &scope);
    issue(cx, &grant, Refresh::New, None)
}
