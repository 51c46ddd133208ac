//! The log beside a data file: what has changed since the file was written.
//!
//! A frame is a line, `<generation> <length> <checksum>`, then a text of that length and the end of a
//! line. The generation is the digest of the data file that the frame continues, so a log is never put on
//! top of another file, nor of one that somebody has edited. One frame is written at a time and waited
//! for, so only the last one may be torn by a crash.

use std::io::{self, Write};

use aws_lc_rs::digest::{Context, SHA256};

use crate::base::keys::hex;

/// Longer than any first line of a frame.
const LINE: usize = 160;

/// A data file as it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Generation([u8; 32]);

impl Generation {
    pub(super) fn of(file: &[u8]) -> Self {
        Self(digest(&[file]))
    }
}

/// Writes a data file, and knows which one it is in the end.
pub(super) struct Digesting<W> {
    out: W,
    context: Context,
}

impl<W: Write> Digesting<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, context: Context::new(&SHA256) }
    }

    pub(super) fn finish(self) -> Generation {
        Generation(bytes(self.context))
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let length = self.out.write(text)?;
        self.context.update(text.get(..length).unwrap_or_default());
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn bytes(context: Context) -> [u8; 32] {
    let mut out = [0; 32];
    out.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
    out
}

/// SHA-256 of texts one after the other.
pub(super) fn digest(texts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    for text in texts {
        context.update(text);
    }
    bytes(context)
}

/// A text as a frame.
pub(super) fn frame(generation: Generation, text: &[u8]) -> Vec<u8> {
    let mut out = first_line(generation, text).into_bytes();
    out.extend_from_slice(text);
    out.push(b'\n');
    out
}

fn first_line(generation: Generation, text: &[u8]) -> String {
    let checksum = digest(&[&generation.0, text]);
    format!("{} {} {}\n", hex(&generation.0), text.len(), hex(&checksum))
}

/// What a log holds.
pub(super) struct Frames<'a> {
    pub(super) texts: Vec<&'a [u8]>,
    pub(super) rest: Rest,
}

/// What is left out of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// So many bytes at the end, of a frame that was not written whole.
    Torn(usize),
    /// All of it: it continues another file.
    OfAnother,
}

/// At this place of a log is something that no crash leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged(pub(super) usize);

/// Reads the log of a data file.
pub(super) fn read(log: &[u8], generation: Generation) -> Result<Frames<'_>, Damaged> {
    let own = hex(&generation.0);
    let mut frames = Frames { texts: Vec::new(), rest: Rest::Nothing };
    let mut rest = log;
    while !rest.is_empty() {
        let at = log.len() - rest.len();
        frames.rest = Rest::Torn(rest.len());
        let head = rest.get(..LINE.min(rest.len())).unwrap_or_default();
        let Some(end) = head.iter().position(|byte| *byte == b'\n') else { break };
        let (line, after) = rest.split_at(end + 1);
        let Some((found, length)) = read_line(line) else { break };
        if found != own {
            if at > 0 {
                return Err(Damaged(at));
            }
            frames.rest = Rest::OfAnother;
            break;
        }
        let Some((text, after)) = after.split_at_checked(length) else { break };
        let Some((end_of_line, after)) = after.split_first() else { break };
        if *end_of_line != b'\n' || first_line(generation, text).as_bytes() != line {
            // Nothing was written after a frame that a crash has torn.
            if after.is_empty() {
                break;
            }
            return Err(Damaged(at));
        }
        frames.texts.push(text);
        frames.rest = Rest::Nothing;
        rest = after;
    }
    Ok(frames)
}

/// The generation and the length that a first line tells.
fn read_line(line: &[u8]) -> Option<(&str, usize)> {
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    Some((words.next()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(generation: Generation) -> Vec<u8> {
        [&b"one"[..], b"", b"three\n3"].map(|text| frame(generation, text)).concat()
    }

    #[test]
    fn a_log_that_is_cut_anywhere_holds_what_was_written_whole() {
        let generation = Generation::of(b"file");
        let log = log(generation);
        let ends: Vec<usize> = (0..=log.len())
            .filter(|end| read(&log[..*end], generation).unwrap().rest == Rest::Nothing)
            .collect();
        assert_eq!((ends.len(), ends.first(), ends.last()), (4, Some(&0), Some(&log.len())));
        for end in 0..=log.len() {
            let frames = read(&log[..end], generation).unwrap();
            let whole = ends.iter().filter(|whole| **whole <= end).count() - 1;
            assert_eq!(frames.texts, [&b"one"[..], b"", b"three\n3"][..whole]);
            let torn = end - ends[whole];
            assert_eq!(frames.rest, if torn == 0 { Rest::Nothing } else { Rest::Torn(torn) });
        }
    }

    #[test]
    fn a_byte_that_has_changed_is_noticed_wherever_it_is() {
        let generation = Generation::of(b"file");
        let log = log(generation);
        for place in 0..log.len() {
            let mut changed = log.clone();
            changed[place] ^= 1;
            let whole = read(&changed, generation)
                .is_ok_and(|frames| frames.texts.len() == 3 && frames.rest == Rest::Nothing);
            assert!(!whole, "{place}");
        }
        // What a crash cannot have torn, since something follows it.
        let mut changed = log.clone();
        let place = changed.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        changed[place] ^= 1;
        assert_eq!(read(&changed, generation).map(|_| ()), Err(Damaged(0)));
    }

    #[test]
    fn the_log_of_another_file_is_left_out() {
        let frames = log(Generation::of(b"file"));
        let read = read(&frames, Generation::of(b"file, edited")).unwrap();
        assert_eq!((read.texts.len(), read.rest), (0, Rest::OfAnother));
    }
}
