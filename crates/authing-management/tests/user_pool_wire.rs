//! Every call of the user pool area: exactly what goes over the wire, and how the answer is read.
#![cfg(test)]

use std::{future::IntoFuture, sync::Arc};

use authing_core::{HttpRequest, HttpResponse, test_util::ScriptedTransport};
use authing_management::{Credentials, Error, ErrorKind, ManagementClient};
use http::StatusCode;
use serde_json::{Value, json};

/// What one call sent.
struct Sent(HttpRequest);

impl Sent {
    /// Asserts a REST request without a body: its verb and its path with query.
    fn is_rest(&self, method: &str, path_and_query: &str) {
        let url = &self.0.url;
        let sent = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        assert_eq!((self.0.method.as_str(), sent.as_str()), (method, path_and_query));
        assert_eq!(self.0.headers["authorization"], "Bearer admin-token");
        assert!(self.0.body.is_empty());
    }
}

fn client(answer: Value) -> (ManagementClient, ScriptedTransport) {
    let server = ScriptedTransport::new(move |_, _| {
        Ok(HttpResponse::new(StatusCode::OK, answer.to_string()))
    });
    let client = ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    (client, server)
}

/// Sends one call and gives back what it sent and what it made of the answer.
async fn exchange<C, T>(
    answer: Value,
    call: impl FnOnce(&ManagementClient) -> C,
) -> (Sent, Result<T, Error>)
where
    C: IntoFuture<Output = Result<T, Error>>,
{
    let (client, server) = client(answer);
    let result = call(&client).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "one call, one request");
    (Sent(requests.into_iter().next().unwrap()), result)
}

fn rest(value: Value) -> Value {
    json!({"code": 200, "message": "ok", "data": value})
}

#[tokio::test]
async fn list_env() {
    let answer = rest(json!([
        {"key": "API_KEY", "value": "canary"},
        {"key": "OPTIONS", "value": "{\"retries\": 3}"},
        {"key": "NULL", "value": null},
        {"key": "ABSENT", "addedLater": true},
    ]));
    let (sent, env) = exchange(answer, |client| client.user_pool().list_env()).await;
    sent.is_rest("GET", "/api/v2/env");
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
