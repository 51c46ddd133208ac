//! Imports through failures that pass: nothing is lost, and nothing is made twice.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_emulator::{Fault, FaultKind, RetryAfter};
use authing_management::{
    CreateOrg, ListUsers,
    bulk::{Existing, Format, ImportFailed, ImportNodes, ImportReport, ImportUsers, MatchKey},
};
use authing_tests::TestServer;
use futures_util::stream;

async fn import(
    server: &TestServer,
    request: ImportUsers,
    file: &str,
) -> Result<ImportReport, ImportFailed> {
    let blocks = stream::iter([Ok::<_, Infallible>(file.as_bytes().to_vec())]);
    server.management.users().import(request, blocks).await
}

const FILE: &str = "username,email\nwang,wang@example.com\nli,li@example.com\n\
                    zhao,zhao@example.com\n";

fn request(existing: Existing) -> ImportUsers {
    ImportUsers::new(Format::Csv, MatchKey::Username).existing(existing)
}

#[tokio::test]
async fn a_failure_that_passes_is_waited_for() {
    let server = TestServer::start().await.unwrap();
    for kind in [
        FaultKind::DropConnection,
        FaultKind::TruncateBody,
        FaultKind::Status(500),
        FaultKind::Status(503),
        FaultKind::Html(502),
        FaultKind::TooManyRequests(RetryAfter::Seconds(0)),
        FaultKind::BusinessError { code: 1000, message: "系统繁忙".to_owned() },
    ] {
        for operation in ["createUser", "userBatch"] {
            server.emulator.reset();
            server.emulator.inject(Fault::new(kind.clone()).operation(operation).times(2));
            let report = import(&server, request(Existing::Reject), FILE).await;
            let report = report.unwrap_or_else(|failed| panic!("{kind:?}: {}", failed.error()));
            assert_eq!((report.created, report.rejected), (3, 0), "{kind:?} {operation}");
            let all = server.management.users().list(ListUsers::new()).await.unwrap();
            assert_eq!(all.total_count, 3, "{kind:?} {operation}");
        }
    }
}

#[tokio::test]
async fn a_user_whose_creation_was_not_confirmed_counts_as_created() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Reject, Existing::Skip, Existing::Update] {
        server.emulator.reset();
        // Carried out, and the response is lost on its way.
        let lost = Fault::new(FaultKind::TruncateBody).operation("createUser").times(3);
        server.emulator.inject(lost);
        let report = import(&server, request(existing), FILE).await.unwrap();
        assert_eq!((report.created, report.rejected, report.skipped), (3, 0, 0), "{existing:?}");
        let creations = server.emulator.count_operation("createUser");
        assert_eq!(creations, 3, "{existing:?}: what is there is not created again");
    }
}

#[tokio::test]
async fn who_was_there_before_a_lost_response_does_not_count_as_created() {
    let server = TestServer::start().await.unwrap();
    server.user("wang").await.unwrap();
    let lost = Fault::new(FaultKind::TruncateBody).operation("updateUser");
    server.emulator.inject(lost);
    let report = import(&server, request(Existing::Update), FILE).await.unwrap();
    assert_eq!((report.created, report.updated), (2, 1));
}

#[tokio::test]
async fn the_server_s_wait_is_kept_and_one_that_is_too_long_ends_the_import() {
    let server = TestServer::start().await.unwrap();
    let wait = FaultKind::TooManyRequests(RetryAfter::Seconds(1));
    server.emulator.inject(Fault::new(wait).operation("createUser"));
    let begun = std::time::Instant::now();
    import(&server, request(Existing::Reject), FILE).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));

    let server = TestServer::start().await.unwrap();
    let wait = FaultKind::TooManyRequests(RetryAfter::Seconds(3_600));
    server.emulator.inject(Fault::new(wait).operation("createUser").times(u32::MAX));
    let failed = import(&server, request(Existing::Reject), FILE).await.unwrap_err();
    assert!(failed.error().is_rate_limited());
    assert_eq!(failed.report().next_row, 1);
}

#[tokio::test]
async fn an_outage_is_given_up_after_some_attempts() {
    let server = TestServer::start().await.unwrap();
    let outage = Fault::new(FaultKind::Status(500)).operation("createUser").times(u32::MAX);
    server.emulator.inject(outage);
    let request = request(Existing::Skip).attempts(2).concurrency(1);
    let failed = import(&server, request, FILE).await.unwrap_err();
    assert_eq!(failed.report().next_row, 1);
    assert_eq!(server.emulator.count_operation("createUser"), 2);
}

#[tokio::test]
async fn a_department_whose_addition_was_not_confirmed_counts_as_created() {
    let server = TestServer::start().await.unwrap();
    let org = server.management.orgs().create(CreateOrg::new("Acme")).await.unwrap();
    let lost = Fault::new(FaultKind::TruncateBody).operation("addNodeV2");
    server.emulator.inject(lost);
    let problems = Arc::new(Mutex::new(Vec::new()));
    let heard = problems.clone();
    let request = ImportNodes::new(Format::Csv)
        .on_rejected(move |row| heard.lock().unwrap().push(row.error().to_string()));
    let file = "code,name,parentCode\nrd,Research,\nlab,Lab,rd\nrd,Again,\n";
    let source = stream::iter([Ok::<_, Infallible>(file.as_bytes().to_vec())]);
    let report = server.management.orgs().import_nodes(&org.id, request, source).await.unwrap();
    assert_eq!((report.created, report.rejected), (2, 1));
    assert_eq!(
        *problems.lock().unwrap(),
        ["row 1 of this file is about the same: it has the same `code`"]
    );
}
