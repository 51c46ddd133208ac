//! The lines of a journal.

use std::collections::BTreeMap;

use authing_core::{Error, ErrorCode, ErrorKind};
use serde::{Deserialize, Serialize};

use super::super::{
    MatchKey, RejectionReason,
    report::{Done, Rejected},
};

/// How the lines are written.
pub(super) const VERSION: u32 = 1;

/// The first line: which import the journal is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Head {
    /// [`VERSION`]
    pub(super) import_journal: u32,
    pub(super) length: u64,
    pub(super) sha256: String,
    pub(super) start_at: u64,
    /// The options that decide what becomes of a row, by their names.
    pub(super) options: BTreeMap<String, String>,
}

/// The lines below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Entry {
    /// A request is sent for this row.
    #[serde(rename = "begun")]
    Sending { row: u64, sends: Sending },
    /// The server refused to create what the row says.
    Refused { row: u64 },
    /// The row was dealt with.
    Done { row: u64, is: Noted },
    /// The file came to its end.
    Ended { rows: u64 },
}

/// What a request for a row does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) enum Sending {
    Create,
    /// Changes these fields.
    Update(Vec<String>),
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in super::super) enum Noted {
    Created,
    Updated(Vec<String>),
    Unchanged,
    /// Whoever is there has these names of the row.
    Skipped(Vec<String>),
    Rejected {
        reason: Reason,
        kind: Kind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<i64>,
        text: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in super::super) enum Reason {
    Invalid,
    AlreadyThere { row: Option<u64> },
    Conflict { field: String, row: Option<u64> },
    Refused,
}

/// The kinds of error that a rejected row may have: those that are about this row alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) enum Kind {
    Input,
    Encryption,
    Api,
}

impl Noted {
    /// `held` are the names of a skipped row that its user has.
    pub(in super::super) fn of(outcome: &Result<Done, Rejected>, held: &[&str]) -> Self {
        let Rejected { reason, error } = match outcome {
            Ok(Done::Created) => return Self::Created,
            Ok(Done::Updated(fields)) => return Self::Updated(fields.clone()),
            Ok(Done::Unchanged) => return Self::Unchanged,
            Ok(Done::Skipped) => {
                return Self::Skipped(held.iter().map(|field| (*field).to_owned()).collect());
            }
            Err(rejected) => rejected,
        };
        let reason = match *reason {
            RejectionReason::Invalid => Reason::Invalid,
            RejectionReason::AlreadyThere { row } => Reason::AlreadyThere { row },
            RejectionReason::Conflict { field, row } => {
                Reason::Conflict { field: field.to_owned(), row }
            }
            RejectionReason::Refused => Reason::Refused,
        };
        let kind = match error.kind() {
            ErrorKind::Encryption => Kind::Encryption,
            ErrorKind::Api => Kind::Api,
            _ => Kind::Input,
        };
        let code = error.code().map(ErrorCode::number);
        Self::Rejected { reason, kind, code, text: error.message().to_owned() }
    }

    pub(in super::super) fn outcome(&self) -> Result<Done, Rejected> {
        let (reason, kind, code, text) = match self {
            Self::Created => return Ok(Done::Created),
            Self::Updated(fields) => return Ok(Done::Updated(fields.clone())),
            Self::Unchanged => return Ok(Done::Unchanged),
            Self::Skipped(_) => return Ok(Done::Skipped),
            Self::Rejected { reason, kind, code, text } => (reason, kind, code, text),
        };
        let reason = match reason {
            Reason::Invalid => RejectionReason::Invalid,
            Reason::AlreadyThere { row } => RejectionReason::AlreadyThere { row: *row },
            Reason::Conflict { field, row } => {
                match MatchKey::ALL.into_iter().find(|key| key.as_str() == field) {
                    Some(key) => RejectionReason::Conflict { field: key.as_str(), row: *row },
                    None => RejectionReason::Invalid,
                }
            }
            Reason::Refused => RejectionReason::Refused,
        };
        let kind = match kind {
            Kind::Input => ErrorKind::Input,
            Kind::Encryption => ErrorKind::Encryption,
            Kind::Api => ErrorKind::Api,
        };
        let error = Error::new(kind, text.clone());
        let error = match code {
            Some(code) => error.with_code(ErrorCode::new(*code)),
            None => error,
        };
        Err(Rejected { reason, error })
    }

    /// Whether the user has this name of the row now, as far as the row says so.
    pub(in super::super) fn holds(&self, field: &str) -> bool {
        match self {
            Self::Created | Self::Updated(_) | Self::Unchanged => true,
            Self::Skipped(held) => held.iter().any(|name| name == field),
            Self::Rejected { .. } => false,
        }
    }
}
