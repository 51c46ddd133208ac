//! Roles and groups, and who may do what.

use maud::{Markup, html};
use serde_json::json;

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::acl::rights::Rights;
use crate::state::acl::{DEFAULT_NAMESPACE, TargetType};
use crate::state::user_pool::UserPool;
use crate::state::users::User;

const MAY: Text = Text::new("谁能做什么", "Who may do what");
const MAY_HINT: Text = Text::new(
    "综合用户自身、分组、部门与角色的全部授权得出结论。",
    "What a user, their groups, departments and roles were given, all together.",
);
const WHO: Text =
    Text::new("用户（ID、用户名、邮箱或手机号）", "User (id, username, email or phone)");
const ACTION: Text = Text::new("操作，如 books:read", "Action, such as books:read");
const RESOURCE: Text = Text::new("资源，如 books:1", "Resource, such as books:1");
const NAMESPACE: Text = Text::new("权限分组", "Namespace");
const ASK: Text = Text::new("查询", "Ask");
const YES: Text = Text::new("允许。", "Yes: this is allowed.");
const NO: Text = Text::new("不允许：没有任何授权涵盖它。", "No: nothing grants it.");
const REFUSED: Text = Text::new("不允许：有策略明确拒绝。", "No: a policy refuses it.");
const UNKNOWN: Text = Text::new("没有这个用户。", "There is no such user.");
const ALL: Text = Text::new("该用户的全部授权", "All that reaches the user");
const ROLES: Text = Text::new("角色", "Roles");
const NO_ROLES: Text = Text::new("还没有角色。", "There are no roles yet.");
const CODE: Text = Text::new("标识符", "Code");
const DESCRIPTION: Text = Text::new("描述", "Description");
const HOLDERS: Text = Text::new("持有者", "Holders");
const NEW_ROLE: Text = Text::new("新建角色", "New role");
const GROUPS: Text = Text::new("分组", "Groups");
const NO_GROUPS: Text = Text::new("还没有分组。", "There are no groups yet.");
const NEW_GROUP: Text = Text::new("新建分组", "New group");
const NAME: Text = Text::new("名称", "Name");
const MEMBERS: Text = Text::new("成员", "Members");
const CREATE: Text = Text::new("新建", "Create");
const DELETE: Text = Text::new("删除", "Delete");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/roles",
    title: Text::new("角色与权限", "Roles and permissions"),
    place: Place::In(Group::People),
    show,
    actions: &[
        Action {
            name: "role",
            run: create_role,
            done: Text::new("角色已创建。", "The role is created."),
        },
        Action {
            name: "group",
            run: create_group,
            done: Text::new("分组已创建。", "The group is created."),
        },
        Action {
            name: "delete-group",
            run: delete_group,
            done: Text::new("分组已删除。", "The group is deleted."),
        },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = visit.with(|cx| {
        let pool = cx.pool()?;
        Ok(html! {
            (question(visit, pool))
            (roles(visit, pool))
            (groups(visit, pool))
        })
    })?;
    Ok(Sheet::new(content))
}

/// The namespaces of the pool, for a choice.
pub(in crate::console) fn namespaces<'a>(
    pool: &'a UserPool,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    pool.namespaces.iter().map(|namespace| (namespace.code.as_str(), namespace.name.as_str()))
}

fn question(visit: &Visit<'_>, pool: &UserPool) -> Markup {
    let asked = |name: &str| visit.query(name).unwrap_or_default().to_owned();
    let (who, action, resource) = (asked("user"), asked("may"), asked("resource"));
    let namespace = visit.query("namespace").unwrap_or(DEFAULT_NAMESPACE);
    let user = rules::find_user(pool, &who);
    html! {
        section.sheet {
            h2 { (visit.say(MAY)) }
            p.soft { (visit.say(MAY_HINT)) }
            form method="get" {
                div.fields {
                    @for (name, label, value) in [("user", WHO, &who), ("may", ACTION, &action), ("resource", RESOURCE, &resource)] {
                        div.field {
                            label for=(name) { (visit.say(label)) }
                            input id=(name) name=(name) value=(value) autocomplete="off" autocapitalize="none";
                        }
                    }
                    div.field {
                        label for="namespace" { (visit.say(NAMESPACE)) }
                        select id="namespace" name="namespace" {
                            @for (code, name) in namespaces(pool) {
                                option value=(code) selected[code == namespace] { (name) }
                            }
                        }
                    }
                }
                button.main { (visit.say(ASK)) }
            }
            @if !who.is_empty() {
                div.verdict {
                    @match user {
                        None => p.note.warn role="status" { (visit.say(UNKNOWN)) },
                        Some(user) => (verdict(visit, pool, user, namespace, &action, &resource)),
                    }
                }
            }
        }
    }
}

fn verdict(
    visit: &Visit<'_>,
    pool: &UserPool,
    user: &User,
    namespace: &str,
    action: &str,
    resource: &str,
) -> Markup {
    let rights = Rights::of(pool, namespace, TargetType::User, &user.id);
    let (class, text) = if rights.allow(resource, action) {
        ("note good", YES)
    } else if rights.refuse(resource, action) {
        ("note bad", REFUSED)
    } else {
        ("note bad", NO)
    };
    let all = rights.resources(None);
    html! {
        @if !action.is_empty() && !resource.is_empty() {
            p class=(class) role="status" {
                a href={ "/_console/users/" (user.id) } { (user.display_name()) }
                " · " code { (action) } " · " code { (resource) } " · " strong { (visit.say(text)) }
            }
        }
        h3 { (visit.say(ALL)) }
        @if all.is_empty() { (parts::empty(visit, NO)) }
        ul.plain-list {
            @for grant in &all {
                li { code { (grant.resource) } ": " (grant.actions.join(", ")) }
            }
        }
    }
}

fn roles(visit: &Visit<'_>, pool: &UserPool) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(ROLES)) }
            @if pool.roles.is_empty() {
                (parts::empty(visit, NO_ROLES))
            } @else {
                table.stack {
                    thead { tr {
                        @for title in [CODE, NAMESPACE, DESCRIPTION, HOLDERS] { th scope="col" { (visit.say(title)) } }
                    } }
                    tbody {
                        @for role in &pool.roles {
                            tr {
                                th scope="row" { a href={ "/_console/roles/" (role.id) } { (role.code) } }
                                td data-title=(visit.say(NAMESPACE)) { (role.namespace) }
                                td data-title=(visit.say(DESCRIPTION)) { (role.description.as_deref().unwrap_or("—")) }
                                td data-title=(visit.say(HOLDERS)) {
                                    (role.users.len() + role.groups.len() + role.nodes.len())
                                }
                            }
                        }
                    }
                }
            }
            details.fold {
                summary { (visit.say(NEW_ROLE)) }
                form.line method="post" {
                    (parts::input(visit, "code", CODE, "text", ""))
                    (parts::input(visit, "description", DESCRIPTION, "text", ""))
                    div.field {
                        label for="in" { (visit.say(NAMESPACE)) }
                        select id="in" name="in" {
                            @for (code, name) in namespaces(pool) { option value=(code) { (name) } }
                        }
                    }
                    (parts::submit(visit, "role", CREATE))
                }
            }
        }
    }
}

fn groups(visit: &Visit<'_>, pool: &UserPool) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(GROUPS)) }
            @if pool.groups.is_empty() {
                (parts::empty(visit, NO_GROUPS))
            } @else {
                table.stack {
                    thead { tr {
                        @for title in [CODE, NAME, MEMBERS] { th scope="col" { (visit.say(title)) } }
                        th { span.unseen { (visit.say(DELETE)) } }
                    } }
                    tbody {
                        @for group in &pool.groups {
                            tr {
                                th scope="row" { (group.code) }
                                td data-title=(visit.say(NAME)) { (group.name) }
                                td data-title=(visit.say(MEMBERS)) { (group.users.len()) }
                                td {
                                    (parts::button(
                                        visit, "delete-group", DELETE, &group.code, "small danger",
                                        &[("group", &group.code)],
                                    ))
                                }
                            }
                        }
                    }
                }
            }
            details.fold {
                summary { (visit.say(NEW_GROUP)) }
                form.line method="post" {
                    div.field {
                        label for="group" { (visit.say(CODE)) }
                        input id="group" name="group" autocomplete="off";
                    }
                    (parts::input(visit, "name", NAME, "text", ""))
                    (parts::submit(visit, "group", CREATE))
                }
            }
        }
    }
}

fn create_role(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({
        "code": visit.field("code").trim(),
        "namespace": visit.filled("in"),
        "description": visit.filled("description"),
    });
    visit.with(|cx| rules::mutate(cx, graphql::roles::FIELDS, "createRole", arguments))?;
    Ok(Next::Back)
}

fn create_group(visit: &Visit<'_>) -> Result<Next, Stop> {
    let code = visit.field("group").trim();
    let arguments = json!({ "code": code, "name": visit.filled("name").unwrap_or(code) });
    visit.with(|cx| rules::mutate(cx, graphql::groups::FIELDS, "createGroup", arguments))?;
    Ok(Next::Back)
}

fn delete_group(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({ "codeList": [visit.field("group")] });
    visit.with(|cx| rules::mutate(cx, graphql::groups::FIELDS, "deleteGroups", arguments))?;
    Ok(Next::Back)
}
