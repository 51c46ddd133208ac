//! What the areas share: pages, orders and messages.

use std::cmp::Reverse;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::listed;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::handler::UserList;
use crate::state::user_pool::UserPool;
use crate::state::users::User;

pub(super) use crate::handler::DONE;

pub(super) const DELETED: Text = Text::new("删除成功！", "Deleted.");
pub(super) const ASSIGNED: Text = Text::new("授权成功", "Assigned.");
pub(super) const REVOKED: Text = Text::new("取消授权成功", "Revoked.");
pub(super) const SENT: Text = Text::new("发送成功", "Sent.");

/// The page of a list: pages count from one and hold ten entries unless told otherwise.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Paging {
    page: Option<i64>,
    limit: Option<i64>,
}

impl Paging {
    /// Takes the page out of what comes in order, of which there are `total` in all.
    pub(super) fn take<T>(
        self,
        total: usize,
        all: impl Iterator<Item = T>,
        view: impl FnMut(T) -> Json,
    ) -> Json {
        let list: Vec<Json> = self.of(all).map(view).collect();
        listed::page(total, list)
    }

    /// Takes the page out of all users, who come in order and are `total` in number.
    pub(super) fn users<'a>(
        self,
        pool: &UserPool,
        total: usize,
        all: impl Iterator<Item = &'a User>,
    ) -> UserList {
        UserList { total: Some(total), ..UserList::new(pool, self.of(all)) }
    }

    fn of<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let limit = usize::try_from(self.limit.unwrap_or(10)).unwrap_or(0);
        let page = usize::try_from(self.page.unwrap_or(1)).unwrap_or(1).max(1);
        all.skip(limit.saturating_mul(page - 1)).take(limit)
    }

    /// Cuts the page out of everything and builds only what is on it.
    pub(super) fn cut<T>(self, all: &[T], view: impl FnMut(&T) -> Json) -> Json {
        self.take(all.len(), all.iter(), view)
    }
}

/// The order of a list; newest first unless told otherwise.
#[derive(Clone, Copy, Default, Deserialize)]
pub(super) enum SortBy {
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
    pub(super) fn sort_users(self, users: &mut [&User]) {
        self.sort(users, |user| user.created_at, |user| user.updated_at);
    }

    /// Sorts by the two dates; entries of one moment keep the order they were made in, or its
    /// reverse.
    pub(super) fn sort<T>(
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
pub(super) fn common(cx: &Cx<'_>, text: Text) -> Json {
    json!({ "code": 200, "message": cx.say(text) })
}

/// Keeps what an input holds besides null.
pub(super) fn some<T>(list: Option<Vec<Option<T>>>) -> Vec<T> {
    list.unwrap_or_default().into_iter().flatten().collect()
}
