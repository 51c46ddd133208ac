//! What files really hold, and that nobody is harmed by it.

use authing_management::{
    bulk::{Existing, Format, ImportUsers, MatchKey, RejectionReason},
    types::CreateUserInput,
};
use authing_tests::TestServer;

use crate::bulk_matching::{csv, find, import, start_with_boss, with_boss};

fn lines(existing: Existing) -> ImportUsers {
    ImportUsers::new(Format::JsonLines, MatchKey::Username).existing(existing)
}

#[tokio::test]
async fn white_space_around_a_cell_is_not_a_part_of_it() {
    let server = TestServer::start().await.unwrap();
    // The row bulk-11 of the cases, and its kin.
    let file = "username,email,phone,name,password\r\n \
                wang , WANG@EXAMPLE.COM ,13800000001 , 王伟, passw0rd \r\n\
                \u{3000}wang\u{a0},\u{feff}wang@example.com\t,  ,\u{2003}, \r\n";
    let imported =
        import(&server.management, csv(MatchKey::Username, Existing::Update), file).await;
    assert_eq!(imported.counts(), (1, 1, 0, 0, 0), "{:?}", imported.told);
    let wang = find(&server, "wang").await.unwrap();
    assert_eq!(wang.email.as_deref(), Some("wang@example.com"));
    assert_eq!(wang.phone.as_deref(), Some("13800000001"));
    assert_eq!(wang.name.as_deref(), Some("王伟"));
    // A password is as it stands there.
    let session = server.app.new_session();
    assert!(session.login_by_username("wang", "passw0rd").await.is_err());
    session.login_by_username("wang", " ").await.unwrap();
}

#[tokio::test]
async fn a_name_that_looks_like_another_s_makes_nobody() {
    let server = with_boss().await;
    let file = "{\"username\": \"bo\u{200b}ss\"}\n\
                {\"username\": \"a\", \"phone\": \"\u{202d}13800000001\u{202c}\"}\n\
                {\"username\": \"b\", \"email\": \"b\\u0000@example.com\"}\n\
                {\"username\": \"good\", \"nickname\": \"👨\u{200d}🚀\"}\n";
    for existing in [Existing::Update, Existing::Skip] {
        let imported = import(&server.management, lines(existing), file).await;
        assert_eq!(imported.told.len(), 3);
        for ((row, reason, text), (number, name)) in
            imported.told.iter().zip([(1, "username"), (2, "phone"), (3, "email")])
        {
            assert_eq!((*row, *reason), (number, RejectionReason::Invalid));
            let start = format!("argument `{name}` holds the invisible character U+");
            assert!(text.starts_with(&start), "{text}");
        }
    }
    assert!(find(&server, "good").await.is_some());
}

#[tokio::test]
async fn what_could_only_be_guessed_rejects_its_row() {
    let server = with_boss().await;
    let file = "{\"username\": \"boss\", \"nickname\": \"cut \\ud83d\"}\n\
                {\"username\": \"boss\", \"username\": \"other\", \"nickname\": \"N\"}\n\
                {\"username\": \"boss\", \"customData\": {\"a\": 1, \"a\": 2}}\n\
                {\"username\": \"boss\", \"email\": \"\", \"phone\": \" \", \"nickname\": \"B\"}\n";
    let before = find(&server, "boss").await.unwrap();
    let imported = import(&server.management, lines(Existing::Update), file).await;
    assert_eq!(imported.counts(), (0, 1, 0, 3, 0));
    let texts: Vec<_> =
        imported.texts().iter().map(|(row, text)| format!("{row}: {text}")).collect();
    assert!(texts[0].starts_with("1: the row has half a character"), "{texts:?}");
    assert!(texts[1].starts_with("2: the row has an object in which a name stands twice"));
    assert!(texts[2].starts_with("3: the row has an object in which a name stands twice"));
    // A blank name says nothing.
    let boss = find(&server, "boss").await.unwrap();
    assert_eq!((&boss.email, &boss.phone), (&before.email, &before.phone));
    assert_eq!(boss.nickname.as_deref(), Some("B"));
}

#[tokio::test]
async fn an_update_leaves_a_name_as_it_is_written_there() {
    let server = TestServer::start().await.unwrap();
    for (key, row) in [
        (MatchKey::Username, "boss,+86 138-0000-0001,e-1"),
        (MatchKey::Phone, "boss,008613800000001,e-1"),
        (MatchKey::Phone, ",13800000001,"),
        (MatchKey::ExternalId, "boss,(138)00000001,e-1"),
    ] {
        start_with_boss(&server).await;
        let before = find(&server, "boss").await.unwrap();
        let file = format!("username,phone,externalId,nickname\n{row},N\n");
        let imported = import(&server.management, csv(key, Existing::Update), &file).await;
        if key == MatchKey::ExternalId && before.external_id.is_none() {
            assert_eq!(imported.counts(), (0, 0, 0, 1, 1), "nobody has that external id");
            continue;
        }
        assert_eq!(imported.counts(), (0, 1, 0, 0, 0), "{row}: {:?}", imported.told);
        let boss = find(&server, "boss").await.unwrap();
        assert_eq!((&boss.phone, &boss.email), (&before.phone, &before.email), "{row}");
        assert_eq!(boss.nickname.as_deref(), Some("N"));
    }
    // A row that says nothing but who it is about changes nothing, and is there.
    start_with_boss(&server).await;
    server.emulator.clear_requests();
    let request = csv(MatchKey::Username, Existing::Update);
    let imported = import(&server.management, request, "username\nboss\n").await;
    assert_eq!(imported.counts(), (0, 1, 0, 0, 0));
    assert_eq!(server.emulator.count_operation("updateUser"), 0);
}

#[tokio::test]
async fn a_hash_never_becomes_the_password_of_somebody_who_is_there() {
    let server = TestServer::start().await.unwrap();
    let there = CreateUserInput::new().username("there").password("passw0rd");
    server.management.users().create(there).await.unwrap();
    let hash = "$2b$12$abcdefghijklmnopqrstuv";
    let file = format!("username,password,nickname\nthere,{hash},T\nnew,{hash},N\n");
    let request = csv(MatchKey::Username, Existing::Update).keep_password();
    let imported = import(&server.management, request, &file).await;
    assert_eq!(imported.counts(), (1, 1, 0, 0, 0), "{:?}", imported.told);
    assert_eq!(find(&server, "there").await.unwrap().nickname.as_deref(), Some("T"));
    let session = server.app.new_session();
    session.login_by_username("there", "passw0rd").await.unwrap();
    assert!(session.login_by_username("there", hash).await.is_err());
}

#[tokio::test]
async fn an_export_of_one_server_is_imported_twice_without_a_change() {
    use authing_management::bulk::ExportUsers;
    use futures_util::TryStreamExt;

    let server = with_boss().await;
    for format in [Format::Csv, Format::JsonLines] {
        let export = || async {
            let pieces = server.management.users().export(ExportUsers::new(format));
            pieces.try_collect::<Vec<_>>().await.unwrap().concat()
        };
        let before = export().await;
        for key in [MatchKey::Username, MatchKey::Phone] {
            let request = ImportUsers::new(format, key).existing(Existing::Update);
            let imported = import(&server.management, request, &before).await;
            assert_eq!(imported.counts(), (0, 1, 0, 0, 0), "{:?}", imported.told);
            assert_eq!(export().await, before);
        }
    }
}
