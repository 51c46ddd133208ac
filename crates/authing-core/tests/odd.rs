//! One odd part of a response does not spoil the rest, and a response without what it is for is not an
//! empty one.
#![cfg(test)]

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use authing_core::{
    Call, Error, ErrorCode, ErrorKind, FixedToken, HttpResponse, Operation, PageRequest, PagedCall,
    RestRequest,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::ScriptedTransport,
};
use authing_types::{Page, SetAside, lenient};
use futures_util::TryStreamExt;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

const LIST: Operation = Operation::get("things.list", "/api/v2/things").idempotent();
const RIGHTS: Operation = Operation::get("things.rights", "/api/v2/rights").idempotent().strict();
const QUERY: Operation = Operation::graphql("things.query").idempotent();
const RAW: Operation = Operation::get("things.raw", "/token").idempotent().raw();

#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Thing {
    id: String,
    count: Option<i64>,
    blocked: Option<bool>,
    #[serde(default, deserialize_with = "lenient::optional_list")]
    parts: Option<Vec<Part>>,
    inner: Option<Box<Thing>>,
    statements: Option<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq, Default, Deserialize)]
struct Part {
    name: String,
    size: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Found<T> {
    things: T,
}

fn api(server: &ScriptedTransport) -> ApiClient {
    let mut config = ClientConfig::new("https://core.example.com");
    config.transport = Some(Arc::new(server.clone()));
    let pipeline = Pipeline::new(&config, &ClientIdentity::default()).unwrap();
    ApiClient::new(pipeline, Arc::new(FixedToken::none()))
}

fn server(body: impl Into<bytes::Bytes>) -> ScriptedTransport {
    let body = body.into();
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body.clone())))
}

fn rest<T>(operation: Operation, body: Value) -> Call<T>
where
    T: serde::de::DeserializeOwned + 'static,
{
    api(&server(body.to_string())).rest(RestRequest::new(operation))
}

fn page_of(list: Value) -> Value {
    json!({"code": 200, "data": {"totalCount": 3, "list": list}})
}

async fn graphql<T>(things: Value) -> Result<(T, Vec<SetAside>), Error>
where
    T: serde::de::DeserializeOwned + Send + 'static,
{
    let body = json!({"data": {"things": things}}).to_string();
    let call: Call<Found<T>> = api(&server(body)).graphql_text(QUERY, "{things}", &json!({}));
    let found = call.with_meta().await?;
    Ok((found.value.things, found.meta.set_aside))
}

fn ids(things: &[Thing]) -> Vec<&str> {
    things.iter().map(|thing| thing.id.as_str()).collect()
}

fn told(set_aside: &[SetAside]) -> Vec<String> {
    set_aside.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_entry_of_another_type_is_left_out_and_told() {
    let list =
        json!([{"id": "a"}, {"id": {"canary": 1}}, "canary", {"name": "canary"}, {"id": "b"}]);
    let page: Page<Thing> = rest(LIST, page_of(list)).await.unwrap();
    assert_eq!((ids(&page.list), page.total_count), (vec!["a", "b"], 3));
    assert_eq!(
        told(&page.set_aside),
        [
            "`data.list[1]` does not fit: `id` is an object, and a string was expected",
            "`data.list[2]` is a text, and struct Thing was expected",
            "`data.list[3]` has no `id`",
        ]
    );
    assert!(page.set_aside.iter().all(|part| part.entry));
}

#[tokio::test]
async fn an_optional_member_of_another_type_counts_as_absent() {
    let list = json!([
        {"id": "a", "count": "canary", "inner": {"id": "i", "count": [1]}},
        {"id": "b", "count": 2},
    ]);
    let (page, set_aside) =
        graphql::<Page<Thing>>(json!({"totalCount": 2, "list": list})).await.unwrap();
    let inner = Some(Box::new(Thing { id: "i".into(), ..Thing::default() }));
    assert_eq!(page.list[0], Thing { id: "a".into(), inner, ..Thing::default() });
    assert_eq!(page.list[1].count, Some(2));
    assert_eq!(
        told(&set_aside),
        [
            "`data.things.list[0].count` is a text, and i64 was expected",
            "`data.things.list[0].inner.count` is a list, and i64 was expected",
        ]
    );
    assert_eq!(page.set_aside, set_aside);
    assert!(set_aside.iter().all(|part| !part.entry));

    let (thing, set_aside) = graphql::<Thing>(json!({"id": "a", "count": true})).await.unwrap();
    assert_eq!((thing.count, set_aside[0].path.as_str()), (None, "data.things.count"));
}

#[tokio::test]
async fn lists_within_entries_lose_their_odd_entries_only() {
    let list = json!([
        {"id": "a", "parts": [{"name": "x"}, {"name": 1}, {"name": "y", "size": "big"}, {"name": "z"}]},
        {"id": "b", "parts": "canary"},
        {"id": "c", "parts": [{"name": 1}]},
        {"id": 4, "parts": [{"name": 1}, {"name": "x"}]},
        {"id": "e", "parts": []},
    ]);
    let page: Page<Thing> = rest(LIST, page_of(list)).await.unwrap();
    assert_eq!(ids(&page.list), ["a", "b", "c", "e"]);
    let names: Vec<&str> =
        page.list[0].parts.as_ref().unwrap().iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["x", "y", "z"]);
    assert_eq!((&page.list[1].parts, &page.list[2].parts), (&None, &None));
    assert_eq!(page.list[3].parts, Some(vec![]));
    let paths: Vec<&str> = page.set_aside.iter().map(|part| part.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "data.list[0].parts[1]",
            "data.list[0].parts[2].size",
            "data.list[1].parts",
            "data.list[2].parts",
            "data.list[3]",
        ]
    );
}

#[tokio::test]
async fn a_plain_list_is_read_like_a_page() {
    let body = json!({"code": 200, "data": [{"id": "a"}, 7, null, {"id": "b"}]});
    let found = rest::<Vec<Thing>>(LIST, body).with_meta().await.unwrap();
    assert_eq!(ids(&found.value), ["a", "b"]);
    let paths: Vec<&str> = found.meta.set_aside.iter().map(|part| part.path.as_str()).collect();
    assert_eq!(paths, ["data[1]", "data[2]"]);
}

#[tokio::test]
async fn who_is_blocked_is_not_guessed() {
    let list = json!([{"id": "a", "blocked": "canary"}, {"id": "b", "blocked": true}]);
    let page: Page<Thing> = rest(LIST, page_of(list)).await.unwrap();
    assert_eq!(ids(&page.list), ["b"], "nobody is taken for one who is not blocked");
    assert_eq!(
        told(&page.set_aside),
        ["`data.list[0]` does not fit: `blocked` is a text, and a boolean was expected"]
    );
    let error = graphql::<Thing>(json!({"id": "a", "blocked": 1})).await.unwrap_err();
    assert!(error.message().contains("`data.things.blocked`: it is a number"), "{error}");
    // Of a policy's statements none is left out, for it might be the one that denies.
    let list = json!([{"id": "a", "statements": [{"name": "x"}, {"name": 1}]}, {"id": "b"}]);
    let page: Page<Thing> = rest(LIST, page_of(list)).await.unwrap();
    assert_eq!(ids(&page.list), ["b"]);
}

#[tokio::test]
async fn a_strict_operation_and_a_body_of_a_protocol_are_read_as_a_whole_or_not_at_all() {
    let list = json!([{"id": "a"}, {"id": 1}]);
    let error = rest::<Page<Thing>>(RIGHTS, page_of(list)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("`data.list[1].id`: it is a number"), "{error}");
    let raw = json!({"things": [{"id": "a"}, {"id": 1}]});
    let error = rest::<Found<Vec<Thing>>>(RAW, raw).await.unwrap_err();
    assert!(error.message().contains("`things[1].id`"), "{error}");
}

#[tokio::test]
async fn a_list_of_which_nothing_can_be_read_is_not_an_empty_one() {
    let error =
        rest::<Page<Thing>>(LIST, page_of(json!([{"id": 1}, {"id": 2}]))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("`data.list[0].id`: it is a number"), "{error}");
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn a_response_without_what_it_is_for_names_what_it_lacks() {
    for (things, lacks) in [
        (json!({"totalCount": 3}), "lacks `data.things.list`"),
        (json!({"totalCount": 0}), "lacks `data.things.list`"),
        (json!({"totalCount": 3, "list": null}), "lacks `data.things.list`"),
        (json!({}), "lacks `data.things.list`"),
        (json!({"list": {}}), "`data.things.list`: it is an object"),
        (json!(null), "`data.things`: it is null"),
        (json!("canary"), "`data.things`: it is a text"),
    ] {
        let error = graphql::<Page<Thing>>(things.clone()).await.unwrap_err();
        assert!(error.message().contains(lacks), "{things}: {error}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{things}");
        let error =
            rest::<Page<Thing>>(LIST, json!({"code": 200, "data": things})).await.unwrap_err();
        let lacks = lacks.replace(".things", "");
        if things.is_null() {
            assert!(error.message().contains("lacks `data`"), "{error}");
        } else {
            assert!(error.message().contains(&lacks), "{things}: {error}");
        }
    }
    for body in [json!({"code": 200}), json!({"code": 200, "data": null})] {
        let error = rest::<Thing>(LIST, body).await.unwrap_err();
        assert_eq!(error.message(), "the response lacks `data`, which the call is for");
    }
    let error = graphql::<Thing>(json!({"count": 1})).await.unwrap_err();
    assert_eq!(error.message(), "the response does not fit: it lacks `data.things.id`");
}

#[tokio::test]
async fn a_member_that_stands_twice_is_not_settled_by_its_place() {
    let body = r#"{"code": 200, "data": {"id": "a", "id": "b"}}"#;
    let call: Call<Thing> = api(&server(body)).rest(RestRequest::new(LIST));
    let error = call.await.unwrap_err();
    assert!(error.message().contains("twice"), "{error}");
}

#[tokio::test]
async fn halves_of_characters_are_read_in_every_kind_of_response() {
    let body = r#"{"code": 200, "data": {"totalCount": 1, "list": [{"id": "a\ud83d"}]}}"#;
    let call: Call<Page<Thing>> = api(&server(body)).rest(RestRequest::new(LIST));
    let page = call.await.unwrap();
    assert_eq!((ids(&page.list), page.set_aside.len()), (vec!["a\u{fffd}"], 0));
    // Beside an odd member, and in a name.
    let body = r#"{"data": {"things": {"id": "\ude00", "count": "\ud83d", "\udc00": 1}}}"#;
    let call: Call<Found<Thing>> = api(&server(body)).graphql_text(QUERY, "{things}", &json!({}));
    assert_eq!(call.await.unwrap().things.id, "\u{fffd}");
    let call: Call<Value> = api(&server(r#"{"a\ud83d": ["\ude00"]}"#)).rest(RestRequest::new(RAW));
    assert_eq!(call.await.unwrap(), json!({"a\u{fffd}": ["\u{fffd}"]}));
    for body in [
        r#"{"errors": [{"message": {"code": 2026, "message": "a\ud83d", "data": "\ude00"}}]}"#,
        r#"{"code": 2026, "message": "a\ud83d", "data": "\ude00"}"#,
        r#"{"statusCode": 499, "apiCode": 2026, "message": "a\ud83d", "data": "\ude00"}"#,
    ] {
        let call: Call<Thing> = api(&server(body)).rest(RestRequest::new(LIST));
        let error = call.await.unwrap_err();
        assert_eq!((error.message(), error.code()), ("a\u{fffd}", Some(ErrorCode::new(2026))));
        assert_eq!(error.data(), Some(&json!("\u{fffd}")));
    }
    let call: Call<Thing> =
        api(&server(r#"{"errors": [{"message": "a\ud83d"}]}"#)).graphql_text(QUERY, "{a}", &());
    assert_eq!(call.await.unwrap_err().message(), "a\u{fffd}");
    let body = r#"{"error": "invalid_grant", "error_description": "a\ud83d"}"#;
    let refusing =
        ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::BAD_REQUEST, body)));
    let call: Call<Thing> = api(&refusing).rest(RestRequest::new(RAW));
    assert_eq!(call.await.unwrap_err().message(), "a\u{fffd}");
}

#[tokio::test]
async fn a_page_that_is_odd_throughout_is_read_in_bearable_time() {
    let list: Vec<Value> = (0..1000)
        .map(
            |id| json!({"id": id.to_string(), "count": "x", "parts": [{"name": 1}, {"name": "y"}]}),
        )
        .collect();
    let page: Page<Thing> = rest(LIST, page_of(list.into())).await.unwrap();
    assert_eq!((page.list.len(), page.set_aside.len()), (1000, 2000));
}

#[tokio::test]
async fn a_response_that_takes_too_long_to_mend_is_an_error() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "read, and not looked at")]
    struct Two {
        large: Vec<u8>,
        odd: Vec<Thing>,
    }
    let odd: Vec<Value> =
        (0..1000).map(|id| json!({"id": id})).chain([json!({"id": "a"})]).collect();
    let body = json!({"code": 200, "data": {"large": vec![0; 10_000], "odd": odd}});
    let error = rest::<Two>(LIST, body).await.unwrap_err();
    assert!(error.message().contains("`data.odd[0].id`"), "{error}");
}

/// A server with so many users, of which a `DELETE` takes one.
fn users(count: usize, total: bool) -> (ApiClient, Arc<Mutex<BTreeSet<usize>>>) {
    let users: Arc<Mutex<BTreeSet<usize>>> = Arc::new(Mutex::new((0..count).collect()));
    let stored = Arc::clone(&users);
    let server = ScriptedTransport::new(move |_, request| {
        let number = |name: &str| -> usize {
            let mut pairs = request.url.query_pairs();
            pairs.find_map(|(key, value)| (key == name).then(|| value.parse().unwrap())).unwrap()
        };
        let mut users = stored.lock().unwrap();
        let body = if request.method == http::Method::DELETE {
            json!({"code": 200, "data": users.remove(&number("id"))})
        } else {
            let (page, limit) = (number("page"), number("limit"));
            let list: Vec<usize> =
                users.iter().skip((page - 1) * limit).take(limit).copied().collect();
            let total = total.then_some(users.len());
            json!({"code": 200, "data": {"totalCount": total, "list": list}})
        };
        Ok(HttpResponse::new(StatusCode::OK, body.to_string()))
    });
    (api(&server), users)
}

fn list(api: &ApiClient, limit: u32) -> PagedCall<usize> {
    api.pages(PageRequest { page: 1, limit }, |api, page, limit| {
        api.rest(RestRequest::new(LIST).query("page", page).query("limit", limit))
    })
}

async fn delete(api: &ApiClient, id: usize) {
    const DELETE: Operation = Operation::delete("things.delete", "/api/v2/things");
    let () = api.call(DELETE).command(|request| request.query("id", id)).await.unwrap();
}

#[tokio::test]
async fn deleting_what_all_returns_deletes_all() {
    let (api, users) = users(25, true);
    let all = list(&api, 10).all().await.unwrap();
    assert_eq!((all.list.len(), all.total_count), (25, 25));
    for id in all.list {
        delete(&api, id).await;
    }
    assert!(users.lock().unwrap().is_empty());
}

#[tokio::test]
async fn deleting_what_items_yields_skips_others_as_it_says() {
    let (api, users) = users(25, true);
    let mut items = list(&api, 10).items();
    while let Some(id) = items.try_next().await.unwrap() {
        delete(&api, id).await;
    }
    assert_eq!(users.lock().unwrap().len(), 10);
}

#[tokio::test]
async fn a_list_without_a_count_is_read_to_its_end() {
    let (api, _) = users(25, false);
    assert_eq!(list(&api, 10).all().await.unwrap().list.len(), 25);
    assert_eq!(list(&api, 5).all().await.unwrap().list.len(), 25);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_counted_and_told_by_all_and_items() {
    let pages = || {
        let server = ScriptedTransport::new(|number, _| {
            let list = match number {
                0 => json!([{"id": "a"}, {"id": 1}]),
                1 => json!([{"id": "c"}]),
                _ => panic!("the list has two pages"),
            };
            Ok(HttpResponse::new(StatusCode::OK, page_of(list).to_string()))
        });
        api(&server).pages(PageRequest { page: 1, limit: 2 }, |api, _, _| {
            api.rest::<Page<Thing>>(RestRequest::new(LIST))
        })
    };
    let all = pages().all().await.unwrap();
    assert_eq!((ids(&all.list), all.set_aside.len()), (vec!["a", "c"], 1));
    let mut items = pages().items();
    let mut yielded = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        yielded.push(item);
    }
    assert_eq!((ids(&yielded), items.set_aside().len()), (vec!["a", "c"], 1));
}

#[tokio::test]
async fn what_is_left_out_within_an_entry_ends_no_list() {
    for total in [0, 3] {
        let server = ScriptedTransport::new(move |number, _| {
            let list = match number {
                0 => json!([{"id": "a", "parts": [1, {"name": "p"}, 2]}, {"id": "b"}]),
                1 => json!([{"id": "c"}]),
                _ => panic!("the list has two pages"),
            };
            let page = json!({"code": 200, "data": {"totalCount": total, "list": list}});
            Ok(HttpResponse::new(StatusCode::OK, page.to_string()))
        });
        let pages = api(&server).pages(PageRequest { page: 1, limit: 2 }, |api, _, _| {
            api.rest::<Page<Thing>>(RestRequest::new(LIST))
        });
        let all = pages.all().await.unwrap();
        assert_eq!((ids(&all.list), all.set_aside.len()), (vec!["a", "b", "c"], 2), "{total}");
    }
}

#[tokio::test]
async fn a_list_with_a_type_of_its_own_tells_what_was_set_aside_too() {
    #[derive(Deserialize)]
    struct Own {
        entries: Vec<Thing>,
    }
    let body = json!({"code": 200, "data": {"entries": [{"id": "a"}, {"id": 1}]}});
    let api = api(&server(body.to_string()));
    let page = api
        .pages(PageRequest::default(), |api, _, _| {
            api.rest::<Own>(RestRequest::new(LIST)).map(|own| Page::new(2, own.entries))
        })
        .await
        .unwrap();
    assert_eq!((ids(&page.list), page.set_aside[0].path.as_str()), (vec!["a"], "data.entries[1]"));
}

#[tokio::test]
async fn options_of_a_list_do_not_undo_those_of_its_calls() {
    let server = server(page_of(json!([])).to_string());
    let api = api(&server);
    let header =
        |text: &'static str| (HeaderName::from_static("x-own"), HeaderValue::from_static(text));
    let list = || {
        let api = api.clone();
        PagedCall::<Thing>::new(PageRequest::default(), move |_| {
            let (name, value) = header("call");
            api.rest(RestRequest::new(LIST)).header(name, value)
        })
    };
    list().await.unwrap();
    let other = HeaderName::from_static("x-other");
    list().header(other, HeaderValue::from_static("list")).await.unwrap();
    let (name, value) = header("list");
    list().header(name, value).await.unwrap();
    let sent = server.requests();
    assert_eq!(sent[0].headers["x-own"], "call");
    assert_eq!(sent[1].headers["x-own"], "call");
    assert_eq!(sent[1].headers["x-other"], "list");
    assert_eq!(sent[2].headers["x-own"], "list");
}

#[tokio::test]
async fn a_null_is_told_by_its_place() {
    let found = rest::<Option<Thing>>(LIST, json!({"code": 200, "data": null}));
    let error = found.required_at("data.user.groups").await.unwrap_err();
    assert_eq!(error.message(), "the response lacks `data.user.groups`, which the call is for");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
}
