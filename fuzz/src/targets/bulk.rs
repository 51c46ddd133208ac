//! Files of users.

use std::{
    convert::Infallible,
    sync::{Arc, LazyLock, Mutex},
};

use authing_core::{HttpRequest, HttpResponse};
use authing_management::{
    Credentials, ManagementClient, RetryPolicy,
    bulk::{Encoding, ExportUsers, Format, ImportNodes, ImportUsers, MatchKey},
};
use futures_util::{TryStreamExt, stream};
use http::StatusCode;
use serde_json::{Value, json};

use super::material::clock;
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, parts, run},
    mutate,
    server::Server,
    target::Target,
};

/// A row costs a call, and is read from the beginning with each block that brings a part of it.
const IMPORTS: Limits = Limits { steps: (10_000_000, 30_000), allocated: (16 << 20, 40_000) };

/// What kind of file it is, and the file.
pub(super) const IMPORT: Target =
    Target { name: "bulk_import", limits: IMPORTS, mutator: Some(mutate::json), read: import };

/// Users as a server tells them, into a file, and from there to a server.
pub(super) const EXPORT: Target =
    Target { name: "bulk_export", limits: IMPORTS, mutator: Some(mutate::json), read: export };

/// A user as the server tells one.
static USER: LazyLock<Value> = LazyLock::new(|| {
    let page = include_str!("../../../crates/authing-types/tests/fixtures/users_page.json");
    serde_json::from_str::<Value>(page).unwrap()["list"][0].take()
});

/// A pool that has some users, and creates whoever it is told to.
#[derive(Clone, Default)]
pub(super) struct Pool {
    users: Arc<Value>,
    pub(super) created: Arc<Mutex<Vec<Value>>>,
}

impl Pool {
    pub(super) fn client(&self) -> ManagementClient {
        let pool = self.clone();
        let server = Server::new(move |request| pool.respond(request));
        ManagementClient::builder("pool", Credentials::AccessToken("token".into()))
            .retry(RetryPolicy::never())
            .clock(clock())
            .transport(server.transport())
            .build()
            .unwrap()
    }

    fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let field = sent["query"].as_str().and_then(root_field).unwrap_or_default();
        let node = json!({"id": "n", "orgId": "o", "name": "n", "code": "root", "root": true});
        let data = match field {
            "udf" => json!([
                {"targetType": "USER", "key": "age", "dataType": "NUMBER", "label": "age"},
                {"targetType": "USER", "key": "tags", "dataType": "OBJECT", "label": "tags"},
                {"targetType": "USER", "key": "joined", "dataType": "DATETIME", "label": "j"},
            ]),
            "userBatch" => json!([]),
            "users" | "usersWithCustomData" => Value::clone(&self.users),
            "createUser" => {
                let mut user = sent["variables"]["userInfo"].clone();
                // Encrypted, so never the same.
                user["password"].take();
                self.created.lock().unwrap().push(user);
                USER.clone()
            }
            "rootNode" | "addNodeV2" => node,
            "org" => json!({"id": "o", "rootNode": node, "nodes": [node]}),
            "nodeByCode" => Value::Null,
            _ => json!({"code": 200, "message": "done"}),
        };
        let body = json!({"code": 200, "data": {field: data}}).to_string();
        HttpResponse::new(StatusCode::OK, body)
    }
}

fn root_field(query: &str) -> Option<&str> {
    query.split_once('{')?.1.split(['(', '{', ' ']).next()
}

/// What became of a file.
#[derive(Debug, PartialEq)]
struct Outcome {
    report: String,
    /// Row, reason, what is said of it, and the row as it stood in the file.
    rejected: Vec<(u64, String, String, Vec<u8>)>,
    created: Vec<String>,
}

fn read(kind: &[u8], file: &[u8], block: usize) -> Option<Outcome> {
    let pool = Pool::default();
    let client = pool.client();
    let rejected = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&rejected);
    let on_rejected = move |row: &authing_management::bulk::RejectedRow| {
        check_error(row.error());
        let reason = format!("{:?}", row.reason());
        let text = row.error().to_string();
        heard.lock().unwrap().push((row.row(), reason, text, row.text().to_vec()));
    };
    let blocks = file.chunks(block.max(1)).map(|block| Ok::<_, Infallible>(block.to_vec()));
    let source = stream::iter(blocks);
    let users = |format, key| ImportUsers::new(format, key).concurrency(1);
    let imported = match kind {
        b"csv" | b"jsonl" => {
            let format = if kind == b"csv" { Format::Csv } else { Format::JsonLines };
            let request = users(format, MatchKey::Username).on_rejected(on_rejected);
            run(client.users().import(request, source))
        }
        b"csv by email" => {
            let request = users(Format::Csv, MatchKey::Email).on_rejected(on_rejected);
            run(client.users().import(request, source))
        }
        b"sheet" => {
            let request = users(Format::Csv, MatchKey::Username).on_rejected(on_rejected);
            let request = request.encoding(Encoding::Gb18030).usual_columns();
            run(client.users().import(request, source))
        }
        b"nodes" => {
            let request = ImportNodes::new(Format::Csv).on_rejected(on_rejected);
            run(client.orgs().import_nodes("o", request, source))
        }
        _ => return None,
    };
    let report = match imported {
        Ok(report) => {
            let dealt = report.created + report.updated + report.skipped + report.rejected;
            assert_eq!(report.rows, dealt, "a row is lost: {report:?}");
            assert!(report.bytes <= file.len() as u64, "{report:?}");
            format!("{report:?}")
        }
        Err(failed) => {
            check_error(&failed);
            let report = failed.report();
            assert!(report.bytes <= file.len() as u64, "{report:?}");
            format!("{} {report:?}", failed.error())
        }
    };
    let created = pool.created.lock().unwrap().iter().map(Value::to_string).collect();
    let rejected = std::mem::take(&mut *rejected.lock().unwrap());
    Some(Outcome { report, rejected, created })
}

fn import(input: &[u8], meter: &mut Meter) {
    let [kind, file] = parts(input);
    let Some(whole) = meter.measure(|| read(kind, file, usize::MAX)) else { return };
    // Of a file in another encoding a row is told in UTF-8.
    let is_utf16 = [b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| file.starts_with(*mark));
    let is_as_it_stands = kind != b"sheet" && !is_utf16;
    for (_, _, _, text) in whole.rejected.iter().filter(|_| is_as_it_stands) {
        let is_there = text.is_empty() || file.windows(text.len()).any(|part| part == &text[..]);
        let text = String::from_utf8_lossy(text);
        // A line feed may stand for the return at the very end.
        assert!(is_there || text.ends_with("\r\n"), "it is not in the file: {text:?}");
    }
    // However it comes, it is the same file.
    for block in [1, 7] {
        let other = read(kind, file, block).unwrap();
        assert_eq!(other, whole, "in blocks of {block}");
    }
}

static NAMES: [&str; 5] = ["username", "email", "nickname", "address", "gender"];

fn export(input: &[u8], meter: &mut Meter) {
    let Ok(Value::Array(mut list)) = serde_json::from_slice::<Value>(input) else { return };
    // Whoever has no name of the right kind could not be imported again.
    list.retain(|user| {
        let text =
            |name: &str| user.get(name).is_none_or(|value| value.is_null() || value.is_string());
        user.is_object() && NAMES.into_iter().all(text)
    });
    for (index, user) in list.iter_mut().enumerate() {
        let name = user["username"].as_str().unwrap_or_default();
        let name = format!("{index}-{name}");
        user["username"] = name.into();
        user["id"] = format!("id-{index}").into();
        // One account an address: the rest would be conflicts.
        for unique in ["email", "phone", "phoneCountryCode", "externalId"] {
            user.as_object_mut().unwrap().remove(unique);
        }
    }
    let users = json!({"totalCount": list.len(), "list": list});
    let pool = Pool { users: Arc::new(users), ..Pool::default() };
    for format in [Format::Csv, Format::JsonLines] {
        let pieces = meter.measure(|| {
            let pieces = pool.client().users().export(ExportUsers::new(format));
            run(pieces.try_collect::<Vec<_>>())
        });
        let file = match pieces {
            Ok(pieces) => pieces.concat(),
            Err(error) => {
                check_error(&error);
                continue;
            }
        };
        if format == Format::Csv {
            check_csv(&file, pool.users["list"].as_array().unwrap());
        }
        let again = Pool::default();
        let source = stream::iter([Ok::<_, Infallible>(file)]);
        let request = ImportUsers::new(format, MatchKey::Username).concurrency(1);
        // Not all that a server may tell is accepted from a file; what is, is the same.
        let Ok(_) = run(again.client().users().import(request, source)) else { continue };
        for created in again.created.lock().unwrap().iter() {
            let told = pool.users["list"].as_array().unwrap();
            let name = created["username"].as_str().unwrap_or_default();
            let is_it = |user: &&Value| trimmed(user["username"].as_str().unwrap_or("")) == name;
            let told = told.iter().find(is_it);
            let told = told.unwrap_or_else(|| panic!("nobody is called {name}"));
            for column in ["nickname", "address"] {
                let text = |user: &Value| user[column].as_str().map(trimmed).unwrap_or_default();
                let (read, text) = (text(created), text(told));
                assert_eq!(read, text, "{column} of {name}");
            }
        }
    }
}

/// White space around a text is left out when it is read.
fn trimmed(text: &str) -> String {
    let is_space = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    text.trim_matches(is_space).to_owned()
}

/// Reads a file by RFC 4180's own rules.
fn rows_of(file: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(file).expect("a file in UTF-8");
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            _ => cell.push(letter),
        }
    }
    assert_eq!(rows.pop().unwrap(), [""], "the last line has an end");
    rows
}

fn check_csv(file: &[u8], users: &[Value]) {
    let text = String::from_utf8_lossy(file);
    let mut rows = rows_of(file);
    let head = rows.remove(0);
    assert_eq!(rows.len(), users.len(), "a row a user: {text}");
    for (row, user) in rows.iter().zip(users) {
        assert_eq!(row.len(), head.len(), "a cell a column: {text}");
        for (name, cell) in head.iter().zip(row) {
            if NAMES.contains(&&**name) && name != "gender" {
                assert_eq!(cell, user[name].as_str().unwrap_or_default(), "{name}: {text}");
            }
        }
    }
}
