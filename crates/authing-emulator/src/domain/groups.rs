//! The rules of groups: each has a code of its own.

use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::acl;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::state::groups::Group;

/// Makes a group that nobody is in.
pub(crate) fn create<'a>(
    cx: &'a mut Cx<'_>,
    code: String,
    name: String,
    description: Option<String>,
) -> ApiResult<&'a mut Group> {
    acl::require_code(&code)?;
    let now = cx.now;
    let groups = &mut cx.pool_mut()?.groups;
    if groups.iter().any(|group| group.code == code) {
        return Err(failures::GROUP_EXISTS.into());
    }
    let users = Vec::new();
    groups.push(Group { code, name, description, users, created_at: now, updated_at: now });
    cx.happened(Event::GroupCreated, |pool| {
        let made = pool.groups.last();
        json!({ "group": made.map(|group| views::group(group, Dates::Rest)) })
    });
    cx.pool_mut()?.groups.last_mut().ok_or_else(|| failures::GROUP_NOT_FOUND.into())
}
