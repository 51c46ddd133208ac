//! Where the user who is logged in belongs, and what they may use.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{
    AuthorizedResource, OrgPath, Page, ResourceType, Role, Timestamp, UserDepartment,
};
use serde::{Deserialize, Serialize};

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, get_user_departments, get_user_roles, list_user_authorized_resources,
    },
    session::no_user,
};

const LIST_ORGS: Operation =
    Operation::get("authentication.list_orgs", "/api/v2/users/me/orgs").user().idempotent();
const LIST_DEPARTMENTS: Operation =
    Operation::graphql("authentication.list_departments").user().idempotent();
const LIST_ROLES: Operation = Operation::graphql("authentication.list_roles").user().idempotent();
const HAS_ROLE: Operation =
    Operation::graphql("authentication.has_role").user().idempotent().strict();
const LIST_APPLICATIONS: Operation =
    Operation::get("authentication.list_applications", "/api/v2/users/me/applications/allowed")
        .user()
        .idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("authentication.list_authorized_resources").user().idempotent().strict();

impl AuthenticationClient {
    /// Lists the organisations the user is in: for each membership the organisation, and the
    /// nodes from the root of the tree down to the user's department.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for path in client.list_orgs().await? {
    ///     let names: Vec<_> = path.nodes.iter().filter_map(|node| node.name.as_deref()).collect();
    ///     println!("{}", names.join(" / "));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/me/orgs`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    pub fn list_orgs(&self) -> Call<Vec<OrgPath>> {
        self.api().call(LIST_ORGS).rest(|request| request)
    }

    /// Lists the departments the user is in, in all organisations.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let departments = client.list_departments().await?;
    /// let main = departments.list.iter().find(|entry| entry.is_main_department);
    /// println!("{:?}", main.map(|entry| &entry.department.name));
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { departments }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    pub fn list_departments(&self) -> Call<Page<UserDepartment>> {
        self.departments(None)
    }

    /// Lists the departments of one organisation that the user is in.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let departments = client.list_departments_in("6130c5cc6e0a4e3a2d7b2d3c").await?;
    /// println!("{} departments", departments.list.len());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { departments }`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_departments`](Self::list_departments), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id.
    pub fn list_departments_in(&self, org_id: impl Into<String>) -> Call<Page<UserDepartment>> {
        self.departments(Some(org_id.into()))
    }

    /// Lists the roles the user has in the default namespace; for another one see
    /// [`in_namespace`](Self::in_namespace).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for role in client.list_roles().await?.list {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    pub fn list_roles(&self) -> Call<Page<Role>> {
        self.roles(LIST_ROLES, None, None)
    }

    /// Whether the user has a role of the default namespace; for another one see
    /// [`in_namespace`](Self::in_namespace). Nobody has a role that does not exist.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// if client.has_role("editor").await? {
    ///     println!("may edit");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_roles`](Self::list_roles), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code.
    pub fn has_role(&self, code: impl Into<String>) -> Call<bool> {
        self.has_role_in(None, code.into())
    }

    /// What the user has in one permission namespace.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let shop = client.in_namespace("shop");
    /// if shop.has_role("editor").await? {
    ///     println!("may edit {} things", shop.list_authorized_resources(None).await?.list.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn in_namespace(&self, namespace: impl Into<String>) -> InNamespace<'_> {
        InNamespace { client: self, namespace: namespace.into() }
    }

    /// Lists the applications that the user may open.
    ///
    /// ```no_run
    /// use authing_authentication::PageRequest;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for application in client.list_applications(PageRequest::default()).await?.list {
    ///     println!("{}: {:?}", application.id, application.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/me/applications/allowed`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0.
    pub fn list_applications(&self, page: PageRequest) -> PagedCall<AllowedApplication> {
        self.api().pages(page, |api, page, limit| {
            let call = api.call(LIST_APPLICATIONS);
            call.rest(|request| request.query("page", page).query("limit", limit))
        })
    }

    fn departments(&self, org_id: Option<String>) -> Call<Page<UserDepartment>> {
        let id = self.own_id();
        self.api()
            .call(LIST_DEPARTMENTS)
            .required_if_given("org_id", org_id.as_deref())
            .graphql_deferred::<operations::GetUserDepartments>(async move {
                Ok(get_user_departments::Variables { id: id.await?, org_id })
            })
            .try_map(|data| data.user.ok_or_else(no_user))
            .map(|user| user.departments)
            .required_at("data.user.departments")
    }

    fn roles(
        &self,
        operation: Operation,
        namespace: Option<String>,
        code: Option<&str>,
    ) -> Call<Page<Role>> {
        let id = self.own_id();
        self.api()
            .call(operation)
            .required_if_given("namespace", namespace.as_deref())
            .required_if_given("code", code)
            .graphql_deferred::<operations::GetUserRoles>(async move {
                Ok(get_user_roles::Variables { id: id.await?, namespace })
            })
            .try_map(|data| data.user.ok_or_else(no_user))
            .map(|user| user.roles)
            .required_at("data.user.roles")
    }

    fn has_role_in(&self, namespace: Option<String>, code: String) -> Call<bool> {
        // The server returns every role at once: this list has no pages.
        let roles = self.roles(HAS_ROLE, namespace, Some(&code));
        roles.map(move |roles| roles.list.iter().any(|role| role.code == code))
    }
}

/// What the user who is logged in has in one permission namespace:
/// [`AuthenticationClient::in_namespace`].
#[derive(Clone, Debug)]
pub struct InNamespace<'a> {
    client: &'a AuthenticationClient,
    namespace: String,
}

impl InNamespace<'_> {
    /// Lists the roles the user has in this namespace.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for role in client.in_namespace("shop").list_roles().await?.list {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty namespace.
    pub fn list_roles(&self) -> Call<Page<Role>> {
        self.client.roles(LIST_ROLES, Some(self.namespace.clone()), None)
    }

    /// Whether the user has a role of this namespace. Nobody has a role that does not exist.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// if client.in_namespace("shop").has_role("editor").await? {
    ///     println!("may edit");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_roles`](Self::list_roles), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty code.
    pub fn has_role(&self, code: impl Into<String>) -> Call<bool> {
        self.client.has_role_in(Some(self.namespace.clone()), code.into())
    }

    /// Lists what the user may use in this namespace, by all ways: directly, by roles, groups and
    /// departments. `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// use authing_authentication::types::ResourceType;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let shop = client.in_namespace("shop");
    /// let menus = shop.list_authorized_resources(Some(ResourceType::Menu)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_roles`](Self::list_roles).
    pub fn list_authorized_resources(
        &self,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let (id, namespace) = (self.client.own_id(), self.namespace.clone());
        self.client
            .api()
            .call(LIST_AUTHORIZED_RESOURCES)
            .required("namespace", &namespace)
            .graphql_deferred::<operations::ListUserAuthorizedResources>(async move {
                Ok(list_user_authorized_resources::Variables {
                    id: id.await?,
                    namespace: Some(namespace),
                    resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
                })
            })
            .try_map(|data| data.user.ok_or_else(no_user))
            .map(|user| user.authorized_resources)
            .required_at("data.user.authorizedResources")
    }
}

/// An application that a user may open.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AllowedApplication {
    /// The application's id.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// Its domain.
    #[serde(default)]
    pub domain: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The protocol that users log in by, as `oidc`.
    #[serde(default)]
    pub protocol: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

authing_types::redacted_debug!(AllowedApplication { id, domain, protocol });
