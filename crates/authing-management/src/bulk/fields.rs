//! What a row says, by name and type.

use authing_core::{Error, ErrorKind, arguments};
use authing_types::{Secret, Timestamp};
use serde_json::{Map, Number, Value};

use super::{
    Format,
    headers::{self, is_name},
    match_key::{plain_phone, trim},
};

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
            if self.format == Format::Csv {
                unharmed(name, text)?;
            }
        }
        Ok(text)
    }

    /// A phone number, in a cell however people write one.
    pub(crate) fn phone(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(text) = self.name(name)? else { return Ok(None) };
        if self.format != Format::Csv {
            return Ok(Some(text));
        }
        let country = self.left.get("phoneCountryCode").and_then(Value::as_str);
        let plain = plain_phone(&text, country.filter(|code| !trim(code).is_empty()));
        plain.map(Some).ok_or_else(|| Error::input(name, "is not a phone number"))
    }

    /// An email address: something at something, and nothing that could only be another column's.
    pub(crate) fn email(&mut self, name: &str) -> Result<Option<String>, Error> {
        let text = self.name(name)?;
        let is_one = |text: &str| {
            let sides = text.rsplit_once('@');
            sides.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
                && !text.contains(char::is_whitespace)
        };
        match text {
            Some(text) if !is_one(&text) => Err(Error::input(name, "is not an email address")),
            text => Ok(text),
        }
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

/// Refuses what a spreadsheet has made of a number or of nothing. What stood there is lost, and
/// it would become somebody's name.
fn unharmed(name: &str, text: &str) -> Result<(), Error> {
    const MEND: &str = "make the column text before you type or paste into it";
    let problem = match Harm::of(text) {
        None => return Ok(()),
        Some(Harm::Scientific) => "is a number in scientific notation, whose digits are lost",
        Some(Harm::Decimals) => "is a number with decimals",
        Some(Harm::Thousands) => "is a number with separators of thousands",
        Some(Harm::Rounded) => {
            let problem = "is a number of more than 15 digits that ends with zeros, as a spreadsheet rounds it; \
                           if it is right, import the row as JSON Lines";
            return Err(Error::input(name, problem));
        }
        Some(Harm::Formula) => "is a formula",
        Some(Harm::Fault) => {
            return Err(Error::input(name, "is what a spreadsheet shows in place of a value"));
        }
    };
    Err(Error::input(name, format_args!("{problem}: {MEND}")))
}

/// What spreadsheets do.
enum Harm {
    Scientific,
    Decimals,
    Thousands,
    Rounded,
    Formula,
    Fault,
}

impl Harm {
    fn of(text: &str) -> Option<Self> {
        let are_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let parts = |text: &str, at: &[char]| {
            text.split_once(at).map(|(one, other)| (one.to_owned(), other.to_owned()))
        };
        if let Some((number, power)) = parts(unsigned, &['E', 'e'])
            && let Some(power) = power.strip_prefix(['+', '-'])
            && are_digits(power)
            && parts(&number, &['.', ',']).map_or(are_digits(&number), |(whole, rest)| {
                are_digits(&whole) && are_digits(&rest)
            })
        {
            return Some(Self::Scientific);
        }
        if text.starts_with("=\"") || text.starts_with("='") {
            return Some(Self::Formula);
        }
        let faults = [
            "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
        ];
        let is_filled = text.len() > 1 && text.bytes().all(|byte| byte == b'#');
        if is_filled || faults.iter().any(|fault| fault.eq_ignore_ascii_case(text)) {
            return Some(Self::Fault);
        }
        if let Some((whole, rest)) = parts(unsigned, &['.'])
            && whole.len() >= 5
            && are_digits(&whole)
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte == b'0')
        {
            return Some(Self::Decimals);
        }
        let mut groups = unsigned.split(',');
        if unsigned.contains(',')
            && groups.next().is_some_and(|first| are_digits(first) && first.len() <= 3)
            && groups.all(|group| group.len() == 3 && are_digits(group))
        {
            return Some(Self::Thousands);
        }
        let lost = unsigned.get(15..).filter(|_| are_digits(unsigned))?;
        (!lost.is_empty() && lost.bytes().all(|digit| digit == b'0')).then_some(Self::Rounded)
    }
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

/// Refuses columns that are not among these, and a file without the column that `needed` names and
/// says the purpose of.
pub(crate) fn check_columns<'a>(
    columns: &[String],
    known: impl Iterator<Item = &'a str>,
    needed: (&str, &str),
) -> Result<(), Error> {
    let known: Vec<_> = known.collect();
    let is_known = |column: &str| known.contains(&column);
    if let Some((place, column)) = columns.iter().enumerate().find(|(_, column)| !is_known(column))
    {
        return Err(unknown_column(columns, &known, place + 1, column));
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

fn unknown_column(columns: &[String], known: &[&str], place: usize, column: &str) -> Error {
    let is_known = |column: &str| known.contains(&column);
    if let Some(field) = headers::hint(column).filter(|field| is_known(field)) {
        let problem = format_args!(
            "is not a column that can be imported; such a one usually is `{field}`: say so by `column_as`, or \
             by `usual_columns` for users"
        );
        return Error::input(column, problem);
    }
    if columns.len() == 1 {
        let separates = |letter: &char| {
            column.contains(*letter) && column.split(*letter).any(|cell| is_known(trim(cell)))
        };
        if let Some(letter) = [',', ';', '\t', '|', ':'].into_iter().find(separates) {
            let problem =
                format!("the cells of the file are separated by {letter:?}: say so by `delimiter`");
            return Error::new(ErrorKind::Input, problem);
        }
    }
    let all = known.join(", ");
    // A file without a header has somebody's data there.
    if !columns.iter().any(|column| is_known(column)) {
        let problem = format!("the file begins with no column that is known: {all}");
        return Error::new(ErrorKind::Input, problem);
    }
    let problem = format_args!(
        "is not a column that can be imported; known are {all}; `without_column` passes over it"
    );
    match is_name(column) {
        true => Error::input(column, problem),
        false => Error::input(&format!("column {place}"), problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_nobody_s() {
        let email = |text: &str| {
            let mut fields = Map::new();
            fields.insert("email".to_owned(), text.into());
            Fields::new(Format::JsonLines, fields).email("email")
        };
        for text in ["a@b", "王@例子.中国", "\"a@b\"@c.d", " a+b@c.d "] {
            assert!(email(text).unwrap().is_some(), "{text}");
        }
        for text in ["wang", "13800000001", "a@", "@b", "a b@c", "a@b c"] {
            let told = email(text).unwrap_err().to_string();
            assert_eq!(told, "argument `email` is not an email address");
        }
        assert_eq!(email(" ").unwrap(), None);
    }

    #[test]
    fn what_a_spreadsheet_has_made_of_a_number_is_nobody_s_name() {
        for (text, problem) in [
            ("1.38E+10", "is a number in scientific notation"),
            ("1,38E+10", "is a number in scientific notation"),
            ("1e+10", "is a number in scientific notation"),
            ("-1.2E-05", "is a number in scientific notation"),
            ("13800000001.0", "is a number with decimals"),
            ("13800000001.00", "is a number with decimals"),
            ("13,800,000,001", "is a number with separators of thousands"),
            ("110101199003071000", "is a number of more than 15 digits that ends with zeros"),
            ("=\"13800000001\"", "is a formula"),
            ("#N/A", "is what a spreadsheet shows in place of a value"),
            ("#ref!", "is what a spreadsheet shows in place of a value"),
            ("########", "is what a spreadsheet shows in place of a value"),
        ] {
            let told = unharmed("phone", text).unwrap_err().to_string();
            assert!(told.starts_with(&format!("argument `phone` {problem}")), "{text}: {told}");
            let mut fields = Map::new();
            fields.insert("phone".to_owned(), text.into());
            assert!(Fields::new(Format::Csv, fields.clone()).name("phone").is_err());
            // In JSON a text is what somebody has written.
            assert!(Fields::new(Format::JsonLines, fields).name("phone").is_ok());
        }
        for text in [
            "13800000001",
            "+86 138.0000.0001",
            "138.0000.0001",
            "+1 (415) 555-0100",
            "110101199003071234",
            "1e5",
            "e+e",
            "2E+",
            "a,b",
            "1.0",
            "v1.2.0",
            "#",
            "#wang",
            "=wang",
            "wang@example.com",
            "100000000000000",
        ] {
            assert!(unharmed("username", text).is_ok(), "{text}");
        }
    }
}
