//! Introspection, revocation and Authing's own check.

use std::time::Duration;

use authing_emulator::{Fault, FaultKind, TokenAlgorithm};
use serde_json::json;

use super::provider::{Provider, generous};
use crate::client::Client;

async fn tokens(provider: &Provider) -> (String, String, String) {
    let code = provider.offline_code().await;
    let response = provider.redeem(&code, &[]).await;
    let text = |key| response.text(key).to_owned();
    (text("access_token"), text("refresh_token"), text("id_token"))
}

#[tokio::test]
async fn a_living_token_is_described_and_any_other_is_inactive() {
    let provider = Provider::start().await;
    let (access, refresh, id_token) = tokens(&provider).await;
    let seen = provider.introspect(&access).await;
    assert_eq!(seen.headers["cache-control"], "no-store");
    let claims = provider.verified(&access).await;
    for claim in ["sub", "exp", "iat", "iss", "jti", "scope"] {
        assert_eq!(seen.body[claim], claims[claim], "{claim}");
    }
    assert_eq!(seen.body["active"], true);
    assert_eq!(seen.body["client_id"], provider.emulator.app_id());
    assert_eq!(seen.body["token_type"], "Bearer");
    let hint = [("token", refresh.as_str()), ("token_type_hint", "refresh_token")];
    assert_eq!(provider.post("/oidc/token/introspection", &hint).await.body["active"], true);

    for dead in [id_token.as_str(), "unknown"] {
        assert_eq!(provider.introspect(dead).await.body, json!({ "active": false }));
    }
    provider.emulator.advance(Duration::from_secs(14 * 86_400 + 1));
    assert_eq!(provider.introspect(&access).await.body, json!({ "active": false }));
    provider.post("/oidc/token/introspection", &[]).await.is_error(400, "invalid_request");
}

#[tokio::test]
async fn a_client_learns_nothing_of_anothers_tokens_and_cannot_revoke_them() {
    let provider = Provider::start().await;
    let (access, ..) = tokens(&provider).await;
    let other = provider.emulator.create_application("two", TokenAlgorithm::Hs256).unwrap();
    let fields = [
        ("client_id", other.id.as_str()),
        ("client_secret", other.secret.as_str()),
        ("token", access.as_str()),
    ];
    let seen = provider.bare("/oidc/token/introspection", &fields).await;
    assert_eq!(seen.body, json!({ "active": false }));
    let refused = provider.bare("/oidc/token/revocation", &fields).await;
    refused.is_error(400, "invalid_grant");
    assert_eq!(provider.me(&access).await.status, 200);
}

#[tokio::test]
async fn revoking_an_access_token_leaves_the_refresh_token() {
    let provider = Provider::start().await;
    let (access, refresh, id_token) = tokens(&provider).await;
    let revoke =
        async |token: &str| provider.post("/oidc/token/revocation", &[("token", token)]).await;
    let response = revoke(&access).await;
    assert_eq!((response.status, &response.body), (200, &json!(null)));
    assert_eq!(provider.me(&access).await.status, 401);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let again = provider.post("/oidc/token", &fields).await;
    let second = again.text("access_token");

    assert_eq!(revoke(&refresh).await.status, 200);
    assert_eq!(provider.me(second).await.status, 401, "it goes with its refresh token");
    provider.post("/oidc/token", &fields).await.is_error(400, "invalid_grant");
    assert_eq!(revoke("unknown").await.status, 200, "what is not there needs no revoking");
    revoke(&id_token).await.is_error(400, "unsupported_token_type");
    provider.post("/oidc/token/revocation", &[]).await.is_error(400, "invalid_request");
}

#[tokio::test]
async fn validate_token_returns_bare_claims_or_code_400() {
    let provider = Provider::with(generous()).await;
    let (access, refresh, id_token) = tokens(&provider).await;
    let check = async |query: String| {
        provider.get(&format!("/api/v2/oidc/validate_token?{query}")).await.body
    };
    assert_eq!(check(format!("id_token={id_token}")).await, provider.verified(&id_token).await);
    assert_eq!(check(format!("access_token={access}")).await, provider.verified(&access).await);
    let is = async |query: String, message: &str| {
        assert_eq!(check(query).await, json!({ "code": 400, "message": message }));
    };
    is("id_token=abc".to_owned(), "id_token 格式有误").await;
    is("access_token=abc".to_owned(), "access_token 格式有误").await;
    is(format!("id_token={access}"), "id_token 不合法").await;
    is(format!("access_token={id_token}"), "access_token 不合法").await;
    is(format!("access_token={refresh}"), "access_token 格式有误").await;
    is(format!("id_token={}", forged(&id_token)), "id_token 不合法").await;
    is(format!("access_token={}", forged(&access)), "access_token 不合法").await;
    assert_eq!(check(format!("id_token={id_token}&access_token={access}")).await["code"], 400);
    assert_eq!(check(String::new()).await["code"], 400);
    provider.emulator.advance(Duration::from_secs(14 * 86_400 + 1));
    is(format!("id_token={id_token}"), "id_token 不合法").await;
    is(format!("access_token={access}"), "access_token 不合法").await;
}

/// The token with the first letter of its signature changed.
fn forged(token: &str) -> String {
    let (body, signature) = token.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    format!("{body}.{first}{}", &signature[1..])
}

#[tokio::test]
async fn tokens_end_with_a_kick_with_expire_tokens_and_with_a_fault() {
    let provider = Provider::start().await;
    let (access, refresh, _) = tokens(&provider).await;
    let fault = Fault::new(FaultKind::ExpireToken).path("/oidc/me");
    provider.emulator.inject(fault);
    assert_eq!(provider.me(&access).await.status, 401);
    assert_eq!(provider.me(&access).await.status, 200);

    let admin = Client::admin(&provider.emulator).await;
    let kick = json!({ "userIds": [provider.user_id] });
    admin.request("POST", "/api/v2/users/kick").json(&kick).send().await.unwrap();
    assert_eq!(provider.introspect(&access).await.body["active"], false);
    assert_eq!(provider.introspect(&refresh).await.body["active"], false);

    let (access, ..) = tokens(&provider).await;
    provider.emulator.expire_tokens();
    assert_eq!(provider.introspect(&access).await.body["active"], false);
}
