use authing_emulator::{Emulator, Seed, StartError};
use serde_json::json;

use crate::client::Client;
use crate::functions::Service;

const BOOKSHOP: &str = include_str!("../../examples/seed.yaml");

async fn start(text: &str) -> Emulator {
    let seed = Seed::parse(text).unwrap();
    Emulator::builder().seed(seed).start().await.unwrap()
}

/// The text of the error that this seed is refused with.
fn refusal(text: &str) -> String {
    match Seed::parse(text) {
        Err(error) => error.to_string(),
        Ok(seed) => match Emulator::builder().seed(seed).start_blocking() {
            Err(StartError::Seed(error)) => error.to_string(),
            other => panic!("{text} is refused, and not {other:?}"),
        },
    }
}

#[tokio::test]
async fn the_bookshop_is_there_with_all_that_its_seed_says() {
    let emulator = start(BOOKSHOP).await;
    assert_eq!(emulator.user_pool_id(), "5f7a993eb9b49dcd5c021e40");
    assert_eq!(emulator.user_pool_secret(), "c0ffee00c0ffee00c0ffee00c0ffee00");
    assert_eq!(emulator.app_id(), "60e3f5a6c3d5f4a7b1c2d3e4");
    let app = Client::app(&emulator);
    let ann = app.login("ann", "passw0rd").await.unwrap();
    assert_eq!((&ann["email"], &ann["nickname"]), (&json!("ann@example.com"), &json!("Ann")));
    let admin = Client::admin(&emulator).await;
    let user = "query($id: String) { user(id: $id) { roles { list { code } } groups { list { code } } \
        departments { list { department { code } } } customData { key value } } }";
    let user = admin.op("user", user, json!({ "id": ann["id"] })).await.unwrap();
    assert_eq!(user["groups"]["list"], json!([{ "code": "staff" }]));
    assert_eq!(user["departments"]["list"], json!([{ "department": { "code": "sales" } }]));
    let data = json!([{ "key": "shelf", "value": "poetry" }, { "key": "age", "value": "41" }]);
    assert_eq!(user["customData"], data);
    // By the group's policy, by the right of her own, and by neither.
    let allowed = "query($a: String!, $r: String!, $u: String!) \
        { isActionAllowed(action: $a, resource: $r, userId: $u, namespace: \"shop\") }";
    for (action, resource, expected) in [
        ("books:read", "books:7", true),
        ("books:write", "books:1", true),
        ("books:write", "books:7", false),
    ] {
        let variables = json!({ "a": action, "r": resource, "u": ann["id"] });
        let found = admin.op("isActionAllowed", allowed, variables).await.unwrap();
        assert_eq!(found, json!(expected), "{action} {resource}");
    }
    // Who is blocked is kept out, and who has an authenticator is asked for it.
    assert_eq!(app.login("eve", "passw0rd").await.unwrap_err().code, 2005);
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 1635);
}

#[tokio::test]
async fn a_reset_goes_back_to_the_seed() {
    let emulator = start(BOOKSHOP).await;
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "dan" })).await.unwrap();
    let count = "{ users { totalCount } }";
    assert_eq!(admin.op("users", count, json!({})).await.unwrap()["totalCount"], 4);
    emulator.reset();
    let admin = Client::admin(&emulator).await;
    assert_eq!(admin.op("users", count, json!({})).await.unwrap()["totalCount"], 3);
}

#[tokio::test]
async fn a_seed_of_the_state_makes_the_same_state() {
    let emulator = start(BOOKSHOP).await;
    // What requests have changed is in it, too.
    let admin = Client::admin(&emulator).await;
    let dan = admin.create_user(json!({ "username": "dan", "nickname": "Dan: \"D\"\n# no" })).await;
    assert!(dan.is_ok());
    let rename = "mutation($i: UpdateUserpoolInput!) { updateUserpool(input: $i) { name } }";
    let input = json!({ "i": { "name": "是的", "verifyCodeLength": 6, "loginFailStrategy": "block-account" } });
    admin.op("updateUserpool", rename, input).await.unwrap();
    let first = emulator.export_seed().unwrap();
    let other = start(&first).await;
    assert_eq!(first, other.export_seed().unwrap());
    let gone = "passw0rd";
    assert!(!first.contains(gone), "{gone} is in\n{first}");
    // The users log in as before, and rights are as before.
    let ann = Client::app(&other).login("ann", "passw0rd").await.unwrap();
    assert_eq!(ann["nickname"], "Ann");
    let admin = Client::admin(&other).await;
    let pool =
        admin.op("userpool", "{ userpool { name verifyCodeLength } }", json!({})).await.unwrap();
    assert_eq!(pool, json!({ "name": "是的", "verifyCodeLength": 6 }));
    let url = format!("{}/_emulator/seed", other.url());
    assert_eq!(reqwest::get(url).await.unwrap().text().await.unwrap(), first);
}

#[tokio::test]
async fn a_seed_has_webhooks_variables_emails_and_functions_which_an_export_writes_again() {
    let service = Service::start(json!({ "error": "closed by the seed" })).await;
    let text = format!(
        "userPools:
  - webhooks:
      - {{ url: \"http://localhost:1/\", secret: s3cret, contentType: form, events: [login], disabled: true }}
    env: {{ REGION: eu, EMPTY: }}
    emailTemplates:
      - {{ type: RESET_PASSWORD, subject: Your code, content: <p>Hello</p>, expiresIn: 60 }}
    pipeline:
      - {{ scene: PRE_REGISTER, url: \"{url}\", timeout: 5, terminateOnTimeout: true }}
      - {{ scene: POST_REGISTER, url: \"{url}\", isAsynchronous: true }}
    customDatabase: {{ url: \"{url}\" }}
",
        url = service.url
    );
    let emulator = start(&text).await;
    let app = Client::app(&emulator);
    let refused = app.register("bob", "passw0rd").await.unwrap_err();
    assert_eq!(refused.message, "closed by the seed");
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().message, "closed by the seed");
    let admin = Client::admin(&emulator).await;
    let preview = "{ previewEmail(type: RESET_PASSWORD) }";
    assert_eq!(admin.op("previewEmail", preview, json!({})).await.unwrap(), "<p>Hello</p>");
    let env = admin.rest("GET", "/api/v2/env", json!(null)).await.unwrap();
    assert_eq!(env[1]["value"], "eu", "{env}");
    let exported = emulator.export_seed().unwrap();
    let other = start(&exported).await;
    assert_eq!(other.export_seed().unwrap(), exported);
    for part in ["s3cret", "x-www-form-urlencoded", "REGION: eu", "PRE_REGISTER", "customDatabase"]
    {
        assert!(exported.contains(part), "{part} is not in\n{exported}");
    }
    let refused = Client::app(&other).register("bob", "passw0rd").await.unwrap_err();
    assert_eq!(refused.message, "closed by the seed");
}

/// Each says where, what was found and what is expected or to do.
#[test]
fn an_error_names_its_place_and_what_to_do() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        (
            "userPools:\n  - users:\n      - { username: ann, emial: a@b.c }",
            "line 3, column 26: userPools[0].users[0].emial: there is no such field; did you mean `email`?",
        ),
        (
            "userPools:\n  - users:\n      - { username: ann }\n      - { username: ann }",
            "line 4, column 21: userPools[0].users[1].username: another user has `ann` already: choose another one",
        ),
        (
            "userPools:\n  - users:\n      - { username: ann, email: here }",
            "line 3, column 33: userPools[0].users[0].email: found `here`, expected an email address: `ann@example.com`",
        ),
        (
            "userPools:\n  - webhooks:\n      - { url: \"http://a/\", events: [logn] }",
            "line 3, column 37: userPools[0].webhooks[0].events: there is no event `logn`: `login` and `user:created` are two of them, and the README has all",
        ),
        (
            "userPools:\n  - pipeline:\n      - { scene: PRE_REGISTER, url: \"https://a/\" }",
            "line 3, column 37: userPools[0].pipeline[0].url: the address of a function is not one that the emulator calls: it begins with http://, and a proxy that speaks TLS may stand in between",
        ),
        (
            "userPools:\n  - customDatabase: { url: \"http://a/\", timeout: 0 }",
            "line 2, column 50: userPools[0].customDatabase.timeout: a function gets a whole number of seconds from 1 to 60, and 3 unless it says so",
        ),
        (
            "userPools:\n  - users:\n      - { username: ann, roles: [admn] }\n    roles: [{ code: admin }]",
            "line 3, column 34: userPools[0].users[0].roles[0]: there is no role `admn` in this user pool; did you mean `admin`?",
        ),
        (
            "userPools:\n  - users: [{ username: ann }]\n    roles: [{ code: admin, users: [anne] }]",
            "line 3, column 36: userPools[0].roles[0].users[0]: there is no user with the id, username, email address or \
             phone number `anne` in this user pool; did you mean `ann`?",
        ),
        (
            "userPools:\n  - settings: { passwordStrength: low }\n    users: [{ username: ann, password: short }]",
            "line 3, column 40: userPools[0].users[0].password: The password must have at least 6 characters. The user pool \
             asks for it: choose another one, or change `settings.passwordStrength` of the user pool",
        ),
        (
            "userPools:\n  - applications:\n      - settings: { accessTokenSeconds: -5 }",
            "line 3, column 41: userPools[0].applications[0].settings.accessTokenSeconds: found -5, expected a number of \
             seconds, 1 or more",
        ),
        (
            "userPools:\n  - settings: { passwordStrength: hihg }",
            "line 2, column 35: userPools[0].settings.passwordStrength: found `hihg`; did you mean `high`?",
        ),
        (
            "userPools:\n  - users: [{}]",
            "line 2, column 13: userPools[0].users[0]: the user has none of `username`, `email`, `phone` and `identities`: \
             add one of them",
        ),
        (
            "userPools:\n  - roles: [{ description: x }]",
            "line 2, column 15: userPools[0].roles[0].code: the field is missing: add it",
        ),
        (
            "userPools:\n  - name: a\n    name: b",
            "line 3, column 5: userPools[0].name: the field is there twice: leave one of them out",
        ),
        (
            "userPools:\n  - orgs:\n      - name: A\n        departments: [{ name: B, code: b }, { name: C, code: b }]",
            "line 4, column 62: userPools[0].orgs[0].departments[1].code: the code `b` is there twice in this organisation",
        ),
        (
            "userPools:\n  - users: [{ username: ann, customData: { shelf: 1 } }]",
            "line 2, column 51: userPools[0].users[0].customData.shelf: no custom field of `USER` has this key; there is none \
             at all: define it in `customFields` of the user pool",
        ),
        (
            "userPools:\n  - policyAssignments: [{ policy: p, to: { user: ann, role: b } }]",
            "line 2, column 35: userPools[0].policyAssignments[0].policy: there is no policy `p` in this user pool; expected \
             one of `AdministratorAccess`",
        ),
        (
            "userPools:\n  - permissions: [{ resource: r, to: { user: ann, role: b } }]",
            "line 2, column 38: userPools[0].permissions[0].to: expected one of `user`, `role`, `group`, `department` and `account`",
        ),
        (
            "userPools: []",
            "line 1, column 12: userPools: found no user pool, expected one at least: `userPools: [{}]`",
        ),
        ("", "the seed is empty; the shortest seed is `userPools: [{}]`"),
        ("# nothing\n\n", "the seed is empty; the shortest seed is `userPools: [{}]`"),
    ] {
        let found = refusal(text);
        if found != expected {
            wrong.push(format!("{text}\n  {found}\n  {expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_seed_that_is_no_text_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let error = |name: &str| {
        let error = Seed::open(path(name)).unwrap_err();
        assert_eq!(error.line(), None);
        let shown = format!("{}: ", path(name).display());
        error.to_string().strip_prefix(&shown).unwrap().to_owned()
    };
    std::fs::create_dir(path("folder")).unwrap();
    std::fs::write(path("latin.yaml"), b"userPools: [{ name: caf\xe9 }]").unwrap();
    std::fs::write(path("empty.yaml"), "").unwrap();
    std::fs::write(path("wrong.yaml"), "userPools: [{ nam: x }]").unwrap();
    assert_eq!(error("folder"), "is a folder: name the file in it");
    assert_eq!(error("latin.yaml"), "is not UTF-8 from byte 23 on: save it as UTF-8");
    assert_eq!(error("empty.yaml"), "is empty; the shortest seed is `userPools: [{}]`");
    assert!(error("none.yaml").starts_with("cannot be read: No such file"));
    let error = Seed::open(path("wrong.yaml")).unwrap_err();
    assert_eq!(
        (error.line(), error.column(), error.field()),
        (Some(1), Some(15), "userPools[0].nam")
    );
}

#[test]
fn what_is_not_yaml_or_means_more_than_it_says_is_refused() {
    let bomb = "userPools:\n- &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &('a'..'h').fold(String::new(), |text, letter| {
            let next = char::from_u32(u32::from(letter) + 1).unwrap();
            text + &format!("- &{next} [{}]\n", format!("*{letter}, ").repeat(10))
        });
    let deep = format!("userPools: {}", "[".repeat(5000));
    let deep_departments = format!(
        "userPools:\n- orgs: [{{ name: O, departments: [{}{}] }}]",
        "{ name: D, departments: [".repeat(100),
        "]}".repeat(100)
    );
    for (text, expected) in [
        ("userPools: [", "this is not YAML"),
        ("userPools: [{}]\n---\nuserPools: [{}]", "there is a second document"),
        ("userPools: &a [*a]", ""),
        (&bomb, ""),
        (&deep, ""),
        (&deep_departments, "found level 101, departments have at most 100"),
        ("userPools: 7", "expected a list"),
        ("userPools: [7]", "expected fields, such as `name: …`"),
        ("[]", "expected fields, such as `name: …`"),
        ("userPools: [{ users: [{ username: ann, blocked: perhaps }] }]", "expected true or false"),
        ("userPools: [{ users: [{ username: ann, password: [s3cret] }] }]", "expected a text"),
    ] {
        let found = refusal(text);
        let start: String = text.chars().take(60).collect();
        assert!(found.contains(expected), "{start}: {found}");
        assert!(found.chars().count() < 400 && !found.contains("s3cret"), "{start}: {found}");
    }
}

#[test]
fn no_password_or_secret_is_repeated_in_an_error() {
    for text in [
        "userPools: [{ secret: s3cret, id: \"a b\" }]",
        "userPools: [{ settings: { passwordStrength: high }, users: [{ username: a, password: s3cret }] }]",
        "userPools: [{ users: [{ username: a, blocked: s3cret }] }]",
        "userPools: [{ users: [{ username: a, totp: { secret: s3cret! } }] }]",
        "userPools: [{ users: [{ username: a, storedPassword: { salt: s3cret } }] }]",
        "userPools: [{ applications: [{ signingKey: s3cret }] }]",
        "passwordKeys: { rsa: s3cret }\nuserPools: [{}]",
    ] {
        let found = refusal(text);
        assert!(!found.contains("s3cret"), "{found}");
    }
    let seed = Seed::parse("userPools: [{ secret: s3cret }]").unwrap();
    assert!(!format!("{seed:?}").contains("s3cret"));
    let clash = Emulator::builder().seed(seed).user_pool_secret("an0ther").start_blocking();
    let text = clash.unwrap_err().to_string();
    assert!(
        text.contains("userPools[0].secret: an option of the program") && !text.contains("s3cret"),
        "{text}"
    );
}

#[tokio::test]
async fn json_is_a_seed_too() {
    let text = json!({
        "$schema": "seed.schema.json",
        "userPools": [{ "users": [{ "username": "ann", "password": "\u{e9}\u{1F4DA}\"" }] }],
    });
    let emulator = start(&text.to_string()).await;
    assert!(Client::app(&emulator).login("ann", "\u{e9}\u{1F4DA}\"").await.is_ok());
}

#[tokio::test]
async fn what_the_builder_says_goes_where_the_seed_says_nothing() {
    let seed = Seed::parse("userPools: [{ id: p1, users: [{ username: ann }] }]").unwrap();
    let builder = Emulator::builder().seed(seed).application("a1", "s1");
    let emulator = builder.clone().start().await.unwrap();
    assert_eq!(
        (emulator.user_pool_id(), emulator.app_id(), emulator.app_secret()),
        ("p1", "a1", "s1")
    );
    let error = builder.user_pool_id("p2").start().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot use the seed: line 1, column 19: userPools[0].id: found `p1`, and an option of the program or the \
         builder says something else: say it in one place"
    );
}

#[tokio::test]
async fn a_data_file_that_exists_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let seed = |text: &str| Emulator::builder().data_file(&file).seed(Seed::parse(text).unwrap());
    let first = seed("userPools: [{ id: p1, users: [{ username: ann, password: pw }] }]")
        .start()
        .await
        .unwrap();
    assert_eq!(first.data_file_notice(), None);
    first.stop().unwrap();
    let second = seed("userPools: [{ id: p2 }]").start().await.unwrap();
    assert_eq!(second.user_pool_id(), "p1");
    let notice = second.data_file_notice().unwrap();
    assert!(
        notice.starts_with("the seed is left alone: ") && notice.contains("data.json"),
        "{notice}"
    );
    assert!(Client::app(&second).login("ann", "pw").await.is_ok());
    second.stop().unwrap();
    // What a file holds is a seed without an emulator, too.
    let text = Emulator::builder().data_file(&file).export_seed().unwrap();
    assert!(start(&text).await.export_seed().unwrap() == text);
}

#[tokio::test]
async fn ten_thousand_users_are_a_seed() {
    let mut text = "userPools:\n- roles: [{ code: reader }]\n  users:\n".to_owned();
    for i in 0..10_000 {
        text += &format!(
            "  - {{ username: user{i}, email: user{i}@example.com, password: pw{i}, roles: [reader] }}\n"
        );
    }
    let emulator = start(&text).await;
    let user = Client::app(&emulator).login("user9999", "pw9999").await.unwrap();
    assert_eq!(user["email"], "user9999@example.com");
}
