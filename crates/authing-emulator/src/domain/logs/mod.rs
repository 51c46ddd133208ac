//! The logs of what users and administrators did.

pub(crate) mod actions;
pub(crate) mod audit;
