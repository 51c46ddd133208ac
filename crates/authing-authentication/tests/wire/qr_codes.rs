//! Login by a QR code.

use std::{sync::Mutex, time::Duration};

use authing_authentication::{
    ErrorCode, ErrorKind, LoginStep, Secret,
    qr_codes::{GenerateQrCode, QrCode, QrScene, QrState, ScannedCode},
};
use authing_core::{
    BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, test_util::ScriptedTransport,
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::common::{
    HELD, ID, Sent, builder, client, exchange, exchange_logged_in, ok, only, server, unsent, user,
};

const RANDOM: &str = "SzZrszCJNCFfVBDUCKLDtAYNBR96SK";

fn rest(data: Value) -> Value {
    json!({"code": 200, "message": "成功", "data": data})
}

fn code() -> QrCode {
    QrCode::from_random(RANDOM, Duration::from_secs(120))
}

/// The state of the code with this number.
fn state(status: i64) -> Value {
    json!({"random": RANDOM, "status": status, "userInfo": {}, "ticket": null})
}

/// A server that goes through these states, and stays at the last. It exchanges tickets.
fn states(states: Vec<Value>) -> ScriptedTransport {
    let asked = Mutex::new(0);
    ScriptedTransport::new(move |_, request| {
        if request.url.path() == "/api/v2/qrcode/userinfo" {
            return Ok(ok(rest(user(ID, Some("new-token")))));
        }
        let mut asked = asked.lock().unwrap();
        let state = states.get(*asked).or(states.last()).unwrap();
        *asked += 1;
        Ok(ok(rest(state.clone())))
    })
}

fn names(states: &[QrState]) -> Vec<&'static str> {
    states
        .iter()
        .map(|state| match state {
            QrState::Created => "created",
            QrState::Scanned(_) => "scanned",
            QrState::Authorised { .. } => "authorised",
            QrState::LoggedIn(_) => "logged in",
            QrState::Cancelled => "cancelled",
            QrState::Expired => "expired",
            QrState::StepRequired(_) => "step",
            QrState::Failed { .. } => "failed",
            _ => "unknown",
        })
        .collect()
}

async fn watched(server: &ScriptedTransport) -> Vec<QrState> {
    client(server).qr_codes().watch(&code()).try_collect().await.unwrap()
}

#[tokio::test]
async fn a_code_is_made_with_its_scene_alone() {
    let response = rest(json!({
        "random": RANDOM, "url": "https://files.authing.co/1.png", "customLogo": null,
        "expiresIn": 90,
    }));
    let (sent, made) = exchange(response, |client| client.qr_codes().generate(QrScene::App)).await;
    let body = json!({"scene": "APP_AUTH", "autoMergeQrCode": false});
    sent.is_rest("POST", "/api/v2/qrcode/gene", body);
    assert_eq!(made.random.expose(), RANDOM);
    assert_eq!(made.picture_url, "https://files.authing.co/1.png");
    assert_eq!(made.expires_in, Duration::from_secs(90));
}

#[tokio::test]
async fn a_code_carries_data_and_can_be_drawn_by_oneself() {
    let response = rest(json!({"random": RANDOM, "url": "https://files.authing.co/1.png"}));
    let server = server(response);
    let client = builder(&server).user_pool_id("pool").build().unwrap();
    let request = GenerateQrCode::new(QrScene::MiniProgram)
        .context([("source", "sale")])
        .custom_data([("table", "7")])
        .connection_id("connection")
        .with_custom_data(true);
    let made = client.qr_codes().generate(request).await.unwrap();
    let body = json!({
        "scene": "WXAPP_AUTH", "autoMergeQrCode": false, "context": {"source": "sale"},
        "params": {"table": "7"}, "extIdpConnId": "connection", "withCustomData": true,
    });
    only(&server).is_rest("POST", "/api/v2/qrcode/gene", body);
    assert_eq!(made.expires_in, Duration::from_secs(120), "the server's own default");
    let scanned = ScannedCode::read(&made.text).unwrap();
    assert_eq!(scanned.random.expose(), RANDOM);
    assert_eq!(scanned.scene, Some(QrScene::MiniProgram));
    assert_eq!(scanned.user_pool_id.as_deref(), Some("pool"));
    assert_eq!(scanned.custom_data["table"], "7");
    assert_eq!(scanned.expires_in, Some(120));
    assert!(scanned.created_at.unwrap().to_system_time().is_some());
}

#[tokio::test]
async fn a_state_is_asked_for_by_the_codes_name() {
    let scanned = json!({
        "random": RANDOM, "status": 1, "ticket": null, "scannedUserId": ID,
        "userInfo": {"nickname": "Bob", "photo": "https://example.com/bob.png"},
    });
    let (sent, state) = exchange(rest(scanned), |client| client.qr_codes().status("a b&c")).await;
    sent.is_rest("GET", "/api/v2/qrcode/check?random=a+b%26c", Value::Null);
    let QrState::Scanned(person) = state else { panic!("{state:?}") };
    assert_eq!((person.id.as_deref(), person.nickname.as_deref()), (Some(ID), Some("Bob")));
    let error = unsent(|client| client.qr_codes().status("")).await;
    assert!(error.message().starts_with("argument `random` "), "{error}");
}

#[tokio::test]
async fn a_further_step_is_the_one_a_log_in_would_ask_for() {
    let ask = |result: Value| async move {
        let response = rest(json!({"random": RANDOM, "status": 4, "scannedResult": result}));
        exchange(response, |client| client.qr_codes().status(RANDOM)).await.1
    };
    let mfa = json!({"code": 1635, "message": "MFA", "data": {"mfaToken": "mfa-token"}});
    let QrState::StepRequired(LoginStep::Mfa(challenge)) = ask(mfa).await else { panic!() };
    assert_eq!(challenge.token.expose(), "mfa-token");
    let flow = json!({"code": 987, "message": "", "data": {"k": 1}});
    let QrState::StepRequired(LoginStep::Other(step)) = ask(flow).await else { panic!() };
    assert_eq!((step.code, step.data), (ErrorCode::new(987), Some(json!({"k": 1}))));
}

#[tokio::test]
async fn other_ends_are_told_apart() {
    for (response, name) in [
        (state(-1), "expired"),
        (state(3), "cancelled"),
        (json!({"status": 5, "scannedResult": {"errmsg": "用户已被锁定"}}), "failed"),
        (state(17), "unknown"),
    ] {
        let (_, state) = exchange(rest(response), |client| client.qr_codes().status(RANDOM)).await;
        assert_eq!(names(std::slice::from_ref(&state)), [name]);
        if let QrState::Failed { message } = state {
            assert_eq!(message, "用户已被锁定");
        }
    }
    let server = server(rest(json!({"status": 4})));
    let error = client(&server).qr_codes().status(RANDOM).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_ticket_is_exchanged_for_the_user_who_is_then_logged_in() {
    let server = server(rest(user(ID, Some("new-token"))));
    let client = client(&server);
    client.qr_codes().exchange("ticket").await.unwrap();
    assert_eq!(client.token().unwrap().expose(), "new-token");
    let sent = only(&server);
    sent.is_rest("POST", "/api/v2/qrcode/userinfo", json!({"ticket": "ticket"}));
    assert_eq!(sent.token(), None);
    let error = unsent(|client| client.qr_codes().exchange(" ")).await;
    assert!(error.message().starts_with("argument `ticket` "), "{error}");
}

#[tokio::test]
async fn a_server_exchanges_with_the_management_token() {
    let (sent, _) = exchange_logged_in(rest(user(ID, Some("new-token"))), |client| {
        client.qr_codes().as_server("management-token").exchange("ticket")
    })
    .await;
    assert_eq!(sent.token(), Some("management-token"));
}

#[tokio::test]
async fn the_phone_scans_and_decides() {
    let done = json!({"code": 200, "message": "操作成功"});
    let random = Secret::from(RANDOM);
    let body = json!({ "random": RANDOM });
    let (sent, ()) =
        exchange_logged_in(done.clone(), |client| client.qr_codes().scan(&random)).await;
    sent.is_rest("POST", "/api/v2/qrcode/scanned", body.clone());
    assert_eq!(sent.token(), Some(HELD));
    let (sent, _) =
        exchange_logged_in(done.clone(), |client| client.qr_codes().confirm(&random)).await;
    sent.is_rest("POST", "/api/v2/qrcode/confirm", body.clone());
    let (sent, _) = exchange_logged_in(done, |client| client.qr_codes().cancel(&random)).await;
    sent.is_rest("POST", "/api/v2/qrcode/cancel", body);
    let error = unsent(|client| client.qr_codes().confirm(&random)).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    let error = unsent(|client| client.with_token(HELD).qr_codes().scan("")).await;
    assert!(error.message().starts_with("argument `random` "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_watched_code_tells_each_state_once_and_logs_in() {
    let agreed = json!({"status": 2, "ticket": "ticket", "userInfo": {"nickname": "Bob"}});
    let server = states(vec![state(0), state(0), state(1), state(1), state(1), state(17), agreed]);
    let client = client(&server);
    let told: Vec<_> = client.qr_codes().watch(&code()).try_collect().await.unwrap();
    assert_eq!(names(&told), ["created", "scanned", "unknown", "logged in"]);
    assert_eq!(client.token().unwrap().expose(), "new-token");
    assert_eq!(client.user().unwrap().id, ID);
    let requests = server.requests();
    let last = Sent(requests.last().unwrap().clone());
    last.is_rest("POST", "/api/v2/qrcode/userinfo", json!({"ticket": "ticket"}));
    assert_eq!(requests.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_watch_carries_the_servers_token_to_the_exchange_and_nowhere_else() {
    let server = states(vec![json!({"status": 2, "ticket": "ticket"})]);
    let client = client(&server);
    let states = client.qr_codes().as_server("management-token").watch(&code());
    let told: Vec<_> = states.try_collect().await.unwrap();
    assert_eq!(names(&told), ["logged in"]);
    let tokens: Vec<_> =
        server.requests().into_iter().map(|sent| Sent(sent).token().map(str::to_owned)).collect();
    assert_eq!(tokens, [None, Some("management-token".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_watch_can_leave_the_ticket_to_somebody_else() {
    let server = states(vec![json!({"status": 2, "ticket": "ticket"})]);
    let client = client(&server);
    let states = client.qr_codes().watch(&code()).without_exchange();
    let told: Vec<_> = states.try_collect().await.unwrap();
    let [QrState::Authorised { ticket, .. }] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(ticket.expose(), "ticket");
    assert!(client.token().is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn every_last_state_ends_the_watch() {
    let step = json!({"status": 4, "scannedResult": {"code": 1642}});
    for (last, name) in
        [(state(-1), "expired"), (state(3), "cancelled"), (step, "step"), (state(5), "failed")]
    {
        let server = states(vec![state(0), last]);
        assert_eq!(names(&watched(&server).await), ["created", name]);
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_expires_though_the_server_never_says_so() {
    let server = states(vec![state(0)]);
    let begun = Instant::now();
    assert_eq!(names(&watched(&server).await), ["created", "expired"]);
    let took = begun.elapsed();
    assert!((120..122).contains(&took.as_secs()), "{took:?}");
    assert_eq!(server.requests().len(), 151, "one each 800 ms");
}

#[tokio::test(start_paused = true)]
async fn the_first_error_ends_the_watch() {
    let refusal = json!({"code": 2241, "message": "二维码不存在", "data": null});
    let server = server(refusal);
    let mut states = client(&server).qr_codes().watch(&code());
    let error = states.next().await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::QR_CODE_NOT_FOUND));
    assert!(states.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

/// A server that takes five seconds, and notes when a request came and when its response left.
#[derive(Clone, Debug, Default)]
struct Slow(std::sync::Arc<Mutex<Vec<(&'static str, Instant)>>>);

impl Transport for Slow {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async {
            self.0.lock().unwrap().push(("requested", Instant::now()));
            tokio::time::sleep(Duration::from_secs(5)).await;
            self.0.lock().unwrap().push(("responded", Instant::now()));
            Ok(ok(rest(state(0))))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn requests_never_overlap_and_keep_their_distance() {
    let slow = Slow::default();
    let client = authing_authentication::AuthenticationClient::builder("app", "https://a.example")
        .transport(std::sync::Arc::new(slow.clone()))
        .build()
        .unwrap();
    let watch = client.qr_codes().watch(&code()).interval(Duration::from_secs(2));
    let told: Vec<_> = watch.try_collect().await.unwrap();
    assert_eq!(names(&told), ["created", "expired"]);
    let log = slow.0.lock().unwrap().clone();
    assert!(log.len() > 20);
    for pair in log.windows(2) {
        let [(first, at), (second, then)] = pair else { panic!() };
        let apart = then.duration_since(*at).as_secs();
        match (*first, *second) {
            ("requested", "responded") => assert_eq!(apart, 5),
            ("responded", "requested") => assert_eq!(apart, 2, "after the last response"),
            other => panic!("{other:?}: two requests at once"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_watch_that_is_dropped_sends_nothing_more() {
    let server = states(vec![state(0)]);
    let mut watch = client(&server).qr_codes().watch(&code()).interval(Duration::ZERO);
    assert!(matches!(watch.next().await, Some(Ok(QrState::Created))));
    let more = tokio::time::timeout(Duration::from_millis(950), watch.next()).await;
    assert!(more.is_err(), "nothing new");
    let asked = server.requests().len();
    assert_eq!(asked, 10, "an interval is at least 100 ms");
    drop(watch);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.requests().len(), asked);
}
