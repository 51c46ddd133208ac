//! The areas of the schema, one file each.
//!
//! A handler is a function and a line in its area's table; an area is a file and a line below.

mod access_control;
mod access_token;
mod account;
mod authentication;
mod custom_data;
mod email_templates;
mod functions;
mod groups;
mod mfa;
mod org_members;
mod organisations;
mod policies;
mod policy_assignments;
mod roles;
mod social_connections;
mod user_pool;
mod user_pools;
mod users;

use std::cmp::Reverse;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::clock::Timestamp;
use crate::context::Cx;
use crate::error::Text;
use crate::graphql::registry::Handler;
use crate::model::user::User;

pub(super) const AREAS: &[&[Handler]] = &[
    access_control::FIELDS,
    access_token::FIELDS,
    account::FIELDS,
    authentication::FIELDS,
    custom_data::FIELDS,
    email_templates::FIELDS,
    functions::FIELDS,
    groups::FIELDS,
    org_members::FIELDS,
    mfa::FIELDS,
    organisations::FIELDS,
    policies::FIELDS,
    policy_assignments::FIELDS,
    roles::FIELDS,
    social_connections::FIELDS,
    user_pool::FIELDS,
    user_pools::FIELDS,
    users::FIELDS,
];

const DONE: Text = Text::new("操作成功", "Done.");
const DELETED: Text = Text::new("删除成功！", "Deleted.");
const ASSIGNED: Text = Text::new("授权成功", "Assigned.");
const REVOKED: Text = Text::new("取消授权成功", "Revoked.");
const SENT: Text = Text::new("发送成功", "Sent.");

/// The page of a list: pages count from one and hold ten entries unless told otherwise.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Paging {
    page: Option<i64>,
    limit: Option<i64>,
}

impl Paging {
    /// Cuts the page out of everything and builds only what is on it.
    fn cut<T>(self, all: &[T], view: impl FnMut(&T) -> Json) -> Json {
        let limit = usize::try_from(self.limit.unwrap_or(10)).unwrap_or(0);
        let page = usize::try_from(self.page.unwrap_or(1)).unwrap_or(1).max(1);
        let skipped = limit.saturating_mul(page - 1);
        let list: Vec<Json> = all.iter().skip(skipped).take(limit).map(view).collect();
        json!({ "totalCount": all.len(), "list": list })
    }
}

/// The order of a list; newest first unless told otherwise.
#[derive(Clone, Copy, Default, Deserialize)]
enum SortBy {
    #[default]
    #[serde(rename = "CREATEDAT_DESC")]
    CreatedDescending,
    #[serde(rename = "CREATEDAT_ASC")]
    CreatedAscending,
    #[serde(rename = "UPDATEDAT_DESC")]
    UpdatedDescending,
    #[serde(rename = "UPDATEDAT_ASC")]
    UpdatedAscending,
}

impl SortBy {
    /// Sorts users.
    fn sort_users(self, users: &mut [&User]) {
        self.sort(users, |user| user.created_at, |user| user.updated_at);
    }

    /// Sorts by the two dates; entries of one moment keep the order they were made in, or its
    /// reverse.
    fn sort<T>(
        self,
        list: &mut [&T],
        created: impl Fn(&T) -> Timestamp,
        updated: impl Fn(&T) -> Timestamp,
    ) {
        match self {
            Self::CreatedAscending => list.sort_by_key(|entry| created(entry)),
            Self::UpdatedAscending => list.sort_by_key(|entry| updated(entry)),
            Self::CreatedDescending => {
                list.reverse();
                list.sort_by_key(|entry| Reverse(created(entry)));
            }
            Self::UpdatedDescending => {
                list.reverse();
                list.sort_by_key(|entry| Reverse(updated(entry)));
            }
        }
    }
}

/// A `CommonMessage` of success.
fn common(cx: &Cx<'_>, text: Text) -> Json {
    json!({ "code": 200, "message": cx.say(text) })
}

/// Keeps what an input holds besides null.
fn some<T>(list: Option<Vec<Option<T>>>) -> Vec<T> {
    list.unwrap_or_default().into_iter().flatten().collect()
}
