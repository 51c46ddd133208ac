//! What a service must remember between two requests: logins that were started, and messages that
//! must not be used twice.
//!
//! [`MemoryStore`] serves one process. Where several serve the same visitors they must share
//! what they remember: by a Redis server, with the crate `authing-redis`, or by a store of your own.

#[cfg(any(feature = "oauth2", feature = "saml"))]
pub(crate) mod handle;
mod memory;
mod traits;

pub use memory::MemoryStore;
pub use traits::{PendingStore, ReplayStore, StoreError};
