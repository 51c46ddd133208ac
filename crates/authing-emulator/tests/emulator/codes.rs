use std::time::Duration;

use authing_emulator::{Emulator, MessageKind};
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn one_email_code_a_minute_goes_to_an_address() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap();
    assert_eq!(app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap_err().code, 2080);
    app.send_email("other@example.com", "CHANGE_EMAIL").await.unwrap();
    emulator.advance(Duration::from_secs(61));
    app.send_email("q@example.com", "CHANGE_EMAIL").await.unwrap();
    assert_eq!(app.send_email("nonsense", "CHANGE_EMAIL").await.unwrap_err().code, 2204);
}

#[tokio::test]
async fn a_verification_link_verifies_the_address() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let user = admin.create_user(json!({ "email": "ann@example.com" })).await.unwrap();
    assert_eq!(user["emailVerified"], false);
    admin.send_email("ann@example.com", "VERIFY_EMAIL").await.unwrap();
    let messages = emulator.messages();
    let mail = messages.last().unwrap();
    assert_eq!((mail.kind, mail.code.as_ref()), (MessageKind::Email, None));
    let response = reqwest::get(mail.link.as_deref().unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    let path = format!("/api/v2/users/{}", user["id"].as_str().unwrap());
    let user = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(user["emailVerified"], true);
}

#[tokio::test]
async fn a_code_is_forgotten_with_the_message_that_held_it() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let first = app.send_sms("13800000000").await;
    let second = app.send_sms("13800000001").await;
    for i in 2..=1000 {
        app.send_sms(&format!("{}", 13_800_000_000_u64 + i)).await;
    }
    assert_eq!(emulator.messages().len(), 1000);
    let register = async |phone: &str, code: &str| {
        app.input("registerByPhoneCode", json!({ "phone": phone, "code": code })).await
    };
    register("13800000001", &second).await.unwrap();
    assert_eq!(register("13800000000", &first).await.unwrap_err().code, 2001);
}
