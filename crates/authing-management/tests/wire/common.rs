//! A client whose server returns what a test says, and what it then sends.

use std::{future::IntoFuture, sync::Arc};

use authing_core::{HttpRequest, HttpResponse, test_util::ScriptedTransport};
use authing_management::{Call, Credentials, Error, ErrorKind, ManagementClient};
use http::StatusCode;
use serde_json::{Value, json};

pub(crate) const ID: &str = "5f7ddfe62ba819802422362e";

/// What one call sent.
pub(crate) struct Sent(pub(crate) HttpRequest);

impl Sent {
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or(Value::Null)
    }

    /// Asserts a GraphQL request: its root field and its variables.
    pub(crate) fn is_graphql(&self, start: &str, variables: Value) {
        assert_eq!(self.0.headers["authorization"], "Bearer admin-token");
        self.is_document(start, variables);
    }

    /// As [`is_graphql`](Self::is_graphql), for a call that carries no credential.
    pub(crate) fn is_graphql_of_nobody(&self, start: &str, variables: Value) {
        assert!(!self.0.headers.contains_key("authorization"));
        self.is_document(start, variables);
    }

    fn is_document(&self, start: &str, variables: Value) {
        assert_eq!((self.0.method.as_str(), self.0.url.path()), ("POST", "/graphql/v2"));
        let body = self.body();
        let query = body["query"].as_str().unwrap();
        assert!(query.starts_with(start), "{query}");
        assert_eq!(body["variables"], variables);
        assert_eq!(body.as_object().unwrap().len(), 2, "query and variables only");
    }

    /// Asserts a REST request: its verb, its path with query, and its body.
    pub(crate) fn is_rest(&self, method: &str, path_and_query: &str, body: Value) {
        let url = &self.0.url;
        let sent = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        assert_eq!((self.0.method.as_str(), sent.as_str()), (method, path_and_query));
        assert_eq!(self.0.headers["authorization"], "Bearer admin-token");
        assert_eq!(self.body(), body);
    }
}

pub(crate) fn client(answer: Value) -> (ManagementClient, ScriptedTransport) {
    client_of(StatusCode::OK, answer.to_string())
}

/// A client whose server is down, behind a gateway that says so.
pub(crate) fn outage() -> (ManagementClient, ScriptedTransport) {
    client_of(StatusCode::BAD_GATEWAY, String::new())
}

fn client_of(status: StatusCode, body: String) -> (ManagementClient, ScriptedTransport) {
    let server = ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(status, body.clone())));
    let client = ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    (client, server)
}

/// Sends one call and gives back what it sent and what it made of the response.
pub(crate) async fn exchange<C, T>(
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

/// A call that must fail before anything is sent.
pub(crate) async fn refused<T: Send + 'static>(
    call: impl FnOnce(&ManagementClient) -> Call<T>,
) -> String {
    let (client, server) = client(Value::Null);
    let Err(error) = call(&client).await else { panic!("the call was sent") };
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(server.requests().is_empty());
    error.to_string()
}

pub(crate) fn user() -> Value {
    json!({"id": ID, "arn": format!("arn:cn:authing:pool:user:{ID}"), "userPoolId": "pool"})
}

pub(crate) fn data(field: &str, value: Value) -> Value {
    json!({"data": {field: value}})
}

pub(crate) fn rest(value: Value) -> Value {
    json!({"code": 200, "message": "ok", "data": value})
}

pub(crate) fn done(field: &str) -> Value {
    data(field, json!({"code": 200, "message": "ok"}))
}
