//! Tokens that come through the browser.

use authing_protocols::{
    CallbackError, Error,
    jose::TokenError,
    oidc::{OidcClient, OidcResponseType},
};
use serde_json::json;

use crate::common::{Server, Started, half_hash, message, tokens};

async fn start(server: &Server, response_type: OidcResponseType) -> (OidcClient, Started) {
    let oidc = server.oidc();
    let begun = Started::start(oidc.authorize().response_type(response_type)).await;
    (oidc, begun)
}

#[tokio::test]
async fn a_code_with_an_id_token_is_changed_only_when_the_id_token_is_right() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::CodeIdToken).await;
    for (change, expected) in [
        (json!({}), TokenError::CodeHash),
        (json!({"c_hash": half_hash("other")}), TokenError::CodeHash),
        (json!({"c_hash": half_hash("c"), "nonce": "x"}), TokenError::Nonce),
        (json!({"c_hash": half_hash("c"), "sub": null}), TokenError::MissingClaim("sub")),
    ] {
        let front = begun.id_token(change);
        let back = begun.callback(&[("code", "c"), ("id_token", &front)]);
        match oidc.finish(&back, begun.pending.clone()).await {
            Err(Error::Token(error)) => assert_eq!(error, expected),
            other => panic!("{other:?}"),
        }
    }
    assert!(server.requests().is_empty(), "the code has been sent");

    let front = begun.id_token(json!({"c_hash": half_hash("c")}));
    server.responds(tokens(&begun.id_token(json!({}))));
    let back = begun.callback(&[("code", "c"), ("id_token", &front)]);
    let login = oidc.finish(&back, begun.pending).await.unwrap();
    assert_eq!(login.claims.sub, "user1");
}

#[tokio::test]
async fn two_id_tokens_must_name_one_user() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::CodeIdToken).await;
    let front = begun.id_token(json!({"c_hash": half_hash("c")}));
    server.responds(tokens(&begun.id_token(json!({"sub": "user2"}))));
    let back = begun.callback(&[("code", "c"), ("id_token", &front)]);
    let result = oidc.finish(&back, begun.pending).await;
    assert!(matches!(result, Err(Error::OtherUser(_))), "{result:?}");
}

#[tokio::test]
async fn a_token_beside_the_code_is_kept_apart() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::CodeToken).await;
    server.responds(tokens(&begun.id_token(json!({}))));
    let back = begun.callback(&[
        ("code", "c"),
        ("access_token", "front"),
        ("token_type", "bearer"),
        ("expires_in", "60"),
        ("scope", "openid"),
    ]);
    let login = oidc.finish(&back, begun.pending).await.unwrap();
    assert_eq!(login.tokens.access_token.expose(), "at-1");
    let front = login.front_channel.unwrap();
    assert_eq!(front.access_token.expose(), "front");
    assert_eq!(front.expires_in.unwrap().as_secs(), 60);
    assert!(front.has_scope("openid"));
}

#[tokio::test]
async fn all_three_must_belong_together() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::CodeIdTokenToken).await;
    let both = json!({"c_hash": half_hash("c"), "at_hash": half_hash("front")});
    let token = ("access_token", "front");
    let bearer = ("token_type", "Bearer");
    for (change, expected) in [
        (json!({"c_hash": half_hash("c")}), TokenError::AccessTokenHash),
        (json!({"c_hash": half_hash("c"), "at_hash": half_hash("x")}), TokenError::AccessTokenHash),
    ] {
        let front = begun.id_token(change);
        let back = begun.callback(&[("code", "c"), ("id_token", &front), token, bearer]);
        match oidc.finish(&back, begun.pending.clone()).await {
            Err(Error::Token(error)) => assert_eq!(error, expected),
            other => panic!("{other:?}"),
        }
    }
    let front = begun.id_token(both);
    for (pairs, missing) in [
        (vec![("code", "c"), ("id_token", front.as_str())], "access_token"),
        (vec![("code", "c"), token, bearer], "id_token"),
        (vec![("id_token", front.as_str()), token, bearer], "code"),
        (vec![("code", "c"), ("id_token", front.as_str()), token], "token_type"),
    ] {
        match oidc.finish(&begun.callback(&pairs), begun.pending.clone()).await {
            Err(Error::Callback(error)) => assert_eq!(error, CallbackError::Missing(missing)),
            other => panic!("{missing}: {other:?}"),
        }
    }
    assert!(server.requests().is_empty());
    server.responds(tokens(&begun.id_token(json!({}))));
    let back = begun.callback(&[("code", "c"), ("id_token", &front), token, bearer]);
    assert!(oidc.finish(&back, begun.pending).await.is_ok());
}

#[tokio::test]
async fn without_a_code_nothing_is_sent() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::IdTokenToken).await;
    let front = begun.id_token(json!({"at_hash": half_hash("front")}));
    let back = begun.callback(&[
        ("id_token", &front),
        ("access_token", "front"),
        ("token_type", "Bearer"),
    ]);
    let login = oidc.finish(&back, begun.pending).await.unwrap();
    assert_eq!(login.tokens.access_token.expose(), "front");
    assert_eq!(login.claims.sub, "user1");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn an_id_token_alone_has_its_own_end() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::IdToken).await;
    let back = begun.callback(&[("id_token", &begun.id_token(json!({})))]);
    let error = message(oidc.finish(&back, begun.pending.clone()).await);
    assert!(error.contains("finish_id_token"), "{error}");
    assert_eq!(oidc.finish_id_token(&back, begun.pending.clone()).await.unwrap().sub, "user1");
    let with_code = begun.callback(&[("id_token", "x"), ("code", "c")]);
    assert!(oidc.finish_id_token(&with_code, begun.pending).await.is_err());

    let code = Started::start(oidc.authorize()).await;
    let error = message(oidc.finish_id_token(&back, code.pending).await);
    assert!(error.contains("finish it with `finish`"), "{error}");
}

#[tokio::test]
async fn a_token_that_is_not_bearer_does_not_come_through_a_browser() {
    let server = Server::new();
    let (oidc, begun) = start(&server, OidcResponseType::CodeToken).await;
    let back = begun.callback(&[("code", "c"), ("access_token", "a"), ("token_type", "DPoP")]);
    assert!(oidc.finish(&back, begun.pending).await.is_err());
    assert!(server.requests().is_empty());
}
