use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use authing_emulator::{
    Emulator, Fault, FaultKind, SentWebhook, StartError, Webhook, WebhookFormat, WebhookState,
};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::client::{Client, text};
use crate::functions::read_request;

/// What a receiver does with a delivery.
#[derive(Clone)]
enum Reply {
    /// Sends these bytes and closes.
    Bytes(&'static str),
    /// Sends a body without an end, until nobody listens.
    Endless,
    /// Says nothing before it is allowed to.
    When(Arc<Semaphore>),
}

const OK: Reply = Reply::Bytes("HTTP/1.1 204 No Content\r\n\r\n");

/// A service that is told by webhook, and remembers what it was told.
struct Receiver {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

#[derive(Clone)]
struct Received {
    head: String,
    body: String,
}

impl Received {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Receiver {
    async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?from=authing", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, reply.clone(), Arc::clone(&log)));
            }
        });
        Self { url, received }
    }

    fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    fn names(&self) -> Vec<String> {
        self.all().iter().map(|one| text(&one.json(), "eventName").to_owned()).collect()
    }
}

async fn serve(mut stream: TcpStream, reply: Reply, log: Arc<Mutex<Vec<Received>>>) {
    let Some((head, body)) = read_request(&mut stream).await else { return };
    log.lock().unwrap().push(Received { head, body });
    match reply {
        Reply::Bytes(text) => drop(stream.write_all(text.as_bytes()).await),
        Reply::Endless => {
            let _ =
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n").await;
            while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
        }
        Reply::When(allowed) => {
            let _turn = allowed.acquire().await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
        }
    }
}

/// An emulator with one webhook, and the only delivery there is once a user has registered.
async fn told_of_bob(url: &str) -> (Emulator, SentWebhook) {
    let webhook = Webhook::new(url).events(["user:created"]);
    let builder = Emulator::builder().webhook(webhook);
    let emulator = builder.webhook_timeout(Duration::from_millis(300)).start().await.unwrap();
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    emulator.webhooks_idle().await;
    let mut all = emulator.webhook_deliveries();
    assert_eq!(all.len(), 1);
    (emulator, all.remove(0))
}

#[tokio::test]
async fn what_happens_is_told_with_the_servers_headers_and_body() {
    let receiver = Receiver::start(OK).await;
    let webhook = Webhook::new(&receiver.url).secret("s3cret");
    let emulator = Emulator::builder().webhook(webhook).start().await.unwrap();
    let user = Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    emulator.webhooks_idle().await;
    assert_eq!(receiver.names(), ["register", "user:created", "login"]);
    let created = &receiver.all()[1];
    let mut head = created.head.lines();
    assert_eq!(head.next(), Some("POST /hook?from=authing HTTP/1.1"));
    let host = receiver.url.split('/').nth(2).unwrap();
    for line in [
        format!("host: {host}"),
        "content-type: application/json".to_owned(),
        "accept: application/json, text/plain, */*".to_owned(),
        "user-agent: authing-webhook@2.0".to_owned(),
        format!("x-authing-userpool-id: {}", emulator.user_pool_id()),
        "x-authing-webhook-secret: s3cret".to_owned(),
        "x-authing-token: s3cret".to_owned(),
    ] {
        assert!(created.head.lines().any(|there| there == line), "{line}: {}", created.head);
    }
    let data = &created.json()["data"];
    assert_eq!((text(data, "id"), text(data, "username")), (text(&user, "id"), "bob"));
    assert_eq!((text(data, "password").len(), text(data, "salt").len()), (32, 12));
    assert_eq!(data["_id"], data["id"]);

    // The list has it all but the secrets.
    let listed = json!(emulator.webhook_deliveries());
    assert_eq!(listed[1]["requestBody"]["data"]["username"], "bob");
    assert_eq!(
        (&listed[1]["state"], &listed[1]["responseStatusCode"]),
        (&json!("delivered"), &json!(204))
    );
    let all = listed.to_string();
    for secret in ["s3cret", text(data, "password"), text(data, "salt"), text(&user, "token")] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_form_is_told_the_same() {
    let receiver = Receiver::start(OK).await;
    let webhook = Webhook::new(&receiver.url).format(WebhookFormat::Form).events(["login"]);
    let emulator = Emulator::builder().webhook(webhook).start().await.unwrap();
    Client::app(&emulator).register("bob & co", "passw0rd").await.unwrap();
    emulator.webhooks_idle().await;
    let all = receiver.all();
    assert_eq!(all.len(), 1);
    assert!(all[0].head.contains("content-type: application/x-www-form-urlencoded"));
    assert!(!all[0].head.contains("x-authing-token"), "there is no secret to send");
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(all[0].body.as_bytes()).into_owned().collect();
    assert_eq!(pairs[0], ("eventName".to_owned(), "login".to_owned()));
    let data: Value = serde_json::from_str(&pairs[1].1).unwrap();
    assert_eq!((pairs[1].0.as_str(), text(&data, "username")), ("data", "bob & co"));
}

#[tokio::test]
async fn a_login_is_told_whether_it_succeeds_or_not_and_a_step_of_one_is_not() {
    let receiver = Receiver::start(OK).await;
    let webhook = Webhook::new(&receiver.url).events(["login", "user:blocked"]);
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let bob = app.register("bob", "passw0rd").await.unwrap();
    emulator.add_webhook(webhook).unwrap();
    app.login("bob", "wrong").await.unwrap_err();
    app.login("nobody", "wrong").await.unwrap_err();
    app.login("bob", "passw0rd").await.unwrap();
    admin.update_user(text(&bob, "id"), json!({ "blocked": true })).await.unwrap();
    app.login("bob", "passw0rd").await.unwrap_err();
    emulator.webhooks_idle().await;
    assert_eq!(receiver.names(), ["login", "login", "user:blocked", "login"]);

    let factors = json!({ "mfaFactors": ["SMS"] });
    let path = format!("/_emulator/applications/{}", emulator.app_id());
    app.request("PATCH", &path).json(&factors).send().await.unwrap();
    admin.update_user(text(&bob, "id"), json!({ "blocked": false })).await.unwrap();
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 1636);
    emulator.webhooks_idle().await;
    assert_eq!(receiver.all().len(), 4);
}

#[tokio::test]
async fn a_refused_change_is_told_where_the_server_tells_of_it_and_nowhere_else() {
    let receiver = Receiver::start(OK).await;
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    app.registered("ann").await;
    emulator.add_webhook(Webhook::new(&receiver.url)).unwrap();
    admin.update_user(&id, json!({ "username": "ann" })).await.unwrap_err();
    let query = "mutation($n: String!, $o: String) \
        { updatePassword(newPassword: $n, oldPassword: $o) { id } }";
    let passwords = json!({ "n": bob.encrypt("n3w passw0rd"), "o": bob.encrypt("wrong") });
    bob.op("updatePassword", query, passwords).await.unwrap_err();
    let query = "mutation { createGroup(code: \"\", name: \"g\") { code } }";
    admin.op("createGroup", query, json!({})).await.unwrap_err();
    app.register("bob", "passw0rd").await.unwrap_err();
    emulator.webhooks_idle().await;
    assert_eq!(receiver.names(), ["user:updated", "user:password-changed"]);
    let told = receiver.all()[0].json();
    assert_eq!(told["data"]["user"]["username"], "bob", "as things are");
    assert_eq!(told["data"]["updates"]["username"], "ann", "as they were to be");
}

#[tokio::test]
async fn a_user_who_is_gone_by_the_end_of_the_request_is_told_as_they_were() {
    let receiver = Receiver::start(OK).await;
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (_, id) = Client::app(&emulator).registered("bob").await;
    emulator.add_webhook(Webhook::new(&receiver.url)).unwrap();
    let query = "mutation($id: String!) { \
        updateUser(id: $id, input: { nickname: \"Bob\" }) { id } deleteUser(id: $id) { code } }";
    let response = admin.graphql(query, json!({ "id": id })).await;
    assert_eq!(response["errors"], Value::Null, "{response}");
    emulator.webhooks_idle().await;
    assert_eq!(receiver.names(), ["user:updated", "user:deleted"]);
    let bodies: Vec<Value> = receiver.all().iter().map(Received::json).collect();
    assert_eq!(bodies[0]["data"]["user"]["nickname"], "Bob");
    assert_eq!(bodies[1]["data"]["users"][0]["username"], "bob");
}

#[tokio::test]
async fn whatever_a_receiver_does_wrong_is_told_and_nothing_is_sent_twice() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let (_emulator, delivery) = told_of_bob(&down).await;
    assert_eq!((delivery.state, delivery.response_status_code), (WebhookState::Failed, None));
    let error = delivery.error_message.unwrap();
    assert!(error.starts_with("no connection: "), "{error}");

    let cases = [
        (
            Reply::Bytes("HTTP/1.1 500 Oh\r\ncontent-length: 4\r\n\r\noops"),
            Some(500),
            "status 500",
            "oops",
        ),
        (
            Reply::Bytes(
                "HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            ),
            Some(307),
            "status 307: redirects are not followed",
            "",
        ),
        (
            Reply::Bytes(""),
            None,
            "the connection broke: connection closed before message completed",
            "",
        ),
        (
            Reply::Bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"),
            None,
            "the connection broke: ",
            "",
        ),
        (Reply::Bytes("SSH-2.0-OpenSSH_9.2\r\n"), None, "the connection broke: ", ""),
        (
            Reply::When(Arc::new(Semaphore::new(0))),
            None,
            "ERRTIMEOUT: there was no whole response within 300ms",
            "",
        ),
    ];
    for (reply, status, error, body) in cases {
        let receiver = Receiver::start(reply).await;
        let (_emulator, delivery) = told_of_bob(&receiver.url).await;
        assert_eq!(delivery.state, WebhookState::Failed, "{error}");
        assert_eq!(
            (delivery.response_status_code, delivery.response_body.as_str()),
            (status, body)
        );
        let told = delivery.error_message.unwrap();
        assert!(told.starts_with(error), "{told}");
        assert_eq!(receiver.all().len(), 1, "{error}");
    }

    let receiver = Receiver::start(Reply::Endless).await;
    let (_emulator, delivery) = told_of_bob(&receiver.url).await;
    assert_eq!(delivery.state, WebhookState::Delivered, "{:?}", delivery.error_message);
    assert_eq!(delivery.response_body.len(), (16 << 10) + '…'.len_utf8());
}

#[tokio::test]
async fn no_request_waits_for_a_webhook_and_no_webhook_for_another() {
    let allowed = Arc::new(Semaphore::new(0));
    let slow = Receiver::start(Reply::When(Arc::clone(&allowed))).await;
    let quick = Receiver::start(OK).await;
    let emulator = Emulator::builder()
        .webhook(Webhook::new(&slow.url).events(["group:created"]))
        .webhook(Webhook::new(&quick.url).events(["group:created"]))
        .webhook_timeout(Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let admin = Client::admin(&emulator).await;
    for request in 0..20 {
        let groups = (0..50).map(|one| {
            let code = request * 50 + one;
            format!("g{code}: createGroup(code: \"{code}\", name: \"g\") {{ code }}")
        });
        let query = format!("mutation {{ {} }}", groups.collect::<Vec<_>>().join(" "));
        let response = admin.graphql(&query, json!({})).await;
        assert_eq!(response["errors"], Value::Null, "{response}");
    }
    // The slow one has all but one of its thousand to come.
    while quick.all().len() < 1000 {
        tokio::task::yield_now().await;
    }
    assert!(slow.all().len() <= 1);
    allowed.add_permits(2000);
    emulator.webhooks_idle().await;
    let expected: Vec<String> = (0..1000).map(|code: u32| code.to_string()).collect();
    for receiver in [&quick, &slow] {
        let codes: Vec<String> = receiver
            .all()
            .iter()
            .map(|one| text(&one.json()["data"]["group"], "code").to_owned())
            .collect();
        assert_eq!(codes, expected, "in their order");
    }
}

#[tokio::test]
async fn a_delivery_fails_on_demand_and_is_sent_again() {
    let receiver = Receiver::start(OK).await;
    let webhook = Webhook::new(&receiver.url).events(["login"]);
    let emulator = Emulator::builder().webhook(webhook).start().await.unwrap();
    let app = Client::app(&emulator);
    let fault = json!({ "kind": "status", "status": 503, "event": "login" });
    let route = |path: &str| format!("/_emulator{path}");
    let response = app.request("POST", &route("/faults")).json(&fault).send().await.unwrap();
    assert_eq!(response.status(), 200);
    emulator.inject(Fault::new(FaultKind::DropConnection).event("*"));
    app.register("bob", "passw0rd").await.unwrap();
    app.login("bob", "passw0rd").await.unwrap();
    emulator.webhooks_idle().await;
    assert_eq!((receiver.all().len(), emulator.pending_faults()), (0, 0));
    let failed = emulator.webhook_deliveries();
    let errors: Vec<_> = failed.iter().filter_map(|one| one.error_message.as_deref()).collect();
    assert_eq!(
        errors,
        [
            "a fault that was asked for: status 503",
            "a fault that was asked for: the connection was closed"
        ]
    );

    // It goes to where the webhook leads now.
    let elsewhere = Receiver::start(OK).await;
    let webhooks: Value =
        app.request("GET", &route("/webhooks")).send().await.unwrap().json().await.unwrap();
    let id = text(&webhooks["webhooks"][0], "webhookId").to_owned();
    assert!(emulator.remove_webhook(&id));
    let again = emulator.redeliver(&failed[0].id).unwrap();
    emulator.webhooks_idle().await;
    assert_eq!(receiver.names(), ["login"], "of a webhook that is gone, to where it led");
    let repeated = emulator.webhook_deliveries().into_iter().find(|one| one.id == again).unwrap();
    assert_eq!(repeated.repeats.as_ref(), Some(&failed[0].id));
    assert_eq!(repeated.state, WebhookState::Delivered);

    let new = json!({ "url": elsewhere.url, "contentType": "form", "events": ["login"] });
    app.request("POST", &route("/webhooks")).json(&new).send().await.unwrap();
    app.login("bob", "passw0rd").await.unwrap();
    emulator.webhooks_idle().await;
    let last = emulator.webhook_deliveries().pop().unwrap();
    let path = route(&format!("/webhooks/deliveries/{}/redeliver", last.id));
    let made: Value = app.request("POST", &path).send().await.unwrap().json().await.unwrap();
    emulator.webhooks_idle().await;
    let path = route(&format!("/webhooks/deliveries/{}", text(&made, "id")));
    let read: Value = app.request("GET", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!((&read["success"], &read["repeats"]), (&json!(true), &json!(last.id)));
    let sent = elsewhere.all();
    assert_eq!((sent.len(), &sent[0].body), (2, &sent[1].body));
}

#[tokio::test]
async fn the_control_routes_say_what_is_wrong() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    for (path, body, status, expected) in [
        ("/webhooks", json!({ "url": "ftp://a/" }), 400, "begins with http://"),
        ("/webhooks", json!({ "url": "http://a/", "events": ["logins"] }), 400, "`logins`"),
        ("/webhooks", json!({ "url": "http://a/", "color": "red" }), 400, "unknown field `color`"),
        ("/webhooks", json!({}), 400, "missing field `url`"),
        ("/webhooks", json!({ "url": "http://a/", "userPoolId": "x" }), 404, "no such user pool"),
        ("/webhooks/deliveries/7/redeliver", json!({}), 404, "no such delivery"),
        ("/webhooks/deliveries/7/send", json!({}), 404, "/redeliver"),
        ("/faults", json!({ "kind": "status", "event": "logins" }), 400, "`logins`"),
        (
            "/faults",
            json!({ "kind": "truncate_body", "event": "login" }),
            400,
            "happens to requests only",
        ),
        (
            "/faults",
            json!({ "kind": "status", "event": "login", "path": "/" }),
            400,
            "leave out one",
        ),
    ] {
        let path = format!("/_emulator{path}");
        let response = app.request("POST", &path).json(&body).send().await.unwrap();
        assert_eq!(response.status(), status, "{body}");
        let told = response.text().await.unwrap();
        assert!(told.contains(expected), "{told}");
    }
    let response = app.request("DELETE", "/_emulator/webhooks/7").send().await.unwrap();
    assert_eq!(response.status(), 404);
    let events = app.request("GET", "/_emulator/webhooks/events").send().await.unwrap();
    let events: Value = events.json().await.unwrap();
    let events = events["events"].as_array().unwrap();
    let unsent = events.iter().filter(|event| event["sent"] == false).count();
    assert_eq!((events.len(), unsent), (63, 4));
    assert_eq!(Webhook::event_names().count(), 59);
}

#[tokio::test]
async fn a_webhook_that_cannot_work_keeps_the_emulator_from_starting() {
    let started = Emulator::builder().webhook(Webhook::new("https://localhost/")).start().await;
    let error = started.unwrap_err();
    assert!(matches!(error, StartError::Webhook(_)));
    assert!(error.to_string().contains("over http only"), "{error}");
}

#[tokio::test]
async fn an_emulator_that_stops_sends_what_waits_and_is_held_up_by_nobody_for_long() {
    let receiver = Receiver::start(OK).await;
    let webhook = Webhook::new(&receiver.url).events(["user:created"]);
    let emulator = Emulator::builder().webhook(webhook).start().await.unwrap();
    for name in ["ann", "bob", "eve"] {
        Client::app(&emulator).register(name, "passw0rd").await.unwrap();
    }
    tokio::task::spawn_blocking(|| emulator.stop()).await.unwrap().unwrap();
    assert_eq!(receiver.all().len(), 3);

    let deaf = Receiver::start(Reply::When(Arc::new(Semaphore::new(0)))).await;
    let webhook = Webhook::new(&deaf.url);
    let emulator = Emulator::builder().webhook(webhook).start().await.unwrap();
    Client::app(&emulator).register("bob", "passw0rd").await.unwrap();
    let start = Instant::now();
    let report = tokio::task::spawn_blocking(|| emulator.stop_with_report()).await.unwrap();
    report.saved.unwrap();
    // One is under way, and those behind it wait.
    assert_eq!(report.unsent_deliveries, 3);
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[tokio::test]
async fn webhooks_are_kept_in_the_data_file_and_a_reset_brings_back_those_of_the_start() {
    let receiver = Receiver::start(OK).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.json");
    let start = || Emulator::builder().data_file(&file);
    let first = start().start().await.unwrap();
    let id = first.add_webhook(Webhook::new(&receiver.url).events(["login"])).unwrap();
    first.stop().unwrap();
    let webhook = Webhook::new(&receiver.url).events(["user:created"]);
    let second = start().webhook(webhook).start().await.unwrap();
    Client::app(&second).register("bob", "passw0rd").await.unwrap();
    second.webhooks_idle().await;
    assert_eq!(receiver.names(), ["user:created"], "what the builder says of an address counts");
    assert!(second.remove_webhook(&id), "it is the same webhook");
    second.reset();
    assert_eq!(second.webhook_deliveries().len(), 0);
    assert!(second.remove_webhook(&id), "it is there again");
}
