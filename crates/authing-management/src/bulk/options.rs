//! How an import goes about it.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use futures_core::future::BoxFuture;

use super::{
    Format, ImportReport, ImportedRow, Journal, RejectedFile, RejectedRow, decode::Reading,
};

/// What becomes of a row whose user or node is there already. Whether it is, its key alone decides:
/// the code of a node, and for a user the [`MatchKey`](super::MatchKey) of the import.
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
type OnRow = Box<dyn FnMut(&ImportedRow) + Send>;
type OnRejected = Box<dyn FnMut(&RejectedRow) + Send>;

/// Tells a program how far the work has come. Its code is not part of the work: when it panics, it is
/// not called again.
pub(crate) fn tell<F: ?Sized>(observer: &mut Option<Box<F>>, call: impl FnOnce(&mut F)) {
    let Some(observe) = observer else { return };
    // What it may have left half-changed is its own, and is not used again.
    if catch_unwind(AssertUnwindSafe(|| call(observe))).is_err() {
        *observer = None;
    }
}

/// After so many rows it shows whether nearly all of them are rejected.
pub(super) const ENOUGH_ROWS: u64 = 50;

/// What every import can be told.
pub(crate) struct ImportOptions {
    pub(crate) reading: Reading,
    pub(crate) existing: Existing,
    pub(crate) concurrency: usize,
    pub(crate) start_at: u64,
    pub(crate) max_rejected: u64,
    /// In percent.
    pub(crate) max_rejected_share: u8,
    pub(crate) attempts: u32,
    /// Nothing is changed.
    pub(crate) dry_run: bool,
    pub(crate) journal: Option<Journal>,
    pub(crate) rejected_file: Option<RejectedFile>,
    pub(crate) stop_when: Option<BoxFuture<'static, ()>>,
    pub(crate) on_progress: Option<OnProgress>,
    pub(crate) on_row: Option<OnRow>,
    pub(crate) on_rejected: Option<OnRejected>,
}

impl ImportOptions {
    pub(crate) fn new(format: Format, concurrency: usize) -> Self {
        Self {
            reading: Reading::new(format),
            existing: Existing::default(),
            concurrency,
            start_at: 1,
            max_rejected: u64::MAX,
            max_rejected_share: 90,
            attempts: 5,
            dry_run: false,
            journal: None,
            rejected_file: None,
            stop_when: None,
            on_progress: None,
            on_row: None,
            on_rejected: None,
        }
    }
}

impl ImportOptions {
    /// The options that decide what becomes of a row, for a journal: by their names, with those of the
    /// importer's own.
    pub(super) fn settings(&self, own: Vec<(&'static str, String)>) -> BTreeMap<String, String> {
        let mut all: BTreeMap<_, _> =
            own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut set = |name: &str, value: String| all.insert(name.to_owned(), value);
        set("existing", format!("{:?}", self.existing));
        set("start_at", self.start_at.max(1).to_string());
        self.reading.settings(&mut |name, value| {
            set(name, value);
        });
        all
    }
}

authing_types::redacted_debug!(ImportOptions {
    reading,
    existing,
    concurrency,
    start_at,
    max_rejected,
    max_rejected_share,
    attempts,
    dry_run,
    journal,
    rejected_file
});

/// The setters of whatever reads a file.
macro_rules! reading_setters {
    ($($reading:ident).+) => {
        /// How the text of the file is written in bytes. Default: UTF-8; a byte order mark of the file
        /// decides, whatever is said here.
        #[must_use]
        pub fn encoding(mut self, encoding: $crate::bulk::Encoding) -> Self {
            self.$($reading).+.encoding = encoding;
            self
        }

        /// What separates the cells of a CSV file: one ASCII letter. Default: the comma, or what the
        /// line with the names of the columns has in its place, a semicolon or a tab.
        #[must_use]
        pub fn delimiter(mut self, letter: char) -> Self {
            self.$($reading).+.delimiter = Some(letter);
            self
        }

        /// In which row of a CSV file the names of the columns stand, counted from 1; what stands
        /// above them, such as a title or instructions, is passed over. Rows are counted from the one
        /// below. Default: 1.
        #[must_use]
        pub fn header_at(mut self, row: u32) -> Self {
            self.$($reading).+.header_at = row;
            self
        }

        /// What the file calls a field: `column_as("username", "用户名")`. A file without this column is
        /// refused. For JSON Lines these are the members of the object.
        #[must_use]
        pub fn column_as(mut self, field: impl Into<String>, name: impl Into<String>) -> Self {
            self.$($reading).+.names.rename(field.into(), name.into());
            self
        }

        /// Passes over a column of the file, which would be refused otherwise. A file without this
        /// column is refused.
        #[must_use]
        pub fn without_column(mut self, name: impl Into<String>) -> Self {
            self.$($reading).+.names.leave_out(name.into());
            self
        }
    };
}
pub(crate) use reading_setters;

/// The setters that every import has.
macro_rules! import_setters {
    () => {
        /// What becomes of a row that is there already. Default: it is rejected.
        #[must_use]
        pub fn existing(mut self, existing: $crate::bulk::Existing) -> Self {
            self.options.existing = existing;
            self
        }

        $crate::bulk::reading_setters!(options.reading);

        /// Passes over the rows before this one, counted from 1: the
        /// [`next_row`](crate::bulk::ImportReport::next_row) of an import that ended early. They are
        /// read, so that a later row that says the same again can be told, and not sent.
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

        /// Ends the import when after the first 50 rows more than so many percent of the rows were
        /// rejected, since file, format or key are then likely not the right ones. What is under
        /// way is carried out and counted. Default: 90; with 100 it never ends for this.
        #[must_use]
        pub fn max_rejected_share(mut self, percent: u8) -> Self {
            self.options.max_rejected_share = percent;
            self
        }

        /// How many times a row is tried at most when the connection breaks, the server fails (an
        /// HTTP status from 500 on), is busy or wants fewer calls. Between two times it waits as
        /// long as the server asks, or else 0.2 s, 0.4 s, 0.8 s …; a server that asks for more than 2
        /// minutes ends the import. Before a row is tried again it is looked up, so that nothing is
        /// made twice. Default: 5.
        #[must_use]
        pub fn attempts(mut self, attempts: u32) -> Self {
            self.options.attempts = attempts;
            self
        }

        /// Keeps a journal of what was done, so that an import which is interrupted by whatever, a
        /// power failure too, goes on exactly: the same call again does what is left, no row twice
        /// and none not, and its report is that of an import which was never interrupted. Default:
        /// there is none, and an import goes on by [`start_at`](Self::start_at).
        #[must_use]
        pub fn journal(mut self, journal: $crate::bulk::Journal) -> Self {
            self.options.journal = Some(journal);
            self
        }

        /// Writes every row that is skipped or rejected into a file, with its number and the reason,
        /// in the order of the file. When that cannot be written, the import ends.
        #[must_use]
        pub fn rejected_file(mut self, file: $crate::bulk::RejectedFile) -> Self {
            self.options.rejected_file = Some(file);
            self
        }

        /// Ends the import early, with its report, when this future is ready: for Ctrl-C, or for the
        /// end of a service. No further row is begun, those under way are waited for, and a wait for the
        /// server is cut short. If rows are left then, the import ends with
        /// [`ImportFailed::was_stopped`](crate::bulk::ImportFailed::was_stopped).
        ///
        /// ```no_run
        /// use authing_management::{
        ///     ManagementClient,
        ///     bulk::{Format, ImportUsers, Journal, MatchKey, blocks},
        /// };
        ///
        /// # async fn ctrl_c() -> std::io::Result<()> { Ok(()) }
        /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
        /// let request = ImportUsers::new(Format::Csv, MatchKey::Username)
        ///     .journal(Journal::beside("people.csv"))
        ///     // tokio::signal::ctrl_c()
        ///     .stop_when(async { ctrl_c().await.unwrap_or_default() });
        /// let people = blocks(std::fs::File::open("people.csv")?);
        /// match management.users().import(request, people).await {
        ///     Err(failed) if failed.was_stopped() => {
        ///         println!("{} rows are done: the same again does the rest", failed.report().rows);
        ///     }
        ///     result => println!("{} created", result?.created),
        /// }
        /// # Ok(()) }
        /// ```
        #[must_use]
        pub fn stop_when(
            mut self,
            wish: impl ::std::future::Future<Output = ()> + Send + 'static,
        ) -> Self {
            self.options.stop_when = Some(::std::boxed::Box::pin(wish));
            self
        }

        /// Is called after every row, in the order of the file. One that panics is not called
        /// again, and the import goes on.
        #[must_use]
        pub fn on_progress(
            mut self,
            observe: impl FnMut(&$crate::bulk::ImportReport) + Send + 'static,
        ) -> Self {
            self.options.on_progress = Some(Box::new(observe));
            self
        }

        /// Is called with every row and what became of it, or in a dry run would, in the order of the
        /// file. One that panics is not called again, and the import goes on.
        #[must_use]
        pub fn on_row(
            mut self,
            observe: impl FnMut(&$crate::bulk::ImportedRow) + Send + 'static,
        ) -> Self {
            self.options.on_row = Some(Box::new(observe));
            self
        }

        /// Is called with every row that was rejected, in the order of the file. One that panics
        /// is not called again, and the import goes on.
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
