//! One policy: its statements, and who it is assigned to.

use maud::{Markup, html};
use serde_json::{Value as Json, json};

use crate::api::graphql;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::Window;
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::context::Cx;
use crate::state::acl::TargetType;
use crate::state::policies::{Assignment, Effect, Policy, Statement};
use crate::state::user_pool::UserPool;

const CODE: Text = Text::new("标识符", "Code");
const NAMESPACE: Text = Text::new("权限分组", "Namespace");
const DESCRIPTION: Text = Text::new("描述", "Description");
const SAVE: Text = Text::new("保存", "Save");
const STATEMENTS: Text = Text::new("授权语句", "Statements");
const EFFECT: Text = Text::new("效果", "Effect");
const ALLOWED: Text = Text::new("允许", "Allow");
const REFUSED: Text = Text::new("拒绝", "Deny");
const RESOURCE: Text = Text::new("资源，如 books:*", "Resource, such as books:*");
const ACTIONS: Text =
    Text::new("操作，以逗号分隔，如 books:read", "Actions with commas, such as books:read");
const CONDITION: Text = Text::new("条件", "on condition");
const ADD: Text = Text::new("添加", "Add");
const REMOVE: Text = Text::new("移除", "Remove");
const NO_STATEMENTS: Text = Text::new("没有授权语句。", "It says nothing.");
const ASSIGNED: Text = Text::new("授权对象", "Assigned to");
const NOBODY: Text = Text::new("还没有授权给任何对象。", "It is assigned to nobody yet.");
const KIND: Text = Text::new("对象类型", "What");
const WHO: Text = Text::new(
    "对象（用户 ID 或账号、角色或分组标识符、部门 ID）",
    "Which (a user's id or name, the code of a role or group, the id of a department)",
);
const ASSIGN: Text = Text::new("授权", "Assign");
const ON: Text = Text::new("启用", "Enable");
const OFF: Text = Text::new("停用", "Disable");
const IS_OFF: Text = Text::new("已停用", "Disabled");
const BUILT_IN: Text = Text::new(
    "内置策略，不能修改，可以授权给对象。",
    "It is built in: it can be assigned, but not changed.",
);
const DELETE: Text = Text::new("删除策略", "Delete the policy");
const DELETE_WARNING: Text =
    Text::new("由它而来的授权一并失效。", "What anybody was allowed by it goes too.");
const STATEMENT_NEEDED: Text =
    Text::new("请填写资源和至少一个操作。", "Name a resource and at least one action.");
const CHANGED_MEANWHILE: Text =
    Text::new("该语句已被修改或移除。", "The statement has changed or is gone.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/policies/{id}",
    title: Text::new("策略", "Policy"),
    place: Place::Under("/_console/policies"),
    show,
    actions: &[
        Action { name: "save", run: save, done: Text::new("已保存。", "Saved.") },
        Action {
            name: "add",
            run: add,
            done: Text::new("语句已添加。", "The statement is added."),
        },
        Action {
            name: "remove",
            run: remove,
            done: Text::new("语句已移除。", "The statement is removed."),
        },
        Action { name: "assign", run: assign, done: Text::new("已授权。", "Assigned.") },
        Action {
            name: "revoke",
            run: revoke,
            done: Text::new("已取消授权。", "Not assigned any more."),
        },
        Action { name: "on", run: switch_on, done: Text::new("已启用。", "Enabled.") },
        Action { name: "off", run: switch_off, done: Text::new("已停用。", "Disabled.") },
        Action {
            name: "delete",
            run: delete,
            done: Text::new("策略已删除。", "The policy is deleted."),
        },
    ],
};

/// By their names on the wire.
const KINDS: [(TargetType, &str, Text); 5] = [
    (TargetType::User, "USER", Text::new("用户", "User")),
    (TargetType::Role, "ROLE", Text::new("角色", "Role")),
    (TargetType::Group, "GROUP", Text::new("分组", "Group")),
    (TargetType::Org, "ORG", Text::new("部门", "Department")),
    (TargetType::AkSk, "AK_SK", Text::new("编程访问账号", "Programmatic account")),
];

const EFFECTS: [(&str, Text); 2] = [("ALLOW", ALLOWED), ("DENY", REFUSED)];

fn find<'a>(pool: &'a UserPool, id: &str) -> Option<&'a Policy> {
    pool.policies.iter().find(|policy| policy.id == id && !policy.hidden)
}

fn show(visit: &Visit<'_>) -> Shown {
    let sheet = visit.with(|cx| {
        let pool = cx.pool()?;
        let Some(policy) = find(pool, visit.param("id")) else { return Ok(None) };
        let content = html! {
            @if policy.is_default { p.note { (visit.say(BUILT_IN)) } }
            div.two {
                div {
                    (statements(visit, policy))
                    (assignments(visit, pool, policy))
                }
                (settings(visit, policy))
            }
        };
        Ok(Some(Sheet::titled(&policy.code, content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

/// What a statement says.
pub(in crate::console) fn statement(visit: &Visit<'_>, statement: &Statement) -> Markup {
    let (class, effect) = match statement.effect {
        Effect::Allow => ("good", ALLOWED),
        Effect::Deny => ("bad", REFUSED),
    };
    let condition = statement.condition.as_ref().filter(|condition| !condition.is_null());
    html! {
        (parts::badge(class, visit.say(effect))) " "
        code { (statement.resource) } " · " code { (statement.actions.join(", ")) }
        @if let Some(condition) = condition {
            " " span.soft { (visit.say(CONDITION)) } " " code { (condition) }
        }
    }
}

/// What describes a new one.
pub(in crate::console) fn statement_fields(visit: &Visit<'_>) -> Markup {
    let effects = EFFECTS.iter().map(|(name, text)| (*name, visit.say(*text)));
    html! {
        div.fields {
            (parts::choice(visit, "effect", EFFECT, effects, "ALLOW"))
            (parts::input(visit, "resource", RESOURCE, "text", ""))
            (parts::input(visit, "actions", ACTIONS, "text", ""))
        }
    }
}

/// The statement that was sent by these fields.
pub(in crate::console) fn sent_statement(visit: &Visit<'_>) -> Result<Json, Stop> {
    let actions = visit.field("actions").split([',', '，']).map(str::trim);
    let actions: Vec<&str> = actions.filter(|action| !action.is_empty()).collect();
    let resource = visit.filled("resource").filter(|_| !actions.is_empty());
    let resource = resource.ok_or(Stop::Wrong(STATEMENT_NEEDED))?;
    Ok(json!({ "resource": resource, "actions": actions, "effect": visit.field("effect") }))
}

fn statements(visit: &Visit<'_>, policy: &Policy) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(STATEMENTS)) }
            @if policy.statements.is_empty() { (parts::empty(visit, NO_STATEMENTS)) }
            ul.plain-list {
                @for own in &policy.statements {
                    li.spread {
                        span { (statement(visit, own)) }
                        @if !policy.is_default {
                            (parts::button(
                                visit, "remove", REMOVE, &own.resource, "small danger",
                                &[("statement", &json!(own).to_string())],
                            ))
                        }
                    }
                }
            }
            @if !policy.is_default {
                form method="post" {
                    (statement_fields(visit))
                    button name="action" value="add" { (visit.say(ADD)) }
                }
            }
        }
    }
}

fn assignments(visit: &Visit<'_>, pool: &UserPool, policy: &Policy) -> Markup {
    let window = Window::of(visit);
    let is_own = |own: &&Assignment| own.namespace == policy.namespace && own.policy == policy.code;
    let total = pool.assignments.iter().filter(is_own).count();
    let shown = pool.assignments.iter().filter(is_own).skip(window.skipped()).take(window.rows);
    let kinds = KINDS.iter().map(|(_, name, text)| (*name, visit.say(*text)));
    html! {
        section.sheet {
            h2 { (visit.say(ASSIGNED)) }
            @if total == 0 { (parts::empty(visit, NOBODY)) }
            ul.plain-list { @for own in shown { (assignment(visit, pool, own)) } }
            @if total > window.rows { (window.links(visit, total)) }
            form method="post" {
                div.fields {
                    (parts::choice(visit, "kind", KIND, kinds, "USER"))
                    (parts::input(visit, "who", WHO, "text", ""))
                }
                button name="action" value="assign" { (visit.say(ASSIGN)) }
            }
        }
    }
}

fn assignment(visit: &Visit<'_>, pool: &UserPool, own: &Assignment) -> Markup {
    let known = KINDS.iter().find(|(kind, ..)| *kind == own.target_type);
    let (kind, text) = known.map_or(("", WHO), |(_, name, text)| (*name, *text));
    let (name, link) = match own.target_type {
        TargetType::User => (
            pool.user(&own.target).map(|user| user.display_name().to_owned()),
            Some(format!("/_console/users/{}", own.target)),
        ),
        TargetType::Org => (
            pool.nodes.iter().find(|node| node.id == own.target).map(|node| node.name.clone()),
            Some(format!("/_console/orgs/{}", own.target)),
        ),
        TargetType::Role => {
            let role = pool
                .roles
                .iter()
                .find(|role| role.code == own.target && role.namespace == own.role_namespace());
            (None, role.map(|role| format!("/_console/roles/{}", role.id)))
        }
        TargetType::Group | TargetType::AkSk => (None, None),
    };
    let name = name.unwrap_or_else(|| own.target.clone());
    let fields = [("kind", kind), ("who", own.target.as_str())];
    let (action, label) = if own.enabled { ("off", OFF) } else { ("on", ON) };
    html! {
        li.spread {
            span {
                span.soft { (visit.say(text)) } " "
                @match link { Some(link) => a href=(link) { (name) }, None => code { (name) } }
                @if !own.enabled { " " (parts::badge("warn", visit.say(IS_OFF))) }
            }
            span.buttons {
                (parts::button(visit, action, label, &name, "small", &fields))
                (parts::button(visit, "revoke", REMOVE, &name, "small danger", &fields))
            }
        }
    }
}

fn settings(visit: &Visit<'_>, policy: &Policy) -> Markup {
    let description = policy.description.as_deref().unwrap_or_default();
    html! {
        section.sheet {
            dl.facts { dt { (visit.say(NAMESPACE)) } dd { (policy.namespace) } }
            @if policy.is_default {
                p { (description) }
            } @else {
                form method="post" {
                    (parts::input(visit, "code", CODE, "text", &policy.code))
                    (parts::input(visit, "description", DESCRIPTION, "text", description))
                    (parts::submit(visit, "save", SAVE))
                }
                hr;
                (parts::careful(visit, "delete", DELETE, DELETE_WARNING))
            }
        }
    }
}

/// Calls a mutation with what names the policy: its code, under the name that the mutation has for it.
fn change(
    visit: &Visit<'_>,
    mutation: &str,
    code: &str,
    more: impl FnOnce(&Cx<'_>, &Policy) -> ApiResult<Json>,
) -> Result<Next, Stop> {
    visit.with(|cx| {
        let policy = find(cx.pool()?, visit.param("id")).ok_or(failures::POLICY_NOT_FOUND)?;
        let mut arguments = more(cx, policy)?.as_object().cloned().unwrap_or_default();
        arguments.insert("namespace".to_owned(), policy.namespace.clone().into());
        let named = if code == "policies" { json!([policy.code]) } else { json!(policy.code) };
        arguments.insert(code.to_owned(), named);
        let fields = if code == "code" {
            graphql::policies::FIELDS
        } else {
            graphql::policies_assignments::FIELDS
        };
        rules::mutate(cx, fields, mutation, Json::Object(arguments))
    })?;
    Ok(Next::Back)
}

fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "updatePolicy", "code", |_, _| {
        Ok(json!({
            "newCode": visit.filled("code"),
            "description": visit.field("description").trim(),
        }))
    })
}

fn add(visit: &Visit<'_>) -> Result<Next, Stop> {
    let new = sent_statement(visit)?;
    change(visit, "updatePolicy", "code", |_, policy| {
        let all = policy.statements.iter().map(|own| json!(own)).chain([new]);
        Ok(json!({ "statements": all.collect::<Vec<_>>() }))
    })
}

fn remove(visit: &Visit<'_>) -> Result<Next, Stop> {
    let gone: Json = serde_json::from_str(visit.field("statement"))
        .map_err(|_| Stop::Wrong(CHANGED_MEANWHILE))?;
    let is_there = visit.with(|cx| {
        let policy = find(cx.pool()?, visit.param("id")).ok_or(failures::POLICY_NOT_FOUND)?;
        Ok(policy.statements.iter().any(|own| json!(own) == gone))
    })?;
    if !is_there {
        return Err(Stop::Wrong(CHANGED_MEANWHILE));
    }
    change(visit, "updatePolicy", "code", |_, policy| {
        let mut all: Vec<Json> = policy.statements.iter().map(|own| json!(own)).collect();
        if let Some(place) = all.iter().position(|own| *own == gone) {
            all.remove(place);
        }
        Ok(json!({ "statements": all }))
    })
}

/// Who the form names, by what the mutations take.
fn target(visit: &Visit<'_>, cx: &Cx<'_>) -> ApiResult<String> {
    let who = visit.field("who").trim();
    if visit.field("kind") == "USER" { rules::user_id(cx, who) } else { Ok(who.to_owned()) }
}

fn assign(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "addPolicyAssignments", "policies", |cx, _| {
        let who = target(visit, cx)?;
        Ok(json!({ "targetType": visit.field("kind"), "targetIdentifiers": [who] }))
    })
}

fn revoke(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "removePolicyAssignments", "policies", |_, _| {
        Ok(json!({
            "targetType": visit.field("kind"), "targetIdentifiers": [visit.field("who")],
        }))
    })
}

fn switch_on(visit: &Visit<'_>) -> Result<Next, Stop> {
    switch(visit, "enablePolicyAssignment")
}

fn switch_off(visit: &Visit<'_>) -> Result<Next, Stop> {
    // The schema spells it so.
    switch(visit, "disbalePolicyAssignment")
}

fn switch(visit: &Visit<'_>, mutation: &str) -> Result<Next, Stop> {
    change(visit, mutation, "policy", |_, _| {
        Ok(json!({ "targetType": visit.field("kind"), "targetIdentifier": visit.field("who") }))
    })
}

fn delete(visit: &Visit<'_>) -> Result<Next, Stop> {
    change(visit, "deletePolicy", "code", |_, _| Ok(json!({})))?;
    Ok(Next::To("/_console/policies".to_owned()))
}
