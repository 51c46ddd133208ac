//! What stands beside rows of text: the journal of an import.

use std::{convert::Infallible, fs};

use authing_management::bulk::{Format, ImportUsers, Journal, MatchKey};
use futures_util::stream;
use tempfile::TempDir;

use super::bulk::Pool;
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, run},
    mutate,
    target::Target,
};

/// Three rows are imported, whatever the journal says.
const JOURNALS: Limits = Limits { steps: (10_000_000, 2_000), allocated: (16 << 20, 4_000) };

/// A journal of an import of three users.
pub(super) const JOURNAL: Target =
    Target { name: "bulk_journal", limits: JOURNALS, mutator: Some(mutate::json), read: journal };

/// The file whose journals are read: the corpus has its SHA-256.
const PEOPLE: &str = "username\nann\nbob\ncem\n";

thread_local! {
    static FOLDER: TempDir = {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
        folder
    };
}

fn journal(input: &[u8], meter: &mut Meter) {
    FOLDER.with(|folder| {
        let journal = Journal::beside(folder.path().join("people.csv"));
        meter.measure(|| {
            fs::write(journal.path(), input).unwrap();
            go_on(&journal);
        });
    });
}

/// Goes on by a journal. Whatever it says, nobody is made twice, and nobody who is done is made again.
fn go_on(journal: &Journal) {
    let so_far = match journal.so_far() {
        Ok(so_far) => so_far,
        Err(error) => {
            check_error(&error);
            None
        }
    };
    let before = fs::read(journal.path()).unwrap();
    let pool = Pool::default();
    let request = ImportUsers::new(Format::Csv, MatchKey::Username)
        .concurrency(1)
        .max_rejected_share(100)
        .journal(journal.clone());
    let source = stream::iter([Ok::<_, Infallible>(PEOPLE)]);
    let report = match run(pool.client().users().import(request, source)) {
        Ok(report) => report,
        Err(failed) => {
            check_error(&failed);
            check_error(failed.error());
            let is_left = failed.report().rows == 0 && pool.created.lock().unwrap().is_empty();
            assert!(is_left, "{failed:?}");
            assert_eq!(fs::read(journal.path()).unwrap(), before, "what is refused stays");
            return;
        }
    };
    let created = pool.created.lock().unwrap();
    let mut names: Vec<_> = created.iter().map(|user| user["username"].to_string()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), created.len(), "somebody was made twice");
    assert_eq!(created.len() as u64 + report.done_before, 3, "{report:?}");
    assert!(so_far.is_none_or(|so_far| so_far.rows >= report.done_before), "{report:?}");
    assert_eq!(journal.so_far().unwrap(), None, "it came to its end");
}
