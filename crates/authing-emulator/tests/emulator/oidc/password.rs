//! The password grant, and Authing's exchange of a user token.

use serde_json::json;

use super::provider::{Provider, generous};
use crate::client::{Client, text};

const EXCHANGE: &str = "http://authing.cn/oidc/grant_type/authing_token";

#[tokio::test]
async fn a_name_and_a_password_give_tokens_and_by_scope_alone_a_refresh_token() {
    let provider = Provider::start().await;
    let log_in = async |more: &[(&str, &str)]| {
        let mut fields = vec![("grant_type", "password")];
        fields.extend_from_slice(more);
        provider.post("/oidc/token", &fields).await
    };
    let right = [("username", "bob"), ("password", "passw0rd")];
    let plain = log_in(&right).await;
    assert_eq!((plain.status, plain.text("scope")), (200, "openid"));
    assert!(plain.body.get("refresh_token").is_none());
    let offline = log_in(&[right[0], right[1], ("scope", "openid offline_access")]).await;
    assert!(offline.body.get("refresh_token").is_some());
    provider.verified(offline.text("id_token")).await;

    let wrong = log_in(&[("username", "bob"), ("password", "wrong")]).await;
    wrong.is_error(400, "invalid_grant");
    assert!(wrong.text("error_description").starts_with("2006 "));
    log_in(&[("username", "bob")]).await.is_error(400, "invalid_request");
    log_in(&[right[0], right[1], ("scope", "magic")]).await.is_error(400, "invalid_scope");
}

#[tokio::test]
async fn a_password_alone_gives_no_tokens_to_a_user_with_a_second_factor() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    let key = json!({ "userId": provider.user_id, "secret": "GEZDGNBVGY3TQOJQ" });
    admin.rest("POST", "/api/v2/mfa/totp/import", key).await.unwrap();
    let fields = [("grant_type", "password"), ("username", "bob"), ("password", "passw0rd")];
    let refused = provider.post("/oidc/token", &fields).await;
    refused.is_error(400, "invalid_grant");
    assert!(refused.text("error_description").starts_with("1635 "), "{}", refused.body);
    assert!(!refused.body.to_string().contains("mfaToken"));
}

#[tokio::test]
async fn a_login_by_password_is_counted() {
    let provider = Provider::start().await;
    let fields = [("grant_type", "password"), ("username", "bob"), ("password", "passw0rd")];
    provider.post("/oidc/token", &fields).await;
    let path = format!("/api/v2/users/{}", provider.user_id);
    let admin = Client::admin(&provider.emulator).await;
    let user = admin.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(user["loginsCount"], 1);
}

#[tokio::test]
async fn a_user_token_is_exchanged_where_that_is_allowed() {
    let provider = Provider::with(generous()).await;
    let user = Client::app(&provider.emulator).login("bob", "passw0rd").await.unwrap();
    let fields = [
        ("grant_type", EXCHANGE),
        ("token", text(&user, "token")),
        ("scope", "openid phone offline_access"),
        ("redirect_uri", "http://localhost:3000/callback"),
    ];
    let response = provider.post("/oidc/token", &fields).await;
    assert_eq!(response.status, 200, "{}", response.body);
    assert!(response.body.get("refresh_token").is_some());
    let me = provider.me(response.text("access_token")).await;
    assert_eq!(me.body["phone_number"], "13800000000");
    let bad = [("grant_type", EXCHANGE), ("token", "e30.e30.e30")];
    provider.post("/oidc/token", &bad).await.is_error(400, "invalid_grant");

    let plain = Provider::start().await;
    plain.post("/oidc/token", &fields).await.is_error(400, "unauthorized_client");
}
