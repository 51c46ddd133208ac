//! The applications of a pool: what people log in to. Each has an id and a secret, a sub-domain, a
//! key, settings of its own for every protocol, rules for who may log in, and agreements that
//! people accept.
//!
//! ```no_run
//! use authing_management::ManagementClient;
//! use authing_management::applications::{AccessTargets, CreateApplication, DefaultAccess};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let applications = management.applications();
//! let request = CreateApplication::new("Shop", "acme-shop", ["https://shop.acme.com/callback"]);
//! let shop = applications.create(request).await?;
//!
//! // Nobody may log in but the editors.
//! applications.update_default_access_policy(&shop.id, DefaultAccess::DenyAll).await?;
//! applications.allow_access(&shop.id, AccessTargets::groups(["editors"])).await?;
//! # Ok(()) }
//! ```
//!
//! # Roles in an application
//!
//! An application has a permission namespace whose code is the application's id. Its roles,
//! policies, resources and rights are those of that namespace, so the calls for them are the
//! calls of their own areas in that namespace:
//!
//! ```no_run
//! use authing_management::{Grantees, ListRoles, ManagementClient, UpdateRole};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(management: ManagementClient, app_id: &str) -> Result<(), authing_management::Error> {
//! let roles = management.roles().in_namespace(app_id);
//! roles.create("cashier").await?;
//! roles.update("cashier", UpdateRole::new().description("takes money")).await?;
//! roles.add_users("cashier", ["5f7ddfe62ba819802422362e"]).await?;
//!
//! let mut all = roles.list(ListRoles::new()).items();
//! while let Some(role) = all.try_next().await? {
//!     println!("{}: {}", role.code, roles.list_users(role.code.as_str()).await?.total_count);
//! }
//!
//! let acl = management.acl().in_namespace(app_id);
//! acl.allow(Grantees::role("cashier"), "tills:1", "tills:open").await?;
//! roles.delete("cashier").await?;
//! # Ok(()) }
//! ```

mod access;
mod access_policy;
mod active_users;
mod agreements;
mod application;
mod config;
mod manage;
mod requests;
mod tenants;

pub use access::{AccessTargets, ListAccessPolicies};
pub use access_policy::AccessPolicy;
pub use active_users::{ActiveUser, ListActiveUsers, ThirdPartyIdentity};
pub use agreements::{Agreement, AgreementLang, CreateAgreement, UpdateAgreement};
pub use application::{Application, ApplicationType, QrCodeScanning};
pub use config::{
    ApplicationAuthMethod, ApplicationGrantType, ApplicationResponseType, DefaultAccess,
    JsonWebKey, KeySet, OauthConfig, OidcConfig, OpaqueConfig, PermissionStrategy, SamlConfig,
    SigningAlgorithm,
};
pub use manage::ListApplications;
pub use requests::{CreateApplication, UpdateApplication};
pub use tenants::ApplicationTenants;

area! {
    /// The applications of the pool.
    ApplicationsApi, applications
}
