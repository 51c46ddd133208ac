//! Management tokens that are not the client's own.

use serde_json::json;

use crate::common::{data, exchange, refused};

#[tokio::test]
async fn refresh_access_token() {
    let answer = json!({"accessToken": "canary-2", "exp": 1_700_000_000, "iat": 1_699_000_000});
    let (sent, renewed) = exchange(data("refreshAccessToken", answer), |client| {
        client.refresh_access_token("canary-1")
    })
    .await;
    sent.is_graphql_of_nobody("mutation refreshAccessToken(", json!({"accessToken": "canary-1"}));
    let renewed = renewed.unwrap();
    assert_eq!(renewed.access_token.as_ref().unwrap().expose(), "canary-2");
    assert!(!format!("{renewed:?}").contains("canary"));
    let error = refused(|client| client.refresh_access_token(" ")).await;
    assert_eq!(error, "refresh_access_token failed: argument `token` is empty");
}
