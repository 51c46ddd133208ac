//! What became of the rows.

use std::fmt;

use authing_core::{Error, ErrorKind};
use bytes::Bytes;

/// How far an import is, or was when it ended.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportReport {
    /// Rows that were dealt with, those passed over by `start_at` not among them.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows about who or what was there, which has all that the row says now.
    pub updated: u64,
    /// Those of the updated rows that changed nothing: it was so before.
    pub unchanged: u64,
    /// Rows that were left alone because who or what they are about is there already.
    pub skipped: u64,
    /// Rows that were rejected, by this client or by the server.
    pub rejected: u64,
    /// Those of the rejected rows that are a [conflict](RejectionReason::Conflict): they claim what
    /// another user has.
    pub conflicts: u64,
    /// Those of the rows that an earlier run had done, as the [`Journal`](super::Journal) says. They
    /// are counted above too, by what became of them then.
    pub done_before: u64,
    /// How many bytes of the file these rows end at: the measure of a progress bar.
    pub bytes: u64,
    /// The row to go on with, counted from 1: every row before it was dealt with.
    pub next_row: u64,
}

authing_types::redacted_debug!(ImportReport {
    rows,
    created,
    updated,
    unchanged,
    skipped,
    rejected,
    conflicts,
    done_before,
    bytes,
    next_row
});

impl ImportReport {
    pub(super) fn count(&mut self, row: u64, bytes: u64, outcome: &Result<Done, Rejected>) {
        self.rows += 1;
        self.bytes = bytes;
        self.next_row = row.saturating_add(1);
        match outcome {
            Ok(Done::Created) => self.created += 1,
            Ok(Done::Updated(_)) => self.updated += 1,
            Ok(Done::Unchanged) => {
                self.updated += 1;
                self.unchanged += 1;
            }
            Ok(Done::Skipped) => self.skipped += 1,
            Err(rejected) => {
                self.rejected += 1;
                let is_conflict = matches!(rejected.reason, RejectionReason::Conflict { .. });
                self.conflicts += u64::from(is_conflict);
            }
        }
    }
}

/// What became of a row that was not rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Created,
    /// These fields were changed.
    Updated(Vec<String>),
    /// All that the row says was so already.
    Unchanged,
    Skipped,
}

/// What became of a row, or would in a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowOutcome {
    /// It made something new.
    Created,
    /// It changed what was there.
    #[non_exhaustive]
    Updated {
        /// The fields whose value is another one now, by the names that they have on the wire, in the order of
        /// an export. A password counts as another one, since the old one cannot be read.
        fields: Vec<String>,
    },
    /// What is there has all that the row says. Nothing was sent.
    Unchanged,
    /// What is there was left alone: [`Existing::Skip`](super::Existing::Skip).
    Skipped,
    /// It was rejected; `on_rejected` has the row and an error in words.
    Rejected(RejectionReason),
}

impl RowOutcome {
    pub(super) fn of(outcome: &Result<Done, Rejected>) -> Self {
        match outcome {
            Ok(Done::Created) => Self::Created,
            Ok(Done::Updated(fields)) => Self::Updated { fields: fields.clone() },
            Ok(Done::Unchanged) => Self::Unchanged,
            Ok(Done::Skipped) => Self::Skipped,
            Err(rejected) => Self::Rejected(rejected.reason),
        }
    }
}

/// A row that was dealt with.
#[derive(Clone, Debug)]
pub struct ImportedRow {
    pub(super) row: u64,
    pub(super) outcome: RowOutcome,
    pub(super) was_done_before: bool,
}

impl ImportedRow {
    /// Its place in the file, counted from 1; the names of the columns do not count.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// What became of it.
    pub fn outcome(&self) -> &RowOutcome {
        &self.outcome
    }

    /// Whether an earlier run had done it, as the [`Journal`](super::Journal) says.
    pub fn was_done_before(&self) -> bool {
        self.was_done_before
    }
}

/// Why a row was rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectionReason {
    /// The row cannot be read, lacks what it must have, or says what cannot be sent.
    Invalid,
    /// Who or what it is about, by the key of the import, is there already, and the import rejects
    /// such rows: [`Existing::Reject`](super::Existing::Reject).
    #[non_exhaustive]
    AlreadyThere {
        /// The row of this file that is about the same; `None` when it was there before.
        row: Option<u64>,
    },
    /// A name that one user alone may have is another user's. That user is left as they are.
    #[non_exhaustive]
    Conflict {
        /// The column: `username`, `email`, `phone` or `externalId`.
        field: &'static str,
        /// The row of this file that has the name; `None` when the user was there before.
        row: Option<u64>,
    },
    /// The server refused it; [`RejectedRow::error`] has its code and text.
    Refused,
}

/// Why a row was rejected, and the error that says so.
#[derive(Clone)]
pub(crate) struct Rejected {
    pub(crate) reason: RejectionReason,
    pub(crate) error: Error,
}

impl Rejected {
    pub(crate) fn already_there(key: &str, row: Option<u64>) -> Self {
        let problem = match row {
            None => format!("it is there already, with the same `{key}`"),
            Some(row) => {
                format!("row {row} of this file is about the same: it has the same `{key}`")
            }
        };
        let error = Error::new(ErrorKind::Input, problem);
        Self { reason: RejectionReason::AlreadyThere { row }, error }
    }

    pub(crate) fn conflict(field: &'static str, row: Option<u64>) -> Self {
        let problem = match row {
            None => format!("its `{field}` is that of another user, who was there before"),
            Some(row) => {
                format!("its `{field}` is that of another user: row {row} of this file has it")
            }
        };
        let error = Error::new(ErrorKind::Input, problem);
        Self { reason: RejectionReason::Conflict { field, row }, error }
    }
}

impl From<Error> for Rejected {
    fn from(error: Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::Input | ErrorKind::Encryption => RejectionReason::Invalid,
            _ => RejectionReason::Refused,
        };
        Self { reason, error }
    }
}

/// A row that was rejected. `Debug` shows where and why, not what it says.
#[derive(Clone)]
pub struct RejectedRow {
    pub(super) row: u64,
    pub(super) rejected: Rejected,
    pub(super) text: Bytes,
    pub(super) header: Option<Bytes>,
}

impl RejectedRow {
    /// Its place in the file, counted from 1; the names of the columns do not count.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Why, for a program.
    pub fn reason(&self) -> RejectionReason {
        self.rejected.reason
    }

    /// Why, in words that name columns and rows, and nothing of what the row says.
    pub fn error(&self) -> &Error {
        &self.rejected.error
    }

    /// The row as it stands in the file, its line end included: what to write to a file of
    /// rejected rows, which can be mended and imported. Of a file in another encoding it is in UTF-8. It
    /// may hold passwords.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The line with the names of the columns, for the top of that file. `None` for JSON Lines.
    pub fn header(&self) -> Option<&[u8]> {
        self.header.as_deref()
    }
}

impl fmt::Debug for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedRow")
            .field("row", &self.row)
            .field("reason", &self.rejected.reason)
            .field("error", &self.rejected.error)
            .finish_non_exhaustive()
    }
}

/// A row that changed nothing, for the file of those.
pub(super) struct LeftOut<'a> {
    pub(super) row: u64,
    /// Why it was rejected; it was skipped otherwise.
    pub(super) rejected: Option<&'a Rejected>,
    pub(super) text: &'a [u8],
    pub(super) header: Option<&'a [u8]>,
    pub(super) delimiter: u8,
}

impl LeftOut<'_> {
    pub(super) fn outcome(&self) -> &'static str {
        if self.rejected.is_some() { "rejected" } else { "skipped" }
    }

    /// Why, on one line.
    pub(super) fn reason(&self) -> String {
        let Some(Rejected { error, .. }) = self.rejected else {
            return "who or what it is about is there already".to_owned();
        };
        // As a journal keeps it, so that the file is the same after an interruption.
        let kept = Error::new(error.kind(), error.message().to_owned());
        error.code().into_iter().fold(kept, Error::with_code).to_string()
    }
}

/// An import that ended before its file did. The cause is in `source()`.
#[derive(Clone)]
pub struct ImportFailed {
    pub(super) error: Error,
    pub(super) report: ImportReport,
    pub(super) was_stopped: bool,
}

authing_types::redacted_debug!(ImportFailed { error, report, was_stopped });

impl ImportFailed {
    pub(crate) fn before_the_first_row(error: Error, start_at: u64) -> Self {
        let report = ImportReport { next_row: start_at, ..ImportReport::default() };
        Self { error, report, was_stopped: false }
    }

    /// What ended it.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Whether the program itself has ended it: by `stop_when`.
    pub fn was_stopped(&self) -> bool {
        self.was_stopped
    }

    /// What became of the rows before. With a [`Journal`](super::Journal) the same import goes on exactly.
    /// Without one, go on with `start_at(report.next_row)` and
    /// [`Existing::Skip`](super::Existing::Skip): rows from there on may have been carried out
    /// without a response.
    pub fn report(&self) -> &ImportReport {
        &self.report
    }
}

impl fmt::Display for ImportFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the import ended at row {}", self.report.next_row)
    }
}

impl std::error::Error for ImportFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
