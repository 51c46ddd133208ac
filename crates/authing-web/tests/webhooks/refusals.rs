//! Deliveries that are refused.

use authing_protocols::Error;
use authing_web::webhook::{TestDelivery, WebhookError, Webhooks, WebhooksBuilder};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use http_body_util::Full;
use serde_json::json;

use crate::{SECRET, builder, event, webhooks};

fn good() -> Request<Bytes> {
    event("kick", json!({"users": ["canary"]})).request()
}

/// What the webhook says to a request.
fn told(webhooks: &Webhooks, request: &Request<Bytes>) -> Result<String, WebhookError> {
    let authentic = webhooks.authenticate(request.method(), request.headers())?;
    Ok(authentic.read(request.body())?.name().to_owned())
}

fn with_header(name: &'static str, value: &[u8]) -> Request<Bytes> {
    let mut request = good();
    request.headers_mut().insert(name, HeaderValue::from_bytes(value).unwrap());
    request
}

fn without(names: &[&str]) -> Request<Bytes> {
    let mut request = good();
    names.iter().for_each(|name| drop(request.headers_mut().remove(*name)));
    request
}

#[test]
fn either_header_with_the_secret_is_enough() {
    let kick = Ok("kick".to_owned());
    assert_eq!(told(&webhooks(), &good()), kick);
    assert_eq!(told(&webhooks(), &without(&["x-authing-token"])), kick);
    assert_eq!(told(&webhooks(), &without(&["x-authing-webhook-secret"])), kick);
    assert_eq!(told(&webhooks(), &with_header("x-authing-token", b"another")), kick);
    let neither = without(&["x-authing-token", "x-authing-webhook-secret"]);
    assert!(matches!(told(&webhooks(), &neither), Err(WebhookError::NoSecret(_))));
}

#[test]
fn another_secret_is_refused() {
    let wrong: [&[u8]; 7] = [
        b"",
        b"x",
        b"canary of the webhoo",
        b"canary of the webhook2",
        b"Canary of the webhook",
        b"\xff",
        b"canary",
    ];
    for secret in wrong {
        let mut request = with_header("x-authing-webhook-secret", secret);
        request.headers_mut().remove("x-authing-token");
        let refused = told(&webhooks(), &request);
        assert_eq!(refused, Err(WebhookError::WrongSecret), "{secret:?}");
    }
}

#[test]
fn a_secret_can_be_replaced_without_a_gap() {
    let both = Webhooks::builder("the new one").secret(SECRET).build().unwrap();
    assert!(told(&both, &good()).is_ok());
    let new: Request<Bytes> = TestDelivery::new("kick", json!({}), "the new one").request();
    assert!(told(&both, &new).is_ok());
    assert_eq!(told(&webhooks(), &new), Err(WebhookError::WrongSecret));
}

#[test]
fn headers_can_have_other_names() {
    let named = builder()
        .secret_headers(["x-acme-webhook-secret"])
        .user_pool_header("x-acme-pool")
        .build()
        .unwrap();
    assert!(
        matches!(told(&named, &good()), Err(WebhookError::NoSecret(names)) if names.contains("acme"))
    );
    let mut request = with_header("x-acme-webhook-secret", SECRET.as_bytes());
    request.headers_mut().insert("x-acme-pool", HeaderValue::from_static("p2"));
    let authentic = named.authenticate(request.method(), request.headers()).unwrap();
    assert_eq!(authentic.read(request.body()).unwrap().user_pool_id(), Some("p2"));
}

#[test]
fn only_posts_of_json_and_forms_are_read() {
    for method in [Method::GET, Method::PUT, Method::HEAD, Method::OPTIONS] {
        let mut request = good();
        *request.method_mut() = method.clone();
        assert_eq!(told(&webhooks(), &request), Err(WebhookError::Method(method.to_string())));
    }
    for kind in ["text/plain", "application/xml", "multipart/form-data", "", "application/jsonp"] {
        let request = with_header("content-type", kind.as_bytes());
        assert_eq!(told(&webhooks(), &request), Err(WebhookError::ContentType), "{kind}");
    }
    let typeless = without(&["content-type"]);
    assert_eq!(told(&webhooks(), &typeless), Err(WebhookError::ContentType));
    for kind in ["Application/JSON", "application/json;charset=utf-8", " application/json ; x"] {
        assert!(told(&webhooks(), &with_header("content-type", kind.as_bytes())).is_ok(), "{kind}");
    }
}

#[test]
fn bodies_that_are_none_are_refused() {
    for body in [
        "",
        "{",
        "[]",
        "7",
        "null",
        "\"x\"",
        "{\"data\": {}}",
        "{\"eventName\": \"\"}",
        "{}",
        "{\"eventName\": null}",
        "{\"eventName\": 7}",
        "{\"eventName\": [\"kick\"]}",
        "{\"description\": \"x\", \"data\": 1}",
        "{\"_id\": \"u1\"}",
        &format!("{{\"eventName\": \"{}\"}}", "x".repeat(201)),
        &format!("{{\"eventName\": \"kick\", \"data\": {}1{}}}", "[".repeat(200), "]".repeat(200)),
    ] {
        let request = good().map(|_| Bytes::from(body.to_owned()));
        let refused = told(&webhooks(), &request).unwrap_err();
        assert!(matches!(refused, WebhookError::Body(_) | WebhookError::NoEvent), "{body}");
        assert!(refused.to_string().len() < 300);
    }
    for body in ["", "eventName=", "data[a]=1", "eventName[]=kick", "eventName=kick&eventName=moon"]
    {
        let request = with_header("content-type", b"application/x-www-form-urlencoded");
        let request = request.map(|_| Bytes::from(body));
        let refused = told(&webhooks(), &request).unwrap_err();
        assert_eq!(refused, WebhookError::NoEvent, "{body}");
    }
}

#[tokio::test]
async fn the_body_of_a_delivery_without_the_secret_is_not_read() {
    /// Panics when it is read.
    struct Unread;
    impl http_body::Body for Unread {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
            panic!("read")
        }
    }
    let request = with_header("x-authing-token", b"x").map(|_| Unread);
    let (mut parts, body) = request.into_parts();
    parts.headers.remove("x-authing-webhook-secret");
    let refused = webhooks().receive(Request::from_parts(parts, body)).await;
    assert_eq!(refused.unwrap_err(), WebhookError::WrongSecret);
    let long = with_header("content-length", b"99999999").map(|_| Unread);
    let refused = webhooks().receive(long).await.unwrap_err();
    assert_eq!(refused, WebhookError::TooLarge { limit: 4 << 20 });
}

#[tokio::test]
async fn a_body_is_read_no_further_than_the_limit() {
    let small = builder().body_limit(60).build().unwrap();
    let long = event("kick", json!({"users": ["a".repeat(60)]})).request::<Full<Bytes>>();
    let refused = small.receive(long).await.unwrap_err();
    assert_eq!(refused, WebhookError::TooLarge { limit: 60 });
    let short = event("kick", json!({})).request::<Full<Bytes>>();
    assert!(small.receive(short).await.is_ok());
    let long = event("kick", json!({"users": ["a".repeat(60)]})).request::<Bytes>();
    assert_eq!(told(&small, &long), Err(WebhookError::TooLarge { limit: 60 }));
}

#[test]
fn each_refusal_has_its_status_and_tells_nothing_of_what_came() {
    for (request, status, code) in [
        (without(&["x-authing-token", "x-authing-webhook-secret"]), 401, "webhook_secret"),
        (with_header("content-type", b"text/plain"), 415, "webhook_type"),
        (with_header("content-length", b"99999999"), 413, "webhook_too_large"),
        (good().map(|_| Bytes::from("{\"canary")), 400, "webhook_body"),
        (good().map(|_| Bytes::from("{\"canary\": 1}")), 400, "webhook_body"),
    ] {
        let error = told(&webhooks(), &request).unwrap_err();
        let response = error.to_response::<Bytes>();
        assert_eq!(response.status(), status);
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(body.contains(code), "{body}");
        for text in [body, format!("{error} {error:?}")] {
            assert!(!text.contains("canary"), "{text}");
        }
    }
    let mut get = good();
    *get.method_mut() = Method::GET;
    let response = told(&webhooks(), &get).unwrap_err().to_response::<Bytes>();
    assert_eq!(
        (response.status().as_u16(), &response.headers()[header::ALLOW]),
        (405, &HeaderValue::from_static("POST"))
    );
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    let refused = |builder: WebhooksBuilder, option: &str| {
        let Err(Error::Call(error)) = builder.build() else { panic!("{option} is accepted") };
        assert!(error.to_string().starts_with(&format!("option `{option}`")), "{error}");
    };
    refused(Webhooks::builder(""), "secret");
    refused(builder().secret(""), "secret");
    refused(builder().secret_headers([""; 0]), "secret_headers");
    refused(builder().secret_headers(["a b"]), "secret_headers");
    refused(builder().user_pool_header("ä"), "user_pool_header");
    refused(builder().body_limit(0), "body_limit");
    refused(builder().bare_event(""), "bare_event");
    let shown = format!("{:?} {:?}", builder(), webhooks());
    assert!(!shown.contains("canary"), "{shown}");
}
