//! What became of the rows.

use std::fmt;

use authing_core::Error;
use bytes::Bytes;

/// How far an import is, or was when it ended.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportReport {
    /// Rows that were dealt with, those passed over by `start_at` not among them.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows that changed what was there.
    pub updated: u64,
    /// Rows that were left alone because what they say is there.
    pub skipped: u64,
    /// Rows that were rejected, by this client or by the server.
    pub rejected: u64,
    /// How many bytes of the file these rows end at: the measure of a progress bar.
    pub bytes: u64,
    /// The row to go on with, counted from 1: every row before it was dealt with.
    pub next_row: u64,
}

authing_types::redacted_debug!(ImportReport {
    rows,
    created,
    updated,
    skipped,
    rejected,
    bytes,
    next_row
});

/// A row that was rejected. `Debug` shows where and why, not what it says.
#[derive(Clone)]
pub struct RejectedRow {
    pub(super) row: u64,
    pub(super) error: Error,
    pub(super) text: Bytes,
    pub(super) header: Option<Bytes>,
}

impl RejectedRow {
    /// Its place in the file, counted from 1; the names of the columns do not count.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Why.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The row as it stands in the file, its line end included: what to write to a file of
    /// rejected rows, which can be mended and imported. It may hold passwords.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The line with the names of the columns, for the top of that file. `None` for JSON Lines.
    pub fn header(&self) -> Option<&[u8]> {
        self.header.as_deref()
    }
}

authing_types::redacted_debug!(RejectedRow { row, error });

/// An import that ended before its file did. The cause is in `source()`.
#[derive(Clone)]
pub struct ImportFailed {
    pub(super) error: Error,
    pub(super) report: ImportReport,
}

authing_types::redacted_debug!(ImportFailed { error, report });

impl ImportFailed {
    pub(crate) fn before_the_first_row(error: Error, start_at: u64) -> Self {
        let report = ImportReport { next_row: start_at, ..ImportReport::default() };
        Self { error, report }
    }

    /// What ended it.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// What became of the rows before. Go on with `start_at(report.next_row)` and
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
