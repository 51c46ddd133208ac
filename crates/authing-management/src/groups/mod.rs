//! The groups of a pool, which users are put into to be given roles and permissions together. What
//! a group may use is asked in the permission namespace `default`, or in another that
//! [`in_namespace`](GroupsApi::in_namespace) names.
//!
//! ```no_run
//! use authing_management::{CreateGroup, ListGroups, ManagementClient};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let groups = management.groups();
//! groups.create(CreateGroup::new("engineers", "Engineers")).await?;
//! groups.add_users("engineers", ["5f7ddfe62ba819802422362e"]).await?;
//! let page = groups.list(ListGroups::new()).await?;
//! println!("{} of {} groups", page.list.len(), page.total_count);
//! # Ok(()) }
//! ```

mod manage;
mod members;
mod query;

pub use manage::{CreateGroup, UpdateGroup};
pub use members::ListGroupUsers;
pub use query::ListGroups;

area! {
    /// The groups of the pool.
    GroupsApi, groups, in_namespace
}
