//! Many rows, messy in every way, through failures and interruptions: exactly the right accounts.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use authing_emulator::{Emulator, Fault, FaultKind, RetryAfter};
use authing_management::{
    ListUsers, ManagementClient,
    bulk::{Existing, ImportReport, ImportUsers, Journal, MatchKey, blocks},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

use crate::{
    bulk_dry_run::Dice,
    bulk_journal::{Sheet, stopping_after},
    bulk_matching::csv,
};

/// A file, and what an import is to make of it.
struct Messy {
    text: String,
    accounts: BTreeSet<(String, String, String)>,
    rejected: u64,
}

/// Whoever makes the file knows what is in it, whatever an import reads.
fn messy(rows: u64) -> Messy {
    let mut dice = Dice::new(rows);
    let mut text = "\u{feff}username,email,phone,nickname,gender\r\n".to_owned();
    let mut people: Vec<(String, String, String)> = Vec::new();
    let mut rejected = 0;
    for row in 0..rows {
        let (name, phone) = (format!("user.{row}"), format!("1{}", 3_000_000_000 + row));
        let email = format!("user.{row}@example.com");
        let nickname = match dice.below(8) {
            0 => "\"Wang, \"\"W\"\"\"".to_owned(),
            1 => "\"two\r\nlines\"".to_owned(),
            2 => "=1+1".to_owned(),
            3 => String::new(),
            4 => "欧阳𠮷".to_owned(),
            _ => format!("N{row}"),
        };
        let before = if people.is_empty() {
            None
        } else {
            people.get(usize::try_from(dice.below(people.len() as u64)).unwrap()).cloned()
        };
        let (name_cell, email_cell, phone_cell, is_good) = match (dice.below(40), before) {
            (0, _) => (name.clone(), email.clone(), "1.38E+10".to_owned(), false),
            (1, _) => (String::new(), email.clone(), phone.clone(), false),
            (2, _) => (name.clone(), "no address".to_owned(), phone.clone(), false),
            (3, _) => (name.clone(), format!("{email},too,many"), phone.clone(), false),
            (4, Some((_, _, taken))) => (name.clone(), email.clone(), taken, false),
            (5, Some((_, taken, _))) => (name.clone(), taken.to_uppercase(), phone.clone(), false),
            (6, Some(taken)) => (taken.0, taken.1, taken.2, false),
            (7, _) => (format!(" {name}\u{3000}"), format!(" {email}"), format!("{phone} "), true),
            (8, _) => (name.clone(), email.clone(), format!("+86-{phone}"), true),
            (9, _) => (name.clone(), email.clone(), format!("86{phone}"), true),
            (10, _) => (name.clone(), email.to_uppercase(), format!("0086 {phone}"), true),
            (11, _) => {
                let wide = |letter: char| char::from_u32(u32::from(letter) + 0xfee0).unwrap();
                (name.clone(), email.clone(), phone.chars().map(wide).collect(), true)
            }
            (12, _) => {
                let (area, rest) = phone.split_at(3);
                (
                    name.clone(),
                    email.clone(),
                    format!("({area}) {}-{}", &rest[..4], &rest[4..]),
                    true,
                )
            }
            _ => (name.clone(), email.clone(), phone.clone(), true),
        };
        let end = if dice.below(3) == 0 { "\n" } else { "\r\n" };
        text += &format!("{name_cell},{email_cell},{phone_cell},{nickname},男{end}");
        match is_good {
            true => people.push((name, email, phone)),
            false => rejected += 1,
        }
    }
    Messy { text, accounts: people.into_iter().collect(), rejected }
}

fn request() -> ImportUsers {
    csv(MatchKey::Username, Existing::Reject).usual_columns()
}

/// A fault of one kind after the other.
fn next_fault(number: u64) -> Fault {
    let kind = match number % 4 {
        0 => FaultKind::DropConnection,
        1 => FaultKind::TooManyRequests(RetryAfter::Seconds(0)),
        2 => FaultKind::Status(503),
        _ => FaultKind::TruncateBody,
    };
    let fault = Fault::new(kind);
    // Now a creation, now whatever comes next.
    if number % 8 < 4 { fault.operation("createUser") } else { fault.path("/graphql/v2") }
}

async fn accounts(client: &ManagementClient) -> BTreeSet<(String, String, String)> {
    let all = client.users().list(ListUsers::new().limit(200)).items();
    let all: Vec<_> = all.try_collect().await.unwrap();
    let set: BTreeSet<_> = all
        .iter()
        .map(|user| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            (text(&user.username), text(&user.email), text(&user.phone))
        })
        .collect();
    assert_eq!(set.len(), all.len(), "nobody is there twice");
    set
}

#[tokio::test]
async fn through_faults_and_two_interruptions_exactly_the_right_accounts_are_made() {
    let server = TestServer::start().await.unwrap();
    let Messy { text, accounts: expected, rejected } = messy(2_000);
    let sheet = Sheet::new(&text);
    let emulator = Arc::new(server.emulator);
    let faulty = |request: ImportUsers| {
        let emulator = Arc::clone(&emulator);
        // One for every hundred rows.
        request.on_row(move |row| {
            if row.row() % 100 == 0 && !row.was_done_before() {
                emulator.inject(next_fault(row.row() / 100));
            }
        })
    };
    for rows in [500, 1_300] {
        let stopped = stopping_after(faulty(request()), rows);
        let stopped = sheet.import(&server.management, stopped).await.unwrap_err();
        assert!(stopped.was_stopped(), "{}", stopped.error());
    }
    let report = sheet.import(&server.management, faulty(request())).await.unwrap();
    assert_eq!((report.rows, report.rejected), (2_000, rejected));
    assert_eq!(report.created, expected.len() as u64);
    assert!(accounts(&server.management).await == expected);
}

const CHILD: &str = "AUTHING_IMPORT";

/// The process that imports, so that its memory is that of an import: see [`a_hundred_thousand_rows`].
#[tokio::test]
#[ignore = "is started by `a_hundred_thousand_rows`"]
async fn the_process_that_imports() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let told: Vec<_> = told.split('|').collect();
    let [pool, secret, host, key, path, stop_after, options] = told[..] else { panic!("{told:?}") };
    let client = ManagementClient::builder(pool, secret).host(host).public_key(key).no_proxy();
    let client = client.build().unwrap();
    let mut request = request();
    if options.contains("journal") {
        request = request.journal(Journal::beside(path));
    }
    if options.contains("batches") {
        request = request.in_batches();
    }
    let stop_after: u64 = stop_after.parse().unwrap();
    let enough = Arc::new(tokio::sync::Notify::new());
    let wish = Arc::clone(&enough);
    let request = request.stop_when(async move { wish.notified().await }).on_progress(
        move |done: &ImportReport| {
            if done.rows.is_multiple_of(100) && done.rows > done.done_before {
                println!("faulty {}", done.rows);
            }
            if done.rows == stop_after {
                enough.notify_one();
            }
        },
    );
    let begun = Instant::now();
    let file = blocks(std::fs::File::open(path).unwrap());
    let report = match client.users().import(request, file).await {
        Ok(report) => report,
        Err(failed) if failed.was_stopped() => *failed.report(),
        Err(failed) => panic!("{failed}: {}", failed.error()),
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let new = report.rows - report.done_before;
    let rate = new as f64 / begun.elapsed().as_secs_f64();
    println!("done {new} rows, {rate:.0} a second, {peak}; {report:?}");
}

/// `cargo test -p authing-tests --test flows -- --ignored --nocapture a_hundred_thousand_rows`, with
/// `AUTHING_ROWS` for another number.
#[tokio::test]
#[ignore = "takes minutes; prints what it measures"]
async fn a_hundred_thousand_rows() {
    let rows = std::env::var("AUTHING_ROWS").ok().and_then(|rows| rows.parse().ok());
    let rows: u64 = rows.unwrap_or(100_000);
    let Messy { text, accounts: expected, rejected } = messy(rows);
    for (options, stops, faults) in [
        ("journal", vec![rows / 3, rows * 2 / 3, u64::MAX], true),
        ("", vec![u64::MAX], false),
        ("journal", vec![u64::MAX], false),
        ("journal batches", vec![u64::MAX], false),
    ] {
        let server = TestServer::around(Emulator::start().await.unwrap()).unwrap();
        let sheet = Sheet::new(&text);
        println!("{options}, faults: {faults}");
        for stop in stops {
            let emulator = &server.emulator;
            let path = sheet.path.to_str().unwrap();
            let told = [
                emulator.user_pool_id(),
                emulator.user_pool_secret(),
                emulator.url(),
                emulator.public_key(),
                path,
                &stop.to_string(),
                options,
            ];
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--ignored", "--nocapture", "--exact"])
                .arg(format!(
                    "{}::the_process_that_imports",
                    module_path!().split_once("::").unwrap().1
                ))
                .env(CHILD, told.join("|"))
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            for line in BufReader::new(child.stdout.take().unwrap()).lines() {
                let line = line.unwrap();
                match line.strip_prefix("faulty ") {
                    Some(number) if faults => {
                        emulator.inject(next_fault(number.parse::<u64>().unwrap() / 100));
                    }
                    Some(_) => {}
                    None if line.contains("rows, ") => println!("  {line}"),
                    None => {}
                }
            }
            assert!(child.wait().unwrap().success());
        }
        assert!(accounts(&server.management).await == expected, "other accounts than expected");
        if options.contains("journal") {
            let report = Journal::beside(&sheet.path).so_far().unwrap();
            assert_eq!(report, None, "it came to its end");
        }
        println!("  {} accounts, {rejected} rows rejected", expected.len());
    }
}
