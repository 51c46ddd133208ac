use authing_emulator::{Emulator, TokenAlgorithm};
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn login_status_follows_login_kick_and_logout() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let status = async || {
        let path = format!("/api/v2/users/login-status?userId={id}");
        admin.rest("GET", &path, json!(null)).await.unwrap()
    };
    let logged_in = status().await;
    assert_eq!((&logged_in["isLogin"], &logged_in["user"]["id"]), (&json!(true), &json!(id)));
    assert_eq!(logged_in["application"][0]["id"], emulator.app_id());

    let kicked = admin.request("POST", "/api/v2/users/kick").json(&json!({ "userIds": [id] }));
    let kicked: serde_json::Value = kicked.send().await.unwrap().json().await.unwrap();
    assert_eq!(kicked, json!({ "code": 200, "message": "强制下线成功" }));
    assert_eq!(status().await["isLogin"], false);
    assert_eq!(app.login_status(bob.token()).await["code"], 2206);

    app.login("bob", "passw0rd").await.unwrap();
    assert_eq!(status().await["isLogin"], true);
    let path = format!("/logout?userId={id}&appId={}", emulator.app_id());
    admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(status().await["isLogin"], false);
}

#[tokio::test]
async fn logging_out_of_one_application_leaves_the_other() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let other = emulator.create_application("other", TokenAlgorithm::Rs256).unwrap();
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let login = "mutation($p: String!) \
        { loginByUsername(input: { username: \"bob\", password: $p }) { token } }";
    let response: serde_json::Value = reqwest::Client::new()
        .post(format!("{}/graphql/v2", emulator.url()))
        .header("x-authing-app-id", &other.id)
        .json(&json!({ "query": login, "variables": { "p": app.encrypt("passw0rd") } }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let second = response["data"]["loginByUsername"]["token"].as_str().unwrap();
    let path = format!("/logout?userId={id}&appId={}", other.id);
    admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(app.login_status(second).await["code"], 2206);
    assert_eq!(app.login_status(bob.token()).await["code"], 200);
}

#[tokio::test]
async fn user_actions_are_logged_and_filtered() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (_, id) = app.registered("bob").await;
    app.registered("ann").await;
    app.login("bob", "passw0rd").await.unwrap();
    let rows = async |query: String| {
        let path = format!("/api/v2/analysis/user-action?{query}");
        admin.rest("GET", &path, json!(null)).await.unwrap()
    };
    assert_eq!(rows(String::new()).await["totalCount"], 5);
    let arn = format!("arn:cn:authing:{}:user:{id}", emulator.user_pool_id());
    let bobs = rows(format!("operation_name[]=login&operator_arn[]={arn}&limit=1")).await;
    assert_eq!(bobs["totalCount"], 2);
    assert_eq!(bobs["list"].as_array().unwrap().len(), 1);
    let row = &bobs["list"][0];
    assert_eq!((&row["operation_name"], &row["operation_desc"]), (&json!("login"), &json!("登录")));
    assert_eq!((&row["user"]["id"], &row["app"]["id"]), (&json!(id), &json!(emulator.app_id())));
    let empty = rows("clientip=&operation_name=&operator_arn=&page=1&limit=10".to_owned()).await;
    assert_eq!(empty["totalCount"], 5, "empty values filter nothing");
}

#[tokio::test]
async fn logins_and_fields_are_counted_per_application() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (_, id) = app.registered("bob").await;
    app.login("bob", "passw0rd").await.unwrap();
    app.registered("ann").await;
    let udf = "mutation { setUdf(targetType: USER, key: \"age\", dataType: NUMBER, label: \"Age\") { key } }";
    admin.op("setUdf", udf, json!({})).await.unwrap();
    let set = format!(
        "mutation {{ setUdv(targetType: USER, targetId: \"{id}\", key: \"age\", value: \"7\") {{ key }} }}"
    );
    admin.op("setUdv", &set, json!({})).await.unwrap();
    let app_id = emulator.app_id();
    let count = async |path: String| admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(count(format!("/api/v2/analysis/total-login-count?appId={app_id}")).await, 2);
    let path =
        format!("/api/v2/analysis/exist-defined-field-count?appId={app_id}&definedFieldKey=age");
    assert_eq!(count(path).await, 1);
}
