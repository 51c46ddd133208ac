//! Models, inputs and enums of Authing's GraphQL schema, and the plain data types of the other
//! crates: one Rust type per type of the schema, shared by all clients.
//!
//! This crate is the bottom of the workspace. It does no I/O, knows no runtime and contains no
//! cryptography, so a library that only handles Authing's users can depend on it alone.
//!
//! # Models: what the server returns
//!
//! Fields the schema requires are plain, the others are options; one that not every call asks for is
//! [`Selected`]. A field the server adds later is ignored, a word it adds to an enum survives as
//! `Unknown`, and null elements of a list are left out, so a newer server does not break an older
//! client.
//!
//! ```
//! use authing_types::{PaginatedUsers, UserStatus};
//!
//! let page: PaginatedUsers = serde_json::from_str(
//!     r#"{"totalCount": 1, "list": [{
//!         "id": "5f7ddfe62ba819802422362e",
//!         "arn": "arn:cn:authing:5f7a993eb9b49dcd5c021e40:user:5f7ddfe62ba819802422362e",
//!         "userPoolId": "5f7a993eb9b49dcd5c021e40",
//!         "status": "Activated",
//!         "nickname": "Nick",
//!         "password": "a56f21e5659428f9b353be4ed667fc05"
//!     }]}"#,
//! )?;
//! for user in &page.list {
//!     println!("{}: {:?}", user.id, user.nickname);
//!     assert_eq!(user.status, Some(UserStatus::Activated));
//! }
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Inputs: what a caller sends
//!
//! `new` takes what the schema requires, and a setter sets each other field. What is not set is
//! not sent. A field of an update is a [`Patch`]: left alone, cleared, or given a value.
//!
//! ```
//! use authing_types::UpdateUserInput;
//!
//! let input = UpdateUserInput::new().nickname("Nick").company(None);
//! assert_eq!(serde_json::to_string(&input)?, r#"{"nickname":"Nick","company":null}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # What logs may show
//!
//! `Debug` of models and inputs shows a field only if it is on a list of harmless ones: ids, codes,
//! booleans, counts. Names, addresses, free text and every field that the schema gains later are
//! hidden, and the output ends with `..`. Credentials are of the type [`Secret`], which is masked in
//! `Debug` and when a model is written as JSON.
//!
//! ```
//! use authing_types::Group;
//!
//! let group = Group::new("staff", "People of the Paris office");
//! assert!(!format!("{group:?}").contains("Paris"));
//! # assert!(format!("{group:?}").contains("staff"));
//! ```
//!
//! # Where Rust and schema differ
//!
//! The types are generated from the schema and carry its descriptions. A few names differ, as the
//! type's documentation then says; times are [`Timestamp`]s, and the schema's `Paginated…` types
//! are one generic [`Page`].
//!
//! # For client crates
//!
//! [`lenient`] reads what servers write in several ways, [`wire_enum!`] defines enums that survive
//! a word they do not know, [`redacted_debug!`] implements `Debug` for hand-written types, and
//! [`assert_unchanged!`] with [`stamp`] fails the build when generated code is older than the
//! schema. [`wire`] holds types that a client reads and does not hand on.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod custom_data;
mod generated;
mod invalid_argument;
pub mod lenient;
mod macros;
mod orgs;
mod page;
mod patch;
mod permissions;
mod principal;
mod secret;
mod selected;
mod social_provider;
pub mod stamp;
mod timestamp;
mod user_key;

pub use custom_data::{CustomData, CustomField, CustomValue};
pub use generated::{enums::*, inputs::*, models::*};
pub use invalid_argument::InvalidArgument;
pub use orgs::{OrgNode, OrgPath, OrgSummary, OrgTree, TreeNode};
pub use page::{Page, SetAside};
pub use patch::Patch;
pub use permissions::{Action, Arn, Condition, Resource, ResourceScope, Statement};
pub use principal::{Principal, PrincipalIdentity, PrincipalType};
pub use secret::Secret;
pub use selected::Selected;
pub use social_provider::SocialProvider;
pub use timestamp::Timestamp;
pub use user_key::UserKey;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
