//! The real names behind accounts, for administrators and for users themselves.

use serde_json::json;

use crate::context::{Access, Cx};
use crate::domain::principals;
use crate::error::ApiResult;
use crate::rest::{Call, DONE, Reply, Route, get, post};

pub(super) const ROUTES: &[Route] = &[
    get("/api/v2/users/{id}/management/principal_authentication", Access::Management, of_user),
    post(
        "/api/v2/users/{id}/management/principal_authentication",
        Access::Management,
        authenticate_user,
    ),
    get("/api/v2/users/principal_authentication", Access::User, own),
    post("/api/v2/users/principal_authentication", Access::User, authenticate_own),
];

fn of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    Ok(Reply::data(principals::view(cx, &id)?))
}

fn authenticate_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    principals::authenticate(cx, &id, call.read()?)?;
    Ok(Reply::Data(DONE, json!(true)))
}

fn own(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    Ok(Reply::data(principals::view(cx, &id)?))
}

fn authenticate_own(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    principals::authenticate(cx, &id, call.read()?)?;
    Ok(Reply::Data(DONE, json!(true)))
}
