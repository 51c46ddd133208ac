use std::convert::Infallible;

use futures_util::TryStreamExt;
use serde_json::json;

use super::*;

async fn read_in(size: usize, format: Format, file: &[u8]) -> Result<Vec<Record>, Error> {
    let blocks = file.chunks(size).map(|block| Ok::<_, Infallible>(Bytes::copy_from_slice(block)));
    let known = |names: &[String]| match names.iter().find(|name| *name == "secret") {
        Some(name) => Err(Error::input(name, "is not known")),
        None => Ok(()),
    };
    records(format, stream::iter(blocks.collect::<Vec<_>>()), known).try_collect().await
}

async fn read(format: Format, file: &[u8]) -> Vec<Record> {
    read_in(4096, format, file).await.unwrap()
}

fn reason(record: &Record) -> String {
    record.fields.as_ref().unwrap_err().to_string()
}

#[tokio::test]
async fn blocks_may_end_anywhere() {
    let csv = "\u{feff}username,nickname,customData.a\r\n\
               bob,\"B, \"\"the\nbuilder\"\"\",1\r\n\r\nal,,\"\"\nzoë,Z,2";
    let lines = "\u{feff}{\"username\":\"bob\"}\r\n\n  \n{\"username\": \"zoë\"}";
    for size in 1..csv.len() {
        let rows = read_in(size, Format::Csv, csv.as_bytes()).await.unwrap();
        let fields: Vec<_> = rows.iter().map(|row| row.fields.clone().unwrap()).collect();
        let expected = json!([
            {"username": "bob", "nickname": "B, \"the\nbuilder\"", "customData": {"a": "1"}},
            {"username": "al"},
            {"username": "zoë", "nickname": "Z", "customData": {"a": "2"}},
        ]);
        assert_eq!(json!(fields), expected, "in blocks of {size}");
        assert_eq!(rows.last().unwrap().bytes, csv.len() as u64);

        let rows = read_in(size, Format::JsonLines, lines.as_bytes()).await.unwrap();
        let fields: Vec<_> = rows.iter().map(|row| row.fields.clone().unwrap()).collect();
        assert_eq!(json!(fields), json!([{"username": "bob"}, {"username": "zoë"}]));
        assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(rows.last().unwrap().bytes, lines.len() as u64);
    }
}

#[tokio::test]
async fn a_row_keeps_its_text_and_the_header_s() {
    let file = b"username,nickname\nbob,\"a\nb\"\nal\n";
    let rows = read(Format::Csv, file).await;
    let texts: Vec<_> = rows.iter().map(|row| &*row.text).collect();
    assert_eq!(texts, [&b"bob,\"a\nb\"\n"[..], b"al\n"]);
    assert_eq!(rows[0].header.as_deref(), Some(&b"username,nickname\n"[..]));
    for size in 1..20 {
        let file = b"username,nickname\r\nbob,\"a\r\nb\"\r\n\r\nal,\r\nzoe,z";
        let rows = read_in(size, Format::Csv, file).await.unwrap();
        let texts: Vec<_> = rows.iter().map(|row| &*row.text).collect();
        assert_eq!(texts, [&b"bob,\"a\r\nb\"\r\n"[..], b"al,\r\n", b"zoe,z"]);
        assert_eq!(rows[0].header.as_deref(), Some(&b"username,nickname\r\n"[..]));
    }
    let rows = read(Format::JsonLines, b"{\"a\":1}\r\n").await;
    assert_eq!(&*rows[0].text, b"{\"a\":1}\r\n");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_told_and_the_next_is_read() {
    let rows = read(Format::Csv, b"username,nickname\nbob\nal,b,c\n\xC4\xE3,x\nzoe,z\n").await;
    assert_eq!(reason(&rows[0]), "the row has 1 cells for 2 columns");
    assert_eq!(reason(&rows[1]), "the row has 3 cells for 2 columns");
    assert!(reason(&rows[2]).starts_with("the row is not UTF-8"));
    assert!(rows[3].fields.is_ok());

    let long = format!("\"{}\"\n", "x".repeat(MAX_RECORD));
    let file = [b"[1]\n{\"a\":canary}\n\xC4\xE3\n", long.as_bytes(), b"{}"].concat();
    let rows = read(Format::JsonLines, &file).await;
    assert_eq!(reason(&rows[0]), "the row is not a JSON object");
    assert_eq!(reason(&rows[1]), "the row is not JSON, see column 6");
    assert!(reason(&rows[2]).starts_with("the row is not UTF-8"));
    assert_eq!(reason(&rows[3]), "the row is longer than 1 MiB");
    assert!(rows[4].fields.is_ok());
    assert_eq!(rows.len(), 5);
}

#[tokio::test]
async fn a_file_that_cannot_be_told_apart_ends() {
    let open = format!("username\n\"{}", "x".repeat(2 * MAX_RECORD));
    let wide = format!("{}\n", ",".repeat(5_000));
    for (file, problem) in [
        (open.as_str(), "row 1 is longer than 1 MiB: is a quotation mark not closed?"),
        (wide.as_str(), "the line with the names of the columns has more than 1000 cells"),
        ("username,secret\nbob,x\n", "argument `secret` is not known"),
        ("username,username\n", "argument `username` names two columns"),
    ] {
        let error = read_in(4096, Format::Csv, file.as_bytes()).await.err().unwrap();
        assert_eq!(error.to_string(), problem);
    }
}

#[tokio::test]
async fn nothing_is_in_an_empty_file() {
    for file in ["", "\u{feff}", "\n\n", "username\n"] {
        assert_eq!(read(Format::Csv, file.as_bytes()).await.len(), 0);
    }
    assert_eq!(read(Format::JsonLines, b"\n \n").await.len(), 0);
}

#[tokio::test]
async fn the_error_of_the_source_is_the_cause() {
    let source = stream::iter([Ok(Bytes::from_static(b"{}\n")), Err("the disk is gone")]);
    let rows = records(Format::JsonLines, source, |_| Ok(()));
    let rows: Vec<_> = rows.collect().await;
    assert!(rows[0].is_ok());
    let error = rows[1].as_ref().err().unwrap();
    assert_eq!(error.report().to_string(), "the file could not be read: the disk is gone");
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn a_thousand_columns_are_read_and_more_are_told() {
    let names = |n: usize| (0..n).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",");
    let cells = |n: usize| vec!["x"; n].join(",");
    let file = format!("{}\n{}\n", names(1000), cells(1000));
    let rows = read(Format::Csv, file.as_bytes()).await;
    assert_eq!(rows[0].fields.as_ref().unwrap().len(), 1000);
    for many in [1001, 5000] {
        let refused = async |file: String| {
            read_in(4096, Format::Csv, file.as_bytes()).await.map(|_| ()).unwrap_err().to_string()
        };
        let header = refused(format!("{}\nx\n", names(many))).await;
        assert!(
            header.contains("the line with the names of the columns has more than 1000 cells"),
            "{header}"
        );
        let row = refused(format!("{}\nx,y\n{}\n", names(2), cells(many))).await;
        assert!(row.contains("row 2 has more than 1000 cells"), "{row}");
    }
}
