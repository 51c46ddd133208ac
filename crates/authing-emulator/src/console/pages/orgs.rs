//! Organisations as trees.

use maud::{Markup, html};
use serde_json::json;

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::domain::orgs::trees::Trees;
use crate::state::orgs::Node;

const NONE: Text = Text::new("还没有组织。", "There are no organisations yet.");
const NEW: Text = Text::new("新建组织", "New organisation");
const NAME: Text = Text::new("名称", "Name");
const CODE: Text = Text::new("标识符", "Code");
const CREATE: Text = Text::new("新建", "Create");
const MEMBERS: Text = Text::new("成员：", "Members: ");
const TOO_MANY: Text = Text::new(
    "部门过多，仅显示前 2000 个。",
    "There are too many departments; the first 2000 are shown.",
);

/// As many nodes are shown at once.
const SHOWN: usize = 2000;

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/orgs",
    title: Text::new("组织机构", "Organisations"),
    place: Place::In(Group::People),
    show,
    actions: &[Action {
        name: "create",
        run: create,
        done: Text::new("组织已创建。", "The organisation is created."),
    }],
};

fn show(visit: &Visit<'_>) -> Shown {
    let (trees, is_cut) = visit.with(|cx| {
        let pool = cx.pool()?;
        let trees = Trees::of(pool);
        let roots = pool.orgs.iter().filter_map(|org| trees.get(&org.root));
        let mut left = SHOWN;
        let shown: Vec<Markup> = roots
            .map_while(|root| (left > 0).then(|| branch(visit, &trees, root, &mut left)))
            .collect();
        Ok((shown, left == 0))
    })?;
    let content = html! {
        section.sheet id="trees" data-live="state" {
            @if trees.is_empty() { (parts::empty(visit, NONE)) }
            @if is_cut { p.note.warn { (visit.say(TOO_MANY)) } }
            @for tree in &trees { ul.tree { (tree) } }
        }
        section.sheet.narrow {
            h2 { (visit.say(NEW)) }
            form method="post" {
                div.fields {
                    (parts::input(visit, "name", NAME, "text", ""))
                    (parts::input(visit, "code", CODE, "text", ""))
                }
                (parts::submit(visit, "create", CREATE))
            }
        }
    };
    Ok(Sheet::new(content))
}

/// A node with those below it. Levels are bounded wherever nodes are made.
fn branch(visit: &Visit<'_>, trees: &Trees<'_>, node: &Node, left: &mut usize) -> Markup {
    *left = left.saturating_sub(1);
    let mut children = Vec::new();
    for child in trees.children(&node.id) {
        if *left == 0 {
            break;
        }
        children.push(branch(visit, trees, child, left));
    }
    html! {
        li {
            a href={ "/_console/orgs/" (node.id) } { (node.name) }
            @if let Some(code) = &node.code { " " code.soft { (code) } }
            " " span.soft.small { (visit.say(MEMBERS)) (node.members.len()) }
            @if !children.is_empty() { ul { @for child in &children { (child) } } }
        }
    }
}

fn create(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({ "name": visit.field("name").trim(), "code": visit.filled("code") });
    visit.with(|cx| rules::mutate(cx, graphql::orgs::FIELDS, "createOrg", arguments))?;
    Ok(Next::Back)
}
