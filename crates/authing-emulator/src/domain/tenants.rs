//! The rules of tenants.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::views;
use crate::state::tenants::{Tenant, TenantMember};
use crate::state::user_pool::UserPool;

/// What describes a new tenant.
#[derive(Default)]
pub(crate) struct NewTenant {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) logo: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) app_ids: Vec<String>,
}

/// Makes a tenant without members; the applications must exist.
pub(crate) fn create<'a>(cx: &'a mut Cx<'_>, new: NewTenant) -> ApiResult<&'a mut Tenant> {
    if new.name.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    require_apps(cx, &new.app_ids)?;
    let tenant = Tenant {
        id: new.id.unwrap_or_else(random::object_id),
        name: new.name,
        logo: new.logo,
        description: new.description,
        css: None,
        sso_page: None,
        app_ids: new.app_ids,
        members: Vec::new(),
        created_at: cx.now,
        updated_at: cx.now,
    };
    let tenants = &mut cx.pool_mut()?.tenants;
    tenants.push(tenant);
    tenants.last_mut().ok_or_else(|| failures::TENANT_NOT_FOUND.into())
}

/// Fails if the pool lacks one of these applications.
pub(crate) fn require_apps(cx: &Cx<'_>, ids: &[String]) -> ApiResult<()> {
    let pool = cx.pool()?;
    if ids.iter().any(|id| pool.app(id).is_none()) {
        return Err(failures::APP_NOT_FOUND.into());
    }
    Ok(())
}

/// Adds members; who is one already stays one.
pub(crate) fn add_members(cx: &mut Cx<'_>, id: &str, user_ids: Vec<String>) -> ApiResult<()> {
    for user_id in &user_ids {
        cx.user(user_id)?;
    }
    let tenant = find_mut(cx, id)?;
    let mut known: HashSet<String> =
        tenant.members.iter().map(|member| member.user_id.clone()).collect();
    for user_id in user_ids {
        if known.insert(user_id.clone()) {
            let id = random::object_id();
            tenant.members.push(TenantMember { id, user_id, enabled: true, admin: false });
        }
    }
    Ok(())
}

pub(crate) fn find<'a>(pool: &'a UserPool, id: &str) -> ApiResult<&'a Tenant> {
    let found = pool.tenants.iter().find(|tenant| tenant.id == id);
    found.ok_or_else(|| failures::TENANT_NOT_FOUND.into())
}

pub(crate) fn find_mut<'a>(cx: &'a mut Cx<'_>, id: &str) -> ApiResult<&'a mut Tenant> {
    let found = cx.pool_mut()?.tenants.iter_mut().find(|tenant| tenant.id == id);
    found.ok_or_else(|| failures::TENANT_NOT_FOUND.into())
}

/// A login to the tenant that the request names: for its members who are not switched off.
pub(crate) fn require_member(cx: &Cx<'_>, user_id: &str) -> ApiResult<()> {
    let Some(tenant_id) = &cx.request.tenant_id else { return Ok(()) };
    if is_member(find(cx.pool()?, tenant_id)?, user_id) {
        Ok(())
    } else {
        Err(failures::NOT_IN_TENANT.into())
    }
}

fn is_member(tenant: &Tenant, user_id: &str) -> bool {
    tenant.member(user_id).is_some_and(|member| member.enabled)
}

/// The tenants of the request's application that a user may log in for.
pub(crate) fn open_to<'a>(cx: &'a Cx<'_>, user_id: &str) -> ApiResult<Vec<&'a Tenant>> {
    let app_id = &cx.app()?.id;
    let own = cx.pool()?.tenants.iter().filter(|tenant| tenant.app_ids.contains(app_id));
    Ok(own.filter(|tenant| is_member(tenant, user_id)).collect())
}

/// The tenant that a user has chosen, which must be one that is open to them.
pub(crate) fn choose(cx: &Cx<'_>, user_id: &str, tenant_id: &str) -> ApiResult<String> {
    let chosen = open_to(cx, user_id)?.into_iter().find(|tenant| tenant.id == tenant_id);
    chosen.map(|tenant| tenant.id.clone()).ok_or_else(|| failures::NOT_IN_TENANT.into())
}

/// Removes a deleted user from every tenant.
pub(crate) fn forget_user(pool: &mut UserPool, user_id: &str) {
    for tenant in &mut pool.tenants {
        tenant.members.retain(|member| member.user_id != user_id);
    }
}

/// A tenant without its applications and users.
pub(crate) fn view(pool: &UserPool, tenant: &Tenant) -> Json {
    json!({
        "id": tenant.id,
        "createdAt": tenant.created_at.to_rest(),
        "updatedAt": tenant.updated_at.to_rest(),
        "userPoolId": pool.id,
        "name": tenant.name,
        "logo": tenant.logo,
        "description": tenant.description,
        "css": tenant.css,
        "ssoPageCustomizationSettings": tenant.sso_page,
        "defaultLoginTab": "password",
        "defaultRegisterTab": "email",
        "passwordTabConfig": {
            "enabledLoginMethods": ["username-password", "email-password", "phone-password"],
        },
        "loginTabs": ["phone-code", "password"],
        "registerTabs": null,
        "extendsFields": null,
    })
}

/// A tenant with its applications.
pub(crate) fn view_with_apps(pool: &UserPool, tenant: &Tenant) -> Json {
    let apps = tenant.app_ids.iter().filter_map(|id| pool.app(id)).map(|app| {
        let mut view = views::application(pool, app);
        view["secret"] = json!(app.secret);
        view
    });
    let mut view = view(pool, tenant);
    view["apps"] = apps.collect();
    view
}
