//! Custom data.

use authing_authentication::{
    ErrorKind,
    types::{CustomData, CustomField, CustomValue},
};
use authing_core::test_util::ScriptedTransport;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::common::{HELD, ID, Sent, client, data, ok, only, server, unsent, user};

/// A token that names its user, signed by nobody.
fn token_of(id: &str) -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(json!({ "sub": id }).to_string()))
}

fn response(field: &str) -> Value {
    data(
        field,
        json!([
            {"key": "school", "dataType": "STRING", "value": "HUST", "label": "School"},
            {"key": "age", "dataType": "NUMBER", "value": "22", "label": null},
        ]),
    )
}

fn assert_fields(fields: &[CustomField]) {
    assert_eq!(fields.len(), 2);
    assert_eq!((fields[0].key.as_str(), fields[0].label.as_deref()), ("school", Some("School")));
    assert_eq!(fields[0].value, CustomValue::from("HUST"));
    assert_eq!(fields[1].value, CustomValue::from(22));
}

#[tokio::test]
async fn custom_data_is_listed_with_labels() {
    let server = server(response("udv"));
    let token = token_of(ID);
    let fields = client(&server).with_token(token.as_str()).list_custom_data().await.unwrap();
    assert_fields(&fields);
    let sent = only(&server);
    sent.is_graphql("query udv($targetType:UDFTargetType!,$targetId:String!)");
    assert_eq!(sent.token(), Some(token.as_str()));
    assert_eq!(sent.variables(), json!({"targetType": "USER", "targetId": ID}));
}

#[tokio::test]
async fn custom_data_is_read_by_key() {
    let server = server(response("udv"));
    let data = client(&server).with_token(token_of(ID)).get_custom_data().await.unwrap();
    assert_eq!(data.get("age"), Some(&CustomValue::from(22)));
    assert_eq!(only(&server).variables(), json!({"targetType": "USER", "targetId": ID}));
}

#[tokio::test]
async fn custom_data_is_set_as_json_text() {
    let server = server(response("setUdvBatch"));
    let data = CustomData::new().with("school", "HUST").with("age", 22);
    let fields = client(&server).with_token(token_of(ID)).set_custom_data(&data).await.unwrap();
    assert_fields(&fields);
    let sent = only(&server);
    sent.is_graphql("mutation setUdvBatch($targetType:UDFTargetType!,$targetId:String!,");
    assert_eq!(
        sent.variables(),
        json!({
            "targetType": "USER",
            "targetId": ID,
            "udvList": [
                {"key": "age", "value": "22"},
                {"key": "school", "value": "\"HUST\""},
            ],
        })
    );
}

#[tokio::test]
async fn one_item_is_set() {
    let server = server(response("setUdv"));
    let client = client(&server).with_token(token_of(ID));
    assert_fields(&client.set_custom_data_item("school", "HUST").await.unwrap());
    let sent = only(&server);
    sent.is_graphql("mutation setUdv($targetType:UDFTargetType!,$targetId:String!,$key:String!,");
    assert_eq!(
        sent.variables(),
        json!({"targetType": "USER", "targetId": ID, "key": "school", "value": "\"HUST\""})
    );
}

#[tokio::test]
async fn one_item_is_removed() {
    let server = server(response("removeUdv"));
    let client = client(&server).with_token(token_of(ID));
    assert_fields(&client.remove_custom_data("hobby").await.unwrap());
    let sent = only(&server);
    sent.is_graphql(
        "mutation removeUdv($targetType:UDFTargetType!,$targetId:String!,$key:String!)",
    );
    assert_eq!(sent.variables(), json!({"targetType": "USER", "targetId": ID, "key": "hobby"}));
}

#[tokio::test]
async fn the_user_of_the_session_is_named_before_that_of_the_token() {
    let server = ScriptedTransport::new(|number, _| {
        Ok(ok(match number {
            0 => data("loginByUsername", user("from-session", Some(&token_of("from-token")))),
            _ => response("udv"),
        }))
    });
    let client = client(&server);
    client.login_by_username("bob", "passw0rd").await.unwrap();
    client.get_custom_data().await.unwrap();
    assert_eq!(Sent(server.requests()[1].clone()).variables()["targetId"], "from-session");
}

#[tokio::test]
async fn a_token_that_names_nobody_costs_one_more_request_once() {
    let server = ScriptedTransport::new(|number, _| {
        Ok(ok(if number == 0 { data("user", user(ID, None)) } else { response("udv") }))
    });
    let client = client(&server).with_token(HELD);
    client.get_custom_data().await.unwrap();
    client.get_custom_data().await.unwrap();
    let sent: Vec<_> = server.requests().into_iter().map(Sent).collect();
    assert_eq!(sent.len(), 3);
    sent[0].is_graphql("query user(");
    for request in &sent[1..] {
        assert_eq!(request.variables()["targetId"], ID);
        assert_eq!(request.token(), Some(HELD));
    }
}

#[tokio::test]
async fn custom_data_of_nobody_is_not_asked_for() {
    let data = CustomData::new().with("age", 22);
    for error in [
        unsent(|client| client.list_custom_data()).await,
        unsent(|client| client.get_custom_data().map(|_| Vec::<CustomField>::new())).await,
        unsent(|client| client.set_custom_data(&data)).await,
        unsent(|client| client.set_custom_data_item("age", 22)).await,
        unsent(|client| client.remove_custom_data("age")).await,
    ] {
        assert_eq!(error.kind(), ErrorKind::NotLoggedIn, "{error}");
    }
}

#[tokio::test]
async fn no_data_is_not_sent() {
    let error =
        unsent(|client| client.with_token(token_of(ID)).set_custom_data(&CustomData::new())).await;
    assert_eq!((error.kind(), error.message()), (ErrorKind::Input, "argument `data` is empty"));
}
