//! What each part of a seed is checked for.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use crate::base::error::ApiResult;
use crate::base::nearest::{hint, shown};
use crate::domain::context::Cx;
use crate::domain::custom_data;
use crate::seed::error::Outcome;
use crate::seed::place::At;
use crate::state::custom_data::FieldTarget;

/// What a rule says, at this place.
pub(super) fn by_rule<T>(at: &At<'_>, outcome: ApiResult<T>) -> Outcome<T> {
    outcome.map_err(|error| at.of_rule(&error))
}

/// Ids stand in addresses and headers.
pub(super) fn require_id(at: &At<'_>, id: &str) -> Outcome<()> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if !id.is_empty() && id.len() <= 128 && id.bytes().all(is_plain) {
        return Ok(());
    }
    at.refuse(format!(
        "found {}, expected an id: up to 128 letters, digits, `-`, `_` and `.` of ASCII",
        shown(id)
    ))
}

/// An id that is given must be one, and nothing else may have it.
pub(super) fn distinct<'a>(
    at: &At<'_>,
    id: Option<&'a str>,
    known: &mut HashSet<&'a str>,
) -> Outcome<()> {
    let Some(id) = id else { return Ok(()) };
    let at = at.field("id");
    require_id(&at, id)?;
    match known.insert(id) {
        true => Ok(()),
        false => at.refuse(format!("the id {} is there twice", shown(id))),
    }
}

/// Sets the custom data of what was just made.
pub(super) fn values(
    cx: &mut Cx<'_>,
    at: &At<'_>,
    target: FieldTarget,
    id: &str,
    data: &Map<String, Json>,
) -> Outcome<()> {
    let list = at.field("customData");
    for (key, value) in data {
        let at = list.field(key);
        let own = [(key.clone(), value.clone())];
        if custom_data::set_first(cx, target, id, own).is_ok() {
            continue;
        }
        let fields = by_rule(&at, cx.pool())?.field_definitions.iter();
        let fields: Vec<_> = fields.filter(|field| field.target_type == target).collect();
        let Some(field) = fields.iter().find(|field| field.key == *key) else {
            let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
            let kind = serde_json::to_string(&target).unwrap_or_default().replace('"', "`");
            let hint = hint(key, &keys);
            let todo = "define it in `customFields` of the user pool";
            return at.refuse(format!("no custom field of {kind} has this key{hint}: {todo}"));
        };
        let kind = serde_json::to_string(&field.data_type).unwrap_or_default().replace('"', "`");
        return at.refuse(format!("found {}, expected a value of {kind}", kind_of(value)));
    }
    Ok(())
}

fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "nothing",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "fields",
    }
}

/// A department by its id, or by a code that one only has.
pub(super) fn node_id(cx: &Cx<'_>, at: &At<'_>, name: &str) -> Outcome<String> {
    let nodes = &by_rule(at, cx.pool())?.nodes;
    if nodes.iter().any(|node| node.id == name) {
        return Ok(name.to_owned());
    }
    let mut found = nodes.iter().filter(|node| node.code.as_deref() == Some(name));
    match (found.next(), found.next()) {
        (Some(node), None) => Ok(node.id.clone()),
        (Some(_), Some(_)) => at.refuse(format!(
            "departments of more than one organisation have the code {}: name it by its id",
            shown(name)
        )),
        (None, _) => {
            at.unknown("department", name, nodes.iter().filter_map(|node| node.code.as_deref()))
        }
    }
}
