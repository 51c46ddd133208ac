//! Half a character in what a provider says costs that character.

use authing_protocols::Error;
use serde_json::json;

use crate::{
    authorize::discovery,
    common::{SECRET, Server, Started, message, tokens},
};

#[tokio::test]
async fn tokens_user_info_and_introspection_are_read() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    let said = tokens(&begun.id_token(json!({}))).to_string();
    server.says(200, said.replacen('{', r#"{"own": "a\ud83d","#, 1));
    let login = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await.unwrap();
    assert_eq!(login.tokens.extra["own"], "a\u{fffd}");

    server.says(200, r#"{"sub": "user1", "nickname": "a\ud83d", "b\ude00": 1}"#);
    let user = oidc.user_info(&login).await.unwrap();
    assert_eq!(user.profile.nickname.as_deref(), Some("a\u{fffd}"));
    assert_eq!(user.extra["b\u{fffd}"], 1);

    server.says(200, r#"{"active": true, "username": "a\ud83d"}"#);
    let said = oidc.introspect("t", None).await.unwrap();
    assert_eq!(said.username.as_deref(), Some("a\u{fffd}"));
}

#[tokio::test]
async fn nobody_is_found_by_an_id_with_a_character_replaced() {
    let server = Server::new();
    server.says(200, r#"{"sub": "user\ud83d", "nickname": "a"}"#);
    let error = message(server.oidc().user_info_unbound("t").await);
    assert!(error.contains("half a character"), "{error}");
    server.says(200, json!({"sub": "user\u{fffd}"}).to_string());
    assert_eq!(server.oidc().user_info_unbound("t").await.unwrap().sub, "user\u{fffd}");
}

#[tokio::test]
async fn a_refusal_keeps_its_code() {
    let server = Server::new();
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize()).await;
    server.says(400, r#"{"error": "invalid_grant", "error_description": "a\ud83d"}"#);
    let refusal = oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await.unwrap_err();
    let Error::OAuth(refusal) = refusal else { panic!("{refusal:?}") };
    assert_eq!(refusal.code().as_str(), "invalid_grant");
    assert_eq!(refusal.description(), Some("a\u{fffd}"));

    server.says(200, r#"{"error": "unsupported_token_type", "error_description": "\ude00"}"#);
    assert!(message(server.oidc().revoke("t", None).await).contains("is an error"));
}

#[tokio::test]
async fn a_discovery_document_is_read() {
    let server = Server::new();
    server.says(200, discovery(json!({})).to_string().replacen('{', r#"{"note": "a\ud83d","#, 1));
    let oidc = server.oidc_builder().discovery(true).secret(SECRET).build().unwrap();
    let metadata = oidc.metadata().await.unwrap();
    assert_eq!(metadata.extra["note"], "a\u{fffd}");
}
