//! The endpoints below `/oauth`.

use authing_protocols::{
    CallbackError, Error,
    oauth2::{ClientAuthentication, OAuth2ResponseType, TokenHint, UserInfoMethod},
};
use serde_json::json;

use crate::common::{
    APP, CALLBACK, HOST, SECRET, Server, Started, assert_form, field, message, oauth_code, query,
};

const CLIENT: [(&str, &str); 2] = [("client_id", APP), ("client_secret", SECRET)];

#[tokio::test]
async fn a_code_is_asked_for_and_changed() {
    let server = Server::new();
    let oauth = server.oauth2();
    let begun = Started::new(oauth.authorize().start().unwrap());
    assert_eq!(&begun.url[..url::Position::AfterPath], format!("{HOST}/oauth/auth"));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", APP),
        ("redirect_uri", CALLBACK),
        ("scope", "user"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query(&begun.url, name).unwrap(), value);
    }
    assert_eq!(query(&begun.url, "nonce"), None);
    server.responds(json!({
        "access_token": "at", "token_type": "Bearer", "expires_in": 1_209_599,
        "refresh_token": "rt", "scope": "user",
    }));
    let tokens = oauth.finish(&begun.callback(&[("code", "c")]), begun.pending).await.unwrap();
    assert!(tokens.has_scope("user"));
    let request = server.request();
    assert_eq!(request.url.as_str(), format!("{HOST}/oauth/token"));
    let verifier = field(&request, "code_verifier").unwrap();
    let own = [
        ("grant_type", "authorization_code"),
        ("code", "c"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", &verifier),
    ];
    assert_form(&request, &[&own[..], &CLIENT].concat());
}

#[tokio::test]
async fn setters_are_sent_and_protected_names_are_not() {
    let server = Server::new();
    let oauth = server.oauth2();
    let request = oauth.authorize().scope("user a").tenant_id("t").param("x", "1&2");
    let url = Started::new(request.redirect_uri("https://other/cb").start().unwrap()).url;
    for (name, value) in [
        ("scope", "user a"),
        ("tenant_id", "t"),
        ("x", "1&2"),
        ("redirect_uri", "https://other/cb"),
    ] {
        assert_eq!(query(&url, name).unwrap(), value);
    }
    assert!(message(oauth.authorize().param("state", "x").start()).contains("`param`"));
}

#[tokio::test]
async fn a_token_may_come_in_the_address() {
    let server = Server::new();
    let oauth = server.oauth2();
    let request = oauth.authorize().response_type(OAuth2ResponseType::Token);
    let begun = Started::new(request.start().unwrap());
    assert_eq!(query(&begun.url, "response_type").unwrap(), "token");
    assert_eq!(query(&begun.url, "code_challenge"), None);
    let back = begun.callback(&[("access_token", "at"), ("token_type", "bearer")]);
    let tokens = oauth.finish(&back, begun.pending.clone()).await.unwrap();
    assert_eq!(tokens.access_token.expose(), "at");
    let result = oauth.finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert!(matches!(result, Err(Error::Callback(CallbackError::Unexpected("code")))));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_callback_that_is_not_the_response_is_refused() {
    let server = Server::new();
    let oauth = server.oauth2();
    let begun = Started::new(oauth.authorize().start().unwrap());
    let other = Started::new(oauth.authorize().start().unwrap());
    for (back, expected) in [
        (other.callback(&[("code", "c")]), CallbackError::StateMismatch),
        (begun.callback(&[]), CallbackError::Missing("code")),
        (
            begun.callback(&[("code", "c"), ("iss", "https://evil")]),
            CallbackError::IssuerMismatch {
                expected: format!("{HOST}/oauth"),
                found: "https://evil".to_owned(),
            },
        ),
        (
            begun.callback(&[("code", "c"), ("id_token", "x")]),
            CallbackError::Unexpected("id_token"),
        ),
    ] {
        match oauth.finish(&back, begun.pending.clone()).await {
            Err(Error::Callback(error)) => assert_eq!(error, expected),
            result => panic!("{result:?}"),
        }
    }
    let denied = begun.callback(&[("error", "access_denied")]);
    assert_eq!(oauth_code(oauth.finish(&denied, begun.pending.clone()).await), "access_denied");
    // An OpenID Connect client takes none of its logins.
    let result = server.oidc().finish(&begun.callback(&[("code", "c")]), begun.pending).await;
    assert!(matches!(result, Err(Error::Callback(CallbackError::OtherClient { .. }))));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_other_grants_and_questions_go_below_oauth() {
    let server = Server::new();
    let oauth = server.oauth2();
    let token = json!({"access_token": "at", "token_type": "Bearer"});
    server.responds(token.clone());
    let refreshed = oauth.refresh("rt").await.unwrap();
    assert_eq!(refreshed.refresh_token.unwrap().expose(), "rt");
    server.responds(token);
    oauth.password("ann", "pw", "user").await.unwrap();
    server.responds(json!({"active": true, "scope": "user"}));
    assert!(oauth.introspect("at", None).await.unwrap().has_scope("user"));
    server.says(200, "");
    oauth.revoke("at", Some(TokenHint::AccessToken)).await.unwrap();
    server.responds(json!({"sub": "u1", "name": null}));
    assert_eq!(oauth.user_info("at").await.unwrap().sub, "u1");

    let requests = server.requests();
    for (request, path, fields) in [
        (&requests[0], "token", &[("grant_type", "refresh_token"), ("refresh_token", "rt")][..]),
        (
            &requests[1],
            "token",
            &[
                ("grant_type", "password"),
                ("username", "ann"),
                ("password", "pw"),
                ("scope", "user"),
            ],
        ),
        (&requests[2], "token/introspection", &[("token", "at")]),
        (&requests[3], "token/revocation", &[("token", "at"), ("token_type_hint", "access_token")]),
    ] {
        assert_eq!(request.url.as_str(), format!("{HOST}/oauth/{path}"));
        assert_form(request, &[fields, &CLIENT].concat());
    }
    assert_eq!(requests[4].url.as_str(), format!("{HOST}/oauth/me"));
    assert_eq!(requests[4].headers["authorization"], "Bearer at");
    assert_eq!(requests[4].method, "GET");
}

#[tokio::test]
async fn user_info_may_be_posted_and_a_client_may_have_no_secret() {
    let server = Server::new();
    let oauth = server.oauth2_builder().user_info_method(UserInfoMethod::Form).build().unwrap();
    server.responds(json!({"sub": "u1"}));
    oauth.user_info("at").await.unwrap();
    server.responds(json!({"active": false}));
    oauth.introspect("at", None).await.unwrap();
    let requests = server.requests();
    assert_form(&requests[0], &[("access_token", "at")]);
    assert_form(&requests[1], &[("token", "at"), ("client_id", APP)]);
}

#[tokio::test]
async fn a_host_with_a_path_keeps_it() {
    let server = Server::new();
    let oauth = authing_protocols::oauth2::OAuth2Client::builder(APP, "https://x.example.com/idp/")
        .redirect_uri(CALLBACK)
        .client_authentication(ClientAuthentication::None)
        .build()
        .unwrap();
    let url = oauth.authorize().start().unwrap().url;
    assert_eq!(url.path(), "/idp/oauth/auth");
    assert_eq!(oauth.easy_logout_url().unwrap().path(), "/idp/login/profile/logout");
    assert!(server.requests().is_empty());
}
