//! Policies: what is allowed and refused under one name.

use maud::html;
use serde_json::{Value as Json, json};

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::pages::{policy, roles};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::state::policies::Policy;

const CODE: Text = Text::new("标识符", "Code");
const NAMESPACE: Text = Text::new("权限分组", "Namespace");
const STATEMENTS: Text = Text::new("授权语句", "Statements");
const ASSIGNED: Text = Text::new("授权对象", "Assigned to");
const BUILT_IN: Text = Text::new("内置", "Built in");
const DESCRIPTION: Text = Text::new("描述", "Description");
const NEW: Text = Text::new("新建策略", "New policy");
const NEW_HINT: Text = Text::new(
    "先写第一条授权语句，其余语句与授权对象在策略页面添加。",
    "It begins with one statement. More of them, and who it is assigned to, are on its own page.",
);
const CREATE: Text = Text::new("新建", "Create");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/policies",
    title: Text::new("策略", "Policies"),
    place: Place::In(Group::People),
    show,
    actions: &[Action {
        name: "create",
        run: create,
        done: Text::new("策略已创建。", "The policy is created."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let content = visit.with(|cx| {
        let pool = cx.pool()?;
        let assigned = |policy: &Policy| {
            let own = pool.assignments.iter();
            own.filter(|own| own.namespace == policy.namespace && own.policy == policy.code).count()
        };
        Ok(html! {
            section.sheet id="policies" data-live="state" {
                table.stack {
                    thead { tr {
                        @for title in [CODE, NAMESPACE, STATEMENTS, ASSIGNED] { th scope="col" { (visit.say(title)) } }
                    } }
                    tbody {
                        @for policy in pool.policies.iter().filter(|policy| !policy.hidden) {
                            tr {
                                th scope="row" {
                                    a href={ "/_console/policies/" (policy.id) } { (policy.code) }
                                    @if policy.is_default { " " (parts::badge("", visit.say(BUILT_IN))) }
                                }
                                td data-title=(visit.say(NAMESPACE)) { (policy.namespace) }
                                td data-title=(visit.say(STATEMENTS)) {
                                    div {
                                        @for statement in policy.statements.iter().take(SHOWN) {
                                            div { (policy::statement(visit, statement)) }
                                        }
                                        @if policy.statements.len() > SHOWN {
                                            span.soft { "+ " (policy.statements.len() - SHOWN) }
                                        }
                                    }
                                }
                                td.number data-title=(visit.say(ASSIGNED)) { (assigned(policy)) }
                            }
                        }
                    }
                }
            }
            section.sheet {
                h2 { (visit.say(NEW)) }
                p.soft { (visit.say(NEW_HINT)) }
                form method="post" {
                    div.fields {
                        (parts::input(visit, "code", CODE, "text", ""))
                        (parts::choice(visit, "namespace", NAMESPACE, roles::namespaces(pool), "default"))
                        (parts::input(visit, "description", DESCRIPTION, "text", ""))
                    }
                    (policy::statement_fields(visit))
                    (parts::submit(visit, "create", CREATE))
                }
            }
        })
    })?;
    Ok(Sheet::new(content))
}

/// Statements of a policy that the list shows.
const SHOWN: usize = 3;

fn create(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({
        "code": visit.field("code").trim(),
        "namespace": visit.field("namespace"),
        "description": visit.filled("description"),
        "statements": [policy::sent_statement(visit)?],
    });
    let made = visit.with(|cx| {
        rules::mutate(cx, graphql::policies::FIELDS, "createPolicy", arguments.clone())
    })?;
    let named = |name: &str| made.get(name).and_then(Json::as_str);
    let id = visit.with(|cx| {
        let found = cx.pool()?.policies.iter().find(|policy| {
            Some(policy.code.as_str()) == named("code")
                && Some(policy.namespace.as_str()) == named("namespace")
        });
        Ok(found.map(|policy| policy.id.clone()))
    })?;
    Ok(id.map_or(Next::Back, |id| Next::To(format!("/_console/policies/{id}"))))
}
