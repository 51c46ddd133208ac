//! What a grant of a user comes with.

use serde_json::{Value as Json, json};

use crate::domain::claims::has_scope;
use crate::domain::context::Cx;
use crate::domain::oidc::{self as grants, Bindings};
use crate::idp::oidc::error::OAuthResult;
use crate::state::applications::GrantType;
use crate::state::oidc::{Grant, Protocol};

/// Whether a grant comes with a refresh token.
pub(super) enum Refresh {
    /// A new one, if scope and settings allow it.
    New,
    /// The one the client has sent, which stays in use.
    Same(String),
}

/// Issues what a grant of a user comes with.
pub(super) fn issue(
    cx: &mut Cx<'_>,
    grant: &Grant,
    refresh: Refresh,
    nonce: Option<&str>,
) -> OAuthResult<Json> {
    let access = grants::issue_access(cx, grant, None)?;
    let mut body = json!({
        "access_token": access.token,
        "expires_in": access.seconds,
        "scope": grant.scope,
        "token_type": "Bearer",
    });
    let mut add = |name: &str, value: String| {
        if let Some(body) = body.as_object_mut() {
            body.insert(name.to_owned(), Json::from(value));
        }
    };
    if grant.protocol == Protocol::Oidc && has_scope(&grant.scope, "openid") {
        let access_token = Some(access.token.as_str());
        let bindings = Bindings { nonce, access_token, code: None };
        add("id_token", grants::issue_id_token(cx, grant, &bindings)?);
    }
    let refreshable = match grant.protocol {
        Protocol::Oidc => has_scope(&grant.scope, "offline_access"),
        Protocol::OAuth => cx.app()?.allows(GrantType::RefreshToken),
    };
    match refresh {
        Refresh::Same(token) => add("refresh_token", token),
        Refresh::New if refreshable => add("refresh_token", grants::issue_refresh(cx, grant)?),
        Refresh::New => {}
    }
    Ok(body)
}
