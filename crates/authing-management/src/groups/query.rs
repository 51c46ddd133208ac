//! Finding groups.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Group, SortBy};

use super::GroupsApi;
use crate::generated::operations::{self, group, groups};

const LIST: Operation = Operation::graphql("groups.list").management().idempotent();
const GET: Operation = Operation::graphql("groups.get").management().idempotent();
const GET_OPT: Operation = Operation::graphql("groups.get_opt").management().idempotent();

impl GroupsApi<'_> {
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank user id;
    /// otherwise those of every call.
    pub fn list(&self, request: ListGroups) -> PagedCall<Group> {
        self.pages(LIST, request.page, move |call, _, page, limit| {
            let variables = groups::Variables {
                user_id: request.user_id.clone(),
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            // The server may take an empty id for no filter and return every group of the pool.
            call.required_if_given("user_id", request.user_id.as_deref())
                .graphql::<operations::Groups>(variables)
                .map(|data| data.groups)
        })
    }

    /// Gets a group by its code.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let group = management.groups().get("engineers").await?;
    /// println!("{}", group.name);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `group`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such group;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code.
    pub fn get(&self, code: impl Into<String>) -> Call<Group> {
        self.lookup(GET, code.into()).or_not_found("group")
    }

    /// Gets a group by its code; `None` when there is no such group.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(group) = management.groups().get_opt("engineers").await? {
    ///     println!("{}", group.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `group`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; otherwise those of every
    /// call.
    pub fn get_opt(&self, code: impl Into<String>) -> Call<Option<Group>> {
        self.lookup(GET_OPT, code.into())
    }

    fn lookup(&self, operation: Operation, code: String) -> Call<Option<Group>> {
        self.call(operation)
            .required("code", &code)
            .graphql::<operations::Group>(group::Variables { code })
            .map(|data| data.group)
    }
}

/// Which groups [`GroupsApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListGroups {
    page: PageRequest,
    user_id: Option<String>,
    sort_by: Option<SortBy>,
}

authing_types::redacted_debug!(ListGroups { page, user_id, sort_by });

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
