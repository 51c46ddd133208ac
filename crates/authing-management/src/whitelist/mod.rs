//! The registration whitelists of a pool: while one is in force, only who is on it can register.
//! Administrators are not bound by it.
//!
//! ```no_run
//! use authing_management::{ManagementClient, types::WhitelistType};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let whitelist = management.whitelist();
//! whitelist.add(WhitelistType::Email, ["bob@example.com"]).await?;
//! whitelist.enable(WhitelistType::Email).await?;
//! # Ok(()) }
//! ```

mod entries;
mod switch;

use authing_core::Error;
use authing_types::WhitelistType;

area! {
    /// The registration whitelists of the pool.
    WhitelistApi, whitelist
}

/// A word that came from elsewhere may not be one that the server has.
fn check_type(kind: &WhitelistType) -> Result<(), Error> {
    match kind {
        WhitelistType::Unknown(_) => {
            Err(Error::input("kind", "is none of USERNAME, EMAIL and PHONE"))
        }
        _ => Ok(()),
    }
}
