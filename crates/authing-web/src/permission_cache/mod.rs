//! Permissions, roles and the rest without a request each time.

mod cache;
mod changes;
mod fact;
mod shelf;

pub use cache::CachedPermissions;
