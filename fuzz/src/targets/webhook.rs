//! Deliveries of webhooks.

use std::sync::LazyLock;

use authing_web::webhook::{WebhookDelivery, WebhookEvent, Webhooks};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Map, Value};

use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, check_text, parts},
    mutate,
    target::Target,
};

const COSTLY: Limits = Limits { steps: (200_000, 2_000), allocated: (1 << 20, 3_000) };

/// What a header holds in the secret's place, the kind of body, and the body.
pub(super) const DELIVERY: Target = Target {
    name: "webhook_delivery",
    limits: COSTLY,
    mutator: Some(mutate::json),
    read: delivery,
};

const SECRET: &str = "the secret of the webhook";

static WEBHOOKS: LazyLock<Webhooks> =
    LazyLock::new(|| Webhooks::builder(SECRET).bare_event("login").build().unwrap());

fn headers(secret: &[u8], kind: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert("x-authing-webhook-secret", HeaderValue::from_bytes(secret).ok()?);
    headers.insert("content-type", HeaderValue::from_bytes(kind).ok()?);
    Some(headers)
}

fn delivery(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&WEBHOOKS);
    // Whatever stands in the secret's place, nothing but the secret passes.
    let [other, kind, body] = parts(input);
    if let Some(headers) = headers(other, kind) {
        let passed = meter.measure(|| WEBHOOKS.authenticate(&Method::POST, &headers));
        match passed {
            Ok(_) => assert_eq!(other, SECRET.as_bytes()),
            Err(error) => check_error(&error),
        }
    }
    // And with the secret, as each kind of body.
    for kind in ["application/json", "application/x-www-form-urlencoded"] {
        let headers = headers(SECRET.as_bytes(), kind.as_bytes()).expect("is text");
        let read = meter.measure(|| {
            WEBHOOKS.authenticate(&Method::POST, &headers).expect("has the secret").read(body)
        });
        match read {
            Ok(delivery) => check(&delivery, kind == "application/json", body),
            Err(error) => check_error(&error),
        }
    }
}

fn check(delivery: &WebhookDelivery, is_json: bool, body: &[u8]) {
    assert!(!delivery.name().is_empty() && delivery.name().len() <= 200);
    // Ids and codes are shown, and a hostile one is as long as it likes; a secret never is.
    let shown = format!("{delivery:?}");
    let fields = Value::Object(delivery.data().fields().clone());
    hidden(&fields);
    check_text(&shown.chars().take(1000).collect::<String>().replace(char::is_control, ""));
    let is_known = WebhookEvent::NAMES.contains(&delivery.name());
    match delivery.event() {
        WebhookEvent::Unknown(_) => assert!(!is_known && delivery.name() != "test"),
        WebhookEvent::Test(_) => assert_eq!(delivery.name(), "test"),
        _ => assert!(is_known, "{shown}"),
    }
    // Another reader finds the same event.
    if is_json && let Ok(Value::Object(told)) = serde_json::from_slice::<Value>(body) {
        let is_text = |value: &Value| {
            value.is_number() || value.as_str().is_some_and(|text| !text.is_empty())
        };
        let is_test = told.len() == 1 && told.get("description").is_some_and(is_text);
        let bare = if is_test { "test" } else { "login" };
        let name = told.get("eventName").and_then(Value::as_str).unwrap_or(bare);
        assert_eq!(delivery.name(), name);
        let data = match told.get("eventName") {
            None | Some(Value::Null) => Value::Object(told.clone()),
            Some(_) => told.get("data").cloned().unwrap_or_default(),
        };
        if let Value::Object(data) = data {
            same(&data, delivery.data().fields());
        }
    }
}

/// What is called a secret is masked.
fn hidden(value: &Value) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match name.as_str() {
            "password" | "salt" | "token" | "secret" | "oldSecret" | "accessToken" => {
                assert_eq!(value, "[redacted]", "{name}");
            }
            _ => hidden(value),
        }),
        Value::Array(items) => items.iter().for_each(hidden),
        _ => {}
    }
}

/// The same fields, but for what is masked.
fn same(told: &Map<String, Value>, read: &Map<String, Value>) {
    assert!(told.keys().eq(read.keys()));
    for (name, value) in told {
        let own = &read[name];
        match (value, own) {
            (Value::Object(value), Value::Object(own)) => same(value, own),
            (Value::Array(_), Value::Array(_)) => {}
            _ => assert!(own == value || own == "[redacted]", "{name}"),
        }
    }
}
