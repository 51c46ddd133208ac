//! The users of a pool: find, create, change and delete them, and what belongs to them.
//!
//! ```no_run
//! use authing_management::{ManagementClient, types::{CreateUserInput, UpdateUserInput, UserKey}};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let users = management.users();
//! let bob = users.create(CreateUserInput::new().username("bob").password("passw0rd")).await?;
//! users.update(&bob.id, UpdateUserInput::new().nickname("Bobby")).await?;
//! assert!(users.find(UserKey::username("bob")).await?.is_some());
//! users.delete(&bob.id).await?;
//! # Ok(()) }
//! ```

mod activity;
#[cfg(feature = "bulk")]
pub(crate) mod bulk;
mod custom_data;
mod manage;
mod membership;
mod permissions;
mod query;
mod requests;
mod sessions;

use authing_core::{Error, ErrorCode, ErrorKind};

pub use activity::{ListUserActions, UserAction, UserActionApp, UserActionPlace, UserActionUser};
pub use authing_types::OrgNode;
pub use manage::{CreateUser, LinkIdentity, UnlinkIdentity};
pub use membership::UserTenant;
pub use permissions::ResourceActions;
pub use query::MAX_BATCH;
pub use requests::{FilterUsers, FindUser, GetUser, GetUsers, ListUsers, SearchUsers, UserIdField};
pub use sessions::{LoginState, LoginStateApp};

area! {
    /// The users of the pool.
    Users, users
}

/// The server answers `null` where it knows no such user; that is an error for the calls about
/// what belongs to a user.
fn no_such_user() -> Error {
    Error::new(ErrorKind::Api, "the user does not exist").with_code(ErrorCode::USER_NOT_FOUND)
}
