use authing_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::Client;

#[tokio::test]
async fn a_login_by_credentials_names_its_errors_in_the_envelope_of_version_3() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    app.register("bob", "passw0rd").await.unwrap();
    let log_in = async |payload: Value, secret: &str| -> Value {
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
    let response = log_in(right.clone(), emulator.app_secret()).await;
    assert_eq!(
        (&response["statusCode"], &response["data"]["token_type"]),
        (&json!(200), &json!("Bearer"))
    );
    assert_eq!(response["data"]["expire_in"], 14 * 24 * 3600);
    let wrong = json!({ "username": "bob", "password": "wrong" });
    let response = log_in(wrong, emulator.app_secret()).await;
    assert_eq!((&response["statusCode"], &response["apiCode"]), (&json!(499), &json!(2006)));
    let two = json!({ "username": "bob", "email": "bob@example.com", "password": "passw0rd" });
    assert_eq!(log_in(two, emulator.app_secret()).await["apiCode"], 2231);
    assert_eq!(log_in(right, "wrong").await["statusCode"], 403);
}
