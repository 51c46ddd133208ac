//! The OAuth 2.0 endpoints.

use std::time::Duration;

use serde_json::json;

use super::provider::{CALLBACK, Provider, generous};

fn request(provider: &Provider, changes: &[(&str, &str)]) -> String {
    let mut all = vec![("scope", "user")];
    all.retain(|(name, _)| changes.iter().all(|(own, _)| own != name));
    all.extend_from_slice(changes);
    provider.request(&all).replace("/oidc/auth", "/oauth/auth")
}

async fn code(provider: &Provider) -> String {
    let shown = provider.browser().log_in(&request(provider, &[]), "bob", "passw0rd").await;
    assert_eq!(shown.param("iss"), Some(format!("{}/oauth", provider.emulator.url())));
    shown.param("code").unwrap()
}

#[tokio::test]
async fn a_code_gives_opaque_tokens_that_can_be_refreshed() {
    let provider = Provider::with(generous()).await;
    let code = code(&provider).await;
    let fields =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    let response = provider.post("/oauth/token", &fields).await;
    assert_eq!(response.status, 200, "{}", response.body);
    let access = response.text("access_token");
    assert!(access.len() == 40 && access.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!((response.text("scope"), response.text("token_type")), ("user", "Bearer"));
    assert_eq!(response.body["expires_in"], 1_209_600);
    assert!(response.body.get("id_token").is_none());

    let refresh = response.text("refresh_token");
    let again = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let second = provider.post("/oauth/token", &again).await;
    assert_eq!(second.text("refresh_token"), refresh);
    provider.post("/oidc/token", &again).await.is_error(400, "invalid_grant");

    for path in ["/oauth/me", "/oauth/user/userinfo"] {
        let me = provider.get(&format!("{path}?access_token={access}")).await;
        assert_eq!((me.text("sub"), me.text("email")), (&*provider.user_id, "bob@example.com"));
    }
    provider.me(access).await.is_error(401, "invalid_token");
    provider.post("/oauth/token", &fields).await.is_error(400, "invalid_grant");
    let gone = provider.get(&format!("/oauth/me?access_token={access}")).await;
    gone.is_error(401, "invalid_token");
}

#[tokio::test]
async fn tokens_are_introspected_and_revoked_under_their_own_issuer() {
    let provider = Provider::with(generous()).await;
    let fields = [("grant_type", "password"), ("username", "bob"), ("password", "passw0rd")];
    let response = provider.post("/oauth/token", &fields).await;
    let token = [("token", response.text("access_token"))];
    let seen = provider.post("/oauth/token/introspection", &token).await.body;
    assert_eq!(seen["iss"], format!("{}/oauth", provider.emulator.url()));
    assert_eq!((&seen["active"], &seen["sub"]), (&json!(true), &json!(provider.user_id)));
    let elsewhere = provider.post("/oidc/token/introspection", &token).await.body;
    assert_eq!(elsewhere, json!({ "active": false }));
    assert_eq!(provider.post("/oauth/token/revocation", &token).await.status, 200);
    let seen = provider.post("/oauth/token/introspection", &token).await.body;
    assert_eq!(seen, json!({ "active": false }));
}

#[tokio::test]
async fn an_implicit_response_has_the_token_and_there_are_no_id_tokens() {
    let provider = Provider::with(generous()).await;
    let asked = request(&provider, &[("response_type", "token")]);
    let shown = provider.browser().log_in(&asked, "bob", "passw0rd").await;
    assert_eq!(shown.param("access_token").unwrap().len(), 40);
    for (changes, code) in [
        (&[("response_type", "id_token")][..], "unsupported_response_type"),
        (&[("scope", "openid")], "invalid_scope"),
    ] {
        let refused = provider.browser().get(&request(&provider, changes)).await;
        assert_eq!(refused.param("error").as_deref(), Some(code));
    }
    let machine = [("grant_type", "client_credentials"), ("scope", "book")];
    provider.post("/oauth/token", &machine).await.is_error(400, "unsupported_grant_type");
}

#[tokio::test]
async fn oauth_has_to_be_switched_on() {
    let provider = Provider::start().await;
    let shown = provider.browser().get(&request(&provider, &[])).await;
    assert!(shown.status == 400 && shown.body.contains("oauthProviderEnabled"));
    let fields = [("grant_type", "password"), ("username", "bob"), ("password", "passw0rd")];
    provider.post("/oauth/token", &fields).await.is_error(400, "unauthorized_client");
    let token = [("token", "x")];
    provider.post("/oauth/token/introspection", &token).await.is_error(400, "unauthorized_client");
}

#[tokio::test]
async fn a_code_of_one_protocol_is_not_one_of_the_other() {
    let provider = Provider::with(generous()).await;
    let code = code(&provider).await;
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
    provider.emulator.advance(Duration::from_secs(601));
    let fields =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    provider.post("/oauth/token", &fields).await.is_error(400, "invalid_grant");
}
