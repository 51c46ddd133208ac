//! The real names behind accounts, for administrators and for users themselves.

use serde_json::json;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::domain::principal;
use crate::handler::{Access, Call, DONE, Reply, Route, Source, get, post, routes};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("PrincipalManagementClient"),
    [
        get("/api/v2/users/{id}/management/principal_authentication", Access::Management, of_user),
        post(
            "/api/v2/users/{id}/management/principal_authentication",
            Access::Management,
            authenticate_user,
        ),
        get("/api/v2/users/principal_authentication", Access::User, own)
            .source(Source::Client("JavaScript SDK")),
        post("/api/v2/users/principal_authentication", Access::User, authenticate_own)
            .source(Source::Client("JavaScript SDK")),
    ],
);

fn of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    Ok(Reply::data(principal::view(cx, &id)?))
}

fn authenticate_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    principal::authenticate(cx, &id, call.read()?)?;
    Ok(Reply::Data(DONE, json!(true)))
}

fn own(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    Ok(Reply::data(principal::view(cx, &id)?))
}

fn authenticate_own(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    principal::authenticate(cx, &id, call.read()?)?;
    Ok(Reply::Data(DONE, json!(true)))
}
