//! Users over REST.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::listed;
use crate::domain::applications::access;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::Trees;
use crate::domain::views::{self, Dates};
use crate::domain::{self, acl, custom_data, users};
use crate::handler::{Access, Call, DONE, Paging, Reply, Route, Source, get, post, routes};
use crate::state::applications::Application;
use crate::state::custom_data::FieldTarget;
use crate::state::users::{Identifier, Identity, UserStatus};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/api/v2/users/me", Access::User, me)
            .source(Source::Documented("AuthenticationClient")),
        get("/api/v2/users/me/orgs", Access::User, my_orgs)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        get("/api/v2/users/me/security-level", Access::User, my_security_level)
            .source(Source::Documented("AuthenticationClient")),
        get("/api/v2/users/me/applications/allowed", Access::User, my_applications)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        get("/api/v2/users/is-user-exists", Access::Public, is_user_exists)
            .source(Source::Client("Go SDK")),
        get("/api/v2/users/{id}", Access::Management, detail)
            .source(Source::Documented("UsersManagementClient")),
        get("/api/v2/users/{id}/orgs", Access::Management, orgs)
            .source(Source::Client("JavaScript SDK, Python SDK")),
        get("/api/v2/users/{id}/roles", Access::Management, roles).source(Source::Client("Go SDK")),
        get("/api/v2/users/{id}/has-role", Access::Management, has_role)
            .source(Source::Client("Python SDK")),
        get("/api/v2/users/{id}/tenants", Access::Management, tenants)
            .source(Source::Client("JavaScript SDK, Go SDK")),
        post("/api/v2/users/batch", Access::Management, batch),
        post("/api/v2/users/create/batch", Access::Management, create_batch)
            .source(Source::Client("C# SDK")),
        post("/api/v2/users/filter", Access::Management, filter),
        post("/api/v2/users/{id}/suspend", Access::Management, suspend)
            .source(Source::Client("Go SDK")),
        post("/api/v2/users/{id}/activate", Access::Management, activate)
            .source(Source::Client("Go SDK")),
        post("/api/v2/users/{id}/resign", Access::Management, resign)
            .source(Source::Client("Go SDK")),
        post("/api/v3/resign-user", Access::Management, resign_user),
        post("/api/v3/resign-user-batch", Access::Management, resign_user_batch),
        post("/api/v2/users/identity/link", Access::Management, link_identity),
        post("/api/v2/users/identity/unlink", Access::Management, unlink_identity),
    ],
);

fn me(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    user(cx, &id, call)
}

/// A user that the pool does not have is `null`, not a failure.
fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = call.param("id");
    if cx.pool()?.user(id).is_none() {
        return Ok(Reply::data(Json::Null));
    }
    user(cx, id, call)
}

fn user(cx: &Cx<'_>, id: &str, call: &Call) -> ApiResult<Reply> {
    let mut user = views::user_of(cx, id, Dates::Rest)?;
    if call.flag("with_custom_data") {
        add_custom_data(cx, &mut user)?;
    }
    Ok(Reply::data(user))
}

fn add_custom_data(cx: &Cx<'_>, user: &mut Json) -> ApiResult<()> {
    let id = user.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
    let data = custom_data::list(cx.pool()?, FieldTarget::User, &id);
    if let Some(user) = user.as_object_mut() {
        user.insert("customData".to_owned(), Json::Array(data));
    }
    Ok(())
}

fn my_orgs(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    Ok(Reply::data(Trees::of(cx.pool()?).paths_of_user(&id)))
}

fn orgs(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    Ok(Reply::data(Trees::of(cx.pool()?).paths_of_user(&id)))
}

/// How safe the account is, out of 100. An email address, a password and the lowest password
/// level make 65, as the documentation's sample has it; the other weights are ours.
fn my_security_level(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let id = cx.own_id()?;
    let user = cx.user(&id)?;
    let level = user.password.as_ref().and(user.password_level);
    let level_points = match level {
        None => 0,
        Some(1) => 10,
        Some(2) => 15,
        Some(_) => 20,
    };
    let points = |has: bool, points: i64| if has { points } else { 0 };
    let score = points(user.email.is_some(), 25)
        + points(user.phone.is_some(), 10)
        + points(user.password.is_some(), 30)
        + level_points
        + points(user.totp.is_some(), 15);
    Ok(Reply::data(json!({
        "score": score,
        "email": user.email.is_some(),
        "phone": user.phone.is_some(),
        "password": user.password.is_some(),
        "passwordSecurityLevel": level,
        "mfa": user.totp.is_some(),
    })))
}

fn my_applications(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let id = cx.own_id()?;
    let allowed: Vec<&Application> =
        pool.apps.iter().filter(|app| access::may_log_in(pool, app, &id)).collect();
    Ok(Reply::data(call.paging().cut(&allowed, |app| views::application(pool, app))))
}

fn is_user_exists(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let asked = [
        (Identifier::Email, "email"),
        (Identifier::Phone, "phone"),
        (Identifier::Username, "username"),
        (Identifier::ExternalId, "externalId"),
    ];
    let mut asked = asked
        .into_iter()
        .filter_map(|(by, name)| call.query(name).map(|value| (by, value)))
        .peekable();
    if asked.peek().is_none() {
        return Err(failures::BAD_REQUEST.into());
    }
    let pool = cx.pool()?;
    let exists = asked.any(|(by, value)| pool.users.find(by, value).is_some());
    Ok(Reply::data(json!(exists)))
}

fn roles(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    let namespace = acl::namespace(call.query("namespace"));
    let pool = cx.pool()?;
    let list: Vec<Json> = pool
        .roles
        .iter()
        .filter(|role| role.namespace == namespace && role.users.contains(&id))
        .map(|role| views::role(pool, role, Dates::Rest))
        .collect();
    Ok(Reply::data(listed::whole(list)))
}

fn has_role(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    let code = call.required("code")?;
    let namespace = acl::namespace(call.query("namespace"));
    let has =
        cx.pool()?.roles.iter().any(|role| {
            role.namespace == namespace && role.code == code && role.users.contains(&id)
        });
    Ok(Reply::data(json!(has)))
}

fn tenants(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = cx.user(call.param("id"))?.id.clone();
    let pool = cx.pool()?;
    let own = pool.tenants.iter().filter(|tenant| tenant.member(&id).is_some());
    Ok(Reply::data(own.map(|tenant| domain::tenants::view(pool, tenant)).collect()))
}

fn batch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        ids: Vec<String>,
        #[serde(rename = "type")]
        kind: Option<String>,
        with_custom_data: Option<bool>,
    }
    let input: Input = call.read()?;
    let kind = input.kind.as_deref();
    let found = users::batch(cx, &input.ids, kind)?;
    let pool = cx.pool()?;
    let mut users: Vec<Json> =
        found.into_iter().map(|user| views::user(pool, user, Dates::Rest)).collect();
    if input.with_custom_data.unwrap_or(false) {
        for user in &mut users {
            add_custom_data(cx, user)?;
        }
    }
    Ok(Reply::data(Json::Array(users)))
}

/// Creates users one by one: who is refused costs the others nothing. What `rawPassword` makes of a password is not
/// settled, so none is taken.
/// <https://github.com/Authing/authing-csharp-sdk-neo>: `UsersManagementClient.CreateUsers`
fn create_batch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        users: Vec<Map<String, Json>>,
    }
    let input: Input = call.read()?;
    if input.users.iter().any(|user| user.get("password").is_some_and(|value| !value.is_null())) {
        return Err(ApiError::not_emulated("passwords in POST /api/v2/users/create/batch"));
    }
    let lang = cx.request.lang;
    let mut created = Vec::new();
    for info in input.users {
        let new = users::NewUser { info, ..users::NewUser::default() };
        created.push(match users::create_as_administrator(cx, new) {
            Ok(id) => json!({ "success": true, "user": views::user_of(cx, &id, Dates::Rest)? }),
            Err(error) => json!({ "success": false, "errMsg": error.message(lang) }),
        });
    }
    Ok(Reply::data(Json::Array(created)))
}

/// Lists users. The conditions of `filter` are documented nowhere, so only none are taken.
fn filter(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    struct Input {
        page: Option<usize>,
        limit: Option<usize>,
        #[serde(default)]
        filter: Option<Vec<Json>>,
    }
    let input: Input = call.read()?;
    if input.filter.is_some_and(|conditions| !conditions.is_empty()) {
        return Err(ApiError::not_emulated("the conditions of POST /api/v2/users/filter"));
    }
    let pool = cx.pool()?;
    let users = pool.users.iter().rev().filter(|user| user.is_present());
    let paging = Paging { page: input.page.unwrap_or(1), limit: input.limit.unwrap_or(10) };
    let total = pool.users.count_present();
    Ok(Reply::data(paging.take(total, users, |user| views::user(pool, user, Dates::Rest))))
}

fn suspend(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    users::set_status(cx, call.param("id"), UserStatus::Suspended)?;
    Ok(Reply::Message(DONE))
}

fn activate(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    users::set_status(cx, call.param("id"), UserStatus::Activated)?;
    Ok(Reply::Message(DONE))
}

fn resign(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    users::set_status(cx, call.param("id"), UserStatus::Resigned)?;
    Ok(Reply::Message(DONE))
}

fn resign_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_id: String,
    }
    let input: Input = call.read()?;
    users::set_status(cx, &input.user_id, UserStatus::Resigned)?;
    Ok(Reply::Data(DONE, json!({ "success": true })))
}

fn resign_user_batch(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        user_ids: Vec<String>,
    }
    let input: Input = call.read()?;
    for id in &input.user_ids {
        cx.user(id)?;
    }
    for id in &input.user_ids {
        users::set_status(cx, id, UserStatus::Resigned)?;
    }
    Ok(Reply::Data(DONE, json!({ "success": true })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdentityBody {
    user_id: String,
    user_id_in_idp: Option<String>,
    is_social: bool,
    #[serde(rename = "type")]
    kind: Option<String>,
    identifier: String,
    ext_idp_id: String,
}

fn link_identity(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let body: IdentityBody = call.read()?;
    let identity = Identity {
        provider: body.identifier,
        user_id_in_idp: body.user_id_in_idp.ok_or(failures::BAD_REQUEST)?,
        openid: None,
        connection_id: None,
        is_social: body.is_social,
        access_token: None,
        refresh_token: None,
        kind: body.kind,
        ext_idp_id: Some(body.ext_idp_id),
    };
    users::link_identity(cx, &body.user_id, identity)?;
    Ok(Reply::Data(DONE, json!(true)))
}

/// Removes every identity the user has from one source.
fn unlink_identity(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let body: IdentityBody = call.read()?;
    users::unlink_identity(cx, &body.user_id, |identity| {
        identity.provider == body.identifier
            && identity.is_social == body.is_social
            && identity.ext_idp_id.as_ref().is_none_or(|id| *id == body.ext_idp_id)
            && body.kind.as_ref().is_none_or(|kind| identity.kind.as_ref() == Some(kind))
    })?;
    Ok(Reply::Data(DONE, json!(true)))
}
