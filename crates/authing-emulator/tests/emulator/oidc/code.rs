//! The authorization code and refresh grants.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, ClientAuthMethod, TokenAlgorithm};
use serde_json::{Value, json};

use super::provider::{CALLBACK, CHALLENGE, Provider, VERIFIER, half_hash};
use crate::client::{Client, claims, header};

#[tokio::test]
async fn a_code_is_redeemed_for_tokens_that_verify() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    let response = provider.redeem(&code, &[]).await;
    assert_eq!(response.status, 200, "{}", response.body);
    assert_eq!(response.headers["cache-control"], "no-store");
    assert_eq!(response.body["expires_in"], 1_209_600);
    assert_eq!(response.text("token_type"), "Bearer");
    assert_eq!(response.text("scope"), "openid profile email");
    assert!(response.body.get("refresh_token").is_none(), "nobody asked for offline access");

    let access = response.text("access_token");
    assert_eq!(header(access)["alg"], "RS256");
    let claims = provider.verified(access).await;
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "scope", "sub"]);
    assert_eq!(claims["aud"], provider.emulator.app_id());
    assert_eq!(claims["sub"], provider.user_id);

    let id_token = response.text("id_token");
    assert_eq!(header(id_token), json!({ "alg": "HS256", "typ": "JWT" }));
    let claims = provider.verified(id_token).await;
    assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
    assert_eq!(claims["at_hash"], half_hash(access));
    assert_eq!(claims["aud"], provider.emulator.app_id());
    assert!(claims["auth_time"].as_i64().unwrap() <= claims["iat"].as_i64().unwrap());
    assert_eq!(claims["email"], "bob@example.com");
    assert_eq!(claims["birthdate"], Value::Null, "absent values are null");
    assert!(claims["updated_at"].is_string());
    assert!(claims.get("data").is_none() && claims.get("phone_number").is_none());
}

#[tokio::test]
async fn an_id_token_is_signed_with_rsa_if_the_application_says_so_and_serves_as_user_token() {
    let settings = ApplicationSettings::new().id_token_algorithm(TokenAlgorithm::Rs256);
    let provider = Provider::with(settings).await;
    let code = provider.code(&[]).await;
    let response = provider.redeem(&code, &[]).await;
    let (id_token, access) = (response.text("id_token"), response.text("access_token"));
    assert_eq!(header(id_token)["kid"], header(access)["kid"]);
    provider.verified(id_token).await;
    let app = Client::app(&provider.emulator);
    let me = app.with_token(id_token).rest("GET", "/api/v2/users/me", json!(null)).await;
    assert_eq!(me.unwrap()["id"], provider.user_id);
    let me = app.with_token(access).rest("GET", "/api/v2/users/me", json!(null)).await;
    assert_eq!(me.unwrap_err().code, 2020, "an access token is not a user token");
}

#[tokio::test]
async fn a_replayed_code_revokes_what_it_was_redeemed_for() {
    let provider = Provider::start().await;
    let code = provider.offline_code().await;
    let response = provider.redeem(&code, &[]).await;
    let access = response.text("access_token").to_owned();
    assert_eq!(provider.me(&access).await.status, 200);
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
    assert_eq!(provider.me(&access).await.status, 401);
    let refresh = response.text("refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    provider.post("/oidc/token", &fields).await.is_error(400, "invalid_grant");
    let app = Client::app(&provider.emulator);
    assert_eq!(app.login_status(response.text("id_token")).await["status"], false);
}

#[tokio::test]
async fn a_replay_is_noticed_after_the_code_has_expired_too() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    let access = provider.redeem(&code, &[]).await.text("access_token").to_owned();
    provider.emulator.advance(Duration::from_secs(3600));
    provider.code(&[]).await;
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
    assert_eq!(provider.me(&access).await.status, 401);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let provider = Provider::start().await;
    let (early, late) = (provider.code(&[]).await, provider.code(&[]).await);
    provider.emulator.advance(Duration::from_secs(590));
    assert_eq!(provider.redeem(&early, &[]).await.status, 200);
    provider.emulator.advance(Duration::from_secs(11));
    provider.redeem(&late, &[]).await.is_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_code_is_bound_to_its_client_and_redirect_uri() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    let other = provider.emulator.create_application("two", TokenAlgorithm::Hs256).unwrap();
    let foreign = [
        ("client_id", other.id.as_str()),
        ("client_secret", other.secret.as_str()),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    provider.bare("/oidc/token", &foreign).await.is_error(400, "invalid_grant");
    let elsewhere = [("redirect_uri", "http://localhost:3000/other")];
    provider.redeem(&code, &elsewhere).await.is_error(400, "invalid_grant");
    provider.redeem(&code, &[("redirect_uri", "")]).await.is_error(400, "invalid_request");
    provider.redeem("unknown", &[]).await.is_error(400, "invalid_grant");
    assert_eq!(provider.redeem(&code, &[]).await.status, 200, "none of that used it up");
}

#[tokio::test]
async fn a_code_with_a_challenge_needs_its_verifier() {
    let provider = Provider::start().await;
    for (method, challenge) in [("S256", CHALLENGE), ("plain", VERIFIER), ("", VERIFIER)] {
        let pkce = [("code_challenge", challenge), ("code_challenge_method", method)];
        let code = provider.code(&pkce).await;
        provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
        let wrong = [("code_verifier", "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong")];
        provider.redeem(&code, &wrong).await.is_error(400, "invalid_grant");
        if method == "S256" {
            let challenge = [("code_verifier", CHALLENGE)];
            provider.redeem(&code, &challenge).await.is_error(400, "invalid_grant");
        }
        let right = provider.redeem(&code, &[("code_verifier", VERIFIER)]).await;
        assert_eq!(right.status, 200, "{method}");
    }
    let code = provider.code(&[]).await;
    let needless = provider.redeem(&code, &[("code_verifier", VERIFIER)]).await;
    needless.is_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_public_client_redeems_with_its_verifier_alone() {
    let settings = ApplicationSettings::new().token_auth_method(ClientAuthMethod::None);
    let provider = Provider::with(settings).await;
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let code = provider.code(&pkce).await;
    let fields = [
        ("client_id", provider.emulator.app_id()),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(provider.bare("/oidc/token", &fields).await.status, 200);
}

#[tokio::test]
async fn a_code_is_worth_nothing_once_the_user_is_locked() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    let admin = Client::admin(&provider.emulator).await;
    admin.update_user(&provider.user_id, json!({ "blocked": true })).await.unwrap();
    provider.redeem(&code, &[]).await.is_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_refresh_token_needs_offline_access_and_consent() {
    let provider = Provider::start().await;
    let code = provider.code(&[("scope", "openid offline_access")]).await;
    let response = provider.redeem(&code, &[]).await;
    assert_eq!(response.text("scope"), "openid");
    assert!(response.body.get("refresh_token").is_none());
    let code = provider.offline_code().await;
    let response = provider.redeem(&code, &[]).await;
    assert_eq!(response.text("scope"), "openid profile offline_access");
    assert_eq!(response.text("refresh_token").len(), 43);
}

#[tokio::test]
async fn refreshing_gives_new_tokens_and_the_same_refresh_token_until_it_expires() {
    let provider = Provider::start().await;
    let code = provider.offline_code().await;
    let first = provider.redeem(&code, &[]).await;
    let refresh = first.text("refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    for _ in 0..2 {
        provider.emulator.advance(Duration::from_secs(14 * 86_400));
        let again = provider.post("/oidc/token", &fields).await;
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.text("refresh_token"), refresh);
        assert_ne!(again.text("access_token"), first.text("access_token"));
        assert_eq!(provider.me(again.text("access_token")).await.status, 200);
        let (old, new) = (claims(first.text("id_token")), claims(again.text("id_token")));
        assert_eq!(old["auth_time"], new["auth_time"]);
        assert_eq!(new["at_hash"], half_hash(again.text("access_token")));
    }
    provider.emulator.advance(Duration::from_secs(3 * 86_400));
    provider.post("/oidc/token", &fields).await.is_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_refresh_may_narrow_the_scope_but_not_widen_it() {
    let provider = Provider::start().await;
    let code = provider.offline_code().await;
    let first = provider.redeem(&code, &[]).await;
    let refresh = async |scope| {
        let token = first.text("refresh_token");
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)];
        provider.post("/oidc/token", &fields).await
    };
    refresh("openid email").await.is_error(400, "invalid_scope");
    assert_eq!(refresh("openid").await.text("scope"), "openid");
    assert_eq!(refresh("openid profile").await.status, 200, "the grant itself is as it was");
}

#[tokio::test]
async fn an_access_token_is_not_a_refresh_token() {
    let provider = Provider::start().await;
    let code = provider.code(&[]).await;
    let response = provider.redeem(&code, &[]).await;
    let token = response.text("access_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
    provider.post("/oidc/token", &fields).await.is_error(400, "invalid_grant");
}
