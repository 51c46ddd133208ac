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
        let answer = http.post(url).json(&body).send().await.unwrap().error_for_status().unwrap();
        answer.json().await.unwrap()
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

#[tokio::test]
async fn a_file_is_asked_for_and_a_private_one_is_not_shown() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let upload = async |query: &str, field: &str| -> Value {
        let form = format!(
            "--b\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.html\"\r\n\
             content-type: text/html\r\n\r\n<b>\r\n--b--\r\n"
        );
        let path = format!("/api/v2/upload?{query}");
        let request = app.request("POST", &path).body(form);
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        request.send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(upload("folder=avatar", "other").await["code"], 500);
    assert_eq!(upload("folder=../x", "file").await["code"], 2231);
    let stored = upload("folder=avatar", "file").await;
    let shown = reqwest::get(text(&stored["data"], "url")).await.unwrap();
    assert_eq!(shown.headers()["x-content-type-options"], "nosniff");
    assert_eq!(shown.headers()["content-security-policy"], "default-src 'none'; sandbox");
    assert_eq!(shown.text().await.unwrap(), "<b>");
    let hidden = upload("folder=face-photo&private=true", "file").await;
    let answer = reqwest::get(text(&hidden["data"], "url")).await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], 500);
}

#[tokio::test]
async fn a_sign_in_names_its_errors_in_the_third_version_s_envelope() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    let sign_in = async |payload: Value, secret: &str| -> Value {
        let body = json!({
            "connection": "PASSWORD", "passwordPayload": payload,
            "client_id": emulator.app_id(), "client_secret": secret,
        });
        app.request("POST", "/api/v3/signin")
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    let right = json!({ "username": "bob", "password": "passw0rd" });
    let answer = sign_in(right.clone(), emulator.app_secret()).await;
    assert_eq!(
        (&answer["statusCode"], &answer["data"]["token_type"]),
        (&json!(200), &json!("Bearer"))
    );
    assert_eq!(answer["data"]["expire_in"], 14 * 24 * 3600);
    let wrong = json!({ "username": "bob", "password": "wrong" });
    let answer = sign_in(wrong, emulator.app_secret()).await;
    assert_eq!((&answer["statusCode"], &answer["apiCode"]), (&json!(499), &json!(2006)));
    let two = json!({ "username": "bob", "email": "bob@example.com", "password": "passw0rd" });
    assert_eq!(sign_in(two, emulator.app_secret()).await["apiCode"], 2231);
    assert_eq!(sign_in(right, "wrong").await["statusCode"], 403);
}
