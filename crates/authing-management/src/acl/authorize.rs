//! Giving and taking rights on resources.

use authing_core::{Call, Error, Operation, RestRequest};
use authing_types::{Action, AuthorizeResourceOpt, CommonMessage, Resource, ResourceType};
use serde::Serialize;
use serde_json::json;

use super::{Acl, authorized};
use crate::{
    arguments::not_empty,
    generated::operations::{self, authorize_resource},
    target::{Target, Targets},
};

const AUTHORIZE: Operation = Operation::graphql("acl.authorize_resource").management().idempotent();
const AUTHORIZE_MANY: Operation =
    Operation::post("acl.authorize_resources", "/api/v2/acl/authorize-resources")
        .management()
        .idempotent()
        .whole_envelope();
const REVOKE: Operation = Operation::post("acl.revoke_resource", "/api/v2/acl/revoke-resource")
    .management()
    .idempotent()
    .whole_envelope();
const REVOKE_MANY: Operation =
    Operation::post("acl.revoke_resources", "/api/v2/acl/revoke-resources")
        .management()
        .idempotent()
        .whole_envelope();

impl Acl<'_> {
    /// Gives targets actions on one resource of a namespace. `resource_type` is the type of the
    /// resource; the official SDKs leave it out.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, ResourceGrant, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let grants = [
    ///     ResourceGrant::new(Target::role("editor"), ["books:*"]),
    ///     ResourceGrant::new(Target::user("5f7ddfe62ba819802422362e"), ["books:read"]),
    /// ];
    /// management.acl().authorize_resource("default", "books:1", None, grants).await?;
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
        namespace: &str,
        resource: impl Into<Resource>,
        resource_type: Option<ResourceType>,
        grants: impl IntoIterator<Item = ResourceGrant>,
    ) -> Call<CommonMessage> {
        let resource = resource.into();
        let grants: Vec<ResourceGrant> = grants.into_iter().collect();
        let checked = check(namespace, &resource).and_then(|()| {
            if grants.is_empty() {
                return Err(Error::input("grants", "is empty"));
            }
            grants.iter().try_for_each(|grant| grant.target.check())
        });
        let variables = authorize_resource::Variables {
            namespace: Some(namespace.to_owned()),
            resource: Some(resource.into()),
            resource_type,
            opts: Some(grants.into_iter().map(|grant| Some(grant.into())).collect()),
        };
        self.client
            .api()
            .graphql::<operations::AuthorizeResource>(AUTHORIZE, variables)
            .map(|data| data.authorize_resource)
            .check(checked)
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
    /// let request = AuthorizeResources::new("default")
    ///     .grant(Targets::roles(["editor", "author"]), [books.clone(), menu])
    ///     .grant(Targets::users(["5f7ddfe62ba819802422362e"]), [books]);
    /// management.acl().authorize_resources(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/authorize-resources`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`authorize_resource`](Self::authorize_resource).
    pub fn authorize_resources(&self, request: AuthorizeResources) -> Call<CommonMessage> {
        self.send(AUTHORIZE_MANY, &request.0)
    }

    /// Takes all rights on one resource of a namespace from targets. To take a whole kind, `books`,
    /// takes what is of it, `books:1`, too; to take `books:1` leaves a right to the kind.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Target};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let targets = [Target::role("editor"), Target::group("engineers")];
    /// management.acl().revoke_resource("default", "books:1", targets).await?;
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
        namespace: &str,
        resource: impl Into<Resource>,
        targets: impl IntoIterator<Item = Target>,
    ) -> Call<CommonMessage> {
        let resource = resource.into();
        let targets: Vec<Target> = targets.into_iter().collect();
        let checked = check(namespace, &resource).and_then(|()| authorized::check(&targets));
        let body = json!({ "namespace": namespace, "resource": resource, "opts": targets });
        self.client.api().rest(RestRequest::new(REVOKE).json(&body).check(checked))
    }

    /// Takes rights on several resources from several targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, ResourceRights, RevokeResources, Targets};
    /// use authing_management::types::ResourceType;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let edit = ResourceRights::new("books:*", ResourceType::Data, ["books:edit"]);
    /// let request = RevokeResources::new("default").revoke(Targets::roles(["author"]), [edit]);
    /// management.acl().revoke_resources(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/acl/revoke-resources`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`authorize_resource`](Self::authorize_resource).
    pub fn revoke_resources(&self, request: RevokeResources) -> Call<CommonMessage> {
        self.send(REVOKE_MANY, &request.0)
    }

    fn send(&self, operation: Operation, changes: &Changes) -> Call<CommonMessage> {
        let request = RestRequest::new(operation).json(changes).check(changes.check());
        self.client.api().rest(request)
    }
}

/// Whom [`Acl::authorize_resource`] allows what.
#[derive(Clone, Debug)]
pub struct ResourceGrant {
    target: Target,
    actions: Vec<Action>,
}

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
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRights {
    code: Resource,
    actions: Vec<Action>,
    resource_type: ResourceType,
}

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

/// What [`Acl::authorize_resources`] gives to whom.
#[derive(Clone, Debug)]
pub struct AuthorizeResources(Changes);

impl AuthorizeResources {
    /// Rights on resources of a namespace.
    pub fn new(namespace: impl Into<String>) -> Self {
        Self(Changes { namespace: namespace.into(), opts: Vec::new() })
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

/// What [`Acl::revoke_resources`] takes from whom.
#[derive(Clone, Debug)]
pub struct RevokeResources(Changes);

impl RevokeResources {
    /// Rights on resources of a namespace.
    pub fn new(namespace: impl Into<String>) -> Self {
        Self(Changes { namespace: namespace.into(), opts: Vec::new() })
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
#[derive(Clone, Debug, Serialize)]
struct Changes {
    namespace: String,
    opts: Vec<Change>,
}

#[derive(Clone, Debug, Serialize)]
struct Change {
    #[serde(flatten)]
    targets: Targets,
    resources: Vec<ResourceRights>,
}

impl Changes {
    fn add(&mut self, targets: Targets, rights: impl IntoIterator<Item = ResourceRights>) {
        self.opts.push(Change { targets, resources: rights.into_iter().collect() });
    }

    fn check(&self) -> Result<(), Error> {
        not_empty("namespace", &self.namespace)?;
        if self.opts.is_empty() {
            return Err(Error::input("targets", "is empty"));
        }
        for change in &self.opts {
            change.targets.check()?;
            if change.resources.is_empty() {
                return Err(Error::input("rights", "is empty"));
            }
            for rights in &change.resources {
                not_empty("resource", rights.code.as_str())?;
            }
        }
        Ok(())
    }
}

fn check(namespace: &str, resource: &Resource) -> Result<(), Error> {
    not_empty("namespace", namespace)?;
    not_empty("resource", resource.as_str())
}
