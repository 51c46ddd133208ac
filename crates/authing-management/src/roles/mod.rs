//! The roles of a pool. A role belongs to a permission namespace, `default` unless another is
//! named, and its code is unique there.
//!
//! ```no_run
//! use authing_management::{CreateRole, ManagementClient};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let roles = management.roles();
//! roles.create(CreateRole::new("editor").description("may write")).await?;
//! roles.add_users("editor", ["5f7ddfe62ba819802422362e"], None).await?;
//! roles.add_policies("editor", ["books"], None).await?;
//! # Ok(()) }
//! ```

mod custom_data;
mod holders;
mod manage;
mod permissions;
mod query;

use authing_core::{Error, ErrorCode, ErrorKind};

pub use holders::{FindRoleUsers, ListRoleUsers};
pub use manage::{CreateRole, UpdateRole};
pub use query::ListRoles;

area! {
    /// The roles of the pool.
    Roles, roles
}

/// The server answers `null` where it knows no such role; that is an error for the calls about
/// what belongs to a role. It has no code for it, so it gets HTTP's.
fn no_such_role() -> Error {
    Error::new(ErrorKind::Api, "the role does not exist").with_code(ErrorCode::new(404))
}
