use std::time::{Duration, Instant, SystemTime};

use authing_emulator::{Emulator, Fault, FaultKind, RetryAfter};
use serde_json::json;

use crate::client::Client;

const USERS: &str = "{ users { totalCount } }";

#[tokio::test]
async fn a_status_comes_as_often_as_asked_and_only_for_its_operation() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    emulator.inject(Fault::new(FaultKind::Status(503)).times(2).operation("users"));
    admin.op("userpool", "{ userpool { id } }", json!({})).await.unwrap();
    for expected in [503, 503, 200] {
        let request = admin.request("POST", "/graphql/v2").json(&json!({ "query": USERS }));
        assert_eq!(request.send().await.unwrap().status(), expected);
    }
    assert_eq!(emulator.pending_faults(), 0);
}

#[tokio::test]
async fn a_fault_is_limited_to_its_path_and_can_be_taken_back() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    emulator.inject(Fault::new(FaultKind::Html(502)).path("/api/v2/.well-known"));
    admin.op("users", USERS, json!({})).await.unwrap();
    let response = admin.request("GET", "/api/v2/.well-known").send().await.unwrap();
    assert_eq!(response.status(), 502);
    assert!(response.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    emulator.inject(Fault::new(FaultKind::Status(500)));
    emulator.clear_faults();
    admin.op("users", USERS, json!({})).await.unwrap();
}

#[tokio::test]
async fn connections_break_before_and_within_the_response() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    emulator.inject(Fault::new(FaultKind::DropConnection));
    let error = admin.request("GET", "/api/v2/.well-known").send().await.unwrap_err();
    assert!(error.is_request());
    emulator.inject(Fault::new(FaultKind::TruncateBody));
    let response = admin.request("GET", "/api/v2/.well-known").send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > 100);
    assert!(response.bytes().await.is_err());
    admin.op("users", USERS, json!({})).await.unwrap();
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    emulator.inject(Fault::new(FaultKind::TooManyRequests(RetryAfter::Seconds(7))));
    emulator.inject(Fault::new(FaultKind::TooManyRequests(RetryAfter::Date(date))));
    for expected in ["7", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let response = admin.request("GET", "/api/v2/.well-known").send().await.unwrap();
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["retry-after"], expected);
    }
}

#[tokio::test]
async fn a_delay_delays_and_then_returns() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    emulator.inject(Fault::new(FaultKind::Delay(Duration::from_millis(50))));
    let start = Instant::now();
    admin.op("users", USERS, json!({})).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_token_expires_on_demand_for_one_request_or_for_good() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (bob, _) = Client::app(&emulator).registered("bob").await;
    emulator.inject(Fault::new(FaultKind::ExpireToken));
    assert_eq!(admin.op("users", USERS, json!({})).await.unwrap_err().code, 2020);
    admin.op("users", USERS, json!({})).await.unwrap();
    emulator.expire_tokens();
    assert_eq!(admin.op("users", USERS, json!({})).await.unwrap_err().code, 2020);
    assert_eq!(bob.login_status(bob.token()).await["code"], 2206);
    Client::admin(&emulator).await.op("users", USERS, json!({})).await.unwrap();
}

#[tokio::test]
async fn a_business_error_takes_the_form_of_its_envelope() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let busy = || {
        let message = "busy".to_owned();
        Fault::new(FaultKind::BusinessError { code: 1000, message })
    };
    emulator.inject(busy());
    assert_eq!(admin.op("users", USERS, json!({})).await.unwrap_err().message, "busy");
    emulator.inject(busy());
    let rest = admin.rest("GET", "/api/v2/.well-known", json!(null)).await.unwrap_err();
    assert_eq!((rest.code, rest.message.as_str()), (1000, "busy"));
    emulator.inject(busy());
    let v3 = admin.rest("GET", "/api/v3/system", json!(null)).await.unwrap_err();
    assert_eq!(v3.code, 1000);
}
