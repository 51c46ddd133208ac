//! One tenant: its applications and its members.

use http::Method;
use maud::{Markup, html};
use serde_json::{Value as Json, json};

use crate::api::rest;
use crate::base::form;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::pages::tenants;
use crate::console::parts::Window;
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::state::tenants::{Tenant, TenantMember};
use crate::state::user_pool::UserPool;

const ID: Text = Text::new("租户 ID", "Tenant id");
const NAME: Text = Text::new("名称", "Name");
const DESCRIPTION: Text = Text::new("描述", "Description");
const APPS: Text = Text::new("可登录的应用", "Applications they log in to");
const SAVE: Text = Text::new("保存", "Save");
const MEMBERS: Text = Text::new("成员", "Members");
const NOBODY: Text = Text::new("还没有成员。", "Nobody is in it yet.");
const MEMBER: Text =
    Text::new("用户（ID、用户名、邮箱或手机号）", "User (id, username, email or phone)");
const ADD: Text = Text::new("添加", "Add");
const REMOVE: Text = Text::new("移出", "Remove");
const ADMIN: Text = Text::new("管理员", "Administrator");
const MAKE_ADMIN: Text = Text::new("设为管理员", "Make administrator");
const NO_ADMIN: Text = Text::new("撤销管理员", "No administrator any more");
const ON: Text = Text::new("启用", "Enable");
const OFF: Text = Text::new("停用", "Disable");
const IS_OFF: Text = Text::new("已停用", "Disabled");
const DELETE: Text = Text::new("删除租户", "Delete the tenant");
const DELETE_WARNING: Text = Text::new(
    "成员关系与专属的身份源一并删除，成员的账号保留。",
    "Its members' accounts stay; its own identity sources go too.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/tenants/{id}",
    title: Text::new("租户", "Tenant"),
    place: Place::Under("/_console/tenants"),
    show,
    actions: &[
        Action { name: "save", run: save, done: Text::new("已保存。", "Saved.") },
        Action {
            name: "add", run: add, done: Text::new("成员已添加。", "The member is added.")
        },
        Action {
            name: "remove",
            run: remove,
            done: Text::new("成员已移出。", "The member is out."),
        },
        Action {
            name: "admin", run: make_admin, done: Text::new("已设为管理员。", "Done.")
        },
        Action { name: "no-admin", run: unmake_admin, done: Text::new("已撤销。", "Done.") },
        Action { name: "on", run: switch_on, done: Text::new("已启用。", "Enabled.") },
        Action { name: "off", run: switch_off, done: Text::new("已停用。", "Disabled.") },
        Action {
            name: "delete",
            run: delete,
            done: Text::new("租户已删除。", "The tenant is deleted."),
        },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    let sheet = visit.with(|cx| {
        let pool = cx.pool()?;
        let found = pool.tenants.iter().find(|tenant| tenant.id == visit.param("id"));
        let Some(tenant) = found else { return Ok(None) };
        let content = html! {
            div.two {
                (members(visit, pool, tenant))
                (settings(visit, pool, tenant))
            }
        };
        Ok(Some(Sheet::titled(&tenant.name, content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

fn members(visit: &Visit<'_>, pool: &UserPool, tenant: &Tenant) -> Markup {
    let window = Window::of(visit);
    let total = tenant.members.len();
    let shown = tenant.members.iter().skip(window.skipped()).take(window.rows);
    html! {
        section.sheet {
            h2 { (visit.say(MEMBERS)) }
            @if total == 0 { (parts::empty(visit, NOBODY)) }
            ul.plain-list { @for one in shown { (member(visit, pool, one)) } }
            @if total > window.rows { (window.links(visit, total)) }
            form.line method="post" {
                (parts::input(visit, "user", MEMBER, "text", ""))
                button name="action" value="add" { (visit.say(ADD)) }
            }
        }
    }
}

fn member(visit: &Visit<'_>, pool: &UserPool, one: &TenantMember) -> Markup {
    let name = pool.user(&one.user_id).map_or("—", |user| user.display_name());
    let fields = [("user", one.user_id.as_str())];
    let (switch, switch_text) = if one.enabled { ("off", OFF) } else { ("on", ON) };
    let (admin, admin_text) =
        if one.admin { ("no-admin", NO_ADMIN) } else { ("admin", MAKE_ADMIN) };
    html! {
        li.spread {
            span {
                a href={ "/_console/users/" (one.user_id) } { (name) }
                @if one.admin { " " (parts::badge("good", visit.say(ADMIN))) }
                @if !one.enabled { " " (parts::badge("warn", visit.say(IS_OFF))) }
            }
            span.buttons {
                (parts::button(visit, admin, admin_text, name, "small", &fields))
                (parts::button(visit, switch, switch_text, name, "small", &fields))
                (parts::button(visit, "remove", REMOVE, name, "small danger", &fields))
            }
        }
    }
}

fn settings(visit: &Visit<'_>, pool: &UserPool, tenant: &Tenant) -> Markup {
    let description = tenant.description.as_deref().unwrap_or_default();
    let apps = tenants::apps(pool, |id| tenant.app_ids.iter().any(|own| own == id));
    html! {
        section.sheet {
            dl.facts {
                dt { (visit.say(ID)) }
                dd { (parts::copyable(visit, visit.say(ID), &tenant.id)) }
            }
            form method="post" {
                (parts::input(visit, "name", NAME, "text", &tenant.name))
                (parts::input(visit, "description", DESCRIPTION, "text", description))
                (parts::ticks(visit, "apps", APPS, apps))
                (parts::submit(visit, "save", SAVE))
            }
            hr;
            (parts::careful(visit, "delete", DELETE, DELETE_WARNING))
        }
    }
}

/// Calls a route of the tenant, with the user of the form among its segments.
fn call(
    visit: &Visit<'_>,
    route: (Method, &str),
    query: Option<&str>,
    body: Json,
) -> Result<Next, Stop> {
    let params = [("id", visit.param("id")), ("user", visit.field("user"))];
    visit.with(|cx| rules::send(cx, rest::tenants::ROUTES, route, &params, query, body))?;
    Ok(Next::Back)
}

fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, (Method::POST, "/api/v2/tenant/{id}"), None, tenants::sent(visit)?)
}

fn add(visit: &Visit<'_>) -> Result<Next, Stop> {
    let user = visit.with(|cx| rules::user_id(cx, visit.field("user").trim()))?;
    let body = json!({ "userIds": [user] });
    call(visit, (Method::POST, "/api/v2/tenant/{id}/user"), None, body)
}

fn remove(visit: &Visit<'_>) -> Result<Next, Stop> {
    let query = form::encode(&[("userId", visit.field("user").to_owned())]);
    call(visit, (Method::DELETE, "/api/v2/tenant/{id}/user"), Some(&query), Json::Null)
}

fn make_admin(visit: &Visit<'_>) -> Result<Next, Stop> {
    let body = json!({ "userIds": [visit.field("user")] });
    call(visit, (Method::PUT, "/api/v2/tenant/{id}/admin"), None, body)
}

fn unmake_admin(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, (Method::DELETE, "/api/v2/tenant/{id}/admin/{user}"), None, Json::Null)
}

fn switch_on(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, (Method::PUT, "/api/v2/tenant/{id}/{user}"), None, json!({ "isEnabled": true }))
}

fn switch_off(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, (Method::PUT, "/api/v2/tenant/{id}/{user}"), None, json!({ "isEnabled": false }))
}

fn delete(visit: &Visit<'_>) -> Result<Next, Stop> {
    call(visit, (Method::DELETE, "/api/v2/tenant/{id}"), None, Json::Null)?;
    Ok(Next::To("/_console/tenants".to_owned()))
}
