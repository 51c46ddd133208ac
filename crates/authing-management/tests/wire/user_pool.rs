//! The user pool area.

use authing_management::{ErrorKind, types::UpdateUserpoolInput};
use serde_json::{Value, json};

use crate::common::{data, done, exchange, refused, rest};

/// What the schema requires of a pool.
pub(crate) fn pool() -> Value {
    json!({
        "id": "pool", "name": "Shop", "domain": "shop", "secret": "canary", "jwtSecret": "canary",
        "logo": "https://shop.example/logo.svg", "emailVerifiedDefault": false,
        "sendWelcomeEmail": true, "registerDisabled": false, "appSsoEnabled": true,
    })
}

#[tokio::test]
async fn get() {
    let mut answer = pool();
    answer["packageType"] = json!(-1);
    answer["addedLater"] = json!({});
    let (sent, pool) = exchange(rest(answer), |client| client.user_pool().get()).await;
    sent.is_rest("GET", "/api/v2/userpools/detail", Value::Null);
    let pool = pool.unwrap();
    assert_eq!((pool.name.as_str(), pool.package_type), ("Shop", Some(-1)));
    assert_eq!(pool.secret.expose(), "canary");
    assert!(!format!("{pool:?}").contains("canary"));
    let (_, nothing) = exchange(rest(Value::Null), |client| client.user_pool().get()).await;
    assert!(nothing.unwrap_err().is_not_found());
}

#[tokio::test]
async fn update() {
    let (sent, updated) = exchange(data("updateUserpool", pool()), |client| {
        client.user_pool().update(UpdateUserpoolInput::new().name("Shop").verify_code_length(6))
    })
    .await;
    let input = json!({"name": "Shop", "verifyCodeLength": 6});
    sent.is_graphql("mutation updateUserpool(", json!({"input": input}));
    assert_eq!(updated.unwrap().domain, "shop");
}

#[tokio::test]
async fn add_env() {
    // The real server's spelling.
    let answer = json!({"code": 200, "messgae": "ok", "data": {"key": "A"}});
    let (sent, added) = exchange(answer, |client| client.user_pool().add_env("A", "s3cret")).await;
    sent.is_rest("POST", "/api/v2/env", json!({"key": "A", "value": "s3cret"}));
    added.unwrap();
    let error = refused(|client| client.user_pool().add_env("", "s3cret")).await;
    assert_eq!(error, "user_pool.add_env failed: argument `key` is empty");
}

#[tokio::test]
async fn remove_env() {
    let answer = json!({"code": 200, "message": "ok"});
    let (sent, removed) = exchange(answer, |client| client.user_pool().remove_env("A/B")).await;
    sent.is_rest("DELETE", "/api/v2/env/A%2FB", Value::Null);
    removed.unwrap();
    let error = refused(|client| client.user_pool().remove_env("")).await;
    assert_eq!(error, "user_pool.remove_env failed: argument `key` is empty");
}

#[tokio::test]
async fn list_env() {
    let answer = rest(json!([
        {"key": "API_KEY", "value": "canary"},
        {"key": "OPTIONS", "value": "{\"retries\": 3}"},
        {"key": "NULL", "value": null},
        {"key": "ABSENT", "addedLater": true},
    ]));
    let (sent, env) = exchange(answer, |client| client.user_pool().list_env()).await;
    sent.is_rest("GET", "/api/v2/env", Value::Null);
    let env = env.unwrap();
    let read: Vec<_> = env
        .iter()
        .map(|variable| (variable.key.as_str(), variable.value.as_ref().map(|v| v.expose())))
        .collect();
    let expected = [
        ("API_KEY", Some("canary")),
        ("OPTIONS", Some("{\"retries\": 3}")),
        ("NULL", None),
        ("ABSENT", None),
    ];
    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_value_is_in_no_debug_no_json_and_no_error() {
    let answer = rest(json!([{"key": "API_KEY", "value": "canary"}]));
    let (_, env) = exchange(answer, |client| client.user_pool().list_env()).await;
    let env = env.unwrap();
    for shown in [format!("{env:?}"), serde_json::to_string(&env).unwrap()] {
        assert!(shown.contains("API_KEY") && !shown.contains("canary"), "{shown}");
    }

    let unreadable = rest(json!([{"key": ["canary"], "value": "canary"}]));
    let (_, env) = exchange(unreadable, |client| client.user_pool().list_env()).await;
    let error = env.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        shown.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn of_token() {
    let (sent, pool) =
        exchange(data("userpool", pool()), |client| client.user_pool().of_token()).await;
    sent.is_graphql("query userpool{", Value::Null);
    assert_eq!(pool.unwrap().domain, "shop");
}

#[tokio::test]
async fn refresh_secret() {
    let answer = data("refreshUserpoolSecret", json!("canary"));
    let (sent, secret) = exchange(answer, |client| client.user_pool().refresh_secret()).await;
    sent.is_graphql("mutation refreshUserpoolSecret{", Value::Null);
    let secret = secret.unwrap();
    assert_eq!(secret.expose(), "canary");
    assert!(!format!("{secret:?}").contains("canary"));
}

#[tokio::test]
async fn delete() {
    let (sent, deleted) =
        exchange(done("deleteUserpool"), |client| client.user_pool().delete()).await;
    sent.is_graphql("mutation deleteUserpool{", Value::Null);
    deleted.unwrap();
}

#[tokio::test]
async fn upload_token() {
    let answer = data("qiniuUptoken", json!("canary"));
    let (sent, token) =
        exchange(answer, |client| client.user_pool().upload_token_for("photos")).await;
    sent.is_graphql("query qiniuUptoken(", json!({"type": "photos"}));
    assert_eq!(token.unwrap().expose(), "canary");
    let answer = data("qiniuUptoken", Value::Null);
    let (sent, nothing) = exchange(answer, |client| client.user_pool().upload_token()).await;
    sent.is_graphql("query qiniuUptoken(", json!({}));
    assert!(nothing.is_err());
    let error = refused(|client| client.user_pool().upload_token_for(" ")).await;
    assert_eq!(error, "user_pool.upload_token_for failed: argument `kind` is empty");
}
