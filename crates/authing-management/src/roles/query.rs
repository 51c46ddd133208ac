//! Finding roles.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Role, SortBy};

use super::Roles;
use crate::{
    arguments::{code_in_namespace, not_empty_if_given},
    generated::operations::{self, role, roles},
};

const LIST: Operation = Operation::graphql("roles.list").management().idempotent();
const GET: Operation = Operation::graphql("roles.get").management().idempotent();

impl Roles<'_> {
    /// Lists the roles of a namespace, newest first unless sorted otherwise.
    ///
    /// ```no_run
    /// use authing_management::{ListRoles, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListRoles::new().namespace("shop").limit(100);
    /// let mut roles = management.roles().list(request).items();
    /// while let Some(role) = roles.try_next().await? {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `roles`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty namespace;
    /// else those of every call.
    pub fn list(&self, request: ListRoles) -> PagedCall<Role> {
        self.client.api().pages(request.page, move |api, page, limit| {
            let variables = roles::Variables {
                namespace: request.namespace.clone(),
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            api.graphql::<operations::Roles>(LIST, variables)
                .map(|data| data.roles)
                .check(not_empty_if_given("namespace", request.namespace.as_deref()))
        })
    }

    /// Gets a role of a namespace by its code; `None` names the default namespace. Answers `None`
    /// when there is no such role.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(role) = management.roles().get("editor", None).await? {
    ///     println!("{}: {:?}", role.id, role.description);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace; else those of
    /// every call.
    pub fn get(&self, code: impl Into<String>, namespace: Option<&str>) -> Call<Option<Role>> {
        let code = code.into();
        let checked = code_in_namespace(&code, namespace);
        let variables = role::Variables { code, namespace: namespace.map(str::to_owned) };
        self.client
            .api()
            .graphql::<operations::Role>(GET, variables)
            .map(|data| data.role)
            .check(checked)
    }
}

/// Which roles [`Roles::list`] lists.
#[derive(Clone, Debug, Default)]
pub struct ListRoles {
    page: PageRequest,
    namespace: Option<String>,
    sort_by: Option<SortBy>,
}

impl ListRoles {
    /// The first ten of the default namespace.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// The permission namespace, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }
}
