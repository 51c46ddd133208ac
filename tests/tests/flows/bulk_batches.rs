//! Users who are created together.

use authing_emulator::{Fault, FaultKind};
use authing_management::{
    ErrorKind, ListUsers, SetCustomField,
    bulk::{Existing, MatchKey, RowOutcome},
    types::{CreateUserInput, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;

use crate::{
    bulk_dry_run::{Dice, file},
    bulk_journal::{Heard, Sheet, stopping_after},
    bulk_matching::{csv, import},
};

const PATH: &str = "/api/v2/users/create/batch";

fn calls(server: &TestServer) -> usize {
    server.emulator.requests().iter().filter(|request| request.path == PATH).count()
}

async fn count(server: &TestServer) -> i64 {
    server.management.users().list(ListUsers::new()).await.unwrap().total_count
}

#[tokio::test]
async fn many_users_are_created_with_few_calls() {
    let server = TestServer::start().await.unwrap();
    let rows: String = (0..300).map(|n| format!("user-{n},user-{n}@example.com\n")).collect();
    let sheet = Sheet::new(format!("username,email\n{rows}"));
    let heard = Heard::default();
    let request = heard.of(csv(MatchKey::Username, Existing::Reject).in_batches());
    let report = sheet.import(&server.management, request).await.unwrap();
    assert_eq!((report.created, report.rejected), (300, 0));
    let all: Vec<_> = (1..=300).map(|row| (row, RowOutcome::Created)).collect();
    assert_eq!(heard.rows(), all);
    assert_eq!(count(&server).await, 300);
    assert_eq!(server.emulator.count_operation("createUser"), 0);
    assert!((3..40).contains(&calls(&server)), "{}", calls(&server));
}

#[tokio::test]
async fn what_becomes_of_rows_is_the_same_together_and_alone() {
    let server = TestServer::start().await.unwrap();
    let boss = CreateUserInput::new().username("boss").email("boss@example.com");
    let fields = [("age", UdfDataType::Number), ("since", UdfDataType::DateTime)];
    for seed in 0..6 {
        let file = file(&mut Dice::new(seed), 60);
        let existing = [Existing::Update, Existing::Skip][usize::from(seed % 3 == 0)];
        let mut told = Vec::new();
        for in_batches in [false, true] {
            server.emulator.reset();
            for (key, kind) in fields.clone() {
                let field = SetCustomField::new(UdfTargetType::User, key, kind, key);
                server.management.custom_fields().set(field).await.unwrap();
            }
            server.management.users().create(boss.clone()).await.unwrap();
            let heard = Heard::default();
            let request = heard.of(csv(MatchKey::Username, existing).max_rejected_share(100));
            let request = if in_batches { request.in_batches() } else { request };
            let imported = import(&server.management, request, &file).await;
            told.push((imported.counts(), imported.told, heard.rows(), count(&server).await));
            assert_eq!(calls(&server) > 0, in_batches);
        }
        assert_eq!(told[0], told[1], "seed {seed}");
    }
}

#[tokio::test]
async fn a_lost_response_makes_nobody_twice_and_loses_nobody() {
    let server = TestServer::start().await.unwrap();
    let rows: String = (0..90).map(|n| format!("user-{n}\n")).collect();
    for kind in [FaultKind::TruncateBody, FaultKind::DropConnection, FaultKind::Status(503)] {
        server.emulator.reset();
        server.emulator.inject(Fault::new(kind.clone()).path(PATH));
        let request = csv(MatchKey::Username, Existing::Reject).in_batches();
        let imported = import(&server.management, request, format!("username\n{rows}")).await;
        assert_eq!(imported.counts(), (90, 0, 0, 0, 0), "{kind:?}: {:?}", imported.told);
        assert_eq!(count(&server).await, 90, "{kind:?}");
    }
}

#[tokio::test]
async fn who_is_refused_among_others_is_told_why() {
    let server = TestServer::start().await.unwrap();
    // Taken between the lookup and the call, as far as the import can see.
    let rows: String = (0..30).map(|n| format!("user-{n}\n")).collect();
    let no = FaultKind::BusinessError { code: 500, message: "no".to_owned() };
    server.emulator.inject(Fault::new(no.clone()).path(PATH));
    let no = Fault::new(no).operation("createUser");
    server.emulator.inject(no);
    let request = csv(MatchKey::Username, Existing::Reject).in_batches();
    let imported = import(&server.management, request, format!("username\n{rows}")).await;
    let (created, _, _, rejected, _) = imported.counts();
    assert_eq!((created, rejected), (29, 1), "{:?}", imported.told);
    assert!(imported.told[0].2.contains("500"), "{:?}", imported.told);
}

#[tokio::test]
async fn passwords_and_custom_data_go_alone() {
    let server = TestServer::start().await.unwrap();
    let field = SetCustomField::new(UdfTargetType::User, "age", UdfDataType::Number, "age");
    server.management.custom_fields().set(field).await.unwrap();
    let file = "username,password,customData.age\na,passw0rd,\nb,,7\nc,,\n";
    let request = csv(MatchKey::Username, Existing::Reject).in_batches();
    let imported = import(&server.management, request, file).await;
    assert_eq!(imported.counts(), (3, 0, 0, 0, 0));
    assert_eq!((server.emulator.count_operation("createUser"), calls(&server)), (2, 1));
    server.app.new_session().login_by_username("a", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn a_server_without_the_endpoint_ends_the_import_with_nothing_done() {
    let server = TestServer::start().await.unwrap();
    server.emulator.inject(Fault::new(FaultKind::Html(404)).path(PATH).times(u32::MAX));
    let request = csv(MatchKey::Username, Existing::Reject).in_batches();
    let imported = import(&server.management, request, "username\na\nb\n").await;
    let failed = imported.result.unwrap_err();
    assert_eq!((failed.error().kind(), failed.error().status()), (ErrorKind::Status, Some(404)));
    assert_eq!((failed.report().rows, count(&server).await), (0, 0));
}

#[tokio::test]
async fn an_import_in_batches_goes_on_exactly() {
    let server = TestServer::start().await.unwrap();
    let rows: String = (0..400).map(|n| format!("user-{n}\n")).collect();
    let sheet = Sheet::new(format!("username\n{rows}"));
    let request = || csv(MatchKey::Username, Existing::Reject).in_batches();
    server.emulator.inject(Fault::new(FaultKind::TruncateBody).path(PATH).times(2));
    let stopped = sheet.import(&server.management, stopping_after(request(), 5)).await.unwrap_err();
    assert!(stopped.was_stopped());
    let report = sheet.import(&server.management, request()).await.unwrap();
    assert_eq!((report.created, report.rejected), (400, 0));
    assert_eq!(count(&server).await, 400);
}
