//! Giving and taking rights on resources.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{Action, AuthorizeResourceOpt, Resource, ResourceType};
use serde::Serialize;
use serde_json::json;

use super::{AclApi, authorized};
use crate::{
    arguments::not_empty,
    generated::operations::{self, authorize_resource},
    target::{Target, Targets},
};

const AUTHORIZE: Operation = Operation::graphql("acl.authorize_resource").management().idempotent();
const AUTHORIZE_MANY: Operation =
    Operation::post("acl.authorize_resource_many", "/api/v2/acl/authorize-resources")
        .management()
        .idempotent();
const REVOKE: Operation =
    Operation::post("acl.revoke_resource", "/api/v2/acl/revoke-resource").management().idempotent();
const REVOKE_MANY: Operation =
    Operation::post("acl.revoke_resource_many", "/api/v2/acl/revoke-resources")
        .management()
        .idempotent();

impl AclApi<'_> {
    /// Gives targets actions on one resource. `resource_type` is the type of the resource; the
    /// official SDKs leave it out.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, ResourceGrant, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let grants = [
    ///     ResourceGrant::new(Target::role("editor"), ["books:*"]),
    ///     ResourceGrant::new(Target::user("5f7ddfe62ba819802422362e"), ["books:read"]),
    /// ];
    /// management.acl().authorize_resource("books:1", None, grants).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `authorizeResource`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no grant, an empty namespace, resource or
    /// target, or a type of target the server does not have; an error of the server's when a target
    /// or the namespace does not exist.
    pub fn authorize_resource(
        &self,
        resource: impl Into<Resource>,
        resource_type: Option<ResourceType>,
        grants: impl IntoIterator<Item = ResourceGrant>,
    ) -> Call<()> {
        let resource = resource.into();
        let grants: Vec<ResourceGrant> = grants.into_iter().collect();
        let call = check_grants(&grants, self.about_rights(AUTHORIZE, &resource));
        call.graphql::<operations::AuthorizeResource>(authorize_resource::Variables {
            namespace: Some(self.namespace().to_owned()),
            resource: Some(resource.into()),
            resource_type,
            opts: Some(grants.into_iter().map(|grant| Some(grant.into())).collect()),
        })
        .map(|data| data.authorize_resource)
        .confirmed()
    }

    /// Gives several targets rights on several resources.
    ///
    /// ```no_run
    /// use authing_management::{AuthorizeResources, ManagementClient, ResourceRights, Targets};
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let books = ResourceRights::new("books:*", ResourceType::Data, ["books:read"]);
    /// let menu = ResourceRights::new("admin-menu", ResourceType::Menu, [] as [&str; 0]);
    /// let request = AuthorizeResources::new()
    ///     .grant(Targets::roles(["editor", "author"]), [books.clone(), menu])
    ///     .grant(Targets::users(["5f7ddfe62ba819802422362e"]), [books]);
    /// management.acl().authorize_resource_many(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/authorize-resources`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`authorize_resource`](Self::authorize_resource).
    pub fn authorize_resource_many(&self, request: AuthorizeResources) -> Call<()> {
        self.change(AUTHORIZE_MANY, &request.0)
    }

    /// Takes all rights on one resource from targets. To take a whole kind, `books`, takes what is
    /// of it, `books:1`, too; to take `books:1` leaves a right to the kind.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let targets = [Target::role("editor"), Target::group("engineers")];
    /// management.acl().revoke_resource("books:1", targets).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/revoke-resource`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`authorize_resource`](Self::authorize_resource).
    pub fn revoke_resource(
        &self,
        resource: impl Into<Resource>,
        targets: impl IntoIterator<Item = Target>,
    ) -> Call<()> {
        let resource = resource.into();
        let targets: Vec<Target> = targets.into_iter().collect();
        let call = authorized::check(&targets, self.about_rights(REVOKE, &resource));
        let body = json!({ "resource": resource, "opts": targets });
        call.command(|request| request.json(&self.with_namespace(&body)))
    }

    /// Takes rights on several resources from several targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, ResourceRights, RevokeResources, Targets};
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let edit = ResourceRights::new("books:*", ResourceType::Data, ["books:edit"]);
    /// let request = RevokeResources::new().revoke(Targets::roles(["author"]), [edit]);
    /// management.acl().revoke_resource_many(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/revoke-resources`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`authorize_resource`](Self::authorize_resource).
    pub fn revoke_resource_many(&self, request: RevokeResources) -> Call<()> {
        self.change(REVOKE_MANY, &request.0)
    }

    fn change(&self, operation: Operation, changes: &Changes) -> Call<()> {
        changes
            .check(self.call(operation))
            .command(|request| request.json(&self.with_namespace(changes)))
    }

    /// Begins a call about one resource of the namespace.
    fn about_rights(&self, operation: Operation, resource: &Resource) -> CallBuilder<'_> {
        self.call(operation).required("resource", resource.as_str())
    }
}

/// A target, and what [`AclApi::authorize_resource`] allows it.
#[derive(Clone)]
pub struct ResourceGrant {
    target: Target,
    actions: Vec<Action>,
}

authing_types::redacted_debug!(ResourceGrant { target, actions });

impl ResourceGrant {
    /// These actions for this target. Menus and buttons have no actions.
    pub fn new(target: Target, actions: impl IntoIterator<Item = impl Into<Action>>) -> Self {
        Self { target, actions: actions.into_iter().map(Into::into).collect() }
    }
}

impl From<ResourceGrant> for AuthorizeResourceOpt {
    fn from(grant: ResourceGrant) -> Self {
        let (target_type, target_identifier) = grant.target.into_parts();
        Self::new(target_type, target_identifier).actions(grant.actions)
    }
}

/// A resource and actions on it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRights {
    code: Resource,
    actions: Vec<Action>,
    resource_type: ResourceType,
}

authing_types::redacted_debug!(ResourceRights { code, actions, resource_type });

impl ResourceRights {
    /// These actions on this resource, which is of this type. Menus and buttons have no actions.
    pub fn new(
        resource: impl Into<Resource>,
        resource_type: ResourceType,
        actions: impl IntoIterator<Item = impl Into<Action>>,
    ) -> Self {
        let actions = actions.into_iter().map(Into::into).collect();
        Self { code: resource.into(), actions, resource_type }
    }
}

/// The rights that [`AclApi::authorize_resource_many`] gives.
#[derive(Clone, Debug, Default)]
pub struct AuthorizeResources(Changes);

impl AuthorizeResources {
    /// No rights yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds rights for a target or several of one type.
    #[must_use]
    pub fn grant(
        mut self,
        targets: impl Into<Targets>,
        rights: impl IntoIterator<Item = ResourceRights>,
    ) -> Self {
        self.0.add(targets.into(), rights);
        self
    }
}

/// The rights that [`AclApi::revoke_resource_many`] takes away.
#[derive(Clone, Debug, Default)]
pub struct RevokeResources(Changes);

impl RevokeResources {
    /// No rights yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds rights that a target or several of one type are to lose.
    #[must_use]
    pub fn revoke(
        mut self,
        targets: impl Into<Targets>,
        rights: impl IntoIterator<Item = ResourceRights>,
    ) -> Self {
        self.0.add(targets.into(), rights);
        self
    }
}

/// Rights given or taken, as they go over the wire.
#[derive(Clone, Default, Serialize)]
struct Changes {
    opts: Vec<Change>,
}

authing_types::redacted_debug!(Changes { opts });

#[derive(Clone, Serialize)]
struct Change {
    #[serde(flatten)]
    targets: Targets,
    resources: Vec<ResourceRights>,
}

authing_types::redacted_debug!(Change { targets, resources });

impl Changes {
    fn add(&mut self, targets: Targets, rights: impl IntoIterator<Item = ResourceRights>) {
        self.opts.push(Change { targets, resources: rights.into_iter().collect() });
    }

    fn check<'a>(&self, mut call: CallBuilder<'a>) -> CallBuilder<'a> {
        call = call.check(not_empty("targets", &self.opts));
        for change in &self.opts {
            call = call.check(change.targets.check_as("targets"));
            call = call.check(not_empty("rights", &change.resources));
            for rights in &change.resources {
                call = call.required("resource", rights.code.as_str());
            }
        }
        call
    }
}

fn check_grants<'a>(grants: &[ResourceGrant], call: CallBuilder<'a>) -> CallBuilder<'a> {
    let call = call.check(not_empty("grants", grants));
    grants.iter().fold(call, |call, grant| call.check(grant.target.check_as("grants")))
}
