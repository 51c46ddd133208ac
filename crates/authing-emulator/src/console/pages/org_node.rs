//! One department: what is below it, and who is in it.

use maud::html;
use serde_json::json;

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts::Window;
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::orgs;
use crate::domain::orgs::trees::Trees;

const PATH: Text = Text::new("位置", "Where it is");
const ID: Text = Text::new("部门 ID", "Department id");
const NAME: Text = Text::new("名称", "Name");
const CODE: Text = Text::new("标识符", "Code");
const DESCRIPTION: Text = Text::new("描述", "Description");
const SAVE: Text = Text::new("保存", "Save");
const BELOW: Text = Text::new("下级部门", "Departments below it");
const ADD: Text = Text::new("添加", "Add");
const MEMBERS: Text = Text::new("成员", "Members");
const MEMBER: Text =
    Text::new("用户（ID、用户名、邮箱或手机号）", "User (id, username, email or phone)");
const LEADER: Text = Text::new("负责人", "Leads it");
const REMOVE: Text = Text::new("移出", "Remove");
const NOBODY: Text = Text::new("还没有成员。", "Nobody is in it yet.");
const NONE: Text = Text::new("没有下级部门。", "There are none.");
const DELETE: Text = Text::new("删除部门", "Delete the department");
const DELETE_ORG: Text = Text::new("删除组织", "Delete the organisation");
const DELETE_WARNING: Text = Text::new(
    "其下的所有部门一并删除，成员的账号保留。",
    "All departments below it go too. The accounts of their members stay.",
);

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/orgs/{id}",
    title: Text::new("部门", "Department"),
    place: Place::Under("/_console/orgs"),
    show,
    actions: &[
        Action { name: "save", run: save, done: Text::new("已保存。", "Saved.") },
        Action {
            name: "add",
            run: add,
            done: Text::new("部门已添加。", "The department is added."),
        },
        Action {
            name: "member",
            run: add_member,
            done: Text::new("成员已添加。", "The member is added."),
        },
        Action {
            name: "remove",
            run: remove_member,
            done: Text::new("成员已移出。", "The member is out."),
        },
        Action { name: "delete", run: delete, done: Text::new("已删除。", "Deleted.") },
    ],
};

fn show(visit: &Visit<'_>) -> Shown {
    let window = Window::of(visit);
    let sheet = visit.with(|cx| {
        let pool = cx.pool()?;
        let trees = Trees::of(pool);
        let Some(node) = trees.get(visit.param("id")) else { return Ok(None) };
        let children = trees.children(&node.id);
        let members = node.members.iter().skip(window.skipped()).take(window.rows);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let content = html! {
            div.two {
                div {
                    section.sheet id="members" data-live="state" {
                        h2 { (visit.say(MEMBERS)) }
                        @if node.members.is_empty() { (parts::empty(visit, NOBODY)) }
                        ul.tags {
                            @for member in members {
                                @let name = pool.user(&member.user_id).map_or("—", |user| user.display_name());
                                li {
                                    a href={ "/_console/users/" (member.user_id) } { (name) }
                                    @if member.is_leader { (parts::badge("good", visit.say(LEADER))) }
                                    (parts::button(visit, "remove", REMOVE, name, "small", &[("user", &member.user_id)]))
                                }
                            }
                        }
                        @if node.members.len() > window.rows { (window.links(visit, node.members.len())) }
                    }
                    section.sheet {
                        form.line method="post" {
                            (parts::input(visit, "user", MEMBER, "text", ""))
                            button name="action" value="member" { (visit.say(ADD)) }
                            (parts::tick(visit, "leader", LEADER, false))
                        }
                    }
                }
                div {
                    section.sheet {
                        dl.facts {
                            dt { (visit.say(PATH)) }
                            dd {
                                @for (level, above) in trees.ancestry(node).iter().enumerate() {
                                    @if level > 0 { " / " }
                                    a href={ "/_console/orgs/" (above.id) } { (above.name) }
                                }
                            }
                            dt { (visit.say(ID)) }
                            dd { (parts::copyable(visit, visit.say(ID), &node.id)) }
                        }
                        hr;
                        form method="post" {
                            (parts::input(visit, "name", NAME, "text", &node.name))
                            (parts::input(visit, "code", CODE, "text", &text(&node.code)))
                            (parts::input(visit, "description", DESCRIPTION, "text", &text(&node.description)))
                            (parts::submit(visit, "save", SAVE))
                        }
                    }
                    section.sheet {
                        h2 { (visit.say(BELOW)) }
                        @if children.is_empty() { (parts::empty(visit, NONE)) }
                        ul.plain-list {
                            @for child in children {
                                li { a href={ "/_console/orgs/" (child.id) } { (child.name) } }
                            }
                        }
                        form.line method="post" {
                            div.field {
                                label for="child" { (visit.say(NAME)) }
                                input id="child" name="child" autocomplete="off";
                            }
                            button name="action" value="add" { (visit.say(ADD)) }
                        }
                        hr;
                        (parts::careful(
                            visit,
                            "delete",
                            if node.parent.is_none() { DELETE_ORG } else { DELETE },
                            DELETE_WARNING,
                        ))
                    }
                }
            }
        };
        Ok(Some(Sheet::titled(&node.name, content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({
        "id": visit.param("id"),
        "name": visit.filled("name"),
        "code": visit.filled("code"),
        "description": visit.field("description").trim(),
    });
    visit.with(|cx| rules::mutate(cx, graphql::orgs::FIELDS, "updateNode", arguments))?;
    Ok(Next::Back)
}

fn add(visit: &Visit<'_>) -> Result<Next, Stop> {
    let id = visit.param("id");
    visit.with(|cx| {
        let org_id = orgs::find_node(cx.pool()?, id)?.org_id.clone();
        let arguments =
            json!({ "orgId": org_id, "parentNodeId": id, "name": visit.field("child").trim() });
        rules::mutate(cx, graphql::orgs::FIELDS, "addNode", arguments)
    })?;
    Ok(Next::Back)
}

fn add_member(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| {
        let arguments = json!({
            "nodeId": visit.param("id"),
            "userIds": [rules::user_id(cx, visit.field("user").trim())?],
            "isLeader": visit.field("leader") == "true",
        });
        rules::mutate(cx, graphql::orgs_members::FIELDS, "addMember", arguments)
    })?;
    Ok(Next::Back)
}

fn remove_member(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({ "nodeId": visit.param("id"), "userIds": [visit.field("user")] });
    visit.with(|cx| rules::mutate(cx, graphql::orgs_members::FIELDS, "removeMember", arguments))?;
    Ok(Next::Back)
}

fn delete(visit: &Visit<'_>) -> Result<Next, Stop> {
    let id = visit.param("id");
    visit.with(|cx| {
        let node = orgs::find_node(cx.pool()?, id)?;
        let (org_id, is_root) = (node.org_id.clone(), node.parent.is_none());
        let fields = graphql::orgs::FIELDS;
        if is_root {
            rules::mutate(cx, fields, "deleteOrg", json!({ "id": org_id }))
        } else {
            rules::mutate(cx, fields, "deleteNode", json!({ "orgId": org_id, "nodeId": id }))
        }
    })?;
    Ok(Next::To("/_console/orgs".to_owned()))
}
