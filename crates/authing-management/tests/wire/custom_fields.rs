//! The custom fields area.

use authing_management::{
    SetCustomField,
    types::{CustomData, CustomValue, UdfDataType, UdfTargetType},
};
use serde_json::json;

use crate::common::{ID, data, done, exchange, refused};

#[tokio::test]
async fn list() {
    let field = json!({"targetType": "ROLE", "dataType": "NUMBER", "key": "level", "label": "L"});
    let (sent, fields) = exchange(data("udf", json!([field])), |client| {
        client.custom_fields().list(UdfTargetType::Role)
    })
    .await;
    sent.is_graphql("query udf(", json!({"targetType": "ROLE"}));
    assert_eq!(fields.unwrap()[0].data_type, UdfDataType::Number);
    let error = refused(|client| client.custom_fields().list("ROBOT".into())).await;
    assert!(error.starts_with("custom_fields.list failed: argument `target_type`"), "{error}");
}

#[tokio::test]
async fn set() {
    let answer = json!({"targetType": "USER", "dataType": "SELECT", "key": "size", "label": "S"});
    let field = || SetCustomField::new(UdfTargetType::User, "size", UdfDataType::Select, "S");
    let (sent, set) = exchange(data("setUdf", answer.clone()), |client| {
        client.custom_fields().set(field().options("s,m,l"))
    })
    .await;
    sent.is_graphql(
        "mutation setUdf(",
        json!({
            "targetType": "USER", "key": "size", "dataType": "SELECT", "label": "S",
            "options": "s,m,l",
        }),
    );
    assert_eq!(set.unwrap().key, "size");
    let user = UdfTargetType::User;
    for (field, argument) in [
        (SetCustomField::new(user.clone(), "", UdfDataType::String, "S"), "key"),
        (SetCustomField::new(user.clone(), "size", UdfDataType::String, ""), "label"),
        (SetCustomField::new(user, "size", "COLOUR".into(), "S"), "data_type"),
        (SetCustomField::new("ROBOT".into(), "size", UdfDataType::String, "S"), "target_type"),
    ] {
        let error = refused(|client| client.custom_fields().set(field)).await;
        assert!(error.contains(&format!("argument `{argument}` is ")), "{error}");
    }
}

#[tokio::test]
async fn remove() {
    let (sent, removed) = exchange(done("removeUdf"), |client| {
        client.custom_fields().remove(UdfTargetType::Userpool, "size")
    })
    .await;
    sent.is_graphql("mutation removeUdf(", json!({"targetType": "USERPOOL", "key": "size"}));
    removed.unwrap();
    refused(|client| client.custom_fields().remove(UdfTargetType::User, "")).await;
}

#[tokio::test]
async fn values() {
    let entry = json!({"key": "open", "dataType": "BOOLEAN", "value": "true", "label": "Open"});
    let target = json!({"targetType": "ORG", "targetId": ID});
    let (sent, list) = exchange(data("udv", json!([entry])), |client| {
        client.custom_fields().list_values(UdfTargetType::Org, ID)
    })
    .await;
    sent.is_graphql("query udv(", target);
    assert_eq!(list.unwrap()[0].value, CustomValue::from(true));

    let values = CustomData::new().with("name", "x").with("open", true);
    let (sent, _) = exchange(data("setUdvBatch", json!([entry])), |client| {
        client.custom_fields().set_values(UdfTargetType::Org, ID, &values)
    })
    .await;
    let list = json!([{"key": "name", "value": "\"x\""}, {"key": "open", "value": "true"}]);
    sent.is_graphql(
        "mutation setUdvBatch(",
        json!({"targetType": "ORG", "targetId": ID, "udvList": list}),
    );

    let error = refused(|client| client.custom_fields().list_values(UdfTargetType::Org, "")).await;
    assert_eq!(error, "custom_fields.list_values failed: argument `target_id` is empty");
    refused(|c| c.custom_fields().set_values(UdfTargetType::Org, ID, &CustomData::new())).await;
    refused(|c| c.custom_fields().set_values("ROBOT".into(), ID, &values)).await;
}
