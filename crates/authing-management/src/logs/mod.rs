//! What happened in the pool: what its users did, and what its administrators did.
//!
//! ```no_run
//! use std::time::{Duration, SystemTime};
//! use authing_management::{ManagementClient, logs::ListLogs};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let today = ListLogs::new().start(SystemTime::now() - Duration::from_secs(86_400));
//! let mut entries = management.logs().list_audit_logs(today).items();
//! while let Some(entry) = entries.try_next().await? {
//!     println!("{:?} {:?}", entry.timestamp, entry.event_type);
//! }
//! # Ok(()) }
//! ```

mod entry;
mod query;

pub use entry::{LogEntry, LogPlace, LogUserAgent};
pub use query::ListLogs;

area! {
    /// What happened in the pool.
    LogsApi, logs
}
