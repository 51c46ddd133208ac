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
    let tenant = find(cx.pool()?, tenant_id)?;
    let allowed = tenant.member(user_id).is_some_and(|member| member.enabled);
    if allowed { Ok(()) } else { Err(failures::NOT_IN_TENANT.into()) }
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
