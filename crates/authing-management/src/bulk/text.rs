//! What the bytes of a file are: text in UTF-8, whatever they were in the file.

use std::collections::VecDeque;

use authing_core::{Error, ErrorKind};
use bytes::{Buf as _, Bytes, BytesMut};
use encoding_rs::{CoderResult, Decoder, GB18030, UTF_16BE, UTF_16LE};

use super::{Format, csv::MAX_RECORD};

/// How the text of a file is written in bytes.
///
/// A byte order mark at the head of a file decides, whatever was chosen. Without one a file is UTF-8
/// unless it is said otherwise: which other encoding it is in cannot be known from its bytes, and a wrong
/// guess makes other names of them. A file that is plainly not UTF-8 is refused as a whole, with what it
/// looks like, before anything of it is sent; where its first MiB is ASCII alone, the import ends at its first
/// other row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// GB 18030, which holds GBK and GB 2312: what spreadsheets on a Chinese system write as CSV.
    Gb18030,
    /// UTF-16, little end first: the `Unicode text` of spreadsheets.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
}

impl Encoding {
    /// What it is called.
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB 18030",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        }
    }
}

/// How far a file is looked at before its first row is given: a file in another encoding is refused
/// before anything of it is sent.
const LOOK_AHEAD: usize = 1024 * 1024;

/// So much of the beginning says what a file is.
const HEAD: usize = 1024;

/// What stands for a byte that is none of the encoding's.
const REPLACEMENT: &str = "\u{fffd}";

/// A file as it comes: bytes in, text in UTF-8 out. What it says of a file does not depend on the blocks
/// in which that comes.
pub(super) struct Text {
    format: Format,
    encoding: Encoding,
    state: State,
    /// What has come and was not turned into text yet.
    raw: BytesMut,
    /// No more will come.
    ended: bool,
    /// The text that was not taken yet.
    text: BytesMut,
    /// How many bytes of text were taken so far, and of the file with them.
    taken: u64,
    taken_of_file: u64,
    /// Whether the text has letters that are written in several bytes, and are whole.
    has_letters: bool,
}

enum State {
    Beginning,
    /// The text is that of the file.
    Utf8 {
        /// Whether it was looked at.
        is_known: bool,
    },
    Other(Translation),
}

/// Text from another encoding, line by line.
struct Translation {
    encoding: Encoding,
    /// Until the file has ended.
    decoder: Option<Box<Decoder>>,
    /// How much of the raw bytes holds no line end.
    searched: usize,
    /// How many bytes there were so far: of the file, and of the text.
    file: u64,
    text: u64,
    /// Where lines end that were not taken yet: in the text, and in the file.
    ends: VecDeque<(u64, u64)>,
}

impl Text {
    pub(super) fn new(format: Format, encoding: Encoding) -> Self {
        Self {
            format,
            encoding,
            state: State::Beginning,
            raw: BytesMut::new(),
            ended: false,
            text: BytesMut::new(),
            taken: 0,
            taken_of_file: 0,
            has_letters: false,
        }
    }

    pub(super) fn push(&mut self, block: &[u8]) {
        self.raw.extend_from_slice(block);
    }

    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Whether all of the file has come; not all of it need have been taken.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// The text that has come and was not taken; empty while the file must be looked at further.
    pub(super) fn ready(&mut self) -> Result<&[u8], Error> {
        if let State::Beginning = self.state
            && !self.begin()?
        {
            return Ok(&[]);
        }
        match &mut self.state {
            State::Beginning => {}
            State::Utf8 { is_known } => {
                self.text.extend_from_slice(&self.raw);
                self.raw.clear();
                if !*is_known {
                    if self.text.len() < LOOK_AHEAD && !self.ended {
                        return Ok(&[]);
                    }
                    *is_known = true;
                    let seen = self.text.get(..LOOK_AHEAD).unwrap_or(&self.text);
                    let letters = Letters::of(seen);
                    if letters.are_of_another_encoding() {
                        return Err(not_utf8(seen));
                    }
                    self.has_letters = letters.whole > 0;
                }
            }
            State::Other(translation) => {
                translation.translate(&mut self.raw, self.ended, &mut self.text);
            }
        }
        Ok(&self.text)
    }

    /// Takes so much of what is ready.
    pub(super) fn take(&mut self, length: usize) -> Bytes {
        self.count(length);
        self.text.split_to(length).freeze()
    }

    /// Passes over so much of what is ready.
    pub(super) fn advance(&mut self, length: usize) {
        self.count(length);
        self.text.advance(length);
    }

    fn count(&mut self, length: usize) {
        self.taken += length as u64;
        match &mut self.state {
            State::Other(translation) => {
                if let Some(file) = translation.file_at(self.taken) {
                    self.taken_of_file = file;
                }
            }
            _ => self.taken_of_file += length as u64,
        }
    }

    /// How many bytes of the file what was taken is; in another encoding than UTF-8, up to the last line that
    /// was taken whole.
    pub(super) fn taken_bytes(&self) -> u64 {
        self.taken_of_file
    }

    /// Notes that a row was read.
    pub(super) fn has_read(&mut self, row: &[u8]) {
        self.has_letters = self.has_letters || !row.is_ascii();
    }

    /// Why a row cannot be read that holds bytes which its encoding does not have. Where no letter
    /// before it was whole, it is not the row that is broken, and the outer error is for the file.
    pub(super) fn damaged(&self, row: &[u8]) -> Result<Error, Error> {
        let encoding = match &self.state {
            State::Other(translation) => translation.encoding,
            _ if !self.has_letters => return Err(not_utf8(row)),
            _ => Encoding::Utf8,
        };
        let problem = format!("the row holds bytes that are not letters of {}", encoding.name());
        Ok(Error::new(ErrorKind::Input, problem))
    }

    /// Whether a row, which is text, was damaged in the file.
    pub(super) fn is_damaged(&self, row: &str) -> bool {
        matches!(self.state, State::Other(_)) && row.contains(REPLACEMENT)
    }

    /// Sees what the file is; `false` while too little of it has come.
    fn begin(&mut self) -> Result<bool, Error> {
        let line = match self.format {
            // Somebody may still be writing them.
            Format::JsonLines => self.raw.iter().take(HEAD).position(|byte| *byte == b'\n'),
            Format::Csv => None,
        };
        let length = line.map_or(HEAD, |end| end + 1);
        if self.raw.len() < length && !self.ended {
            return Ok(false);
        }
        let head = self.raw.get(..length).unwrap_or(&self.raw);
        let (marked, mark) = match head {
            [0xef, 0xbb, 0xbf, ..] => (Some(Encoding::Utf8), 3),
            [0xff, 0xfe, ..] => (Some(Encoding::Utf16Le), 2),
            [0xfe, 0xff, ..] => (Some(Encoding::Utf16Be), 2),
            _ => (None, 0),
        };
        if marked.is_none() {
            let problem = no_text(head, self.encoding).or_else(|| other_form(head, self.format));
            if let Some(problem) = problem {
                return Err(Error::new(ErrorKind::Input, problem));
            }
        }
        self.raw.advance(mark);
        self.taken_of_file += mark as u64;
        let encoding = marked.unwrap_or(self.encoding);
        let other = match encoding {
            Encoding::Utf8 => {
                // JSON is UTF-8 by definition.
                self.state = State::Utf8 { is_known: self.format == Format::JsonLines };
                return Ok(true);
            }
            Encoding::Gb18030 => GB18030,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
        };
        self.state = State::Other(Translation {
            encoding,
            decoder: Some(Box::new(other.new_decoder_without_bom_handling())),
            searched: 0,
            file: mark as u64,
            text: 0,
            ends: VecDeque::new(),
        });
        Ok(true)
    }
}

impl Translation {
    /// Takes the lines that have come whole.
    fn translate(&mut self, raw: &mut BytesMut, ended: bool, text: &mut BytesMut) {
        let Some(decoder) = &mut self.decoder else { return };
        loop {
            let new = raw.get(self.searched..).unwrap_or_default();
            let end = self.encoding.line_end(new).map(|end| self.searched + end);
            let is_last = end.is_none() && ended;
            let length = match end {
                Some(end) => end,
                None if ended => raw.len(),
                // Nobody reads so long a row; it is not kept twice.
                None if raw.len() > 2 * MAX_RECORD => raw.len() & !1,
                None => {
                    // Half a unit is looked at again.
                    self.searched = raw.len() & !1;
                    return;
                }
            };
            self.searched = 0;
            let line = raw.split_to(length);
            let line_text = decode(decoder, &line, is_last);
            text.extend_from_slice(line_text.as_bytes());
            self.file += length as u64;
            self.text += line_text.len() as u64;
            self.ends.push_back((self.text, self.file));
            if is_last {
                self.decoder = None;
                return;
            }
        }
    }

    /// Where in the file the last line ends that is taken with so much of the text.
    fn file_at(&mut self, taken: u64) -> Option<u64> {
        let mut found = None;
        while let Some(&(text, file)) = self.ends.front()
            && text <= taken
        {
            found = Some(file);
            self.ends.pop_front();
        }
        found
    }
}

impl Encoding {
    /// Behind the first line end of these bytes, which begin with a whole letter.
    fn line_end(self, bytes: &[u8]) -> Option<usize> {
        let unit = |line_feed: [u8; 2]| {
            let mut units = bytes.chunks_exact(2);
            units.position(|unit| unit == line_feed).map(|index| 2 * (index + 1))
        };
        match self {
            Self::Utf16Le => unit([b'\n', 0]),
            Self::Utf16Be => unit([0, b'\n']),
            // No letter of several bytes has this one among them.
            Self::Utf8 | Self::Gb18030 => {
                bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1)
            }
        }
    }
}

/// The letters of several bytes in a text that should be UTF-8.
struct Letters {
    whole: u64,
    /// Sequences of bytes that make none.
    broken: u64,
}

impl Letters {
    /// Those of the beginning of a text, whose last letter may be cut.
    fn of(text: &[u8]) -> Self {
        let (mut whole, mut broken, mut seen) = (0, 0, 0);
        for chunk in text.utf8_chunks() {
            whole += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count() as u64;
            seen += chunk.valid().len() + chunk.invalid().len();
            let is_cut = seen == text.len() && is_half(chunk.invalid());
            broken += u64::from(!chunk.invalid().is_empty() && !is_cut);
        }
        Self { whole, broken }
    }

    /// A file with many letters and a broken one has a broken row; one that has hardly a whole letter is
    /// written in another encoding.
    fn are_of_another_encoding(&self) -> bool {
        self.broken > 0 && self.broken.saturating_mul(2) > self.whole
    }
}

/// Whether these bytes are the beginning of a letter.
fn is_half(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn decode(decoder: &mut Decoder, raw: &[u8], last: bool) -> String {
    // Long enough for whatever comes of it; where it cannot be told, the loop goes round again.
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(raw.len()).unwrap_or(1024));
    let mut rest = raw;
    loop {
        let (result, read, _) = decoder.decode_to_string(rest, &mut text, last);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            CoderResult::InputEmpty => return text,
            CoderResult::OutputFull => text.reserve(rest.len().max(64)),
        }
    }
}

/// What a text is that is not UTF-8, and what to do.
fn not_utf8(text: &[u8]) -> Error {
    let problem = match GB18030.decode_without_bom_handling_and_without_replacement(sample(text)) {
        Some(_) => {
            "the file is not UTF-8; it looks like GBK or GB 18030, which spreadsheets on a Chinese system \
             write: read it with `encoding(Encoding::Gb18030)`, or save it as `CSV UTF-8`"
        }
        None => {
            "the file is not UTF-8: save it in this encoding (a spreadsheet calls it `CSV UTF-8`)"
        }
    };
    Error::new(ErrorKind::Input, problem)
}

/// A part of a text that ends with a line, so that no letter is cut.
fn sample(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
    text.get(..end).unwrap_or(text)
}

/// What a file is whose beginning is not text.
fn no_text(head: &[u8], encoding: Encoding) -> Option<String> {
    let known: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            "an Excel workbook (.xlsx) or another ZIP archive: save the sheet as `CSV UTF-8`, or read it with \
             `bulk::Workbook` (feature `xlsx`)",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "an Excel workbook (.xls, or one with a password): save the sheet as `CSV UTF-8`",
        ),
        (b"\x1f\x8b", "compressed by gzip: unpack it"),
        (b"BZh", "compressed by bzip2: unpack it"),
        (b"\xfd7zXZ", "compressed by xz: unpack it"),
        (b"7z\xbc\xaf", "a 7z archive: unpack it"),
        (b"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it"),
        (b"Rar!", "a RAR archive: unpack it"),
        (b"%PDF", "a PDF document, which no table can be read from"),
        (b"SQLite format 3", "an SQLite database: export the table as CSV"),
    ];
    if let Some((_, what)) = known.iter().find(|(begin, _)| head.starts_with(begin)) {
        return Some(format!("the file is {what}"));
    }
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let half = head.len() / 4;
    Some(match (first, second) {
        (0, 0) => return None,
        (0, many) if many > half => {
            "the file looks like UTF-16 without a byte order mark: read it with \
             `encoding(Encoding::Utf16Le)`, or save it as `CSV UTF-8`"
                .to_owned()
        }
        (many, 0) if many > half => {
            "the file looks like UTF-16 without a byte order mark: read it with \
             `encoding(Encoding::Utf16Be)`, or save it as `CSV UTF-8`"
                .to_owned()
        }
        _ => format!("the file holds zero bytes: it is not text in {}", encoding.name()),
    })
}

/// Whether the beginning of a file is that of another form of text than was said.
fn other_form(head: &[u8], format: Format) -> Option<String> {
    let begin = head.trim_ascii_start();
    let lower: Vec<_> = begin.iter().take(14).map(u8::to_ascii_lowercase).collect();
    let is_markup = ["<!doctype", "<html", "<table", "<?xml"]
        .iter()
        .any(|tag| lower.starts_with(tag.as_bytes()));
    let is_object = begin.starts_with(b"{\"") || begin.starts_with(b"{ \"");
    Some(match (format, begin.first()) {
        _ if is_markup => "the file is HTML or XML, which some systems call a workbook: open it in a \
             spreadsheet and save it as `CSV UTF-8`"
            .to_owned(),
        (Format::Csv, _) if is_object => {
            "the file looks like JSON: `Format::JsonLines` reads an object a line".to_owned()
        }
        (_, Some(b'[')) if is_array(begin) => {
            "the file looks like one JSON array: JSON Lines have an object a line, without brackets and \
             commas between them"
                .to_owned()
        }
        _ => return None,
    })
}

/// Whether this is the beginning of an array of objects.
fn is_array(begin: &[u8]) -> bool {
    let behind = begin.get(1..).unwrap_or_default().trim_ascii_start();
    behind.starts_with(b"{") || behind.starts_with(b"]")
}
