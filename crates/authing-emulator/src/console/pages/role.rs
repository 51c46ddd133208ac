//! One role: who holds it, and what it may do.

use maud::html;
use serde_json::{Value as Json, json};

use crate::api::graphql;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::Window;
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::acl::rights::Rights;
use crate::domain::context::Cx;
use crate::state::acl::TargetType;
use crate::state::roles::Role;

const NAMESPACE: Text = Text::new("权限分组", "Namespace");
const PARENT: Text = Text::new("继承自", "Inherits from");
const USERS: Text = Text::new("用户", "Users");
const GROUPS: Text = Text::new("分组", "Groups");
const DEPARTMENTS: Text = Text::new("部门", "Departments");
const USER: Text =
    Text::new("用户（ID、用户名、邮箱或手机号）", "User (id, username, email or phone)");
const ADD: Text = Text::new("添加", "Add");
const REMOVE: Text = Text::new("移除", "Remove");
const NOBODY: Text = Text::new("还没有用户持有此角色。", "No user holds it yet.");
const RIGHTS: Text = Text::new("权限", "Permissions");
const NO_RIGHTS: Text = Text::new("还没有授权。", "It may do nothing yet.");
const ACTION: Text = Text::new("操作，如 books:read", "Action, such as books:read");
const RESOURCE: Text = Text::new("资源，如 books:*", "Resource, such as books:*");
const ALLOW: Text = Text::new("授权", "Allow");
const DELETE: Text = Text::new("删除角色", "Delete the role");
const DELETE_WARNING: Text =
    Text::new("持有者与其授权一并移除。", "Its permissions and what its holders had by it go too.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/roles/{id}",
    title: Text::new("角色", "Role"),
    place: Place::Under("/_console/roles"),
    show,
    actions: &[
        Action { name: "add", run: add, done: Text::new("已添加。", "Added.") },
        Action { name: "remove", run: remove, done: Text::new("已移除。", "Removed.") },
        Action { name: "allow", run: allow, done: Text::new("已授权。", "Allowed.") },
        Action {
            name: "delete",
            run: delete,
            done: Text::new("角色已删除。", "The role is deleted."),
        },
    ],
};

fn find<'a>(cx: &'a Cx<'_>, id: &str) -> ApiResult<&'a Role> {
    let found = cx.pool()?.roles.iter().find(|role| role.id == id);
    found.ok_or_else(|| failures::ROLE_NOT_FOUND.into())
}

fn show(visit: &Visit<'_>) -> Shown {
    let window = Window::of(visit);
    let sheet = visit.with(|cx| {
        let pool = cx.pool()?;
        let Some(role) = pool.roles.iter().find(|role| role.id == visit.param("id")) else {
            return Ok(None);
        };
        let rights = Rights::own(pool, &role.namespace, TargetType::Role, &role.code).resources(None);
        let holders = role.users.iter().skip(window.skipped()).take(window.rows);
        let nodes = pool.nodes.iter().filter(|node| role.nodes.contains(&node.id));
        let content = html! {
            div.two {
                section.sheet {
                    h2 { (visit.say(USERS)) }
                    @if role.users.is_empty() { (parts::empty(visit, NOBODY)) }
                    ul.tags {
                        @for id in holders {
                            @let name = pool.user(id).map_or("—", |user| user.display_name());
                            li {
                                a href={ "/_console/users/" (id) } { (name) }
                                (parts::button(visit, "remove", REMOVE, name, "small", &[("user", id)]))
                            }
                        }
                    }
                    @if role.users.len() > window.rows { (window.links(visit, role.users.len())) }
                    form.line method="post" {
                        (parts::input(visit, "user", USER, "text", ""))
                        button name="action" value="add" { (visit.say(ADD)) }
                    }
                }
                div {
                    section.sheet {
                        dl.facts {
                            dt { (visit.say(NAMESPACE)) } dd { (role.namespace) }
                            @if let Some(parent) = &role.parent { dt { (visit.say(PARENT)) } dd { (parent) } }
                            @if !role.groups.is_empty() {
                                dt { (visit.say(GROUPS)) } dd { (role.groups.join(", ")) }
                            }
                            @if !role.nodes.is_empty() {
                                dt { (visit.say(DEPARTMENTS)) }
                                dd { @for node in nodes { a href={ "/_console/orgs/" (node.id) } { (node.name) } " " } }
                            }
                        }
                    }
                    section.sheet {
                        h2 { (visit.say(RIGHTS)) }
                        @if rights.is_empty() { (parts::empty(visit, NO_RIGHTS)) }
                        ul.plain-list {
                            @for grant in &rights { li { code { (grant.resource) } ": " (grant.actions.join(", ")) } }
                        }
                        form method="post" {
                            (parts::input(visit, "resource", RESOURCE, "text", ""))
                            (parts::input(visit, "may", ACTION, "text", ""))
                            button name="action" value="allow" { (visit.say(ALLOW)) }
                        }
                        hr;
                        (parts::careful(visit, "delete", DELETE, DELETE_WARNING))
                    }
                }
            }
        };
        Ok(Some(Sheet::titled(&role.code, content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

/// Calls a mutation with what names the role.
fn change(visit: &Visit<'_>, mutation: &str, code: &str, more: &Json) -> Result<Next, Stop> {
    visit.with(|cx| {
        let role = find(cx, visit.param("id"))?;
        let mut arguments = more.as_object().cloned().unwrap_or_default();
        arguments.insert("namespace".to_owned(), role.namespace.clone().into());
        arguments.insert(code.to_owned(), role.code.clone().into());
        rules::mutate(cx, graphql::roles::FIELDS, mutation, Json::Object(arguments))
    })?;
    Ok(Next::Back)
}

fn add(visit: &Visit<'_>) -> Result<Next, Stop> {
    let id = visit.with(|cx| rules::user_id(cx, visit.field("user").trim()))?;
    change(visit, "assignRole", "roleCode", &json!({ "userIds": [id] }))
}

fn remove(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "revokeRole", "roleCode", &json!({ "userIds": [visit.field("user")] }))
}

fn allow(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| {
        let role = find(cx, visit.param("id"))?;
        let arguments = json!({
            "resource": visit.field("resource").trim(),
            "action": visit.field("may").trim(),
            "roleCode": role.code,
            "namespace": role.namespace,
        });
        rules::mutate(cx, graphql::acl::FIELDS, "allow", arguments)
    })?;
    Ok(Next::Back)
}

fn delete(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "deleteRole", "code", &json!({}))?;
    Ok(Next::To("/_console/roles".to_owned()))
}
