//! Where the user who is logged in belongs, and what they may use.

use authing_core::{
    Call, Error, ErrorCode, ErrorKind, Operation, PageRequest, PagedCall, RestRequest,
};
use authing_types::{AuthorizedResource, OrgPath, ResourceType, Role, UserDepartment};
use authing_types::{Page, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    arguments::not_empty,
    client::AuthenticationClient,
    generated::operations::{
        self, get_user_departments, get_user_roles, list_user_authorized_resources,
    },
};

const LIST_ORGS: Operation =
    Operation::get("authentication.list_orgs", "/api/v2/users/me/orgs").user().idempotent();
const LIST_DEPARTMENTS: Operation =
    Operation::graphql("authentication.list_departments").user().idempotent();
const LIST_ROLES: Operation = Operation::graphql("authentication.list_roles").user().idempotent();
const HAS_ROLE: Operation = Operation::graphql("authentication.has_role").user().idempotent();
const LIST_APPLICATIONS: Operation =
    Operation::get("authentication.list_applications", "/api/v2/users/me/applications/allowed")
        .user()
        .idempotent();
const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("authentication.list_authorized_resources").user().idempotent();

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
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is no longer good.
    pub fn list_orgs(&self) -> Call<Vec<OrgPath>> {
        self.api().rest(RestRequest::new(LIST_ORGS))
    }

    /// Lists the departments the user is in, in all organisations or in one.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let departments = client.list_departments(None).await?;
    /// let main = departments.list.iter().find(|entry| entry.is_main_department);
    /// println!("{:?}", main.map(|entry| &entry.department.name));
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { departments }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is no longer good;
    /// [`ErrorKind::Input`] for an empty id of an organisation.
    pub fn list_departments(&self, org_id: Option<&str>) -> Call<Page<UserDepartment>> {
        let checked = org_id.map_or(Ok(()), |id| not_empty("org_id", id));
        let (id, org_id) = (self.own_id(), org_id.map(str::to_owned));
        let variables =
            async move { Ok(get_user_departments::Variables { id: id.await?, org_id }) };
        self.api()
            .call(LIST_DEPARTMENTS)
            .graphql_deferred::<operations::GetUserDepartments>(variables)
            .try_map(|data| data.user.and_then(|user| user.departments).ok_or_else(nobody))
            .check(checked)
    }

    /// Lists the roles the user has in a namespace; `None` for the default one.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for role in client.list_roles(None).await?.list {
    ///     println!("{}", role.code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is no longer good;
    /// [`ErrorKind::Input`] for an empty namespace.
    pub fn list_roles(&self, namespace: Option<&str>) -> Call<Page<Role>> {
        self.roles(LIST_ROLES, namespace)
    }

    /// Whether the user has a role of a namespace; `None` for the default one. A role that there is
    /// not is one that nobody has.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// if client.has_role("editor", None).await? {
    ///     println!("may edit");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { roles }`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list_roles`](Self::list_roles), and [`ErrorKind::Input`] for an empty code.
    pub fn has_role(&self, code: &str, namespace: Option<&str>) -> Call<bool> {
        let checked = not_empty("code", code);
        let code = code.to_owned();
        // The server answers every role at once: this list has no pages.
        self.roles(HAS_ROLE, namespace)
            .map(move |roles| roles.list.iter().any(|role| role.code == code))
            .check(checked)
    }

    /// Lists the applications that the user may open.
    ///
    /// ```no_run
    /// use authing_core::PageRequest;
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
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is no longer good;
    /// [`ErrorKind::Input`] for page or limit 0.
    pub fn list_applications(&self, page: PageRequest) -> PagedCall<AllowedApplication> {
        self.api().pages(page, |api, page, limit| {
            let request = RestRequest::new(LIST_APPLICATIONS);
            api.rest(request.query("page", page).query("limit", limit))
        })
    }

    /// Lists what the user may use in a namespace, by all ways: directly, by roles, groups and
    /// departments. `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// use authing_authentication::types::ResourceType;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let menus = client.list_authorized_resources("default", Some(ResourceType::Menu)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is no longer good;
    /// [`ErrorKind::Input`] for an empty namespace.
    pub fn list_authorized_resources(
        &self,
        namespace: &str,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let checked = not_empty("namespace", namespace);
        let (id, namespace) = (self.own_id(), namespace.to_owned());
        let variables = async move {
            Ok(list_user_authorized_resources::Variables {
                id: id.await?,
                namespace: Some(namespace),
                resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
            })
        };
        self.api()
            .call(LIST_AUTHORIZED_RESOURCES)
            .graphql_deferred::<operations::ListUserAuthorizedResources>(variables)
            .try_map(|data| data.user.and_then(|user| user.authorized_resources).ok_or_else(nobody))
            .check(checked)
    }

    fn roles(&self, operation: Operation, namespace: Option<&str>) -> Call<Page<Role>> {
        let checked = namespace.map_or(Ok(()), |namespace| not_empty("namespace", namespace));
        let (id, namespace) = (self.own_id(), namespace.map(str::to_owned));
        let variables = async move { Ok(get_user_roles::Variables { id: id.await?, namespace }) };
        self.api()
            .call(operation)
            .graphql_deferred::<operations::GetUserRoles>(variables)
            .try_map(|data| data.user.and_then(|user| user.roles).ok_or_else(nobody))
            .check(checked)
    }
}

/// For a token that is good for nobody the server has no user, and no error.
pub(crate) fn nobody() -> Error {
    Error::new(ErrorKind::Api, "the token is no longer good for any user")
        .with_code(ErrorCode::NOT_LOGGED_IN)
}

/// An application that a user may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The protocol it signs people in with, as `oidc`.
    #[serde(default)]
    pub protocol: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
