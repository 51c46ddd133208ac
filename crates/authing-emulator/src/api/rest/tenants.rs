//! Tenants and their members.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::listed;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::tenants::NewTenant;
use crate::domain::views::{self, Dates};
use crate::domain::{orgs, tenants};
use crate::handler::{
    Access, Call, DONE, Paging, Reply, Route, Source, delete, get, post, put, routes,
};
use crate::state::tenants::Tenant;

const DELETED: Text = Text::new("删除租户成功", "The tenant was deleted.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("TenantManagementClient"),
    [
        get("/api/v2/tenants", Access::Management, list),
        post("/api/v2/tenant", Access::Management, create),
        get("/api/v2/tenant/{id}", Access::Management, detail),
        post("/api/v2/tenant/{id}", Access::Management, update),
        delete("/api/v2/tenant/{id}", Access::Management, remove),
        get("/api/v2/tenant/{id}/users", Access::Management, members),
        post("/api/v2/tenant/{id}/user", Access::Management, add_members),
        delete("/api/v2/tenant/{id}/user", Access::Management, remove_member),
        put("/api/v2/tenant/{id}/admin", Access::Management, set_admins)
            .source(Source::Client("JavaScript SDK")),
        delete("/api/v2/tenant/{id}/admin/{user}", Access::Management, delete_admin)
            .source(Source::Client("JavaScript SDK")),
        put("/api/v2/tenant/{id}/{user}", Access::Management, update_member)
            .source(Source::Client("JavaScript SDK")),
    ],
);

fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let newest_first: Vec<&Tenant> = pool.tenants.iter().rev().collect();
    let page = paging(call).cut(&newest_first, |tenant| tenants::view(pool, tenant));
    Ok(Reply::data(page))
}

/// The query's page; a limit of -1 means everything.
fn paging(call: &Call) -> Paging {
    let everything = call.query("limit") == Some("-1");
    if everything { Paging { page: 1, limit: usize::MAX } } else { call.paging() }
}

fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let tenant = tenants::find(pool, call.param("id"))?;
    Ok(Reply::data(tenants::view_with_apps(pool, tenant)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    name: Option<String>,
    /// Ids with commas between them.
    app_ids: Option<String>,
    logo: Option<String>,
    description: Option<String>,
    css: Option<String>,
    sso_page_customization_settings: Option<Map<String, Json>>,
}

impl Settings {
    /// The applications, all of which must exist.
    fn apps(&self, cx: &Cx<'_>) -> ApiResult<Option<Vec<String>>> {
        let Some(ids) = &self.app_ids else { return Ok(None) };
        let ids: Vec<String> = ids.split(',').map(|id| id.trim().to_owned()).collect();
        tenants::require_apps(cx, &ids)?;
        Ok(Some(ids))
    }
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input: Settings = call.read()?;
    let app_ids = input.apps(cx)?.ok_or(failures::BAD_REQUEST)?;
    let new = NewTenant {
        id: None,
        name: input.name.unwrap_or_default(),
        logo: input.logo,
        description: input.description,
        app_ids,
    };
    let id = tenants::create(cx, new)?.id.clone();
    let pool = cx.pool()?;
    Ok(Reply::Data(DONE, tenants::view_with_apps(pool, tenants::find(pool, &id)?)))
}

/// Data and looks are changed by the same route; what is not sent is left alone.
fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let input: Settings = call.read()?;
    let app_ids = input.apps(cx)?;
    if input.name.as_deref() == Some("") {
        return Err(failures::BAD_REQUEST.into());
    }
    let now = cx.now;
    let tenant = tenants::find_mut(cx, call.param("id"))?;
    if let Some(name) = input.name {
        tenant.name = name;
    }
    if let Some(app_ids) = app_ids {
        tenant.app_ids = app_ids;
    }
    tenant.logo = input.logo.or(tenant.logo.take());
    tenant.description = input.description.or(tenant.description.take());
    tenant.css = input.css.or(tenant.css.take());
    if let Some(settings) = input.sso_page_customization_settings {
        tenant.sso_page.get_or_insert_default().extend(settings);
    }
    tenant.updated_at = now;
    Ok(Reply::Data(DONE, json!(true)))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = tenants::find(cx.pool()?, call.param("id"))?.id.clone();
    orgs::forget_tenant(cx, &id)?;
    let pool = cx.pool_mut()?;
    pool.tenants.retain(|tenant| tenant.id != id);
    pool.identity_sources.retain(|source| source.tenant_id.as_deref() != Some(&id));
    for source in &mut pool.identity_sources {
        for connection in &mut source.connections {
            connection.enabled_for.retain(|scope| *scope != id);
        }
    }
    Ok(Reply::Data(DELETED, json!(true)))
}

fn members(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let pool = cx.pool()?;
    let tenant = tenants::find(pool, call.param("id"))?;
    let mut page = paging(call).cut(&tenant.members, |member| {
        let user = pool.user(&member.user_id).map(|user| views::user(pool, user, Dates::Rest));
        json!({ "id": member.id, "tenantId": tenant.id, "user": user })
    });
    listed::count_as("listTotal", &mut page);
    Ok(Reply::data(page))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UserIds {
    #[serde(default)]
    user_ids: Vec<String>,
}

fn add_members(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let UserIds { user_ids } = call.read()?;
    tenants::find(cx.pool()?, call.param("id"))?;
    if user_ids.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    let users = user_ids
        .iter()
        .map(|id| views::user_of(cx, id, Dates::Rest))
        .collect::<ApiResult<Json>>()?;
    tenants::add_members(cx, call.param("id"), user_ids)?;
    let pool = cx.pool()?;
    let mut response = tenants::view(pool, tenants::find(pool, call.param("id"))?);
    response["users"] = users;
    Ok(Reply::Data(DONE, response))
}

fn remove_member(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let user_id = call.required("userId")?;
    let tenant = tenants::find_mut(cx, call.param("id"))?;
    tenant.member(user_id).ok_or(failures::NOT_A_MEMBER)?;
    tenant.members.retain(|member| member.user_id != user_id);
    Ok(Reply::Message(DONE))
}

fn update_member(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        is_enabled: bool,
    }
    let input: Input = call.read()?;
    let tenant = tenants::find_mut(cx, call.param("id"))?;
    tenant.member_mut(call.param("user")).ok_or(failures::NOT_A_MEMBER)?.enabled = input.is_enabled;
    Ok(Reply::Data(DONE, json!(true)))
}

/// Makes members administrators; who is one already stays one.
fn set_admins(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let UserIds { user_ids } = call.read()?;
    let tenant = tenants::find_mut(cx, call.param("id"))?;
    let named: HashSet<&String> = user_ids.iter().collect();
    let found = tenant.members.iter().filter(|member| named.contains(&member.user_id)).count();
    if found < named.len() {
        return Err(failures::NOT_A_MEMBER.into());
    }
    for member in &mut tenant.members {
        member.admin |= named.contains(&member.user_id);
    }
    Ok(Reply::Data(DONE, json!(true)))
}

fn delete_admin(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let tenant = tenants::find_mut(cx, call.param("id"))?;
    let member = tenant.member_mut(call.param("user")).filter(|member| member.admin);
    member.ok_or(failures::NOT_AN_ADMIN)?.admin = false;
    Ok(Reply::Data(DONE, json!(true)))
}
