//! The rules of tenants.

use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::views;
use crate::state::tenants::Tenant;
use crate::state::user_pool::UserPool;

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
