//! A client before a server that is made of a closure.

use std::{future::IntoFuture, sync::Arc};

use authing_authentication::{AuthenticationClient, AuthenticationClientBuilder, Call, Error};
use authing_core::{HttpRequest, HttpResponse, test_util::ScriptedTransport};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::StatusCode;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, pkcs8::DecodePrivateKey as _};
use serde_json::{Value, json};

pub(crate) const ID: &str = "5f7ddfe62ba819802422362e";
pub(crate) const HELD: &str = "held-token";

/// One request as the server got it.
pub(crate) struct Sent(pub(crate) HttpRequest);

impl Sent {
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or(Value::Null)
    }

    pub(crate) fn variables(&self) -> Value {
        self.body()["variables"].clone()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        let header = self.0.headers.get("authorization")?.to_str().unwrap();
        Some(header.strip_prefix("Bearer ").unwrap())
    }

    /// Asserts a GraphQL request by the start of its document, which holds the root field.
    pub(crate) fn is_graphql(&self, start: &str) {
        assert_eq!((self.0.method.as_str(), self.0.url.path()), ("POST", "/graphql/v2"));
        assert_eq!(self.0.url.host_str(), Some("app.example.com"));
        assert_eq!(self.0.headers["x-authing-app-id"], "app");
        let body = self.body();
        let query = body["query"].as_str().unwrap();
        assert!(query.starts_with(start), "{query}");
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
        assert_eq!(self.0.headers["x-authing-app-id"], "app");
        assert_eq!(self.body(), body);
    }
}

pub(crate) fn ok(body: impl ToString) -> HttpResponse {
    HttpResponse::new(StatusCode::OK, body.to_string())
}

/// The response to a login or the like.
pub(crate) fn data(field: &str, value: Value) -> Value {
    json!({ "data": { field: value } })
}

/// How the server refuses a GraphQL call.
pub(crate) fn refusal(code: i64, message: &str) -> Value {
    json!({ "errors": [{ "message": { "code": code, "message": message } }], "data": null })
}

pub(crate) fn user(id: &str, token: Option<&str>) -> Value {
    json!({
        "id": id,
        "arn": format!("arn:cn:authing:pool:user:{id}"),
        "userPoolId": "pool",
        "nickname": "Bob",
        "token": token,
    })
}

/// A server with the same response to everything.
pub(crate) fn server(response: Value) -> ScriptedTransport {
    ScriptedTransport::new(move |_, _| Ok(ok(&response)))
}

/// A builder whose passwords the test can read.
pub(crate) fn builder(server: &ScriptedTransport) -> AuthenticationClientBuilder {
    AuthenticationClient::builder("app", "https://app.example.com/")
        .public_key(include_str!("test_key.pub.pem"))
        .transport(Arc::new(server.clone()))
}

pub(crate) fn client(server: &ScriptedTransport) -> AuthenticationClient {
    builder(server).build().unwrap()
}

/// The one request that a server got.
pub(crate) fn only(server: &ScriptedTransport) -> Sent {
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    Sent(request)
}

/// Makes one call on a client that holds no token, and gives what was sent and returned.
pub(crate) async fn exchange<T: Send + 'static>(
    response: Value,
    call: impl FnOnce(&AuthenticationClient) -> Call<T>,
) -> (Sent, T) {
    let server = server(response);
    let value = call(&client(&server)).await.unwrap();
    (only(&server), value)
}

/// Makes one call on a client that holds [`HELD`].
pub(crate) async fn exchange_logged_in<T: Send + 'static>(
    response: Value,
    call: impl FnOnce(&AuthenticationClient) -> Call<T>,
) -> (Sent, T) {
    let server = server(response);
    let value = call(&client(&server).with_token(HELD)).await.unwrap();
    (only(&server), value)
}

/// The error of a call that must not reach the server.
pub(crate) async fn unsent<T: Send + 'static>(
    call: impl FnOnce(&AuthenticationClient) -> Call<T>,
) -> Error {
    let server = server(json!({}));
    let Err(error) = call(&client(&server)).into_future().await else {
        panic!("the call was sent")
    };
    assert!(server.requests().is_empty());
    error
}

/// What the server reads out of an encrypted password.
pub(crate) fn decrypt(sent: &Value) -> String {
    let key = RsaPrivateKey::from_pkcs8_pem(include_str!("test_key.pem")).unwrap();
    let bytes = STANDARD.decode(sent.as_str().unwrap()).unwrap();
    String::from_utf8(key.decrypt(Pkcs1v15Encrypt, &bytes).unwrap()).unwrap()
}

/// Takes a password out of the variables, read as the server reads it.
pub(crate) fn take_password(input: &mut Value, field: &str) -> String {
    decrypt(&input.as_object_mut().unwrap().remove(field).unwrap())
}
