//! Users of another system: read from its exports, and brought into a user pool.
//!
//! [`Auth0Users`], [`KeycloakUsers`] and [`FirebaseUsers`] read the files that these systems write, [`MappedUsers`] reads
//! tables of others: each makes [`MigratedRow`]s of them, one at a time, with what cannot be carried over.
//! [`users().migrate`](crate::UsersApi::migrate) brings them into the pool.
//!
//! ```no_run
//! use authing_management::{
//!     ManagementClient,
//!     bulk::{Existing, MatchKey, blocks},
//!     migration::{FirebaseUsers, MigrateUsers},
//! };
//!
//! # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
//! let read = || std::fs::File::open("users.json").map(|file| FirebaseUsers::json().read(blocks(file)));
//! let request = || MigrateUsers::new(MatchKey::ExternalId).existing(Existing::Update);
//! // First what would become of them, and what stays behind.
//! let told = management.users().migrate(request().dry_run(), read()?).await?;
//! println!("{} would be created\n{}", told.created, told.losses);
//! let report = management.users().migrate(request(), read()?).await?;
//! println!("{} created, {} rejected", report.created, report.rejected);
//! # Ok(()) }
//! ```
//!
//! # What becomes of a user
//!
//! | [`MigratedUser`] | in the pool |
//! |---|---|
//! | `source_id` | `externalId`: by it a second run finds who is there |
//! | names, addresses, times, `blocked`, `profile` | the fields of the same names |
//! | `custom_data` | custom data, where the pool has a field of that name |
//! | `password` | as [`MigratedPasswords`] says |
//! | `factors` | one-time passwords, with the key that the authenticator has |
//! | `identities` | linked, where a connection of the pool was named for the provider |
//! | `must_change_password` | a new password is set at the first login |
//! | `groups`, `roles` | stay behind, and are counted |
//!
//! What stays behind is told for each row ([`MigrateUsers::on_loss`]) and counted ([`MigrationReport::losses`]).
//!
//! # Passwords
//!
//! Authing takes no hash of another system as such. There are three ways:
//!
//! - **Kept** ([`MigratedPasswords::Keep`]), in a pool whose custom password function knows the texts that
//!   [`PasswordHash`] lists. It holds for all users of a pool, so that it is for new pools alone. The text travels
//!   encrypted by RSA with 1024 bits, which has room for 117 bytes: bcrypt (60) and Argon2 (some 97) fit, PBKDF2 of 64
//!   bytes (some 140) does not, and is told.
//! - **At the first login** ([`MigratedPasswords::AtLogin`]): a custom database of the pool in the mode of lazy migration
//!   asks a service of yours, which checks any hash. The example `lazy-migration` of the repository is that service.
//! - **Left** ([`MigratedPasswords::Leave`]): people set a new one.
//!
//! # Memory
//!
//! A file is read as a stream, in the memory of 500 users. The second file of Auth0, with the hashes, is kept.

mod auth0;
mod fields;
mod firebase;
mod items;
mod keycloak;
mod loss;
mod mapped;
mod password;
mod rows;
mod user;

pub use auth0::{Auth0Passwords, Auth0Users};
pub use firebase::FirebaseUsers;
pub use keycloak::KeycloakUsers;
pub(crate) use loss::cut;
pub use loss::{Loss, LossKind, Losses};
pub use mapped::MappedUsers;
pub use password::{Digest, HashBytes, PasswordHash, SaltPosition};
pub use rows::MigratedRows;
pub use user::{MigratedFactor, MigratedIdentity, MigratedRow, MigratedUser};

pub use crate::users::bulk::{
    MigrateUsers, MigratedPasswords, MigrationFailed, MigrationProblem, MigrationReport,
};
