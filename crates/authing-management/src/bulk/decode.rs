//! Rows from bytes.

use std::{collections::HashSet, error::Error as StdError};

use authing_core::{Error, ErrorKind};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};

use super::{
    Format,
    csv::{MAX_COLUMNS, MAX_RECORD, Split, Splitter},
    json,
};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One row of a file.
pub(crate) struct Record {
    /// Counted from 1; the line with the names of the columns does not count.
    pub(super) row: u64,
    /// As it stands in the file.
    pub(super) text: Bytes,
    /// The line with the names of the columns, as it stands in the file.
    pub(super) header: Option<Bytes>,
    /// How much of the file has been read with this row.
    pub(super) bytes: u64,
    /// What it says by name, or why it cannot be read.
    pub(super) fields: Result<Map<String, Value>, Error>,
}

/// The rows of a file. An error ends them: nothing after it can be told apart.
pub(crate) fn records<B, E>(
    format: Format,
    source: impl Stream<Item = Result<B, E>> + Send,
    check_columns: impl Fn(&[String]) -> Result<(), Error> + Send,
) -> impl Stream<Item = Result<Record, Error>> + Send
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let decoder = Decoder::new(format, check_columns);
    stream::unfold(Some((Box::pin(source), decoder)), |state| async move {
        let (mut source, mut decoder) = state?;
        loop {
            match decoder.next() {
                Ok(Some(record)) => return Some((Ok(record), Some((source, decoder)))),
                Ok(None) if decoder.ended => return None,
                Ok(None) => {}
                Err(error) => return Some((Err(error), None)),
            }
            match source.next().await {
                Some(Ok(block)) => decoder.push(&block.into()),
                Some(Err(error)) => {
                    let cause = Error::new(ErrorKind::Input, "the file could not be read");
                    return Some((Err(cause.with_source(Cause(error.into()))), None));
                }
                None => decoder.ended = true,
            }
        }
    })
}

/// An error of the source's own type, as a cause.
#[derive(Debug)]
struct Cause(Box<dyn StdError + Send + Sync>);

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

struct Decoder<C> {
    input: BytesMut,
    /// No more will come.
    ended: bool,
    begun: bool,
    row: u64,
    bytes: u64,
    rows: Rows,
    check_columns: C,
}

enum Rows {
    Lines {
        /// In the middle of a line that is too long and was reported.
        skipping: bool,
        /// How much of the input holds no line end.
        searched: usize,
    },
    Csv {
        splitter: Splitter,
        columns: Option<Columns>,
    },
}

struct Columns {
    names: Vec<String>,
    text: Bytes,
}

impl<C: Fn(&[String]) -> Result<(), Error>> Decoder<C> {
    fn new(format: Format, check_columns: C) -> Self {
        let rows = match format {
            Format::JsonLines => Rows::Lines { skipping: false, searched: 0 },
            Format::Csv => Rows::Csv { splitter: Splitter::new(), columns: None },
        };
        Self {
            input: BytesMut::new(),
            ended: false,
            begun: false,
            row: 0,
            bytes: 0,
            rows,
            check_columns,
        }
    }

    fn push(&mut self, block: &[u8]) {
        self.input.extend_from_slice(block);
    }

    /// The next row, or `None` when there is none yet.
    fn next(&mut self) -> Result<Option<Record>, Error> {
        if !self.begun {
            if self.input.len() < BYTE_ORDER_MARK.len() && !self.ended {
                return Ok(None);
            }
            self.begun = true;
            if self.input.starts_with(BYTE_ORDER_MARK) {
                self.take(BYTE_ORDER_MARK.len());
            }
        }
        match self.rows {
            Rows::Lines { .. } => Ok(self.next_line()),
            Rows::Csv { .. } => self.next_csv(),
        }
    }

    fn take(&mut self, length: usize) -> Bytes {
        self.bytes += length as u64;
        self.input.split_to(length).freeze()
    }

    fn record(
        &mut self,
        text: Bytes,
        header: Option<Bytes>,
        fields: Result<Map<String, Value>, Error>,
    ) -> Record {
        self.row += 1;
        Record { row: self.row, text, header, bytes: self.bytes, fields }
    }

    fn next_line(&mut self) -> Option<Record> {
        loop {
            let all = self.input.len();
            let Rows::Lines { skipping, searched } = &mut self.rows else { return None };
            let new = self.input.get(*searched..).unwrap_or_default();
            let end = new.iter().position(|&byte| byte == b'\n').map(|end| *searched + end + 1);
            *searched = 0;
            let length = match end {
                Some(end) => end,
                None if all == 0 => return None,
                None if self.ended => all,
                None if *skipping => {
                    self.take(all);
                    return None;
                }
                None if all > MAX_RECORD => {
                    *skipping = true;
                    let text = self.take(all);
                    return Some(self.record(text, None, Err(too_long())));
                }
                None => {
                    *searched = all;
                    return None;
                }
            };
            let skipped = std::mem::replace(skipping, false);
            let text = self.take(length);
            if skipped || text.trim_ascii().is_empty() {
                continue;
            }
            let line = text.trim_ascii();
            let fields = if line.len() > MAX_RECORD { Err(too_long()) } else { read_line(line) };
            return Some(self.record(text, None, fields));
        }
    }

    fn next_csv(&mut self) -> Result<Option<Record>, Error> {
        loop {
            let Rows::Csv { splitter, columns } = &mut self.rows else { return Ok(None) };
            if self.input.is_empty() && !self.ended {
                return Ok(None);
            }
            let (split, taken) = splitter.next(&self.input);
            self.input.advance(taken);
            self.bytes += taken as u64;
            let (cells, text) = match split {
                Split::Record { cells, text } => (cells, Bytes::from(text)),
                Split::MoreInput => continue,
                Split::End => return Ok(None),
                Split::TooLong => {
                    let problem = format!(
                        "row {} is longer than 1 MiB: is a quotation mark not closed?",
                        self.row + 1
                    );
                    return Err(Error::new(ErrorKind::Input, problem));
                }
                Split::TooManyCells => {
                    let line = match columns {
                        Some(_) => format!("row {}", self.row + 1),
                        None => "the line with the names of the columns".to_owned(),
                    };
                    let problem = format!("{line} has more than {MAX_COLUMNS} cells");
                    return Err(Error::new(ErrorKind::Input, problem));
                }
            };
            let cells = cells.into_iter().map(String::from_utf8).collect::<Result<Vec<_>, _>>();
            let Some(columns) = columns else {
                *columns = Some(read_header(cells.ok(), text, &self.check_columns)?);
                continue;
            };
            let fields = match cells {
                Ok(cells) => read_cells(&columns.names, cells),
                Err(_) => Err(not_utf8()),
            };
            let header = Some(columns.text.clone());
            return Ok(Some(self.record(text, header, fields)));
        }
    }
}

fn too_long() -> Error {
    Error::new(ErrorKind::Input, "the row is longer than 1 MiB")
}

fn not_utf8() -> Error {
    Error::new(ErrorKind::Input, "the row is not UTF-8: save the file in this encoding")
}

fn read_line(line: &[u8]) -> Result<Map<String, Value>, Error> {
    let text = std::str::from_utf8(line).map_err(|_| not_utf8())?;
    let refuse = |problem: String| Error::new(ErrorKind::Input, problem);
    match json::read(text).map_err(|problem| refuse(format!("the row {problem}")))? {
        Value::Object(fields) => Ok(fields),
        _ => Err(refuse("the row is not a JSON object".to_owned())),
    }
}

fn read_header(
    cells: Option<Vec<String>>,
    text: Bytes,
    check_columns: &impl Fn(&[String]) -> Result<(), Error>,
) -> Result<Columns, Error> {
    let names: Vec<_> =
        cells.ok_or_else(not_utf8)?.into_iter().map(|name| name.trim().to_owned()).collect();
    check_columns(&names)?;
    let mut seen = HashSet::new();
    if let Some(name) = names.iter().find(|name| !seen.insert(*name)) {
        return Err(Error::input(name, "names two columns"));
    }
    Ok(Columns { names, text })
}

/// The cells by the names of their columns; empty ones say nothing. `a.b` is the field `b` of the
/// object `a`.
fn read_cells(names: &[String], cells: Vec<String>) -> Result<Map<String, Value>, Error> {
    if names.len() != cells.len() {
        let problem = format!("the row has {} cells for {} columns", cells.len(), names.len());
        return Err(Error::new(ErrorKind::Input, problem));
    }
    let mut fields = Map::new();
    for (name, cell) in names.iter().zip(cells) {
        if cell.is_empty() {
            continue;
        }
        match name.split_once('.') {
            None => {
                fields.insert(name.clone(), Value::String(cell));
            }
            Some((object, name)) => {
                let object = fields.entry(object).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(object) = object {
                    object.insert(name.to_owned(), Value::String(cell));
                }
            }
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests;
