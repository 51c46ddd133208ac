//! The users of a pool: find, create, change and delete them, and what belongs to them. Their roles
//! and rights are those of the permission namespace `default`, or of another that
//! [`in_namespace`](UsersApi::in_namespace) names.
//!
//! ```no_run
//! use authing_management::{ManagementClient, types::{CreateUserInput, UpdateUserInput, UserKey}};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let users = management.users();
//! let bob = users.create(CreateUserInput::new().username("bob").password("passw0rd")).await?;
//! users.update(&bob.id, UpdateUserInput::new().nickname("Bobby")).await?;
//! assert!(users.exists(UserKey::username("bob")).await?);
//! users.in_namespace("shop").add_roles(&bob.id, ["admin"]).await?;
//! users.delete(&bob.id).await?;
//! # Ok(()) }
//! ```

mod activity;
#[cfg(feature = "bulk")]
pub(crate) mod bulk;
mod custom_data;
mod identities;
mod manage;
mod membership;
mod permissions;
mod query;
mod requests;
mod sessions;

use authing_core::{Error, ErrorCode, ErrorKind};

pub use activity::{ListUserActions, UserAction, UserActionApp, UserActionPlace, UserActionUser};
pub use authing_types::OrgNode;
pub use identities::IdentityKey;
pub use manage::{CreateUser, MAX_CREATED, UserCreation};
pub use membership::{ListUserDepartments, UserTenant};
pub use permissions::ResourceActions;
pub use query::MAX_BATCH;
pub use requests::{FilterUsers, FindUser, GetUser, GetUsers, ListUsers, SearchUsers, UserIdField};
pub use sessions::{CheckLoginStatus, LoginState, LoginStateApp, LogoutUser};

area! {
    /// The users of the pool.
    UsersApi, users, in_namespace
}

/// The server returns `null` where it knows no such user; that is an error for the calls about
/// what belongs to a user, with the code that the server gives elsewhere.
fn no_such_user() -> Error {
    Error::new(ErrorKind::Api, "the user does not exist").with_code(ErrorCode::USER_NOT_FOUND)
}
