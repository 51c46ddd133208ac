//! What a row says, by name and type.

use authing_core::{Error, ErrorKind, arguments};
use authing_types::{Secret, Timestamp};
use serde_json::{Map, Number, Value};

use super::Format;

/// The fields of a row that have not been read yet. Errors name the field and never its value.
pub(crate) struct Fields {
    format: Format,
    left: Map<String, Value>,
}

impl Fields {
    pub(crate) fn new(format: Format, fields: Map<String, Value>) -> Self {
        Self { format, left: fields }
    }

    /// A value that is not null.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null())
    }

    /// A text without the white space around it, with which no field begins or ends. A cell that
    /// holds nothing else says nothing.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let text = self.as_it_stands(name)?.map(|text| trim(&text).to_owned());
        Ok(text.filter(|text| self.format != Format::Csv || !text.is_empty()))
    }

    /// What nobody else may have, such as a username. Blank says nothing; with a letter that nobody
    /// sees it would look like another's and be told from it.
    pub(crate) fn name(&mut self, name: &str) -> Result<Option<String>, Error> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        if let Some(text) = &text {
            arguments::visible(name, text)?;
        }
        Ok(text)
    }

    /// A password, in which every letter counts.
    pub(crate) fn secret(&mut self, name: &str) -> Result<Option<Secret>, Error> {
        Ok(self.as_it_stands(name)?.map(Secret::from))
    }

    fn as_it_stands(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::input(name, "is not text")),
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        let value = self.take(name);
        value.map(|value| read_flag(self.format, name, value)).transpose()
    }

    pub(crate) fn number(&mut self, name: &str) -> Result<Option<i64>, Error> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = read_number(self.format, name, value)?;
        number.as_i64().map(Some).ok_or_else(|| Error::input(name, "is not a whole number"))
    }

    /// A point in time, as ISO 8601.
    pub(crate) fn time(&mut self, name: &str) -> Result<Option<Timestamp>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        read_time(name, &text).map(Some)
    }

    /// Several texts: a list in JSON, separated by `;` in a cell.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, Error> {
        let refuse = || Error::input(name, "is not a list of texts");
        match (self.format, self.take(name)) {
            (_, None) => Ok(None),
            (Format::Csv, Some(Value::String(text))) => {
                Ok(Some(text.split(';').map(|text| trim(text).to_owned()).collect()))
            }
            (_, Some(Value::Array(values))) => values
                .into_iter()
                .map(|value| match value {
                    Value::String(text) => Ok(trim(&text).to_owned()),
                    _ => Err(refuse()),
                })
                .collect::<Result<_, _>>()
                .map(Some),
            (_, Some(_)) => Err(refuse()),
        }
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Map<String, Value>, Error> {
        match self.take(name) {
            None => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object),
            Some(_) => Err(Error::input(name, "is not an object")),
        }
    }

    /// Refuses a field that nobody has asked for: it would be lost without a word.
    pub(crate) fn end(self) -> Result<(), Error> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(name) => Err(Error::input(name, "is not a field that can be imported")),
        }
    }
}

/// The text without white space around it; a byte order mark is what remains of a line end.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

pub(crate) fn read_flag(format: Format, name: &str, value: Value) -> Result<bool, Error> {
    match (format, value) {
        (_, Value::Bool(flag)) => Ok(flag),
        (Format::Csv, Value::String(text)) if text.eq_ignore_ascii_case("true") || text == "1" => {
            Ok(true)
        }
        (Format::Csv, Value::String(text)) if text.eq_ignore_ascii_case("false") || text == "0" => {
            Ok(false)
        }
        _ => Err(Error::input(name, "is neither true nor false")),
    }
}

pub(crate) fn read_number(format: Format, name: &str, value: Value) -> Result<Number, Error> {
    match (format, value) {
        (_, Value::Number(number)) => Some(number),
        (Format::Csv, Value::String(text)) => serde_json::from_str(text.trim()).ok(),
        _ => None,
    }
    .ok_or_else(|| Error::input(name, "is not a number"))
}

pub(crate) fn read_time(name: &str, text: &str) -> Result<Timestamp, Error> {
    let time = Timestamp::from_text(text);
    match time.to_system_time() {
        Some(_) => Ok(time),
        None => Err(Error::input(name, "is not a time as ISO 8601 has it")),
    }
}

/// Whether a text can be the name of a column, rather than what stands in one.
fn is_name(text: &str) -> bool {
    let of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._- ".contains(&byte);
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(of_a_name)
}

/// Refuses columns that are not among these, and a file without the column that `needed` names and
/// says the purpose of.
pub(crate) fn check_columns<'a>(
    columns: &[String],
    mut known: impl Iterator<Item = &'a str> + Clone,
    needed: (&str, &str),
) -> Result<(), Error> {
    let is_known = |column: &String| known.clone().any(|known| known == column.as_str());
    if let Some(place) = columns.iter().position(|column| !is_known(column)) {
        let is_header = columns.iter().any(is_known);
        let first = known.next().unwrap_or_default();
        let all = known.fold(first.to_owned(), |all, name| all + ", " + name);
        // A file without a header has somebody's data there.
        if !is_header {
            let problem = format!("the file begins with no column that is known: {all}");
            return Err(Error::new(ErrorKind::Input, problem));
        }
        let problem = format_args!("is not a column that can be imported; known are {all}");
        return Err(match columns.get(place).filter(|column| is_name(column)) {
            Some(column) => Error::input(column, problem),
            None => Error::input(&format!("column {}", place + 1), problem),
        });
    }
    let (key, purpose) = needed;
    match columns.iter().any(|column| column == key) {
        true => Ok(()),
        false => {
            let problem = format!("the file has no column `{key}`, {purpose}");
            Err(Error::new(ErrorKind::Input, problem))
        }
    }
}
