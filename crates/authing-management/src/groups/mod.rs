//! The groups of a pool, which users are put into to be given roles and permissions together.
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

use authing_core::{Error, ErrorCode, ErrorKind};

pub use manage::{CreateGroup, UpdateGroup};
pub use members::ListGroupUsers;
pub use query::ListGroups;

area! {
    /// The groups of the pool.
    Groups, groups
}

/// The server answers `null` where it knows no such group; that is an error for the calls about
/// what belongs to a group. It has no code for it, so it gets HTTP's.
fn no_such_group() -> Error {
    Error::new(ErrorKind::Api, "the group does not exist").with_code(ErrorCode::new(404))
}
