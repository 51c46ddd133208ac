//! The user pool area.

use authing_management::ErrorKind;
use serde_json::{Value, json};

use crate::common::{exchange, rest};

#[tokio::test]
async fn list_env() {
    let answer = rest(json!([
        {"key": "API_KEY", "value": "canary"},
        {"key": "OPTIONS", "value": "{\"retries\": 3}"},
        {"key": "NULL", "value": null},
        {"key": "ABSENT", "addedLater": true},
    ]));
    let (sent, env) = exchange(answer, |client| client.user_pool().list_env()).await;
    sent.is_rest("GET", "/api/v2/env", Value::Null);
    let env = env.unwrap();
    let read: Vec<_> = env
        .iter()
        .map(|variable| (variable.key.as_str(), variable.value.as_ref().map(|v| v.expose())))
        .collect();
    let expected = [
        ("API_KEY", Some("canary")),
        ("OPTIONS", Some("{\"retries\": 3}")),
        ("NULL", None),
        ("ABSENT", None),
    ];
    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_value_is_in_no_debug_no_json_and_no_error() {
    let answer = rest(json!([{"key": "API_KEY", "value": "canary"}]));
    let (_, env) = exchange(answer, |client| client.user_pool().list_env()).await;
    let env = env.unwrap();
    for shown in [format!("{env:?}"), serde_json::to_string(&env).unwrap()] {
        assert!(shown.contains("API_KEY") && !shown.contains("canary"), "{shown}");
    }

    let unreadable = rest(json!([{"key": ["canary"], "value": "canary"}]));
    let (_, env) = exchange(unreadable, |client| client.user_pool().list_env()).await;
    let error = env.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        shown.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!shown.contains("canary"), "{shown}");
}
