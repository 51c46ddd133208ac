//! What the bytes of a file are: text in UTF-8, whatever they were in the file.

use authing_core::{Error, ErrorKind};
use bytes::{Buf as _, Bytes, BytesMut};
use encoding_rs::{CoderResult, Decoder, GB18030, UTF_16BE, UTF_16LE};

use super::Format;

/// How the text of a file is written in bytes.
///
/// A byte order mark at the head of a file decides, whatever was chosen. Without one a file is UTF-8
/// unless it is said otherwise: which other encoding it is in cannot be known from its bytes, and a wrong
/// guess makes other names of them. A file that is plainly not UTF-8 is refused as a whole, with what it
/// looks like.
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

/// A file as it comes: bytes in, text in UTF-8 out.
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
    /// How many bytes of the file, and of the text, there were so far.
    file_bytes: u64,
    text_bytes: u64,
}

enum State {
    Beginning,
    Utf8(Letters),
    Other {
        encoding: Encoding,
        /// Until the file has ended.
        decoder: Option<Box<Decoder>>,
    },
}

/// What was seen of a text that should be UTF-8.
#[derive(Default)]
struct Letters {
    /// Of more than one byte.
    good: u64,
    /// Sequences of bytes that are no letter.
    bad: u64,
    /// How much of the text was looked at.
    seen: usize,
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
            file_bytes: 0,
            text_bytes: 0,
        }
    }

    pub(super) fn push(&mut self, block: &[u8]) {
        self.file_bytes += block.len() as u64;
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
        if let State::Beginning = self.state {
            // Somebody may still be writing the lines.
            let is_line = self.format == Format::JsonLines && self.raw.contains(&b'\n');
            if self.raw.len() < HEAD && !is_line && !self.ended {
                return Ok(&[]);
            }
            self.begin()?;
        }
        match &mut self.state {
            State::Beginning => {}
            State::Utf8(letters) => {
                self.text.extend_from_slice(&self.raw);
                self.text_bytes += self.raw.len() as u64;
                self.raw.clear();
                letters.look_at(&self.text, self.ended);
                if letters.are_of_another_encoding() {
                    return Err(not_utf8(&self.text));
                }
                let is_known =
                    self.format == Format::JsonLines || self.text_bytes > LOOK_AHEAD as u64;
                if !is_known && !self.ended {
                    return Ok(&[]);
                }
            }
            State::Other { decoder, .. } => {
                if let Some(going) = decoder {
                    let decoded = decode(going, &self.raw, self.ended);
                    self.raw.clear();
                    self.text_bytes += decoded.len() as u64;
                    self.text.extend_from_slice(decoded.as_bytes());
                }
                if self.ended {
                    *decoder = None;
                }
            }
        }
        Ok(&self.text)
    }

    /// Takes so much of what is ready.
    pub(super) fn take(&mut self, length: usize) -> Bytes {
        self.forget(length);
        self.text.split_to(length).freeze()
    }

    /// Passes over so much of what is ready.
    pub(super) fn advance(&mut self, length: usize) {
        self.forget(length);
        self.text.advance(length);
    }

    fn forget(&mut self, length: usize) {
        if let State::Utf8(letters) = &mut self.state {
            letters.seen = letters.seen.saturating_sub(length);
        }
    }

    /// How many bytes of the file what was taken is. In another encoding than UTF-8 it is as much of the
    /// file as it is of the text, and exact at the end.
    pub(super) fn taken_bytes(&self) -> u64 {
        let taken = self.text_bytes.saturating_sub(self.text.len() as u64);
        let read = self.file_bytes.saturating_sub(self.raw.len() as u64);
        if taken == self.text_bytes {
            return read;
        }
        match self.state {
            State::Other { .. } => {
                let share = u128::from(read) * u128::from(taken) / u128::from(self.text_bytes);
                u64::try_from(share).unwrap_or(read)
            }
            _ => read.saturating_sub(self.text.len() as u64),
        }
    }

    /// Why a row cannot be read that holds what is no letter of the file's encoding.
    pub(super) fn damaged(&self) -> Error {
        let name = match self.state {
            State::Other { encoding, .. } => encoding.name(),
            State::Beginning | State::Utf8(_) => Encoding::Utf8.name(),
        };
        let problem = format!("the row holds bytes that are no letters of {name}");
        Error::new(ErrorKind::Input, problem)
    }

    /// Whether a row, which is text, was damaged in the file.
    pub(super) fn is_damaged(&self, row: &str) -> bool {
        matches!(self.state, State::Other { .. }) && row.contains(REPLACEMENT)
    }

    /// Sees what the file is.
    fn begin(&mut self) -> Result<(), Error> {
        let (marked, length) = match &*self.raw {
            [0xef, 0xbb, 0xbf, ..] => (Some(Encoding::Utf8), 3),
            [0xff, 0xfe, ..] => (Some(Encoding::Utf16Le), 2),
            [0xfe, 0xff, ..] => (Some(Encoding::Utf16Be), 2),
            _ => (None, 0),
        };
        if marked.is_none() {
            let head = self.raw.get(..HEAD.min(self.raw.len())).unwrap_or_default();
            let problem = no_text(head, self.encoding).or_else(|| other_form(head, self.format));
            if let Some(problem) = problem {
                return Err(Error::new(ErrorKind::Input, problem));
            }
        }
        self.raw.advance(length);
        let encoding = marked.unwrap_or(self.encoding);
        let other = match encoding {
            Encoding::Utf8 => {
                // So that the mark counts as read.
                self.text_bytes += length as u64;
                self.state = State::Utf8(Letters::default());
                return Ok(());
            }
            Encoding::Gb18030 => GB18030,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
        };
        let decoder = Some(Box::new(other.new_decoder_without_bom_handling()));
        self.state = State::Other { encoding, decoder };
        Ok(())
    }
}

impl Letters {
    /// Looks at what has come since. Half a letter at its end waits for its other half.
    fn look_at(&mut self, text: &[u8], ended: bool) {
        let new = text.get(self.seen..).unwrap_or_default();
        let mut chunks = new.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            let valid = chunk.valid();
            self.good += valid.bytes().filter(|byte| *byte >= 0xc0).count() as u64;
            self.seen += valid.len();
            let bad = chunk.invalid();
            let may_go_on = chunks.peek().is_none() && !ended && bad.len() < 4;
            if bad.is_empty() || (may_go_on && is_half(bad)) {
                return;
            }
            self.bad += 1;
            self.seen += bad.len();
        }
    }

    /// A file with many letters and a broken one has a broken row; one that has hardly a whole letter is
    /// written in another encoding.
    fn are_of_another_encoding(&self) -> bool {
        self.bad > 0 && self.bad.saturating_mul(2) > self.good
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

/// Why the beginning of a file is that of no text, and what it is.
fn no_text(head: &[u8], encoding: Encoding) -> Option<String> {
    let known: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            "an Excel workbook (.xlsx) or another ZIP archive: save the sheet as `CSV UTF-8`",
        ),
        (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls): save the sheet as `CSV UTF-8`"),
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
        _ => format!("the file holds zero bytes: it is no text in {}", encoding.name()),
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
