//! Rows that were left out, in a file that is mended and imported.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use authing_management::{
    ErrorKind,
    bulk::{Existing, Format, ImportUsers, MatchKey, RejectedFile},
};
use authing_tests::TestServer;

use crate::{
    bulk_journal::{Sheet, stopping_after},
    bulk_matching::{csv, find, import},
};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn every_row_that_is_left_out_stands_there_with_its_reason_letter_by_letter() {
    let server = TestServer::start().await.unwrap();
    server.user("there").await.unwrap();
    let file = "username;phone;nickname\r\n\
                there;;\"T \"\"quoted\"\"; and; more\"\r\n\
                wang;13800000001;W\r\n\
                li;13800000001;\"two\r\nlines\"\r\n\
                =1+1;1.38E+10;=HYPERLINK(\"a\")\r\n\
                zhao;13800000003\r\n\
                good;;\r\n\
                ;;nobody";
    let written = Written::default();
    let request = csv(MatchKey::Username, Existing::Skip)
        .rejected_file(RejectedFile::new(written.clone()).byte_order_mark());
    let imported = import(&server.management, request, file).await;
    assert_eq!(imported.counts(), (2, 0, 1, 4, 1));
    let expected = "\u{feff}#row;#outcome;#reason;username;phone;nickname\r\n\
        1;skipped;who or what it is about is there already;there;;\"T \"\"quoted\"\"; and; more\"\r\n\
        3;rejected;its `phone` is that of another user: row 2 of this file has it;li;13800000001;\"two\r\nlines\"\r\n\
        4;rejected;argument `phone` is a number in scientific notation, whose digits are lost: make the column text \
        before you type or paste into it;=1+1;1.38E+10;=HYPERLINK(\"a\")\r\n\
        5;rejected;the row has 2 cells for 3 columns;zhao;13800000003\r\n\
        7;rejected;the row has no `username`, by which this import matches users;;;nobody\n";
    assert_eq!(written.text(), expected);

    // Mended where it is, and imported whole.
    let mended =
        written.text().replace("13800000001", "13800000002").replace("1.38E+10", "13800000004");
    let mended =
        mended.replace("zhao;13800000003", "zhao;13800000003;Z").replace(";;nobody", "nobody;;");
    let again = Written::default();
    let request =
        csv(MatchKey::Username, Existing::Skip).rejected_file(RejectedFile::new(again.clone()));
    let imported = import(&server.management, request, &mended).await;
    assert_eq!(imported.counts(), (4, 0, 1, 0, 0), "{:?}", imported.told);
    assert_eq!(find(&server, "li").await.unwrap().nickname.as_deref(), Some("two\r\nlines"));
    // And once more what was left out of that.
    assert!(again.text().starts_with("#row;#outcome;#reason;#row;#outcome;#reason;username;"));
    let imported =
        import(&server.management, csv(MatchKey::Username, Existing::Skip), again.text()).await;
    assert_eq!(imported.counts(), (0, 0, 1, 0, 0));
}

#[tokio::test]
async fn lines_of_json_stand_in_a_column_of_their_own() {
    let server = TestServer::start().await.unwrap();
    let file = "{\"username\": \"a\"}\n{\"username\": \"a\", \"phone\": 1}\nnot, \"JSON\"\n{\"username\": \"a\"}";
    let written = Written::default();
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username)
        .rejected_file(RejectedFile::new(written.clone()));
    let imported = import(&server.management, request, file).await;
    assert_eq!(imported.counts(), (1, 0, 0, 3, 0));
    assert_eq!(
        written.text(),
        "#row,#outcome,#reason,text\n\
         2,rejected,argument `phone` is not text,\"{\"\"username\"\": \"\"a\"\", \"\"phone\"\": 1}\"\n\
         3,rejected,\"the row is not JSON, see column 2\",\"not, \"\"JSON\"\"\"\n\
         4,rejected,row 1 of this file is about the same: it has the same `username`,\"{\"\"username\"\": \"\"a\"\"}\"\n"
    );
}

#[tokio::test]
async fn after_an_interruption_the_file_is_that_of_an_import_at_once() {
    let server = TestServer::start().await.unwrap();
    let file = "username,email\na,a@example.com\nb,a@example.com\nc\n\
                a,new@example.com\nd,d@example.com\ne,d@example.com\n";
    let request = |written: &Written| {
        csv(MatchKey::Username, Existing::Reject)
            .concurrency(1)
            .rejected_file(RejectedFile::new(written.clone()))
    };
    let (at_once, interrupted) = (Written::default(), Written::default());
    let sheet = Sheet::new(file);
    sheet.import(&server.management, request(&at_once)).await.unwrap();
    assert_eq!(at_once.text().lines().count(), 5, "{}", at_once.text());
    server.emulator.reset();
    for rows in [2, 4] {
        let request = stopping_after(request(&Written::default()), rows);
        sheet.import(&server.management, request).await.unwrap_err();
    }
    sheet.import(&server.management, request(&interrupted)).await.unwrap();
    assert_eq!(interrupted.text(), at_once.text());
}

/// A disk that is full after so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => self.0 = left,
            None => return Err(io::Error::from(io::ErrorKind::StorageFull)),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_full_disk_ends_the_import_with_one_error() {
    let server = TestServer::start().await.unwrap();
    // More than a buffer holds is written while rows are left.
    let many: String = (0..2_000).map(|n| format!("user-{n}\nthere\n")).collect();
    for (file, room) in
        [(format!("username\nthere\n{many}"), 10_000), ("username\nthere\nthere\n".to_owned(), 0)]
    {
        server.emulator.reset();
        server.user("there").await.unwrap();
        let request =
            csv(MatchKey::Username, Existing::Reject).rejected_file(RejectedFile::new(Full(room)));
        let imported = import(&server.management, request, &file).await;
        let failed = imported.result.unwrap_err();
        assert_eq!(failed.error().kind(), ErrorKind::Input);
        assert_eq!(
            failed.error().to_string(),
            "the file of rejected rows could not be written, and nothing further was sent"
        );
        assert!(server.emulator.count_operation("createUser") < 500);
    }
}
