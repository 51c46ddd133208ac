//! Programmatic access accounts.

use std::time::Duration;

use authing_emulator::{ProgrammaticAccount, TokenAlgorithm};
use serde_json::{Value, json};

use super::provider::{Provider, Received, generous};
use crate::client::{Client, claims};

const KEY: &str = "60e3f5a6c3d5f4a7b1c2d3e4";
const SECRET: &str = "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3";

/// A provider whose account may read every book and do anything with the order 1.
async fn provider() -> Provider {
    let account = ProgrammaticAccount::new(KEY, SECRET).token_lifetime(Duration::from_secs(60));
    let provider = Provider::with(generous().programmatic_accounts([account])).await;
    let admin = Client::admin(&provider.emulator).await;
    let app = provider.emulator.app_id();
    let create = "mutation($n: String, $s: [PolicyStatementInput!]!) \
        { createPolicy(namespace: $n, code: \"machine\", statements: $s) { code } }";
    let statements = json!([
        { "resource": "book:*", "actions": ["book:read"] },
        { "resource": "order:1", "actions": ["order:*"] },
    ]);
    admin.op("createPolicy", create, json!({ "n": app, "s": statements })).await.unwrap();
    let assign = "mutation($n: String, $t: [String!]) { addPolicyAssignments(policies: \
        [\"machine\"], targetType: AK_SK, targetIdentifiers: $t, namespace: $n) { code } }";
    admin.op("addPolicyAssignments", assign, json!({ "n": app, "t": [KEY] })).await.unwrap();
    provider
}

async fn ask(provider: &Provider, secret: &str, scope: &str) -> Received {
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", KEY),
        ("client_secret", secret),
        ("scope", scope),
    ];
    provider.bare("/oidc/token", &fields).await
}

#[tokio::test]
async fn an_account_gets_the_scopes_it_has_a_right_to_and_is_told_the_others() {
    let provider = provider().await;
    let asked = "book:1:read book:read order:1:write order:2:write book:write user";
    let response = ask(&provider, SECRET, asked).await;
    assert_eq!(response.status, 200, "{}", response.body);
    assert_eq!(response.text("scope"), "book:1:read book:read order:1:write");
    assert_eq!(response.text("rejected_scope"), "order:2:write book:write user");
    assert_eq!(response.body["expires_in"], 60);
    assert!(
        response.body.get("id_token").is_none() && response.body.get("refresh_token").is_none()
    );
    let claims = provider.verified(response.text("access_token")).await;
    assert_eq!((&claims["aud"], &claims["azp"]), (&json!(KEY), &json!(provider.emulator.app_id())));
    assert_eq!(claims.get("sub"), None);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
    let all = ask(&provider, SECRET, "book:*:read").await;
    assert_eq!((all.text("scope"), all.text("rejected_scope")), ("book:*:read", ""));
}

#[tokio::test]
async fn an_accounts_token_speaks_for_no_user_and_dies_with_the_account() {
    let provider = provider().await;
    let response = ask(&provider, SECRET, "book:read").await;
    let token = response.text("access_token");
    provider.me(token).await.is_error(403, "insufficient_scope");
    let seen = provider.introspect(token).await.body;
    assert_eq!((&seen["active"], &seen["client_id"]), (&json!(true), &json!(KEY)));
    assert_eq!(seen.get("sub"), None::<&Value>);

    let disabled =
        generous().programmatic_accounts([ProgrammaticAccount::new(KEY, SECRET).enabled(false)]);
    assert!(provider.emulator.configure_application(provider.emulator.app_id(), disabled));
    assert_eq!(provider.introspect(token).await.body["active"], false);
    ask(&provider, SECRET, "book:read").await.is_error(401, "invalid_client");
}

#[tokio::test]
async fn a_wrong_secret_a_missing_scope_and_a_closed_application_are_refused() {
    let provider = provider().await;
    ask(&provider, "wrong", "book:read").await.is_error(401, "invalid_client");
    ask(&provider, SECRET, "").await.is_error(400, "invalid_request");
    // The application's own credentials are not those of an account.
    let own = [("grant_type", "client_credentials"), ("scope", "book:read")];
    provider.post("/oidc/token", &own).await.is_error(401, "invalid_client");

    let app = provider.emulator.app_id();
    let hs256 = generous().id_token_algorithm(TokenAlgorithm::Hs256);
    assert!(provider.emulator.configure_application(app, hs256));
    ask(&provider, SECRET, "book:read").await.is_error(400, "unauthorized_client");
    let no_grant = generous().grants([]);
    assert!(provider.emulator.configure_application(app, no_grant));
    ask(&provider, SECRET, "book:read").await.is_error(400, "unauthorized_client");
}

#[tokio::test]
async fn an_accounts_token_lives_as_long_as_the_account_says() {
    let provider = provider().await;
    let response = ask(&provider, SECRET, "book:read").await;
    let token = response.text("access_token");
    assert!(claims(token)["jti"].is_string());
    provider.emulator.advance(Duration::from_secs(61));
    assert_eq!(provider.introspect(token).await.body["active"], false);
}
