//! Registration and login by a code sent by email.

use authing_authentication::{
    LoginByEmailCode, RegisterByEmailCode,
    types::{CustomData, RegisterProfile},
};
use serde_json::{Value, json};

use crate::common::{HELD, ID, client, exchange, server, unsent, user};

fn response(token: Option<&str>) -> Value {
    json!({"code": 200, "message": "", "data": user(ID, token)})
}

#[tokio::test]
async fn an_email_address_and_its_code_register() {
    let (sent, bob) =
        exchange(response(None), |client| client.register_by_email_code("bob@example.com", "1234"))
            .await;
    let body = json!({"email": "bob@example.com", "code": "1234"});
    sent.is_rest("POST", "/api/v2/register/email-code", body);
    assert_eq!((sent.token(), bob.id.as_str()), (None, ID));
}

#[tokio::test]
async fn a_registration_by_code_carries_its_options_as_objects() {
    let request = RegisterByEmailCode::new("bob@example.com", "1234")
        .profile(RegisterProfile::new().nickname("Bob"))
        .force_login()
        .generate_token()
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")])
        .phone_token("phone-token");
    let (sent, _) =
        exchange(response(Some("new-token")), |client| client.register_by_email_code_with(request))
            .await;
    assert_eq!(
        sent.body(),
        json!({
            "email": "bob@example.com",
            "code": "1234",
            "profile": {"nickname": "Bob"},
            "forceLogin": true,
            "generateToken": true,
            "clientIp": "203.0.113.7",
            "customData": {"age": 22},
            "context": {"source": "sale"},
            "phoneToken": "phone-token",
        })
    );
}

#[tokio::test]
async fn an_email_address_and_its_code_log_in() {
    let (sent, _) = exchange(response(Some("new-token")), |client| {
        client.login_by_email_code("bob@example.com", "1234")
    })
    .await;
    let body = json!({"email": "bob@example.com", "code": "1234"});
    sent.is_rest("POST", "/api/v2/login/email-code", body);
}

#[tokio::test]
async fn a_login_by_email_code_carries_its_options_as_text() {
    let request = LoginByEmailCode::new("bob@example.com", "1234")
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")]);
    let (sent, _) =
        exchange(response(Some("new-token")), |client| client.login_by_email_code_with(request))
            .await;
    assert_eq!(
        sent.body(),
        json!({
            "email": "bob@example.com",
            "code": "1234",
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
        })
    );
}

#[tokio::test]
async fn a_registration_by_code_without_a_token_leaves_the_login_alone() {
    let client = client(&server(response(None))).with_token(HELD);
    client.register_by_email_code("else@example.com", "1234").await.unwrap();
    assert_eq!(client.token().unwrap().expose(), HELD);
    assert!(client.user().is_none());
}

#[tokio::test]
async fn an_empty_address_or_code_is_not_sent() {
    for (error, argument) in [
        (unsent(|client| client.register_by_email_code("", "1234")).await, "email"),
        (unsent(|client| client.register_by_email_code("bob@example.com", "")).await, "code"),
        (unsent(|client| client.login_by_email_code(" ", "1234")).await, "email"),
        (unsent(|client| client.login_by_email_code("bob@example.com", " ")).await, "code"),
    ] {
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}
