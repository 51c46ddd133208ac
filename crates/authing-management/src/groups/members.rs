//! Who is in a group, and what the group may use.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::Page;
use authing_types::{AuthorizedResource, CommonMessage, ResourceType, User};

use super::{Groups, no_such_group};
use crate::{
    arguments::{code_in_namespace, collect, not_empty},
    assignments::GroupMembers,
    generated::operations::{self, list_group_authorized_resources},
};

const LIST_USERS: Operation = Operation::graphql("groups.list_users").management().idempotent();
const ADD_USERS: Operation = Operation::graphql("groups.add_users").management().idempotent();
const REMOVE_USERS: Operation = Operation::graphql("groups.remove_users").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("groups.list_authorized_resources").management().idempotent();

impl Groups<'_> {
    /// Lists the users of a group.
    ///
    /// ```no_run
    /// use authing_management::{ListGroupUsers, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut users = management.groups().list_users("engineers").items();
    /// while let Some(user) = users.try_next().await? {
    ///     println!("{}", user.id);
    /// }
    /// let request = ListGroupUsers::new("engineers").limit(50).with_custom_data();
    /// let page = management.groups().list_users(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `group { users }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such group;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or an empty code.
    pub fn list_users(&self, request: impl Into<ListGroupUsers>) -> PagedCall<User> {
        let request = request.into();
        self.client.api().pages(request.page, move |api, page, limit| {
            let checked = not_empty("code", &request.code);
            twin!(api, LIST_USERS, request.with_custom_data =>
                GroupWithUsers(group_with_users)
                | GroupWithUsersWithCustomData(group_with_users_with_custom_data) {
                    code: request.code.clone(),
                    page: Some(page),
                    limit: Some(limit),
                } -> group => users)
            .try_map(|users| users.ok_or_else(no_such_group))
            .check(checked)
        })
    }

    /// Puts users into a group. Who is in it already stays.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.groups().add_users("engineers", ["5f7ddfe62ba819802422362e"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addUserToGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id or code; an error
    /// of the server's when the group or one of the users does not exist.
    pub fn add_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        GroupMembers { code: code.into(), user_ids: collect(user_ids) }
            .add(self.client.api(), ADD_USERS)
    }

    /// Takes users out of a group.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.groups().remove_users("engineers", ["5f7ddfe62ba819802422362e"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeUserFromGroup`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or an empty id or code; an error
    /// of the server's when there is no such group.
    pub fn remove_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        GroupMembers { code: code.into(), user_ids: collect(user_ids) }
            .remove(self.client.api(), REMOVE_USERS)
    }

    /// Lists what a group may use in a namespace, `None` for the default one. `resource_type`
    /// narrows it to one type.
    ///
    /// ```no_run
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let apis = management
    ///     .groups()
    ///     .list_authorized_resources("engineers", None, Some(ResourceType::Api))
    ///     .await?;
    /// for resource in apis.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `group { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such group;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code or namespace.
    pub fn list_authorized_resources(
        &self,
        code: impl Into<String>,
        namespace: Option<&str>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let code = code.into();
        let checked = code_in_namespace(&code, namespace);
        let variables = list_group_authorized_resources::Variables {
            code,
            namespace: namespace.map(str::to_owned),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        self.client
            .api()
            .graphql::<operations::ListGroupAuthorizedResources>(
                LIST_AUTHORIZED_RESOURCES,
                variables,
            )
            .try_map(|data| {
                data.group.and_then(|group| group.authorized_resources).ok_or_else(no_such_group)
            })
            .check(checked)
    }
}

/// Which users [`Groups::list_users`] lists; a group's code is enough.
#[derive(Clone, Debug)]
pub struct ListGroupUsers {
    code: String,
    page: PageRequest,
    with_custom_data: bool,
}

impl ListGroupUsers {
    /// The first ten of the group of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), page: PageRequest::default(), with_custom_data: false }
    }

    page_setters!();

    /// Brings each user's custom data along.
    #[must_use]
    pub fn with_custom_data(mut self) -> Self {
        self.with_custom_data = true;
        self
    }
}

impl<T: Into<String>> From<T> for ListGroupUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}
