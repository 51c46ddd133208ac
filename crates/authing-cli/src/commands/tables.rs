//! Files of rows that are named on the command line: CSV, JSON Lines, and the sheets of workbooks.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use authing_management::bulk::{Encoding, Format, Workbook};
use clap::{Args, ValueEnum};
use futures_util::{Stream, stream};

use super::shared::{Pair, pair};
use crate::{
    exit::Exit,
    failure::Failure,
    shown::{excerpt, path as shown_path},
};

const BLOCK: usize = 256 * 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    /// Comma-separated values, or with semicolons or tabs
    Csv,
    /// A JSON object a line
    Jsonl,
    /// A workbook of a spreadsheet
    Xlsx,
}

/// How a text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileEncoding {
    /// UTF-8
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    /// GB 18030, GBK or GB 2312: what spreadsheets on a Chinese system write
    #[value(name = "gb18030", aliases = ["gbk", "gb2312"])]
    Gb18030,
    /// UTF-16, little end first
    #[value(name = "utf-16le", aliases = ["utf-16", "utf16", "utf16le"])]
    Utf16Le,
    /// UTF-16, big end first
    #[value(name = "utf-16be", alias = "utf16be")]
    Utf16Be,
}

impl From<FileEncoding> for Encoding {
    fn from(encoding: FileEncoding) -> Self {
        match encoding {
            FileEncoding::Utf8 => Self::Utf8,
            FileEncoding::Gb18030 => Self::Gb18030,
            FileEncoding::Utf16Le => Self::Utf16Le,
            FileEncoding::Utf16Be => Self::Utf16Be,
        }
    }
}

/// How a file of rows is read.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Reading {
    /// What the file is. Without it, the end of its name says so
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<FileFormat>,

    /// The sheet of a workbook; needed when several have content
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,

    /// How its text is encoded. A byte order mark in the file decides, whatever is said here
    #[arg(long, value_name = "NAME", value_enum)]
    pub(super) encoding: Option<FileEncoding>,

    /// What separates the cells of a CSV file: one ASCII letter, or tab
    #[arg(long, value_name = "LETTER", value_parser = letter)]
    pub(super) delimiter: Option<char>,

    /// The row in which the names of the columns stand, counted from 1; what is above is passed over
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) header_at: Option<u32>,

    /// Which field a column holds: 姓名=name
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = pair)]
    pub(super) map: Vec<Pair>,

    /// Passes over a column
    #[arg(long, value_name = "COLUMN")]
    pub(super) without_column: Vec<String>,
}

/// Hands what was said of the file to whatever reads it: all readers of the library have the same setters.
macro_rules! with_reading {
    ($request:expr, $reading:expr) => {{
        let mut request = $request;
        let reading: &$crate::commands::tables::Reading = $reading;
        if let Some(encoding) = reading.encoding {
            request = request.encoding(encoding.into());
        }
        if let Some(letter) = reading.delimiter {
            request = request.delimiter(letter);
        }
        if let Some(row) = reading.header_at {
            request = request.header_at(row);
        }
        for pair in &reading.map {
            request = request.column_as(pair.value.trim(), &*pair.key);
        }
        for name in &reading.without_column {
            request = request.without_column(&**name);
        }
        request
    }};
}
pub(super) use with_reading;

/// One ASCII letter.
fn letter(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        _ if matches!(text, "tab" | "\\t") => Ok('\t'),
        (Some(letter), None) if letter.is_ascii() => Ok(letter),
        _ => Err(text!("it has to be one ASCII letter, or tab", "应为一个 ASCII 字符,或 tab")),
    }
}

/// A file of rows, open.
pub(super) struct Table {
    pub(super) format: Format,
    /// How many bytes it has, if that is known.
    pub(super) length: Option<u64>,
    content: Content,
}

enum Content {
    Stdin,
    File(fs::File),
    /// A sheet as CSV.
    Text(io::Cursor<Vec<u8>>),
}

impl Table {
    /// What it holds. Reads beside everything else, so that Ctrl-C ends it.
    pub(super) fn blocks(self) -> impl Stream<Item = io::Result<Vec<u8>>> + Send {
        let reader: Box<dyn Read + Send> = match self.content {
            Content::Stdin => Box::new(io::stdin()),
            Content::File(file) => Box::new(file),
            Content::Text(text) => Box::new(text),
        };
        stream::try_unfold(reader, |reader| async move {
            let read = tokio::task::spawn_blocking(move || read_block(reader));
            read.await.map_err(io::Error::other)?
        })
    }
}

type Block = Option<(Vec<u8>, Box<dyn Read + Send>)>;

fn read_block(mut reader: Box<dyn Read + Send>) -> io::Result<Block> {
    let mut block = vec![0; BLOCK];
    let read = loop {
        match reader.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            read => break read?,
        }
    };
    block.truncate(read);
    Ok((read > 0).then_some((block, reader)))
}

/// Whether it is standard input that is named.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// What the end of a file's name says that it is.
pub(super) fn format_by_name(path: &Path) -> Option<FileFormat> {
    let end = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match &*end {
        "csv" | "tsv" | "txt" => Some(FileFormat::Csv),
        "jsonl" | "ndjson" | "json" => Some(FileFormat::Jsonl),
        "xlsx" => Some(FileFormat::Xlsx),
        _ => None,
    }
}

impl Reading {
    /// What the file is, by what was said of it or by its name.
    pub(super) fn format_of(&self, path: &Path) -> Result<FileFormat, Failure> {
        if let Some(format) = self.format.or_else(|| format_by_name(path)) {
            return Ok(format);
        }
        let sentence = match is_stdin(path) {
            true => text!("It is not known what standard input holds.", "无法判断标准输入的格式。"),
            false => {
                let path = shown_path(path);
                text!(
                    "The name of {path} does not say what it is: it ends with none of .csv, .jsonl and .xlsx.",
                    "无法从文件名判断 {path} 的格式:扩展名应为 .csv、.jsonl 或 .xlsx。"
                )
            }
        };
        Err(Failure::usage(sentence).hint(text!(
            "Add --format csv, jsonl or xlsx.",
            "请用 --format 指定 csv、jsonl 或 xlsx。"
        )))
    }

    /// Opens the file.
    pub(super) fn open(&self, path: &Path) -> Result<Table, Failure> {
        let format = self.format_of(path)?;
        if self.sheet.is_some() && format != FileFormat::Xlsx {
            return Err(Failure::usage(text!(
                "--sheet is for workbooks (.xlsx) alone.",
                "--sheet 仅用于工作簿(.xlsx)。"
            )));
        }
        let read_as = match format {
            FileFormat::Jsonl => Format::JsonLines,
            FileFormat::Csv | FileFormat::Xlsx => Format::Csv,
        };
        if is_stdin(path) {
            let content = match format {
                FileFormat::Xlsx => self.sheet_of(path, &mut io::stdin())?,
                _ => Content::Stdin,
            };
            return Ok(Table { format: read_as, length: None, content });
        }
        let mut file = open_file(path)?;
        let length = file.metadata().ok().filter(fs::Metadata::is_file).map(|about| about.len());
        if format != FileFormat::Xlsx {
            return Ok(Table { format: read_as, length, content: Content::File(file) });
        }
        let content = self.sheet_of(path, &mut file)?;
        let length = match &content {
            Content::Text(text) => Some(text.get_ref().len() as u64),
            _ => None,
        };
        Ok(Table { format: read_as, length, content })
    }

    fn sheet_of(&self, path: &Path, reader: &mut dyn Read) -> Result<Content, Failure> {
        let mut packed = Vec::new();
        let limit = Workbook::MAX_PACKED as u64 + 1;
        reader.take(limit).read_to_end(&mut packed).map_err(|error| Failure::file(path, &error))?;
        let shown = shown_path(path);
        let unusable = |error: authing_management::Error| {
            let problem = excerpt(error.message(), 400);
            let problem = problem.trim_end_matches('.');
            Failure::new(
                Exit::Config,
                text!("{shown} cannot be read: {problem}.", "无法读取 {shown}:{problem}。"),
            )
        };
        let mut workbook = Workbook::open(packed).map_err(unusable)?;
        if let Some(sheet) = &self.sheet {
            let csv = workbook.csv_of(sheet).map_err(unusable)?;
            return Ok(Content::Text(io::Cursor::new(csv)));
        }
        let csv = workbook.csv().map_err(|error| {
            let sheets: Vec<_> = workbook.sheets().map(|name| excerpt(name, 60)).collect();
            let sheets = sheets.join(", ");
            unusable(error).hint(text!(
                "--sheet NAME chooses one. There are: {sheets}.",
                "可用 --sheet 名称 指定工作表。现有工作表:{sheets}。"
            ))
        })?;
        Ok(Content::Text(io::Cursor::new(csv)))
    }
}

/// Opens a file that is to be read. A folder is not one.
pub(super) fn open_file(path: &Path) -> Result<fs::File, Failure> {
    let failed = |error: io::Error| Failure::file(path, &error);
    let file = fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

/// The same command as it was typed, to be typed again: what a shell would take apart is quoted.
pub(super) fn typed_again(and: &[&str], without: &[&str]) -> String {
    let mut words = vec!["authing".to_owned()];
    let mut arguments = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let name = argument.split('=').next().unwrap_or_default();
        if without.contains(&name) {
            if !argument.contains('=') {
                arguments.next();
            }
            continue;
        }
        words.push(quoted(&argument));
    }
    words.extend(and.iter().map(|word| (*word).to_owned()));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:=@,+%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // What a terminal would obey cannot be typed as it is.
    let word = crate::shown::one_line(word);
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Whether two paths are one file, if both are there.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    let resolved = |path: &Path| -> Option<PathBuf> { fs::canonicalize(path).ok() };
    matches!((resolved(one), resolved(other)), (Some(one), Some(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_shell_would_take_apart_is_quoted() {
        for (word, shown) in [
            ("people.csv", "people.csv"),
            ("员工.csv", "员工.csv"),
            ("my people.csv", "'my people.csv'"),
            ("it's", "'it'\\''s'"),
            ("$(rm)", "'$(rm)'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), shown);
        }
    }

    #[test]
    fn the_name_of_a_file_says_what_it_is() {
        for (name, format) in [
            ("a.CSV", Some(FileFormat::Csv)),
            ("a.b.jsonl", Some(FileFormat::Jsonl)),
            ("员工.xlsx", Some(FileFormat::Xlsx)),
            ("csv", None),
            ("a.xls", None),
        ] {
            assert_eq!(format_by_name(Path::new(name)), format, "{name}");
        }
    }
}
