//! Responses with something odd in them, as servers have sent them.

use authing_authentication::{ErrorCode, ErrorKind, connections::ConnectionMessage};
use authing_core::{HttpResponse, test_util::ScriptedTransport};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{HELD, ID, client, data, server, user};

const ERROR_HALF_EMOJI: &[u8] = include_bytes!("../cases/odd/error-half-emoji.json");

fn server_of(body: &'static [u8]) -> ScriptedTransport {
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body)))
}

#[tokio::test]
async fn an_error_with_half_an_emoji_keeps_its_code() {
    let error = client(&server_of(ERROR_HALF_EMOJI))
        .login_by_username("bob", "passw0rd")
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::new(2026))));
    assert_eq!(error.message(), "用户 \u{fffd} 已存在");
}

#[tokio::test]
async fn half_an_emoji_in_a_nickname_does_not_keep_anybody_out() {
    let body = br#"{"data": {"loginByUsername": {"id": "u", "arn": "a", "userPoolId": "p",
        "token": "t", "nickname": "abc\ud83d"}}}"#;
    let client = client(&server_of(body));
    let user = client.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(user.nickname.as_deref(), Some("abc\u{fffd}"));
    assert_eq!(client.token().unwrap().expose(), "t");
}

#[tokio::test]
async fn an_odd_optional_member_does_not_keep_anybody_out() {
    let mut bob = user(ID, Some("t"));
    bob["loginsCount"] = "many".into();
    bob["updatedAt"] = 1_632_468_591.into();
    let client = client(&server(data("loginByUsername", bob)));
    let user = client.login_by_username("bob", "passw0rd").await.unwrap();
    assert_eq!(user.logins_count, None);
    assert!(user.updated_at.unwrap().to_system_time().is_some());
}

#[tokio::test]
async fn a_login_that_brings_no_readable_token_or_user_is_an_error_that_says_so() {
    for (name, value) in [("token", json!(7)), ("blocked", json!("no")), ("id", json!([]))] {
        let mut bob = user(ID, Some("t"));
        bob[name] = value;
        let client = client(&server(data("loginByUsername", bob)));
        let error = client.login_by_username("bob", "passw0rd").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains(&format!("`data.loginByUsername.{name}`")), "{error}");
        assert!(client.token().is_none());
    }
    let client = client(&server(data("loginByUsername", Value::Null)));
    let error = client.login_by_username("bob", "passw0rd").await.unwrap_err();
    assert!(error.message().contains("lacks `data.loginByUsername`"), "{error}");
}

#[tokio::test]
async fn a_role_is_not_denied_because_another_cannot_be_read() {
    // Who it is, the client asks first.
    let roles = json!({"totalCount": 2, "list": [
        {"id": "1", "code": 7, "arn": "a", "namespace": "default"},
        {"id": "2", "code": "editor", "arn": "a", "namespace": "default"},
    ]});
    let mut bob = user(ID, None);
    bob["roles"] = roles;
    let client = client(&server(data("user", bob))).with_token(HELD);
    let error = client.has_role("editor").await.unwrap_err();
    assert!(error.message().contains("`data.user.roles.list[0].code`"), "{error}");
    let listed = client.list_roles().await.unwrap();
    assert_eq!((listed.list.len(), listed.set_aside.len()), (1, 1));
}

#[test]
fn a_message_of_a_login_window_with_half_an_emoji_is_read() {
    let text = r#"{"code": 200, "message": "a\ud83d", "data": {"id": "1", "token": "t"}}"#;
    ConnectionMessage::from_json(text).unwrap();
    ConnectionMessage::from_query(
        "code=200&data=%7B%22id%22%3A%221%22%2C%22n%22%3A%22%5Cud83d%22%7D",
    )
    .unwrap();
}
