//! What spreadsheets write: encodings, separators, names of columns, numbers that are none any more.

use authing_management::{
    ErrorKind, ManagementClient,
    bulk::{Encoding, Existing, ExportUsers, Format, ImportUsers, MatchKey, Workbook},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

use crate::bulk_matching::{Imported, csv, find, import};

const GB18030: &[u8] = include_bytes!("../cases/bulk/people-gb18030.csv");
const GBK_CHINESE_HEADERS: &[u8] = include_bytes!("../cases/bulk/people-gbk-chinese-headers.csv");
const UTF16: &[u8] = include_bytes!("../cases/bulk/people-utf16le-tab.csv");
const SEMICOLON: &[u8] = include_bytes!("../cases/bulk/people-semicolon.csv");
const CHINESE_HEADERS: &[u8] = include_bytes!("../cases/bulk/people-chinese-headers.csv");
const SCIENTIFIC: &[u8] = include_bytes!("../cases/bulk/people-scientific.csv");
const WORKBOOK: &[u8] = include_bytes!("../cases/bulk/people.xlsx");

fn people() -> ImportUsers {
    csv(MatchKey::Username, Existing::Reject)
}

/// The names of columns in the Chinese files.
const CHINESE: [(&str, &str); 4] =
    [("username", "用户名"), ("email", "邮箱"), ("phone", "手机号"), ("name", "姓名")];

fn named(request: ImportUsers) -> ImportUsers {
    CHINESE.into_iter().fold(request, |request, (field, name)| request.column_as(field, name))
}

async fn assert_people(server: &TestServer, last: &str) {
    for (username, phone, name) in [
        ("wang", "13800000001", "王伟"),
        ("li", "13800000002", "李娜"),
        ("ouyang", "13800000003", last),
    ] {
        let user = find(server, username).await.unwrap();
        assert_eq!(user.email, Some(format!("{username}@example.com")));
        assert_eq!(user.phone.as_deref(), Some(phone));
        assert_eq!(user.name.as_deref(), Some(name));
    }
}

/// The error for the file, before anything was sent that changes something.
fn refused(server: &TestServer, imported: Imported) -> String {
    let failed = imported.result.unwrap_err();
    assert_eq!(failed.error().kind(), ErrorKind::Input);
    assert_eq!((failed.report().rows, imported.told.len()), (0, 0));
    assert_eq!(server.emulator.count_operation("createUser"), 0);
    failed.error().to_string()
}

#[tokio::test]
async fn a_file_of_a_chinese_spreadsheet_is_read_as_it_is_said() {
    let server = TestServer::start().await.unwrap();
    for (request, file, last) in [
        (people().encoding(Encoding::Gb18030), GB18030, "欧阳𠮷"),
        (named(people().encoding(Encoding::Gb18030)), GBK_CHINESE_HEADERS, "欧阳吉"),
        (people().encoding(Encoding::Gb18030).usual_columns(), GBK_CHINESE_HEADERS, "欧阳吉"),
        (people(), UTF16, "欧阳𠮷"),
        (people(), SEMICOLON, "欧阳𠮷"),
        (people().delimiter(';'), SEMICOLON, "欧阳𠮷"),
        (named(people()), CHINESE_HEADERS, "欧阳𠮷"),
        (people().usual_columns(), CHINESE_HEADERS, "欧阳𠮷"),
    ] {
        server.emulator.reset();
        let imported = import(&server.management, request, file).await;
        assert_eq!(imported.counts(), (3, 0, 0, 0, 0), "{:?}", imported.told);
        assert_people(&server, last).await;
    }
}

#[tokio::test]
async fn a_workbook_is_read_sheet_by_sheet() {
    let server = TestServer::start().await.unwrap();
    let sheet = Workbook::open(WORKBOOK).unwrap().csv().unwrap();
    let imported = import(&server.management, people(), &sheet).await;
    assert_eq!(imported.counts(), (3, 0, 0, 0, 0), "{:?}", imported.told);
    assert_people(&server, "欧阳𠮷").await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_gives_one_error_that_says_what_it_is() {
    let server = TestServer::start().await.unwrap();
    for (request, file, parts) in [
        (people(), GB18030, &["looks like GBK", "Encoding::Gb18030"][..]),
        (people(), GBK_CHINESE_HEADERS, &["looks like GBK", "Encoding::Gb18030"]),
        (people(), WORKBOOK, &["Excel workbook (.xlsx)", "CSV UTF-8"]),
        (people(), CHINESE_HEADERS, &["`用户名`", "`username`", "column_as", "usual_columns"]),
        (people().delimiter(','), SEMICOLON, &["separated by ';'", "`delimiter`"]),
    ] {
        let told = refused(&server, import(&server.management, request, file).await);
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
        assert!(!told.contains("wang") && !told.contains("13800000001"), "{told}");
    }
}

#[tokio::test]
async fn a_shortened_number_becomes_nobody_s_phone() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Reject, Existing::Skip, Existing::Update] {
        let request = csv(MatchKey::Username, existing);
        let imported = import(&server.management, request, SCIENTIFIC).await;
        assert_eq!(imported.counts(), (0, 0, 0, 2, 0));
        for (_, text) in imported.texts() {
            assert!(text.contains("`phone`") && text.contains("scientific"), "{text}");
            assert!(text.contains("make the column text"), "{text}");
            assert!(!text.contains("1.38"), "{text}");
        }
        assert_eq!(server.emulator.count_operation("createUser"), 0);
    }
}

async fn written(client: &ManagementClient, request: ExportUsers) -> Vec<u8> {
    let pieces: Vec<_> = client.users().export(request).try_collect().await.unwrap();
    pieces.concat()
}

#[tokio::test]
async fn an_export_with_names_of_columns_is_read_back_with_them() {
    let server = TestServer::start().await.unwrap();
    import(&server.management, people().usual_columns(), CHINESE_HEADERS).await;
    let with_names = |format| {
        let request = ExportUsers::new(format).byte_order_mark();
        CHINESE.into_iter().fold(request, |request, (field, name)| request.column_as(field, name))
    };
    for format in [Format::Csv, Format::JsonLines] {
        let file = written(&server.management, with_names(format)).await;
        let text = std::str::from_utf8(&file).unwrap();
        assert!(text.starts_with('\u{feff}') && text.contains("用户名"));
        assert!(!text.contains("username") && text.contains("王伟"), "{text}");
        let request = ImportUsers::new(format, MatchKey::Username).existing(Existing::Update);
        let imported = import(&server.management, named(request), &file).await;
        assert_eq!(imported.counts(), (0, 3, 0, 0, 0), "{:?}", imported.told);
        assert_people(&server, "欧阳𠮷").await;
    }
    for request in [
        ExportUsers::new(Format::Csv).column_as("password", "密码"),
        ExportUsers::new(Format::Csv).column_as("name", "username"),
        ExportUsers::new(Format::Csv).column_as("name", "a").column_as("name", "b"),
    ] {
        let mut pieces = server.management.users().export(request);
        let error = pieces.try_next().await.unwrap_err();
        assert!(error.to_string().starts_with("argument `column_as` "), "{error}");
    }
}
