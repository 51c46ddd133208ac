//! Sessions of browsers: who logged in stays logged in, by a cookie that tells nobody anything.

mod memory;
mod store;

pub use memory::{MemoryRevocations, MemorySessions};
pub use store::{RevocationList, SessionGroup, SessionLock, SessionStore, StoredSession};
