//! What stands beside rows of text: workbooks, and the journal of an import.

use std::{
    convert::Infallible,
    fs,
    io::{Cursor, Write as _},
};

use authing_management::bulk::{Format, ImportUsers, Journal, MatchKey, Workbook};
use futures_util::stream;
use tempfile::TempDir;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::bulk::{Pool, rows_of};
use crate::{
    cost::{Limits, Meter},
    inputs::{SEPARATOR, check_error, run},
    mutate,
    target::Target,
};

/// A row may say that it has a thousand cells, and is written with them.
const SHEETS: Limits = Limits { steps: (10_000_000, 50_000), allocated: (16 << 20, 50_000) };

/// A workbook, or `sheet`, a separator and the XML of a sheet, which then is that of a workbook.
pub(super) const WORKBOOK: Target =
    Target { name: "bulk_workbook", limits: SHEETS, mutator: Some(mutate::xml), read: workbook };

/// Three rows are imported, whatever the journal says.
const JOURNALS: Limits = Limits { steps: (10_000_000, 2_000), allocated: (16 << 20, 4_000) };

/// A journal of an import of three users.
pub(super) const JOURNAL: Target =
    Target { name: "bulk_journal", limits: JOURNALS, mutator: Some(mutate::json), read: journal };

fn workbook(input: &[u8], meter: &mut Meter) {
    let sheet = input.strip_prefix(b"sheet").and_then(|rest| rest.strip_prefix(SEPARATOR));
    let file = sheet.map_or_else(|| input.to_vec(), archive);
    let sheets = meter.measure(|| {
        let mut book = match Workbook::open(file.clone()) {
            Ok(book) => book,
            Err(error) => {
                check_error(&error);
                return Vec::new();
            }
        };
        let names: Vec<_> = book.sheets().map(str::to_owned).collect();
        let mut read: Vec<_> = names.into_iter().map(|name| book.csv_of(name)).collect();
        read.push(book.csv());
        read
    });
    let mut seen = Vec::new();
    for sheet in sheets {
        match sheet {
            Ok(csv) => {
                let rows = rows_of(&csv);
                let width = rows.first().map_or(0, Vec::len);
                let cells = rows.iter().map(Vec::len);
                assert!(cells.clone().all(|cells| (width..=1_000).contains(&cells)), "{rows:?}");
                seen.push(csv);
            }
            Err(error) => check_error(&error),
        }
    }
    // The only sheet that has something in it is the sheet itself.
    if let [one, alone] = &seen[..] {
        assert!(one == alone || one.is_empty());
    }
}

/// A workbook with this sheet.
fn archive(sheet: &[u8]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let related = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"s\" Type=\"{RELATIONS}/styles\" \
         Target=\"styles.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>\
         <sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    // Style 1 is a date, style 2 a time since.
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>\
         <xf numFmtId=\"46\"/></cellXfs></styleSheet>"
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", root.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(text).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

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
