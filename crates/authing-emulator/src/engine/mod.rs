//! The running parts behind one handle: state, clock, faults and the log of requests.

pub(crate) mod deliveries;
pub(crate) mod fault;
mod info;
pub(crate) mod journal;
pub(crate) mod masking;
mod parts;
pub(crate) mod snapshot;

pub use self::info::{ApplicationInfo, UserPoolInfo};
pub(crate) use self::parts::{Engine, put_pipeline, put_webhook};
