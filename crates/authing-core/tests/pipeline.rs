//! What a call does between the caller and the wire.
#![cfg(test)]

use std::{
    future::IntoFuture,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use authing_core::{
    Bearer, BoxFuture, CachedToken, Error, ErrorCode, ErrorKind, FetchedToken, FixedToken,
    HeaderNames, HttpRequest, HttpResponse, Operation, PageRequest, PagedCall, RestRequest,
    RetryPolicy, TokenProvider, Transport, TransportError,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    test_util::{ScriptedTransport, TestClock},
};
use authing_types::{Page, Secret};
use futures_util::TryStreamExt;
use http::StatusCode;

const READ: Operation = Operation::get("things.list", "/api/v2/things").management().idempotent();
const WRITE: Operation = Operation::post("things.create", "/api/v2/things").management();
const OK: &str = r#"{"code": 200, "message": "", "data": 7}"#;

fn status(status: u16) -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse::new(StatusCode::from_u16(status).unwrap(), ""))
}

fn ok(body: &str) -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse::new(StatusCode::OK, body.to_owned()))
}

fn options(transport: &(impl Transport + Clone + 'static)) -> ClientConfig {
    let mut options = ClientConfig::new("https://core.example.com/");
    options.transport = Some(Arc::new(transport.clone()));
    options
}

fn api(options: &ClientConfig) -> ApiClient {
    let token = FixedToken::new(&Secret::new("token-1")).unwrap();
    with_tokens(options, Arc::new(token))
}

fn with_tokens(options: &ClientConfig, tokens: Arc<dyn TokenProvider>) -> ApiClient {
    let identity = ClientIdentity { user_pool_id: Some("pool".into()), app_id: Some("app".into()) };
    ApiClient::new(Pipeline::new(options, &identity).unwrap(), tokens)
}

async fn send(api: &ApiClient, operation: Operation) -> Result<u32, Error> {
    api.rest(RestRequest::new(operation)).await
}

#[tokio::test]
async fn every_request_says_who_asks_and_in_which_language() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let mut options = options(&server);
    options.tenant_id = Some("tenant".into());
    options.user_agent = Some("shop/1.2".into());
    send(&api(&options), READ).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.url.as_str(), "https://core.example.com/api/v2/things");
    let header = |name: &str| request.headers[name].to_str().unwrap();
    assert_eq!(header("x-authing-userpool-id"), "pool");
    assert_eq!(header("x-authing-app-id"), "app");
    assert_eq!(header("x-authing-app-tenant-id"), "tenant");
    assert_eq!(header("x-authing-request-from"), "sdk");
    assert_eq!(header("x-authing-sdk-version"), concat!("rust:", env!("CARGO_PKG_VERSION")));
    assert_eq!(header("x-authing-lang"), "zh-CN");
    assert_eq!(header("authorization"), "Bearer token-1");
    assert_eq!(header("user-agent"), concat!("shop/1.2 authing-rust/", env!("CARGO_PKG_VERSION")));
    assert!(!request.headers.contains_key("content-type"), "there is no body");
}

#[tokio::test]
async fn a_white_label_server_gets_its_own_header_names() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let mut options = options(&server);
    options.header_names = HeaderNames { app_id: "x-acme-app".into(), ..HeaderNames::default() };
    send(&api(&options), READ).await.unwrap();
    let headers = &server.requests()[0].headers;
    assert_eq!(headers["x-acme-app"], "app");
    assert!(!headers.contains_key("x-authing-app-id"));
}

#[tokio::test]
async fn a_header_name_that_is_none_is_refused_when_the_client_is_built() {
    let mut options = ClientConfig::new("https://core.example.com");
    options.header_names = HeaderNames { lang: "no name".into(), ..HeaderNames::default() };
    let error = Pipeline::new(&options, &ClientIdentity::default()).unwrap_err();
    assert_eq!(error.to_string(), "option `header_names` holds no header name for `lang`");
}

#[tokio::test(start_paused = true)]
async fn a_read_is_sent_again_after_an_outage() {
    let server = ScriptedTransport::new(|number, _| if number < 2 { status(503) } else { ok(OK) });
    let response =
        api(&options(&server)).rest::<u32>(RestRequest::new(READ)).with_meta().await.unwrap();
    assert_eq!((response.value, response.meta.attempts), (7, 3));
}

#[tokio::test(start_paused = true)]
async fn a_write_is_not_sent_again_when_its_fate_is_unknown() {
    for failure in [502, 503, 504] {
        let server = ScriptedTransport::new(move |_, _| status(failure));
        let error = send(&api(&options(&server)), WRITE).await.unwrap_err();
        assert_eq!((error.status(), server.requests().len()), (Some(failure), 1));
    }
    let server = ScriptedTransport::new(|_, _| Err(TransportError::broken("reset")));
    let error = send(&api(&options(&server)), WRITE).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Transport, 1));
    assert!(!error.is_not_sent());
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_again_when_it_cannot_have_been_carried_out() {
    let server = ScriptedTransport::new(|number, _| match number {
        0 => Err(TransportError::connect("refused")),
        1 => status(429),
        _ => ok(OK),
    });
    send(&api(&options(&server)), WRITE).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_certificate_that_is_not_accepted_is_not_tried_again() {
    let server = ScriptedTransport::new(|_, _| Err(TransportError::certificate("not accepted")));
    let error = send(&api(&options(&server)), READ).await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Connect, 1));
    assert!(error.is_not_sent());
}

#[tokio::test]
async fn an_address_of_its_own_is_encrypted_or_plain_http_is_switched_on() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let mut options = options(&server);
    let request = |address: &str| RestRequest::new(READ).address(&address.parse().unwrap());
    for address in ["http://authing:3000/keys", "ftp://localhost/", "data:text/plain,x"] {
        let error = api(&options).rest::<u32>(request(address)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("argument `address` is not encrypted"), "{error}");
    }
    for address in ["https://example.com/", "http://127.0.0.1:8080/", "http://[::1]/"] {
        assert_eq!(api(&options).rest::<u32>(request(address)).await.unwrap(), 7, "{address}");
    }
    options.danger_allow_http = true;
    assert_eq!(api(&options).rest::<u32>(request("http://authing:3000/keys")).await.unwrap(), 7);
    assert!(api(&options).rest::<u32>(request("ftp://localhost/")).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn throttling_inside_a_200_response_is_throttling() {
    let server = ScriptedTransport::new(|number, _| match number {
        0 => ok(r#"{"statusCode": 429, "message": "您的请求已超过最大数量限制，请稍后重试"}"#),
        _ => ok(OK),
    });
    send(&api(&options(&server)), WRITE).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_caller_can_declare_one_call_idempotent_or_forbid_retries() {
    let down = ScriptedTransport::new(|_, _| status(503));
    let api = api(&options(&down));
    api.rest::<u32>(RestRequest::new(WRITE)).idempotent().await.unwrap_err();
    assert_eq!(down.requests().len(), 3);
    let error =
        api.rest::<u32>(RestRequest::new(READ)).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(down.requests().len(), 4);
    assert_eq!(error.to_string(), "things.list failed: HTTP 503: the response is empty");
}

#[tokio::test(start_paused = true)]
async fn the_wait_the_server_asks_for_is_kept() {
    let server = ScriptedTransport::new(|number, _| {
        let mut response = status(429)?;
        response.headers.insert("retry-after", "3".parse().unwrap());
        if number == 0 { Ok(response) } else { ok(OK) }
    });
    let start = tokio::time::Instant::now();
    send(&api(&options(&server)), READ).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_call_may_take_ends_it_at_its_limit() {
    let server = ScriptedTransport::new(|_, _| {
        let mut response = status(429)?;
        response.headers.insert("retry-after", "29".parse().unwrap());
        Ok(response)
    });
    let start = tokio::time::Instant::now();
    let error = send(&api(&options(&server)), READ).await.unwrap_err();
    assert!(error.is_rate_limited(), "the reason is kept: {error}");
    assert!(start.elapsed() <= Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn an_outage_does_not_multiply_the_traffic() {
    let server = ScriptedTransport::new(|_, _| status(503));
    let api = api(&options(&server));
    for _ in 0..1000 {
        send(&api, READ).await.unwrap_err();
    }
    assert!(server.requests().len() <= 1100, "{} requests", server.requests().len());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_does_not_fit_into_a_call_costs_nothing_of_the_budget() {
    let server = ScriptedTransport::new(|number, _| {
        let mut response = status(429)?;
        if number < 200 {
            response.headers.insert("retry-after", "29".parse().unwrap());
        }
        Ok(response)
    });
    let api = api(&options(&server));
    for _ in 0..200 {
        assert_eq!(send(&api, READ).await.unwrap_err().attempts(), 1);
    }
    assert_eq!(send(&api, READ).await.unwrap_err().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_kept_and_is_closed_is_no_attempt() {
    let closed = || TransportError::broken("closed").on_kept_connection();
    // More of them than the policy has attempts and the budget has retries.
    let server = ScriptedTransport::new(move |number, _| match number % 1000 {
        999 => ok(OK),
        _ => Err(closed()),
    });
    let mut options = options(&server);
    options.retry = RetryPolicy::never();
    let api = api(&options);
    let start = tokio::time::Instant::now();
    assert_eq!(send(&api, READ).await.unwrap(), 7);
    assert_eq!(server.requests().len(), 1000);
    assert_eq!(start.elapsed(), Duration::ZERO, "it is sent again at once");
    let error = send(&api, WRITE).await.unwrap_err();
    assert_eq!((error.kind(), error.is_not_sent()), (ErrorKind::Transport, false));
    assert_eq!(server.requests().len(), 1001, "the server may have carried it out");
}

#[tokio::test(start_paused = true)]
async fn a_write_that_the_server_did_not_begin_with_is_sent_again() {
    let server = ScriptedTransport::new(|number, _| match number {
        0 => Err(TransportError::broken("refused").not_carried_out()),
        1 => Err(TransportError::broken("closed").not_carried_out().on_kept_connection()),
        2 => Err(TransportError::broken("refused").not_carried_out()),
        _ => ok(OK),
    });
    let response =
        api(&options(&server)).rest::<u32>(RestRequest::new(WRITE)).with_meta().await.unwrap();
    assert_eq!(response.meta.attempts, 4, "one of them does not count for the policy");
    let down = ScriptedTransport::new(|_, _| {
        Err(TransportError::broken("the server takes no more").not_carried_out())
    });
    let error = send(&api(&options(&down)), WRITE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(error.is_not_sent(), "it is known that nothing was done");
}

/// Never gets a token, or waits for it as long as another call may.
#[derive(Debug)]
struct NoToken(Option<Duration>);

impl TokenProvider for NoToken {
    fn token(&self) -> BoxFuture<'_, Result<Option<Bearer>, Error>> {
        Box::pin(async {
            let Some(limit) = self.0 else { std::future::pending().await };
            tokio::time::sleep(limit).await;
            Err(Error::new(ErrorKind::Credential, "no token")
                .with_source(Error::new(ErrorKind::Timeout, "no complete response")))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ends_while_it_waits_for_a_token_says_that_it_is_a_timeout() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let waiting = |limit| send_with(&server, Arc::new(NoToken(limit)));
    let error = waiting(None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "things.list failed: no token came within 10s, so the request was not sent"
    );
    assert!(error.is_timeout() && error.is_not_sent());
    let error = waiting(Some(Duration::from_secs(3))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.is_timeout() && error.is_not_sent());
    assert!(server.requests().is_empty());
}

async fn send_with(
    server: &ScriptedTransport,
    tokens: Arc<dyn TokenProvider>,
) -> Result<u32, Error> {
    send(&with_tokens(&options(server), tokens), READ).await
}

#[tokio::test(start_paused = true)]
async fn limits_and_waits_without_an_end_are_no_panic() {
    let server = ScriptedTransport::new(|number, _| if number == 0 { status(503) } else { ok(OK) });
    let mut options = options(&server);
    options.timeout = Duration::MAX;
    options.attempt_timeout = Some(Duration::MAX);
    options.connect_timeout = Duration::MAX;
    options.retry = RetryPolicy::new()
        .attempts(u32::MAX)
        .initial_backoff(Duration::MAX)
        .max_backoff(Duration::from_secs(1))
        .max_retry_after(Duration::MAX);
    assert_eq!(send(&api(&options), READ).await.unwrap(), 7);
    options.retry = options.retry.max_backoff(Duration::MAX);
    options.timeout = Duration::from_secs(10);
    let down = ScriptedTransport::new(|_, _| status(503));
    options.transport = Some(Arc::new(down.clone()));
    let error = send(&api(&options), READ).await.unwrap_err();
    assert_eq!((error.status(), down.requests().len()), (Some(503), 1), "better now than never");
}

/// Never responds.
#[derive(Clone, Debug)]
struct Silent(Arc<AtomicU32>);

impl Transport for Silent {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_costs_ten_seconds_and_no_more() {
    let start = tokio::time::Instant::now();
    let error = send(&api(&options(&Silent(Arc::default()))), READ).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "things.list failed: no complete response within 10s");
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_call_has_a_time_limit_of_its_own() {
    let api = api(&options(&Silent(Arc::default())));
    let start = tokio::time::Instant::now();
    let call = api.rest::<u32>(RestRequest::new(READ)).timeout(Duration::from_secs(2));
    assert!(call.await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_slow_attempt_is_given_up_and_repeated_if_that_is_safe() {
    for (operation, expected) in [(READ, 3), (WRITE, 1)] {
        let silent = Silent(Arc::default());
        let mut options = options(&silent);
        options.attempt_timeout = Some(Duration::from_secs(1));
        let error = send(&api(&options), operation).await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!((silent.0.load(Ordering::Relaxed), error.attempts()), (expected, expected));
    }
}

/// A cache whose tokens count up, and a server that accepts only some of them.
fn renewing(server: &ScriptedTransport) -> ApiClient {
    let count = AtomicU32::new(0);
    let tokens = CachedToken::new(Arc::new(TestClock::new()), move || {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        let token = Secret::new(format!("token-{number}"));
        Box::pin(async move { Ok(FetchedToken::new(token, Duration::from_secs(86_400))) })
    });
    with_tokens(&options(server), Arc::new(tokens))
}

fn bearer(request: &HttpRequest) -> &str {
    request.headers["authorization"].to_str().unwrap()
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_even_for_a_write() {
    for refusal in [
        r#"{"code": 2020, "message": "尚未登录，无访问权限"}"#,
        r#"{"code": 500, "message": "该 token 在黑名单中"}"#,
    ] {
        let server = ScriptedTransport::new(move |_, request| {
            if bearer(request) == "Bearer token-1" { ok(refusal) } else { ok(OK) }
        });
        assert_eq!(send(&renewing(&server), WRITE).await.unwrap(), 7);
        assert_eq!(server.requests().len(), 2);
    }
}

/// A document may ask for several things, and the token may end after the first of them.
#[tokio::test(start_paused = true)]
async fn a_write_of_which_a_part_was_carried_out_is_not_sent_again() {
    const MUTATION: Operation = Operation::graphql("things.create_two").management();
    for code in [2020, 429] {
        for (done, operation, requests) in [
            (r#"{"id": 1}"#, MUTATION, 1),
            ("null", MUTATION, 2),
            (r#"{"id": 1}"#, MUTATION.idempotent(), 2),
        ] {
            let server = ScriptedTransport::new(move |number, _| match number {
                0 => ok(&format!(
                    r#"{{"data": {{"a": {done}, "b": null}}, "errors": [{{"message": {{"code": {code}}}}}]}}"#
                )),
                _ => ok(r#"{"data": {"a": {"id": 1}, "b": {"id": 2}}}"#),
            });
            let api = renewing(&server);
            let call =
                api.graphql_text::<serde_json::Value>(operation, "mutation{a{id} b{id}}", &());
            let result = call.await;
            assert_eq!(server.requests().len(), requests, "{code} {done}: {result:?}");
            assert_eq!(result.is_ok(), requests == 2);
        }
    }
}

#[tokio::test]
async fn a_second_refusal_is_reported() {
    let server = ScriptedTransport::new(|_, _| status(401));
    let error = send(&renewing(&server), READ).await.unwrap_err();
    assert!(error.is_auth_expired());
    let bearers: Vec<_> = server.requests().iter().map(|r| bearer(r).to_owned()).collect();
    assert_eq!(bearers, ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_refused_token_of_the_callers_own_is_reported_at_once() {
    let server = ScriptedTransport::new(|_, _| status(401));
    assert!(send(&api(&options(&server)), READ).await.unwrap_err().is_auth_expired());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_call_that_needs_a_log_in_is_not_sent_without_one() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let api = with_tokens(&options(&server), Arc::new(FixedToken::none()));
    let error = send(&api, READ).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    assert!(error.is_not_sent() && server.requests().is_empty());
    let open = Operation::get("things.open", "/api/v2/open").user_if_held();
    send(&api, open).await.unwrap();
    assert!(!server.requests()[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn observers_hear_of_each_failed_call_once() {
    let server = ScriptedTransport::new(|_, _| ok(r#"{"code": 2004, "message": "用户不存在"}"#));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let mut options = options(&server);
    options.observers.push(Arc::new(move |error: &Error| {
        ears.lock().unwrap().push((error.operation().map(str::to_owned), error.code()));
    }));
    send(&api(&options), READ).await.unwrap_err();
    let expected = (Some("things.list".to_owned()), Some(ErrorCode::USER_NOT_FOUND));
    assert_eq!(*heard.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn an_observer_that_panics_changes_nothing() {
    let server = ScriptedTransport::new(|_, _| ok(r#"{"code": 2004, "message": "用户不存在"}"#));
    let heard = Arc::new(AtomicU32::new(0));
    let ears = Arc::clone(&heard);
    let mut options = options(&server);
    options.observers.push(Arc::new(|_| panic!("the observer crashes")));
    options.observers.push(Arc::new(move |_| {
        ears.fetch_add(1, Ordering::Relaxed);
    }));
    let api = api(&options);
    for calls in 1..=3 {
        let error = send(&api, READ).await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::USER_NOT_FOUND));
        assert_eq!(heard.load(Ordering::Relaxed), calls, "the others are called");
    }
}

#[tokio::test]
async fn null_can_say_that_a_thing_does_not_exist() {
    let server = ScriptedTransport::new(|_, _| ok(r#"{"code": 200, "data": null}"#));
    let api = api(&options(&server));
    let find = || api.rest::<Option<u32>>(RestRequest::new(READ));
    let error = find().or_not_found("thing").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(200)));
    assert_eq!(error.message(), "the thing does not exist");
    assert_eq!(find().required().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_thing_that_may_be_missing_is_none_only_if_the_server_says_so() {
    let get = |server: &ScriptedTransport| {
        api(&options(server)).rest::<u32>(RestRequest::new(READ)).optional()
    };
    let there = ScriptedTransport::new(|_, _| ok(OK));
    assert_eq!(get(&there).await.unwrap(), Some(7));
    let missing = ScriptedTransport::new(|_, _| ok(r#"{"code": 2004, "message": "no user"}"#));
    assert_eq!(get(&missing).await.unwrap(), None);
    let forbidden = ScriptedTransport::new(|_, _| ok(r#"{"code": 403, "message": "no"}"#));
    assert_eq!(get(&forbidden).await.unwrap_err().code(), Some(ErrorCode::new(403)));
    let wrong_address = ScriptedTransport::new(|_, _| status(404));
    assert_eq!(get(&wrong_address).await.unwrap_err().kind(), ErrorKind::Status);
}

#[tokio::test]
async fn a_list_is_read_to_its_end_one_page_at_a_time() {
    let server = ScriptedTransport::new(|_, request| {
        let page: usize =
            request.url.query().unwrap().split('=').next_back().unwrap().parse().unwrap();
        // 25 entries; the server caps a page at 10 though 100 were asked for.
        let list: Vec<_> = (0..25).skip((page - 1) * 10).take(10).collect();
        ok(&format!(r#"{{"code":200,"data":{{"totalCount":25,"list":{list:?}}}}}"#))
    });
    let api = api(&options(&server));
    let list = |first| {
        let api = api.clone();
        PagedCall::<u32>::new(first, move |page| {
            api.rest(RestRequest::new(READ).query("page", page.page))
        })
    };
    let all: Vec<u32> =
        list(PageRequest { page: 1, limit: 100 }).items().try_collect().await.unwrap();
    assert_eq!(all, (0..25).collect::<Vec<_>>());
    assert_eq!(server.requests().len(), 3);

    let pages: Vec<Page<u32>> =
        list(PageRequest { page: 3, limit: 10 }).pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 1, "the third page is the last");

    let error = list(PageRequest { page: 0, limit: 10 }).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things.list failed: argument `page` is 0, but pages are counted from 1"
    );
}

#[tokio::test]
async fn an_error_ends_a_stream() {
    let server = ScriptedTransport::new(|number, _| match number {
        0 => ok(r#"{"code":200,"data":{"totalCount":9,"list":[1]}}"#),
        _ => status(400),
    });
    let api = api(&options(&server));
    let mut items =
        PagedCall::<u32>::new(PageRequest::default(), move |_| api.rest(RestRequest::new(READ)))
            .items();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.try_next().await.unwrap_err().status(), Some(400));
    assert_eq!(items.try_next().await.unwrap(), None);
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error_and_not_a_panic() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let call = api(&options(&server)).rest::<u32>(RestRequest::new(READ));
    let error = futures_util::FutureExt::now_or_never(call.into_future()).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn a_call_can_be_waited_for_without_async_and_not_inside_it() {
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let api = api(&options(&server));
    let call = || api.rest::<u32>(RestRequest::new(READ));
    assert_eq!(call().blocking().unwrap(), 7);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let error = runtime.block_on(async { call().blocking() }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    runtime.block_on(async move { drop(api) });
}

#[test]
fn clients_and_calls_may_cross_threads() {
    fn check<T: Send + 'static>(_: &T) {}
    fn shared<T: Send + Sync + Clone>() {}
    shared::<ApiClient>();
    shared::<Pipeline>();
    shared::<Error>();
    shared::<Bearer>();
    let server = ScriptedTransport::new(|_, _| ok(OK));
    let call = api(&options(&server)).rest::<u32>(RestRequest::new(READ));
    check(&call);
    check(&call.into_future());
}
