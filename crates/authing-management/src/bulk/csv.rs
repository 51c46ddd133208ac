//! Records of comma-separated values, from and to bytes.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, WriteResult, Writer, WriterBuilder};

/// The longest row that is read. A quotation mark that is never closed would otherwise take the
/// rest of the file into memory.
pub(super) const MAX_RECORD: usize = 1024 * 1024;

/// The most columns a file may have.
pub(super) const MAX_COLUMNS: usize = 1_000;

/// What separates the cells of a text, as the line with the names of its columns shows: a comma if there is
/// one, else a tab or a semicolon, which spreadsheets write where the comma is the decimal sign. A wrong
/// guess harms nobody: the columns would have names that nobody knows.
pub(super) fn delimiter(text: &[u8], mut lines_above: u32) -> Option<u8> {
    let mut found = None;
    let mut is_quoted = false;
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'\n' if lines_above > 0 => lines_above -= 1,
            _ if lines_above > 0 => {}
            b'\r' | b'\n' if found.is_some() => break,
            b',' => return Some(b','),
            // Tabs stand in no name of a column.
            b'\t' => found = Some(b'\t'),
            b';' => found = found.or(Some(b';')),
            _ => {}
        }
    }
    found
}

/// A first line that is a note for spreadsheets, `sep=;`: what it says, and how long it is.
pub(super) fn note(text: &[u8]) -> Option<(u8, usize)> {
    let (delimiter, rest) = text.strip_prefix(b"sep=")?.split_first()?;
    let end = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find(|end| rest.starts_with(end))?;
    can_separate(*delimiter).then_some((*delimiter, 5 + end.len()))
}

/// Whether cells can be separated by this.
pub(super) fn can_separate(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0)
}

/// Splits bytes that come in pieces into records.
pub(super) struct Splitter {
    reader: Box<Reader>,
    cells: Vec<u8>,
    cells_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// The record as it stands in the file.
    text: Vec<u8>,
}

/// A record, or why there can be none from here on.
pub(super) enum Split {
    Record { cells: Vec<Vec<u8>>, text: Vec<u8> },
    MoreInput,
    End,
    TooLong,
    TooManyCells,
}

impl Splitter {
    /// Splits at this byte.
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            reader: Box::new(ReaderBuilder::new().delimiter(delimiter).build()),
            cells: vec![0; 4096],
            cells_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
            text: Vec::new(),
        }
    }

    /// The next record, and how much of the input it took. No input at all means that none will
    /// come.
    pub(super) fn next(&mut self, input: &[u8]) -> (Split, usize) {
        let mut taken = 0;
        loop {
            let rest = input.get(taken..).unwrap_or_default();
            let (result, read, wrote, ended) = self.reader.read_record(
                rest,
                self.cells.get_mut(self.cells_len..).unwrap_or_default(),
                self.ends.get_mut(self.ends_len..).unwrap_or_default(),
            );
            self.text.extend_from_slice(rest.get(..read).unwrap_or_default());
            taken += read;
            self.cells_len += wrote;
            self.ends_len += ended;
            match result {
                ReadRecordResult::InputEmpty if self.text.len() > MAX_RECORD => {
                    return (Split::TooLong, taken);
                }
                ReadRecordResult::InputEmpty => return (Split::MoreInput, taken),
                ReadRecordResult::OutputFull if self.cells.len() > MAX_RECORD => {
                    return (Split::TooLong, taken);
                }
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > MAX_COLUMNS => {
                    return (Split::TooManyCells, taken);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record if self.ends_len > MAX_COLUMNS => {
                    return (Split::TooManyCells, taken);
                }
                ReadRecordResult::Record => return (self.take(), taken),
                ReadRecordResult::End => return (Split::End, taken),
            }
        }
    }

    fn take(&mut self) -> Split {
        let mut start = 0;
        let ends = self.ends.get(..self.ends_len).unwrap_or_default();
        let cells = ends
            .iter()
            .map(|&end| {
                let cell = self.cells.get(start..end).unwrap_or_default().to_vec();
                start = end;
                cell
            })
            .collect();
        self.cells_len = 0;
        self.ends_len = 0;
        Split::Record { cells, text: whole_line(std::mem::take(&mut self.text)) }
    }
}

/// The reader takes `\n` after `\r`, and empty lines, together with the record after them.
fn whole_line(mut text: Vec<u8>) -> Vec<u8> {
    let begin = text.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    text.drain(..begin);
    if text.ends_with(b"\r") {
        text.push(b'\n');
    }
    text
}

/// Appends a record, quoted where it must be.
pub(crate) fn write_record<'a>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    let mut writer = Writer::new();
    write_with(&mut writer, out, cells);
    fill(out, |room| writer.terminator(room));
}

/// Appends cells, between two of which this stands, and no line end behind them.
pub(super) fn write_cells<'a>(
    out: &mut Vec<u8>,
    delimiter: u8,
    cells: impl IntoIterator<Item = &'a str>,
) {
    let mut writer = WriterBuilder::new().delimiter(delimiter).build();
    write_with(&mut writer, out, cells);
    fill(out, |room| writer.finish(room));
}

fn write_with<'a>(
    writer: &mut Writer,
    out: &mut Vec<u8>,
    cells: impl IntoIterator<Item = &'a str>,
) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            fill(out, |room| writer.delimiter(room));
        }
        let mut rest = cell.as_bytes();
        fill(out, |room| {
            let (result, read, wrote) = writer.field(rest, room);
            rest = rest.get(read..).unwrap_or_default();
            (result, wrote)
        });
    }
}

/// Lets the writer write until it has no more to say.
fn fill(out: &mut Vec<u8>, mut write: impl FnMut(&mut [u8]) -> (WriteResult, usize)) {
    let mut room = [0; 256];
    loop {
        let (result, wrote) = write(&mut room);
        out.extend_from_slice(room.get(..wrote).unwrap_or_default());
        if matches!(result, WriteResult::InputEmpty) {
            return;
        }
    }
}
