//! The tenants of the pool.

use http::Method;
use maud::html;
use serde_json::json;

use crate::api::rest;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::state::user_pool::UserPool;

const NAME: Text = Text::new("名称", "Name");
const DESCRIPTION: Text = Text::new("描述", "Description");
const APPS: Text = Text::new("可登录的应用", "Applications they log in to");
const MEMBERS: Text = Text::new("成员", "Members");
const CREATED: Text = Text::new("创建时间", "Created");
const NONE: Text = Text::new(
    "还没有租户。租户是使用同一批应用的企业客户，成员登录时选择所属租户。",
    "There are no tenants yet. A tenant is a customer's organisation that shares your applications; its members \
     choose it as they log in.",
);
const NEW: Text = Text::new("新建租户", "New tenant");
const CREATE: Text = Text::new("新建", "Create");
const NAME_NEEDED: Text = Text::new("请填写名称。", "Give it a name.");
const APP_NEEDED: Text = Text::new("请至少选择一个应用。", "Choose at least one application.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/tenants",
    title: Text::new("租户", "Tenants"),
    place: Place::In(Group::People),
    show,
    actions: &[Action {
        name: "create",
        run: create,
        done: Text::new("租户已创建。", "The tenant is created."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = visit.with(|cx| {
        let pool = cx.pool()?;
        let names = |ids: &[String]| {
            let apps = ids.iter().filter_map(|id| pool.app(id)).map(|app| app.name.as_str());
            apps.collect::<Vec<_>>().join(", ")
        };
        Ok(html! {
            section.sheet id="tenants" data-live="state" {
                @if pool.tenants.is_empty() {
                    (parts::empty(visit, NONE))
                } @else {
                    table.stack {
                        thead { tr {
                            @for title in [NAME, APPS, MEMBERS, CREATED] { th scope="col" { (visit.say(title)) } }
                        } }
                        tbody {
                            @for tenant in pool.tenants.iter().rev() {
                                tr {
                                    th scope="row" { a href={ "/_console/tenants/" (tenant.id) } { (tenant.name) } }
                                    td data-title=(visit.say(APPS)) { (names(&tenant.app_ids)) }
                                    td.number data-title=(visit.say(MEMBERS)) { (tenant.members.len()) }
                                    td data-title=(visit.say(CREATED)) { (parts::moment(tenant.created_at)) }
                                }
                            }
                        }
                    }
                }
            }
            section.sheet.narrow {
                h2 { (visit.say(NEW)) }
                form method="post" {
                    (parts::input(visit, "name", NAME, "text", ""))
                    (parts::input(visit, "description", DESCRIPTION, "text", ""))
                    (parts::ticks(visit, "apps", APPS, apps(pool, |_| pool.apps.len() == 1)))
                    (parts::submit(visit, "create", CREATE))
                }
            }
        })
    })?;
    Ok(Sheet::new(content))
}

/// The applications of the pool as boxes.
pub(in crate::console) fn apps<'a>(
    pool: &'a UserPool,
    is_ticked: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = (String, String, bool)> + 'a {
    pool.apps.iter().map(move |app| (app.id.clone(), app.name.clone(), is_ticked(&app.id)))
}

/// What a form says of a tenant, as the route takes it.
pub(in crate::console) fn sent(visit: &Visit<'_>) -> Result<serde_json::Value, Stop> {
    let name = visit.filled("name").ok_or(Stop::Wrong(NAME_NEEDED))?;
    let apps: Vec<&str> = visit.fields("apps").collect();
    if apps.is_empty() {
        return Err(Stop::Wrong(APP_NEEDED));
    }
    Ok(json!({
        "name": name, "description": visit.field("description").trim(), "appIds": apps.join(","),
    }))
}

fn create(visit: &Visit<'_>) -> Result<Next, Stop> {
    let body = sent(visit)?;
    let route = (Method::POST, "/api/v2/tenant");
    visit.with(|cx| rules::send(cx, rest::tenants::ROUTES, route, &[], None, body))?;
    Ok(Next::Back)
}
