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
//! acl.allow(Grantees::role("editor"), &books, &read, None).await?;
//!
//! let user_id = "5f7ddfe62ba819802422362e";
//! if !acl.is_allowed(user_id, Resource::item("books", "1")?, &read, None).await? {
//!     println!("no");
//! }
//! # Ok(()) }
//! ```

mod accounts;
mod allow;
mod authorize;
mod authorized;
mod namespaces;
mod policies;
mod requests;
mod resources;
mod secrets;
mod targets;

pub use accounts::ProgrammaticAccessAccount;
pub use allow::Grantees;
pub use authorize::{AuthorizeResources, ResourceGrant, ResourceRights, RevokeResources};
pub use namespaces::{Namespace, NamespaceKey};
pub use policies::{AssignedPolicy, AssignedTarget, TargetAssignments};
pub use requests::{
    CreateNamespace, CreateProgrammaticAccessAccount, CreateResource, ListNamespaces,
    ListProgrammaticAccessAccounts, ListResources, UpdateNamespace, UpdateResource,
};
pub use resources::{ResourceAction, ResourceDefinition};
pub use targets::ListAuthorizedTargets;

area! {
    /// Access control: permissions on resources.
    Acl, acl
}
