//! Who has a role.

use authing_core::{Call, Operation, PageRequest, PagedCall, client::Asked};
use authing_types::User;
use serde_json::json;

use super::RolesApi;
use crate::{
    arguments::collect,
    assignments::{RoleAssignment, RoleCodes},
    generated::{
        documents,
        operations::{self, role_with_users},
    },
};

const LIST_USERS: Operation = Operation::graphql("roles.list_users").management().idempotent();
const FIND_USERS: Operation =
    Operation::post("roles.find_users", "/api/v2/roles/roleUsers").management().idempotent();
const ADD_USERS: Operation = Operation::graphql("roles.add_users").management().idempotent();
const REMOVE_USERS: Operation = Operation::graphql("roles.remove_users").management().idempotent();

impl RolesApi<'_> {
    /// Lists the users who have a role of the namespace.
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
    /// let request = ListRoleUsers::new("editor").limit(50).with_custom_data();
    /// let page = management.roles().in_namespace("shop").list_users(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `role { users }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such role;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank code.
    pub fn list_users(&self, request: impl Into<ListRoleUsers>) -> PagedCall<User> {
        let request = request.into();
        self.pages(LIST_USERS, request.page, move |call, namespace, page, limit| {
            let call = call.required("code", &request.code);
            call.asking(&documents::ROLE_WITH_USERS, &request.asked)
                .graphql::<operations::RoleWithUsers>(role_with_users::Variables {
                    code: request.code.clone(),
                    namespace,
                    page: Some(page),
                    limit: Some(limit),
                })
                .map(|data| data.role.map(|parent| parent.users))
                .or_not_found("role")
        })
    }

    /// Searches the users who have a role of the namespace for a text.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank code; otherwise
    /// those of every call.
    pub fn find_users(&self, request: impl Into<FindRoleUsers>) -> PagedCall<User> {
        let request = request.into();
        self.pages(FIND_USERS, request.page, move |call, namespace, page, limit| {
            // The endpoint knows no default: the official client names the namespace too.
            let body = json!({
                "namespace": namespace.as_deref().unwrap_or("default"),
                "code": request.code,
                "limit": limit,
                "page": page,
                "search": request.search,
            });
            call.required("code", &request.code).rest(|rest| rest.json(&body))
        })
    }

    /// Gives users a role of the namespace. Who has it already keeps it.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().add_users("editor", ["5f7ddfe62ba819802422362e"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `assignRole`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or a blank id or code;
    /// an error of the server's when the role or one of the users does not exist.
    pub fn add_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (code, user_ids) = (code.into(), collect(user_ids));
        let call = self.call(ADD_USERS).required("code", &code).required_all("user_ids", &user_ids);
        self.assignment(code, user_ids).assign(call)
    }

    /// Takes a role of the namespace from users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.roles().remove_users("editor", ["5f7ddfe62ba819802422362e"]).await?;
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
    ) -> Call<()> {
        let (code, user_ids) = (code.into(), collect(user_ids));
        let call =
            self.call(REMOVE_USERS).required("code", &code).required_all("user_ids", &user_ids);
        self.assignment(code, user_ids).revoke(call)
    }

    fn assignment(&self, code: String, user_ids: Vec<String>) -> RoleAssignment {
        RoleAssignment {
            roles: RoleCodes::One(code),
            namespace: self.namespace.clone(),
            user_ids,
            ..Default::default()
        }
    }
}

/// Which users [`RolesApi::list_users`] lists; a role's code is enough.
#[derive(Clone)]
pub struct ListRoleUsers {
    code: String,
    page: PageRequest,
    asked: Asked,
}

authing_types::redacted_debug!(ListRoleUsers { code, page, asked });

impl ListRoleUsers {
    /// The first ten who have the role of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), page: PageRequest::default(), asked: Asked::default() }
    }

    page_setters!();

    user_options!();
}

impl<T: Into<String>> From<T> for ListRoleUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}

/// Which users [`RolesApi::find_users`] finds. `Debug` hides the text.
#[derive(Clone)]
pub struct FindRoleUsers {
    code: String,
    search: String,
    page: PageRequest,
}

authing_types::redacted_debug!(FindRoleUsers { code, page });

impl FindRoleUsers {
    /// The first ten who have the role of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), search: String::new(), page: PageRequest::default() }
    }

    page_setters!();

    /// Only users in whose data this text is.
    #[must_use]
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = text.into();
        self
    }
}

impl<T: Into<String>> From<T> for FindRoleUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}
