//! The objects of a JSON file, one at a time: of a list, of the list of a member of one object, or one a line.

use std::{error::Error as StdError, fmt};

use authing_core::{Error, ErrorKind};
use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};

use super::fields::refuse;
use crate::bulk::json;

/// The longest object that is read.
const MAX_ITEM: usize = 1024 * 1024;

/// Where the objects are in a file that is one object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The file is a list, or has an object a line.
    Top,
    /// They are in the list of this member; the file may as well be that list.
    Member(&'static str),
}

/// One object of a file.
pub(super) type Item = Result<Map<String, Value>, Error>;

/// The objects of a file, in their order. An error ends them.
pub(super) fn items<B, E>(
    place: Place,
    source: impl Stream<Item = Result<B, E>> + Send,
) -> impl Stream<Item = Result<Item, Error>> + Send
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let state = (Box::pin(source), Splitter::new(place), false);
    stream::unfold(Some(state), |state| async move {
        let (mut source, mut splitter, mut has_ended) = state?;
        loop {
            match splitter.next(has_ended) {
                Ok(Some(item)) => return Some((Ok(item), Some((source, splitter, has_ended)))),
                Ok(None) if has_ended => return None,
                Ok(None) => {}
                Err(error) => return Some((Err(error), None)),
            }
            match source.next().await {
                Some(Ok(block)) => splitter.text.extend_from_slice(&block.into()),
                Some(Err(error)) => {
                    let cause = Cause(error.into());
                    return Some((
                        Err(refuse("the file could not be read").with_source(cause)),
                        None,
                    ));
                }
                None => has_ended = true,
            }
        }
    })
}

/// An error of the source's own type.
#[derive(Debug)]
struct Cause(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

enum State {
    Beginning,
    /// An object a line.
    Lines {
        /// In the middle of a line that is too long.
        skipping: bool,
    },
    /// In the object that the file is, before the list.
    Members(Scan),
    /// In the list.
    List {
        /// A value has been seen, so that a comma stands before the next.
        is_first: bool,
    },
    /// Behind the list.
    Over,
}

/// How far an object has been looked at that is not kept.
#[derive(Default)]
struct Scan {
    depth: u32,
    in_text: bool,
    is_escaped: bool,
    /// The last text at depth 1, if it is short: it may be the name of the list.
    last: Vec<u8>,
    /// A colon has followed it.
    is_name: bool,
}

struct Splitter {
    place: Place,
    state: State,
    text: BytesMut,
    /// How much of an unfinished value has been looked at, and how.
    seen: usize,
    depth: u32,
    in_text: bool,
    is_escaped: bool,
}

impl Splitter {
    fn new(place: Place) -> Self {
        Self {
            place,
            state: State::Beginning,
            text: BytesMut::new(),
            seen: 0,
            depth: 0,
            in_text: false,
            is_escaped: false,
        }
    }

    fn next(&mut self, has_ended: bool) -> Result<Option<Item>, Error> {
        loop {
            match &mut self.state {
                State::Beginning => {
                    if !self.begin(has_ended)? {
                        return Ok(None);
                    }
                }
                State::Lines { .. } => return self.next_line(has_ended),
                State::Members(_) => {
                    if !self.find_list(has_ended)? {
                        return Ok(None);
                    }
                }
                State::List { .. } => return self.next_of_list(has_ended),
                State::Over => {
                    self.text.clear();
                    return Ok(None);
                }
            }
        }
    }

    /// Sees what the file is; `false` while too little of it has come.
    fn begin(&mut self, has_ended: bool) -> Result<bool, Error> {
        if self.text.len() < 4 && !has_ended {
            return Ok(false);
        }
        if self.text.starts_with(&[0xef, 0xbb, 0xbf]) {
            self.text.advance(3);
        }
        self.skip_space();
        let what = match self.text.as_ref() {
            [] if has_ended => "is empty",
            [] => return Ok(false),
            [b'[', ..] => {
                self.text.advance(1);
                self.state = State::List { is_first: true };
                return Ok(true);
            }
            [b'{', ..] if self.place == Place::Top => {
                self.state = State::Lines { skipping: false };
                return Ok(true);
            }
            [b'{', ..] => {
                self.state = State::Members(Scan::default());
                return Ok(true);
            }
            [0x1f, 0x8b, ..] => "is compressed by gzip: unpack it",
            [b'P', b'K', ..] => "is a ZIP archive or a workbook: unpack it",
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16: save it as UTF-8",
            _ => "is not JSON",
        };
        Err(refuse(format!("the file {what}")))
    }

    fn skip_space(&mut self) {
        let space = self.text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.text.advance(space);
    }

    fn next_line(&mut self, has_ended: bool) -> Result<Option<Item>, Error> {
        loop {
            let State::Lines { skipping } = &mut self.state else { return Ok(None) };
            let new = self.text.get(self.seen..).unwrap_or_default();
            let end = new.iter().position(|byte| *byte == b'\n').map(|end| self.seen + end + 1);
            let length = match end {
                Some(end) => end,
                None if has_ended && self.text.is_empty() => return Ok(None),
                None if has_ended => self.text.len(),
                None if self.text.len() > MAX_ITEM => {
                    let was_skipping = std::mem::replace(skipping, true);
                    self.text.clear();
                    self.seen = 0;
                    if was_skipping {
                        return Ok(None);
                    }
                    return Ok(Some(Err(too_long())));
                }
                None => {
                    self.seen = self.text.len();
                    return Ok(None);
                }
            };
            self.seen = 0;
            let skipped = std::mem::replace(skipping, false);
            let line = self.text.split_to(length);
            let line = line.trim_ascii();
            if skipped || line.is_empty() {
                continue;
            }
            return Ok(Some(if line.len() > MAX_ITEM { Err(too_long()) } else { read(line) }));
        }
    }

    /// Looks for the list in the object that the file is; `false` while it has not come.
    fn find_list(&mut self, has_ended: bool) -> Result<bool, Error> {
        let Place::Member(name) = self.place else { return Ok(false) };
        let State::Members(scan) = &mut self.state else { return Ok(false) };
        for (index, byte) in self.text.iter().enumerate() {
            if scan.in_text {
                match byte {
                    _ if scan.is_escaped => scan.is_escaped = false,
                    b'\\' => scan.is_escaped = true,
                    b'"' => scan.in_text = false,
                    _ => {}
                }
                if scan.in_text && scan.depth == 1 && scan.last.len() < 64 {
                    scan.last.push(*byte);
                }
                continue;
            }
            match byte {
                b'"' => {
                    scan.in_text = true;
                    if scan.depth == 1 {
                        scan.last.clear();
                        scan.is_name = false;
                    }
                }
                b':' if scan.depth == 1 => scan.is_name = true,
                b'[' if scan.depth == 1 && scan.is_name && scan.last == name.as_bytes() => {
                    self.text.advance(index + 1);
                    self.state = State::List { is_first: true };
                    return Ok(true);
                }
                b'[' | b'{' => scan.depth += 1,
                b']' | b'}' => scan.depth = scan.depth.saturating_sub(1),
                b',' if scan.depth == 1 => scan.is_name = false,
                _ => {}
            }
        }
        self.text.clear();
        match has_ended {
            true => {
                Err(refuse(format!("the file has no list `{name}`, in which its users would be")))
            }
            false => Ok(false),
        }
    }

    fn next_of_list(&mut self, has_ended: bool) -> Result<Option<Item>, Error> {
        let ended_early =
            || Err(refuse("the file ends in the middle of its list: it is not whole"));
        if self.seen == 0 {
            loop {
                self.skip_space();
                let State::List { is_first } = &mut self.state else { return Ok(None) };
                match self.text.first() {
                    None if has_ended => return ended_early(),
                    None => return Ok(None),
                    Some(b']') => {
                        self.state = State::Over;
                        self.text.clear();
                        return Ok(None);
                    }
                    Some(b',') if !*is_first => {
                        *is_first = true;
                        self.text.advance(1);
                    }
                    Some(_) if *is_first => {
                        *is_first = false;
                        break;
                    }
                    Some(_) => {
                        return Err(refuse("the list of the file is not JSON: a comma is missing"));
                    }
                }
            }
        }
        let mut end = None;
        for (index, byte) in self.text.iter().enumerate().skip(self.seen) {
            if self.in_text {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'[' | b'{' => self.depth += 1,
                // The end of a value that is neither object, list nor text.
                b']' | b',' if self.depth == 0 => {
                    end = Some(index);
                    break;
                }
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        end = Some(index + 1);
                        break;
                    }
                }
                _ => {}
            }
        }
        let Some(end) = end else {
            self.seen = self.text.len();
            if has_ended {
                return ended_early();
            }
            return match self.text.len() > MAX_ITEM {
                // Where it ends cannot be told without reading on, perhaps to the end.
                true => Err(refuse("an entry of the list is longer than 1 MiB")),
                false => Ok(None),
            };
        };
        (self.seen, self.depth, self.in_text, self.is_escaped) = (0, 0, false, false);
        let item = self.text.split_to(end);
        Ok(Some(read(item.trim_ascii())))
    }
}

fn too_long() -> Error {
    refuse("the row is longer than 1 MiB")
}

fn read(text: &[u8]) -> Item {
    let text = std::str::from_utf8(text).map_err(|_| refuse("the row is not UTF-8"))?;
    match json::read(text).map_err(|problem| refuse(format!("the row {problem}")))? {
        Value::Object(object) => Ok(object),
        _ => Err(Error::new(ErrorKind::Input, "the row is not a JSON object")),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{FutureExt, TryStreamExt};

    use super::*;

    fn all(place: Place, file: &str, block: usize) -> Result<Vec<Result<String, String>>, String> {
        let blocks = file.as_bytes().chunks(block).map(|block| Ok::<_, Infallible>(block.to_vec()));
        let items = items(place, stream::iter(blocks.collect::<Vec<_>>()));
        let items: Vec<Item> =
            items.try_collect().now_or_never().unwrap().map_err(|error| error.to_string())?;
        let text = |item: Item| match item {
            Ok(object) => Ok(Value::Object(object).to_string()),
            Err(error) => Err(error.to_string()),
        };
        Ok(items.into_iter().map(text).collect())
    }

    const USERS: Place = Place::Member("users");

    #[test]
    fn objects_are_found_wherever_a_file_has_them_and_in_whatever_blocks_it_comes() {
        let expected =
            vec![Ok(r#"{"a":"]}, \""}"#.to_owned()), Ok(r#"{"b":[{"users":[1]}]}"#.to_owned())];
        for (place, file) in [
            (Place::Top, "\u{feff} [ {\"a\":\"]}, \\\"\"} ,\n{\"b\":[{\"users\":[1]}]}\n]\n"),
            (Place::Top, "{\"a\":\"]}, \\\"\"}\n\n{\"b\":[{\"users\":[1]}]}"),
            (USERS, "[{\"a\":\"]}, \\\"\"},{\"b\":[{\"users\":[1]}]}]"),
            (
                USERS,
                "{\"realm\": \"users\", \"x\": {\"users\": [{\"c\": 1}]}, \"y\": [\"users\", [2]], \
                 \"users\" : [{\"a\":\"]}, \\\"\"},{\"b\":[{\"users\":[1]}]}], \"z\": {}}",
            ),
        ] {
            for block in [1, 2, 7, 4096] {
                assert_eq!(all(place, file, block).as_ref(), Ok(&expected), "{file} by {block}");
            }
        }
        assert_eq!(all(Place::Top, "[]", 1), Ok(vec![]));
        assert_eq!(all(USERS, "{\"users\":[ ]}", 1), Ok(vec![]));
    }

    #[test]
    fn a_row_that_is_no_object_is_told_and_the_rest_is_read() {
        let rows = all(Place::Top, "[1, {\"a\": x}, {\"a\": 1}]", 3).unwrap();
        assert_eq!(rows[0], Err("the row is not a JSON object".to_owned()));
        assert!(rows[1].as_ref().unwrap_err().starts_with("the row is not JSON"), "{rows:?}");
        assert_eq!(rows[2], Ok("{\"a\":1}".to_owned()));
        let rows = all(Place::Top, "{\"a\": 1\n{\"a\": 2}\n", 3).unwrap();
        assert!(rows[0].is_err() && rows[1].is_ok(), "{rows:?}");
        let long = format!("{{\"a\": \"{}\"}}\n{{\"a\": 2}}\n", "x".repeat(3 * MAX_ITEM));
        let rows = all(Place::Top, &long, 65_536).unwrap();
        assert_eq!(rows[0], Err("the row is longer than 1 MiB".to_owned()));
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn what_is_not_such_a_file_is_refused_with_what_it_is() {
        for (place, file, problem) in [
            (Place::Top, "", "the file is empty"),
            (Place::Top, "\u{1f}\u{8b}", "the file is not JSON"),
            (Place::Top, "PK\u{3}\u{4}", "the file is a ZIP archive or a workbook: unpack it"),
            (Place::Top, "id,email\n", "the file is not JSON"),
            (USERS, "{\"realm\": []}", "the file has no list `users`, in which its users would be"),
            (USERS, "{\"users\": [{}", "the file ends in the middle of its list: it is not whole"),
            (Place::Top, "[{} {}]", "the list of the file is not JSON: a comma is missing"),
        ] {
            assert_eq!(all(place, file, 2), Err(problem.to_owned()), "{file}");
        }
        let endless = format!("[{{\"a\": \"{}", "x".repeat(2 * MAX_ITEM));
        let told = all(Place::Top, &endless, 65_536);
        assert_eq!(told, Err("an entry of the list is longer than 1 MiB".to_owned()));
    }
}
