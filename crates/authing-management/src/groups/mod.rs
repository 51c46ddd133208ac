//! The groups of a pool, which users are put into to be given roles and permissions together.
//!
//! ```no_run
//! use authing_management::{ListGroups, ManagementClient};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let page = management.groups().list(ListGroups::new()).await?;
//! println!("{} of {} groups", page.list.len(), page.total_count);
//! # Ok(()) }
//! ```

mod query;

use crate::client::ManagementClient;

pub use query::ListGroups;

/// The groups of the pool: see [`ManagementClient::groups`].
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a> {
    pub(crate) client: &'a ManagementClient,
}
