//! The tenants of a pool: companies that share it and see only what is theirs, each with members,
//! administrators and identity sources of its own.
//!
//! ```no_run
//! use authing_management::{ManagementClient, tenants::CreateTenant};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let tenants = management.tenants();
//! let acme = tenants.create(CreateTenant::new("Acme", ["APP_ID"])).await?;
//! tenants.add_members(&acme.id, ["USER_ID"]).await?;
//! tenants.set_admins(&acme.id, ["USER_ID"]).await?;
//! # Ok(()) }
//! ```

mod connection;
mod connections;
mod manage;
mod members;
mod requests;
mod sources;
mod tenant;

pub use connection::{ConnectionFields, ConnectionScope, IdentityConnection, NewConnection};
pub use members::TenantMember;
pub use requests::{
    ConfigureTenant, CreateTenant, ListTenantMembers, ListTenants, UpdateIdentityConnection,
    UpdateTenant,
};
pub use sources::{CreateIdentitySource, IdentitySource};
pub use tenant::{PasswordTabSettings, SsoPageSettings, Tenant, TenantApplication};

area! {
    /// The tenants of the pool.
    TenantsApi, tenants
}
