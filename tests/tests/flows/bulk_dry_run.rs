//! That a dry run says what the import then does, row by row, whatever a file holds.

use authing_management::{
    SetCustomField,
    bulk::{Existing, Format, ImportUsers, MatchKey, RowOutcome},
    types::{CreateUserInput, UdfDataType, UdfTargetType},
};
use authing_tests::TestServer;

use crate::{
    bulk_journal::Heard,
    bulk_matching::{Told, import},
};

/// Numbers that are the same for the same seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    pub(crate) fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

const KEYS: [MatchKey; 4] =
    [MatchKey::Username, MatchKey::Email, MatchKey::Phone, MatchKey::ExternalId];

const COLUMNS: [&str; 12] = [
    "username",
    "email",
    "phone",
    "phoneCountryCode",
    "externalId",
    "nickname",
    "blocked",
    "gender",
    "lastLogin",
    "emailVerified",
    "customData.age",
    "customData.since",
];

/// So few values that rows meet.
fn cell(dice: &mut Dice, column: &str) -> &'static str {
    match column {
        "username" => dice.one_of(&["u1", "u2", "u3", "u4", "u5", "u6", "U1", " u2 "]),
        "email" => dice.one_of(&[
            "", "", "", "a@x.org", "b@x.org", "c@x.org", "d@x.org", "A@X.org", "e@x.org",
            "f@x.org", "g@x.org", "none",
        ]),
        "phone" => dice.one_of(&[
            "",
            "",
            "",
            "",
            "13800000001",
            "+8613800000001",
            "138-0000-0002",
            "13800000003",
            "+86 138 0000 0004",
            "8613800000005",
            "+14155550100",
            "4155550100",
            "1.38E+10",
        ]),
        "phoneCountryCode" => dice.one_of(&["", "", "", "", "+86", "+1"]),
        "externalId" => dice.one_of(&["", "", "", "", "e1", "e2", "e3", "e4", "e5", "e6", "e7"]),
        "nickname" => dice.one_of(&["", "N", "M", "王"]),
        "blocked" | "emailVerified" if dice.below(12) > 0 => {
            dice.one_of(&["", "true", "false", "1"])
        }
        "blocked" | "emailVerified" => "maybe",
        "gender" => dice.one_of(&["", "", "U", "M", "F"]),
        "lastLogin" | "customData.since" => dice.one_of(&[
            "",
            "",
            "2026-01-02T03:04:05Z",
            "2026-01-02T11:04:05+08:00",
            "2026-01-02T03:04:05.250Z",
        ]),
        _ => dice.one_of(&["", "", "1", "2", "1.5"]),
    }
}

/// Of each person, who is called the same in most rows.
fn own(column: &str, person: u64) -> Option<String> {
    Some(match column {
        "username" => format!("u{person}"),
        "email" => format!("{}@x.org", char::from(b'a' + u8::try_from(person).unwrap())),
        "phone" => format!("1380000000{person}"),
        "externalId" => format!("e{person}"),
        _ => return None,
    })
}

pub(crate) fn file(dice: &mut Dice, rows: u64) -> String {
    let mut lines = vec![COLUMNS.join(",")];
    for row in 0..rows {
        // What people copy.
        if row > 0 && dice.below(5) == 0 {
            let before = usize::try_from(1 + dice.below(row)).unwrap();
            lines.push(lines[before].clone());
            continue;
        }
        let person = 1 + dice.below(7);
        let cells = COLUMNS.iter().map(|column| match dice.below(10) {
            0 => cell(dice, column).to_owned(),
            1..4 => String::new(),
            _ => own(column, person).unwrap_or_else(|| cell(dice, column).to_owned()),
        });
        let mut cells: Vec<_> = cells.collect();
        // Whether an external id alone is enough for a new user is the server's to judge.
        if cells[..3].iter().all(String::is_empty) {
            cells[0] = format!("u{person}");
        }
        let mut line = cells.join(",");
        if dice.below(30) == 0 {
            line += ",too much";
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

async fn start(server: &TestServer, dice: &mut Dice) {
    server.emulator.reset();
    for (key, kind) in [("age", UdfDataType::Number), ("since", UdfDataType::DateTime)] {
        let field = SetCustomField::new(UdfTargetType::User, key, kind, key);
        server.management.custom_fields().set(field).await.unwrap();
    }
    for (number, username) in ["u1", "u2", "u3"].into_iter().enumerate() {
        let mut user = CreateUserInput::new().username(username);
        for column in ["email", "phone", "externalId", "nickname"] {
            let text = cell(dice, column);
            user = match column {
                _ if text.is_empty() => user,
                "email" if text.contains('@') => user.email(format!("{number}{text}")),
                "phone" => user.phone(format!("1380000000{}", number + 1)),
                "externalId" => user.external_id(format!("e{}", number + 1)),
                "nickname" => user.nickname(text),
                _ => user,
            };
        }
        server.management.users().create(user).await.unwrap();
    }
}

type AllRows = (Vec<(u64, RowOutcome)>, Vec<Told>);

async fn said(server: &TestServer, request: ImportUsers, file: &str) -> AllRows {
    let heard = Heard::default();
    let imported = import(&server.management, heard.of(request), file).await;
    imported.result.unwrap_or_else(|failed| panic!("{}", failed.error()));
    (heard.rows(), imported.told)
}

/// How many files are tried; more of them with `AUTHING_FILES=1000`.
fn files() -> u64 {
    std::env::var("AUTHING_FILES").ok().and_then(|files| files.parse().ok()).unwrap_or(24)
}

#[tokio::test]
async fn a_dry_run_says_of_any_file_what_the_import_then_does() {
    let server = TestServer::start().await.unwrap();
    let mut seen = [0_usize; 5];
    for seed in 0..files() {
        let mut dice = Dice::new(seed);
        let key = KEYS[usize::try_from(seed % 4).unwrap()];
        let existing = match seed % 6 {
            0..4 => Existing::Update,
            4 => Existing::Skip,
            _ => Existing::Reject,
        };
        start(&server, &mut dice).await;
        let file = file(&mut dice, 40);
        let concurrency = [1, 4, 16][usize::try_from(seed % 3).unwrap()];
        let request = || {
            ImportUsers::new(Format::Csv, key)
                .existing(existing)
                .concurrency(concurrency)
                .max_rejected_share(100)
        };
        let dry = said(&server, request().dry_run(), &file).await;
        let wet = said(&server, request(), &file).await;
        for (number, (dry, wet)) in dry.0.iter().zip(&wet.0).enumerate() {
            let row = file.lines().nth(number + 1);

            assert_eq!(dry, wet, "seed {seed}, {key:?}, {existing:?}: {row:?} of\n{file}");
        }
        assert_eq!(dry, wet, "seed {seed}");
        for (_, outcome) in &wet.0 {
            seen[match outcome {
                RowOutcome::Created => 0,
                RowOutcome::Updated { .. } => 1,
                RowOutcome::Unchanged => 2,
                RowOutcome::Skipped => 3,
                _ => 4,
            }] += 1;
        }
    }
    assert!(seen.iter().all(|times| *times > 0), "{seen:?}");
}
