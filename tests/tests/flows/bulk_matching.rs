//! Who a row of a file is about, and that nobody else is touched.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use authing_emulator::{Fault, FaultKind};
use authing_management::{
    ManagementClient, SetCustomField,
    bulk::{
        Existing, Format, ImportFailed, ImportReport, ImportUsers, MatchKey, RejectionReason,
        RowOutcome,
    },
    types::{CreateUserInput, UdfDataType, UdfTargetType, User, UserKey},
};
use authing_tests::TestServer;
use futures_util::stream;

const THERE: &[u8] = include_bytes!("../cases/bulk/there-already.jsonl");
const BY_PHONE_ONLY: &[u8] = include_bytes!("../cases/bulk/match-by-phone-only.csv");
const BY_USERNAME: &[u8] = include_bytes!("../cases/bulk/match-by-username.csv");
const DUPLICATES: &[u8] = include_bytes!("../cases/bulk/duplicates.csv");
const BOM: &[u8] = include_bytes!("../cases/bulk/people-bom.csv");

/// A rejected row: its number, why, and the text that says so.
pub(crate) type Told = (u64, RejectionReason, String);

pub(crate) struct Imported {
    pub(crate) result: Result<ImportReport, ImportFailed>,
    pub(crate) told: Vec<Told>,
}

impl Imported {
    pub(crate) fn counts(&self) -> (u64, u64, u64, u64, u64) {
        let report = self.result.as_ref().unwrap_or_else(|failed| panic!("{}", failed.error()));
        let ImportReport { created, updated, skipped, rejected, conflicts, .. } = *report;
        (created, updated, skipped, rejected, conflicts)
    }

    pub(crate) fn texts(&self) -> Vec<(u64, &str)> {
        self.told.iter().map(|(row, _, text)| (*row, text.as_str())).collect()
    }
}

pub(crate) async fn import(
    client: &ManagementClient,
    request: ImportUsers,
    file: impl AsRef<[u8]>,
) -> Imported {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let request = request.on_rejected(move |row| {
        heard.lock().unwrap().push((row.row(), row.reason(), row.error().to_string()));
    });
    let blocks = stream::iter([Ok::<_, Infallible>(file.as_ref().to_vec())]);
    let client = client.clone();
    // On a task of its own: an import can be sent to another thread.
    let work = tokio::spawn(async move { client.users().import(request, blocks).await });
    let result = work.await.unwrap();
    let told = told.lock().unwrap().clone();
    Imported { result, told }
}

pub(crate) async fn with_boss() -> TestServer {
    let server = TestServer::start().await.unwrap();
    start_with_boss(&server).await;
    server
}

/// Leaves the boss alone on a server.
pub(crate) async fn start_with_boss(server: &TestServer) {
    server.emulator.reset();
    let request = ImportUsers::new(Format::JsonLines, MatchKey::Username);
    assert_eq!(import(&server.management, request, THERE).await.counts(), (1, 0, 0, 0, 0));
}

pub(crate) fn csv(key: MatchKey, existing: Existing) -> ImportUsers {
    ImportUsers::new(Format::Csv, key).existing(existing)
}

pub(crate) async fn find(server: &TestServer, name: &str) -> Option<User> {
    server.management.users().find(UserKey::username(name)).await.unwrap()
}

async fn names(server: &TestServer) -> Vec<(Option<String>, Option<String>, Option<String>)> {
    let list = authing_management::ListUsers::new().limit(100);
    let page = server.management.users().list(list).await.unwrap();
    let mut names: Vec<_> =
        page.list.into_iter().map(|user| (user.username, user.email, user.phone)).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_shared_phone_is_a_conflict_and_its_owner_stays_as_they_are() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Update, Existing::Skip, Existing::Reject] {
        start_with_boss(&server).await;
        let before = find(&server, "boss").await.unwrap();
        let request = csv(MatchKey::Username, existing);
        let imported = import(&server.management, request, BY_PHONE_ONLY).await;
        assert_eq!(imported.counts(), (0, 0, 0, 1, 1), "{existing:?}");
        let text = "its `phone` is that of another user, who was there before";
        assert_eq!(imported.texts(), [(1, text)]);
        assert!(matches!(
            imported.told[0].1,
            RejectionReason::Conflict { field: "phone", row: None, .. }
        ));
        assert_eq!(find(&server, "boss").await.unwrap(), before, "{existing:?}");
        assert!(find(&server, "intern").await.is_none());
    }
}

#[tokio::test]
async fn the_match_key_finds_who_a_row_updates() {
    let server = with_boss().await;
    let request = csv(MatchKey::Username, Existing::Update);
    let imported = import(&server.management, request, BY_USERNAME).await;
    assert_eq!(imported.counts(), (0, 1, 0, 0, 0));
    let boss = find(&server, "boss").await.unwrap();
    assert_eq!(boss.email.as_deref(), Some("boss.new@example.com"));
}

#[tokio::test]
async fn each_match_key_decides_alone() {
    let server = TestServer::start().await.unwrap();
    let there = CreateUserInput::new()
        .username("boss")
        .email("boss@example.com")
        .phone("13800000001")
        .external_id("e-1");
    let header = "username,email,phone,externalId,nickname\n";
    for (key, same, field) in [
        (MatchKey::Username, "boss,new@example.com,13800000009,e-9,N\n", "email"),
        (MatchKey::Email, "new,BOSS@example.com,13800000009,e-9,N\n", "username"),
        (MatchKey::Phone, "new,new@example.com,13800000001,e-9,N\n", "username"),
        (MatchKey::ExternalId, "new,new@example.com,13800000009,e-1,N\n", "username"),
    ] {
        // Everything but the key is the boss's.
        let other = match key {
            MatchKey::Username => "other,boss@example.com,13800000001,e-1,N\n",
            MatchKey::Email => "boss,other@example.com,13800000001,e-1,N\n",
            MatchKey::Phone => "boss,boss@example.com,13800000002,e-1,N\n",
            _ => "boss,boss@example.com,13800000001,e-2,N\n",
        };
        for existing in [Existing::Update, Existing::Skip, Existing::Reject] {
            server.emulator.reset();
            let boss = server.management.users().create(there.clone()).await.unwrap();
            let file = format!("{header}{other}");
            let imported = import(&server.management, csv(key, existing), &file).await;
            assert_eq!(imported.counts(), (0, 0, 0, 1, 1), "{key:?} {existing:?}");
            assert!(
                matches!(imported.told[0].1, RejectionReason::Conflict { field: taken, .. } if taken == field),
                "{:?}",
                imported.told
            );
            let found = server.management.users().get(&*boss.id).await.unwrap();
            assert_eq!((&found.username, &found.nickname), (&boss.username, &boss.nickname));

            let file = format!("{header}{same}");
            let imported = import(&server.management, csv(key, existing), &file).await;
            let found = server.management.users().get(&*boss.id).await.unwrap();
            match existing {
                Existing::Update => {
                    assert_eq!(imported.counts(), (0, 1, 0, 0, 0), "{key:?}");
                    assert_eq!(found.nickname.as_deref(), Some("N"));
                }
                Existing::Skip => assert_eq!(imported.counts(), (0, 0, 1, 0, 0), "{key:?}"),
                _ => {
                    assert_eq!(imported.counts(), (0, 0, 0, 1, 0), "{key:?}");
                    assert_eq!(imported.told[0].1, already_there(&imported, None));
                    assert_eq!(
                        imported.texts(),
                        [(1, &*format!("it is there already, with the same `{}`", key.as_str()))]
                    );
                }
            }
            assert_eq!(names(&server).await.len(), 1);
        }
    }
}

/// The reason as it was told, if it is this one.
fn already_there(imported: &Imported, there: Option<u64>) -> RejectionReason {
    let told = imported.told.iter().map(|(_, reason, _)| *reason);
    let mut same = told.filter(
        |reason| matches!(reason, RejectionReason::AlreadyThere { row, .. } if *row == there),
    );
    same.next().unwrap_or_else(|| panic!("{:?}", imported.told))
}

const ITS_PHONE: &str = "its `phone` is that of another user: row 1 of this file has it";
const AGAIN: &str = "row 1 of this file is about the same: it has the same `username`";

#[tokio::test]
async fn what_a_file_says_twice_is_told_from_what_is_there() {
    let server = TestServer::start().await.unwrap();
    for concurrency in [1, 2, 16] {
        for (existing, counts, told) in [
            (Existing::Skip, (2, 0, 1, 1, 1), vec![(2, ITS_PHONE)]),
            (Existing::Update, (2, 1, 0, 1, 1), vec![(2, ITS_PHONE)]),
            (Existing::Reject, (2, 0, 0, 2, 1), vec![(2, ITS_PHONE), (4, AGAIN)]),
        ] {
            server.emulator.reset();
            let request = csv(MatchKey::Username, existing).concurrency(concurrency);
            let imported = import(&server.management, request, DUPLICATES).await;
            assert_eq!(imported.counts(), counts, "{existing:?}");
            assert_eq!(imported.texts(), told, "{existing:?}");
            let wang = find(&server, "wang").await.unwrap();
            assert_eq!(wang.phone.as_deref(), Some("13800000001"));
            assert_eq!(wang.name.as_deref(), Some("王伟"));
            assert!(find(&server, "zhao").await.is_some());
            assert!(find(&server, "li").await.is_none());
        }
    }
}

#[tokio::test]
async fn what_a_file_says_twice_follows_its_match_key() {
    let server = TestServer::start().await.unwrap();
    let imported =
        import(&server.management, csv(MatchKey::Email, Existing::Skip), DUPLICATES).await;
    assert_eq!(imported.counts(), (2, 0, 1, 1, 1));
    assert_eq!(imported.texts(), [(2, ITS_PHONE)]);

    // By phone, row 2 is about the user of row 1, whatever else it says.
    let server = TestServer::start().await.unwrap();
    let imported =
        import(&server.management, csv(MatchKey::Phone, Existing::Reject), DUPLICATES).await;
    assert_eq!(imported.counts(), (2, 0, 0, 2, 0));
    let again = "row 1 of this file is about the same: it has the same `phone`";
    assert_eq!(imported.texts(), [(2, again), (4, again)]);
}

#[tokio::test]
async fn the_first_row_of_a_file_wins_whatever_is_done_at_the_same_time() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Skip, Existing::Update, Existing::Reject] {
        server.emulator.reset();
        let taken = CreateUserInput::new().username("0").email("taken@example.com");
        server.management.users().create(taken).await.unwrap();
        // Each number is claimed by three users in a row, and every other first one is refused.
        let mut file = String::from("username,email,phone\n");
        for phone in 0..40 {
            let first = if phone % 2 == 0 { "taken" } else { &*format!("first.{phone}") };
            let phone = 13_800_000_000_u64 + phone;
            file += &format!("a{phone},{first}@example.com,{phone}\n");
            file += &format!("b{phone},{phone}.second@example.com,+86{phone}\n");
            file += &format!("c{phone},{phone}.third@example.com,{phone}\n");
        }
        let request = csv(MatchKey::Username, existing).concurrency(32);
        let imported = import(&server.management, request, &file).await;
        assert_eq!(imported.counts(), (40, 0, 0, 80, 80), "{existing:?}");
        let all = names(&server).await.into_iter().map(|(username, _, _)| username.unwrap());
        let firsts: String = all.map(|username| username.chars().next().unwrap()).collect();
        assert_eq!(firsts, format!("0{}{}", "a".repeat(20), "b".repeat(20)));
        let conflicts: Vec<_> = imported
            .told
            .iter()
            .filter_map(|(row, reason, _)| match reason {
                RejectionReason::Conflict { field: "phone", row: Some(holder), .. } => {
                    Some(row - holder)
                }
                _ => None,
            })
            .collect();
        assert_eq!(conflicts.len(), 60);
        assert!(conflicts.iter().all(|distance| [1, 2].contains(distance)));
    }
}

#[tokio::test]
async fn names_may_change_hands_within_a_file() {
    let server = TestServer::start().await.unwrap();
    for concurrency in [1, 16] {
        start_with_boss(&server).await;
        // The boss gets another number, and the intern the one that is free then.
        let file = "username,phone\nboss,13800000007\nintern,13800000001\nboss,13800000008\n\
                    cook,13800000007\n";
        let request = csv(MatchKey::Username, Existing::Update).concurrency(concurrency);
        let imported = import(&server.management, request, file).await;
        assert_eq!(imported.counts(), (2, 2, 0, 0, 0), "{:?}", imported.told);
        let phone = async |name| find(&server, name).await.unwrap().phone.unwrap();
        assert_eq!(phone("boss").await, "13800000008");
        assert_eq!(phone("intern").await, "13800000001");
        assert_eq!(phone("cook").await, "13800000007");
    }
}

#[tokio::test]
async fn a_name_that_a_later_row_gives_up_is_not_free_before() {
    let server = TestServer::start().await.unwrap();
    for concurrency in [1, 2, 16] {
        start_with_boss(&server).await;
        let file = "username,phone\nintern,13800000001\nboss,13800000007\n";
        let request = csv(MatchKey::Username, Existing::Update).concurrency(concurrency);
        // The later one is quick, and the one before asks once more.
        let slow = FaultKind::Delay(Duration::from_millis(100));
        server.emulator.inject(Fault::new(slow).operation("userBatch").times(4));
        let imported = import(&server.management, request, file).await;
        assert_eq!(imported.counts(), (0, 1, 0, 1, 1), "{:?}", imported.told);
        assert_eq!(imported.texts()[0].0, 1);
    }
}

#[tokio::test]
async fn a_phone_is_the_same_with_and_without_its_country_code() {
    let server = with_boss().await;
    for phone in ["+8613800000001,", "13800000001,+86", "13800000001,86", "138-0000-0001,"] {
        let file = format!("username,phone,phoneCountryCode\nintern,{phone}\n");
        let request = csv(MatchKey::Username, Existing::Update);
        let imported = import(&server.management, request, &file).await;
        assert_eq!(imported.counts(), (0, 0, 0, 1, 1), "{phone}");
        let request = csv(MatchKey::Phone, Existing::Skip);
        let imported = import(&server.management, request, &file).await;
        assert_eq!(imported.counts(), (0, 0, 1, 0, 0), "{phone}");
    }
    // The server takes a number once, in whichever country.
    let file = "username,phone,phoneCountryCode\nabroad,13800000002,+1\nhome,13800000002,+86\n";
    let imported = import(&server.management, csv(MatchKey::Phone, Existing::Update), file).await;
    assert_eq!(imported.counts(), (1, 0, 0, 1, 1), "{:?}", imported.told);
}

#[tokio::test]
async fn two_files_with_one_number_make_one_user() {
    let server = TestServer::start().await.unwrap();
    let first = "username,phone,name\nwang,13800000001,Wang\n";
    let second = "username,phone,name\nli,13800000001,Li\n";
    let request = || csv(MatchKey::Username, Existing::Update);
    assert_eq!(import(&server.management, request(), first).await.counts(), (1, 0, 0, 0, 0));
    let before = find(&server, "wang").await.unwrap();
    let imported = import(&server.management, request(), second).await;
    assert_eq!(imported.counts(), (0, 0, 0, 1, 1));
    assert_eq!(imported.texts()[0].0, 1);
    assert_eq!(find(&server, "wang").await.unwrap(), before);
    assert_eq!(names(&server).await.len(), 1);
}

#[tokio::test]
async fn a_row_without_the_match_key_is_rejected() {
    let server = TestServer::start().await.unwrap();
    let file = "username,email\nwang,wang@example.com\n,li@example.com\n  ,\nzhao,\n";
    let request = csv(MatchKey::Username, Existing::Update);
    let imported = import(&server.management, request, file).await;
    assert_eq!(imported.counts(), (2, 0, 0, 2, 0));
    let text = "the row has no `username`, by which this import matches users";
    assert_eq!(imported.texts(), [(2, text), (3, text)]);
    assert_eq!(imported.told[0].1, RejectionReason::Invalid);
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let server = TestServer::start().await.unwrap();
    let request = csv(MatchKey::Username, Existing::Reject);
    assert_eq!(import(&server.management, request, BOM).await.counts(), (3, 0, 0, 0, 0));
    assert_eq!(find(&server, "ouyang").await.unwrap().name.as_deref(), Some("欧阳𠮷"));
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let server = TestServer::start().await.unwrap();
    for existing in [Existing::Update, Existing::Skip, Existing::Reject] {
        for file in [DUPLICATES, BY_PHONE_ONLY, BY_USERNAME, BOM] {
            start_with_boss(&server).await;
            // The boss gives way in some of the files, but not in all.
            let boss = find(&server, "boss").await.unwrap();
            if file != BY_PHONE_ONLY && file != BY_USERNAME {
                server.management.users().delete(&*boss.id).await.unwrap();
            }
            let before = names(&server).await;
            server.emulator.clear_requests();
            let request = || csv(MatchKey::Username, existing);
            let dry = import(&server.management, request().dry_run(), file).await;
            assert_eq!(names(&server).await, before);
            for change in ["createUser", "updateUser", "setUdvBatch"] {
                assert_eq!(server.emulator.count_operation(change), 0);
            }
            let wet = import(&server.management, request(), file).await;
            assert_eq!(dry.counts(), wet.counts(), "{existing:?}");
            assert_eq!(dry.told, wet.told, "{existing:?}");
        }
    }
}

#[tokio::test]
async fn an_import_that_goes_on_remembers_the_rows_before() {
    let server = TestServer::start().await.unwrap();
    let request = csv(MatchKey::Username, Existing::Reject);
    let first = DUPLICATES.split_inclusive(|&byte| byte == b'\n').take(2).flatten().copied();
    let first: Vec<_> = first.collect();
    assert_eq!(import(&server.management, request, &first).await.counts(), (1, 0, 0, 0, 0));
    let request = csv(MatchKey::Username, Existing::Reject).start_at(2);
    let imported = import(&server.management, request, DUPLICATES).await;
    assert_eq!(imported.counts(), (1, 0, 0, 2, 1));
    assert_eq!(imported.texts(), [(2, ITS_PHONE), (4, AGAIN)]);
}

/// What became of the rows, in the order of the file.
async fn outcomes(
    client: &ManagementClient,
    request: ImportUsers,
    file: &str,
) -> (ImportReport, Vec<(u64, RowOutcome)>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let tell = heard.clone();
    let request = request.on_row(move |row| {
        tell.lock().unwrap().push((row.row(), row.outcome().clone()));
    });
    let imported = import(client, request, file).await;
    let heard = heard.lock().unwrap().clone();
    (imported.result.unwrap(), heard)
}

fn changed(outcome: &RowOutcome) -> &[String] {
    match outcome {
        RowOutcome::Updated { fields, .. } => fields,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_row_tells_what_became_of_it_and_which_fields_changed() {
    let server = TestServer::start().await.unwrap();
    let custom = server.management.custom_fields();
    for (key, kind) in [("school", UdfDataType::String), ("since", UdfDataType::DateTime)] {
        let field = SetCustomField::new(UdfTargetType::User, key, kind, key);
        custom.set(field).await.unwrap();
    }
    let columns =
        "username,phone,name,blocked,lastLogin,password,customData.school,customData.since\n";
    let first = "wang,13800000001,王伟,false,2026-01-02T03:04:05Z,passw0rd,清华,2026-01-02T03:04:05Z\n\
                 li,13800000002,李娜,,,,,\n";
    // The same phone and times written otherwise, the same name, and what is new.
    let second = "wang,+86 138-0000-0001,王伟,true,2026-01-02T11:04:05+08:00,,北大,2026-01-02T11:04:05+08:00\n\
                  li,13800000002,李娜,,,,,\n\
                  zhao,13800000003,赵敏,,,,,\n\
                  qian,13800000003,,,,,,\n\
                  li,,,,,secret00,,\n";
    let request = |existing| csv(MatchKey::Username, existing);
    let file = format!("{columns}{first}");
    let (report, rows) = outcomes(&server.management, request(Existing::Reject), &file).await;
    assert_eq!((report.created, rows.len()), (2, 2));
    assert!(rows.iter().all(|(_, outcome)| *outcome == RowOutcome::Created));
    // Once more: nothing is sent.
    server.emulator.clear_requests();
    let unchanged = format!("{columns}{}", first.replace("passw0rd", ""));
    let (report, rows) = outcomes(&server.management, request(Existing::Update), &unchanged).await;
    assert_eq!((report.updated, report.unchanged), (2, 2), "{rows:?}");
    assert!(rows.iter().all(|(_, outcome)| *outcome == RowOutcome::Unchanged));
    for change in ["updateUser", "setUdvBatch"] {
        assert_eq!(server.emulator.count_operation(change), 0);
    }

    let file = format!("{columns}{second}");
    let dry = request(Existing::Update).dry_run();
    let (dry, predicted) = outcomes(&server.management, dry, &file).await;
    let (report, rows) = outcomes(&server.management, request(Existing::Update), &file).await;
    assert_eq!(predicted, rows);
    assert_eq!((dry.updated, dry.unchanged, dry.rejected), (3, 1, 1));
    assert_eq!((report.created, report.updated, report.unchanged), (1, 3, 1));
    assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(changed(&rows[0].1), ["blocked", "customData.school"]);
    assert_eq!(rows[1].1, RowOutcome::Unchanged);
    assert_eq!(rows[2].1, RowOutcome::Created);
    assert!(matches!(
        rows[3].1,
        RowOutcome::Rejected(RejectionReason::Conflict { field: "phone", row: Some(3), .. })
    ));
    // An old password cannot be read.
    assert_eq!(changed(&rows[4].1), ["password"]);
    let wang = find(&server, "wang").await.unwrap();
    assert_eq!((wang.phone.as_deref(), wang.blocked), (Some("13800000001"), Some(true)));
}
