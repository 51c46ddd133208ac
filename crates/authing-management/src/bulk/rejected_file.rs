//! The rows that were left out, in a file for whoever mends them.

use std::{
    fmt,
    io::{BufWriter, Write},
};

use authing_core::{Error, ErrorKind};

use super::{
    csv::write_cells,
    headers::{OUTCOME, REASON, ROW},
    report::LeftOut,
};

/// The file in which an import writes every row that it [skipped](super::RowOutcome::Skipped) or
/// [rejected](super::RowOutcome::Rejected).
///
/// It is a CSV file in UTF-8 with three columns in front of those of the file that is imported: `#row`, the
/// number of the row; `#outcome`, which is `skipped` or `rejected`; and `#reason`, why, in words that name columns
/// and rows. Behind them the row stands letter by letter as it stood in its file, whatever is wrong with it, with
/// the separator of that file, so that it can be mended where it is and the whole file imported: an import
/// passes over the three columns by itself. Rows of JSON Lines stand in one column `text`.
///
/// What the program gives is written from its beginning and holds all such rows in the end, also when an import
/// goes on by its [`Journal`](super::Journal): give a file that is empty, such as that of
/// [`File::create`](std::fs::File::create). Passwords that were in a row are in this file too. A reason that a
/// spreadsheet would take for a formula begins with `'`; the row itself is never altered, so that one that
/// begins with `=` may be a formula to a spreadsheet.
///
/// ```no_run
/// use authing_management::{
///     ManagementClient,
///     bulk::{Format, ImportUsers, MatchKey, RejectedFile, blocks},
/// };
///
/// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
/// let left_out = std::fs::File::create("people.rejected.csv")?;
/// let request = ImportUsers::new(Format::Csv, MatchKey::Username)
///     .rejected_file(RejectedFile::new(left_out).byte_order_mark());
/// let people = blocks(std::fs::File::open("people.csv")?);
/// let report = management.users().import(request, people).await?;
/// println!("{} rows are in people.rejected.csv", report.skipped + report.rejected);
/// # Ok(()) }
/// ```
pub struct RejectedFile {
    out: BufWriter<Box<dyn Write + Send>>,
    is_marked: bool,
    has_begun: bool,
}

impl RejectedFile {
    /// Writes into this. The writes block, which is right for a local file.
    pub fn new(out: impl Write + Send + 'static) -> Self {
        Self { out: BufWriter::new(Box::new(out)), is_marked: false, has_begun: false }
    }

    /// Begins the file with a byte order mark, by which spreadsheets know UTF-8.
    #[must_use]
    pub fn byte_order_mark(mut self) -> Self {
        self.is_marked = true;
        self
    }

    /// Writes a row behind the names of the columns.
    pub(super) fn write(&mut self, row: &LeftOut<'_>) -> Result<(), Error> {
        let mut text = Vec::new();
        if !std::mem::replace(&mut self.has_begun, true) {
            if self.is_marked {
                text.extend_from_slice("\u{feff}".as_bytes());
            }
            let names = row.header.unwrap_or(b"text");
            write_cells(&mut text, row.delimiter, [ROW, OUTCOME, REASON]);
            text.push(row.delimiter);
            push_line(&mut text, names);
        }
        let reason = harmless(row.reason());
        let number = row.row.to_string();
        write_cells(&mut text, row.delimiter, [&*number, row.outcome(), &*reason]);
        text.push(row.delimiter);
        match row.header {
            Some(_) => push_line(&mut text, row.text),
            None => {
                // A line that is not text stands there as far as it is.
                let line = String::from_utf8_lossy(row.text.trim_ascii_end());
                write_cells(&mut text, row.delimiter, [&*line]);
                text.push(b'\n');
            }
        }
        self.out.write_all(&text).map_err(unwritable)
    }

    /// Has everything written that was given.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.out.flush().map_err(unwritable)
    }
}

fn push_line(text: &mut Vec<u8>, line: &[u8]) {
    text.extend_from_slice(line);
    if !line.ends_with(b"\n") && !line.ends_with(b"\r") {
        text.push(b'\n');
    }
}

/// A text that no spreadsheet calculates.
fn harmless(text: String) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text,
    }
}

fn unwritable(cause: std::io::Error) -> Error {
    let problem = "the file of rejected rows could not be written, and nothing further was sent";
    Error::new(ErrorKind::Input, problem).with_source(cause)
}

/// Shows nothing of what is written.
impl fmt::Debug for RejectedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedFile").field("is_marked", &self.is_marked).finish_non_exhaustive()
    }
}
