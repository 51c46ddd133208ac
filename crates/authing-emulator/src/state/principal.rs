//! The real names behind accounts.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PrincipalKind {
    /// A person.
    P,
    /// A company.
    E,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Principal {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) kind: PrincipalKind,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) created_at: Timestamp,
    pub(crate) authenticated_at: Timestamp,
}

show_fields!(Principal { id, user_id, kind, created_at, authenticated_at });
