//! Registration.

use authing_authentication::{
    ErrorKind, RegisterByEmail, RegisterByPhoneCode, RegisterByUsername,
    types::{CustomData, RegisterProfile},
};
use serde_json::{Map, Value, json};

use crate::common::{ID, client, data, exchange, refusal, server, take_password, unsent, user};

#[tokio::test]
async fn an_email_address_is_registered_without_a_token() {
    let response = data("registerByEmail", user(ID, None));
    let (sent, bob) =
        exchange(response, |client| client.register_by_email("bob@example.com", "passw0rd")).await;
    assert_eq!(bob.id, ID);
    sent.is_graphql(
        "mutation registerByEmail($input:RegisterByEmailInput!){registerByEmail(input:$input)",
    );
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"email": "bob@example.com"}}));
}

#[tokio::test]
async fn an_email_registration_carries_every_option() {
    let request = RegisterByEmail::new("bob@example.com", "passw0rd")
        .profile(RegisterProfile::new().nickname("Bob"))
        .force_login()
        .generate_token()
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22).with("school", "HUST"))
        .context([("source", "sale")])
        .phone_token("phone-token");
    let response = data("registerByEmail", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.register_by_email_with(request)).await;
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(
        variables["input"],
        json!({
            "email": "bob@example.com",
            "profile": {"nickname": "Bob"},
            "forceLogin": true,
            "generateToken": true,
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22},{"key":"school","value":"HUST"}]"#,
            "context": r#"{"source":"sale"}"#,
            "phoneToken": "phone-token",
        })
    );
}

#[tokio::test]
async fn empty_custom_data_and_context_are_left_out() {
    let request = RegisterByEmail::new("bob@example.com", "passw0rd")
        .custom_data(&CustomData::new())
        .context(Map::<String, Value>::new());
    let response = data("registerByEmail", user(ID, None));
    let (sent, _) = exchange(response, |client| client.register_by_email_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    take_password(&mut input, "password");
    assert_eq!(input, json!({"email": "bob@example.com"}));
}

#[tokio::test]
async fn a_context_may_be_any_json_object() {
    let Value::Object(context) = json!({"cart": {"items": 3}}) else { unreachable!() };
    let request = RegisterByEmail::new("bob@example.com", "passw0rd").context(context);
    let response = data("registerByEmail", user(ID, None));
    let (sent, _) = exchange(response, |client| client.register_by_email_with(request)).await;
    assert_eq!(sent.variables()["input"]["context"], r#"{"cart":{"items":3}}"#);
}

#[tokio::test]
async fn a_username_is_registered() {
    let response = data("registerByUsername", user(ID, None));
    let (sent, _) =
        exchange(response, |client| client.register_by_username("bob", "passw0rd")).await;
    sent.is_graphql(
        "mutation registerByUsername($input:RegisterByUsernameInput!)\
         {registerByUsername(input:$input)",
    );
    assert_eq!(sent.token(), None);
    let mut variables = sent.variables();
    assert_eq!(take_password(&mut variables["input"], "password"), "passw0rd");
    assert_eq!(variables, json!({"input": {"username": "bob"}}));
}

#[tokio::test]
async fn a_username_registration_carries_every_option() {
    let request = RegisterByUsername::new("bob", "passw0rd")
        .profile(RegisterProfile::new().company("ACME"))
        .force_login()
        .generate_token()
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("active", true))
        .context([("source", "sale")])
        .phone_token("phone-token")
        .email_token("email-token");
    let response = data("registerByUsername", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.register_by_username_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    take_password(&mut input, "password");
    assert_eq!(
        input,
        json!({
            "username": "bob",
            "profile": {"company": "ACME"},
            "forceLogin": true,
            "generateToken": true,
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"active","value":true}]"#,
            "context": r#"{"source":"sale"}"#,
            "phoneToken": "phone-token",
            "emailToken": "email-token",
        })
    );
}

#[tokio::test]
async fn a_phone_number_is_registered_with_its_code() {
    let response = data("registerByPhoneCode", user(ID, None));
    let (sent, _) =
        exchange(response, |client| client.register_by_phone_code("13800000000", "1234")).await;
    sent.is_graphql(
        "mutation registerByPhoneCode($input:RegisterByPhoneCodeInput!)\
         {registerByPhoneCode(input:$input)",
    );
    assert_eq!(sent.token(), None);
    assert_eq!(sent.variables(), json!({"input": {"phone": "13800000000", "code": "1234"}}));
}

#[tokio::test]
async fn a_phone_registration_carries_every_option() {
    let request = RegisterByPhoneCode::new("5550100", "1234")
        .phone_country_code("+1")
        .password("passw0rd")
        .profile(RegisterProfile::new().nickname("Bob"))
        .force_login()
        .generate_token()
        .client_ip("203.0.113.7")
        .custom_data(&CustomData::new().with("age", 22))
        .context([("source", "sale")])
        .email_token("email-token");
    let response = data("registerByPhoneCode", user(ID, Some("new-token")));
    let (sent, _) = exchange(response, |client| client.register_by_phone_code_with(request)).await;
    let mut input = sent.variables()["input"].clone();
    assert_eq!(take_password(&mut input, "password"), "passw0rd");
    assert_eq!(
        input,
        json!({
            "phone": "5550100",
            "code": "1234",
            "phoneCountryCode": "+1",
            "profile": {"nickname": "Bob"},
            "forceLogin": true,
            "generateToken": true,
            "clientIp": "203.0.113.7",
            "params": r#"[{"key":"age","value":22}]"#,
            "context": r#"{"source":"sale"}"#,
            "emailToken": "email-token",
        })
    );
}

#[tokio::test]
async fn a_password_that_cannot_be_encrypted_is_refused_before_anything_is_sent() {
    let empty = unsent(|client| client.register_by_username("bob", "")).await;
    assert_eq!(empty.kind(), ErrorKind::Input);
    let long = unsent(|client| client.register_by_email("bob@example.com", "x".repeat(118))).await;
    assert!(long.to_string().contains("118 bytes"), "{long}");
    let request = RegisterByPhoneCode::new("13800000000", "1234").password("");
    let phone = unsent(|client| client.register_by_phone_code_with(request)).await;
    assert_eq!(
        phone.to_string(),
        "authentication.register_by_phone_code failed: argument `password` is empty"
    );
}

#[tokio::test]
async fn a_refused_registration_says_why_and_stores_nothing() {
    let client = client(&server(refusal(2026, "用户已存在，请直接登录！")));
    let error = client.register_by_email("bob@example.com", "passw0rd").await.unwrap_err();
    assert!(error.is_already_exists());
    assert_eq!(error.message(), "用户已存在，请直接登录！");
    assert!(client.user().is_none() && client.token().is_none());
}
