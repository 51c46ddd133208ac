//! A file costs work in proportion to its length: each construct is read at three sizes, each twice
//! the one before, and neither allocations nor instructions may grow faster.
//!
//! Instructions are counted by valgrind, and not at all where it is missing. With `--nocapture` both
//! halves print their tables.
#![cfg(test)]
#![cfg(feature = "bulk")]

use std::{alloc::System, convert::Infallible, sync::Arc};

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    Credentials, ManagementClient,
    bulk::{Existing, Format, ImportUsers, MatchKey},
};
use authing_test_support::cost::{self, Construct, Work};
use futures_util::stream;
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

fn each(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(text).collect()
}

fn constructs() -> Vec<Construct> {
    vec![
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
    ]
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
