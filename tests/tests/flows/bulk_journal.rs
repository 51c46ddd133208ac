//! Imports that are interrupted, and go on exactly by their journal.

use std::{
    convert::Infallible,
    fs,
    future::Future,
    io,
    path::{Path, PathBuf},
    pin::pin,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use authing_emulator::{Fault, FaultKind, RetryAfter};
use authing_management::{
    CreateOrg, ErrorKind, ListUsers, ManagementClient,
    bulk::{
        Existing, Format, ImportFailed, ImportNodes, ImportReport, ImportUsers, Journal, MatchKey,
        RowOutcome,
    },
    types::CreateUserInput,
};
use authing_tests::TestServer;
use futures_util::{
    future::{Either, select},
    stream,
};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::bulk_matching::{csv, find};

/// A file on disk, with the journal beside it.
pub(crate) struct Sheet {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Sheet {
    pub(crate) fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    pub(crate) fn journal(&self) -> Journal {
        Journal::beside(&self.path)
    }

    fn journal_text(&self) -> String {
        fs::read_to_string(self.journal().path()).unwrap()
    }

    /// Imports it, with its journal.
    pub(crate) async fn import(
        &self,
        client: &ManagementClient,
        request: ImportUsers,
    ) -> Result<ImportReport, ImportFailed> {
        let text = fs::read(&self.path).unwrap();
        let blocks = stream::iter([Ok::<_, Infallible>(text)]);
        client.users().import(request.journal(self.journal()), blocks).await
    }
}

/// What an import told of its rows.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<(u64, RowOutcome)>>>);

impl Heard {
    pub(crate) fn of(&self, request: ImportUsers) -> ImportUsers {
        let rows = Arc::clone(&self.0);
        request.on_row(move |row| rows.lock().unwrap().push((row.row(), row.outcome().clone())))
    }

    pub(crate) fn rows(&self) -> Vec<(u64, RowOutcome)> {
        self.0.lock().unwrap().clone()
    }
}

/// Ends the import when so many rows are done.
pub(crate) fn stopping_after(request: ImportUsers, rows: u64) -> ImportUsers {
    let enough = Arc::new(Notify::new());
    let wish = Arc::clone(&enough);
    request.stop_when(async move { wish.notified().await }).on_progress(move |done| {
        if done.rows == rows {
            enough.notify_one();
        }
    })
}

async fn count(server: &TestServer) -> i64 {
    server.management.users().list(ListUsers::new()).await.unwrap().total_count
}

fn people(count: u32) -> String {
    let rows = (1..=count).map(|n| format!("user-{n},user-{n}@example.com,{}\n", n % 7));
    format!("username,email,nickname\n{}", rows.collect::<String>())
}

fn without_before(report: ImportReport) -> ImportReport {
    let mut report = report;
    report.done_before = 0;
    report
}

#[tokio::test]
async fn an_import_that_is_stopped_ends_with_its_report_and_goes_on_exactly() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new(people(60));
    let request = || csv(MatchKey::Username, Existing::Reject).concurrency(4);
    let mut reports = Vec::new();
    for rows in [10, 30] {
        let stopped = sheet.import(&server.management, stopping_after(request(), rows)).await;
        let stopped = stopped.unwrap_err();
        assert!(stopped.was_stopped(), "{stopped:?}");
        assert_eq!(stopped.error().to_string(), "the import was stopped, as the program wished");
        let report = *stopped.report();
        assert!((rows..rows + 8).contains(&report.rows), "{report:?}");
        assert_eq!(report.next_row, report.rows + 1);
        let so_far = sheet.journal().so_far().unwrap().unwrap();
        assert_eq!((so_far.rows, so_far.created), (report.rows, report.created));
        assert_eq!(so_far.next_row, report.next_row);
        reports.push(report);
    }
    assert_eq!(reports[1].done_before, reports[0].rows);
    let heard = Heard::default();
    let whole = sheet.import(&server.management, heard.of(request())).await.unwrap();
    assert_eq!((whole.rows, whole.created, whole.rejected), (60, 60, 0));
    assert_eq!((whole.done_before, whole.next_row), (reports[1].rows, 61));
    let all: Vec<_> = (1..=60).map(|row| (row, RowOutcome::Created)).collect();
    assert_eq!(heard.rows(), all, "of the rows before too");
    assert_eq!(server.emulator.count_operation("createUser"), 60);
    assert_eq!(count(&server).await, 60);
    assert_eq!(sheet.journal().so_far().unwrap(), None);

    // What has come to its end is begun again.
    let request = request().max_rejected_share(100);
    let again = sheet.import(&server.management, request).await.unwrap();
    assert_eq!((again.done_before, again.rejected), (0, 60));
    assert_eq!(server.emulator.count_operation("createUser"), 60);
}

/// Drops the work when it has been polled so often without an end.
async fn killed_after<T>(polls: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = Box::pin(work);
    let mut left = polls;
    std::future::poll_fn(|cx| match work.as_mut().poll(cx) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
        std::task::Poll::Pending => {
            left -= 1;
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn an_import_that_is_killed_again_and_again_makes_everybody_once() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Reject, Existing::Skip, Existing::Update] {
        server.emulator.reset();
        let sheet = Sheet::new(people(80));
        let heard = Heard::default();
        let mut kills = 0;
        let report = loop {
            heard.0.lock().unwrap().clear();
            // Now and then the response to a creation is lost, too.
            let lost = Fault::new(FaultKind::TruncateBody).operation("createUser");
            server.emulator.inject(lost);
            let request = heard.of(csv(MatchKey::Username, existing).concurrency(5));
            // Its requests may be on their way, and be carried out.
            match killed_after(40 + kills, sheet.import(&server.management, request)).await {
                Some(result) => break result.unwrap(),
                None => kills += 1,
            }
            assert!(kills < 2_000, "it never ends");
        };
        assert!(kills > 0);
        assert_eq!((report.rows, report.created, report.rejected), (80, 80, 0), "{existing:?}");
        assert!(report.done_before > 0);
        let all: Vec<_> = (1..=80).map(|row| (row, RowOutcome::Created)).collect();
        assert_eq!(heard.rows(), all);
        assert_eq!(count(&server).await, 80);
    }
}

/// Rows that are created, changed, left as they are, in conflict with others and unreadable.
const MESSY: &str = "username,email,phone,nickname\n\
    wang,wang@example.com,13800000001,W\n\
    boss,,,The boss\n\
    li,li@example.com,13800000001,L\n\
    li,li@example.com,13800000002,L\n\
    ,nobody@example.com,,\n\
    li,li@example.com,13800000002,L\n\
    zhao,boss@example.com,,Z\n\
    zhao,zhao@example.com,13800000003\n\
    wang,wang@example.com,1.38E+10,W\n\
    wang,wang.new@example.com,13800000001,W\n\
    qian,wang@example.com,,Q\n\
    boss,,,The boss\n";

async fn start_with_boss(server: &TestServer) {
    server.emulator.reset();
    let boss = CreateUserInput::new().username("boss").email("boss@example.com");
    server.management.users().create(boss).await.unwrap();
}

#[tokio::test]
async fn wherever_it_is_interrupted_an_import_tells_what_it_would_have_told_at_once() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Update, Existing::Skip, Existing::Reject] {
        let sheet = Sheet::new(MESSY);
        let request = || csv(MatchKey::Username, existing).max_rejected_share(100).concurrency(3);
        start_with_boss(&server).await;
        let at_once = Heard::default();
        let report = sheet.import(&server.management, at_once.of(request())).await.unwrap();
        assert_eq!(report.rows, 12);
        for row in 1..12 {
            start_with_boss(&server).await;
            let stopped = sheet.import(&server.management, stopping_after(request(), row)).await;
            if let Err(failed) = stopped {
                assert!(failed.was_stopped(), "{failed:?}");
            }
            let heard = Heard::default();
            let dry = heard.of(request().dry_run());
            if sheet.journal().so_far().unwrap().is_some() {
                sheet.import(&server.management, dry).await.unwrap();
                assert_eq!(heard.rows(), at_once.rows(), "{existing:?}: a dry run goes on too");
                let heard = Heard::default();
                let whole = sheet.import(&server.management, heard.of(request())).await.unwrap();
                assert_eq!(heard.rows(), at_once.rows(), "{existing:?} {row}");
                assert_eq!(without_before(whole), report);
                assert!(whole.done_before >= row);
            }
        }
    }
}

#[tokio::test]
async fn an_update_that_was_carried_out_before_a_crash_counts_as_one() {
    let server = TestServer::start().await.unwrap();
    server.user("wang").await.unwrap();
    let sheet = Sheet::new("username,nickname\nwang,W\n");
    // It is carried out, and the import ends before it knows.
    let lost = Fault::new(FaultKind::TruncateBody).operation("updateUser").times(u32::MAX);
    server.emulator.inject(lost);
    let request = || csv(MatchKey::Username, Existing::Update);
    let failed = sheet.import(&server.management, request().attempts(1)).await.unwrap_err();
    assert!(!failed.was_stopped());
    assert_eq!(failed.report().rows, 0);
    server.emulator.clear_faults();
    let heard = Heard::default();
    sheet.import(&server.management, heard.of(request())).await.unwrap();
    let [(1, RowOutcome::Updated { fields, .. })] = &heard.rows()[..] else {
        panic!("{:?}", heard.rows());
    };
    assert_eq!(fields, &["nickname"]);
}

#[tokio::test]
async fn who_the_server_refused_to_create_does_not_count_as_created_later() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new("username\nwang\nli\n");
    let no = FaultKind::BusinessError { code: 1001, message: "no".to_owned() };
    server.emulator.inject(Fault::new(no).operation("createUser"));
    let request = csv(MatchKey::Username, Existing::Reject).concurrency(1);
    let report = sheet.import(&server.management, request).await.unwrap();
    assert_eq!((report.created, report.rejected), (1, 1));
    // As after a crash right behind the refusal; and somebody else makes the account.
    let text = sheet.journal_text();
    assert!(text.contains("{\"refused\":{\"row\":1}}"), "{text}");
    let cut =
        text.lines().take_while(|line| !line.contains("\"done\"")).map(|line| format!("{line}\n"));
    fs::write(sheet.journal().path(), cut.collect::<String>()).unwrap();
    server.management.users().create(CreateUserInput::new().username("wang")).await.unwrap();
    let heard = Heard::default();
    let request = heard.of(csv(MatchKey::Username, Existing::Reject));
    let report = sheet.import(&server.management, request).await.unwrap();
    assert!(matches!(heard.rows()[0], (1, RowOutcome::Rejected(_))), "{:?}", heard.rows());
    assert_eq!(report.done_before, 0);
}

#[tokio::test]
async fn a_journal_of_something_else_is_refused_by_name_and_nothing_is_sent() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new(people(20));
    let request = || csv(MatchKey::Username, Existing::Skip);
    sheet
        .import(&server.management, stopping_after(request(), 5).concurrency(1))
        .await
        .unwrap_err();
    let journal = sheet.journal_text();
    server.emulator.clear_requests();
    let text = fs::read_to_string(&sheet.path).unwrap();
    let refused = async |request: ImportUsers| {
        let failed = sheet.import(&server.management, request).await.unwrap_err();
        assert_eq!((failed.error().kind(), failed.report().rows), (ErrorKind::Input, 0));
        assert!(!failed.was_stopped());
        assert_eq!(sheet.journal_text(), journal);
        let told = failed.error().to_string();
        assert!(told.contains("people.csv.journal`"), "{told}");
        told
    };
    for (request, name, theirs, ours) in [
        (csv(MatchKey::Username, Existing::Update), "existing", "Skip", "Update"),
        (csv(MatchKey::Email, Existing::Skip), "match_key", "username", "email"),
        (request().start_at(3), "start_at", "1", "3"),
        (request().keep_password(), "keep_password", "false", "true"),
        (request().delimiter(','), "delimiter", "nothing", ","),
        (request().column_as("name", "nickname"), "column_as(name)", "nothing", "nickname"),
    ] {
        for request in [request] {
            let told = refused(request).await;
            assert!(told.contains(&format!("whose `{name}` is ")), "{told}");
            assert!(told.contains(theirs) && told.contains(ours), "{told}");
        }
    }
    fs::write(&sheet.path, format!("{text}more,more@example.com,1\n")).unwrap();
    let told = refused(request()).await;
    assert!(told.contains("is of another file: of one with "), "{told}");
    fs::write(&sheet.path, text.replace("user-9@", "user-8@")).unwrap();
    let told = refused(request()).await;
    assert!(told.contains("as long as"), "{told}");
    fs::write(&sheet.path, &text).unwrap();
    let elsewhere = TestServer::start().await.unwrap();
    let failed = sheet.import(&elsewhere.management, request()).await.unwrap_err();
    let told = failed.error().to_string();
    assert!(told.contains("whose `host` is "), "{told}");
    let part = request().journal(sheet.journal().part("left"));
    let source = stream::iter([Ok::<_, Infallible>(text.clone())]);
    let failed = server.management.users().import(part, source).await.unwrap_err();
    let told = failed.error().to_string();
    assert!(told.contains("whose `part` is nothing, and that of this one is `left`"), "{told}");
    assert_eq!(sheet.journal_text(), journal);
    let changes = ["createUser", "userBatch"].map(|name| server.emulator.count_operation(name));
    assert_eq!(changes, [0, 0]);
    fs::write(&sheet.path, &text).unwrap();
    let whole = sheet.import(&server.management, request()).await.unwrap();
    assert_eq!((whole.created, whole.skipped), (20, 0));

    // Of one that came to its end nothing is left to go on with, whatever its file was.
    fs::write(&sheet.path, people(21)).unwrap();
    let next = sheet.import(&server.management, request()).await.unwrap();
    assert_eq!((next.created, next.skipped, next.done_before), (1, 20, 0));
}

#[tokio::test]
async fn what_is_no_journal_is_left_as_it_is() {
    let server = TestServer::start().await.unwrap();
    let request = || csv(MatchKey::Username, Existing::Skip);
    let told = async |sheet: &Sheet, journal: Journal| {
        let text = fs::read(&sheet.path).unwrap();
        let blocks = stream::iter([Ok::<_, Infallible>(text)]);
        let request = request().journal(journal);
        let failed = server.management.users().import(request, blocks).await.unwrap_err();
        assert_eq!(failed.error().kind(), ErrorKind::Input);
        failed.error().to_string()
    };
    let sheet = Sheet::new(people(2));
    // The file itself.
    let own = Journal::beside(&sheet.path).at(&sheet.path);
    let problem = told(&sheet, own).await;
    assert!(problem.contains("is not the journal of an import"), "{problem}");
    assert_eq!(fs::read_to_string(&sheet.path).unwrap(), people(2));
    let folder = sheet.path.parent().unwrap().to_owned();
    let problem = told(&sheet, Journal::beside(&sheet.path).at(&folder)).await;
    assert!(problem.contains("cannot be written"), "{problem}");
    let nowhere = folder.join("no/such/folder/journal");
    let problem = told(&sheet, Journal::beside(&sheet.path).at(nowhere)).await;
    assert!(problem.contains("cannot be written"), "{problem}");
    let missing = Journal::beside(folder.join("missing.csv"));
    assert!(told(&sheet, missing).await.contains("missing.csv`, which the journal is of"));
    let later =
        "{\"importJournal\":99,\"length\":1,\"sha256\":\"\",\"startAt\":1,\"options\":{}}\n";
    fs::write(sheet.journal().path(), later).unwrap();
    assert!(told(&sheet, sheet.journal()).await.contains("is written as version 99"));
    if cfg!(target_os = "linux") {
        let endless = Journal::beside(&sheet.path).at("/dev/zero");
        assert!(told(&sheet, endless).await.contains("is not a file"));
    }
    assert_eq!(server.emulator.count_operation("createUser"), 0);
}

#[tokio::test]
async fn a_journal_has_one_import_at_a_time() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new(people(3));
    let request = || csv(MatchKey::Username, Existing::Skip);
    // An import whose file does not come to its end.
    let first = async {
        let never = stream::pending::<io::Result<Vec<u8>>>();
        server.management.users().import(request().journal(sheet.journal()), never).await
    };
    let second = async {
        while sheet.journal().so_far().unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        sheet.import(&server.management, request()).await.unwrap_err()
    };
    let second = match select(pin!(first), pin!(second)).await {
        Either::Left((first, _)) => panic!("the file came to its end: {first:?}"),
        Either::Right((second, _)) => second,
    };
    let told = second.error().to_string();
    assert!(told.ends_with("people.csv.journal` is in use by another import"), "{told}");
}

#[tokio::test]
async fn no_password_and_no_name_is_in_a_journal() {
    let server = TestServer::start().await.unwrap();
    let file = "username,email,password,nickname\n\
                canary-name,canary@example.com,canary-passw0rd,canary-nick\n\
                canary-name,canary@example.com,canary-passw0rd,canary-other\n\
                canary-two,canary@example.com,canary-passw0rd,\n\
                canary\u{200b}three,,canary-passw0rd,\n";
    let sheet = Sheet::new(file);
    let request = csv(MatchKey::Username, Existing::Update);
    let report = sheet.import(&server.management, request).await.unwrap();
    assert_eq!((report.created, report.updated, report.rejected), (1, 1, 2));
    let journal = sheet.journal_text();
    assert!(!journal.contains("canary") && journal.contains("nickname"), "{journal}");
}

#[tokio::test]
async fn a_wish_to_stop_cuts_the_wait_for_the_server_and_for_the_file_short() {
    let server = TestServer::start().await.unwrap();
    let wait = FaultKind::TooManyRequests(RetryAfter::Seconds(100));
    server.emulator.inject(Fault::new(wait).operation("createUser").times(u32::MAX));
    let sheet = Sheet::new(people(5));
    let TestServer { emulator, management: emulated, .. } = server;
    let emulator = Arc::new(emulator);
    let asked = Arc::clone(&emulator);
    let wish = async move {
        while asked.count_operation("createUser") < 5 {
            tokio::task::yield_now().await;
        }
    };
    let begun = Instant::now();
    let request = csv(MatchKey::Username, Existing::Reject).stop_when(wish);
    let stopped = sheet.import(&emulated, request).await.unwrap_err();
    assert!(stopped.was_stopped() && begun.elapsed() < Duration::from_secs(60));
    assert_eq!(stopped.report().next_row, 1);
    emulator.clear_faults();
    let request = csv(MatchKey::Username, Existing::Reject);
    let report = sheet.import(&emulated, request).await.unwrap();
    assert_eq!((report.created, report.rejected), (5, 0));

    // Of a file that does not come, nothing is waited for either.
    let request = csv(MatchKey::Username, Existing::Reject).stop_when(async {});
    let never = stream::pending::<io::Result<Vec<u8>>>();
    let stopped = emulated.users().import(request, never).await.unwrap_err();
    assert!(stopped.was_stopped());
    assert_eq!(stopped.report().rows, 0);
}

#[tokio::test]
async fn a_wish_that_comes_when_all_is_done_changes_nothing() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new(people(6));
    let request = stopping_after(csv(MatchKey::Username, Existing::Reject), 6);
    let report = sheet.import(&server.management, request).await.unwrap();
    assert_eq!(report.created, 6);
}

#[tokio::test]
async fn departments_go_on_by_a_journal_too() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let org = orgs.create(CreateOrg::new("Acme")).await.unwrap();
    let file = "code,parentCode,name\nrd,,Research\nlab,rd,Lab\nbench,lab,Bench\nbench,lab,Again\n";
    let sheet = Sheet::new(file);
    let import = async |request: ImportNodes| {
        let blocks = stream::iter([Ok::<_, Infallible>(file.as_bytes().to_vec())]);
        orgs.import_nodes(&org.id, request.journal(sheet.journal()), blocks).await
    };
    // Added, and the import ends before it knows.
    let lost = Fault::new(FaultKind::TruncateBody).operation("addNodeV2").times(u32::MAX);
    server.emulator.inject(lost);
    let failed = import(ImportNodes::new(Format::Csv).attempts(1)).await.unwrap_err();
    assert_eq!(failed.report().rows, 0);
    server.emulator.clear_faults();
    let report = import(ImportNodes::new(Format::Csv)).await.unwrap();
    assert_eq!((report.created, report.rejected), (3, 1));
    assert_eq!(server.emulator.count_operation("addNodeV2"), 3);
    let other = orgs.create(CreateOrg::new("Other")).await.unwrap();
    let blocks = stream::iter([Ok::<_, Infallible>(file.as_bytes().to_vec())]);
    let request = ImportNodes::new(Format::Csv).journal(sheet.journal());
    let report = orgs.import_nodes(&other.id, request, blocks).await.unwrap();
    assert_eq!(report.created, 3, "the other came to its end");
}

#[tokio::test]
async fn a_journal_torn_anywhere_behind_what_is_on_disk_goes_on_exactly() {
    let server = TestServer::start().await.unwrap();
    let sheet = Sheet::new(people(12));
    let request = || csv(MatchKey::Username, Existing::Reject).concurrency(1);
    sheet.import(&server.management, stopping_after(request(), 6)).await.unwrap_err();
    let journal = fs::read(sheet.journal().path()).unwrap();
    let created = server.emulator.count_operation("createUser");
    // What is not waited for, the end of the last row, may be lost, wholly or partly.
    let last = journal[..journal.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for length in last..journal.len() {
        for rest in [&b""[..], b"\0\0\0\0", b"{\"done\":{\"row\":"] {
            fs::write(sheet.journal().path(), [&journal[..length], rest].concat()).unwrap();
            let dry = sheet.import(&server.management, request().dry_run()).await.unwrap();
            assert_eq!((dry.created, dry.rejected), (12, 0), "{length}");
        }
    }
    let torn = fs::OpenOptions::new().write(true).open(sheet.journal().path()).unwrap();
    torn.set_len(last as u64 + 7).unwrap();
    let report = sheet.import(&server.management, request()).await.unwrap();
    assert_eq!((report.created, report.rejected), (12, 0));
    assert_eq!(server.emulator.count_operation("createUser"), 12);
    assert!(created < 12);
    assert!(find(&server, "user-12").await.is_some());
    // In the middle nothing is torn by itself.
    let text = sheet.journal_text();
    let line = text.lines().nth(4).unwrap();
    fs::write(
        sheet.journal().path(),
        text.replace(line, "{\"done\":{\"row\":").replace("{\"ended\"", "#"),
    )
    .unwrap();
    let failed = sheet.import(&server.management, request()).await.unwrap_err();
    assert!(failed.error().to_string().ends_with("is broken in line 5"), "{}", failed.error());
}

#[test]
fn a_journal_says_where_it_is() {
    let journal = Journal::beside("folder/people.csv");
    assert_eq!(journal.path(), Path::new("folder/people.csv.journal"));
    assert_eq!(journal.at("elsewhere").path(), Path::new("elsewhere"));
    assert_eq!(Journal::beside("/no/such/file").so_far().unwrap(), None);
}
