//! Users from files and into files, against the emulator.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use authing_emulator::{Fault, FaultKind};
use authing_management::{
    CreateOrg, Error, FindUser, NewNode, NodeKey, SetCustomField, UserIdField,
    bulk::{
        Existing, Export, ExportUsers, Format, ImportFailed, ImportMembers, ImportNodes,
        ImportReport, ImportUsers, MatchKey,
    },
    types::{CustomValue, UdfDataType, UdfTargetType, UserKey},
};
use authing_tests::TestServer;
use futures_util::{TryStreamExt, stream};

async fn import(
    server: &TestServer,
    request: ImportUsers,
    file: &str,
) -> Result<ImportReport, ImportFailed> {
    let blocks: Vec<_> =
        file.as_bytes().chunks(7).map(|block| Ok::<_, Infallible>(block.to_vec())).collect();
    server.management.users().import(request, stream::iter(blocks)).await
}

async fn export(server: &TestServer, format: Format) -> String {
    let pieces = server.management.users().export(ExportUsers::new(format));
    let pieces: Vec<_> = pieces.try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

async fn define_fields(server: &TestServer) {
    for (key, data_type) in [
        ("active", UdfDataType::Boolean),
        ("age", UdfDataType::Number),
        ("joined", UdfDataType::DateTime),
        ("school", UdfDataType::String),
        ("tags", UdfDataType::Object),
    ] {
        let field = SetCustomField::new(UdfTargetType::User, key, data_type, key);
        server.management.custom_fields().set(field).await.unwrap();
    }
}

const CSV: &str = "username,email,emailVerified,registerSource,loginsCount,password,\
     customData.age,customData.active,customData.school,customData.joined,customData.tags\n\
     bob,Bob@Example.com,true,import:csv;old,7,passw0rd,22,true,\"HUST, Wuhan\",\
     2021-01-02T03:04:05Z,\"{\"\"a\"\":[1]}\"\n\
     zoë,,,,,,,,,,\n";

#[tokio::test]
async fn what_is_exported_can_be_imported_and_is_the_same() {
    let first = TestServer::start().await.unwrap();
    define_fields(&first).await;
    let report =
        import(&first, ImportUsers::new(Format::Csv, MatchKey::Username), CSV).await.unwrap();
    assert_eq!((report.rows, report.created, report.next_row), (2, 2, 3));
    assert_eq!(report.bytes, CSV.len() as u64);

    let bob = FindUser::by(UserKey::username("bob")).with_custom_data();
    let bob = first.management.users().find(bob).await.unwrap().unwrap();
    assert_eq!(bob.email.as_deref(), Some("bob@example.com"));
    assert_eq!((bob.email_verified, bob.logins_count), (Some(true), Some(7)));
    assert_eq!(bob.register_source.as_deref().unwrap(), ["import:csv", "old"]);
    let data = bob.typed_custom_data();
    assert_eq!(data.get("age"), Some(&CustomValue::from(22)));
    assert_eq!(data.get("school"), Some(&CustomValue::from("HUST, Wuhan")));
    first.app.new_session().login_by_username("bob", "passw0rd").await.unwrap();

    let csv = export(&first, Format::Csv).await;
    assert!(csv.starts_with("id,username,email,emailVerified,"), "{csv}");
    assert!(!csv.contains("passw0rd") && !csv.contains("password"), "{csv}");
    let lines = export(&first, Format::JsonLines).await;
    assert_eq!(lines.lines().count(), 2);
    assert!(!lines.contains("assword") && !lines.contains("token"), "{lines}");
    for (format, file) in [(Format::Csv, &csv), (Format::JsonLines, &lines)] {
        let second = TestServer::start().await.unwrap();
        define_fields(&second).await;
        let report =
            import(&second, ImportUsers::new(format, MatchKey::Username), file).await.unwrap();
        assert_eq!((report.created, report.rejected), (2, 0));
        let without_ids = |file: &str| {
            let lines = file.lines().skip(usize::from(format == Format::Csv));
            let mut rows: Vec<_> =
                lines.map(|line| line.split_once(',').unwrap().1.to_owned()).collect();
            rows.sort();
            rows
        };
        assert_eq!(without_ids(&export(&second, format).await), without_ids(file));
    }
}

#[tokio::test]
async fn a_rejected_row_is_told_and_the_others_are_imported() {
    let server = TestServer::start().await.unwrap();
    define_fields(&server).await;
    server.user("taken").await.unwrap();
    let file = "{\"username\": \"taken\"}\n\
                {\"nickname\": \"nobody\"}\n\
                {\"username\": \"a\", \"canary\": 1}\n\
                {\"username\": \"b\", \"emailVerified\": \"canary\"}\n\
                {\"username\": \"c\", \"customData\": {\"age\": \"canary\"}}\n\
                {\"username\": \"d\", \"customData\": {\"canary\": 1}}\n\
                {\"username\": \"e\", \"lastLogin\": \"canary\"}\n\
                canary\n\
                {\"username\": \"good\", \"nickname\": null}\n";
    let rejected = Arc::new(Mutex::new(Vec::new()));
    let heard = rejected.clone();
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username).on_rejected(move |row| {
        assert!(!format!("{row:?}").contains("{\\\""));
        let text = String::from_utf8(row.text().to_vec()).unwrap();
        heard.lock().unwrap().push((row.row(), row.error().message().to_owned(), text));
    });
    let report = import(&server, request, file).await.unwrap();
    assert_eq!((report.rows, report.created, report.rejected), (9, 1, 8));
    let rejected = rejected.lock().unwrap();
    let problems: Vec<_> = rejected.iter().map(|(_, problem, _)| problem.as_str()).collect();
    assert_eq!(
        problems[1..],
        [
            "the row has no `username`, by which this import matches users",
            "argument `canary` is not a field that can be imported",
            "argument `emailVerified` is neither true nor false",
            "argument `customData.age` is not a number",
            "argument `customData.canary` is not defined: see custom_fields().set(..)",
            "argument `lastLogin` is not a time as ISO 8601 has it",
            "the row is not JSON, see column 1",
        ]
    );
    let texts: String = rejected.iter().map(|(_, _, text)| text.as_str()).collect();
    assert_eq!(texts, file.lines().take(8).map(|line| line.to_owned() + "\n").collect::<String>());
}

#[tokio::test]
async fn who_is_there_is_skipped_or_updated_as_asked() {
    let server = TestServer::start().await.unwrap();
    define_fields(&server).await;
    let bob = server.user("bob").await.unwrap();
    let file = "username,nickname,customData.age\nbob,Bobby,30\nal,Al,\n";
    let report = import(
        &server,
        ImportUsers::new(Format::Csv, MatchKey::Username).existing(Existing::Skip),
        file,
    );
    let report = report.await.unwrap();
    assert_eq!((report.created, report.skipped), (1, 1));
    let report = import(
        &server,
        ImportUsers::new(Format::Csv, MatchKey::Username).existing(Existing::Update),
        file,
    );
    let report = report.await.unwrap();
    assert_eq!((report.created, report.updated), (0, 2));
    let found = FindUser::by(UserKey::username("bob")).with_custom_data();
    let found = server.management.users().find(found).await.unwrap().unwrap();
    assert_eq!((found.id, found.nickname.as_deref()), (bob.id, Some("Bobby")));
    assert_eq!(found.custom_data.into_option().unwrap().len(), 1);
}

#[tokio::test]
async fn an_outage_ends_the_import_where_it_can_go_on() {
    let server = Arc::new(TestServer::start().await.unwrap());
    let file: String = (1..=40).map(|n| format!("{{\"username\": \"user-{n}\"}}\n")).collect();
    let breaks = server.clone();
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username)
        .concurrency(4)
        .on_progress(move |done| {
            if done.rows == 10 {
                let outage = Fault::new(FaultKind::Status(500)).times(u32::MAX);
                breaks.emulator.inject(outage.operation("createUser"));
            }
        });
    let failed = import(&server, request, &file).await.unwrap_err();
    let report = *failed.report();
    assert_eq!(failed.to_string(), format!("the import ended at row {}", report.next_row));
    assert_eq!(failed.error().status(), Some(500));
    assert_eq!(report.next_row, report.rows + 1);
    assert!((10..20).contains(&report.rows), "{report:?}");

    server.emulator.clear_faults();
    let rest = ImportUsers::new(Format::JsonLines, MatchKey::Username)
        .existing(Existing::Skip)
        .start_at(report.next_row);
    let rest = import(&server, rest, &file).await.unwrap();
    assert_eq!(rest.rows, 40 - report.rows);
    assert_eq!((rest.rejected, rest.next_row), (0, 41));
    let all = export(&server, Format::JsonLines).await;
    assert_eq!(all.lines().count(), 40, "nobody is lost and nobody stands twice");
}

#[tokio::test]
async fn an_observer_that_panics_changes_nothing_of_the_work() {
    let server = TestServer::start().await.unwrap();
    let file = "{\"username\": \"a\"}\n{\"nickname\": \"nobody\"}\n{\"username\": \"b\"}\n";
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username)
        .on_progress(|_| panic!("the observer crashes"))
        .on_rejected(|_| panic!("the other one too"));
    let report = import(&server, request, file).await.unwrap();
    assert_eq!((report.created, report.rejected), (2, 1));
    let request = ExportUsers::new(Format::JsonLines).on_progress(|_, _| panic!("and this one"));
    let pieces: Vec<_> = server.management.users().export(request).try_collect().await.unwrap();
    assert_eq!(String::from_utf8(pieces.concat()).unwrap().lines().count(), 2);
}

#[tokio::test]
async fn a_wrong_file_ends_early() {
    let server = TestServer::start().await.unwrap();
    let error = |result: Result<ImportReport, ImportFailed>| -> (Error, u64) {
        let failed = result.unwrap_err();
        (failed.error().clone(), failed.report().rows)
    };
    let unknown = "username,nick name\nbob,B\n";
    let (unknown, rows) =
        error(import(&server, ImportUsers::new(Format::Csv, MatchKey::Username), unknown).await);
    assert!(unknown.message().starts_with("argument `nick name` is not a column"), "{unknown}");
    assert_eq!(rows, 0);
    let other = "email,nickname\nbob@example.com,B\n";
    let request = ImportUsers::new(Format::Csv, MatchKey::ExternalId);
    let (other, rows) = error(import(&server, request, other).await);
    let problem = "the file has no column `externalId`, by which this import matches users";
    assert_eq!((other.message(), rows), (problem, 0));

    let wrong = "{}\n".repeat(100);
    let request = || ImportUsers::new(Format::JsonLines, MatchKey::Username).concurrency(1);
    let (few, rows) = error(import(&server, request().max_rejected(9), &wrong).await);
    assert_eq!((few.message(), rows), ("10 rows were rejected", 10));
    let (most, rows) = error(import(&server, request(), &wrong).await);
    assert!(most.message().starts_with("50 of 50 rows were rejected"), "{most}");
    assert_eq!(rows, 50);
    let all = import(&server, request().max_rejected_share(100), &wrong).await.unwrap();
    assert_eq!((all.rows, all.rejected), (100, 100));
    assert_eq!(server.emulator.count_operation("createUser"), 0);
}

const NODES: &str = "code,parentCode,name,order,description\n\
     rd,,Research,2,\"finds, and keeps\"\n\
     lab,rd,Lab,1,\n\
     sales,,Sales,1,\n";

async fn import_nodes(
    server: &TestServer,
    org_id: &str,
    request: ImportNodes,
    file: &str,
) -> ImportReport {
    let source = stream::iter([Ok::<_, Infallible>(file.as_bytes().to_vec())]);
    server.management.orgs().import_nodes(org_id, request, source).await.unwrap()
}

async fn text(pieces: Export) -> String {
    String::from_utf8(pieces.try_collect::<Vec<_>>().await.unwrap().concat()).unwrap()
}

#[tokio::test]
async fn departments_and_members_can_move_to_another_organisation() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let (bob, ann) = (server.user("bob").await.unwrap(), server.user("ann").await.unwrap());
    let first = orgs.create(CreateOrg::new("First")).await.unwrap();
    let report = import_nodes(&server, &first.id, ImportNodes::new(Format::Csv), NODES).await;
    assert_eq!((report.created, report.rejected), (3, 0));
    // A node without a code can have children too.
    let lab = orgs.get_node(NodeKey::code(&first.id, "lab")).await.unwrap();
    let nameless = orgs.add_node(&first.id, &lab.id, NewNode::new("Bench")).await.unwrap();
    orgs.add_node(&first.id, &nameless.id, NewNode::new("Drawer").code("drawer")).await.unwrap();
    let members = format!(
        "nodeCode,userId,username,leader\nlab,{},somebody else,true\n,{},,\nlab,{},,false\n",
        bob.id, ann.id, ann.id
    );
    let source = stream::iter([Ok::<_, Infallible>(members.into_bytes())]);
    let request = ImportMembers::new(Format::Csv, UserIdField::Id);
    let report = orgs.import_members(&first.id, request, source).await.unwrap();
    assert_eq!((report.created, report.rejected), (3, 0));
    let in_lab = orgs.list_members(&*lab.id).await.unwrap();
    assert_eq!(in_lab.total_count, 2);
    assert!(in_lab.list.iter().any(|user| user.id == bob.id));

    for format in [Format::Csv, Format::JsonLines] {
        let nodes = text(orgs.export_nodes(&first.id, format)).await;
        let members = text(orgs.export_members(&first.id, format)).await;
        let second = orgs.create(CreateOrg::new("Second")).await.unwrap();
        let report = import_nodes(&server, &second.id, ImportNodes::new(format), &nodes).await;
        assert_eq!((report.created, report.rejected), (5, 0), "{nodes}");
        let source = stream::iter([Ok::<_, Infallible>(members.clone().into_bytes())]);
        let request = ImportMembers::new(format, UserIdField::Username);
        let report = orgs.import_members(&second.id, request, source).await.unwrap();
        assert_eq!((report.created, report.rejected), (3, 0), "{members}");
        assert_eq!(text(orgs.export_nodes(&second.id, format)).await, nodes);
        assert_eq!(text(orgs.export_members(&second.id, format)).await, members);
    }
}

#[tokio::test]
async fn departments_that_are_there_and_parents_that_are_not() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let org = orgs.create(CreateOrg::new("Acme")).await.unwrap();
    let file = "code,parentCode,name\nlab,rd,Lab\nrd,,Research\n,,Nobody\n";
    let problems = Arc::new(Mutex::new(Vec::new()));
    let heard = problems.clone();
    let request = ImportNodes::new(Format::Csv).on_rejected(move |row| {
        heard.lock().unwrap().push(format!("{}: {}", row.row(), row.error()));
    });
    let report = import_nodes(&server, &org.id, request, file).await;
    assert_eq!((report.created, report.rejected), (1, 2));
    assert_eq!(
        *problems.lock().unwrap(),
        [
            "1: argument `parentCode` names no node: a parent stands before its children",
            "3: argument `code` is missing",
        ]
    );
    let request = ImportNodes::new(Format::Csv).existing(Existing::Skip);
    let report = import_nodes(&server, &org.id, request, file).await;
    assert_eq!((report.created, report.skipped, report.rejected), (1, 1, 1));
    let renamed = "code,name\nrd,R and D\n";
    let request = ImportNodes::new(Format::Csv).existing(Existing::Update);
    let report = import_nodes(&server, &org.id, request, renamed).await;
    assert_eq!(report.updated, 1);
    let node = orgs.get_node(NodeKey::code(&org.id, "rd")).await.unwrap();
    assert_eq!(node.name, "R and D");
}
