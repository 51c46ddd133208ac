//! The client itself: its token, its options, and calls that nobody has modelled.

use std::sync::Arc;

use authing_core::{HttpResponse, Operation, RestRequest, test_util::ScriptedTransport};
use authing_management::{ErrorCode, Lang, ManagementClient, RetryPolicy};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{Sent, client, exchange, rest};

#[tokio::test]
async fn the_token_is_fetched_with_the_secret_and_kept() {
    let server = ScriptedTransport::new(|_, _| {
        let token = json!({"accessToken": "canary", "exp": 2_000_000_000, "iat": 1_999_000_000});
        let body = json!({"data": {"accessToken": token}}).to_string();
        Ok(HttpResponse::new(StatusCode::OK, body))
    });
    let management = ManagementClient::builder("pool", "s3cret")
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    let token = management.bearer().await.unwrap().unwrap();
    assert!(!format!("{token:?}").contains("canary"));
    management.bearer().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "the second time it is there");
    Sent(requests[0].clone()).is_graphql_of_nobody(
        "query accessToken(",
        json!({"userPoolId": "pool", "secret": "s3cret"}),
    );
}

#[tokio::test]
async fn any_document_can_be_sent() {
    let answer = json!({"data": {"templateCode": "c"}});
    let variables = json!({"a": 1});
    let (sent, answer) =
        exchange(answer, |client| client.graphql::<Value>("query { templateCode }", &variables))
            .await;
    sent.is_graphql("query { templateCode }", json!({"a": 1}));
    assert_eq!(answer.unwrap(), json!({"templateCode": "c"}));
}

const DETAIL: Operation = Operation::get("detail", "/api/v2/userpools/{id}").management();

#[tokio::test]
async fn any_endpoint_can_be_called_for_its_data() {
    let (sent, data) = exchange(rest(json!({"id": "pool"})), |client| {
        client.rest::<Value>(RestRequest::new(DETAIL).path("id", "a/b").query("q", "x y"))
    })
    .await;
    sent.is_rest("GET", "/api/v2/userpools/a%2Fb?q=x+y", Value::Null);
    assert_eq!(data.unwrap(), json!({"id": "pool"}));
}

#[tokio::test]
async fn any_endpoint_can_be_called_for_its_envelope() {
    let (_, envelope) = exchange(rest(json!({"id": "pool"})), |client| {
        let request = RestRequest::new(DETAIL.whole_envelope()).path("id", "pool");
        client.rest::<Value>(request)
    })
    .await;
    let envelope = envelope.unwrap();
    assert_eq!((&envelope["code"], &envelope["data"]["id"]), (&json!(200), &json!("pool")));

    let refusal = json!({"code": 2004, "message": "no"});
    let (_, refused) = exchange(refusal, |client| {
        let request = RestRequest::new(DETAIL.whole_envelope()).path("id", "pool");
        client.rest::<Value>(request)
    })
    .await;
    assert_eq!(refused.unwrap_err().code(), Some(ErrorCode::new(2004)));
}

#[tokio::test]
async fn any_endpoint_can_be_called_for_its_bytes() {
    let body = json!({"code": 2004, "message": "a file that looks like a refusal"});
    let (client, server) = client(body.clone());
    let request = RestRequest::new(DETAIL).path("id", "pool");
    let bytes = client.rest_bytes(request).await.unwrap();
    assert_eq!(bytes, body.to_string());
    let sent = Sent(server.requests().remove(0));
    sent.is_rest("GET", "/api/v2/userpools/pool", Value::Null);
}

#[tokio::test]
async fn options_hold_for_every_call() {
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::BAD_GATEWAY, "")));
    let token = authing_management::Credentials::AccessToken("admin-token".into());
    let management = ManagementClient::builder("pool", token)
        .transport(Arc::new(server.clone()))
        .retry(RetryPolicy::never())
        .request_from("shop")
        .lang(Lang::EnUs)
        .public_key(include_str!("test_key.pub.pem"))
        .build()
        .unwrap();
    management.user_pool().get().await.unwrap_err();
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "the policy forbids a second attempt");
    assert_eq!(requests[0].headers["x-authing-lang"], "en-US");
    assert_eq!(requests[0].headers["x-authing-request-from"], "shop");
}
