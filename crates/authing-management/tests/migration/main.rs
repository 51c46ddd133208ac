//! Exports of other systems, made to their documented forms, and what is read of them.
#![cfg(test)]
#![cfg(feature = "migration")]

use std::convert::Infallible;

use authing_management::{
    Error,
    bulk::Format,
    migration::{
        Auth0Passwords, Auth0Users, FirebaseUsers, KeycloakUsers, LossKind, MappedUsers,
        MigratedFactor, MigratedRow, MigratedRows, MigratedUser, PasswordHash,
    },
};
use futures_util::{FutureExt, TryStreamExt, stream};
use serde_json::json;

const AUTH0: &str = include_str!("files/auth0-users.jsonl");
const AUTH0_IMPORT: &str = include_str!("files/auth0-import.json");
const AUTH0_PASSWORDS: &str = include_str!("files/auth0-passwords.jsonl");
const KEYCLOAK: &str = include_str!("files/keycloak-realm.json");
const FIREBASE: &str = include_str!("files/firebase.json");
const OKTA: &str = include_str!("files/okta.csv");
const CASDOOR: &str = include_str!("files/casdoor.csv");
const LOGTO: &str = include_str!("files/logto.json");

type Blocks = stream::Iter<std::vec::IntoIter<Result<Vec<u8>, Infallible>>>;

fn blocks(file: &str) -> Blocks {
    stream::iter(file.as_bytes().chunks(11).map(|block| Ok(block.to_vec())).collect::<Vec<_>>())
}

fn all(rows: MigratedRows<'_>) -> Result<Vec<MigratedRow>, Error> {
    rows.try_collect().now_or_never().unwrap()
}

fn users(rows: MigratedRows<'_>) -> Vec<MigratedUser> {
    all(rows).unwrap().into_iter().map(|row| row.into_user().unwrap()).collect()
}

fn losses(row: &MigratedRow) -> Vec<String> {
    row.losses().iter().map(ToString::to_string).collect()
}

fn hash(user: &MigratedUser) -> String {
    user.password.as_ref().unwrap().to_text().unwrap().expose().to_owned()
}

const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuuKbhdst8IcVN4BCYxi8l8Qw53uKr4EiO";

#[test]
fn users_of_auth0_are_joined_to_their_hashes() {
    let passwords = Auth0Passwords::read(blocks(AUTH0_PASSWORDS)).now_or_never().unwrap().unwrap();
    assert_eq!(passwords.len(), 2);
    assert!(!format!("{passwords:?}").contains('$'));
    let rows = all(Auth0Users::new().passwords(passwords).read(blocks(AUTH0))).unwrap();
    let li = rows[0].user().unwrap();
    assert_eq!(li.source_id.as_deref(), Some("auth0|65e1a2b3c4d5e6f708192a3b"));
    assert_eq!((li.username.as_deref(), li.email.as_deref()), (Some("li"), Some("Li@example.com")));
    assert_eq!((li.email_verified, li.logins_count), (Some(true), Some(42)));
    assert_eq!(li.profile.get("lastIP"), Some(&json!("203.0.113.7")));
    assert_eq!(json!(li.custom_data), json!({"school": "HUST", "age": 22, "plan": "gold"}));
    assert_eq!((&*li.identities[0].provider, &*li.identities[0].user_id), ("github", "1234567"));
    assert_eq!(hash(li), BCRYPT);
    assert_eq!(losses(&rows[0]), ["field `app_metadata.school`", "factor `google-authenticator`"]);

    let wang = rows[1].user().unwrap();
    assert_eq!((wang.blocked, wang.password.is_none()), (Some(true), true));
    assert_eq!(wang.identities.len(), 1);
    let zhao = rows[2].user().unwrap();
    // By the address, in whatever case it is written.
    assert_eq!(hash(zhao), BCRYPT);
    assert_eq!((zhao.phone.as_deref(), zhao.phone_verified), (Some("+8613800000001"), Some(true)));
    assert_eq!(losses(&rows[2]), ["field `future_field`"]);
    for shown in [format!("{rows:?}"), format!("{li:?}")] {
        for secret in ["example.com", "李", "HUST", "203.0", "$2b", "65e1"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}

#[test]
fn the_hashes_of_an_import_file_of_auth0_are_texts_that_describe_themselves() {
    let rows = all(Auth0Users::new().read(blocks(AUTH0_IMPORT))).unwrap();
    let texts: Vec<_> = rows.iter().take(7).map(|row| hash(row.user().unwrap())).collect();
    assert_eq!(
        texts,
        [
            BCRYPT,
            "$pbkdf2-sha256$i=27500,l=32$AAECAwQFBgcICQoLDA0ODw$EcvvO20vP/hVZmS4SH++APxOXAhaY1ofypqDZDRLkwU",
            "$sha256$o=prefix$c2FsdA$pWKKEgSaypvT6SLwPAqhr50m3c10c39OHa0n+T016Jk",
            "$md5$o=suffix$c2FsdA$OQCSOa33ROgvh7ONTUWuSA",
            "$hmac-sha256$a2V5$iO2bYFW/7oXspjhWb+HUYGbOQ8Kh2fsHyddHfdYEeiY",
            "$scrypt$ln=14,r=8,p=1$c2FsdA$NjMERFMKq1P7wIz50wfvPIUFXWfLYaYu9HDNuxd+FXI",
            "$argon2i$v=19$m=1024,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$oD/0EmLyXjpJUvie1ktQ2e6WikKfqgq7Jdak7xmgK58",
        ]
    );
    let MigratedFactor::Totp { secret, .. } = &rows[0].user().unwrap().factors[0] else { panic!() };
    assert_eq!(secret.expose(), "JBSWY3DPEHPK3PXP");
    assert_eq!(losses(&rows[0]), ["factor `phone`"]);
    assert_eq!(losses(&rows[7]), ["password algorithm `ldap`"]);
    assert_eq!(losses(&rows[8]), ["password algorithm `bcrypt`"], "a salt around the one inside");
}

#[test]
fn a_realm_of_keycloak_is_read_in_both_forms_of_credentials() {
    let rows = all(KeycloakUsers::new().read(blocks(KEYCLOAK))).unwrap();
    assert_eq!(rows.len(), 6, "the users of the realm, and not what a client calls so");
    let chen = rows[0].user().unwrap();
    assert_eq!(chen.source_id.as_deref(), Some("6a0b0c0d-0000-4000-8000-000000000001"));
    assert_eq!((chen.given_name.as_deref(), chen.family_name.as_deref()), (Some("晨"), Some("陈")));
    assert_eq!((chen.phone.as_deref(), chen.blocked), (Some("+8613800000002"), Some(false)));
    assert_eq!(json!(chen.custom_data), json!({"school": "HUST", "tags": ["a", "b"]}));
    assert_eq!(chen.signed_up.as_ref().unwrap().as_str(), "2024-03-01T08:00:00Z");
    assert_eq!(
        (&*chen.roles, &*chen.groups),
        (
            &["default-roles-acme".to_owned(), "shop/buyer".to_owned()][..],
            &["/研发/后端".to_owned()][..],
        )
    );
    assert_eq!(
        hash(chen),
        "$pbkdf2-sha256$i=27500,l=32$AAECAwQFBgcICQoLDA0ODw$EcvvO20vP/hVZmS4SH++APxOXAhaY1ofypqDZDRLkwU"
    );
    // The key is the bytes of the text: Base32 of "WFJQ4kzGxqFvLDWhgdIj".
    let MigratedFactor::Totp { secret, .. } = &chen.factors[0] else { panic!() };
    assert_eq!(secret.expose(), "K5DEUUJUNN5EO6DRIZ3EYRCXNBTWISLK");
    assert_eq!(losses(&rows[0]), [""; 0]);

    let sun = rows[1].user().unwrap();
    assert_eq!(
        hash(sun),
        "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$IWsoNFNf0sTwTJsFdoNYDbZ/VpmVfwcJyRhYSE9Zjys"
    );
    assert_eq!((sun.blocked, sun.must_change_password), (Some(true), true));
    let zhou = rows[2].user().unwrap();
    assert!(hash(zhou).starts_with("$pbkdf2-sha1$i=20000,l=64$"), "{}", hash(zhou));
    assert_eq!(losses(&rows[2]), ["factor `webauthn`"]);
    assert_eq!(hash(rows[3].user().unwrap()).len(), 137);
    let zheng = rows[4].user().unwrap();
    assert!(
        matches!(&zheng.password, Some(PasswordHash::Plain(text)) if text.expose() == "plain-passw0rd")
    );
    assert!(zheng.must_change_password);
    assert_eq!(losses(&rows[4]), ["password algorithm `md5-crypt`"]);
    let told = rows[5].user().unwrap_err().to_string();
    assert_eq!(told, "is the service account of a client, and not a person");
    let shown = format!("{rows:?}");
    assert!(!shown.contains("plain-passw0rd") && !shown.contains("K5DE"), "{shown}");
    let partial = KeycloakUsers::new().read(blocks("{\"realm\": \"acme\", \"clients\": []}"));
    let told = all(partial).unwrap_err().to_string();
    assert_eq!(told, "the file has no list `users`, in which its users would be");
}

#[test]
fn the_two_forms_of_firebase_say_the_same() {
    let json_users = users(FirebaseUsers::json().read(blocks(FIREBASE)));
    let wide = users(FirebaseUsers::csv().read(blocks(include_str!("files/firebase-52.csv"))));
    let test = &json_users[0];
    assert_eq!(test.source_id.as_deref(), Some("kYi4EvWQlQTKSfnJ3dRSP6IH3ed2"));
    assert_eq!(json!(test.custom_data), json!({"plan": "gold", "age": 30}));
    assert_eq!(
        hash(test),
        "$firebase-scrypt$42xEC+ixf3L2lw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ"
    );
    assert_eq!(wide[0].name.as_deref(), Some("Test, User 1"));
    let providers: Vec<_> = wide[0].identities.iter().map(|one| &*one.provider).collect();
    assert_eq!(providers, ["google.com", "apple.com"]);
    for (one, other) in json_users.iter().zip(&wide) {
        assert_eq!(one.source_id, other.source_id);
        assert_eq!(one.custom_data, other.custom_data);
        assert_eq!(one.password, other.password);
        assert_eq!(
            (&one.phone, one.blocked, &one.signed_up),
            (&other.phone, other.blocked, &other.signed_up)
        );
    }
    assert_eq!(json_users[1].phone_verified, Some(true));
    for file in [include_str!("files/firebase-28.csv"), include_str!("files/firebase-readme.csv")] {
        let old = users(FirebaseUsers::csv().read(blocks(file)));
        assert_eq!(
            (&old[0].password, &old[0].signed_up),
            (&test.password, &test.signed_up),
            "{file}"
        );
    }
    let rows = all(FirebaseUsers::json().read(blocks(FIREBASE))).unwrap();
    assert_eq!(losses(&rows[1]), ["factor `phone`"]);
    for (file, problem) in [
        ("", "the file is empty"),
        (
            "id,email\n",
            "the file has 2 columns, and an export of Firebase has 28 or 52 and no header",
        ),
    ] {
        let told = all(FirebaseUsers::csv().read(blocks(file))).unwrap_err().to_string();
        assert!(told.starts_with(problem), "{told}");
    }
}

#[test]
fn tables_are_read_by_their_columns() {
    let rows = all(MappedUsers::okta().read(blocks(OKTA))).unwrap();
    let feng = rows[0].user().unwrap();
    assert_eq!(
        (feng.source_id.as_deref(), feng.username.as_deref()),
        (Some("00u1"), Some("feng@example.com"))
    );
    assert_eq!((feng.given_name.as_deref(), feng.blocked), (Some("Feng"), Some(false)));
    assert_eq!(json!(feng.custom_data), json!({"department": "Engineering"}));
    assert_eq!(rows[1].user().unwrap().blocked, Some(true));

    let rows = all(MappedUsers::casdoor().read(blocks(CASDOOR))).unwrap();
    let hu = rows[0].user().unwrap();
    assert_eq!((hu.username.as_deref(), hu.name.as_deref()), (Some("hu"), Some("胡")));
    assert_eq!((&*hash(hu), hu.groups.len()), (BCRYPT, 2));
    assert_eq!(losses(&rows[1]), ["password algorithm `salt`"]);

    let rows = all(MappedUsers::logto().read(blocks(LOGTO))).unwrap();
    let yu = rows[0].user().unwrap();
    assert_eq!(
        (yu.email.as_deref(), yu.given_name.as_deref()),
        (Some("yu@example.com"), Some("Yu"))
    );
    assert!(hash(yu).starts_with("$argon2i$"), "{}", hash(yu));
    assert_eq!((&*yu.identities[0].provider, losses(&rows[0]).len()), ("github", 0));
    let lv = rows[1].user().unwrap();
    assert_eq!(hash(lv), "$sha256$o=prefix$c2FsdA$pWKKEgSaypvT6SLwPAqhr50m3c10c39OHa0n+T016Jk");

    let own = "member_no;mail;pw;secret;x\n7;a@example.com;$2b$10$canary;JBSW Y3DP;1\n";
    let read = MappedUsers::new(Format::Csv)
        .column_as("externalId", "member_no")
        .column_as("email", "mail")
        .column_as("passwordHash", "pw")
        .column_as("totpSecret", "secret");
    let rows = all(read.read(blocks(own))).unwrap();
    assert_eq!(rows[0].user().unwrap().factors.len(), 1);
    assert_eq!(losses(&rows[0]), ["password algorithm `passwordHash`", "field `x`"]);
    assert_eq!(rows[0].losses()[0].kind, LossKind::PasswordAlgorithm);
}

#[test]
fn a_row_that_is_broken_is_told_and_shows_nothing() {
    let file = "{\"user_id\": \"a\", \"email\": 7, \"blocked\": \"canary\", \"created_at\": \"canary\"}\n{canary}\n";
    let rows = all(Auth0Users::new().read(blocks(file))).unwrap();
    let kinds: Vec<_> = rows[0].losses().iter().map(|loss| (loss.kind, &*loss.name)).collect();
    assert_eq!(kinds, [(LossKind::Value, "blocked"), (LossKind::Value, "created_at")]);
    let told = rows[1].user().unwrap_err().to_string();
    assert!(told.starts_with("the row is not JSON") && !told.contains("canary"), "{told}");
    let wrong = "{\"email\": \"canary@example.com\"}\n";
    let told = Auth0Passwords::read(blocks(wrong)).now_or_never().unwrap().unwrap_err().to_string();
    assert_eq!(told, "row 1 has no `passwordHash`: is this the right file?");
}
