//! Access control: giving, taking and asking for permissions on resources; the resources and the
//! namespaces they are in; accounts of machines.
//!
//! ```no_run
//! use authing_management::{Grantees, ManagementClient};
//! use authing_management::types::{Action, Resource};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let acl = management.acl();
//! let (books, read) = (Resource::all_of("books")?, Action::new("books", "read")?);
//! acl.allow(Grantees::role("editor"), &books, &read).await?;
//!
//! let user_id = "5f7ddfe62ba819802422362e";
//! if !acl.is_allowed(user_id, Resource::item("books", "1")?, &read).await? {
//!     println!("no");
//! }
//!
//! // The same calls about another namespace, here that of an application.
//! let of_the_shop = acl.in_namespace("600a8f4e37708b363024a3ca");
//! of_the_shop.allow(Grantees::role("cashier"), "tills:1", "tills:open").await?;
//! # Ok(()) }
//! ```

mod accounts;
mod allow;
mod authorize;
mod authorized;
mod namespaces;
mod policies;
mod requests;
mod resource;
mod resources;
mod secrets;
mod targets;

use serde::Serialize;

pub use accounts::ProgrammaticAccessAccount;
pub use allow::Grantees;
pub use authorize::{AuthorizeResources, ResourceGrant, ResourceRights, RevokeResources};
pub use namespaces::{Namespace, NamespaceKey};
pub use policies::{AssignedPolicy, AssignedTarget, TargetAssignments};
pub use requests::{
    CreateNamespace, CreateProgrammaticAccessAccount, CreateResource, ListNamespaces,
    ListProgrammaticAccessAccounts, ListResources, UpdateNamespace, UpdateResource,
};
pub use resource::{ResourceAction, ResourceDefinition};
pub use targets::ListAuthorizedTargets;

area! {
    /// Access control: permissions on resources.
    AclApi, acl, in_namespace
}

/// The code of the namespace that every pool has.
const DEFAULT_NAMESPACE: &str = "default";

impl AclApi<'_> {
    /// The namespace for calls in which the server wants one named.
    fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
    }

    /// The same for the body of such a call.
    fn with_namespace<'a, T>(&'a self, body: &'a T) -> WithNamespace<'a, T> {
        WithNamespace { namespace: self.namespace(), body }
    }
}

/// A body that names its namespace.
#[derive(Serialize)]
struct WithNamespace<'a, T> {
    namespace: &'a str,
    #[serde(flatten)]
    body: &'a T,
}
