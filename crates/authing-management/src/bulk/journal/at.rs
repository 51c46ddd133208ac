//! Where a journal is.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use authing_core::Error;

use super::{
    super::ImportReport,
    lines::{self, Survey},
};

/// A file in which an import writes what it has done, so that one that is interrupted goes on exactly: by the
/// program's own wish, by a network that is down, by a crash or a power failure.
///
/// Before a request that creates or changes somebody is sent, the journal has on disk that it will be; what
/// became of a row follows. The same import with the same journal again passes over the rows that are done, without
/// a request, looks up by its key the row whose creation had begun and whose end is not known, and carries
/// out the rest. It tells of all rows, in the order of the file, as if it had never been interrupted:
/// observers are called, [rejected rows](super::super::RejectedFile) written and the report counts, those done
/// before [among them](super::super::ImportReport::done_before).
///
/// A journal belongs to one file, known by its length and SHA-256, to one user pool of one server and to the options that
/// decide what becomes of a row. Another file, or another option, is refused and named before anything is sent,
/// and so is a journal that another import is writing. One whose import came to its end has nothing to go on
/// with: the next import begins another one in its place, whatever its file. A [dry run](super::super::ImportUsers::dry_run)
/// reads a journal, to say what going on would do, and writes none.
///
/// Lines are JSON and hold numbers of rows, what became of them, names of columns, and for a rejected row the
/// reason in words; nothing else of what a row says, and no password. A million rows take about 100 MB on disk, and
/// hardly any memory. The last lines may be torn, as after a power failure, when the import goes on before them.
/// When the journal cannot be written, because the disk is full perhaps, the import ends and sends nothing further.
///
/// ```no_run
/// use authing_management::{
///     ManagementClient,
///     bulk::{Format, ImportUsers, Journal, MatchKey, blocks},
/// };
///
/// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
/// // people.csv.journal
/// let journal = Journal::beside("people.csv");
/// if let Some(report) = journal.so_far()? {
///     println!("going on with row {}", report.next_row);
/// }
/// let request = ImportUsers::new(Format::Csv, MatchKey::Username).journal(journal);
/// let people = blocks(std::fs::File::open("people.csv")?);
/// let report = management.users().import(request, people).await?;
/// println!("{} created, {} of them before", report.created, report.done_before);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    pub(super) file: PathBuf,
    pub(super) path: PathBuf,
    pub(super) part: Option<String>,
}

impl Journal {
    /// The journal of an import of this file, beside it: `people.csv.journal` for `people.csv`. The file is what
    /// the import is known by, also when what is imported is made of it, such as a sheet of a workbook: it is read
    /// once more, when the import begins. Nothing is done yet.
    pub fn beside(file: impl Into<PathBuf>) -> Self {
        let file = file.into();
        let mut path = OsString::from(&file);
        path.push(".journal");
        Self { file, path: path.into(), part: None }
    }

    /// The same in another place.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = path.into();
        self
    }

    /// Which part of the file is imported, such as the sheet of a workbook: the journal of one part is refused
    /// for another.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>) -> Self {
        self.part = Some(name.into());
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the import has done that this journal is of, for a program that asks before it goes on; `bytes` is 0.
    /// `None` when there is nothing to go on with: no journal, or one whose import came to its end. Whether it
    /// belongs to the file is seen when the import begins. Reads the journal, and blocks while it does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](authing_core::ErrorKind::Input) when it cannot be read or is none.
    pub fn so_far(&self) -> Result<Option<ImportReport>, Error> {
        let survey =
            lines::file(&self.path)?.map(|file| Survey::of(&self.path, file)).transpose()?;
        let survey = survey.filter(|survey| survey.head.is_some() && !survey.has_ended);
        Ok(survey.map(|survey| survey.report))
    }
}
