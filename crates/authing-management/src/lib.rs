//! Authing for administrators: users, roles, permissions and organisations.
//!
//! ```no_run
//! use authing_management::{ListUsers, ManagementClient};
//! use futures_util::TryStreamExt;
//!
//! # async fn example() -> Result<(), authing_management::Error> {
//! // Once per process: the client is cheap to clone and renews its token by itself.
//! let management = ManagementClient::builder("USER_POOL_ID", "SECRET").build()?;
//!
//! let page = management.users().list(ListUsers::new().limit(50)).await?;
//! println!("{} of {} users", page.list.len(), page.total_count);
//!
//! let mut users = management.users().list(ListUsers::new()).items();
//! while let Some(user) = users.try_next().await? {
//!     println!("{}", user.id);
//! }
//! # Ok(()) }
//! ```
//!
//! Models, inputs and enums are in [`types`]; what a call may fail with is [`Error`].
//!
//! # Features
//!
//! `rustls` (default), `rustls-no-provider`, `native-tls`, `socks` and `blocking`, as in `authing-core`.
//!
//! `events`: `client.events().subscribe(…)`, events over a WebSocket. It brings a WebSocket library, and
//! rustls with aws-lc-rs for its connections whatever TLS is chosen for calls, so it is off by default.
//!
//! `sm2`: passwords under SM2, for private deployments that ask for it.
//!
//! `bulk`: users and departments from files and into files. It brings a CSV parser, so it is off by default.
//!
//! `migration`: users from the exports of Auth0, Keycloak, Firebase and others.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod macros;

pub mod acl;
pub mod applications;
mod arguments;
mod assignments;
#[cfg(feature = "bulk")]
#[cfg_attr(docsrs, doc(cfg(feature = "bulk")))]
pub mod bulk;
mod checks;
mod client;
mod custom_data;
pub mod custom_fields;
pub mod devices;
pub mod email_templates;
pub mod events;
pub mod functions;
mod generated;
pub mod groups;
pub mod logs;
pub mod mfa;
#[cfg(feature = "migration")]
#[cfg_attr(docsrs, doc(cfg(feature = "migration")))]
pub mod migration;
pub mod orgs;
pub mod policies;
pub mod principal;
pub mod roles;
pub mod social_connections;
mod target;
pub mod tenants;
mod tokens;
pub mod user_pool;
pub mod user_pools;
pub mod users;
pub mod whitelist;

#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub use authing_core::BlockingItems;
pub use authing_core::{
    Bearer, BoxFuture, Call, Clock, Error, ErrorCode, ErrorKind, HeaderNames, Items, Lang, Meta,
    Operation, PageRequest, PagedCall, Pages, PasswordEncryption, Report, RestRequest, RetryPolicy,
    TokenProvider, Transport, Unknown, UnknownKind, WithMeta,
};
pub use authing_types as types;
pub use authing_types::{Page, Patch, Secret, Timestamp};

pub use acl::{
    AclApi, AuthorizeResources, Grantees, ListAuthorizedTargets, ResourceGrant, ResourceRights,
    RevokeResources,
};
pub use applications::ApplicationsApi;
pub use client::{Credentials, ManagementClient, ManagementClientBuilder};
pub use custom_fields::{CustomFieldsApi, SetCustomField};
pub use devices::DevicesApi;
pub use email_templates::EmailTemplatesApi;
pub use events::EventsApi;
pub use functions::{CreateFunction, FunctionsApi, ListFunctions, UpdateFunction};
pub use groups::{CreateGroup, GroupsApi, ListGroupUsers, ListGroups, UpdateGroup};
pub use logs::LogsApi;
pub use mfa::MfaApi;
pub use orgs::{
    CreateOrg, ExportedNode, ImportNode, ListNodeMembers, ListOrgSummaries, ListOrgs, NewNode,
    NodeKey, OrgsApi, SyncProvider, UpdateNode,
};
pub use policies::{
    AssignPolicies, CreatePolicy, ListPolicies, ListPolicyAssignments, PoliciesApi, UpdatePolicy,
};
pub use principal::PrincipalApi;
pub use roles::{CreateRole, FindRoleUsers, ListRoleUsers, ListRoles, RolesApi, UpdateRole};
pub use social_connections::SocialConnectionsApi;
pub use target::{Target, Targets};
pub use tenants::TenantsApi;
pub use user_pool::{EnvVariable, UserPoolApi};
pub use user_pools::{CreateUserPool, ListUserPools, UserPoolsApi};
pub use users::{
    CreateUser, FilterUsers, FindUser, GetUser, GetUsers, ListUserActions, ListUsers, SearchUsers,
    UserIdField, UsersApi,
};
pub use whitelist::WhitelistApi;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
