use authing_emulator::{DirectoryKind, DirectoryUser, Emulator};
use serde_json::{Value, json};

use crate::client::{Client, text};

#[tokio::test]
async fn a_directory_and_who_came_from_there_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let bob = DirectoryUser::new("bob", "passw0rd").phone("13800000000");
    let builder = || Emulator::builder().data_file(&file);
    let first = builder().directory_user(DirectoryKind::Ldap, bob).start().await.unwrap();
    let body = json!({ "username": "Bob", "password": "passw0rd" });
    let log_in = async |emulator: &Emulator, directory: &str| {
        let path = format!("/api/v2/{directory}/verify-user");
        Client::app(emulator).rest("POST", &path, body.clone()).await
    };
    let user = log_in(&first, "ldap").await.unwrap();
    assert_eq!(user["phone"], "13800000000");
    first.stop().unwrap();
    let second = builder().start().await.unwrap();
    assert_eq!(log_in(&second, "ldap").await.unwrap()["id"], user["id"]);
    assert_eq!(log_in(&second, "ad").await.unwrap_err().code, 2_820_002);
}

#[tokio::test]
async fn directories_and_codes_are_set_up_by_the_control_routes_too() {
    let emulator = Emulator::start().await.unwrap();
    let http = reqwest::Client::new();
    let control = async |path: &str, body: Value| -> Value {
        let url = format!("{}/_emulator/{path}", emulator.url());
        let response = http.post(url).json(&body).send().await.unwrap().error_for_status().unwrap();
        response.json().await.unwrap()
    };
    let ann = json!({ "directory": "ad", "username": "ann", "password": "a", "name": "Ann" });
    control("directory-users", ann).await;
    let app = Client::app(&emulator);
    let body = json!({ "username": "ann", "password": "a" });
    let user = app.rest("POST", "/api/v2/ad/verify-user", body).await.unwrap();
    assert_eq!(user["name"], "Ann");

    let made = control("wechat-codes", json!({ "openid": "o", "nickname": "W" })).await;
    let path = |pool: &str| {
        let code = text(&made, "code");
        format!("/connection/social/wechat:mobile/{pool}/callback?code={code}")
    };
    let elsewhere = app.rest("GET", &path("elsewhere"), Value::Null).await.unwrap_err();
    assert_eq!(elsewhere.code, 2224);
    let user = app.rest("GET", &path(emulator.app_id()), Value::Null).await.unwrap();
    assert_eq!(user["nickname"], "W");
}
