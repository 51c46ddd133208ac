//! One user: what they are, what they belong to, where they are logged in.

use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};

use crate::api::graphql;
use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::pages::users;
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::context::Cx;
use crate::domain::{acl, custom_data, passwords, tokens};
use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;
use crate::state::users::User;

const ID: Text = Text::new("用户 ID", "User id");
const STATUS: Text = Text::new("状态", "Status");
const CREATED: Text = Text::new("创建时间", "Created");
const LOGINS: Text = Text::new("登录次数", "Logins");
const LAST_LOGIN: Text = Text::new("上次登录", "Last login");
const PROVIDERS: Text = Text::new("外部身份", "Identities elsewhere");
const SECOND_FACTOR: Text = Text::new("动态口令", "One-time passwords");
const BOUND: Text = Text::new("已绑定", "Bound");
const PROFILE: Text = Text::new("资料", "Profile");
const USERNAME: Text = Text::new("用户名", "Username");
const EMAIL: Text = Text::new("邮箱", "Email");
const EMAIL_VERIFIED: Text = Text::new("邮箱已验证", "Email verified");
const PHONE: Text = Text::new("手机号", "Phone");
const PHONE_VERIFIED: Text = Text::new("手机号已验证", "Phone verified");
const NICKNAME: Text = Text::new("昵称", "Nickname");
const NAME: Text = Text::new("姓名", "Name");
const COMPANY: Text = Text::new("公司", "Company");
const EXTERNAL_ID: Text = Text::new("原系统 ID", "External id");
const SAVE: Text = Text::new("保存", "Save");
const NEW_PASSWORD: Text = Text::new("新密码", "New password");
const RESET: Text = Text::new("重置密码", "Reset password");
const AT_NEXT_LOGIN: Text = Text::new("下次登录时须修改", "Must be changed at the next login");
const ACCOUNT: Text = Text::new("账号", "Account");
const BLOCK: Text = Text::new("封禁", "Block");
const UNBLOCK: Text = Text::new("解除封禁", "Unblock");
const DELETE: Text = Text::new("删除用户", "Delete user");
const DELETE_WARNING: Text = Text::new(
    "删除后，该用户的角色、分组、部门与会话一并移除，无法恢复。",
    "Roles, groups, departments and sessions go too. This cannot be undone.",
);
const CUSTOM: Text = Text::new("自定义字段", "Custom data");
const NO_FIELDS: Text =
    Text::new("用户池没有为用户定义自定义字段。", "The pool defines no custom fields for users.");
const DEFINE: Text = Text::new("定义字段", "Define one");
const ROLES: Text = Text::new("角色", "Roles");
const GROUPS: Text = Text::new("分组", "Groups");
const DEPARTMENTS: Text = Text::new("部门", "Departments");
const ADD_ROLE: Text = Text::new("添加角色", "Give a role");
const ADD_GROUP: Text = Text::new("加入分组", "Put into a group");
const ADD_DEPARTMENT: Text = Text::new("加入部门", "Put into a department");
const NONE: Text = Text::new("无", "None");
const ADD: Text = Text::new("添加", "Add");
const REMOVE: Text = Text::new("移除", "Remove");
const SESSIONS: Text = Text::new("会话", "Sessions");
const LOGGED_IN_TO: Text = Text::new("已登录的应用", "Logged in to");
const NO_SESSIONS: Text = Text::new("没有登录任何应用。", "Not logged in anywhere.");
const BROWSERS: Text = Text::new("登录页会话数", "Browsers with a session");
const END_SESSIONS: Text = Text::new("全部退出登录", "Log out everywhere");
const LOG_IN_AS: Text = Text::new("以此用户登录", "Log in as this user");
const APP: Text = Text::new("应用", "Application");
const CHANGED_MEANWHILE: Text = Text::new(
    "打开表单之后，该用户已在别处被修改。请核对后再次保存：保存会以表单中的内容为准。",
    "The user has changed since this form was opened. Look at it once more; saving again takes what the \
     form says.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/users/{id}",
    title: Text::new("用户", "User"),
    place: Place::Under("/_console/users"),
    show,
    actions: &[
        Action { name: "save", run: save, done: Text::new("已保存。", "Saved.") },
        Action {
            name: "password",
            run: reset_password,
            done: Text::new("密码已重置。", "The password is reset."),
        },
        Action {
            name: "block",
            run: block,
            done: Text::new("用户已封禁。", "The user is blocked."),
        },
        Action {
            name: "unblock",
            run: unblock,
            done: Text::new("已解除封禁。", "The user is not blocked any more."),
        },
        Action {
            name: "delete",
            run: delete,
            done: Text::new("用户已删除。", "The user is deleted."),
        },
        Action {
            name: "data",
            run: set_data,
            done: Text::new("自定义字段已保存。", "Custom data is saved."),
        },
        Action {
            name: "add-role",
            run: add_role,
            done: Text::new("角色已添加。", "The role is added."),
        },
        Action {
            name: "remove-role",
            run: remove_role,
            done: Text::new("角色已移除。", "The role is removed."),
        },
        Action {
            name: "add-group",
            run: add_group,
            done: Text::new("已加入分组。", "The user is in the group."),
        },
        Action {
            name: "remove-group",
            run: remove_group,
            done: Text::new("已移出分组。", "The user is out of the group."),
        },
        Action {
            name: "add-department",
            run: add_department,
            done: Text::new("已加入部门。", "The user is in the department."),
        },
        Action {
            name: "remove-department",
            run: remove_department,
            done: Text::new("已移出部门。", "The user is out of the department."),
        },
        Action {
            name: "end-sessions",
            run: end_sessions,
            done: Text::new("已全部退出登录。", "The user is logged out everywhere."),
        },
    ],
};

/// The user of the page, who may have been deleted in the meantime.
fn user<'a>(cx: &'a Cx<'_>, visit: &Visit<'_>) -> ApiResult<Option<&'a User>> {
    Ok(cx.pool()?.user(visit.param("id")))
}

fn show(visit: &Visit<'_>) -> Shown {
    let sheet = visit.with(|cx| {
        let Some(user) = user(cx, visit)? else { return Ok(None) };
        let pool = cx.pool()?;
        let content = html! {
            div.two {
                div {
                    (facts(visit, user))
                    (profile(visit, user))
                    (data(visit, pool, user))
                }
                div {
                    (log_in_as(visit, pool, user))
                    (account(visit, user))
                    (memberships(visit, pool, user))
                    (sessions(visit, cx, pool, user))
                }
            }
        };
        Ok(Some(Sheet::titled(user.display_name(), content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

fn facts(visit: &Visit<'_>, user: &User) -> Markup {
    let bound = user.totp.is_some() || user.application_totp.is_some();
    html! {
        section.sheet id="facts" data-live="state" {
            dl.facts {
                dt { (visit.say(ID)) }
                dd { (parts::copyable(visit, visit.say(ID), &user.id)) }
                dt { (visit.say(STATUS)) }
                dd { (users::status(visit, user)) }
                dt { (visit.say(CREATED)) }
                dd { (parts::moment(user.created_at)) }
                dt { (visit.say(LAST_LOGIN)) }
                dd {
                    @match user.last_login { Some(at) => (parts::moment(at)), None => "—" }
                    " · " (visit.say(LOGINS)) " " (user.logins_count)
                }
                @if bound {
                    dt { (visit.say(SECOND_FACTOR)) }
                    dd { (visit.say(BOUND)) }
                }
                @if !user.identities.is_empty() {
                    dt { (visit.say(PROVIDERS)) }
                    dd {
                        @for identity in &user.identities {
                            div { (identity.provider) " " code { (identity.user_id_in_idp) } }
                        }
                    }
                }
            }
        }
    }
}

fn profile(visit: &Visit<'_>, user: &User) -> Markup {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let attribute = |key: &str| user.attribute(key).unwrap_or_default();
    html! {
        section.sheet {
            h2 { (visit.say(PROFILE)) }
            form method="post" {
                input type="hidden" name="seen" value=(user.updated_at.0);
                div.fields {
                    (parts::input(visit, "username", USERNAME, "text", &text(&user.username)))
                    (parts::input(visit, "nickname", NICKNAME, "text", attribute("nickname")))
                    (parts::input(visit, "email", EMAIL, "text", &text(&user.email)))
                    (parts::tick(visit, "emailVerified", EMAIL_VERIFIED, user.email_verified))
                    (parts::input(visit, "phone", PHONE, "tel", &text(&user.phone)))
                    (parts::tick(visit, "phoneVerified", PHONE_VERIFIED, user.phone_verified))
                    (parts::input(visit, "name", NAME, "text", attribute("name")))
                    (parts::input(visit, "company", COMPANY, "text", attribute("company")))
                    (parts::input(visit, "externalId", EXTERNAL_ID, "text", attribute("externalId")))
                }
                (parts::submit(visit, "save", SAVE))
            }
        }
    }
}

fn data(visit: &Visit<'_>, pool: &UserPool, user: &User) -> Markup {
    let fields: Vec<_> = pool
        .field_definitions
        .iter()
        .filter(|field| field.target_type == FieldTarget::User)
        .collect();
    let values = custom_data::list(pool, FieldTarget::User, &user.id);
    let value = |key: &str| {
        let found =
            values.iter().find(|value| value.get("key").and_then(Json::as_str) == Some(key));
        found.and_then(|value| value.get("value")).and_then(Json::as_str).unwrap_or_default()
    };
    html! {
        section.sheet {
            h2 { (visit.say(CUSTOM)) }
            @if fields.is_empty() {
                (parts::empty(visit, NO_FIELDS))
                p { a.button href="/_console/fields" { (visit.say(DEFINE)) } }
            } @else {
                form method="post" {
                    @for field in &fields {
                        @let name = format!("data.{}", field.key);
                        div.field {
                            label for=(name) {
                                (field.label.as_deref().unwrap_or(&field.key)) " "
                                code.soft { (field.key) }
                            }
                            input id=(name) name=(name) value=(visit.kept(&name, value(&field.key)))
                                autocomplete="off";
                        }
                    }
                    (parts::submit(visit, "data", SAVE))
                }
            }
        }
    }
}

fn log_in_as(visit: &Visit<'_>, pool: &UserPool, user: &User) -> Markup {
    let apps = pool.apps.iter().map(|app| (app.id.as_str(), app.name.as_str()));
    html! {
        section.sheet {
            h2 { (visit.say(LOG_IN_AS)) }
            form.line method="post" action={ "/_console/users/" (user.id) "/login" } {
                (parts::choice(visit, "app", APP, apps, ""))
                (parts::submit(visit, "login", LOG_IN_AS))
            }
        }
    }
}

fn account(visit: &Visit<'_>, user: &User) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(ACCOUNT)) }
            form.line method="post" {
                (parts::input(visit, "password", NEW_PASSWORD, "text", ""))
                button name="action" value="password" { (visit.say(RESET)) }
                (parts::tick(visit, "change", AT_NEXT_LOGIN, false))
            }
            hr;
            div.buttons {
                @if user.blocked {
                    (parts::button(visit, "unblock", UNBLOCK, "", "", &[]))
                } @else {
                    (parts::button(visit, "block", BLOCK, "", "danger", &[]))
                }
                (parts::careful(visit, "delete", DELETE, DELETE_WARNING))
            }
        }
    }
}

fn memberships(visit: &Visit<'_>, pool: &UserPool, user: &User) -> Markup {
    let is_own = |role: &&crate::state::roles::Role| role.users.contains(&user.id);
    let key = |role: &crate::state::roles::Role| format!("{}:{}", role.namespace, role.code);
    let roles: Vec<String> = pool.roles.iter().filter(is_own).map(key).collect();
    let other_roles: Vec<String> =
        pool.roles.iter().filter(|role| !is_own(role)).map(key).collect();
    let groups = acl::groups_of(pool, &user.id);
    let other_groups: Vec<&str> = pool
        .groups
        .iter()
        .map(|group| group.code.as_str())
        .filter(|code| !groups.contains(code))
        .collect();
    let is_in = |node: &&crate::state::orgs::Node| {
        node.members.iter().any(|member| member.user_id == user.id)
    };
    let nodes: Vec<(&str, &str)> = pool
        .nodes
        .iter()
        .filter(is_in)
        .map(|node| (node.id.as_str(), node.name.as_str()))
        .collect();
    let other_nodes: Vec<(&str, &str)> = pool
        .nodes
        .iter()
        .filter(|node| !is_in(node))
        .take(OFFERED)
        .map(|node| (node.id.as_str(), node.name.as_str()))
        .collect();
    let same =
        |list: &[String]| list.iter().map(|text| (text.clone(), text.clone())).collect::<Vec<_>>();
    let roles = same(&roles);
    let other_roles = same(&other_roles);
    let twice = |list: &[&str]| {
        list.iter().map(|text| ((*text).to_owned(), (*text).to_owned())).collect::<Vec<_>>()
    };
    let (groups, other_groups) = (twice(&groups), twice(&other_groups));
    let owned = |list: &[(&str, &str)]| {
        list.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect::<Vec<_>>()
    };
    let (nodes, other_nodes) = (owned(&nodes), owned(&other_nodes));
    html! {
        section.sheet {
            (members(visit, (ROLES, ADD_ROLE), "role", &roles, &other_roles))
            (members(visit, (GROUPS, ADD_GROUP), "group", &groups, &other_groups))
            (members(visit, (DEPARTMENTS, ADD_DEPARTMENT), "department", &nodes, &other_nodes))
        }
    }
}

/// As many departments are offered to choose from; the page of organisations has all.
const OFFERED: usize = 500;

/// What the user belongs to, each with a button that ends it, and what else there is.
fn members(
    visit: &Visit<'_>,
    (title, more): (Text, Text),
    kind: &str,
    own: &[(String, String)],
    others: &[(String, String)],
) -> Markup {
    let options = others.iter().map(|(value, text)| (value.as_str(), text.as_str()));
    html! {
        h2 { (visit.say(title)) }
        @if own.is_empty() { p.soft { (visit.say(NONE)) } }
        ul.tags {
            @for (value, text) in own {
                li {
                    (text) " "
                    (parts::button(visit, &format!("remove-{kind}"), REMOVE, text, "small", &[(kind, value)]))
                }
            }
        }
        @if !others.is_empty() {
            form.line method="post" {
                (parts::choice(visit, kind, more, options, ""))
                button name="action" value={ "add-" (kind) } { (visit.say(ADD)) }
            }
        }
    }
}

fn sessions(visit: &Visit<'_>, cx: &Cx<'_>, pool: &UserPool, user: &User) -> Markup {
    let apps = tokens::sessions(pool, &user.id, cx.now);
    let is_own = |session: &&crate::state::sso::SsoSession| {
        session.user_id == user.id && session.expires_at > cx.now
    };
    let browsers = pool.sso_sessions.iter().filter(is_own).count();
    html! {
        section.sheet id="sessions" data-live="state" {
            h2 { (visit.say(SESSIONS)) }
            @if apps.is_empty() && browsers == 0 {
                (parts::empty(visit, NO_SESSIONS))
            } @else {
                dl.facts {
                    dt { (visit.say(LOGGED_IN_TO)) }
                    dd { @for app in &apps { div { (app.name) } } @if apps.is_empty() { "—" } }
                    dt { (visit.say(BROWSERS)) }
                    dd { (browsers) }
                }
                (parts::button(visit, "end-sessions", END_SESSIONS, "", "", &[]))
            }
        }
    }
}

fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    let mut input = Map::new();
    for name in ["username", "email", "phone", "nickname", "name", "company", "externalId"] {
        input.insert(name.to_owned(), visit.filled(name).map_or(Json::Null, Json::from));
    }
    for name in ["emailVerified", "phoneVerified"] {
        input.insert(name.to_owned(), (visit.field(name) == "true").into());
    }
    let unchanged = visit.with(|cx| {
        let seen: Option<i64> = visit.field("seen").parse().ok();
        let user = cx.user(visit.param("id"))?;
        if seen != Some(user.updated_at.0) {
            return Ok(false);
        }
        update(cx, visit, Json::Object(input))?;
        Ok(true)
    })?;
    if unchanged { Ok(Next::Back) } else { Err(Stop::Wrong(CHANGED_MEANWHILE)) }
}

fn update(cx: &mut Cx<'_>, visit: &Visit<'_>, input: Json) -> ApiResult<()> {
    let arguments = json!({ "id": visit.param("id"), "input": input });
    rules::mutate(cx, graphql::users::FIELDS, "updateUser", arguments).map(drop)
}

fn reset_password(visit: &Visit<'_>) -> Result<Next, Stop> {
    let password = visit.field("password");
    visit.with(|cx| {
        passwords::require_strength(cx, password)?;
        passwords::set(cx, visit.param("id"), password)?;
        cx.user_mut(visit.param("id"))?.reset_on_first_login = visit.field("change") == "true";
        Ok(())
    })?;
    Ok(Next::Back)
}

fn block(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| update(cx, visit, json!({ "blocked": true })))?;
    Ok(Next::Back)
}

fn unblock(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| update(cx, visit, json!({ "blocked": false })))?;
    Ok(Next::Back)
}

fn delete(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({ "id": visit.param("id") });
    visit.with(|cx| rules::mutate(cx, graphql::users::FIELDS, "deleteUser", arguments))?;
    Ok(Next::To("/_console/users".to_owned()))
}

/// An empty field takes its value away.
fn set_data(visit: &Visit<'_>) -> Result<Next, Stop> {
    let id = visit.param("id");
    visit.with(|cx| {
        let target = json!({ "targetType": "USER", "targetId": id });
        let with = |more: Json| merged(&target, more);
        let sent = visit
            .form
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("data.")?, value)));
        let (empty, filled): (Vec<_>, Vec<_>) =
            sent.partition(|(_, value)| value.trim().is_empty());
        let list: Vec<Json> =
            filled.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
        rules::mutate(
            cx,
            graphql::custom_data::FIELDS,
            "setUdvBatch",
            with(json!({ "udvList": list })),
        )?;
        for (key, _) in empty {
            rules::mutate(
                cx,
                graphql::custom_data::FIELDS,
                "removeUdv",
                with(json!({ "key": key })),
            )?;
        }
        Ok(())
    })?;
    Ok(Next::Back)
}

fn merged(one: &Json, other: Json) -> Json {
    let mut members = one.as_object().cloned().unwrap_or_default();
    if let Json::Object(more) = other {
        members.extend(more);
    }
    Json::Object(members)
}

fn add_role(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_role(visit, "assignRole")
}

fn remove_role(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_role(visit, "revokeRole")
}

fn change_role(visit: &Visit<'_>, mutation: &str) -> Result<Next, Stop> {
    let (namespace, code) = visit.field("role").split_once(':').unwrap_or_default();
    let arguments =
        json!({ "namespace": namespace, "roleCode": code, "userIds": [visit.param("id")] });
    visit.with(|cx| rules::mutate(cx, graphql::roles::FIELDS, mutation, arguments))?;
    Ok(Next::Back)
}

fn add_group(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_group(visit, "addUserToGroup")
}

fn remove_group(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_group(visit, "removeUserFromGroup")
}

fn change_group(visit: &Visit<'_>, mutation: &str) -> Result<Next, Stop> {
    let arguments = json!({ "userIds": [visit.param("id")], "code": visit.field("group") });
    visit.with(|cx| rules::mutate(cx, graphql::groups::FIELDS, mutation, arguments))?;
    Ok(Next::Back)
}

fn add_department(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_department(visit, "addMember")
}

fn remove_department(visit: &Visit<'_>) -> Result<Next, Stop> {
    change_department(visit, "removeMember")
}

fn change_department(visit: &Visit<'_>, mutation: &str) -> Result<Next, Stop> {
    let arguments = json!({ "nodeId": visit.field("department"), "userIds": [visit.param("id")] });
    visit.with(|cx| rules::mutate(cx, graphql::orgs_members::FIELDS, mutation, arguments))?;
    Ok(Next::Back)
}

fn end_sessions(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| {
        cx.user(visit.param("id"))?;
        tokens::revoke_all(cx.pool_mut()?, visit.param("id"), None);
        Ok(())
    })?;
    Ok(Next::Back)
}
