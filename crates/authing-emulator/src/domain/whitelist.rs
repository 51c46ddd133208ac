//! The registration whitelists.

use std::collections::HashSet;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::state::whitelist::{WhitelistEntry, WhitelistType};

/// Adds what is not there yet. Email addresses are kept in lower case, as accounts have them.
pub(crate) fn add(cx: &mut Cx<'_>, kind: WhitelistType, values: Vec<String>) -> ApiResult<()> {
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
