//! The userinfo endpoint.

use serde_json::{Value, json};

use super::provider::{Provider, read};
use crate::client::Client;

async fn access(provider: &Provider, scope: &str) -> String {
    let code = provider.code(&[("scope", scope)]).await;
    provider.redeem(&code, &[]).await.text("access_token").to_owned()
}

#[tokio::test]
async fn the_token_comes_in_the_header_the_query_or_the_form() {
    let provider = Provider::start().await;
    let token = access(&provider, "openid email").await;
    let expected = json!({
        "sub": provider.user_id, "email": "bob@example.com", "email_verified": false,
    });
    assert_eq!(provider.me(&token).await.body, expected);
    assert_eq!(provider.get(&format!("/oidc/me?access_token={token}")).await.body, expected);
    let form = provider.bare("/oidc/me", &[("access_token", &token)]).await;
    assert_eq!(form.body, expected);
    let bearer = format!("Bearer {token}");
    assert_eq!(provider.send("/oidc/me", &[], Some(&bearer)).await.body, expected);
}

#[tokio::test]
async fn two_tokens_and_a_get_with_a_body_are_refused() {
    let provider = Provider::start().await;
    let token = access(&provider, "openid").await;
    let bearer = format!("Bearer {token}");
    let fields = [("access_token", token.as_str())];
    provider.send("/oidc/me", &fields, Some(&bearer)).await.is_error(400, "invalid_request");
    let url = format!("{}/oidc/me", provider.emulator.url());
    let get = reqwest::Client::new()
        .get(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("access_token={token}"));
    read(get).await.is_error(400, "invalid_request");
}

#[tokio::test]
async fn no_token_and_a_bad_token_are_unauthorized() {
    let provider = Provider::start().await;
    let none = provider.get("/oidc/me").await;
    assert_eq!(none.status, 401);
    let challenge = none.headers["www-authenticate"].to_str().unwrap();
    assert!(challenge.starts_with("Bearer realm=") && !challenge.contains("error"));
    let code = provider.offline_code().await;
    let tokens = provider.redeem(&code, &[]).await;
    for bad in ["unknown", tokens.text("id_token"), tokens.text("refresh_token")] {
        let response = provider.me(bad).await;
        response.is_error(401, "invalid_token");
        let challenge = response.headers["www-authenticate"].to_str().unwrap();
        assert!(challenge.contains("error=\"invalid_token\""));
    }
}

#[tokio::test]
async fn a_scope_gives_its_claims_and_no_others() {
    let provider = Provider::start().await;
    let admin = Client::admin(&provider.emulator).await;
    admin
        .op("createRole", "mutation { createRole(code: \"editor\") { code } }", json!({}))
        .await
        .unwrap();
    let assign =
        "mutation($u: [String!]) { assignRole(roleCode: \"editor\", userIds: $u) { code } }";
    admin.op("assignRole", assign, json!({ "u": [provider.user_id] })).await.unwrap();
    let names = async |scope: &str| {
        let token = access(&provider, &format!("openid {scope}")).await;
        let body = provider.me(&token).await.body;
        let mut names: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
        names.retain(|name| name != "sub");
        (names, body)
    };
    for (scope, claims) in [
        ("", &[][..]),
        ("phone", &["phone_number", "phone_number_verified"]),
        ("address", &["address"]),
        ("username", &["username"]),
        ("unionid", &["unionid"]),
        ("external_id", &["external_id"]),
        ("extended_fields", &["extended_fields"]),
        ("unknown", &[]),
    ] {
        assert_eq!(names(scope).await.0, claims, "{scope}");
    }
    assert_eq!(names("roles").await.1["roles"], json!(["editor"]));
    let (profile, body) = names("profile").await;
    assert_eq!(profile.len(), 14);
    assert_eq!(body["nickname"], "Bob <b>");
    assert_eq!(body["zoneinfo"], Value::Null);
    assert!(body["updated_at"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_deleted_users_token_is_worth_nothing() {
    let provider = Provider::start().await;
    let token = access(&provider, "openid").await;
    let admin = Client::admin(&provider.emulator).await;
    let delete = "mutation($i: String!) { deleteUser(id: $i) { code } }";
    admin.op("deleteUser", delete, json!({ "i": provider.user_id })).await.unwrap();
    provider.me(&token).await.is_error(401, "invalid_token");
}
