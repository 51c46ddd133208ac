//! Finding roles.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Role, SortBy};

use super::RolesApi;
use crate::generated::{
    documents,
    operations::{self, role, roles},
};

const LIST: Operation = Operation::graphql("roles.list").management().idempotent();
const GET: Operation = Operation::graphql("roles.get").management().idempotent();
const GET_OPT: Operation = Operation::graphql("roles.get_opt").management().idempotent();

impl RolesApi<'_> {
    /// Lists the roles of the namespace, newest first unless sorted otherwise.
    ///
    /// ```no_run
    /// use authing_management::{ListRoles, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let shop = management.roles().in_namespace("shop");
    /// let mut roles = shop.list(ListRoles::new().limit(100)).items();
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list(&self, request: ListRoles) -> PagedCall<Role> {
        let asked = self.asked.clone();
        self.pages(LIST, request.page, move |call, namespace, page, limit| {
            let variables = roles::Variables {
                namespace,
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            call.asking(&documents::ROLES, &asked)
                .graphql::<operations::Roles>(variables)
                .map(|data| data.roles)
        })
    }

    /// Gets a role of the namespace by its code.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let role = management.roles().in_namespace("shop").get("admin").await?;
    /// println!("{}: {:?}", role.id, role.description);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such role;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code.
    pub fn get(&self, code: impl Into<String>) -> Call<Role> {
        self.lookup(GET, code.into()).or_not_found("role")
    }

    /// Gets a role of the namespace by its code; `None` when there is no such role.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(role) = management.roles().get_opt("editor").await? {
    ///     println!("{}: {:?}", role.id, role.description);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code; otherwise those of every
    /// call.
    pub fn get_opt(&self, code: impl Into<String>) -> Call<Option<Role>> {
        self.lookup(GET_OPT, code.into())
    }

    fn lookup(&self, operation: Operation, code: String) -> Call<Option<Role>> {
        let call = self.call(operation).required("code", &code);
        let variables = role::Variables { code, namespace: self.namespace.clone() };
        call.asking(&documents::ROLE, &self.asked)
            .graphql::<operations::Role>(variables)
            .map(|data| data.role)
    }
}

/// Which roles [`RolesApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListRoles {
    page: PageRequest,
    sort_by: Option<SortBy>,
}

authing_types::redacted_debug!(ListRoles { page, sort_by });

impl ListRoles {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }
}
