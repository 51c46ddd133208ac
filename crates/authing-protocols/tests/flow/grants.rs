//! Tokens without a browser.

use authing_protocols::{Error, jose::TokenError, oauth2::ClientAuthentication};
use serde_json::{Value, json};

use crate::common::{
    APP, CALLBACK, HOST, SECRET, Server, assert_form, claims, login, merge, message, oauth_code,
    sign, tokens,
};

fn id_token(change: Value) -> String {
    sign(merge(claims(), change))
}

#[tokio::test]
async fn a_refresh_sends_these_fields_and_keeps_a_token_that_is_not_replaced() {
    let server = Server::new();
    server.responds(json!({"access_token": "at-2", "token_type": "Bearer"}));
    let granted = server.oidc().refresh_unbound("rt-0").await.unwrap();
    let request = server.request();
    assert_eq!(request.url.as_str(), format!("{HOST}/oidc/token"));
    assert_form(
        &request,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", "rt-0"),
            ("client_id", APP),
            ("client_secret", SECRET),
        ],
    );
    assert_eq!(granted.tokens.refresh_token.unwrap().expose(), "rt-0");
    assert!(granted.claims.is_none());
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_and_takes_a_new_refresh_token() {
    let server = Server::new();
    server.responds(tokens(&id_token(json!({}))));
    let granted = server.oidc().refresh_unbound("rt-0").scope("openid").await.unwrap();
    let sent = crate::common::field(&server.request(), "scope");
    assert_eq!(sent.as_deref(), Some("openid"));
    assert_eq!(granted.tokens.refresh_token.unwrap().expose(), "rt-1");
    assert_eq!(granted.claims.unwrap().sub, "user1");
}

#[tokio::test]
async fn a_refreshed_id_token_must_be_genuine_and_about_the_same_login() {
    let server = Server::new();
    let oidc = server.oidc();
    let before = login(&server, &oidc).await;
    let nonce = before.claims.nonce.clone().unwrap();
    let refresh = async |change: Value| {
        server.responds(tokens(&id_token(change)));
        oidc.refresh(&before).await
    };
    assert!(refresh(json!({})).await.is_ok());
    assert!(refresh(json!({"nonce": nonce, "aud": [APP], "azp": APP})).await.is_ok());
    let other = refresh(json!({"sub": "user2"})).await;
    assert!(matches!(other, Err(Error::OtherUser(_))), "{other:?}");
    let other = refresh(json!({"nonce": "x"})).await;
    assert!(matches!(other, Err(Error::Token(TokenError::Nonce))), "{other:?}");
    let other = refresh(json!({"iss": "https://evil"})).await;
    assert!(matches!(other, Err(Error::Token(TokenError::Issuer { .. }))), "{other:?}");
    let other = refresh(json!({"at_hash": crate::common::half_hash("x")})).await;
    assert!(matches!(other, Err(Error::Token(TokenError::AccessTokenHash))), "{other:?}");
}

#[tokio::test]
async fn an_expired_refresh_token_is_the_providers_refusal_and_asked_about_once() {
    let server = Server::new();
    server.refuses(400, "invalid_grant");
    assert_eq!(oauth_code(server.oidc().refresh_unbound("rt").await), "invalid_grant");
    let server = Server::new();
    server.says(503, "");
    let retrying = server
        .oidc_builder()
        .secret(SECRET)
        .retry(authing_protocols::RetryPolicy::new())
        .build()
        .unwrap();
    assert!(retrying.refresh_unbound("rt").await.is_err());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_program_gets_a_token_by_its_accounts_key() {
    let server = Server::new();
    server.responds(json!({
        "access_token": "at", "token_type": "Bearer", "expires_in": 600, "scope": "book:read",
        "rejected_scope": "book:write order",
    }));
    let basic = ClientAuthentication::SecretBasic;
    let oidc = server.oidc_builder().secret(SECRET).client_authentication(basic).build().unwrap();
    let tokens = oidc.client_credentials("ak", "sk", "book:read book:write order").await.unwrap();
    let request = server.request();
    // The account proves itself, not the application.
    assert!(request.headers.get("authorization").is_none());
    assert_form(
        &request,
        &[
            ("grant_type", "client_credentials"),
            ("client_id", "ak"),
            ("client_secret", "sk"),
            ("scope", "book:read book:write order"),
        ],
    );
    assert_eq!(tokens.rejected_scope.unwrap(), ["book:write", "order"]);
    assert_eq!(tokens.scope.unwrap(), ["book:read"]);
    assert!(tokens.refresh_token.is_none());
}

#[tokio::test]
async fn a_password_brings_a_verified_id_token() {
    let server = Server::new();
    server.responds(tokens(&id_token(json!({}))));
    let login = server.oidc().password("ann", "p&w=1", "openid").await.unwrap();
    assert_form(
        &server.request(),
        &[
            ("grant_type", "password"),
            ("username", "ann"),
            ("password", "p&w=1"),
            ("scope", "openid"),
            ("client_id", APP),
            ("client_secret", SECRET),
        ],
    );
    assert_eq!(login.claims.sub, "user1");

    server.responds(tokens(&id_token(json!({"aud": "app2"}))));
    assert!(matches!(
        server.oidc().password("ann", "pw", "openid").await,
        Err(Error::Token(TokenError::Audience { .. }))
    ));
    server.responds(json!({"access_token": "a", "token_type": "Bearer"}));
    assert!(message(server.oidc().password("ann", "pw", "openid").await).contains("no id_token"));
    let error = message(server.oidc().password("ann", "pw", "profile").await);
    assert!(error.contains("argument `scope` "), "{error}");
}

#[tokio::test]
async fn an_id_token_is_changed_for_an_access_token() {
    let server = Server::new();
    server.responds(json!({"access_token": "at", "token_type": "Bearer"}));
    let granted = server.oidc().exchange_id_token("e.y.j", "").await.unwrap();
    assert_form(
        &server.request(),
        &[
            ("grant_type", "http://authing.cn/oidc/grant_type/authing_token"),
            ("token", "e.y.j"),
            ("redirect_uri", CALLBACK),
            ("scope", ""),
            ("client_id", APP),
            ("client_secret", SECRET),
        ],
    );
    assert!(granted.claims.is_none());
    server.responds(tokens(&id_token(json!({"iss": "https://evil"}))));
    let forged = server.oidc().exchange_id_token("e.y.j", "openid").await;
    assert!(matches!(forged, Err(Error::Token(TokenError::Issuer { .. }))));
}

#[tokio::test]
async fn an_empty_argument_is_refused_by_its_name_before_anything_is_sent() {
    fn named<T>(result: Result<T, Error>) -> String {
        match result.err().unwrap() {
            Error::Call(error) => error.to_string(),
            other => panic!("{other}"),
        }
    }
    let server = Server::new();
    let (oidc, oauth) = (server.oidc(), server.oauth2());
    for (argument, error) in [
        ("refresh_token", named(oidc.refresh_unbound("").await)),
        ("account_key", named(oidc.client_credentials(" ", "secret", "").await)),
        ("account_secret", named(oidc.client_credentials("key", "", "").await)),
        ("username", named(oidc.password("", "secret", "openid").await)),
        ("password", named(oidc.password("alice", "", "openid").await)),
        ("id_token", named(oidc.exchange_id_token("", "openid").await)),
        ("token", named(oidc.introspect("", None).await)),
        ("token", named(oidc.revoke("", None).await)),
        ("token", named(oidc.validate_id_token_online("").await)),
        ("access_token", named(oidc.user_info_unbound("").await)),
        ("refresh_token", named(oauth.refresh("").await)),
        ("username", named(oauth.password("", "secret", "user").await)),
        ("token", named(oauth.introspect("", None).await)),
        ("token", named(oauth.revoke("", None).await)),
        ("access_token", named(oauth.user_info("").await)),
    ] {
        assert_eq!(error, format!("argument `{argument}` is empty"));
    }
    assert!(server.requests().is_empty());
}
