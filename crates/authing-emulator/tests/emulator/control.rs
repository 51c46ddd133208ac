use std::net::TcpListener;
use std::time::{Duration, SystemTime};

use authing_emulator::{
    ApplicationSettings, Emulator, Fault, FaultKind, GrantType, MessageKind, RetryAfter,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Client;

#[tokio::test]
async fn the_control_routes_do_what_the_handle_does() {
    let emulator = Emulator::start().await.unwrap();
    let http = reqwest::Client::new();
    let url = |path: &str| format!("{}/_emulator{path}", emulator.url());
    let post = async |path: &str, body: Value| {
        let response = http.post(url(path)).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let get =
        async |path: &str| http.get(url(path)).send().await.unwrap().json::<Value>().await.unwrap();
    let info = get("").await;
    assert_eq!(info["userPoolId"], emulator.user_pool_id());
    assert_eq!(info["appSecret"], emulator.app_secret());
    assert_eq!(info, serde_json::from_str::<Value>(&emulator.to_json()).unwrap());

    let app = Client::app(&emulator);
    let code = app.send_sms("13800000000").await;
    assert_eq!(get("/messages").await["messages"][0]["code"], code);

    let (_, clock) = post("/clock", json!({ "setUnixSeconds": 2_000_000_000 })).await;
    assert_eq!(clock["unixSeconds"], 2_000_000_000);
    post("/clock", json!({ "advanceSeconds": 60 })).await;
    assert!(emulator.now() >= SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_060));

    let fault = json!({ "kind": "too_many_requests", "retryAfterSeconds": 3, "path": "/x" });
    assert_eq!(post("/faults", fault).await.0, 200);
    assert_eq!(get("/faults").await["pending"], 1);
    assert_eq!(app.request("GET", "/x").send().await.unwrap().status(), 429);
    assert_eq!(post("/faults", json!({ "kind": "nope" })).await.0, 400);

    let (_, made) = post("/applications", json!({ "name": "two", "algorithm": "RS256" })).await;
    assert_eq!(made["userPoolId"], emulator.user_pool_id());
    let (_, pool) = post("/user-pools", json!({ "name": "two" })).await;
    assert_eq!(pool["secret"].as_str().unwrap().len(), 32);

    let requests = get("/requests").await;
    assert_eq!(requests["requests"][0]["path"], "/api/v2/sms/send");
    assert_eq!(post("/reset", json!({})).await.0, 200);
    assert_eq!(get("/messages").await["messages"], json!([]));
    assert_eq!(get("/requests").await["requests"], json!([]));
    assert_eq!(http.get(url("/nope")).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_web_page_may_call_the_server_but_not_control_it() {
    let emulator = Emulator::start().await.unwrap();
    let http = reqwest::Client::new();
    let origin = "http://localhost:3000";
    // A text that names nothing is not the emulator's own page either.
    for other in [origin.as_bytes(), b"null", b"\xff", b""] {
        let control = http.get(format!("{}/_emulator", emulator.url()));
        let response = control.header("origin", other).send().await.unwrap();
        assert_eq!(response.status(), 403, "{other:?}");
    }
    let own = http.get(format!("{}/_emulator", emulator.url())).header("origin", emulator.url());
    assert_eq!(own.send().await.unwrap().status(), 200);
    let preflight = http
        .request(reqwest::Method::OPTIONS, format!("{}/graphql/v2", emulator.url()))
        .header("origin", origin)
        .header("access-control-request-headers", "x-authing-app-id")
        .send()
        .await
        .unwrap();
    assert_eq!(preflight.headers()["access-control-allow-origin"], origin);
    assert_eq!(preflight.headers()["access-control-allow-headers"], "x-authing-app-id");
}

#[tokio::test]
async fn the_request_log_counts_calls_and_hides_secrets() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    admin
        .op("users", "query Q($p: Int) { users(page: $p) { totalCount } }", json!({ "p": 1 }))
        .await
        .unwrap();
    assert_eq!(emulator.count_operation("accessToken"), 1);
    assert_eq!(emulator.count_operation("users"), 1);
    let requests = emulator.requests();
    let users = requests.last().unwrap();
    assert_eq!((users.method.as_str(), users.path.as_str()), ("POST", "/graphql/v2"));
    assert_eq!(users.header("authorization"), Some("Bearer ***"));
    assert_eq!(users.header("X-Authing-Userpool-Id"), Some(emulator.user_pool_id()));
    assert_eq!(users.variables, Some(json!({ "p": 1 })));
    let text = format!("{requests:?}");
    assert!(!text.contains(emulator.user_pool_secret()) && !text.contains(admin.token()));
    emulator.clear_requests();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_reset_forgets_everything_but_the_credentials() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    admin.create_user(json!({ "username": "bob" })).await.unwrap();
    emulator.advance(Duration::from_secs(3600));
    emulator.reset();
    let admin = Client::admin(&emulator).await;
    let users = admin.op("users", "{ users { totalCount } }", json!({})).await.unwrap();
    assert_eq!(users["totalCount"], 0);
    let drift = emulator.now().duration_since(SystemTime::now()).unwrap_or_default();
    assert!(drift < Duration::from_secs(60));
}

#[tokio::test]
async fn dropping_the_emulator_frees_its_port() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.url().strip_prefix("http://").unwrap().to_owned();
    // A client that keeps its connection open does not keep the emulator alive.
    let http = reqwest::Client::new();
    http.get(format!("{}/_emulator", emulator.url())).send().await.unwrap();
    drop(emulator);
    assert!(http.get(format!("http://{address}/_emulator")).send().await.is_err());
    let port: u16 = address.rsplit(':').next().unwrap().parse().unwrap();
    let again = Emulator::builder().port(port).start().await.unwrap();
    assert_eq!(again.url(), format!("http://{address}"));
}

#[tokio::test]
async fn a_port_in_use_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Emulator::builder().port(port).start().await.unwrap_err();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[test]
fn the_emulator_starts_without_a_runtime_and_serves_a_blocked_one() {
    let emulator = Emulator::builder()
        .user_pool("5f7a993eb9b49dcd5c021e40", "c0ffee00c0ffee00c0ffee00c0ffee00")
        .application("5f7a993eb9b49dcd5c021e41", "app-secret")
        .start_blocking()
        .unwrap();
    assert_eq!(emulator.user_pool_secret(), "c0ffee00c0ffee00c0ffee00c0ffee00");
    assert_eq!(
        (emulator.app_id(), emulator.app_secret()),
        ("5f7a993eb9b49dcd5c021e41", "app-secret")
    );
    let names: Vec<&str> = emulator.env().iter().map(|(name, _)| *name).collect();
    assert!(names.contains(&"AUTHING_SERVER") && names.contains(&"AUTHING_APP_HOST"));
    assert!(!format!("{emulator:?}").contains("app-secret"));
}

#[tokio::test]
async fn messages_tell_their_kind_and_hide_the_code_in_debug() {
    let emulator = Emulator::start().await.unwrap();
    let code = Client::app(&emulator).send_sms("13800000000").await;
    let messages = emulator.messages();
    assert_eq!(messages[0].kind, MessageKind::Sms);
    let text = format!("{messages:?}");
    assert!(!text.contains("13800000000") && !text.contains(&format!("\"{code}\"")));
}

#[tokio::test]
async fn a_handle_is_shared_between_threads() {
    let emulator = std::sync::Arc::new(Emulator::start().await.unwrap());
    let other = std::sync::Arc::clone(&emulator);
    let moved = std::thread::spawn(move || other.advance(Duration::from_secs(3600)));
    moved.join().unwrap();
    assert!(emulator.now() > SystemTime::now() + Duration::from_secs(3000));
}

/// The status line and body of a request as it stands.
async fn raw(emulator: &Emulator, request: &str) -> String {
    let address = emulator.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

#[tokio::test]
async fn a_name_that_was_pointed_here_reads_nothing_on_any_route() {
    let emulator = Emulator::builder().allow_host("authing").start().await.unwrap();
    let paths =
        ["/_emulator", "/_emulator/messages", "/graphql/v2", "/oidc/auth", "/api/v2/users/me"];
    for path in paths {
        for request in [
            format!("GET {path} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n"),
            format!(
                "GET http://evil.example{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
            ),
            format!(
                "GET {path} HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
            ),
        ] {
            let response = raw(&emulator, &request).await;
            assert!(response.starts_with("HTTP/1.1 421"), "{path}: {response}");
            assert!(response.contains("evil.example") && response.contains("--allow-host"));
            assert!(!response.contains(emulator.user_pool_secret()));
        }
    }
    for host in ["localhost", "authing:3000", "127.0.0.1"] {
        let request =
            format!("GET /_emulator HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let response = raw(&emulator, &request).await;
        assert!(response.starts_with("HTTP/1.1 200"), "{host}: {response}");
    }
}

#[tokio::test]
async fn a_name_that_was_pointed_here_gets_no_subscription_and_no_other_protocol() {
    let emulator = Emulator::start().await.unwrap();
    let token = Client::admin(&emulator).await.token().to_owned();
    let upgrade = |host: &str| {
        format!(
            "GET /events/v1/management/sub?code=a&token={token} HTTP/1.1\r\n{host}connection: Upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
    };
    let status = async |request: String| {
        let address = emulator.url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut start = [0; 12];
        // A connection may be closed without a word.
        let _ = stream.read_exact(&mut start).await;
        String::from_utf8_lossy(&start).into_owned()
    };
    assert_eq!(status(upgrade("host: localhost\r\n")).await, "HTTP/1.1 101");
    for host in [
        "host: evil.example\r\n",
        "host: localhost\r\nhost: evil.example\r\n",
        "host: evil.example\r\nhost: localhost\r\n",
        "host: localhost@evil.example\r\n",
        "host: localhost.evil.example\r\n",
        "host: 127.0.0.1.nip.io\r\n",
        "host: \r\n",
        "host: a b\r\n",
        "host: \u{e9}vil\r\n",
    ] {
        assert_eq!(status(upgrade(host)).await, "HTTP/1.1 421", "{host}");
    }
    for target in
        ["http://evil.example/_emulator", "http://evil.example:80/events/v1/management/sub"]
    {
        let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        assert_eq!(status(request).await, "HTTP/1.1 421", "{target}");
    }
    let connect = "CONNECT evil.example:80 HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned();
    assert_eq!(status(connect).await, "HTTP/1.1 421");
    for method in ["OPTIONS", "HEAD", "POST", "PATCH", "DELETE"] {
        let request = format!("{method} /_emulator/clock HTTP/1.1\r\nhost: evil.example\r\n\r\n");
        assert_eq!(status(request).await, "HTTP/1.1 421", "{method}");
    }
    // HTTP/2 is not spoken, so that `:authority` cannot name anybody either.
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned();
    let response = status(preface).await;
    assert!(
        response.starts_with("HTTP/1.1 4") || response.trim_matches('\0').is_empty(),
        "{response:?}"
    );
    // Without any name it was not a browser.
    let old = "GET /_emulator/clock HTTP/1.0\r\n\r\n".to_owned();
    assert_eq!(status(old).await, "HTTP/1.0 200");
}

#[tokio::test]
async fn the_clock_does_not_leave_the_years_that_can_be_written() {
    const LAST: u64 = 253_402_300_799;
    let emulator = Emulator::start().await.unwrap();
    let http = reqwest::Client::new();
    let post = async |path: &str, body: &str| {
        let request = http.post(format!("{}/_emulator{path}", emulator.url()));
        let response = request.body(body.to_owned()).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let before = emulator.now();
    for refused in [
        "{\"setUnixSeconds\":18446744073709551615}",
        "{\"setUnixSeconds\":9223372036854775807}",
        "{\"setUnixSeconds\":253402300800}",
        "{\"setUnixSeconds\":0,\"advanceSeconds\":18446744073709551615}",
        "{\"advanceSeconds\":18446744073709551615}",
        "{\"advanceSeconds\":9223372036854775807}",
        "{\"advanceSeconds\":253402300799}",
        "{\"setUnixSeconds\":-1}",
        "{\"setUnixSeconds\":-9223372036854775808}",
        "{\"advanceSeconds\":-1}",
        "{\"advanceSeconds\":1.5}",
        "{\"advanceSeconds\":1e400}",
        "{\"advanceSeconds\":NaN}",
        "{\"advanceSeconds\":18446744073709551616}",
        "{\"advanceSeconds\":\"60\"}",
    ] {
        let (status, text) = post("/clock", refused).await;
        assert_eq!(status, 400, "{refused}: {text}");
        let drift = emulator.now().duration_since(before).unwrap();
        assert!(drift < Duration::from_secs(3600), "{refused} moved the clock");
    }
    let (_, text) = post("/clock", "{\"setUnixSeconds\":253402300800}").await;
    assert!(
        text.contains("9999-12-31T23:59:59.999Z") && text.contains(&LAST.to_string()),
        "{text}"
    );

    for date in [LAST + 1, u64::MAX, i64::MAX as u64] {
        let fault = json!({ "kind": "too_many_requests", "retryAfterDate": date }).to_string();
        let (status, text) = post("/faults", &fault).await;
        assert_eq!((status, text.contains(&date.to_string())), (400, true), "{text}");
    }
    for status in [0, 99, 101, 199, 600, 65_535] {
        let fault = json!({ "kind": "status", "status": status }).to_string();
        assert_eq!(post("/faults", &fault).await.0, 400, "{status}");
    }
    assert_eq!(emulator.pending_faults(), 0);
    let last = json!({ "kind": "too_many_requests", "retryAfterDate": LAST }).to_string();
    assert_eq!(post("/faults", &last).await.0, 200);
    emulator.inject(Fault::new(FaultKind::TooManyRequests(RetryAfter::Date(
        SystemTime::UNIX_EPOCH - Duration::from_secs(1),
    ))));
    for date in ["Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        let response = http.get(format!("{}/x", emulator.url())).send().await.unwrap();
        assert_eq!(response.headers()["retry-after"], date);
    }
}

/// What a day at a desk does with the emulator, one after the other. `lives` is whether a token can
/// be used at all.
async fn a_day(emulator: &Emulator, lives: bool) {
    let admin = Client::admin(emulator).await;
    let app = Client::app(emulator);
    let http = reqwest::Client::new();
    let name = format!("bob{}", emulator.requests().len());
    let user = app.register(&name, "passw0rd").await.unwrap();
    let token = user["token"].as_str().unwrap();
    let mine = app.with_token(token);
    let own = [
        "{ user { id createdAt updatedAt lastLogin tokenExpiredAt } }",
        "mutation { refreshToken { token exp iat } }",
    ];
    for query in own {
        let response = mine.graphql(query, json!({})).await;
        assert_eq!(response.get("errors").is_none(), lives, "{response}");
    }
    app.send_sms("13800000000").await;
    let users = "{ users { list { createdAt tokenExpiredAt } } policies { list { updatedAt } } }";
    let users = admin.graphql(users, json!({})).await;
    assert!(users.get("errors").is_none(), "{users}");
    for path in [
        "/_emulator/clock",
        "/_emulator/messages",
        "/oidc/.well-known/openid-configuration",
        "/api/v2/qrcode/gene",
        "/api/v2/security/captcha?r=1",
        "/api/v2/users/login-status?appId=a&userId=b",
        "/api/v2/analysis/user-action?page=1&limit=1000000000",
    ] {
        let url = format!("{}{path}", emulator.url());
        let response = http.get(url).send().await.unwrap();
        assert_ne!(response.status(), 500, "{path}");
    }
    let client = [
        ("grant_type", "password"),
        ("client_id", emulator.app_id()),
        ("client_secret", emulator.app_secret()),
        ("username", name.as_str()),
        ("password", "passw0rd"),
        ("scope", "openid offline_access"),
    ];
    let body = client.map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).join("&");
    let request = http.post(format!("{}/oidc/token", emulator.url())).body(body);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
}

#[tokio::test]
async fn a_day_at_either_end_of_time_is_like_any_other() {
    let every = Duration::from_secs(u64::MAX);
    for lifetime in [every, Duration::ZERO, Duration::from_secs(i64::MAX as u64)] {
        let settings = ApplicationSettings::new()
            .grants([GrantType::Password, GrantType::RefreshToken])
            .id_token_lifetime(lifetime)
            .access_token_lifetime(lifetime)
            .refresh_token_lifetime(lifetime);
        let emulator = Emulator::builder().application_settings(settings).start().await.unwrap();
        a_day(&emulator, !lifetime.is_zero()).await;
        emulator.set_time(SystemTime::UNIX_EPOCH);
        a_day(&emulator, !lifetime.is_zero()).await;
        for _ in 0..3 {
            emulator.advance(Duration::MAX);
            a_day(&emulator, !lifetime.is_zero()).await;
        }
        emulator.set_time(SystemTime::now());
        a_day(&emulator, !lifetime.is_zero()).await;
    }
}
