//! A journal line by line.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _},
    path::Path,
};

use authing_core::{Error, ErrorKind};

use super::{
    super::ImportReport,
    entry::{Entry, Head, Noted, Sending, VERSION},
};

/// The longest line that is read. None that was written is near it, and a file that is not a journal may be one line.
const MAX_LINE: u64 = 4 * 1024 * 1024;

/// A problem with the journal here.
pub(super) fn refuse(path: &Path, problem: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Input, format!("the journal `{}` {problem}", path.display()))
}

pub(super) fn unreadable(path: &Path, cause: io::Error) -> Error {
    refuse(path, "could not be read").with_source(cause)
}

/// The file here, if there is one.
pub(super) fn file(path: &Path) -> Result<Option<File>, Error> {
    match File::open(path) {
        Ok(file) => check_is_file(path, &file).map(|()| Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, error)),
    }
}

/// A directory has no lines, and a device may have no end of them.
pub(super) fn check_is_file(path: &Path, file: &File) -> Result<(), Error> {
    match file.metadata() {
        Ok(what) if what.is_file() => Ok(()),
        Ok(_) => Err(refuse(path, "is not a file")),
        Err(error) => Err(unreadable(path, error)),
    }
}

/// Reads line after line.
pub(super) struct Lines {
    file: BufReader<File>,
    line: Vec<u8>,
    /// How many bytes were read.
    read: u64,
}

impl Lines {
    pub(super) fn of(file: File) -> Self {
        Self { file: BufReader::new(file), line: Vec::new(), read: 0 }
    }

    /// The next line without its end, which it may lack as the last one; `None` behind that.
    pub(super) fn next(&mut self) -> io::Result<Option<(&[u8], bool)>> {
        self.line.clear();
        let length = (&mut self.file).take(MAX_LINE).read_until(b'\n', &mut self.line)?;
        self.read += length as u64;
        Ok(match self.line.split_last() {
            None => None,
            Some((b'\n', line)) => Some((line, true)),
            Some(_) => Some((&self.line, false)),
        })
    }
}

/// What a journal says as a whole.
pub(super) struct Survey {
    /// `None` if nothing was written so far.
    pub(super) head: Option<Head>,
    pub(super) has_ended: bool,
    /// How many bytes from its beginning are whole lines.
    pub(super) whole: u64,
    /// Every row before this one was dealt with.
    pub(super) next_row: u64,
    /// Those from there on that were dealt with: no more than are carried out at the same time.
    pub(super) ahead: BTreeMap<u64, Noted>,
    /// What was begun and has no end.
    pub(super) begun: BTreeMap<u64, Sending>,
    pub(super) report: ImportReport,
}

impl Survey {
    /// Reads a journal once. What stands behind the last whole line is passed over; it was not on disk yet when
    /// whatever it says was to be done.
    pub(super) fn of(path: &Path, file: File) -> Result<Self, Error> {
        let mut survey = Self {
            head: None,
            has_ended: false,
            whole: 0,
            next_row: 1,
            ahead: BTreeMap::new(),
            begun: BTreeMap::new(),
            report: ImportReport::default(),
        };
        let mut lines = Lines::of(file);
        let first = lines.next().map_err(|error| unreadable(path, error))?;
        let Some((line, is_whole)) = first else { return Ok(survey) };
        let is_none = || refuse(path, "is not the journal of an import: name another place for it");
        match serde_json::from_slice::<Head>(line) {
            Ok(head) if head.import_journal != VERSION => {
                let problem = format!(
                    "is written as version {}, and this program reads version {VERSION}",
                    head.import_journal
                );
                return Err(refuse(path, problem));
            }
            Ok(head) if is_whole => {
                survey.next_row = head.start_at.max(1);
                survey.head = Some(head);
            }
            // Torn before anything was sent.
            Ok(_) => return Ok(survey),
            Err(_) if !is_whole && is_torn_head(line) => return Ok(survey),
            Err(_) => return Err(is_none()),
        }
        survey.whole = lines.read;
        let mut number = 1_u64;
        let mut broken = None;
        while let Some((line, is_whole)) = lines.next().map_err(|error| unreadable(path, error))? {
            number += 1;
            let entry = serde_json::from_slice::<Entry>(line).ok().filter(|_| is_whole);
            match (entry, broken) {
                (None, _) => broken = broken.or(Some(number)),
                // No line is torn in the middle.
                (Some(_), Some(number)) => {
                    return Err(refuse(path, format_args!("is broken in line {number}")));
                }
                (Some(entry), None) => {
                    survey.add(entry);
                    survey.whole = lines.read;
                }
            }
        }
        survey.report.next_row = survey.next_row;
        Ok(survey)
    }

    fn add(&mut self, entry: Entry) {
        match entry {
            Entry::Sending { row, sends } => {
                self.begun.insert(row, sends);
            }
            Entry::Refused { row } => {
                self.begun.remove(&row);
            }
            Entry::Done { row, is } => {
                self.begun.remove(&row);
                if row < self.next_row || self.ahead.contains_key(&row) {
                    return;
                }
                self.report.count(row, 0, &is.outcome());
                self.ahead.insert(row, is);
                while self.ahead.remove(&self.next_row).is_some() {
                    self.next_row = self.next_row.saturating_add(1);
                }
            }
            Entry::Ended { .. } => self.has_ended = true,
        }
    }
}

/// Whether this is the beginning of a first line.
fn is_torn_head(line: &[u8]) -> bool {
    let begin = br#"{"importJournal":"#;
    // A disk may have zeros in place of what it has not written.
    let end = line.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let line = line.get(..end).unwrap_or_default();
    line.starts_with(begin) || begin.starts_with(line)
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use super::*;

    const JOURNAL: &str = "{\"importJournal\":1,\"length\":1,\"sha256\":\"a\",\"startAt\":3,\"options\":{}}\n\
        {\"begun\":{\"row\":3,\"sends\":\"create\"}}\n\
        {\"begun\":{\"row\":5,\"sends\":{\"update\":[\"phone\"]}}}\n\
        {\"done\":{\"row\":4,\"is\":{\"rejected\":{\"reason\":{\"conflict\":{\"field\":\"email\",\"row\":3}},\"kind\":\"input\",\"text\":\"t\"}}}}\n\
        {\"done\":{\"row\":3,\"is\":\"created\"}}\n\
        {\"begun\":{\"row\":6,\"sends\":\"create\"}}\n\
        {\"refused\":{\"row\":6}}\n\
        {\"done\":{\"row\":7,\"is\":\"unchanged\"}}\n\
        {\"ended\":{\"rows\":5}}\n";

    fn survey(text: &[u8]) -> Result<Survey, Error> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        file.rewind().unwrap();
        Survey::of(Path::new("j"), file)
    }

    #[test]
    fn a_journal_tells_what_is_done_and_what_was_begun() {
        let far = JOURNAL.replace("\"row\":7", &format!("\"row\":{}", u64::MAX));
        assert_eq!(survey(far.as_bytes()).unwrap().next_row, 5);
        let all = survey(JOURNAL.as_bytes()).unwrap();
        assert_eq!((all.next_row, all.has_ended), (5, true));
        assert_eq!(all.ahead.keys().copied().collect::<Vec<_>>(), [7]);
        let begun = Sending::Update(vec!["phone".to_owned()]);
        assert_eq!(all.begun.into_iter().collect::<Vec<_>>(), [(5, begun)]);
        assert_eq!((all.report.rows, all.report.created, all.report.conflicts), (3, 1, 1));
    }

    #[test]
    fn a_journal_torn_anywhere_is_read_up_to_there() {
        let mut before = 0;
        for length in 0..=JOURNAL.len() {
            let torn = survey(&JOURNAL.as_bytes()[..length]).unwrap();
            let whole = JOURNAL[..length].rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(torn.whole, whole as u64, "{length}");
            assert_eq!(torn.head.is_some(), whole > 0);
            assert!(torn.report.rows >= before);
            before = torn.report.rows;
            // What a disk may have in its place.
            let zeros = [&JOURNAL.as_bytes()[..length], &[0; 100]].concat();
            assert_eq!(survey(&zeros).unwrap().whole, whole as u64, "{length}");
        }
    }

    #[test]
    fn what_is_broken_in_the_middle_or_is_no_journal_is_refused() {
        for (text, problem) in [
            (
                JOURNAL.replace("\"unchanged\"", "\"changed\""),
                "the journal `j` is broken in line 8",
            ),
            (JOURNAL.replace(":1,\"length\"", ":2,\"length\""), "is written as version 2"),
            ("username\nwang\n".to_owned(), "is not the journal of an import"),
            ("username".to_owned(), "is not the journal of an import"),
            ("{}\n".to_owned(), "is not the journal of an import"),
            ("x".repeat(5_000_000), "is not the journal of an import"),
        ] {
            let told = survey(text.as_bytes()).err().unwrap().to_string();
            assert!(told.contains(problem), "{told}");
        }
    }
}
