//! What a token is worth.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::tokens::{self, Bearer, TokenProblem};
use crate::domain::views;
use crate::handler::{Access, Args, FieldHandler, Source, fields, query};

const LOGGED_IN: Text = Text::new("已登录", "Logged in.");

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Seen("results for valid, expired and revoked tokens"),
    [query("checkLoginStatus", Access::Anonymous, check_login_status)],
);

/// Tells what a token is worth. An invalid token is a result, not an error.
fn check_login_status(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        token: Option<String>,
    }
    let status = match args.read::<Input>()?.token {
        Some(_) if cx.request.expire_tokens => Err(TokenProblem::Expired),
        Some(token) => tokens::identify(&cx.state, &token, cx.now),
        None => tokens::bearer(cx),
    };
    let failure = match status {
        // A token of another pool is worth nothing to an application, or to a pool, that asks.
        Ok(Bearer::User { pool_id, .. }) if !is_of_named_pool(cx, &pool_id) => {
            failures::LOGIN_INVALID
        }
        Ok(Bearer::User { pool_id, user_id, iat, exp, .. }) => {
            return Ok(json!({
                "code": 200,
                "message": cx.say(LOGGED_IN),
                "status": true,
                "exp": exp,
                "iat": iat,
                "data": {
                    "id": user_id,
                    "userPoolId": pool_id,
                    "arn": views::user_arn(&pool_id, &user_id),
                },
            }));
        }
        Err(TokenProblem::Expired) => failures::LOGIN_EXPIRED,
        Ok(Bearer::Administrator { .. }) | Err(TokenProblem::Missing | TokenProblem::Invalid) => {
            failures::LOGIN_INVALID
        }
    };
    Ok(json!({
        "code": failure.code,
        "message": cx.say(failure.text),
        "status": false,
        "exp": null,
        "iat": null,
        "data": null,
    }))
}

/// Whether the request names no other pool than this one, by its id or by an application.
fn is_of_named_pool(cx: &Cx<'_>, pool_id: &str) -> bool {
    let own_pool = cx.request.pool_id.as_deref().is_none_or(|named| named == pool_id);
    let of_app = |app_id: &String| cx.state.pool_of_app(app_id);
    let own_app = cx.request.app_id.as_ref().and_then(of_app).is_none_or(|pool| pool.id == pool_id);
    own_pool && own_app
}
