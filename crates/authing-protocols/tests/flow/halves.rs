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

#[tokio::test]
async fn nobody_is_found_by_an_id_of_a_checked_token_with_a_character_replaced() {
    for name in ["sub", "client_id", "iss"] {
        let server = Server::new();
        for text in [r"u\ud83d", r"u\ude00", r"u\ufffd"] {
            server.says(200, format!(r#"{{"active": true, "{name}": "{text}"}}"#));
            let error = message(server.oidc().introspect("t", None).await);
            assert!(error.contains(&format!("`{name}` holds half a character")), "{error}");
        }
    }
    for name in ["sub", "azp", "iss"] {
        let server = Server::new();
        server.says(200, format!(r#"{{"{name}": "u\ud83d", "aud": "app1", "exp": 1}}"#));
        let error = message(server.oidc().validate_access_token_online("t").await);
        assert!(error.contains(&format!("`{name}` holds half a character")), "{error}");
    }
}

#[tokio::test]
async fn an_empty_id_is_nobody_s() {
    let server = Server::new();
    server.says(200, r#"{"active": true, "sub": "", "client_id": "", "iss": ""}"#);
    let said = server.oidc().introspect("t", None).await.unwrap();
    assert_eq!((said.sub, said.client_id, said.iss), (None, None, None));
}

#[tokio::test]
async fn an_odd_member_of_a_response_is_named_and_not_quoted() {
    let server = Server::new();
    for (said, named) in [
        (r#"{"active": "canary"}"#, "`active` does not fit (string)"),
        (r#"{"active": true, "sub": 77}"#, "`sub` does not fit (integer)"),
        (r#"{"active": true, "client_id": ["canary"]}"#, "`client_id` does not fit (sequence)"),
        (r#"{"active": true, "iss": {"canary": 1}}"#, "`iss` does not fit (map)"),
        (r#"{"active": true, "aud": ["app1", {"canary": 1}]}"#, "`aud` does not fit"),
        (r#"{"active": true, "scope": {"canary": 1}}"#, "`scope` does not fit"),
        (r#"{"sub": "canary"}"#, "lacks `active`"),
    ] {
        server.says(200, said);
        let error = message(server.oidc().introspect("t", None).await);
        assert!(error.contains(named), "{error}");
        assert!(!error.contains("canary") && !error.contains("77"), "{error}");
    }
    for (said, named) in [
        (
            r#"{"access_token": 77, "token_type": "Bearer"}"#,
            "`access_token` does not fit (integer)",
        ),
        (r#"{"access_token": "canary", "token_type": 77}"#, "`token_type` does not fit (integer)"),
        (r#"{"token_type": "Bearer"}"#, "lacks `access_token`"),
        // None that can be read is not the one that was requested.
        (
            r#"{"access_token": "canary", "token_type": "Bearer", "scope": 77}"#,
            "`scope` does not fit",
        ),
    ] {
        server.says(200, said);
        let error = message(server.oidc().client_credentials("k", "s", "a").await);
        assert!(error.contains(named), "{error}");
        assert!(!error.contains("canary") && !error.contains("77"), "{error}");
    }
    // A refusal with a success's status stays a refusal.
    server.says(200, r#"{"code": 400, "message": "said so", "active": 7}"#);
    let error = message(server.oidc().introspect("t", None).await);
    assert!(error.contains("said so"), "{error}");
}

#[tokio::test]
async fn people_are_not_found_by_user_info_with_a_character_replaced() {
    let server = Server::new();
    server.says(200, r#"{"sub": "u1", "email": "a\ud83d@x", "name": "a\ud83d"}"#);
    let user = server.oidc().user_info_unbound("t").await.unwrap();
    assert_eq!((user.profile.email, &user.extra["email"]), (None, &json!("a\u{fffd}@x")));
    assert_eq!(user.profile.name.as_deref(), Some("a\u{fffd}"));
    server.says(200, json!({"sub": "u1", "email": "a\u{fffd}@x"}).to_string());
    let user = server.oidc().user_info_unbound("t").await.unwrap();
    assert_eq!(user.profile.email.as_deref(), Some("a\u{fffd}@x"));
}
