//! What users may do.

use authing_core::{Call, Operation};
use authing_types::{AuthorizedResource, Page, ResourceType};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{UsersApi, no_such_user};
use crate::{
    arguments::collect,
    generated::operations::{self, list_user_authorized_resources},
};

/// The namespace of who names none: these endpoints want it spelled out.
const DEFAULT_NAMESPACE: &str = "default";

const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("users.list_authorized_resources").management().idempotent().strict();
const CHECK_PERMISSIONS_MANY: Operation =
    Operation::post("users.check_permissions_many", "/api/v2/acl/check-resource-permission-batch")
        .management()
        .idempotent()
        .strict();
const LIST_AUTHORIZED_RESOURCES_OF_KIND: Operation = Operation::post(
    "users.list_authorized_resources_of_kind",
    "/api/v2/acl/get-authorized-resources-of-resource-kind",
)
.management()
.idempotent()
.strict();

impl UsersApi<'_> {
    /// Lists what a user may use, by all ways: directly, by roles, groups and departments.
    /// `resource_type` narrows it to one type.
    ///
    /// ```no_run
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let shop = management.users().in_namespace("shop");
    /// let user = "5f7ddfe62ba819802422362e";
    /// for resource in shop.list_authorized_resources(user, Some(ResourceType::Menu)).await?.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn list_authorized_resources(
        &self,
        user_id: impl Into<String>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let id = user_id.into();
        let call = self.call(LIST_AUTHORIZED_RESOURCES).required("user_id", &id);
        let variables = list_user_authorized_resources::Variables {
            id,
            namespace: self.namespace.clone(),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        call.graphql::<operations::ListUserAuthorizedResources>(variables)
            .try_map(|data| data.user.ok_or_else(no_such_user))
            .map(|user| user.authorized_resources)
            .required_at("data.user.authorizedResources")
    }

    /// Tells what a user may do with each of several resources. Those that the user may do nothing
    /// with are left out.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, resources) = ("5f7ddfe62ba819802422362e", ["books:1", "books:2"]);
    /// for resource in management.users().check_permissions_many(user, resources).await? {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/check-resource-permission-batch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id, and for no resource or a blank
    /// one; otherwise those of every call.
    pub fn check_permissions_many(
        &self,
        user_id: impl Into<String>,
        resources: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Vec<ResourceActions>> {
        let (user_id, resources) = (user_id.into(), collect(resources));
        let body = json!({
            "userId": user_id,
            "namespace": self.namespace_or_default(),
            "resources": resources,
        });
        self.call(CHECK_PERMISSIONS_MANY)
            .required("user_id", &user_id)
            .required_all("resources", &resources)
            .rest(|request| request.json(&body))
    }

    /// Lists the resources of one kind (`books` for `books:1`, `books:2` …) that a user may use.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, kind) = ("5f7ddfe62ba819802422362e", "books");
    /// for book in management.users().list_authorized_resources_of_kind(user, kind).await? {
    ///     println!("{}: {:?}", book.code, book.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/get-authorized-resources-of-resource-kind`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or kind; otherwise those of
    /// every call.
    pub fn list_authorized_resources_of_kind(
        &self,
        user_id: impl Into<String>,
        kind: impl Into<String>,
    ) -> Call<Vec<ResourceActions>> {
        let (user_id, kind) = (user_id.into(), kind.into());
        let body = json!({
            "userId": user_id,
            "namespace": self.namespace_or_default(),
            "resource": kind,
        });
        self.call(LIST_AUTHORIZED_RESOURCES_OF_KIND)
            .required("user_id", &user_id)
            .required("kind", &kind)
            .rest(|request| request.json(&body))
    }

    fn namespace_or_default(&self) -> &str {
        self.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
    }
}

/// A resource and what may be done with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActions {
    /// The resource, as `kind:id`.
    pub code: String,
    /// The actions, as `kind:verb`; `*` stands for all.
    #[serde(default)]
    pub actions: Vec<String>,
}

authing_types::redacted_debug!(ResourceActions { code, actions });
