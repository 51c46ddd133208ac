//! Token introspection (RFC 7662).

use http::StatusCode;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::oidc as grants;
use crate::handler::{Call, Reply, Response};
use crate::idp::oidc::client::{self, Credentials, Endpoint};
use crate::idp::oidc::error::OAuthResult;
use crate::idp::oidc::params::Params;
use crate::state::oidc::{Protocol, Subject, TokenKind};

pub(super) fn introspect(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    Ok(match look_up(cx, call, protocol) {
        Ok(body) => Response::json(StatusCode::OK, &body).no_store().into(),
        Err(error) => error.response(cx).into(),
    })
}

/// What is known of a token of the client's own; of any other only that it is not active.
fn look_up(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> OAuthResult<Json> {
    let params = Params::of_form(call)?;
    let credentials = Credentials::read(call, &params)?;
    client::authenticate(cx, &credentials, Endpoint::Introspection, protocol)?;
    let token = params.required("token")?;
    let found = grants::find(&cx.state, token, cx.now)
        .map(|(_, found)| found)
        .filter(|found| found.grant.app_id == credentials.id && found.grant.protocol == protocol);
    let Some(found) = found else {
        return Ok(json!({ "active": false }));
    };
    let mut body = json!({
        "active": true,
        "client_id": found.grant.app_id,
        "exp": found.expires_at.unix_seconds(),
        "iat": found.issued_at.unix_seconds(),
        "iss": protocol.issuer(&cx.env.base_url),
        "jti": found.jti,
        "scope": found.grant.scope,
    });
    if let Some(body) = body.as_object_mut() {
        match &found.grant.subject {
            Subject::User { id, .. } => body.insert("sub".to_owned(), json!(id)),
            Subject::Account { id } => body.insert("client_id".to_owned(), json!(id)),
        };
        if found.kind == TokenKind::Access {
            body.insert("token_type".to_owned(), json!("Bearer"));
        }
    }
    Ok(body)
}
