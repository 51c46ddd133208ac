//! Settings by the builder, the handle and the control routes.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, TokenAlgorithm};
use reqwest::Method;
use serde_json::{Value, json};

use super::provider::{Provider, generous};
use crate::client::header;

async fn patch(provider: &Provider, app_id: &str, settings: Value) -> u16 {
    let url = format!("{}/_emulator/applications/{app_id}", provider.emulator.url());
    let request = reqwest::Client::new().request(Method::PATCH, url).json(&settings);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn lifetimes_and_algorithms_are_those_set() {
    let settings = generous()
        .authorization_code_lifetime(Duration::from_secs(5))
        .access_token_lifetime(Duration::from_secs(10))
        .id_token_lifetime(Duration::from_secs(20))
        .refresh_token_lifetime(Duration::from_secs(30))
        .access_token_algorithm(TokenAlgorithm::Hs256)
        .id_token_algorithm(TokenAlgorithm::Rs256);
    let provider = Provider::with(settings).await;
    let code = provider.offline_code().await;
    let response = provider.redeem(&code, &[]).await;
    assert_eq!(response.body["expires_in"], 10);
    assert_eq!(header(response.text("access_token"))["alg"], "HS256");
    let id_token = provider.verified(response.text("id_token")).await;
    assert_eq!(id_token["exp"].as_i64().unwrap() - id_token["iat"].as_i64().unwrap(), 20);
    provider.verified(response.text("access_token")).await;
    provider.emulator.advance(Duration::from_secs(11));
    provider.me(response.text("access_token")).await.is_error(401, "invalid_token");
    let refresh = response.text("refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    assert_eq!(provider.post("/oidc/token", &fields).await.status, 200);
    provider.emulator.advance(Duration::from_secs(20));
    provider.post("/oidc/token", &fields).await.is_error(400, "invalid_grant");
    let code = provider.code(&[]).await;
    provider.emulator.advance(Duration::from_secs(6));
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
}

#[tokio::test]
async fn the_control_route_changes_what_it_names_and_nothing_else() {
    let provider = Provider::start().await;
    let id = provider.emulator.app_id();
    let changes = json!({
        "redirectUris": ["http://localhost:3000/callback"],
        "logoutRedirectUris": ["http://localhost:3000/bye"],
        "grantTypes": ["authorization_code", "implicit", "client_credentials"],
        "responseTypes": ["code", "id_token token"],
        "tokenEndpointAuthMethod": "none",
        "introspectionEndpointAuthMethod": "client_secret_basic",
        "revocationEndpointAuthMethod": "client_secret_post",
        "idTokenAlgorithm": "RS256",
        "accessTokenAlgorithm": "RS256",
        "authorizationCodeSeconds": 60,
        "accessTokenSeconds": 70,
        "idTokenSeconds": 80,
        "refreshTokenSeconds": 90,
        "oauthProviderEnabled": true,
        "programmaticAccounts": [{ "id": "key", "secret": "hidden", "tokenLifetime": 9 }],
    });
    assert_eq!(patch(&provider, id, changes).await, 200);
    assert_eq!(patch(&provider, id, json!({ "redirectUri": [] })).await, 400);
    assert_eq!(patch(&provider, "unknown", json!({})).await, 404);

    let shown = provider.authorize(&[("response_type", "id_token token")]).await;
    assert_eq!(shown.param("expires_in").as_deref(), Some("70"));
    let other = provider.request(&[("redirect_uri", "http://localhost:3000/other")]);
    assert_eq!(provider.browser().get(&other).await.status, 400);
    let machine = [
        ("grant_type", "client_credentials"),
        ("client_id", "key"),
        ("client_secret", "hidden"),
        ("scope", "book"),
    ];
    let response = provider.bare("/oidc/token", &machine).await;
    assert_eq!(response.body["expires_in"], 9);

    assert_eq!(patch(&provider, id, json!({ "accessTokenSeconds": 71 })).await, 200);
    let shown = provider.authorize(&[("response_type", "id_token token")]).await;
    assert_eq!(shown.param("expires_in").as_deref(), Some("71"));
}

#[tokio::test]
async fn an_unknown_application_cannot_be_configured() {
    let provider = Provider::start().await;
    assert!(!provider.emulator.configure_application("unknown", ApplicationSettings::new()));
}
