//! Users of other systems into a user pool, against the emulator.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use authing_emulator::{Fault, FaultKind};
use authing_management::{
    FindUser, ListUsers, SetCustomField,
    bulk::{Existing, Format, MatchKey},
    migration::{
        Auth0Passwords, Auth0Users, FirebaseUsers, KeycloakUsers, LossKind, MappedUsers,
        MigrateUsers, MigratedPasswords, MigratedRows, MigrationReport,
    },
    types::{UdfDataType, UdfTargetType, User, UserKey},
};
use authing_tests::TestServer;
use futures_util::stream;
use tokio::sync::oneshot;

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../crates/authing-management/tests/migration/files/", $name))
    };
}

fn blocks(file: &'static str) -> stream::Iter<std::vec::IntoIter<Result<Vec<u8>, Infallible>>> {
    stream::iter(vec![Ok(file.as_bytes().to_vec())])
}

async fn migrate(
    server: &TestServer,
    request: MigrateUsers,
    rows: MigratedRows<'_>,
) -> MigrationReport {
    server.management.users().migrate(request, rows).await.unwrap()
}

async fn found(server: &TestServer, source_id: &str) -> User {
    let key = FindUser::by(UserKey::external_id(source_id)).with_custom_data();
    server.management.users().find(key).await.unwrap().unwrap()
}

async fn define(server: &TestServer, fields: &[(&str, UdfDataType)]) {
    for (key, data_type) in fields {
        let field = SetCustomField::new(UdfTargetType::User, *key, data_type.clone(), *key);
        server.management.custom_fields().set(field).await.unwrap();
    }
}

fn request() -> MigrateUsers {
    MigrateUsers::new(MatchKey::ExternalId).existing(Existing::Update)
}

fn keycloak() -> MigratedRows<'static> {
    KeycloakUsers::new().read(blocks(file!("keycloak-realm.json")))
}

#[tokio::test]
async fn users_of_auth0_are_in_the_pool_as_they_were() {
    let server = TestServer::start().await.unwrap();
    define(&server, &[("school", UdfDataType::String), ("age", UdfDataType::String)]).await;
    let read = async || {
        let hashes = Auth0Passwords::read(blocks(file!("auth0-passwords.jsonl"))).await.unwrap();
        Auth0Users::new().passwords(hashes).read(blocks(file!("auth0-users.jsonl")))
    };
    let told = migrate(&server, request().dry_run(), read().await).await;
    assert_eq!((told.created, told.rejected), (3, 0));
    assert_eq!(server.management.users().list(ListUsers::new()).await.unwrap().total_count, 0);

    let report = migrate(&server, request(), read().await).await;
    assert_eq!((report.created, report.rejected, report.next_row), (3, 0, 4));
    assert_eq!(report.losses, told.losses, "a dry run says what is lost");
    assert_eq!(report.losses.count(LossKind::Password), 2);
    assert_eq!(report.losses.count(LossKind::Identity), 2);
    let custom: Vec<_> = report
        .losses
        .iter()
        .filter(|(loss, _)| loss.kind == LossKind::CustomField)
        .map(|(loss, count)| (loss.name.clone(), count))
        .collect();
    assert_eq!(custom, [("favourites".to_owned(), 1), ("plan".to_owned(), 1)]);

    let li = found(&server, "auth0|65e1a2b3c4d5e6f708192a3b").await;
    assert_eq!((li.username.as_deref(), li.name.as_deref()), (Some("li"), Some("李雷")));
    assert_eq!((li.email.as_deref(), li.email_verified), (Some("li@example.com"), Some(true)));
    assert_eq!(
        (li.logins_count, li.photo.as_deref()),
        (Some(42), Some("https://example.com/li.png"))
    );
    let data = li.typed_custom_data();
    assert_eq!(data.get("school"), Some(&"HUST".into()));
    assert_eq!(
        data.get("age"),
        Some(&"22".into()),
        "a number becomes the text that the field holds"
    );
    assert_eq!(found(&server, "google-oauth2|108").await.blocked, Some(true));

    let again = migrate(&server, request(), read().await).await;
    assert_eq!((again.created, again.updated, again.unchanged), (0, 3, 3));
}

#[tokio::test]
async fn a_realm_brings_its_one_time_passwords_and_identities_along_and_a_second_run_changes_nothing()
 {
    let server = TestServer::start().await.unwrap();
    let rejected = Arc::new(Mutex::new(Vec::new()));
    let heard = rejected.clone();
    let wanted = || request().social_connection("github", "github", "61de98be49267601119fb83a");
    let report = migrate(
        &server,
        wanted().on_rejected(move |problem| heard.lock().unwrap().push(problem.to_string())),
        keycloak(),
    )
    .await;
    assert_eq!(
        *rejected.lock().unwrap(),
        ["row 6: is the service account of a client, and not a person"]
    );
    assert_eq!((report.rows, report.created, report.rejected), (6, 5, 1));
    assert_eq!((report.factors, report.identities, report.refused), (1, 1, 0));
    assert_eq!(report.losses.count(LossKind::Group), 1);
    assert_eq!(report.losses.count(LossKind::Role), 2);
    let chen = found(&server, "6a0b0c0d-0000-4000-8000-000000000001").await;
    assert!(server.management.mfa().get_status(&chen.id).await.unwrap().otp);
    let by_identity = FindUser::by_identity("github", "777");
    let linked = server.management.users().find(by_identity).await.unwrap();
    assert_eq!(linked.map(|user| user.id), Some(chen.id));
    // A password in plain text is one, and is to be replaced.
    let error =
        server.app.new_session().login_by_username("zheng", "plain-passw0rd").await.unwrap_err();
    assert!(error.is_login_step(), "{error}");

    let again = migrate(&server, wanted(), keycloak()).await;
    assert_eq!((again.created, again.updated, again.refused), (0, 5, 0));
}

#[tokio::test]
async fn hashes_are_kept_where_there_is_room_and_what_does_not_fit_is_told() {
    let server = TestServer::start().await.unwrap();
    let kept = request().passwords(MigratedPasswords::Keep);
    let report = migrate(&server, kept, keycloak()).await;
    // Two of PBKDF2 with 64 bytes are too long; the one in plain text is set as a password.
    assert_eq!(report.passwords, 3);
    let long: Vec<_> = report
        .losses
        .iter()
        .filter(|(loss, _)| loss.kind == LossKind::PasswordTooLong)
        .map(|(loss, _)| loss.name.clone())
        .collect();
    assert_eq!(long, ["pbkdf2-sha1", "pbkdf2-sha512"]);
    let requests = server.emulator.requests();
    let created = requests.iter().filter(|request| request.is_operation("createUser"));
    let kept = |variables: &serde_json::Value| variables["keepPassword"] == true;
    let kept = created.filter(|request| request.variables.as_ref().is_some_and(kept));
    assert_eq!(kept.count(), 2, "the password in plain text is none of them");

    // Who is left to the first login is not in the pool before it.
    server.emulator.reset();
    let lazily = request().passwords(MigratedPasswords::AtLogin);
    let rows = FirebaseUsers::json().read(blocks(file!("firebase.json")));
    let report = migrate(&server, lazily, rows).await;
    assert_eq!((report.left_for_login, report.created, report.rows), (1, 1, 2));
    assert_eq!(server.management.users().list(ListUsers::new()).await.unwrap().total_count, 1);
}

#[tokio::test]
async fn tables_of_others_are_in_the_pool_as_they_were() {
    let server = TestServer::start().await.unwrap();
    define(&server, &[("department", UdfDataType::String), ("plan", UdfDataType::String)]).await;
    for (rows, count) in [
        (MappedUsers::okta().read(blocks(file!("okta.csv"))), 2),
        (MappedUsers::casdoor().read(blocks(file!("casdoor.csv"))), 2),
        (MappedUsers::logto().read(blocks(file!("logto.json"))), 2),
        (FirebaseUsers::csv().read(blocks(file!("firebase-52.csv"))), 2),
    ] {
        let report = migrate(&server, request(), rows).await;
        assert_eq!((report.created, report.rejected), (count, 0), "{report:?}");
    }
    let feng = found(&server, "00u1").await;
    assert_eq!(feng.typed_custom_data().get("department"), Some(&"Engineering".into()));
    assert_eq!(found(&server, "00u2").await.blocked, Some(true));
    assert_eq!(found(&server, "c-1").await.name.as_deref(), Some("胡"));
    let yu = found(&server, "lg1").await;
    assert_eq!((yu.given_name.as_deref(), yu.username.as_deref()), (Some("Yu"), Some("yu")));
    assert_eq!(found(&server, "p2").await.phone.as_deref(), Some("+8613800000003"));
}

#[tokio::test]
async fn a_migration_that_breaks_off_is_finished_by_a_second_run() {
    let server = TestServer::start().await.unwrap();
    let down = Fault::new(FaultKind::DropConnection).path("/api/v2/mfa/totp/import").times(100);
    server.emulator.inject(down);
    let failed = server.management.users().migrate(request().attempts(2), keycloak()).await;
    let failed = failed.unwrap_err();
    assert_eq!(failed.report().next_row, 1, "{failed:?}");
    server.emulator.clear_faults();
    let report = migrate(&server, request(), keycloak()).await;
    assert_eq!((report.created, report.updated, report.factors), (0, 5, 1));
    let wrong = Fault::new(FaultKind::Status(500)).path("/api/v2/users/identity/link").times(100);
    server.emulator.inject(wrong);
    let request = request().attempts(1).social_connection("github", "github", "x");
    let failed = server.management.users().migrate(request, keycloak()).await.unwrap_err();
    assert!(failed.to_string().starts_with("the migration ended at row 1"), "{failed}");
}

#[tokio::test]
async fn a_migration_that_is_stopped_ends_with_its_report_and_goes_on() {
    let server = TestServer::start().await.unwrap();
    let (stop, stopped) = oneshot::channel();
    let mut stop = Some(stop);
    let request = request().concurrency(1).stop_when(async { stopped.await.unwrap() }).on_progress(
        move |report| {
            if let Some(stop) = stop.take().filter(|_| report.created > 0) {
                stop.send(()).unwrap();
            }
        },
    );
    // The first 500 of 700.
    let rows: String = (0..700).map(|n| format!("u{n},user{n}\n")).collect();
    let file = format!("externalId,username\n{rows}");
    let read = || {
        let blocks = stream::iter([Ok::<_, Infallible>(file.clone().into_bytes())]);
        MappedUsers::new(Format::Csv).read(blocks)
    };
    let failed = server.management.users().migrate(request, read()).await.unwrap_err();
    assert!(failed.was_stopped());
    assert_eq!((failed.report().created, failed.report().next_row), (500, 501));
    let rest = MigrateUsers::new(MatchKey::ExternalId).start_at(501);
    let report = migrate(&server, rest, read()).await;
    assert_eq!((report.created, report.rejected, report.next_row), (200, 0, 701));
    assert_eq!(server.management.users().list(ListUsers::new()).await.unwrap().total_count, 700);
}
