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

pub use query::ListGroups;

area! {
    /// The groups of the pool.
    Groups, groups
}
