//! The network: from a connection to a handler and back.

mod body;
mod exchange;
mod fault_response;
mod frames;
mod graphql;
mod hosts;
mod http;
mod listener;
mod remote;
mod request_info;
mod router;
mod sender;
mod snapshot;
mod subscriptions;
#[cfg(test)]
mod supported;
mod tables;
mod watch;
mod worker;

pub(crate) use self::hosts::AllowedHosts;
pub(crate) use self::http::{Http, LoadError};
pub(crate) use self::listener::{Server, Times};
pub(crate) use self::snapshot::{OnSave, Saver, load};
pub(crate) use self::watch::Watcher;
pub use self::watch::{Caller, ServedRequest};
