//! Authing's own check of a token.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::jwt;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::oidc as grants;
use crate::domain::tokens::{self, Bearer};
use crate::handler::{Call, Reply};
use crate::state::oidc::{Protocol, TokenKind};

const BAD_ID_TOKEN: Text = Text::new("id_token 不合法", "The id_token is not valid.");
const MALFORMED_ID_TOKEN: Text = Text::new("id_token 格式有误", "The id_token is malformed.");
const BAD_ACCESS_TOKEN: Text = Text::new("access_token 不合法", "The access_token is not valid.");
const MALFORMED_ACCESS_TOKEN: Text =
    Text::new("access_token 格式有误", "The access_token is malformed.");
const ONE_TOKEN: Text = Text::new(
    "请提供 id_token 或 access_token 其中之一",
    "Give either an id_token or an access_token.",
);

/// Returns the bare claims, or `{code: 400, message}` without `data`.
pub(super) fn validate_token(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let claims = match (call.query("id_token"), call.query("access_token")) {
        (Some(token), None) => id_token(cx, token),
        (None, Some(token)) => access_token(cx, token),
        _ => Err(ONE_TOKEN),
    };
    let body = claims.unwrap_or_else(|text| json!({ "code": 400, "message": cx.say(text) }));
    Ok(Reply::Bare(body))
}

fn id_token(cx: &Cx<'_>, token: &str) -> Result<Json, Text> {
    let claims = jwt::unchecked_claims(token).ok_or(MALFORMED_ID_TOKEN)?;
    match tokens::identify(&cx.state, token, cx.now) {
        Ok(Bearer::User { .. }) if !cx.request.expire_tokens => Ok(claims),
        _ => Err(BAD_ID_TOKEN),
    }
}

/// A token found is one this server signed, to the letter.
fn access_token(cx: &Cx<'_>, token: &str) -> Result<Json, Text> {
    let claims = jwt::unchecked_claims(token).ok_or(MALFORMED_ACCESS_TOKEN)?;
    match grants::find(&cx.state, token, cx.now) {
        Some((_, found))
            if found.kind == TokenKind::Access
                && found.grant.protocol == Protocol::Oidc
                && !cx.request.expire_tokens =>
        {
            Ok(claims)
        }
        _ => Err(BAD_ACCESS_TOKEN),
    }
}
