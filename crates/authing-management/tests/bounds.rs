//! A file costs work in proportion to its length: each construct is read at three sizes, each twice
//! the one before, and neither allocations nor instructions may grow faster.
//!
//! Instructions are counted by valgrind, and not at all where it is missing. With `--nocapture` both
//! halves print their tables.
#![cfg(test)]
#![cfg(feature = "bulk")]

use std::{alloc::System, convert::Infallible, sync::Arc};

use authing_core::{HttpResponse, test_util::ScriptedTransport};
#[cfg(feature = "migration")]
use authing_management::migration::KeycloakUsers;
use authing_management::{
    Credentials, ManagementClient,
    bulk::{Existing, Format, ImportUsers, MatchKey},
    orgs::departments::{DepartmentKey, ReadDepartments},
};
use authing_test_support::cost::{self, Construct, Work};
#[cfg(feature = "migration")]
use futures_util::TryStreamExt;
use futures_util::{FutureExt, stream};
use http::StatusCode;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A client whose server knows nobody, and the custom fields `f0` to `f499`.
fn client() -> ManagementClient {
    let fields: Vec<Value> = (0..500)
        .map(|i| {
            json!({
                "targetType": "USER", "key": format!("f{i}"), "dataType": "STRING", "label": "",
                "options": null,
            })
        })
        .collect();
    let fields = json!({"data": {"udf": fields}}).to_string();
    let server = ScriptedTransport::new(move |_, request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let query = body["query"].as_str().unwrap();
        let body = if query.contains("udf(") {
            fields.clone()
        } else if query.contains("userBatch") {
            json!({"data": {"userBatch": []}}).to_string()
        } else {
            json!({"data": {"findUser": null}}).to_string()
        };
        Ok(HttpResponse::new(StatusCode::OK, body))
    });
    ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server))
        .build()
        .unwrap()
}

/// Imports a file that comes in blocks of this size, without making anybody.
fn import(format: Format, block: usize, file: String) -> Work {
    let client = client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    Box::new(move || {
        let blocks = file.as_bytes().chunks(block).map(|block| Ok::<_, Infallible>(block.to_vec()));
        let request =
            ImportUsers::new(format, MatchKey::Username).existing(Existing::Skip).dry_run();
        match runtime.block_on(client.users().import(request, stream::iter(blocks))) {
            Ok(report) => format!("{} created, {} rejected", report.created, report.rejected),
            Err(failed) => failed.to_string().chars().take(160).collect(),
        }
    })
}

fn csv(file: String) -> Work {
    import(Format::Csv, 1 << 16, file)
}

fn lines(file: String) -> Work {
    import(Format::JsonLines, 1 << 16, file)
}

/// Reads a file of departments and puts them in their places.
fn departments(key: DepartmentKey, file: String) -> Work {
    Box::new(move || {
        let blocks =
            file.as_bytes().chunks(1 << 16).map(|block| Ok::<_, Infallible>(block.to_vec()));
        let read = ReadDepartments::new(Format::Csv, key).read(stream::iter(blocks));
        match read.now_or_never().expect("nothing to wait for") {
            Ok(departments) => format!("{} departments", departments.len()),
            Err(refused) => refused.to_string().chars().take(160).collect(),
        }
    })
}

/// Reads an export of Keycloak, which is one object with a list in it.
#[cfg(feature = "migration")]
fn realm(block: usize, file: String) -> Work {
    Box::new(move || {
        let blocks = file.as_bytes().chunks(block).map(|block| Ok::<_, Infallible>(block.to_vec()));
        let rows = KeycloakUsers::new().read(stream::iter(blocks));
        let read = rows.try_fold(0, |count, _| async move { Ok(count + 1) });
        match read.now_or_never().expect("nothing to wait for") {
            Ok(count) => format!("{count} users"),
            Err(error) => error.to_string().chars().take(160).collect(),
        }
    })
}

#[cfg(feature = "migration")]
fn migrations() -> Vec<Construct> {
    vec![
        Construct::new("users of a realm", 100, |n| {
            let users = each(n, |i| format!("{{\"id\":\"{i}\",\"username\":\"user{i}\"}},"));
            realm(1 << 16, format!("{{\"users\":[{}]}}", users.trim_end_matches(',')))
        }),
        Construct::new("a user of a realm, a byte at a time", 5000, |n| {
            realm(1, format!("{{\"users\":[{{\"id\":\"{}\"}}]}}", "x".repeat(n)))
        }),
        Construct::new("what stands before the users, a byte at a time", 5000, |n| {
            realm(1, format!("{{\"roles\":[{}0],\"users\":[]}}", "[0],".repeat(n)))
        }),
        Construct::new("a user that does not end", 500_000, |n| {
            realm(1 << 16, format!("{{\"users\":[{{\"id\":\"{}", "x".repeat(n)))
        }),
    ]
}

#[cfg(not(feature = "migration"))]
fn migrations() -> Vec<Construct> {
    Vec::new()
}

fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}

fn constructs() -> Vec<Construct> {
    let mut constructs = vec![
        Construct::new("rows of CSV", 100, |n| {
            csv("username\n".to_owned() + &each(n, |i| format!("user{i}\n")))
        }),
        Construct::new("rows of CSV, a byte at a time", 50, |n| {
            let file = "username\n".to_owned() + &each(n, |i| format!("user{i}\n"));
            import(Format::Csv, 1, file)
        }),
        Construct::new("rows of one name", 100, |n| {
            csv("username\n".to_owned() + &"bob\n".repeat(n))
        }),
        Construct::new("rows that are rejected", 100, |n| {
            csv("username,email\n".to_owned() + &each(n, |i| format!("user{i}\n")))
        }),
        Construct::new("columns", 100, |n| {
            let names = each(n, |i| format!(",customData.f{i}"));
            csv(format!("username{names}\nbob{}\n", ",x".repeat(n)))
        }),
        Construct::new("columns of one name at the end", 240, |n| {
            let names = each(n, |i| format!(",customData.f{i}"));
            csv(format!("username{names},username\n"))
        }),
        Construct::new("columns that are too many", 2000, |n| {
            csv(each(n, |i| format!("customData.f{i},")) + "username\nbob\n")
        }),
        Construct::new("length of a cell", 50_000, |n| {
            csv(format!("username,nickname\nbob,{}\n", "x".repeat(n)))
        }),
        Construct::new("length of a cell, a byte at a time", 5000, |n| {
            let file = format!("username,nickname\nbob,{}\n", "x".repeat(n));
            import(Format::Csv, 1, file)
        }),
        Construct::new("quotation marks in a cell", 50_000, |n| {
            csv(format!("username,nickname\nbob,\"{}\"\n", "\"\"".repeat(n)))
        }),
        Construct::new("a quotation mark that is not closed", 500_000, |n| {
            csv(format!("username,nickname\nbob,\"{}", "x\n".repeat(n)))
        }),
        Construct::new("empty lines of CSV", 20_000, |n| {
            csv(format!("username\n{}bob\n", "\n".repeat(n)))
        }),
        Construct::new("rows of JSON Lines", 100, |n| {
            lines(each(n, |i| format!("{{\"username\":\"user{i}\"}}\n")))
        }),
        Construct::new("rows of JSON Lines, a byte at a time", 50, |n| {
            let file = each(n, |i| format!("{{\"username\":\"user{i}\"}}\n"));
            import(Format::JsonLines, 1, file)
        }),
        Construct::new("length of a line, a byte at a time", 5000, |n| {
            let file = format!("{{\"username\":\"bob\",\"nickname\":\"{}\"}}\n", "x".repeat(n));
            import(Format::JsonLines, 1, file)
        }),
        Construct::new("a line that does not end", 500_000, |n| lines("x ".repeat(n))),
        Construct::new("levels of a line", 20_000, |n| lines("[".repeat(n))),
        Construct::new("members of a line", 500, |n| {
            let members = each(n, |i| format!(",\"m{i}\":1"));
            lines(format!("{{\"username\":\"bob\"{members}}}\n"))
        }),
        Construct::new("custom data of a line", 100, |n| {
            let members = each(n, |i| format!(",\"f{i}\":\"x\""));
            let members = members.trim_start_matches(',');
            lines(format!("{{\"username\":\"bob\",\"customData\":{{{members}}}}}\n"))
        }),
        Construct::new("empty lines", 20_000, |n| {
            lines(format!("{}{{\"username\":\"bob\"}}\n", " \n".repeat(n)))
        }),
        Construct::new("departments", 200, |n| {
            let rows = each(n, |i| format!("d{i},{},D\n", if i == 0 { "" } else { "d0" }));
            departments(DepartmentKey::Code, format!("code,parentCode,name\n{rows}"))
        }),
        Construct::new("departments that stand in a circle", 200, |n| {
            let rows = each(n, |i| format!("d{i},d{},D\n", (i + 1) % n));
            departments(DepartmentKey::Code, format!("code,parentCode,name\n{rows}"))
        }),
        Construct::new("departments of one code", 200, |n| {
            departments(DepartmentKey::Code, format!("code,name\n{}", "d,D\n".repeat(n)))
        }),
        Construct::new("paths", 200, |n| {
            departments(
                DepartmentKey::Path,
                format!("path\n{}", each(n, |i| format!("a/b{i}/c\n"))),
            )
        }),
        Construct::new("names of a path", 20_000, |n| {
            departments(DepartmentKey::Path, format!("path\n{}x\n", "a/".repeat(n)))
        }),
    ];
    constructs.extend(migrations());
    constructs
}

#[test]
fn allocations_grow_no_faster_than_the_file() {
    cost::allocations(&constructs());
}

#[test]
fn instructions_grow_no_faster_than_the_file() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    cost::instructions(&constructs(), "every_construct_is_read", folder, false);
}

#[test]
#[ignore = "what valgrind counts"]
fn every_construct_is_read() {
    cost::read(&constructs());
}
