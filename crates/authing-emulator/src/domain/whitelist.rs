//! The registration whitelists.

use std::collections::HashSet;

use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::state::whitelist::{WhitelistEntry, WhitelistType};

/// Adds what is not there yet. Email addresses are kept in lower case, as accounts have them.
pub(crate) fn add(cx: &mut Cx<'_>, kind: WhitelistType, values: Vec<String>) -> ApiResult<()> {
    tell(cx, Event::WhitelistAdded, kind, &values);
    let now = cx.now;
    let whitelist = &mut cx.pool_mut()?.whitelist;
    let of_kind = whitelist.iter().filter(|entry| entry.kind == kind);
    let mut known: HashSet<String> = of_kind.map(|entry| entry.value.clone()).collect();
    for value in values {
        let value = if kind == WhitelistType::Email { value.to_lowercase() } else { value };
        if known.insert(value.clone()) {
            whitelist.push(WhitelistEntry { kind, value, created_at: now, updated_at: now });
        }
    }
    Ok(())
}

/// Tells of a change: it is told of whatever was named, there or not.
pub(crate) fn tell(cx: &mut Cx<'_>, event: Event, kind: WhitelistType, values: &[String]) {
    let of = |wanted| if kind == wanted { values } else { &[] };
    cx.happened(event, |_| {
        json!({
            "phones": of(WhitelistType::Phone),
            "emails": of(WhitelistType::Email),
            "usernames": of(WhitelistType::Username),
        })
    });
}
