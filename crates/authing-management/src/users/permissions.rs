//! What users may do.

use authing_core::{Call, Operation, RestRequest};
use authing_types::Page;
use authing_types::{AuthorizedResource, ResourceType};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Users, manage::check_id, no_such_user};
use crate::{
    arguments::collect,
    generated::operations::{self, list_user_authorized_resources},
};

const LIST_AUTHORIZED_RESOURCES: Operation =
    Operation::graphql("users.list_authorized_resources").management().idempotent();
const CHECK_RESOURCE_PERMISSIONS: Operation = Operation::post(
    "users.check_resource_permissions_batch",
    "/api/v2/acl/check-resource-permission-batch",
)
.management()
.idempotent();
const LIST_AUTHORIZED_RESOURCES_OF_KIND: Operation = Operation::post(
    "users.list_authorized_resources_of_kind",
    "/api/v2/acl/get-authorized-resources-of-resource-kind",
)
.management()
.idempotent();

impl Users<'_> {
    /// Lists what a user may use in a namespace, by all ways: directly, by roles, groups and
    /// departments. `resource_type` narrows it to one type.
    ///
    /// GraphQL `user { authorizedResources }`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn list_authorized_resources(
        &self,
        user_id: impl Into<String>,
        namespace: impl Into<String>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let id = user_id.into();
        let checked = check_id(&id);
        let variables = list_user_authorized_resources::Variables {
            id,
            namespace: Some(namespace.into()),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        self.client
            .api()
            .graphql::<operations::ListUserAuthorizedResources>(
                LIST_AUTHORIZED_RESOURCES,
                variables,
            )
            .try_map(|data| {
                data.user.and_then(|user| user.authorized_resources).ok_or_else(no_such_user)
            })
            .check(checked)
    }

    /// Tells what a user may do with each of these resources. Those it may do nothing with are
    /// left out.
    ///
    /// `POST /api/v2/acl/check-resource-permission-batch`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn check_resource_permissions_batch(
        &self,
        user_id: impl Into<String>,
        namespace: &str,
        resources: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Vec<ResourceActions>> {
        let user_id = user_id.into();
        let body = json!({
            "userId": user_id,
            "namespace": namespace,
            "resources": collect(resources),
        });
        let request = RestRequest::new(CHECK_RESOURCE_PERMISSIONS).json(&body);
        self.client.api().rest(request.check(check_id(&user_id)))
    }

    /// Lists the resources of one kind (`books` for `books:1`, `books:2` …) that a user may use.
    ///
    /// `POST /api/v2/acl/get-authorized-resources-of-resource-kind`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_authorized_resources_of_kind(
        &self,
        user_id: impl Into<String>,
        namespace: &str,
        kind: &str,
    ) -> Call<Vec<ResourceActions>> {
        let user_id = user_id.into();
        let body = json!({ "userId": user_id, "namespace": namespace, "resource": kind });
        let request = RestRequest::new(LIST_AUTHORIZED_RESOURCES_OF_KIND).json(&body);
        self.client.api().rest(request.check(check_id(&user_id)))
    }
}

/// A resource and what may be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceActions {
    /// The resource, as `kind:id`.
    pub code: String,
    /// The actions, as `kind:verb`; `*` stands for all.
    #[serde(default)]
    pub actions: Vec<String>,
}
