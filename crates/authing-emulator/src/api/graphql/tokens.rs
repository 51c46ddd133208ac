//! The management token.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::tokens::{self, Bearer, Issued};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Client("JavaScript SDK, Python SDK"),
    [
        query("accessToken", Access::Anonymous, access_token),
        mutation("refreshAccessToken", Access::Anonymous, refresh_access_token)
            .source(Source::Seen("the refusal of a token that is not valid")),
    ],
);

fn access_token(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_pool_id: String,
        secret: String,
    }
    let input: Input = args.read()?;
    let pool = cx.state.pool(&input.user_pool_id).ok_or(failures::POOL_NOT_FOUND)?;
    if pool.secret != input.secret {
        return Err(failures::SECRET_WRONG.into());
    }
    Ok(view(&tokens::issue_management(pool, cx.now)?))
}

fn refresh_access_token(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        access_token: Option<String>,
    }
    let input: Input = args.read()?;
    let token = input.access_token.or_else(|| cx.request.token.clone());
    let known = token.and_then(|token| tokens::identify(&cx.state, &token, cx.now).ok());
    // The server words a missing token like a revoked one.
    let Some(Bearer::Administrator { pool_id }) = known else {
        return Err(failures::TOKEN_BLACKLISTED.into());
    };
    let pool = cx.state.pool(&pool_id).ok_or(failures::POOL_NOT_FOUND)?;
    Ok(view(&tokens::issue_management(pool, cx.now)?))
}

fn view(issued: &Issued) -> Json {
    json!({ "accessToken": issued.token, "exp": issued.exp, "iat": issued.iat })
}
