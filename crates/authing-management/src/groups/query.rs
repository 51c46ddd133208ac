//! Finding groups.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Group, SortBy};

use super::Groups;
use crate::{
    arguments::{not_empty, not_empty_if_given},
    generated::operations::{self, group, groups},
};

const LIST: Operation = Operation::graphql("groups.list").management().idempotent();
const GET: Operation = Operation::graphql("groups.get").management().idempotent();

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
    /// GraphQL `groups`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty user id; else
    /// those of every call.
    pub fn list(&self, request: ListGroups) -> PagedCall<Group> {
        self.client.api().pages(request.page, move |api, page, limit| {
            let variables = groups::Variables {
                user_id: request.user_id.clone(),
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            api.graphql::<operations::Groups>(LIST, variables)
                .map(|data| data.groups)
                // The server may take an empty id for no filter and answer every group of the pool.
                .check(not_empty_if_given("user_id", request.user_id.as_deref()))
        })
    }

    /// Gets a group by its code. `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(group) = management.groups().get("engineers").await? {
    ///     println!("{}", group.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `group`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code; else those of every call.
    pub fn get(&self, code: impl Into<String>) -> Call<Option<Group>> {
        let code = code.into();
        let checked = not_empty("code", &code);
        self.client
            .api()
            .graphql::<operations::Group>(GET, group::Variables { code })
            .map(|data| data.group)
            .check(checked)
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
