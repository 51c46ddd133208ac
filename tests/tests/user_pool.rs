//! The user pool area of the administrator's client, against the emulator.
#![cfg(test)]

use authing_core::{Operation, RestRequest};
use authing_emulator::Emulator;
use authing_management::{Error, ErrorCode, ManagementClient};
use authing_tests::TestServer;
use serde_json::{Value, json};

const ADD: Operation = Operation::post("env.add", "/api/v2/env").management();
const REMOVE: Operation =
    Operation::delete("env.remove", "/api/v2/env/{key}").management().whole_envelope();

async fn add(client: &ManagementClient, body: Value) -> Result<Value, Error> {
    client.rest(RestRequest::new(ADD).json(&body)).await
}

async fn remove(client: &ManagementClient, key: &str) -> Result<Value, Error> {
    client.rest(RestRequest::new(REMOVE).path("key", key)).await
}

/// The variables as they are listed, values exposed.
async fn listed(client: &ManagementClient) -> Vec<(String, Option<String>)> {
    let env = client.user_pool().list_env().await.unwrap().into_iter();
    env.map(|entry| (entry.key, entry.value.map(|value| value.expose().to_owned()))).collect()
}

#[tokio::test]
async fn environment_variables_come_change_and_go() {
    let server = TestServer::start().await.unwrap();
    let client = &server.management;
    assert!(listed(client).await.is_empty());

    let added = add(client, json!({"key": "A/B", "value": "s3cret"})).await.unwrap();
    assert!(!added.to_string().contains("s3cret"), "the value is not answered: {added}");
    add(client, json!({"key": "EMPTY", "value": null})).await.unwrap();
    let both = [("A/B".to_owned(), Some("s3cret".to_owned())), ("EMPTY".to_owned(), None)];
    assert_eq!(listed(client).await, both);

    add(client, json!({"key": "A/B", "value": "{\"a\": [1]}"})).await.unwrap();
    assert_eq!(listed(client).await[0].1.as_deref(), Some("{\"a\": [1]}"));

    let removed = remove(client, "A/B").await.unwrap();
    assert!(removed["message"].is_string() && removed.get("data").is_none(), "{removed}");
    assert_eq!(listed(client).await, [("EMPTY".to_owned(), None)]);
    assert!(remove(client, "A/B").await.unwrap_err().code().is_some(), "there is none any more");
    assert!(add(client, json!({"key": "", "value": "x"})).await.is_err());
}

#[tokio::test]
async fn environment_variables_are_the_administrators() {
    let server = TestServer::start().await.unwrap();
    server.user("bob").await.unwrap();
    server.app.login_by_username("bob", "passw0rd").await.unwrap();
    let token = server.app.token().unwrap();
    let as_bob = administrator(&server.emulator, token.expose());
    let refused = as_bob.user_pool().list_env().await.unwrap_err();
    assert_eq!(refused.code(), Some(ErrorCode::PERMISSION_DENIED));
}

/// A client that takes this token for the administrator's.
fn administrator(emulator: &Emulator, token: &str) -> ManagementClient {
    let token = authing_management::Credentials::AccessToken(token.into());
    ManagementClient::builder(emulator.user_pool_id(), token)
        .host(emulator.url())
        .no_proxy()
        .build()
        .unwrap()
}
