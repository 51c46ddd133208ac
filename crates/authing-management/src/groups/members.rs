//! Who is in a group, and what the group may use.

use authing_core::{
    Call, Operation, PageRequest, PagedCall,
    client::{Asked, CallBuilder},
};
use authing_types::{AuthorizedResource, Page, ResourceType, User};

use super::GroupsApi;
use crate::{
    arguments::collect,
    assignments::{add_to_group, remove_from_group},
    generated::{
        documents,
        operations::{self, group_with_users, list_group_authorized_resources},
    },
};

const LIST_USERS: Operation = Operation::graphql("groups.list_users").management().idempotent();
const ADD_USERS: Operation = Operation::graphql("groups.add_users").management().idempotent();
const REMOVE_USERS: Operation = Operation::graphql("groups.remove_users").management().idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("groups.list_authorized_resources").management().idempotent().strict();

impl GroupsApi<'_> {
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0 or a blank code.
    pub fn list_users(&self, request: impl Into<ListGroupUsers>) -> PagedCall<User> {
        let request = request.into();
        self.pages(LIST_USERS, request.page, move |call, _, page, limit| {
            let call = call.required("code", &request.code);
            call.asking(&documents::GROUP_WITH_USERS, &request.asked)
                .graphql::<operations::GroupWithUsers>(group_with_users::Variables {
                    code: request.code.clone(),
                    page: Some(page),
                    limit: Some(limit),
                })
                .map(|data| data.group.map(|parent| parent.users))
                .or_not_found("group")
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or a blank id or code; an error
    /// of the server's when the group or one of the users does not exist.
    pub fn add_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (code, user_ids) = (code.into(), collect(user_ids));
        add_to_group(self.call_about_users(ADD_USERS, &code, &user_ids), code, user_ids)
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user or a blank id or code; an error
    /// of the server's when there is no such group.
    pub fn remove_users(
        &self,
        code: impl Into<String>,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<()> {
        let (code, user_ids) = (code.into(), collect(user_ids));
        remove_from_group(self.call_about_users(REMOVE_USERS, &code, &user_ids), code, user_ids)
    }

    fn call_about_users(
        &self,
        operation: Operation,
        code: &str,
        user_ids: &[String],
    ) -> CallBuilder<'_> {
        self.call(operation).required("code", code).required_all("user_ids", user_ids)
    }

    /// Lists what a group may use in the namespace. `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let shop = management.groups().in_namespace("shop");
    /// let apis = shop.list_authorized_resources("engineers", Some(ResourceType::Api)).await?;
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank code.
    pub fn list_authorized_resources(
        &self,
        code: impl Into<String>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let code = code.into();
        let call = self.call(LIST_AUTHORIZED_RESOURCES).required("code", &code);
        let variables = list_group_authorized_resources::Variables {
            code,
            namespace: self.namespace.clone(),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        call.graphql::<operations::ListGroupAuthorizedResources>(variables)
            .map(|data| data.group.map(|group| group.authorized_resources))
            .or_not_found("group")
            .required_at("data.group.authorizedResources")
    }
}

/// Which users [`GroupsApi::list_users`] lists; a group's code is enough.
#[derive(Clone)]
pub struct ListGroupUsers {
    code: String,
    page: PageRequest,
    asked: Asked,
}

authing_types::redacted_debug!(ListGroupUsers { code, page, asked });

impl ListGroupUsers {
    /// The first ten of the group of this code.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), page: PageRequest::default(), asked: Asked::default() }
    }

    page_setters!();

    user_options!();
}

impl<T: Into<String>> From<T> for ListGroupUsers {
    fn from(code: T) -> Self {
        Self::new(code)
    }
}
