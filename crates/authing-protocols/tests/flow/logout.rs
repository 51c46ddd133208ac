//! The ways out.

use authing_protocols::{Error, jose::TokenError};
use serde_json::json;

use crate::common::{APP, HOST, NOW, Server, claims, merge, message, query, sign};

#[tokio::test]
async fn the_end_of_a_session_is_an_address_with_everything_encoded() {
    let server = Server::new();
    let oidc = server.oidc();
    let bare = oidc.logout_url().build().await.unwrap();
    assert_eq!(bare.as_str(), format!("{HOST}/oidc/session/end"));
    let url = oidc
        .logout_url()
        .id_token_hint("e.y.j")
        .post_logout_redirect_uri("https://me/bye?a=1&b=#ü".replace('#', "%23"))
        .state("x&post_logout_redirect_uri=https://evil")
        .build()
        .await
        .unwrap();
    assert_eq!(query(&url, "id_token_hint").unwrap(), "e.y.j");
    assert_eq!(query(&url, "post_logout_redirect_uri").unwrap(), "https://me/bye?a=1&b=%23ü");
    assert_eq!(query(&url, "state").unwrap(), "x&post_logout_redirect_uri=https://evil");
    assert_eq!(query(&url, "client_id"), None);
    let without = oidc.logout_url().post_logout_redirect_uri("https://me/bye").build().await;
    assert_eq!(query(&without.unwrap(), "client_id").unwrap(), APP);
    let error = message(oidc.logout_url().post_logout_redirect_uri("bye").build().await);
    assert!(error.contains("argument `post_logout_redirect_uri` "), "{error}");
}

#[test]
fn the_easy_way_out_is_encoded_too() {
    let server = Server::new();
    for url in [
        server.oidc().easy_logout_url_to("https://me/bye?a=1&b=2").unwrap(),
        server.oauth2().easy_logout_url_to("https://me/bye?a=1&b=2").unwrap(),
    ] {
        let expected = "login/profile/logout?redirect_uri=https%3A%2F%2Fme%2Fbye%3Fa%3D1%26b%3D2";
        assert_eq!(url.as_str(), format!("{HOST}/{expected}"));
    }
    let bare = server.oidc().easy_logout_url().unwrap();
    assert_eq!(bare.as_str(), format!("{HOST}/login/profile/logout"));
    assert!(server.oidc().easy_logout_url_to("javascript:alert(1)").is_err());
}

#[tokio::test]
async fn a_logout_token_is_verified() {
    let server = Server::new();
    let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let token = merge(claims(), json!({"jti": "j", "sid": "s", "iat": NOW, "events": event}));
    let claims = server.oidc().verify_logout_token(&sign(token.clone())).await.unwrap();
    assert_eq!((claims.sid.as_deref(), &*claims.jti), (Some("s"), "j"));
    let id_token = sign(merge(token, json!({"events": null})));
    assert!(matches!(
        server.oidc().verify_logout_token(&id_token).await,
        Err(Error::Token(TokenError::Kind { .. }))
    ));
}
