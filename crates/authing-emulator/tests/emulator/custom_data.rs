use authing_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::{Client, Failure};

async fn define(admin: &Client<'_>, key: &str, kind: &str) {
    let query = "mutation($k: String!, $t: UDFDataType!) \
        { setUdf(targetType: USER, key: $k, dataType: $t, label: $k) { key dataType label } }";
    admin.op("setUdf", query, json!({ "k": key, "t": kind })).await.unwrap();
}

async fn set(client: &Client<'_>, id: &str, pairs: Value) -> Result<Value, Failure> {
    let query = "mutation($id: String!, $l: [UserDefinedDataInput!]) \
        { setUdvBatch(targetType: USER, targetId: $id, udvList: $l) { key dataType value label } }";
    client.op("setUdvBatch", query, json!({ "id": id, "l": pairs })).await
}

#[tokio::test]
async fn values_are_checked_against_their_types() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (bob, id) = Client::app(&emulator).registered("bob").await;
    for (key, kind) in
        [("s", "STRING"), ("n", "NUMBER"), ("b", "BOOLEAN"), ("o", "OBJECT"), ("d", "DATETIME")]
    {
        define(&admin, key, kind).await;
    }
    let good = [
        ("s", r#""text""#, "text"),
        ("n", "18", "18"),
        ("b", "false", "false"),
        ("o", r#"{"a":1}"#, r#"{"a":1}"#),
        ("d", r#""2021-01-02T03:04:05.000Z""#, "2021-01-02T03:04:05.000Z"),
        ("d", "1609556645000", "1609556645000"),
    ];
    for (key, sent, shown) in good {
        let list = set(&bob, &id, json!([{ "key": key, "value": sent }])).await.unwrap();
        let entry = list.as_array().unwrap().iter().find(|entry| entry["key"] == key).unwrap();
        assert_eq!(entry["value"], shown, "{key}");
    }
    for (key, bad) in [("s", "18"), ("n", r#""18x""#), ("b", "1"), ("o", "1"), ("d", r#""soon""#)] {
        let failure = set(&bob, &id, json!([{ "key": key, "value": bad }])).await.unwrap_err();
        assert_eq!(failure.code, 500, "{key}");
    }
    let unknown = set(&bob, &id, json!([{ "key": "nope", "value": "1" }])).await.unwrap_err();
    assert_eq!(unknown.code, 500);
}

#[tokio::test]
async fn a_batch_with_one_bad_value_changes_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (_, id) = Client::app(&emulator).registered("bob").await;
    define(&admin, "n", "NUMBER").await;
    let pairs = json!([{ "key": "n", "value": "1" }, { "key": "zzz", "value": "1" }]);
    set(&admin, &id, pairs).await.unwrap_err();
    let udv = "query($id: String!) { udv(targetType: USER, targetId: $id) { key } }";
    assert_eq!(admin.op("udv", udv, json!({ "id": id })).await.unwrap(), json!([]));
}

#[tokio::test]
async fn custom_data_comes_with_a_registration() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let input = |name: &str| {
        json!({
            "username": name, "password": app.encrypt("pw"), "forceLogin": true,
            "params": r#"[{"key":"age","value":18}]"#,
        })
    };
    let undefined = app.input("registerByUsername", input("bob")).await.unwrap_err();
    assert_eq!(undefined.code, 500);
    define(&admin, "age", "NUMBER").await;
    let user = app.input("registerByUsername", input("bob")).await.unwrap();
    let path = format!("/api/v2/users/{}?with_custom_data=1", user["id"].as_str().unwrap());
    let detail = admin.rest("GET", &path, json!(null)).await.unwrap();
    let expected = json!([{ "key": "age", "dataType": "NUMBER", "value": "18", "label": "age" }]);
    assert_eq!(detail["customData"], expected);
    let with = "{ users { list { customData { key value } } } }";
    let list = admin.op("users", with, json!({})).await.unwrap();
    assert_eq!(list["list"][0]["customData"], json!([{ "key": "age", "value": "18" }]));
}

#[tokio::test]
async fn values_of_many_users_are_set_and_read_together() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    define(&admin, "n", "NUMBER").await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap()["id"].clone();
    let ann = admin.create_user(json!({ "username": "ann" })).await.unwrap()["id"].clone();
    let set = "mutation($i: [SetUdfValueBatchInput!]!) \
        { setUdfValueBatch(targetType: USER, input: $i) { code } }";
    let input = json!([
        { "targetId": bob, "key": "n", "value": "1" },
        { "targetId": ann, "key": "n", "value": "2" },
    ]);
    admin.op("setUdfValueBatch", set, json!({ "i": input })).await.unwrap();
    let read = "query($ids: [String]!) \
        { udfValueBatch(targetType: USER, targetIds: $ids) { targetId data { key value } } }";
    let values = admin.op("udfValueBatch", read, json!({ "ids": [bob, ann] })).await.unwrap();
    assert_eq!(values[1], json!({ "targetId": ann, "data": [{ "key": "n", "value": "2" }] }));
}

#[tokio::test]
async fn a_removed_value_is_gone_and_a_removed_field_takes_all_values() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (bob, id) = Client::app(&emulator).registered("bob").await;
    define(&admin, "a", "NUMBER").await;
    define(&admin, "b", "NUMBER").await;
    set(&bob, &id, json!([{ "key": "a", "value": "1" }, { "key": "b", "value": "2" }]))
        .await
        .unwrap();
    let remove = "mutation($id: String!) \
        { removeUdv(targetType: USER, targetId: $id, key: \"a\") { key } }";
    let rest = bob.op("removeUdv", remove, json!({ "id": id })).await.unwrap();
    assert_eq!(rest, json!([{ "key": "b" }]));
    let drop = "mutation { removeUdf(targetType: USER, key: \"b\") { code } }";
    admin.op("removeUdf", drop, json!({})).await.unwrap();
    let udv = "query($id: String!) { udv(targetType: USER, targetId: $id) { key } }";
    assert_eq!(bob.op("udv", udv, json!({ "id": id })).await.unwrap(), json!([]));
    let (eve, _) = Client::app(&emulator).registered("eve").await;
    assert_eq!(eve.op("udv", udv, json!({ "id": id })).await.unwrap_err().code, 1001);
}
