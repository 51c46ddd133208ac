//! Token introspection (RFC 7662).

use http::StatusCode;
use serde_json::{Value as Json, json};

use crate::context::Cx;
use crate::domain::protocol_grants as grants;
use crate::error::ApiResult;
use crate::model::protocol::{Protocol, Subject, TokenKind};
use crate::oidc::client::{self, Credentials, Endpoint};
use crate::oidc::error::OAuthResult;
use crate::oidc::params::Params;
use crate::rest::{Answer, Call, Reply};

pub(super) fn introspect(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> ApiResult<Reply> {
    Ok(match look_up(cx, call, protocol) {
        Ok(body) => Answer::json(StatusCode::OK, &body).no_store().into(),
        Err(error) => error.answer(cx).into(),
    })
}

/// What is known of a token of the client's own; of any other only that it is not active.
fn look_up(cx: &mut Cx<'_>, call: &Call, protocol: Protocol) -> OAuthResult<Json> {
    let params = Params::of_form(call)?;
    let credentials = Credentials::read(call, &params)?;
    client::authenticate(cx, &credentials, Endpoint::Introspection, protocol)?;
    let token = params.required("token")?;
    let found = grants::find(cx.state, token, cx.now)
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
        "iss": protocol.issuer(&cx.engine.base_url),
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
