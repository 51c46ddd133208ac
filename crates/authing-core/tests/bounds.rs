//! What a server sends costs work in proportion to its length: each construct is read at three sizes,
//! each twice the one before, and neither allocations nor instructions may grow faster.
//!
//! Instructions are counted by valgrind, and not at all where it is missing. With `--nocapture` both
//! halves print their tables.
#![cfg(test)]

use std::{alloc::System, sync::Arc};

use authing_core::{
    FixedToken, HttpResponse, Operation, RestRequest,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::ScriptedTransport,
};
use authing_test_support::cost::{self, Construct, Work, outcome};
use authing_types::{Page, lenient};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LIST: Operation = Operation::get("things.list", "/api/v2/things").idempotent();
const QUERY: Operation = Operation::graphql("things.query").idempotent();

#[derive(Deserialize)]
#[expect(dead_code, reason = "only read into")]
struct Thing {
    id: String,
    count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::optional_list")]
    parts: Option<Vec<Thing>>,
}

fn read(status: u16, headers: &[(&'static str, String)], body: impl Into<bytes::Bytes>) -> Work {
    let mut response = HttpResponse::new(StatusCode::from_u16(status).unwrap(), body.into());
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        response.headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    let server = ScriptedTransport::new(move |_, _| Ok(response.clone()));
    let mut config = ClientConfig::new("https://core.example.com");
    config.transport = Some(Arc::new(server));
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    Box::new(move || {
        let call = api.rest::<Page<Thing>>(RestRequest::new(LIST));
        outcome(runtime.block_on(async { call.await }))
    })
}

fn list(list: impl Into<Value>) -> Work {
    let page = json!({"code": 200, "data": {"totalCount": 3, "list": list.into()}});
    read(200, &[], page.to_string())
}

fn graphql(body: Value) -> Work {
    let body = body.to_string();
    let server =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())));
    let mut config = ClientConfig::new("https://core.example.com");
    config.transport = Some(Arc::new(server));
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(FixedToken::none()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    Box::new(move || {
        let call = api.graphql_text::<Value>(QUERY, "{things}", &json!({}));
        outcome(runtime.block_on(async { call.await }))
    })
}

fn things(n: usize, thing: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..n).map(thing).collect()
}

fn constructs() -> Vec<Construct> {
    vec![
        Construct::new("entries", 1000, |n| list(things(n, |i| json!({"id": i.to_string()})))),
        Construct::new("entries that are left out", 1000, |n| {
            list(things(n, |i| json!({"id": if i == 0 { json!("a") } else { json!([i]) }})))
        }),
        Construct::new("entries that lack their id", 4000, |n| {
            list(things(n, |i| if i == 0 { json!({"id": "a"}) } else { json!({}) }))
        }),
        Construct::new("entries of which none can be read", 1000, |n| {
            list(things(n, |i| json!({"id": [i]})))
        }),
        Construct::new("members that count as absent", 1000, |n| {
            list(things(n, |i| json!({"id": i.to_string(), "count": "many"})))
        }),
        Construct::new("odd parts of one entry", 500, |n| {
            let part = |i: usize| json!({"id": if i == 0 { json!("a") } else { json!([i]) }});
            list(vec![json!({"id": "a", "parts": things(n, part)})])
        }),
        Construct::new("members that nobody asked for", 2000, |n| {
            let members = (0..n).map(|i| (format!("m{i}"), json!(i))).collect();
            let mut thing = json!({"id": "a"});
            thing["more"] = Value::Object(members);
            list(vec![thing])
        }),
        Construct::new("levels", 25, |n| {
            let deep = format!("{}1{}", "[".repeat(n), "]".repeat(n));
            read(200, &[], format!("{{\"code\": 200, \"data\": {{\"list\": {deep}}}}}"))
        }),
        Construct::new("levels without an end", 20_000, |n| {
            read(200, &[], format!("{{\"code\": 200, \"data\": {}", "[".repeat(n)))
        }),
        Construct::new("halves of characters", 5000, |n| {
            let text = "\\ud83d".repeat(n);
            read(
                200,
                &[],
                format!("{{\"code\": 200, \"data\": {{\"list\": [{{\"id\": \"{text}\"}}]}}}}"),
            )
        }),
        Construct::new("what is not UTF-8", 5000, |n| {
            let mut body = b"{\"code\": 200, \"data\": {\"list\": [{\"id\": \"".to_vec();
            body.extend(b"\xff".repeat(n));
            body.extend(b"\"}]}}");
            read(200, &[], body)
        }),
        Construct::new("length of a message", 20_000, |n| {
            read(200, &[], json!({"code": 500, "message": "m".repeat(n)}).to_string())
        }),
        Construct::new("length of a page of a gateway", 20_000, |n| {
            read(502, &[], format!("<html><body>{}</body></html>", "<p>\n".repeat(n)))
        }),
        Construct::new("errors of a response", 500, |n| {
            let error =
                |i| json!({"message": {"code": 2000 + i, "message": "no"}, "path": ["a", i]});
            graphql(json!({"errors": things(n, error), "data": null}))
        }),
        Construct::new("refusals of the schema", 500, |n| {
            let text = |i| format!("Cannot query field \"f{i}\" on type \"User\".");
            graphql(json!({"errors": things(n, |i| json!({"message": text(i)}))}))
        }),
        Construct::new("length of a refusal of the schema", 20_000, |n| {
            let text = format!("Variable got invalid value {}", "Field \"a\" in type ".repeat(n));
            graphql(json!({"errors": [{"message": text + " is undefined"}]}))
        }),
        Construct::new("headers", 500, |n| {
            let values: Vec<_> = (0..n).map(|i| ("x-some", i.to_string())).collect();
            read(200, &values, "{\"code\": 200, \"data\": {\"list\": []}}")
        }),
        Construct::new("codings of a response", 500, |n| {
            read(200, &[("content-encoding", "gzip, ".repeat(n))], "no matter")
        }),
    ]
}

#[test]
fn allocations_grow_no_faster_than_the_response() {
    cost::allocations(&constructs());
}

#[test]
fn instructions_grow_no_faster_than_the_response() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    cost::instructions(&constructs(), "every_construct_is_read", folder, false);
}

#[test]
#[ignore = "what valgrind counts"]
fn every_construct_is_read() {
    cost::read(&constructs());
}
