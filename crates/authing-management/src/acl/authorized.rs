//! What somebody may use.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{AuthorizedResource, Page, ResourceType};
use serde::{Deserialize, Serialize};

use super::AclApi;
use crate::{
    arguments::not_empty,
    generated::operations::{self, authorized_resources},
    target::Target,
};

const LIST: Operation =
    Operation::graphql("acl.list_authorized_resources").management().idempotent().strict();
const LIST_MANY: Operation = Operation::post(
    "acl.list_authorized_resources_many",
    "/api/v2/acl/list-authorized-resources-batch",
)
.management()
.idempotent()
.strict();

impl AclApi<'_> {
    /// Lists what a user, role, group, department or programmatic account may use. `resource_type`
    /// narrows it to one type. A user's list holds what roles, groups and departments add; a
    /// department's what those above it add.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = Target::user("5f7ddfe62ba819802422362e");
    /// let resources = management.acl().list_authorized_resources(bob, None).await?;
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
        resource_type: Option<ResourceType>,
    ) -> Call<Page<AuthorizedResource>> {
        let call = self.call(LIST).check(target.check_as("target"));
        let (target_type, target_identifier) = target.into_parts();
        call.graphql::<operations::AuthorizedResources>(authorized_resources::Variables {
            target_type: Some(target_type),
            target_identifier: Some(target_identifier),
            namespace: self.namespace.clone(),
            resource_type: resource_type.map(|kind| kind.as_str().to_owned()),
        })
        .map(|data| data.authorized_resources)
        .required_at("data.authorizedResources")
    }

    /// Lists what each of several targets may use, one page for each, in the order of the targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let targets = [Target::role("editor"), Target::group("engineers")];
    /// let pages = management.acl().list_authorized_resources_many(targets, None).await?;
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
    pub fn list_authorized_resources_many(
        &self,
        targets: impl IntoIterator<Item = Target>,
        resource_type: Option<ResourceType>,
    ) -> Call<Vec<Page<AuthorizedResource>>> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            targets: Vec<Target>,
            #[serde(skip_serializing_if = "Option::is_none")]
            resource_type: Option<ResourceType>,
        }
        #[derive(Deserialize)]
        struct Lists {
            list: Vec<Page<AuthorizedResource>>,
        }
        let body = Body { targets: targets.into_iter().collect(), resource_type };
        check(&body.targets, self.call(LIST_MANY))
            .rest(|request| request.json(&self.with_namespace(&body)))
            .map(|lists: Lists| lists.list)
    }
}

pub(super) fn check<'a>(targets: &[Target], call: CallBuilder<'a>) -> CallBuilder<'a> {
    let call = call.check(not_empty("targets", targets));
    targets.iter().fold(call, |call, target| call.check(target.check_as("targets")))
}
