//! Rows from bytes.

use std::error::Error as StdError;

use authing_core::{Error, ErrorKind};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};

use super::{
    Encoding, Format,
    csv::{self, MAX_COLUMNS, MAX_RECORD, Split, Splitter},
    headers::{self, Column, ColumnNames},
    json,
    text::Text,
};

/// How the rows of a file are written.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) format: Format,
    pub(crate) encoding: Encoding,
    /// Between two cells; by the names of the columns if it is not said.
    pub(crate) delimiter: Option<char>,
    /// In which record the names of the columns stand, counted from 1.
    pub(crate) header_at: u32,
    pub(crate) names: ColumnNames,
}

impl Reading {
    /// Refuses what cannot be meant, whatever the file holds.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let separates = |letter: char| u8::try_from(letter).is_ok_and(csv::can_separate);
        if self.delimiter.is_some_and(|letter| !separates(letter)) {
            return Err(Error::input(
                "delimiter",
                "is not one ASCII letter that can separate cells",
            ));
        }
        if self.header_at == 0 {
            return Err(Error::input("header_at", "is counted from 1"));
        }
        self.names.check()
    }

    /// Says each of these by its name.
    pub(super) fn settings(&self, say: &mut impl FnMut(&str, String)) {
        say("format", format!("{:?}", self.format));
        say("encoding", format!("{:?}", self.encoding));
        if let Some(letter) = self.delimiter {
            say("delimiter", letter.to_string());
        }
        say("header_at", self.header_at.to_string());
        self.names.settings(say);
    }

    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            encoding: Encoding::default(),
            delimiter: None,
            header_at: 1,
            names: ColumnNames::default(),
        }
    }
}

/// One row of a file.
pub(crate) struct Record {
    /// Counted from 1; the line with the names of the columns does not count.
    pub(crate) row: u64,
    /// As it stands in the file.
    pub(crate) text: Bytes,
    /// The line with the names of the columns, as it stands in the file.
    pub(crate) header: Option<Bytes>,
    /// What separates the cells.
    pub(super) delimiter: u8,
    /// How much of the file has been read with this row.
    pub(crate) bytes: u64,
    /// What it says by name, or why it cannot be read.
    pub(crate) fields: Result<Map<String, Value>, Error>,
}

/// The rows of a file. An error ends them: nothing after it can be told apart.
pub(crate) fn records<B, E>(
    reading: Reading,
    source: impl Stream<Item = Result<B, E>> + Send,
    check_columns: impl Fn(&[String]) -> Result<(), Error> + Send,
) -> impl Stream<Item = Result<Record, Error>> + Send
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let decoder = Decoder::new(reading, check_columns);
    stream::unfold(Some((Box::pin(source), decoder)), |state| async move {
        let (mut source, mut decoder) = state?;
        loop {
            match decoder.next() {
                Ok(Some(record)) => return Some((Ok(record), Some((source, decoder)))),
                Ok(None) if decoder.text.has_ended() => return None,
                Ok(None) => {}
                Err(error) => return Some((Err(error), None)),
            }
            match source.next().await {
                Some(Ok(block)) => decoder.text.push(&block.into()),
                Some(Err(error)) => {
                    let cause = Error::new(ErrorKind::Input, "the file could not be read");
                    return Some((Err(cause.with_source(Cause(error.into()))), None));
                }
                None => decoder.text.end(),
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
    text: Text,
    row: u64,
    rows: Rows,
    names: ColumnNames,
    check_columns: C,
}

enum Rows {
    Lines {
        /// In the middle of a line that is too long and was reported.
        skipping: bool,
        /// How much of the text holds no line end.
        searched: usize,
    },
    Csv(Csv),
}

struct Csv {
    /// `None` until it is seen what separates the cells.
    splitter: Option<Splitter>,
    delimiter: Option<u8>,
    columns: Option<Columns>,
    /// How many records stand above the names of the columns.
    above: u32,
}

struct Columns {
    columns: Vec<Column>,
    text: Bytes,
}

impl<C: Fn(&[String]) -> Result<(), Error>> Decoder<C> {
    fn new(reading: Reading, check_columns: C) -> Self {
        let Reading { format, encoding, delimiter, header_at, names } = reading;
        let rows = match format {
            Format::JsonLines => Rows::Lines { skipping: false, searched: 0 },
            Format::Csv => Rows::Csv(Csv {
                splitter: None,
                delimiter: delimiter.and_then(|letter| u8::try_from(letter).ok()),
                columns: None,
                above: header_at.saturating_sub(1),
            }),
        };
        Self { text: Text::new(format, encoding), row: 0, rows, names, check_columns }
    }

    /// The next row, or `None` when there is none yet.
    fn next(&mut self) -> Result<Option<Record>, Error> {
        match self.rows {
            Rows::Lines { .. } => self.next_line(),
            Rows::Csv(_) => self.next_csv(),
        }
    }

    fn record(
        &mut self,
        text: Bytes,
        header: Option<Bytes>,
        fields: Result<Map<String, Value>, Error>,
    ) -> Record {
        self.row += 1;
        let delimiter = match &self.rows {
            Rows::Csv(csv) => csv.delimiter,
            Rows::Lines { .. } => None,
        };
        let delimiter = delimiter.unwrap_or(b',');
        Record { row: self.row, text, header, delimiter, bytes: self.text.taken_bytes(), fields }
    }

    fn next_line(&mut self) -> Result<Option<Record>, Error> {
        loop {
            let ready = self.text.ready()?;
            let all = ready.len();
            let Rows::Lines { skipping, searched } = &mut self.rows else { return Ok(None) };
            let new = ready.get(*searched..).unwrap_or_default();
            let end = new.iter().position(|&byte| byte == b'\n').map(|end| *searched + end + 1);
            *searched = 0;
            let length = match end {
                Some(end) => end,
                None if all == 0 => return Ok(None),
                None if self.text.has_ended() => all,
                None if *skipping => {
                    self.text.advance(all);
                    return Ok(None);
                }
                None if all > MAX_RECORD => {
                    *skipping = true;
                    let text = self.text.take(all);
                    return Ok(Some(self.record(text, None, Err(too_long()))));
                }
                None => {
                    *searched = all;
                    return Ok(None);
                }
            };
            let skipped = std::mem::replace(skipping, false);
            let text = self.text.take(length);
            if skipped || text.trim_ascii().is_empty() {
                continue;
            }
            let fields = self.read_line(text.trim_ascii())?;
            return Ok(Some(self.record(text, None, fields)));
        }
    }

    /// What a line says; the outer error ends the file.
    fn read_line(&mut self, line: &[u8]) -> Result<Result<Map<String, Value>, Error>, Error> {
        if line.len() > MAX_RECORD {
            return Ok(Err(too_long()));
        }
        let Some(text) = std::str::from_utf8(line).ok().filter(|line| !self.text.is_damaged(line))
        else {
            return self.text.damaged(line).map(Err);
        };
        self.text.has_read(line);
        let refuse = |problem: String| Error::new(ErrorKind::Input, problem);
        Ok(match json::read(text).map_err(|problem| refuse(format!("the row {problem}"))) {
            Ok(Value::Object(fields)) => self.names.fields(fields),
            Ok(_) => Err(refuse("the row is not a JSON object".to_owned())),
            Err(error) => Err(error),
        })
    }

    fn next_csv(&mut self) -> Result<Option<Record>, Error> {
        loop {
            let is_over = self.text.has_ended();
            let ready = self.text.ready()?;
            let Rows::Csv(csv) = &mut self.rows else { return Ok(None) };
            if ready.is_empty() && !is_over {
                return Ok(None);
            }
            let splitter = match &mut csv.splitter {
                Some(splitter) => splitter,
                none => {
                    let noted = csv::note(ready);
                    let said = csv.delimiter.or(noted.map(|(delimiter, _)| delimiter));
                    let delimiter = said.or_else(|| csv::delimiter(ready, csv.above));
                    csv.delimiter = delimiter;
                    *none = Some(Splitter::new(delimiter.unwrap_or(b',')));
                    let (_, length) = noted.unwrap_or_default();
                    self.text.advance(length);
                    continue;
                }
            };
            let (split, taken) = splitter.next(ready);
            self.text.advance(taken);
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
                    let line = match csv.columns {
                        Some(_) => format!("row {}", self.row + 1),
                        None => "the line with the names of the columns".to_owned(),
                    };
                    let problem = format!("{line} has more than {MAX_COLUMNS} cells");
                    return Err(Error::new(ErrorKind::Input, problem));
                }
            };
            let cells = cells.into_iter().map(String::from_utf8).collect::<Result<Vec<_>, _>>();
            let whole = |cells: &Vec<String>| !cells.iter().any(|cell| self.text.is_damaged(cell));
            let cells = match cells.ok().filter(whole) {
                Some(cells) => {
                    self.text.has_read(&text);
                    Ok(cells)
                }
                None => Err(self.text.damaged(&text)?),
            };
            let Some(columns) = &csv.columns else {
                match csv.above.checked_sub(1) {
                    Some(above) => csv.above = above,
                    None => {
                        let columns = read_header(cells?, &self.names, &self.check_columns)?;
                        csv.columns = Some(Columns { columns, text });
                    }
                }
                continue;
            };
            let header = Some(columns.text.clone());
            let fields = cells.and_then(|cells| read_cells(&columns.columns, cells));
            return Ok(Some(self.record(text, header, fields)));
        }
    }
}

fn too_long() -> Error {
    Error::new(ErrorKind::Input, "the row is longer than 1 MiB")
}

fn read_header(
    names: Vec<String>,
    known: &ColumnNames,
    check_columns: &impl Fn(&[String]) -> Result<(), Error>,
) -> Result<Vec<Column>, Error> {
    let columns = known.columns(&names)?;
    let fields = columns.iter().filter_map(|column| match column {
        Column::Field { name, .. } => Some(name.clone()),
        Column::Without => None,
    });
    check_columns(&fields.collect::<Vec<_>>())?;
    Ok(columns)
}

/// The cells by the fields of their columns; empty ones say nothing. `a.b` is the field `b` of the
/// object `a`.
fn read_cells(columns: &[Column], cells: Vec<String>) -> Result<Map<String, Value>, Error> {
    if columns.len() != cells.len() {
        let problem = format!("the row has {} cells for {} columns", cells.len(), columns.len());
        return Err(Error::new(ErrorKind::Input, problem));
    }
    let mut fields = Map::new();
    for (column, cell) in columns.iter().zip(cells) {
        let Column::Field { name, is_usual } = column else { continue };
        if cell.is_empty() {
            continue;
        }
        let usual = if *is_usual { headers::usual_cell(name, &cell) } else { None };
        let cell = usual.map_or(cell, str::to_owned);
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
