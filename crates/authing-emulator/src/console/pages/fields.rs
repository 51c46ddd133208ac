//! Custom fields: what a user pool keeps of its users and other things beside what every pool keeps.

use maud::{Markup, html};
use serde_json::{Value as Json, json};

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};
use crate::state::custom_data::FieldDefinition;

const NONE: Text = Text::new(
    "还没有自定义字段。定义后，可在用户页面和接口中读写其值。",
    "There are no custom fields yet. What is defined here can be set on a user's page and by requests.",
);
const TARGET: Text = Text::new("所属对象", "Belongs to");
const KEY: Text = Text::new("字段名", "Key");
const TYPE: Text = Text::new("类型", "Type");
const LABEL: Text = Text::new("显示名称", "Label");
const OPTIONS: Text = Text::new("选项（仅 SELECT 类型）", "Options (of the type SELECT)");
const VALUES: Text = Text::new("已有值", "Values");
const REMOVE: Text = Text::new("移除", "Remove");
const NEW: Text = Text::new("定义字段", "Define a field");
const NEW_HINT: Text = Text::new(
    "同一对象下字段名相同，则覆盖原有定义。移除字段会同时移除它的所有值。",
    "A field with a key that is there already takes its place. Removing a field removes its values.",
);
const DEFINE: Text = Text::new("保存字段", "Define");
const KEY_NEEDED: Text = Text::new("请填写字段名。", "Give it a key.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/fields",
    title: Text::new("自定义字段", "Custom fields"),
    place: Place::In(Group::People),
    show,
    actions: &[
        Action {
            name: "define",
            run: define,
            done: Text::new("字段已保存。", "The field is defined."),
        },
        Action {
            name: "remove",
            run: remove,
            done: Text::new("字段已移除。", "The field is removed."),
        },
    ],
};

/// By their names on the wire.
const TARGETS: [(&str, Text); 7] = [
    ("USER", Text::new("用户", "Users")),
    ("ROLE", Text::new("角色", "Roles")),
    ("ORG", Text::new("组织", "Organisations")),
    ("NODE", Text::new("部门", "Departments")),
    ("APPLICATION", Text::new("应用", "Applications")),
    ("USERPOOL", Text::new("用户池", "The user pool")),
    ("PERMISSION", Text::new("权限", "Permissions")),
];

const TYPES: [(&str, Text); 6] = [
    ("STRING", Text::new("文本", "Text")),
    ("NUMBER", Text::new("数字", "Number")),
    ("BOOLEAN", Text::new("布尔值", "Yes or no")),
    ("DATETIME", Text::new("日期时间", "Date and time")),
    ("SELECT", Text::new("选项", "One of several")),
    ("OBJECT", Text::new("对象", "Object")),
];

fn show(visit: &Visit<'_>) -> Shown {
    let table = visit.with(|cx| {
        let pool = cx.pool()?;
        let rows: Vec<Markup> = pool
            .field_definitions
            .iter()
            .map(|field| {
                let values = pool.field_values.iter().filter(|value| {
                    value.target_type == field.target_type && value.key == field.key
                });
                row(visit, field, values.count())
            })
            .collect();
        Ok(rows)
    })?;
    let options = |list: &[(&'static str, Text)]| {
        let named =
            list.iter().map(|(name, text)| (*name, format!("{} · {name}", visit.say(*text))));
        named.collect::<Vec<_>>()
    };
    let (targets, types) = (options(&TARGETS), options(&TYPES));
    let content = html! {
        section.sheet id="fields" data-live="state" {
            @if table.is_empty() {
                (parts::empty(visit, NONE))
            } @else {
                table.stack {
                    thead { tr {
                        @for title in [KEY, LABEL, TARGET, TYPE, VALUES] { th scope="col" { (visit.say(title)) } }
                        th { span.unseen { (visit.say(REMOVE)) } }
                    } }
                    tbody { @for row in table { (row) } }
                }
            }
        }
        section.sheet {
            h2 { (visit.say(NEW)) }
            p.soft { (visit.say(NEW_HINT)) }
            form method="post" {
                div.fields {
                    (parts::choice(visit, "target", TARGET, pairs(&targets), "USER"))
                    (parts::input(visit, "key", KEY, "text", ""))
                    (parts::choice(visit, "type", TYPE, pairs(&types), "STRING"))
                    (parts::input(visit, "label", LABEL, "text", ""))
                    (parts::input(visit, "options", OPTIONS, "text", ""))
                }
                (parts::submit(visit, "define", DEFINE))
            }
        }
    };
    Ok(Sheet::new(content))
}

fn pairs<'v>(list: &'v [(&'static str, String)]) -> impl Iterator<Item = (&'v str, &'v str)> {
    list.iter().map(|(name, text)| (*name, text.as_str()))
}

fn row(visit: &Visit<'_>, field: &FieldDefinition, values: usize) -> Markup {
    let wire = json!(field);
    let name = |member: &str| wire.get(member).and_then(Json::as_str).unwrap_or_default();
    let said = |list: &[(&str, Text)], name: &str| {
        let found = list.iter().find(|(own, _)| *own == name);
        found.map_or_else(String::new, |(_, text)| visit.say(*text).to_owned())
    };
    let (target, kind) = (name("targetType"), name("dataType"));
    html! {
        tr {
            th scope="row" { code { (field.key) } }
            td data-title=(visit.say(LABEL)) {
                (field.label.as_deref().filter(|label| !label.is_empty()).unwrap_or("—"))
            }
            td data-title=(visit.say(TARGET)) { (said(&TARGETS, target)) }
            td data-title=(visit.say(TYPE)) {
                (said(&TYPES, kind))
                @if let Some(options) = field.options.as_deref().filter(|options| !options.is_empty()) {
                    " " code.soft { (options) }
                }
            }
            td.number data-title=(visit.say(VALUES)) { (values) }
            td {
                (parts::button(
                    visit, "remove", REMOVE, &field.key, "small danger", &[("target", target), ("key", &field.key)],
                ))
            }
        }
    }
}

fn define(visit: &Visit<'_>) -> Result<Next, Stop> {
    let key = visit.filled("key").ok_or(Stop::Wrong(KEY_NEEDED))?;
    let arguments = json!({
        "targetType": visit.field("target"),
        "key": key,
        "dataType": visit.field("type"),
        "label": visit.filled("label").unwrap_or(key),
        "options": visit.filled("options"),
    });
    visit.with(|cx| rules::mutate(cx, graphql::custom_data::FIELDS, "setUdf", arguments))?;
    Ok(Next::Back)
}

fn remove(visit: &Visit<'_>) -> Result<Next, Stop> {
    let arguments = json!({ "targetType": visit.field("target"), "key": visit.field("key") });
    visit.with(|cx| rules::mutate(cx, graphql::custom_data::FIELDS, "removeUdf", arguments))?;
    Ok(Next::Back)
}
