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
    records(Reading::new(format), stream::iter(blocks.collect::<Vec<_>>()), known)
        .try_collect()
        .await
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
    let letters = "王伟,李娜\n".as_bytes();
    let file = [b"username,nickname\nbob\nal,b,c\n\xC4\xE3,x\nzoe,z\n", letters].concat();
    let rows = read(Format::Csv, &file).await;
    assert_eq!(reason(&rows[0]), "the row has 1 cells for 2 columns");
    assert_eq!(reason(&rows[1]), "the row has 3 cells for 2 columns");
    assert_eq!(reason(&rows[2]), "the row holds bytes that are not letters of UTF-8");
    assert!(rows[3].fields.is_ok());

    let long = format!("\"{}\"\n", "x".repeat(MAX_RECORD));
    let broken = b"{\"a\":canary}\n\xC4\xE3\n";
    let file = ["\"王伟李娜\"\n".as_bytes(), broken, long.as_bytes(), b"{}"].concat();
    let rows = read(Format::JsonLines, &file).await;
    assert_eq!(reason(&rows[0]), "the row is not a JSON object");
    assert_eq!(reason(&rows[1]), "the row is not JSON, see column 6");
    assert_eq!(reason(&rows[2]), "the row holds bytes that are not letters of UTF-8");
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
        (
            "username,a, username\n",
            "argument `username` is in two columns, 1 and 3: leave one of them out by `without_column`",
        ),
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
    let rows = records(Reading::new(Format::JsonLines), source, |_| Ok(()));
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

/// Reads a file, in blocks of a size, as it is said.
async fn read_as(reading: &Reading, size: usize, file: &[u8]) -> Result<Vec<Record>, Error> {
    let blocks = file.chunks(size).map(|block| Ok::<_, Infallible>(Bytes::copy_from_slice(block)));
    let blocks = stream::iter(blocks.collect::<Vec<_>>());
    records(reading.clone(), blocks, |_: &[String]| Ok(())).try_collect().await
}

fn csv() -> Reading {
    Reading::new(Format::Csv)
}

async fn fields(reading: &Reading, file: &[u8]) -> Value {
    let rows = read_as(reading, 4096, file).await.unwrap();
    json!(rows.iter().map(|row| row.fields.clone().unwrap()).collect::<Vec<_>>())
}

async fn refused(reading: &Reading, file: &[u8]) -> String {
    read_as(reading, 4096, file).await.err().unwrap().to_string()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[tokio::test]
async fn a_file_in_another_encoding_is_read_wherever_its_blocks_end() {
    let text = "username,name\r\nwang,王伟\r\nouyang,欧阳𠮷";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let marked = |order| [utf16("\u{feff}", order), utf16(text, order)].concat();
    let [little, big] = [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes];
    let expected = json!([
        {"username": "wang", "name": "王伟"},
        {"username": "ouyang", "name": "欧阳𠮷"},
    ]);
    for (encoding, file) in [
        (Encoding::Utf8, text.as_bytes().to_vec()),
        (Encoding::Gb18030, gb18030.to_vec()),
        (Encoding::Utf16Le, utf16(text, little)),
        (Encoding::Utf16Be, utf16(text, big)),
        // A mark decides.
        (Encoding::Utf8, marked(little)),
        (Encoding::Gb18030, marked(big)),
        (Encoding::Gb18030, [b"\xef\xbb\xbf", text.as_bytes()].concat()),
    ] {
        let reading = Reading { encoding, ..csv() };
        for size in 1..=file.len() {
            let rows = read_as(&reading, size, &file).await.unwrap();
            let fields: Vec<_> = rows.iter().map(|row| row.fields.clone().unwrap()).collect();
            assert_eq!(json!(fields), expected, "{encoding:?} in blocks of {size}");
            assert_eq!(rows[1].bytes, file.len() as u64, "{encoding:?} in blocks of {size}");
            assert!(rows[0].bytes < rows[1].bytes);
        }
    }
}

#[tokio::test]
async fn a_file_that_is_not_utf8_is_refused_as_a_whole_with_what_it_looks_like() {
    let (names, _, _) = encoding_rs::GB18030.encode("wang,王伟\nli,李娜\n");
    let file = [b"username,name\n", &*names].concat();
    let gbk = "the file is not UTF-8; it looks like GBK or GB 18030, which spreadsheets on a Chinese \
               system write: read it with `encoding(Encoding::Gb18030)`, or save it as `CSV UTF-8`";
    assert_eq!(refused(&csv(), &file).await, gbk);
    // Where the first rows hold ASCII alone too.
    let long = [b"username,name\n".to_vec(), b"a,b\n".repeat(20_000), names.to_vec()].concat();
    assert_eq!(refused(&csv(), &long).await, gbk);
    // No row is given before that is seen.
    let blocks = long.chunks(512).map(|block| Ok::<_, Infallible>(Bytes::copy_from_slice(block)));
    let rows = records(csv(), stream::iter(blocks.collect::<Vec<_>>()), |_: &[String]| Ok(()));
    assert!(Box::pin(rows).next().await.unwrap().is_err());
    // Far behind, the rows before it have been given.
    let far = [b"username,name\n".to_vec(), b"a,b\n".repeat(300_000), names.to_vec()].concat();
    let blocks = stream::iter([Ok::<_, Infallible>(Bytes::from(far))]);
    let rows: Vec<_> = records(csv(), blocks, |_: &[String]| Ok(())).collect().await;
    assert!(rows.last().unwrap().is_err());

    assert!(
        refused(&csv(), b"username\n\xff\xc0\n")
            .await
            .starts_with("the file is not UTF-8: save it")
    );
    let lines = Reading::new(Format::JsonLines);
    let (line, _, _) = encoding_rs::GB18030.encode("{\"name\": \"王伟\"}\n");
    assert_eq!(refused(&lines, &line).await, gbk);
}

#[tokio::test]
async fn what_is_not_text_is_refused_by_its_name() {
    let utf16_unmarked = |order| utf16("username,name\nwang,wei\n", order);
    for (file, problem) in [
        (b"PK\x03\x04\x14\0\x06\0".to_vec(), "the file is an Excel workbook (.xlsx)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "the file is an Excel workbook (.xls, or one with a password)",
        ),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), "the file is compressed by gzip"),
        (b"%PDF-1.7\n".to_vec(), "the file is a PDF document"),
        (b"<html><body><table>".to_vec(), "the file is HTML or XML"),
        (b"  <?xml version=\"1.0\"?>".to_vec(), "the file is HTML or XML"),
        (b"{\"username\": \"wang\"}\n".to_vec(), "the file looks like JSON: `Format::JsonLines`"),
        (b"[\n  {\"username\": \"wang\"}\n]".to_vec(), "the file looks like one JSON array"),
        (utf16_unmarked(u16::to_le_bytes), "the file looks like UTF-16 without a byte order mark"),
        (utf16_unmarked(u16::to_be_bytes), "the file looks like UTF-16 without a byte order mark"),
        (b"username\n\0\0\x01\x02\n".to_vec(), "the file holds zero bytes"),
    ] {
        let told = refused(&csv(), &file).await;
        assert!(told.starts_with(problem), "{told}");
    }
    let lines = Reading::new(Format::JsonLines);
    for file in [&b"PK\x03\x04\x14\0\x06\0"[..], b"[{\"username\": \"wang\"}]"] {
        assert!(refused(&lines, file).await.starts_with("the file "));
    }
    // A row may be a list, which is told with its number.
    assert_eq!(reason(&read(Format::JsonLines, b"[1]\n").await[0]), "the row is not a JSON object");
}

#[tokio::test]
async fn a_letter_that_is_none_of_the_encoding_rejects_its_row() {
    let reading = Reading { encoding: Encoding::Gb18030, ..csv() };
    let (good, _, _) = encoding_rs::GB18030.encode("li,李娜\n");
    let file = [b"username,name\nwang,\xcd\n", &*good].concat();
    let rows = read_as(&reading, 4096, &file).await.unwrap();
    assert_eq!(reason(&rows[0]), "the row holds bytes that are not letters of GB 18030");
    assert!(rows[1].fields.is_ok());
    // What stands for such a letter in a file in UTF-8 is what somebody wrote.
    assert!(read(Format::Csv, "username\nwang\u{fffd}\n".as_bytes()).await[0].fields.is_ok());
}

#[tokio::test]
async fn cells_are_separated_as_the_first_line_shows() {
    let expected = json!([{"username": "wang", "name": "a;b", "nickname": "x,y"}]);
    for file in [
        "username,name,nickname\nwang,a;b,\"x,y\"\n",
        "username;name;nickname\nwang;\"a;b\";x,y\n",
        "username\tname\tnickname\nwang\ta;b\tx,y\n",
        "sep=;\r\nusername;name;nickname\r\nwang;\"a;b\";x,y\r\n",
        "sep=\t\nusername\tname\tnickname\nwang\ta;b\tx,y\n",
    ] {
        assert_eq!(fields(&csv(), file.as_bytes()).await, expected, "{file}");
    }
    let reading = Reading { delimiter: Some('|'), ..csv() };
    let file = "username|name|nickname\nwang|a;b|x,y\n";
    assert_eq!(fields(&reading, file.as_bytes()).await, expected);
    for letter in ['"', '\n', '\r', '；', '\0'] {
        assert!(Reading { delimiter: Some(letter), ..csv() }.check().is_err(), "{letter:?}");
    }
}

#[tokio::test]
async fn what_stands_above_the_names_of_the_columns_is_passed_over() {
    let file = "Staff, of 2026\n\"fill in, the\ncolumns\"\nusername;name\nwang;Wei\n";
    let reading = Reading { header_at: 3, ..csv() };
    let rows = read_as(&reading, 4096, file.as_bytes()).await.unwrap();
    assert_eq!(json!(rows[0].fields.clone().unwrap()), json!({"username": "wang", "name": "Wei"}));
    assert_eq!((rows[0].row, rows[0].header.as_deref()), (1, Some(&b"username;name\n"[..])));
}

#[tokio::test]
async fn columns_are_named_as_the_program_says() {
    let mut reading = csv();
    reading.names.rename("username".into(), "用户名".into());
    reading.names.rename("customData.school".into(), "学校".into());
    reading.names.leave_out("部门".into());
    let file = "用户名, 部门 ,学校,name\nwang,研发,清华,王伟\n";
    let expected = json!([{"username": "wang", "customData": {"school": "清华"}, "name": "王伟"}]);
    assert_eq!(fields(&reading, file.as_bytes()).await, expected);
    let told = refused(&reading, "用户名,学校\nwang,x\n".as_bytes()).await;
    assert_eq!(told, "argument `without_column` `部门` is not a column of the file");
    let told = refused(&reading, "姓名,学校,部门\nwang,x,y\n".as_bytes()).await;
    assert_eq!(told, "argument `column_as` `用户名` is not a column of the file");
    let told = refused(&reading, "用户名,学校,部门,username\na,b,c,d\n".as_bytes()).await;
    assert!(told.starts_with("argument `username` is in two columns, 1 and 4"), "{told}");

    let mut lines = Reading::new(Format::JsonLines);
    lines.names.rename("username".into(), "user".into());
    lines.names.leave_out("_id".into());
    let file =
        b"{\"user\": \"wang\", \"_id\": {\"a\": 1}}\n{\"user\": \"a\", \"username\": \"b\"}\n";
    let rows = read_as(&lines, 4096, file).await.unwrap();
    assert_eq!(json!(rows[0].fields.clone().unwrap()), json!({"username": "wang"}));
    assert_eq!(reason(&rows[1]), "argument `username` is in two fields of the row");
}
