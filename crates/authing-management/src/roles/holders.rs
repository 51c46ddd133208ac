//! Who has a role.

use authing_core::{Call, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::{CommonMessage, User};
use serde_json::json;

use super::{Roles, no_such_role};
use crate::{
    arguments::{code_in_namespace, collect},
    assignments::RoleHolders,
};

const LIST_USERS: Operation = Operation::graphql("roles.list_users").management().idempotent();
const FIND_USERS: Operation =
    Operation::post("roles.find_users", "/api/v2/roles/roleUsers").management().idempotent();
const ADD_USERS: Operation = Operation::graphql("roles.add_users").management().idempotent();
const REMOVE_USERS: Operation = Operation::graphql("roles.remove_users").management().idempotent();

impl Roles<'_> {
    /// Lists the users who have a role.
    ///
    /// ```no_run
    /// use authing_management::{ListRoleUsers, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut users = management.roles().list_users("editor").items();
    /// while let Some(user) = users.try_next().await? {
    ///     println!("{}", user.id);
    /// }
    /// let request = ListRoleUsers::new("editor").namespace("shop").with_custom_data();
    /// let page = management.roles().list_users(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role { users }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such role;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty code.
    pub fn list_users(&self, request: impl Into<ListRoleUsers>) -> PagedCall<User> {
        let request = request.into();
        self.client.api().pages(request.page, move |api, page, limit| {
            let checked = code_in_namespace(&request.code, request.namespace.as_deref());
            twin!(api, LIST_USERS, request.with_custom_data =>
                RoleWithUsers(role_with_users)
                | RoleWithUsersWithCustomData(role_with_users_with_custom_data) {
                    code: request.code.clone(),
                    namespace: request.namespace.clone(),
                    page: Some(page),
                    limit: Some(limit),
                } -> role => users)
            .try_map(|users| users.ok_or_else(no_such_role))
            .check(checked)
        })
    }

    /// Searches the users who have a role for a text.
    ///
    /// ```no_run
    /// use authing_management::{FindRoleUsers, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = FindRoleUsers::new("editor").search("bob").limit(20);
    /// let page = management.roles().find_users(request).await?;
    /// println!("{} of {}", page.list.len(), page.total_count);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/roles/roleUsers`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty code; else
    /// those of every call.
    pub fn find_users(&self, request: impl Into<FindRoleUsers>) -> PagedCall<User> {
        let request = request.into();
        self.client.api().pages(request.page, move |api, page, limit| {
            // The endpoint knows no default: the official client names the namespace too.
            let body = json!({
                "namespace": request.namespace.as_deref().unwrap_or("default"),
                "code": request.code,
                "limit": limit,
                "page": page,
                "search": request.search,
            });
            let checked = code_in_namespace(&request.code, request.namespace.as_deref());
            api.rest(RestRequest::new(FIND_USERS).json(&body).check(checked))
        })
    }

    /// Gives users a role of a namespace; `None` names the default one. Who has it already keeps
    /// it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().add_users("editor", ["5f7ddfe62ba819802422362e"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `assignRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id, code or namespace;
    /// an error of the server's when the role or one of the users does not exist.
    pub fn add_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        holders(code, user_ids, namespace).assign(self.client.api(), ADD_USERS)
    }

    /// Takes a role from users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_users("editor", ["5f7ddfe62ba819802422362e"], None).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `revokeRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`add_users`](Self::add_users).
    pub fn remove_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
        namespace: Option<&str>,
    ) -> Call<CommonMessage> {
        holders(code, user_ids, namespace).revoke(self.client.api(), REMOVE_USERS)
    }
}

/// Which users [`Roles::list_users`] lists; a role's code is enough.
#[derive(Clone, Debug)]
pub struct ListRoleUsers {
    code: String,
    namespace: Option<String>,
    page: PageRequest,
    with_custom_data: bool,
}

impl ListRoleUsers {
    /// The first ten who have the role of this code.
    pub fn new(code: impl Into<String>) -> Self {
        let page = PageRequest::default();
        Self { code: code.into(), namespace: None, page, with_custom_data: false }
    }

    page_setters!();

    /// The namespace the role is in, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Brings each user's custom data along.
    #[must_use]
    pub fn with_custom_data(mut self) -> Self {
        self.with_custom_data = true;
        self
    }
}

impl<T: Into<String>> From<T> for ListRoleUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}

/// Which users [`Roles::find_users`] finds. `Debug` hides the text.
#[derive(Clone)]
pub struct FindRoleUsers {
    code: String,
    namespace: Option<String>,
    search: String,
    page: PageRequest,
}

impl FindRoleUsers {
    /// The first ten who have the role of this code.
    pub fn new(code: impl Into<String>) -> Self {
        let page = PageRequest::default();
        Self { code: code.into(), namespace: None, search: String::new(), page }
    }

    page_setters!();

    /// The namespace the role is in, by code. Default: `default`.
    #[must_use]
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Only users in whose data this text is.
    #[must_use]
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = text.into();
        self
    }
}

impl std::fmt::Debug for FindRoleUsers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FindRoleUsers")
            .field("code", &self.code)
            .field("namespace", &self.namespace)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}

impl<T: Into<String>> From<T> for FindRoleUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}

fn holders(
    code: impl Into<String>,
    user_ids: impl IntoIterator<Item = impl Into<String>>,
    namespace: Option<&str>,
) -> RoleHolders {
    RoleHolders {
        namespace: namespace.map(str::to_owned),
        role_code: Some(code.into()),
        user_ids: collect(user_ids),
        ..Default::default()
    }
}
