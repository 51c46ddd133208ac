//! What a journal says of each row, in the order of the file.

use std::{collections::BTreeMap, fs::File, path::PathBuf};

use authing_core::Error;

use super::{
    entry::{Entry, Noted, Sending},
    lines::{Lines, Survey, refuse, unreadable},
};

/// Reads the journal once more as far as the file is read, since a row stands no further from its place than
/// rows are carried out at the same time.
pub(in super::super) struct Replay {
    path: PathBuf,
    lines: Lines,
    next_row: u64,
    ahead: BTreeMap<u64, Noted>,
    begun: BTreeMap<u64, Sending>,
    /// Those before `next_row` that were read and not asked for yet.
    read: BTreeMap<u64, Noted>,
}

impl Replay {
    pub(super) fn new(path: PathBuf, file: File, survey: Survey) -> Self {
        let Survey { next_row, ahead, begun, .. } = survey;
        Self { path, lines: Lines::of(file), next_row, ahead, begun, read: BTreeMap::new() }
    }

    /// What became of this row, if it was done. Rows are asked for one after the other.
    pub(in super::super) fn done(&mut self, row: u64) -> Result<Option<Noted>, Error> {
        if row >= self.next_row {
            return Ok(self.ahead.remove(&row));
        }
        loop {
            if let Some(noted) = self.read.remove(&row) {
                return Ok(Some(noted));
            }
            let line = self.lines.next().map_err(|error| unreadable(&self.path, error))?;
            let Some((line, _)) = line else {
                return Err(refuse(&self.path, "was changed by somebody else meanwhile"));
            };
            if let Ok(Entry::Done { row: done, is }) = serde_json::from_slice(line)
                && done < self.next_row
            {
                self.read.entry(done).or_insert(is);
            }
        }
    }

    /// What was begun for this row.
    pub(in super::super) fn begun(&mut self, row: u64) -> Option<Sending> {
        self.begun.remove(&row)
    }
}
