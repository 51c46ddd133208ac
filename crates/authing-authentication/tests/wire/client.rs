//! The client itself: its options, and calls without a method of their own.

use std::sync::{Arc, Mutex};

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind, Lang, Operation, RestRequest,
};
use authing_core::{HttpResponse, test_util::ScriptedTransport};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{HELD, builder, client, data, exchange, only, refusal, server, user};

#[tokio::test]
async fn every_request_says_which_application_asks() {
    let server = server(json!({"data": {"isUserExists": true}}));
    let client = builder(&server)
        .user_pool_id("pool")
        .tenant_id("tenant")
        .lang(Lang::EnUs)
        .request_from("shop")
        .token(HELD)
        .build()
        .unwrap();
    client.graphql::<Value>("query { isUserExists }", &json!({})).await.unwrap();
    let headers = only(&server).0.headers;
    for (name, value) in [
        ("x-authing-app-id", "app"),
        ("x-authing-userpool-id", "pool"),
        ("x-authing-app-tenant-id", "tenant"),
        ("x-authing-lang", "en-US"),
        ("x-authing-request-from", "shop"),
        ("authorization", "Bearer held-token"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
}

#[test]
fn what_a_client_is_about_can_be_read_back() {
    let server = server(json!({}));
    let client = builder(&server).user_pool_id("pool").secret("canary").build().unwrap();
    assert_eq!(client.app_id(), "app");
    assert_eq!(client.app_host(), "https://app.example.com");
    assert_eq!(client.user_pool_id(), Some("pool"));
    assert_eq!(client.secret().unwrap().expose(), "canary");
    assert_eq!(client.to_string(), "application app at https://app.example.com");
}

#[test]
fn an_option_that_cannot_be_used_is_named() {
    let build = |app_id: &str, app_host: &str| {
        AuthenticationClient::builder(app_id, app_host).build().unwrap_err().to_string()
    };
    assert!(build(" ", "https://app.example.com").starts_with("option `app_id` is empty"));
    assert!(build("app", "").starts_with("option `app_host` is empty"));
    for app_host in ["https://a b", "ftp://app.example.com", "https://app.example.com?x=1"] {
        assert!(build("app", app_host).starts_with("option `app_host` "), "{app_host}");
    }
    let unfit = AuthenticationClient::builder("app", "https://bob:canary@app.example.com");
    assert!(!format!("{unfit:?}").contains("canary"), "{unfit:?}");
    let server = server(json!({}));
    let error = builder(&server).token("two\nlines").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), "option `token` holds a line end inside: give it as one line");
    let error = builder(&server).public_key("no key").build().unwrap_err();
    assert!(error.to_string().starts_with("option `public_key` "));
}

#[tokio::test]
async fn observers_hear_of_every_error_once() {
    let server = server(refusal(2004, "用户不存在"));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::clone(&heard);
    let client = builder(&server)
        .on_error(move |error| observer.lock().unwrap().push(error.code()))
        .build()
        .unwrap();
    client.login_by_username("bob", "passw0rd").await.unwrap_err();
    // Looks for the user first, which is part of the same call.
    client.with_token(HELD).get_custom_data().await.unwrap_err();
    assert_eq!(*heard.lock().unwrap(), [Some(ErrorCode::USER_NOT_FOUND); 2]);
}

#[tokio::test]
async fn the_server_s_key_is_fetched_without_a_token() {
    let response = json!({"code": 200, "message": "获取成功", "data": {"publicKey": "PEM"}});
    let (sent, key) = exchange(response, |client| client.get_public_key()).await;
    sent.is_rest("GET", "/api/v2/.well-known", Value::Null);
    assert_eq!(sent.token(), None);
    assert_eq!(key, "PEM");
}

#[tokio::test]
async fn any_document_can_be_sent_with_and_without_a_login() {
    let server = server(data("user", user("1", None)));
    let variables = json!({"id": "1"});
    let document = "query user($id: String) { user(id: $id) { id } }";
    let call = |client: &AuthenticationClient| client.graphql::<Value>(document, &variables);
    let response = call(&client(&server)).await.unwrap();
    assert_eq!(response["user"]["id"], "1");
    call(&client(&server).with_token(HELD)).await.unwrap();
    let requests = server.requests();
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(requests[1].headers["authorization"], "Bearer held-token");
}

#[tokio::test]
async fn any_endpoint_can_be_called_with_the_user_s_token() {
    const LEVEL: Operation =
        Operation::get("security_level", "/api/v2/users/me/security-level").user();
    let server = server(json!({"code": 200, "message": "", "data": {"score": 65}}));
    let client = client(&server).with_token(HELD);
    let level: Value = client.rest(RestRequest::new(LEVEL)).await.unwrap();
    assert_eq!(level["score"], 65);
    let sent = only(&server);
    sent.is_rest("GET", "/api/v2/users/me/security-level", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
}

#[tokio::test]
async fn any_endpoint_can_be_called_for_its_bytes() {
    const PHOTO: Operation = Operation::get("photo", "/photos/{name}").user_if_held();
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::OK, "\u{1}\u{2}")));
    let client = client(&server).with_token(HELD);
    let bytes = client.rest_bytes(RestRequest::new(PHOTO).path("name", "bob.png")).await.unwrap();
    assert_eq!(bytes, "\u{1}\u{2}");
    let sent = only(&server);
    sent.is_rest("GET", "/photos/bob.png", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
}
