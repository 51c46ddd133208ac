//! What a server sends costs work in proportion to its length: each construct is read at three sizes,
//! each twice the one before, and neither allocations nor instructions may grow faster.
//!
//! Instructions are counted by valgrind, and not at all where it is missing. With `--nocapture` both
//! halves print their tables.
#![cfg(test)]

use std::{alloc::System, sync::Arc};
#[cfg(feature = "events")]
use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener},
};

#[cfg(feature = "events")]
use authing_core::{Event, RetryPolicy, Subscribe, client::Proxy};
use authing_core::{
    FixedToken, HttpResponse, Operation, RestRequest,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::ScriptedTransport,
};
use authing_test_support::cost::{self, Construct, Work, outcome};
use authing_types::{Page, lenient};
#[cfg(feature = "events")]
use futures_util::StreamExt as _;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
#[cfg(feature = "events")]
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LIST: Operation = Operation::get("things.list", "/api/v2/things").idempotent();
#[cfg(feature = "events")]
const SUBSCRIBE: Operation = Operation::get("events.subscribe", "/events/v1/management/sub");
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

/// A subscription to a server that sends these frames, and goes.
#[cfg(feature = "events")]
fn subscription(frames: Vec<u8>) -> Work {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("ws://{}", listener.local_addr().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut config = ClientConfig::new("https://core.authing.example");
    config.proxy = Proxy::None;
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    let tokens = FixedToken::new(&"token".into()).unwrap();
    let api = ApiClient::new(pipeline, Arc::new(tokens));
    Box::new(move || {
        let request = Subscribe::new("a").host(&host).reconnect(RetryPolicy::new().attempts(1));
        std::thread::scope(|scope| {
            scope.spawn(|| serve(&listener, &frames));
            runtime.block_on(async {
                let mut events = api.subscribe(SUBSCRIBE, request);
                let (mut read, mut dropped, mut end) = (0, 0, String::new());
                while let Some(event) = events.next().await {
                    match event {
                        Ok(Event::Message(_)) => read += 1,
                        Ok(Event::Gap(gap)) => dropped += gap.dropped,
                        Ok(_) => {}
                        Err(error) => end = error.to_string(),
                    }
                }
                assert!(!end.is_empty(), "a subscription ends with an error");
                format!("{} messages, {end}", read + dropped)
            })
        })
    })
}

#[cfg(feature = "events")]
fn serve(listener: &TcpListener, frames: &[u8]) {
    let (mut stream, _) = listener.accept().unwrap();
    let (mut asked, mut byte) = (Vec::new(), [0]);
    while !asked.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        asked.extend(byte);
    }
    let asked = String::from_utf8(asked).unwrap();
    let key = asked.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then_some(value.trim())
    });
    let accept = derive_accept_key(key.unwrap().as_bytes());
    let response = format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-accept: {accept}\r\n\r\n"
    );
    stream.write_all(response.as_bytes()).unwrap();
    // The client may have gone before the end.
    let _ = stream.write_all(frames);
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.read_to_end(&mut asked.into_bytes());
}

/// A frame of a server (RFC 6455 section 5.2). `first` is its kind, and whether it is the last one.
#[cfg(feature = "events")]
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first, 127];
    frame.extend((payload.len() as u64).to_be_bytes());
    frame.extend(payload);
    frame
}

#[cfg(feature = "events")]
fn events() -> Vec<Construct> {
    const TEXT: u8 = 0x81;
    const FIRST: u8 = 0x01;
    const MORE: u8 = 0x00;
    const LAST: u8 = 0x80;
    const PING: u8 = 0x89;
    vec![
        Construct::new("events", 5000, |n| subscription(frame(TEXT, b"{}").repeat(n))),
        Construct::new("length of an event", 50_000, |n| {
            subscription(frame(TEXT, "x".repeat(n).as_bytes()))
        }),
        Construct::new("length of an event that is too long", 500_000, |n| {
            subscription(frame(TEXT, "x".repeat(n).as_bytes()))
        }),
        Construct::new("frames of an event", 5000, |n| {
            let frames =
                [frame(FIRST, b"x"), frame(MORE, b"x").repeat(n), frame(LAST, b"x")].concat();
            subscription(frames)
        }),
        Construct::new("empty frames of an event", 5000, |n| {
            subscription([frame(FIRST, b"x"), frame(MORE, b"").repeat(n)].concat())
        }),
        Construct::new("frames of an event that is too long", 100, |n| {
            let piece = "x".repeat(10_000);
            let more = frame(MORE, piece.as_bytes()).repeat(n);
            subscription([frame(FIRST, b"x"), more].concat())
        }),
        Construct::new("pings", 5000, |n| subscription(frame(PING, b"x").repeat(n))),
    ]
}

#[cfg(not(feature = "events"))]
fn events() -> Vec<Construct> {
    Vec::new()
}

fn constructs() -> Vec<Construct> {
    responses().into_iter().chain(events()).collect()
}

fn responses() -> Vec<Construct> {
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
