//! Linking and unlinking accounts.

use authing_authentication::{ErrorCode, types::SocialProvider};
use serde_json::json;

use crate::common::{HELD, client, exchange, exchange_logged_in, server, unsent};

#[tokio::test]
async fn two_accounts_are_linked_by_the_tokens_of_their_users() {
    let response = json!({"code": 200, "message": "绑定成功"});
    let (sent, ()) = exchange(response, |client| client.link_account("primary", "secondary")).await;
    let body = json!({"primaryUserToken": "primary", "secondaryUserToken": "secondary"});
    sent.is_rest("POST", "/api/v2/users/link", body);
    assert_eq!(sent.token(), None);
}

#[tokio::test]
async fn an_identity_is_taken_off_by_its_provider() {
    let response = json!({"code": 200, "message": "解绑成功"});
    let (sent, _) = exchange_logged_in(response, |client| {
        client.unlink_account("primary", SocialProvider::WeChatPc)
    })
    .await;
    let body = json!({"primaryUserToken": "primary", "provider": "wechat:pc"});
    sent.is_rest("POST", "/api/v2/users/unlink", body);
    assert_eq!(sent.token(), Some(HELD));
}

#[tokio::test]
async fn a_link_that_fails_is_an_error_and_not_a_success() {
    let client = client(&server(json!({"code": 2216, "message": "没有绑定过"})));
    let error = client.unlink_account("primary", SocialProvider::GitHub).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OAUTH_NOT_BOUND));
    client.link_account("primary", "secondary").await.unwrap_err();
}

#[tokio::test]
async fn an_empty_token_or_provider_is_not_sent() {
    for (error, argument) in [
        (unsent(|client| client.link_account("", "b")).await, "primary_user_token"),
        (unsent(|client| client.link_account("a", " ")).await, "secondary_user_token"),
        (
            unsent(|client| client.unlink_account("", SocialProvider::Qq)).await,
            "primary_user_token",
        ),
        (unsent(|client| client.unlink_account("a", "".into())).await, "provider"),
    ] {
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}
