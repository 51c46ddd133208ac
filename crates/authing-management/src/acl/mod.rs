//! Access control: giving, taking and asking for permissions on resources.
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

mod allow;
mod authorize;
mod policies;
mod resources;
mod secrets;
mod targets;

pub use allow::Grantees;
pub use authorize::{AuthorizeResources, ResourceGrant, ResourceRights, RevokeResources};
pub use policies::{AssignedPolicy, AssignedTarget, TargetAssignments};
pub use targets::ListAuthorizedTargets;

area! {
    /// Access control: permissions on resources.
    Acl, acl
}
