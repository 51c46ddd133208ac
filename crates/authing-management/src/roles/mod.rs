//! The roles of a pool. A role belongs to a permission namespace, `default` unless
//! [`in_namespace`](RolesApi::in_namespace) names another, and its code is unique there.
//!
//! ```no_run
//! use authing_management::{CreateRole, ManagementClient};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let roles = management.roles();
//! roles.create(CreateRole::new("editor").description("may write")).await?;
//! roles.add_users("editor", ["5f7ddfe62ba819802422362e"]).await?;
//! roles.add_policies("editor", ["books"]).await?;
//! let of_the_shop = roles.in_namespace("shop").get("admin").await?;
//! # Ok(()) }
//! ```

mod custom_data;
mod holders;
mod manage;
mod permissions;
mod query;

pub use holders::{FindRoleUsers, ListRoleUsers};
pub use manage::{CreateRole, UpdateRole};
pub use query::ListRoles;

area! {
    /// The roles of a permission namespace of the pool.
    RolesApi, roles, in_namespace
}

handle_options!(RolesApi {
    /// Brings along whether each role is one of the system's own. Some servers refuse it.
    with_is_system
    /// Brings the role above each role along in lists too.
    with_parent
});
