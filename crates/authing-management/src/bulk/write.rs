//! Rows to bytes.

use authing_core::{Error, ErrorKind};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{ColumnNames, Format, csv::write_record};

/// What stands before the rows: the names of the columns, or nothing.
pub(crate) fn write_header(
    format: Format,
    columns: &[impl AsRef<str>],
    names: &ColumnNames,
) -> Vec<u8> {
    let mut head = Vec::new();
    if format == Format::Csv {
        write_record(&mut head, columns.iter().map(|column| names.in_file(column.as_ref())));
    }
    head
}

/// Appends a row with these columns of an object, in this order. A column `a.b` is the field `b` of
/// the object `a`, which in JSON Lines is a field of its own.
pub(crate) fn write_row(
    piece: &mut Vec<u8>,
    format: Format,
    columns: &[impl AsRef<str>],
    names: &ColumnNames,
    mut row: Value,
) -> Result<(), Error> {
    match format {
        Format::Csv => {
            let cells: Vec<_> =
                columns.iter().map(|column| cell(take(&mut row, column.as_ref()))).collect();
            write_record(piece, cells.iter().map(String::as_str));
        }
        Format::JsonLines => {
            let mut fields = Vec::new();
            for column in columns {
                let (name, _) = split(column.as_ref());
                let value = row.get_mut(name).map(Value::take).unwrap_or_default();
                if !value.is_null() {
                    fields.push((names.in_file(name), value));
                }
            }
            serde_json::to_writer(&mut *piece, &InOrder(fields)).map_err(|error| {
                Error::new(ErrorKind::Decode, "a row could not be written").with_source(error)
            })?;
            piece.push(b'\n');
        }
    }
    Ok(())
}

fn split(column: &str) -> (&str, Option<&str>) {
    column.split_once('.').map_or((column, None), |(object, field)| (object, Some(field)))
}

fn take(row: &mut Value, column: &str) -> Value {
    let (name, field) = split(column);
    let value = row.get_mut(name);
    let value = match field {
        None => value,
        Some(field) => value.and_then(|object| object.get_mut(field)),
    };
    value.map(Value::take).unwrap_or_default()
}

/// An object whose fields stand in this order.
struct InOrder<'a>(Vec<(&'a str, Value)>);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(values) if values.iter().all(Value::is_string) => {
            values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(";")
        }
        value => value.to_string(),
    }
}
