//! Logins with CAS: requests and tickets.
//!
//! Tickets are kept as fingerprints only, so a snapshot gives none away.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// How a ticket travels to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TicketMethod {
    /// In the query of the service's address.
    Query,
    /// In a form that the browser posts.
    FormPost,
}

/// A request for a ticket that was found in order.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct LoginRequest {
    pub(crate) service: String,
    pub(crate) method: TicketMethod,
    /// Whether the user is asked for a password, rather than known by a session.
    pub(crate) new_login: bool,
}

show_fields!(LoginRequest { method, new_login });

/// A service ticket. It is removed with the first question for it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ServiceTicket {
    pub(crate) fingerprint: String,
    pub(crate) app_id: String,
    pub(crate) service: String,
    pub(crate) user_id: String,
    /// When the password was given.
    pub(crate) auth_time: Timestamp,
    pub(crate) new_login: bool,
    pub(crate) expires_at: Timestamp,
}

show_fields!(ServiceTicket { app_id, user_id, auth_time, new_login, expires_at });
