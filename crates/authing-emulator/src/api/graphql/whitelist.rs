//! The registration whitelists of the pool.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::whitelist;
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::whitelist::{WhitelistEntry, WhitelistType};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Documented("registration whitelist"),
    [
        query("whitelist", Access::Management, whitelist),
        mutation("addWhitelist", Access::Management, add_whitelist),
        mutation("removeWhitelist", Access::Management, remove_whitelist),
    ],
);

#[derive(Deserialize)]
struct Entries {
    #[serde(rename = "type")]
    kind: WhitelistType,
    #[serde(default)]
    list: Vec<String>,
}

impl Entries {
    /// Email addresses are kept in lower case, as accounts have them.
    fn read(args: Args<'_>) -> ApiResult<Self> {
        let mut entries: Self = args.read()?;
        if entries.kind == WhitelistType::Email {
            for value in &mut entries.list {
                *value = value.to_lowercase();
            }
        }
        Ok(entries)
    }
}

fn whitelist(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let kind = args.read::<Entries>()?.kind;
    let entries = cx.pool()?.whitelist.iter();
    Ok(entries.filter(|entry| entry.kind == kind).map(view).collect())
}

fn add_whitelist(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input = Entries::read(args)?;
    whitelist::add(cx, input.kind, input.list)?;
    let entries = cx.pool()?.whitelist.iter();
    Ok(entries.filter(|entry| entry.kind == input.kind).map(view).collect())
}

fn remove_whitelist(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let input = Entries::read(args)?;
    whitelist::tell(cx, Event::WhitelistDeleted, input.kind, &input.list);
    let pool = cx.pool_mut()?;
    let gone: HashSet<&String> = input.list.iter().collect();
    pool.whitelist.retain(|entry| entry.kind != input.kind || !gone.contains(&entry.value));
    let entries = pool.whitelist.iter();
    Ok(entries.filter(|entry| entry.kind == input.kind).map(view).collect())
}

fn view(entry: &WhitelistEntry) -> Json {
    json!({
        "createdAt": entry.created_at.to_graphql(),
        "updatedAt": entry.updated_at.to_graphql(),
        "value": entry.value,
    })
}
