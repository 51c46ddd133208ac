//! Applications, who is logged in to them, and their tenants.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::happening::Event;
use crate::base::text::Text;
use crate::base::{failures, random};
use crate::domain::applications::{self, NewApplication, Secrets, access};
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::domain::{tenants, tokens};
use crate::handler::{Access, Call, Reply, Route, Source, delete, get, patch, post, routes};
use crate::state::applications::{ApplicationType, DefaultStrategy};
use crate::state::user_pool::UserPool;
use crate::state::users::User;

const LISTED: Text = Text::new("获取列表成功", "The list was fetched.");
const FETCHED: Text = Text::new("获取应用配置成功", "The application was fetched.");
const CREATED: Text = Text::new("创建应用成功！", "The application was created.");
const UPDATED: Text = Text::new("更新应用成功！", "The application was changed.");
const DELETED: Text = Text::new("删除成功！", "Deleted.");
const REFRESHED: Text = Text::new("刷新应用 secret 成功！", "The application has a new secret.");
const ACTIVE_USERS: Text =
    Text::new("获取应用登录用户列表成功", "The users who are logged in were fetched.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("ApplicationManagementClient"),
    [
        get("/api/v2/applications", Access::Management, list),
        post("/api/v2/applications", Access::Management, create),
        get("/api/v2/applications/{appId}", Access::Management, detail),
        post("/api/v2/applications/{appId}", Access::Management, update)
            .source(Source::Client("JavaScript SDK")),
        delete("/api/v2/applications/{appId}", Access::Management, remove),
        get("/api/v2/applications/{appId}/active-users", Access::Management, active_users),
        patch("/api/v2/application/{appId}/refresh-secret", Access::Management, refresh_secret),
        get("/api/v2/application/{appId}/tenants", Access::Management, tenants_of)
            .source(Source::Client("JavaScript SDK, Go SDK")),
    ],
);

/// The newest first.
fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let ids: Vec<String> = cx.pool()?.apps.iter().rev().map(|app| app.id.clone()).collect();
    let mut page = call.paging().cut(&ids, |id| json!(id));
    if let Some(list) = page["list"].as_array_mut() {
        for entry in list {
            let id = entry.as_str().unwrap_or_default().to_owned();
            *entry = applications::view(cx, &id, Secrets::Shown)?;
        }
    }
    Ok(Reply::Data(LISTED, page))
}

fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    Ok(Reply::Data(FETCHED, applications::view(cx, call.param("appId"), Secrets::Shown)?))
}

fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        name: String,
        identifier: String,
        redirect_uris: Vec<String>,
        logo: Option<String>,
    }
    let Input { name, identifier, redirect_uris, logo } = call.read()?;
    let new = NewApplication { id: None, secret: None, name, identifier, redirect_uris, logo };
    let id = applications::create(cx, new)?;
    Ok(Reply::Data(CREATED, applications::view(cx, &id, Secrets::Shown)?))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    description: Option<Option<String>>,
    logo: Option<String>,
    redirect_uris: Option<Vec<String>>,
    logout_redirect_uris: Option<Vec<String>>,
    css: Option<String>,
    register_disabled: Option<bool>,
    login_require_email_verified: Option<bool>,
    agreement_enabled: Option<bool>,
    app_type: Option<ApplicationType>,
    permission_strategy: Option<Strategy>,
    #[serde(flatten)]
    others: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Strategy {
    default_strategy: Option<DefaultStrategy>,
    enabled: Option<bool>,
}

/// Changes what is sent and leaves the rest alone.
fn update(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app_id = call.param("appId");
    applications::find(cx, app_id)?;
    let updates: Json = call.read()?;
    let changes: Changes = call.read()?;
    if let Some(name) = changes.others.keys().next() {
        return Err(ApiError::not_emulated(&format!("changing `{name}` of an application")));
    }
    if changes.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(failures::APP_NAME_INVALID.into());
    }
    if let Some(strategy) = &changes.permission_strategy {
        if let Some(default) = strategy.default_strategy {
            access::set_default(cx, app_id, default)?;
        }
        if let Some(enabled) = strategy.enabled {
            applications::find_mut(cx, app_id)?.access.enabled = enabled;
        }
    }
    let now = cx.now;
    let app = applications::find_mut(cx, app_id)?;
    set(&mut app.name, changes.name);
    set(&mut app.protocols.redirect_uris, changes.redirect_uris);
    set(&mut app.protocols.logout_redirect_uris, changes.logout_redirect_uris);
    let own = &mut app.profile;
    set(&mut own.description, changes.description);
    set(&mut own.logo, changes.logo.map(Some));
    set(&mut own.css, changes.css.map(Some));
    set(&mut own.register_disabled, changes.register_disabled);
    set(&mut own.login_require_email_verified, changes.login_require_email_verified);
    set(&mut own.agreement_enabled, changes.agreement_enabled);
    set(&mut own.app_type, changes.app_type.map(Some));
    own.updated_at = Some(now);
    applications::tell(cx, app_id, Event::ApplicationUpdated, json!({ "updates": updates }));
    Ok(Reply::Data(UPDATED, applications::view(cx, app_id, Secrets::LeftOut)?))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = applications::find(cx, call.param("appId"))?.id.clone();
    applications::tell(cx, &id, Event::ApplicationDeleted, json!({}));
    applications::remove(cx.pool_mut()?, &id);
    Ok(Reply::Message(DELETED))
}

fn refresh_secret(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let now = cx.now;
    let app = applications::find_mut(cx, call.param("appId"))?;
    let secret = random::secret();
    let old = std::mem::replace(&mut app.secret, secret.clone());
    app.profile.updated_at = Some(now);
    let secrets = json!({ "secret": secret, "oldSecret": old });
    applications::tell(cx, call.param("appId"), Event::ApplicationSecretRefreshed, secrets);
    Ok(Reply::Data(REFRESHED, applications::view(cx, call.param("appId"), Secrets::LeftOut)?))
}

/// Who is logged in, the last one first.
fn active_users(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = applications::find(cx, call.param("appId"))?;
    let pool = cx.pool()?;
    let is_active = |user: &&User| {
        tokens::sessions(pool, &user.id, cx.now).iter().any(|session| session.id == app.id)
    };
    let mut active: Vec<&User> = pool.present_users().filter(is_active).collect();
    active.sort_by_key(|user| std::cmp::Reverse(user.last_login));
    let page = call.paging().cut(&active, |user| active_user(pool, user));
    Ok(Reply::Data(ACTIVE_USERS, page))
}

fn active_user(pool: &UserPool, user: &User) -> Json {
    let mut view = views::user(pool, user, Dates::Rest);
    view["isRoot"] = json!(false);
    view["lastIp"] = view["lastIP"].clone();
    view["sendSmsCount"] = json!(0);
    view["sendSmsLimitCount"] = json!(1000);
    view["thirdPartyIdentity"] = json!({
        "provider": null,
        "refreshToken": null,
        "accessToken": null,
        "scope": null,
        "expiresIn": null,
        "updatedAt": null,
    });
    view
}

fn tenants_of(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let app = applications::find(cx, call.param("appId"))?;
    let pool = cx.pool()?;
    let own = pool.tenants.iter().filter(|tenant| tenant.app_ids.contains(&app.id));
    let mut view = views::application(pool, app);
    view["isIntegrate"] = json!(false);
    view["tenants"] = own.map(|tenant| tenants::view(pool, tenant)).collect();
    Ok(Reply::data(view))
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// Tells `null`, which clears, from what is not sent.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
