//! What somebody may use.

use authing_core::{Call, Error, Operation, RestRequest};
use authing_types::Page;
use authing_types::{AuthorizedResource, ResourceType};
use serde::{Deserialize, Serialize};

use super::Acl;
use crate::{
    arguments::{not_empty, not_empty_if_given},
    generated::operations::{self, authorized_resources},
    target::Target,
};

const LIST: Operation =
    Operation::graphql("acl.list_authorized_resources").management().idempotent();
const LIST_BATCH: Operation = Operation::post(
    "acl.list_authorized_resources_batch",
    "/api/v2/acl/list-authorized-resources-batch",
)
.management()
.idempotent();

impl Acl<'_> {
    /// Lists what a user, role, group, department or programmatic account may use in a namespace;
    /// `None` names the default one. `resource_type` narrows it to one type. A user's list holds
    /// what roles, groups and departments add; a department's what those above it add.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = Target::user("5f7ddfe62ba819802422362e");
    /// let resources = management.acl().list_authorized_resources(bob, None, None).await?;
    /// for resource in resources.list {
    ///     println!("{}: {:?}", resource.code, resource.actions);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `authorizedResources`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, code or namespace, or a type
    /// of target the server does not have; an error of the server's when there is no such target.
    pub fn list_authorized_resources(
        &self,
        target: Target,
        namespace: Option<&str>,
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let checked = target.check().and_then(|()| not_empty_if_given("namespace", namespace));
        let (target_type, target_identifier) = target.into_parts();
        let variables = authorized_resources::Variables {
            target_type: Some(target_type),
            target_identifier: Some(target_identifier),
            namespace: namespace.map(str::to_owned),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        };
        self.client
            .api()
            .graphql::<operations::AuthorizedResources>(LIST, variables)
            .map(|data| data.authorized_resources)
            .required()
            .check(checked)
    }

    /// Lists what each of several targets may use in a namespace, one page for each, in the order
    /// of the targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let targets = [Target::role("editor"), Target::group("engineers")];
    /// let pages =
    ///     management.acl().list_authorized_resources_batch(targets, "default", None).await?;
    /// println!("{} lists", pages.len());
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/list-authorized-resources-batch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no target, or as for
    /// [`list_authorized_resources`](Self::list_authorized_resources).
    pub fn list_authorized_resources_batch(
        &self,
        targets: impl IntoIterator<Item = Target>,
        namespace: &str,
        resource_type: Option<ResourceType>,
    ) -> Call<Vec<Page<AuthorizedResource>>> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            namespace: &'a str,
            targets: Vec<Target>,
            #[serde(skip_serializing_if = "Option::is_none")]
            resource_type: Option<ResourceType>,
        }
        #[derive(Deserialize)]
        struct Answer {
            list: Vec<Page<AuthorizedResource>>,
        }
        let targets: Vec<Target> = targets.into_iter().collect();
        let checked = not_empty("namespace", namespace).and_then(|()| check(&targets));
        let body = Body { namespace, targets, resource_type };
        let request = RestRequest::new(LIST_BATCH).json(&body).check(checked);
        self.client.api().rest::<Answer>(request).map(|answer| answer.list)
    }
}

pub(super) fn check(targets: &[Target]) -> Result<(), Error> {
    if targets.is_empty() {
        return Err(Error::input("targets", "is empty"));
    }
    targets.iter().try_for_each(Target::check)
}
