//! Many at once: what is in a file goes to the server, and comes from there into a file.
//!
//! [`UsersApi::import`](crate::UsersApi::import) and [`UsersApi::export`](crate::UsersApi::export), and for
//! organisations [`import_nodes`](crate::OrgsApi::import_nodes),
//! [`import_members`](crate::OrgsApi::import_members) and their counterparts, read and write
//! [JSON Lines](Format::JsonLines) and [CSV](Format::Csv) as streams, so that a file of any length
//! takes the memory of a few rows, and an import about 30 bytes for each username, email address,
//! phone number and external id of the file, which it keeps as hashes.
//!
//! An import of users says by which name a row and an account are [matched](MatchKey). Nobody is
//! overwritten: a row whose other names are another user's is rejected, whether that user was there
//! before or is in another row of the file, and the first row of a file wins. What is
//! [`Existing`] is updated, skipped or rejected by that key alone.
//!
//! A row that is rejected is reported with its reason, and the import goes on; failures that pass
//! are waited for, and nothing is made twice. What concerns all rows, such as an outage, ends the
//! import with the row to go on with, and so does a file in which nearly every row is rejected.
//!
//! ```no_run
//! use authing_management::{
//!     ManagementClient,
//!     bulk::{Existing, Format, ImportUsers, MatchKey, blocks},
//! };
//!
//! # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
//! let file = std::fs::File::open("people.csv")?;
//! let request = ImportUsers::new(Format::Csv, MatchKey::Username)
//!     .existing(Existing::Skip)
//!     .on_progress(|done| eprint!("\r{} rows, {} rejected", done.rows, done.rejected))
//!     .on_rejected(|row| eprintln!("\nrow {}: {}", row.row(), row.error()));
//! match management.users().import(request, blocks(file)).await {
//!     Ok(report) => println!("\n{} created", report.created),
//!     Err(failed) => println!("\n{failed}: go on with start_at({})", failed.report().next_row),
//! }
//! # Ok(()) }
//! ```
//!
//! # Long imports
//!
//! An import with a [`Journal`] goes on exactly after whatever has interrupted it: the same call again does what is
//! left. [`stop_when`](ImportUsers::stop_when) ends one early with its report, for Ctrl-C;
//! [`dry_run`](ImportUsers::dry_run) says before what would become of each row, field by field; and a
//! [`RejectedFile`] holds the rows that were left out, to be mended and imported.
//!
//! ```no_run
//! use authing_management::{
//!     ManagementClient,
//!     bulk::{Existing, Format, ImportUsers, Journal, MatchKey, RejectedFile, RowOutcome, blocks},
//! };
//!
//! # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
//! let request = || ImportUsers::new(Format::Csv, MatchKey::Username).existing(Existing::Update);
//! let file = || std::fs::File::open("people.csv").map(blocks);
//! let dry = request().dry_run().on_row(|row| match row.outcome() {
//!     RowOutcome::Updated { fields, .. } => println!("row {}: {}", row.row(), fields.join(", ")),
//!     outcome => println!("row {}: {outcome:?}", row.row()),
//! });
//! management.users().import(dry, file()?).await?;
//!
//! let left_out = std::fs::File::create("people.rejected.csv")?;
//! let run = request()
//!     .journal(Journal::beside("people.csv"))
//!     .rejected_file(RejectedFile::new(left_out).byte_order_mark());
//! let report = management.users().import(run, file()?).await?;
//! println!("{} created, {} updated", report.created, report.updated);
//! # Ok(()) }
//! ```
//!
//! # What spreadsheets write
//!
//! A file in another encoding than UTF-8 is read when it says so itself, by a byte order mark, or when the
//! program does ([`Encoding`]); cells may be separated by commas, semicolons or tabs. What is not text, such
//! as a workbook, is refused by its name before anything is sent. A number that a spreadsheet has changed,
//! such as the phone number `1.38E+10`, rejects its row: it would be somebody else's.
//!
//! ```no_run
//! use authing_management::{
//!     ManagementClient,
//!     bulk::{Encoding, Format, ImportUsers, MatchKey, blocks},
//! };
//!
//! # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
//! let file = std::fs::File::open("员工.csv")?;
//! let request = ImportUsers::new(Format::Csv, MatchKey::ExternalId)
//!     .encoding(Encoding::Gb18030)
//!     .usual_columns()
//!     .column_as("nickname", "英文名")
//!     .without_column("部门");
//! let report = management.users().import(request, blocks(file)).await?;
//! println!("{} created", report.created);
//! # Ok(()) }
//! ```
//!
//! # Columns by their usual names
//!
//! [`ImportUsers::usual_columns`] knows these, in upper and lower case, with the marks of a form
//! (`*`, `（必填）`), and in two languages (`Phone/手机号`). Of `工号` it takes the external id, and of `帐号` the
//! username; where a file means something else, `column_as` says so.
//!
#![doc = include_str!("usual_columns.md")]

mod csv;
mod decode;
mod export;
mod fields;
mod headers;
mod journal;
pub(crate) mod json;
mod ledger;
mod match_key;
mod options;
mod rejected_file;
mod report;
pub(crate) mod retry;
mod run;
mod stop;
mod text;
#[cfg(feature = "xlsx")]
mod workbook;
mod write;

use std::io::{self, Read};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;

pub(crate) use decode::{Reading, records};
pub use export::Export;
pub(crate) use export::Piece;
pub(crate) use fields::{Fields, check_columns, read_flag, read_number, read_time};
pub(crate) use headers::{ColumnNames, plain, usual};
pub use journal::Journal;
pub(crate) use ledger::Holder;
pub use match_key::MatchKey;
pub(crate) use match_key::{Names, trim};
pub use options::Existing;
pub(crate) use options::{ImportOptions, import_setters, reading_setters, tell};
pub use rejected_file::RejectedFile;
pub(crate) use report::{Done, Rejected};
pub use report::{
    ImportFailed, ImportReport, ImportedRow, RejectedRow, RejectionReason, RowOutcome,
};
pub(crate) use run::{Place, RowImporter, concerns_all_rows, run};
pub(crate) use stop::Stop;
pub use text::Encoding;
#[cfg(feature = "xlsx")]
pub use workbook::Workbook;
pub(crate) use write::{write_header, write_row};

pub use crate::{
    orgs::bulk::{ImportMembers, ImportNodes},
    users::bulk::{ExportUsers, ImportUsers},
};

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A JSON object a line, in UTF-8. Empty lines are passed over.
    JsonLines,
    /// Comma-separated values as in RFC 4180; an import also reads semicolons and tabs in place of the
    /// commas, and other [encodings](Encoding). The first line names the columns; an empty cell says
    /// nothing of its column. Cells are written
    /// as they are: a spreadsheet may take one that begins with `=` for a formula.
    Csv,
}

/// What a file holds, in blocks of 64 KiB, for an import.
///
/// The reads block, which is right for a local file. What comes over a network is better given as
/// a stream of its own.
pub fn blocks(reader: impl Read + Send) -> impl Stream<Item = io::Result<Bytes>> + Send {
    const BLOCK: usize = 64 * 1024;
    stream::try_unfold(reader, |mut reader| async move {
        let mut block = vec![0; BLOCK];
        let read = loop {
            match reader.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        block.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(block), reader)))
    })
}
