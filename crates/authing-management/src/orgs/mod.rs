//! The organisations of a pool: trees of departments, called nodes, with users in them.
//!
//! ```no_run
//! use authing_management::{CreateOrg, ManagementClient, NewNode};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let orgs = management.orgs();
//! let acme = orgs.create(CreateOrg::new("Acme").code("acme")).await?;
//! let research = orgs.add_node(&acme.id, &acme.root_node.id, NewNode::new("Research")).await?;
//! orgs.add_members(&research.id, ["5f7ddfe62ba819802422362e"]).await?;
//!
//! let acme = orgs.get(&acme.id).await?;
//! for node in acme.tree().root().walk() {
//!     println!("{}{}", "  ".repeat(node.depth()), node.name);
//! }
//! # Ok(()) }
//! ```

#[cfg(feature = "bulk")]
pub(crate) mod bulk;
#[cfg(feature = "bulk")]
#[cfg_attr(docsrs, doc(cfg(feature = "bulk")))]
pub mod departments;
mod exported;
mod manage;
mod members;
mod node_key;
mod node_query;
mod nodes;
mod query;
mod rights;
mod sync;
mod transfer;

pub use exported::ExportedNode;
pub use manage::CreateOrg;
pub use members::ListNodeMembers;
pub use node_key::NodeKey;
pub use nodes::{NewNode, UpdateNode};
pub use query::{ListOrgSummaries, ListOrgs};
pub use sync::SyncProvider;
pub use transfer::ImportNode;

area! {
    /// The organisations of the pool. A namespace limits the calls about roles and resources; the
    /// trees themselves are in none.
    OrgsApi, orgs, in_namespace
}

handle_options!(OrgsApi {
    /// Brings the tenant of each organisation along. Older servers refuse it.
    with_tenant_id
});
