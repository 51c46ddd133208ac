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
//! `rustls` (default), `rustls-no-provider`, `native-tls` and `blocking`, as in `authing-core`.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod macros;

mod client;
mod generated;
pub mod groups;
pub mod user_pool;
pub mod users;

pub use authing_core::{
    Bearer, Call, Clock, Error, ErrorCode, ErrorKind, HeaderNames, Items, Lang, Page, PageRequest,
    PagedCall, PasswordEncryption, Patch, RestRequest, RetryPolicy, Secret, Timestamp,
    TokenProvider, Transport, WithMeta,
};
pub use authing_types as types;

pub use client::{Credentials, ManagementClient, ManagementClientBuilder};
pub use groups::{Groups, ListGroups};
pub use user_pool::{EnvVariable, UserPoolArea};
pub use users::{
    CreateUser, FilterUsers, FindUser, GetUser, GetUsers, ListUserActions, ListUsers, SearchUsers,
    UserIdField, Users,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
