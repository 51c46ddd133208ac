//! Finding groups.

use authing_core::{Error, Operation, PageRequest, PagedCall};
use authing_types::{Group, SortBy};

use super::Groups;
use crate::generated::operations::{self, groups};

const LIST: Operation = Operation::graphql("groups.list").management().repeatable();

impl Groups<'_> {
    /// Lists the groups, newest first unless sorted otherwise.
    ///
    /// ```no_run
    /// use authing_management::{ListGroups, ManagementClient, types::SortBy};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListGroups::new().limit(100).sort_by(SortBy::CreatedAtAsc);
    /// let all: Vec<_> = management.groups().list(request).items().try_collect().await?;
    /// let of_bob = ListGroups::new().user_id("5f7ddfe62ba819802422362e");
    /// let page = management.groups().list(of_bob).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `groups`. Safe to repeat.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty user id; else
    /// those of every call.
    pub fn list(&self, request: ListGroups) -> PagedCall<Group> {
        self.client.caller().pages(request.page, move |caller, page, limit| {
            let variables = groups::Variables {
                user_id: request.user_id.clone(),
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            caller
                .graphql::<operations::Groups>(LIST, variables)
                .map(|data| data.groups)
                .check(check_user_id(request.user_id.as_deref()))
        })
    }
}

/// Which groups [`Groups::list`] lists.
#[derive(Clone, Debug, Default)]
pub struct ListGroups {
    page: PageRequest,
    user_id: Option<String>,
    sort_by: Option<SortBy>,
}

impl ListGroups {
    /// The first ten of the pool.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// Only the groups this user is in.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }
}

/// The server may take an empty id for no filter and answer every group of the pool.
fn check_user_id(user_id: Option<&str>) -> Result<(), Error> {
    match user_id {
        Some(id) if id.trim().is_empty() => Err(Error::input("user_id", "is empty")),
        _ => Ok(()),
    }
}
