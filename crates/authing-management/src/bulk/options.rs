//! How an import goes about it.

use super::{Format, ImportReport, RejectedRow};

/// What becomes of a row whose user or node is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Existing {
    /// It is rejected and reported.
    #[default]
    Reject,
    /// It is left as it is and counted. Choose this to go on after an import that ended early.
    Skip,
    /// It gets what the row says; what the row says nothing of stays.
    Update,
}

type OnProgress = Box<dyn FnMut(&ImportReport) + Send>;
type OnRejected = Box<dyn FnMut(&RejectedRow) + Send>;

/// What every import can be told.
pub(crate) struct ImportOptions {
    pub(crate) format: Format,
    pub(crate) existing: Existing,
    pub(crate) concurrency: usize,
    pub(crate) start_at: u64,
    pub(crate) max_rejected: u64,
    pub(crate) on_progress: Option<OnProgress>,
    pub(crate) on_rejected: Option<OnRejected>,
}

impl ImportOptions {
    pub(crate) fn new(format: Format, concurrency: usize) -> Self {
        Self {
            format,
            existing: Existing::default(),
            concurrency,
            start_at: 1,
            max_rejected: u64::MAX,
            on_progress: None,
            on_rejected: None,
        }
    }
}

authing_types::redacted_debug!(ImportOptions {
    format,
    existing,
    concurrency,
    start_at,
    max_rejected
});

/// The setters that every import has.
macro_rules! import_setters {
    () => {
        /// What becomes of a row that is there already. Default: it is rejected.
        #[must_use]
        pub fn existing(mut self, existing: $crate::bulk::Existing) -> Self {
            self.options.existing = existing;
            self
        }

        /// Passes over the rows before this one, counted from 1: the
        /// [`next_row`](crate::bulk::ImportReport::next_row) of an import that ended early.
        #[must_use]
        pub fn start_at(mut self, row: u64) -> Self {
            self.options.start_at = row;
            self
        }

        /// Ends the import when more than so many rows were rejected, since the file is then
        /// likely the wrong one. Default: however many.
        #[must_use]
        pub fn max_rejected(mut self, rows: u64) -> Self {
            self.options.max_rejected = rows;
            self
        }

        /// Is called after every row, in the order of the file.
        #[must_use]
        pub fn on_progress(
            mut self,
            observe: impl FnMut(&$crate::bulk::ImportReport) + Send + 'static,
        ) -> Self {
            self.options.on_progress = Some(Box::new(observe));
            self
        }

        /// Is called with every row that was rejected, in the order of the file.
        #[must_use]
        pub fn on_rejected(
            mut self,
            observe: impl FnMut(&$crate::bulk::RejectedRow) + Send + 'static,
        ) -> Self {
            self.options.on_rejected = Some(Box::new(observe));
            self
        }
    };
}
pub(crate) use import_setters;
