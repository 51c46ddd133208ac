//! `authing users export`.

use std::path::{Path, PathBuf};

use authing_management::{
    ErrorKind,
    bulk::{ExportUsers, Format},
};
use clap::{Args, ValueEnum};
use futures_util::StreamExt as _;

use super::{
    shared::{Pair, pair},
    tables::{FileFormat, format_by_name},
    written::Sink,
};
use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    progress::{Progress, percent},
    shown::{excerpt, path as shown_path},
};

const EXAMPLES: &str = "Examples:
  authing users export people.csv
  authing users export | head
  # For Excel, which shows Chinese names as something else without --bom
  authing users export people.csv --bom --columns username,name,phone --map 姓名=name
  authing users export people.jsonl --force";

/// What an export can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Csv,
    Jsonl,
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Csv => Self::Csv,
            ExportFormat::Jsonl => Self::JsonLines,
        }
    }
}

/// By what was said, or else by the name of the file, or else CSV.
pub(super) fn format_of(
    cx: &Context,
    asked: Option<ExportFormat>,
    path: Option<&Path>,
) -> Result<Format, Failure> {
    if let Some(format) = asked {
        return Ok(format.into());
    }
    match path.and_then(format_by_name) {
        Some(FileFormat::Jsonl) => Ok(Format::JsonLines),
        Some(FileFormat::Xlsx) => Err(Failure::usage(text!(
            "Workbooks are read, and not written: name a file that ends with .csv.",
            "不支持写入工作簿,请使用扩展名为 .csv 的文件。"
        ))
        .hint(text!("With --bom, Excel opens it as it is.", "加上 --bom 后,Excel 可直接打开。"))),
        None if cx.out.is_json() => Ok(Format::JsonLines),
        _ => Ok(Format::Csv),
    }
}

/// Writes all users to a file or to standard output, without passwords
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Export {
    /// The file; it is there once all of it is. Without it, standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// What is written. Without it, the end of the file's name says so, or else it is csv
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<ExportFormat>,

    /// Begins the file with a byte order mark, by which spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,

    /// Writes these fields alone, in this order: username,name,customData.level
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Vec<String>,

    /// What a column is to be called: 姓名=name
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = pair)]
    map: Vec<Pair>,

    /// Replaces a file that is there
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let format = format_of(cx, self.format, self.file.as_deref())?;
        let management = cx.management().await?;
        let mut sink = Sink::open(cx, self.file.as_deref(), self.force)?;
        let progress = Progress::of(&cx.out);
        let shown = progress.clone();
        // Results on a terminal are their own progress.
        let is_shown = self.file.is_some() || !cx.out.is_terminal();
        let mut request = ExportUsers::new(format).on_progress(move |written, total| {
            if is_shown {
                let share = percent(written, total);
                shown.show(|| {
                    text!("{share:>3} %  {written} users", "{share:>3} %  {written} 个用户")
                });
            }
        });
        if self.bom {
            request = request.byte_order_mark();
        }
        if !self.columns.is_empty() {
            request = request.columns(&self.columns);
        }
        for pair in &self.map {
            request = request.column_as(pair.value.trim(), &*pair.key);
        }
        let mut pieces = management.users().export(request);
        let mut missing = None;
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => sink.write(&piece)?,
                Err(error) => {
                    progress.clear();
                    let is_incomplete = error.kind() == ErrorKind::Decode
                        && pieces.set_aside().iter().any(|part| part.is_outermost());
                    if !is_incomplete {
                        return Err(refused(&error));
                    }
                    missing = Some(error);
                }
            }
            if sink.is_closed() {
                return Ok(());
            }
        }
        progress.clear();
        if let Some(path) = sink.finish()? {
            let path = shown_path(&path);
            cx.out.note(&text!("Wrote {path}.", "已写入 {path}。"));
        }
        match missing {
            None => Ok(()),
            Some(error) => {
                let problem = excerpt(error.message(), 300);
                Err(Failure::new(
                    Exit::Partial,
                    text!("The file is not whole: {problem}.", "文件不完整:{problem}。"),
                ))
            }
        }
    }
}

/// A column that nobody knows is a mistake on the command line.
fn refused(error: &authing_management::Error) -> Failure {
    match error.kind() {
        ErrorKind::Input => {
            let problem = crate::failure::chain(error);
            Failure::usage(text!("Nothing is exported: {problem}.", "未导出:{problem}。"))
        }
        _ => Failure::from(error),
    }
}
