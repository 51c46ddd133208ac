//! `authing users import`.

use std::{
    ffi::OsString,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use authing_management::{
    ErrorKind,
    bulk::{
        Existing, ImportFailed, ImportReport, ImportUsers, ImportedRow, Journal, MatchKey,
        RejectedFile, RejectedRow, RejectionReason, RowOutcome,
    },
};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{
    stopping::Stopping,
    tables::{Reading, is_stdin, same_file, typed_again, with_reading},
    written::LentFile,
};
use crate::{
    confirm::confirm,
    context::Context,
    exit::Exit,
    failure::Failure,
    output::Output,
    progress::{Progress, percent},
    shown::{excerpt, path as shown_path},
    texts::pick,
};

const EXAMPLES: &str = "Examples:
  # What would happen, row by row; nothing is changed
  authing users import people.csv --match email --dry-run
  authing users import people.csv --match email --existing update --rejected left-out.csv
  authing users import 员工.xlsx --match external-id --sheet 在职 --without-column 部门
  # A sheet of a Chinese system, with a column that nobody else calls so
  authing users import 员工.csv --match phone --encoding gb18030 --map 英文名=nickname
  authing users export | authing -p test users import - --format csv --match username --yes";

/// So many rejected rows are told of one by one; the others are counted.
const TOLD: u64 = 20;

/// The name by which a row is about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Key {
    Username,
    Email,
    Phone,
    ExternalId,
}

impl From<Key> for MatchKey {
    fn from(key: Key) -> Self {
        match key {
            Key::Username => Self::Username,
            Key::Email => Self::Email,
            Key::Phone => Self::Phone,
            Key::ExternalId => Self::ExternalId,
        }
    }
}

impl Key {
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Username => pick("username", "用户名"),
            Self::Email => pick("email", "邮箱"),
            Self::Phone => pick("phone", "手机号"),
            Self::ExternalId => pick("external id", "外部 ID(externalId)"),
        }
    }
}

/// What becomes of a row whose user is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfThere {
    #[default]
    Reject,
    Skip,
    Update,
}

impl From<IfThere> for Existing {
    fn from(existing: IfThere) -> Self {
        match existing {
            IfThere::Reject => Self::Reject,
            IfThere::Skip => Self::Skip,
            IfThere::Update => Self::Update,
        }
    }
}

impl IfThere {
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Reject => pick("rows of who is there are rejected", "已存在的用户所在行将被拒绝"),
            Self::Skip => pick("who is there stays as they are", "已存在的用户保持不变"),
            Self::Update => pick("who is there is updated", "已存在的用户将被更新"),
        }
    }
}

/// The command that goes on with a row, without a journal. Some rows from there on may have been done: who is there
/// is passed over then, unless they are to be updated anyway.
pub(super) fn going_on(row: &str, existing: IfThere) -> String {
    match existing {
        IfThere::Reject => {
            typed_again(&["--start-at", row, "--existing", "skip"], &["--start-at", "--existing"])
        }
        IfThere::Skip | IfThere::Update => typed_again(&["--start-at", row], &["--start-at"]),
    }
}

/// Creates the users of a file, and updates or skips those who are there
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Import {
    /// The file: CSV, JSON Lines or a workbook (.xlsx); - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// By which name a row and a user are the same: every row must have it
    #[arg(long = "match", value_name = "KEY", value_enum)]
    key: Key,

    /// What becomes of rows whose user is there
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    existing: IfThere,

    /// Says what would become of each row, field by field, and changes nothing
    #[arg(long)]
    dry_run: bool,

    /// Tells of every row, and not of rejected ones alone
    #[arg(long)]
    rows: bool,

    /// Writes every row that is skipped or rejected to this file, with the reason, to be mended there
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,

    /// Where the journal is, by which an interrupted import goes on; without it, beside the file
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// Keeps no journal
    #[arg(long, conflicts_with = "journal")]
    no_journal: bool,

    /// Passes over the rows before this one
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u64).range(1..))]
    start_at: Option<u64>,

    /// Ends the import when more rows than this are rejected
    #[arg(long, value_name = "N")]
    max_rejected: Option<u64>,

    /// Knows columns by the names of fields alone, and not by those that people's sheets give them
    #[arg(long)]
    exact_columns: bool,

    /// The passwords of the file are hashes, which the server keeps as they are
    #[arg(long)]
    keep_password: bool,

    /// How many users are created at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    concurrency: Option<u8>,

    #[command(flatten)]
    reading: Reading,
}

/// Whether the file is one of rejected rows, by the columns that stand first in it.
fn holds_rejected_rows(path: &Path) -> bool {
    let mut begin = [0; 8];
    let read = File::open(path).and_then(|mut file| file.read(&mut begin));
    let begin = begin.get(..read.unwrap_or_default()).unwrap_or_default();
    let begin = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin);
    begin.starts_with(b"#row")
}

impl Import {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let table = self.reading.open(&self.file)?;
        let journal = self.journal(table.length.is_some())?;
        let before = match &journal {
            Some(journal) => journal.so_far().map_err(|error| self.unusable(&error))?,
            None => None,
        };
        let rejected = self.rejected_file(before.is_some(), journal.as_ref())?;
        let management = cx.management().await?;
        if self.dry_run {
            cx.out.note(pick(
                "Nothing is changed: this is what an import would do.",
                "仅预演,不作任何更改。",
            ));
        } else {
            confirm(cx, &self.described()).await?;
        }
        if let (Some(report), Some(journal)) = (&before, &journal) {
            let (row, path) = (report.next_row, shown_path(journal.path()));
            cx.out.note(&text!(
                "Going on where an earlier import ended, at about row {row}: {path} has what is done.",
                "从上次中断处(约第 {row} 行)继续,已完成的部分记录在 {path}。"
            ));
        }
        let stopping = Stopping::begin(cx);
        let teller = Arc::new(Teller {
            out: Arc::clone(&cx.out),
            progress: Progress::of(&cx.out),
            is_dry_run: self.dry_run,
            wants_rows: self.rows || self.dry_run,
            length: table.length,
            told: AtomicU64::new(0),
            failure: Mutex::new(None),
            enough: Notify::new(),
        });
        let request = self.request(&table, &teller, journal.clone(), rejected.clone());
        let (wish, reader) = (stopping.wish(cx, &teller.progress), Arc::clone(&teller));
        let request = request.stop_when(async move {
            tokio::select! {
                () = wish => (),
                () = reader.enough.notified() => (),
            }
        });
        let outcome = management.users().import(request, table.blocks()).await;
        teller.progress.clear();
        let rejected = rejected.map(LentFile::finish).transpose()?.flatten();
        if let Some(failure) = teller.failure() {
            return Err(failure);
        }
        let report = match &outcome {
            Ok(report) => report,
            Err(failed) => failed.report(),
        };
        self.tell(cx, report, rejected.as_deref())?;
        if let (Ok(_), Some(journal), false) = (&outcome, &journal, self.dry_run) {
            // It has told all it can. One that cannot be removed says itself that it is done with.
            let _ = std::fs::remove_file(journal.path());
        }
        match outcome {
            Ok(report) if report.rejected > 0 => Err(Failure::silent(Exit::Partial)),
            Ok(_) => Ok(()),
            Err(failed) => Err(self.ended(&failed, &stopping, journal.is_some())),
        }
    }

    /// What is going to happen, for the question.
    fn described(&self) -> String {
        let (file, key, existing) =
            (shown_path(&self.file), self.key.shown(), self.existing.shown());
        text!(
            "import users from {file}, matched by {key}; {existing}",
            "从 {file} 导入用户,按{key}匹配;{existing}"
        )
    }

    /// Where the journal is: beside a file, and beside nothing for what is read once.
    fn journal(&self, is_file: bool) -> Result<Option<Journal>, Failure> {
        if self.no_journal {
            return Ok(None);
        }
        if !is_file || is_stdin(&self.file) {
            return match &self.journal {
                None => Ok(None),
                Some(_) => Err(Failure::usage(text!(
                    "A journal is of a file, which can be read again: standard input and pipes have none.",
                    "日志只能用于可重复读取的文件,不能用于标准输入或管道。"
                ))),
            };
        }
        let journal = Journal::beside(&self.file);
        let journal = match &self.reading.sheet {
            Some(sheet) => journal.part(sheet),
            None => journal,
        };
        Ok(Some(match (&self.journal, &self.reading.sheet) {
            (Some(path), _) => journal.at(path),
            // Sheets of one workbook are imported each by itself.
            (None, Some(sheet)) => {
                let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '_' };
                let sheet: String = sheet.chars().map(plain).collect();
                let mut path = OsString::from(&self.file);
                path.push(format!(".{sheet}.journal"));
                journal.at(path)
            }
            (None, None) => journal,
        }))
    }

    fn rejected_file(
        &self,
        goes_on: bool,
        journal: Option<&Journal>,
    ) -> Result<Option<LentFile>, Failure> {
        let Some(path) = &self.rejected else { return Ok(None) };
        // Neither may be there yet.
        if journal.is_some_and(|journal| journal.path() == path || same_file(path, journal.path()))
        {
            return Err(Failure::usage(text!(
                "--rejected names the journal of the import.",
                "--rejected 不能与导入日志相同。"
            )));
        }
        if same_file(path, &self.file) {
            return Err(Failure::usage(text!(
                "--rejected names the file that is imported.",
                "--rejected 不能与导入的文件相同。"
            )));
        }
        // An import that goes on writes all of them again, those of the time before among them: over a file of its
        // own, and no other.
        let is_empty = std::fs::metadata(path).is_ok_and(|about| about.len() == 0);
        match LentFile::begin(path, is_empty || (goes_on && holds_rejected_rows(path))) {
            Ok(file) => Ok(Some(file)),
            Err(failure) if failure.hint.is_some() => Err(failure.hint(text!(
                "Name another file, or remove it.",
                "请换一个文件名,或先移走该文件。"
            ))),
            Err(failure) => Err(failure),
        }
    }

    fn request(
        &self,
        table: &super::tables::Table,
        teller: &Arc<Teller>,
        journal: Option<Journal>,
        rejected: Option<LentFile>,
    ) -> ImportUsers {
        let request = ImportUsers::new(table.format, self.key.into());
        let mut request = with_reading!(request, &self.reading).existing(self.existing.into());
        if !self.exact_columns {
            request = request.usual_columns();
        }
        if let Some(row) = self.start_at {
            request = request.start_at(row);
        }
        if let Some(rows) = self.max_rejected {
            request = request.max_rejected(rows);
        }
        if let Some(users) = self.concurrency {
            request = request.concurrency(usize::from(users));
        }
        if self.keep_password {
            request = request.keep_password();
        }
        if self.dry_run {
            // All of it is to be seen, whatever share is rejected.
            request = request.dry_run().max_rejected_share(100);
        }
        if let Some(journal) = journal {
            request = request.journal(journal);
        }
        if let Some(file) = rejected {
            request = request.rejected_file(RejectedFile::new(file).byte_order_mark());
        }
        let (rows, refused, progress) =
            (Arc::clone(teller), Arc::clone(teller), Arc::clone(teller));
        request
            .on_row(move |row| rows.row(row))
            .on_rejected(move |row| refused.rejected(row))
            .on_progress(move |report| progress.progress(report))
    }

    /// The counts.
    fn tell(
        &self,
        cx: &Context,
        report: &ImportReport,
        rejected: Option<&Path>,
    ) -> Result<(), Failure> {
        if cx.out.is_json() {
            let rejected = rejected.map(|path| path.display().to_string());
            return cx.out.json_line(&json!({ "report": {
                "dryRun": self.dry_run,
                "rows": report.rows,
                "created": report.created,
                "updated": report.updated - report.unchanged.min(report.updated),
                "unchanged": report.unchanged,
                "skipped": report.skipped,
                "rejected": report.rejected,
                "conflicts": report.conflicts,
                "doneBefore": report.done_before,
                "nextRow": report.next_row,
                "rejectedFile": rejected,
            }}));
        }
        let title = match self.dry_run {
            true => pick("It would be so:", "预演结果:"),
            false => pick("What was done:", "导入结果:"),
        };
        cx.out.line(&cx.out.bold(title))?;
        let updated = report.updated - report.unchanged.min(report.updated);
        let counts = [
            (pick("rows", "总行数"), report.rows),
            (pick("created", "新建"), report.created),
            (pick("updated", "更新"), updated),
            (pick("unchanged", "无变化"), report.unchanged),
            (pick("skipped", "跳过"), report.skipped),
            (pick("rejected", "拒绝"), report.rejected),
            (pick("  of them conflicts", "  其中冲突"), report.conflicts),
            (pick("  done before", "  此前已完成"), report.done_before),
        ];
        super::shared::counts(cx, &counts)?;
        if let Some(path) = rejected {
            let path = shown_path(path);
            cx.out.note(&text!(
                "Rows that were left out are in {path}, each with its reason. It may hold passwords.",
                "未导入的行及原因已写入 {path},其中可能含有密码。"
            ));
        } else if report.rejected > TOLD && self.rejected.is_none() {
            cx.out.note(pick(
                "--rejected FILE writes all of them to a file.",
                "可用 --rejected 文件 将被拒绝的行全部写入文件。",
            ));
        }
        Ok(())
    }

    /// Why it ended before its file did, and how to go on.
    fn ended(&self, failed: &ImportFailed, stopping: &Stopping, has_journal: bool) -> Failure {
        let row = failed.report().next_row;
        let failure = match (failed.was_stopped(), stopping.failure()) {
            (false, _) => self.unusable(failed.error()),
            (true, Some(failure)) => failure,
            // Nobody reads what a dry run would do.
            (true, None) => return Failure::silent(Exit::Done),
        };
        if self.dry_run || failed.report().rows == 0 {
            return failure;
        }
        let again = match has_journal {
            true => typed_again(&[], &[]),
            false => {
                let row = row.to_string();
                going_on(&row, self.existing)
            }
        };
        failure.hint(text!("To go on with row {row}: {again}", "从第 {row} 行继续:{again}"))
    }

    /// What is wrong with the file, or else with the call.
    fn unusable(&self, error: &authing_management::Error) -> Failure {
        if error.kind() != ErrorKind::Input {
            return Failure::from(error);
        }
        let file = shown_path(&self.file);
        let problem = crate::failure::chain(error);
        Failure::config(text!(
            "{file} cannot be imported: {problem}.",
            "无法导入 {file}:{problem}。"
        ))
    }
}

/// Tells of rows while the import is under way.
struct Teller {
    out: Arc<Output>,
    progress: Progress,
    is_dry_run: bool,
    wants_rows: bool,
    length: Option<u64>,
    /// Rejected rows that were told of.
    told: AtomicU64,
    /// Why nothing more can be told.
    failure: Mutex<Option<Failure>>,
    enough: Notify,
}

impl Teller {
    fn failure(&self) -> Option<Failure> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn line(&self, text: &str, value: impl FnOnce() -> Value) {
        self.progress.clear();
        let written = match self.out.is_json() {
            true => self.out.json_line(&value()),
            false => self.out.line(text),
        };
        if let Err(failure) = written {
            *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
        }
        // What is being changed goes on; what is only looked at need not, when nobody looks.
        if self.is_dry_run && self.out.is_closed() {
            self.enough.notify_one();
        }
    }

    fn row(&self, row: &ImportedRow) {
        if !self.wants_rows {
            return;
        }
        let (word, name, fields) = match row.outcome() {
            RowOutcome::Created => (pick("create", "新建"), "created", &[][..]),
            RowOutcome::Updated { fields, .. } => {
                (pick("update", "更新"), "updated", fields.as_slice())
            }
            RowOutcome::Unchanged => (pick("unchanged", "无变化"), "unchanged", &[][..]),
            RowOutcome::Skipped => (pick("skip", "跳过"), "skipped", &[][..]),
            // It is told with its reason.
            _ => return,
        };
        let number = row.row();
        let shown = row_line(number, word, &fields.join(", "));
        self.line(&shown, || {
            let mut value = json!({ "row": number, "outcome": name });
            if let (Value::Object(value), false) = (&mut value, fields.is_empty()) {
                value.insert("fields".to_owned(), json!(fields));
            }
            value
        });
    }

    fn rejected(&self, row: &RejectedRow) {
        let (number, why) = (row.row(), why(row));
        let (word, name) = match row.reason() {
            RejectionReason::Conflict { .. } => (pick("conflict", "冲突"), "conflict"),
            RejectionReason::AlreadyThere { .. } => (pick("reject", "拒绝"), "already-there"),
            RejectionReason::Invalid => (pick("reject", "拒绝"), "invalid"),
            _ => (pick("reject", "拒绝"), "refused"),
        };
        if self.wants_rows || self.out.is_json() {
            return self.line(
                &row_line(number, word, &why),
                || json!({ "row": number, "outcome": "rejected", "reason": name, "message": why }),
            );
        }
        let told = self.told.fetch_add(1, Ordering::Relaxed);
        if told < TOLD {
            self.progress.clear();
            self.out.note(&text!("Row {number}: {why}.", "第 {number} 行:{why}。"));
        } else if told == TOLD {
            self.progress.clear();
            self.out.note(pick("Further rejected rows are counted.", "其余被拒绝的行只计数。"));
        }
    }

    fn progress(&self, report: &ImportReport) {
        self.progress.show(|| {
            let (rows, rejected) = (report.rows, report.rejected);
            let share =
                self.length.map(|length| format!("{:>3} %  ", percent(report.bytes, length)));
            let share = share.unwrap_or_default();
            text!("{share}{rows} rows, {rejected} rejected", "{share}{rows} 行,拒绝 {rejected} 行")
        });
    }
}

fn row_line(row: u64, word: &str, rest: &str) -> String {
    let gap = " ".repeat(10_usize.saturating_sub(crate::shown::width(word)));
    format!("{row:>7}  {word}{gap}  {rest}").trim_end().to_owned()
}

/// Why a row was rejected: the reasons that have a name, in the language of the program.
fn why(row: &RejectedRow) -> String {
    match row.reason() {
        RejectionReason::AlreadyThere { row: None, .. } => {
            text!("the user is there already", "用户已存在")
        }
        RejectionReason::AlreadyThere { row: Some(other), .. } => {
            text!("row {other} is about the same user", "与第 {other} 行是同一用户")
        }
        RejectionReason::Conflict { field, row: None, .. } => {
            text!("its `{field}` is that of another user", "`{field}` 已属于另一用户")
        }
        RejectionReason::Conflict { field, row: Some(other), .. } => text!(
            "its `{field}` is that of another user, who is in row {other}",
            "`{field}` 与第 {other} 行的另一用户相同"
        ),
        RejectionReason::Refused => {
            let message = excerpt(row.error().message(), 300);
            let message = message.trim_end_matches(['.', '。']);
            text!("the server refused it: {message}", "被服务器拒绝:{message}")
        }
        _ => excerpt(row.error().message(), 300).trim_end_matches('.').to_owned(),
    }
}
