//! Introspection, revocation, user info and the check that is Authing's own.

use authing_protocols::{
    Error,
    jose::{Algorithm, TokenError},
    oauth2::{ClientAuthentication, ClientKey, TokenHint, UserInfoMethod},
    oidc::OidcClient,
};
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::Method;
use serde_json::{Value, json};

use crate::{
    authorize::discovery,
    common::{
        APP, HOST, ISSUER, NOW, SECRET, Server, assert_form, claims, field, login, merge, message,
        oauth_code, sign,
    },
};

#[tokio::test]
async fn introspection_sends_the_token_and_reads_what_comes() {
    let server = Server::new();
    server.responds(json!({
        "active": true, "sub": "u1", "client_id": APP, "exp": NOW, "iat": "1", "iss": ISSUER,
        "jti": "j", "scope": "openid profile", "token_type": "Bearer", "aud": [APP], "new": 1,
    }));
    server.responds(json!({"active": false}));
    let oidc = server.oidc();
    let said = oidc.introspect("t&1", Some(TokenHint::AccessToken)).await.unwrap();
    assert!(said.active && said.has_scope("profile") && !said.has_scope("prof"));
    assert_eq!((said.sub.as_deref(), said.iat, said.aud.len()), (Some("u1"), Some(1), 1));
    assert_eq!(
        said.expires_at(),
        Some(std::time::UNIX_EPOCH + std::time::Duration::from_secs(NOW))
    );
    assert_eq!(said.extra["new"], 1);
    assert!(!oidc.introspect("x", None).await.unwrap().active);

    let requests = server.requests();
    assert_eq!(requests[0].url.as_str(), format!("{HOST}/oidc/token/introspection"));
    let client = [("client_id", APP), ("client_secret", SECRET)];
    let hint = [("token", "t&1"), ("token_type_hint", "access_token")];
    assert_form(&requests[0], &[&hint[..], &client[..]].concat());
    assert_form(&requests[1], &[&[("token", "x")], &client[..]].concat());
}

#[tokio::test]
async fn an_introspection_that_says_nothing_is_no_response() {
    for (status, body) in [(200, "{}"), (200, ""), (200, "<html>"), (302, ""), (401, "")] {
        let server = Server::new();
        server.says(status, body);
        assert!(server.oidc().introspect("x", None).await.is_err(), "{status} {body}");
    }
}

#[tokio::test]
async fn a_scope_of_an_inactive_token_is_worth_nothing() {
    let server = Server::new();
    server.responds(json!({"active": false, "scope": "admin"}));
    let said = server.oidc().introspect("x", None).await.unwrap();
    assert!(!said.has_scope("admin"));
}

#[tokio::test]
async fn revocation_is_content_with_an_empty_response() {
    let server = Server::new();
    for body in ["", "null", "{}", "true", "OK"] {
        server.says(200, body);
        let hint = Some(TokenHint::RefreshToken);
        server.oidc().revoke("rt", hint).await.unwrap();
    }
    let request = &server.requests()[0];
    assert_eq!(request.url.as_str(), format!("{HOST}/oidc/token/revocation"));
    assert_form(
        request,
        &[
            ("token", "rt"),
            ("token_type_hint", "refresh_token"),
            ("client_id", APP),
            ("client_secret", SECRET),
        ],
    );
}

#[tokio::test]
async fn a_revocation_that_was_not_heard_is_an_error() {
    for (status, body) in [
        (200, " <html>log in to the network</html>"),
        (200, r#"{"error": "invalid_client"}"#),
        (302, ""),
        (500, ""),
    ] {
        let server = Server::new();
        server.says(status, body);
        assert!(server.oidc().revoke("rt", None).await.is_err(), "{status} {body}");
    }
    let server = Server::new();
    server.refuses(401, "invalid_client");
    assert_eq!(oauth_code(server.oidc().revoke("rt", None).await), "invalid_client");
}

#[tokio::test]
async fn each_endpoint_has_its_own_authentication() {
    let server = Server::new();
    let oidc = server
        .oidc_builder()
        .secret(SECRET)
        .introspection_authentication(ClientAuthentication::SecretBasic)
        .revocation_authentication(ClientAuthentication::None)
        .build()
        .unwrap();
    server.responds(json!({"active": false}));
    server.says(200, "");
    oidc.introspect("t", None).await.unwrap();
    oidc.revoke("t", None).await.unwrap();
    let requests = server.requests();
    assert_form(&requests[0], &[("token", "t")]);
    assert!(requests[0].headers["authorization"].to_str().unwrap().starts_with("Basic "));
    assert_form(&requests[1], &[("token", "t"), ("client_id", APP)]);
    assert!(requests[1].headers.get("authorization").is_none());
}

#[tokio::test]
async fn an_assertion_proves_the_application_to_one_endpoint_only_where_it_is_set() {
    let server = Server::new();
    let oidc = server
        .oidc_builder()
        .secret(SECRET)
        .introspection_authentication(ClientAuthentication::SecretJwt)
        .revocation_authentication(ClientAuthentication::PrivateKeyJwt(client_key()))
        .build()
        .unwrap();
    server.responds(json!({"active": false}));
    server.says(200, "");
    server.responds(json!({"access_token": "a", "token_type": "Bearer"}));
    oidc.introspect("t", None).await.unwrap();
    oidc.revoke("t", None).await.unwrap();
    oidc.refresh_unbound("rt").await.unwrap();
    let [introspection, revocation, token] = &server.requests()[..] else { panic!() };
    for (request, algorithm) in [(introspection, "HS256"), (revocation, "EdDSA")] {
        let assertion = field(request, "client_assertion").unwrap();
        let header = jsonwebtoken::decode_header(&assertion).unwrap();
        assert_eq!(format!("{:?}", header.alg), algorithm);
        assert!(field(request, "client_secret").is_none());
    }
    assert!(field(token, "client_assertion").is_none());
    assert_eq!(field(token, "client_secret").as_deref(), Some(SECRET));
}

fn client_key() -> ClientKey {
    let der = Ed25519KeyPair::generate().unwrap().to_pkcs8().unwrap();
    let pem = STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{pem}\n-----END PRIVATE KEY-----\n");
    ClientKey::from_pem(Algorithm::EdDsa, pem).unwrap()
}

#[tokio::test]
async fn what_may_be_repeated_is_and_what_may_not_is_not() {
    let server = Server::new();
    let builder = server.oidc_builder().secret(SECRET);
    let oidc = builder.retry(authing_protocols::RetryPolicy::new().attempts(2)).build().unwrap();
    server.says(503, "");
    server.responds(json!({"active": true}));
    assert!(oidc.introspect("t", None).await.unwrap().active);
    // An assertion is used once.
    let builder = server.oidc_builder().secret(SECRET);
    let jwt = builder
        .retry(authing_protocols::RetryPolicy::new().attempts(2))
        .client_authentication(ClientAuthentication::SecretJwt)
        .build()
        .unwrap();
    server.says(503, "");
    assert!(jwt.introspect("t", None).await.is_err());
    assert_eq!(server.requests().len(), 3);
}

fn with_method(server: &Server, method: UserInfoMethod) -> OidcClient {
    server.oidc_builder().secret(SECRET).user_info_method(method).build().unwrap()
}

#[tokio::test]
async fn the_access_token_goes_where_the_method_says() {
    let server = Server::new();
    let user = json!({"sub": "user1", "email": "ann@example.com", "custom": 1});
    for method in [UserInfoMethod::Header, UserInfoMethod::Query, UserInfoMethod::Form] {
        server.responds(user.clone());
        let oidc = with_method(&server, method);
        let user = oidc.user_info_of("a+t&1", "user1").await.unwrap();
        assert_eq!(user.profile.email.as_deref(), Some("ann@example.com"));
        assert_eq!(user.extra["custom"], 1);
    }
    let [header, query, form] = &server.requests()[..] else { panic!() };
    assert_eq!((&header.method, header.url.as_str()), (&Method::GET, &*format!("{HOST}/oidc/me")));
    assert_eq!(header.headers["authorization"], "Bearer a+t&1");
    assert!(header.headers["authorization"].is_sensitive());
    assert_eq!(query.method, Method::GET);
    assert_eq!(query.url.query(), Some("access_token=a%2Bt%261"));
    assert!(query.headers.get("authorization").is_none());
    assert_form(form, &[("access_token", "a+t&1")]);
}

#[tokio::test]
async fn user_info_about_somebody_else_is_refused() {
    let server = Server::new();
    let oidc = server.oidc();
    let login = login(&server, &oidc).await;
    server.responds(json!({"sub": "user1"}));
    assert_eq!(oidc.user_info(&login).await.unwrap().sub, "user1");
    server.responds(json!({"sub": "user2"}));
    assert!(matches!(oidc.user_info(&login).await, Err(Error::OtherUser(_))));
    server.responds(json!({"sub": "user2"}));
    assert_eq!(oidc.user_info_unbound("t").await.unwrap().sub, "user2");
}

#[tokio::test]
async fn user_info_that_is_none_is_an_error_that_says_which() {
    for (status, body, said) in [
        (200, "{}", "`sub`"),
        (200, r#"{"sub": ""}"#, "`sub`"),
        (200, r#"{"code": 400, "message": "token 无效"}"#, "Authing code 400: token 无效"),
        (200, "<html>", "JSON"),
        (302, "", "302"),
        (401, "", "401"),
    ] {
        let server = Server::new();
        server.says(status, body);
        let error = message(server.oidc().user_info_of("t", "user1").await);
        assert!(error.contains(said), "{status} {body}: {error}");
    }
    let server = Server::new();
    server.refuses(401, "invalid_token");
    assert_eq!(oauth_code(server.oidc().user_info_unbound("t").await), "invalid_token");
    let server = Server::new();
    assert!(server.oidc().user_info_unbound("").await.is_err());
    assert!(server.oidc().user_info_unbound("a\nb").await.is_err());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn signed_user_info_is_verified() {
    let ask = async |token: String, content_type: &'static str| {
        let server = Server::new();
        server.responds_with_header("content-type", content_type, token);
        server.oidc().user_info_of("t", "user1").await
    };
    let claims = json!({"iss": ISSUER, "aud": APP, "sub": "user1", "name": "Ann"});
    let jwt = "application/jwt; charset=utf-8";
    let user = ask(sign(claims.clone()), jwt).await.unwrap();
    assert_eq!(user.profile.name.as_deref(), Some("Ann"));
    assert_eq!(ask(sign(json!({"sub": "user1"})), jwt).await.unwrap().sub, "user1");

    let refused = async |token: String| match ask(token, jwt).await {
        Err(Error::Token(error)) => error,
        other => panic!("{other:?}"),
    };
    let change = |change: Value| sign(merge(claims.clone(), change));
    assert!(matches!(refused(change(json!({"iss": "x"}))).await, TokenError::Issuer { .. }));
    assert!(matches!(refused(change(json!({"aud": "x"}))).await, TokenError::Audience { .. }));
    assert!(matches!(refused(change(json!({"exp": 1}))).await, TokenError::Expired { .. }));
    let later = change(json!({"nbf": NOW + 60}));
    assert!(matches!(refused(later).await, TokenError::NotYetValid { .. }));
    assert_eq!(refused(change(json!({"sub": null}))).await, TokenError::MissingClaim("sub"));
    let mut forged = sign(claims.clone());
    forged.truncate(forged.rfind('.').unwrap() + 1);
    refused(forged).await;
    // Claims without a signature are not a token, whatever they are called.
    refused(claims.to_string()).await;
    assert!(ask(sign(claims), "application/json").await.is_err());
}

#[tokio::test]
async fn the_online_check_returns_claims_or_why_not() {
    let server = Server::new();
    let oidc = server.oidc();
    server.responds(merge(claims(), json!({"scope": "openid", "jti": "j", "new": 1})));
    let token = oidc.validate_access_token_online("a+b").await.unwrap();
    assert_eq!((token.sub.as_deref(), token.aud), (Some("user1"), vec![APP.to_owned()]));
    assert_eq!(token.extra["new"], 1);
    server.responds(claims());
    let token = oidc.validate_id_token_online("e.y.j").await.unwrap();
    assert!(token.expires_at().is_some());
    // A program's token.
    server.responds(json!({"aud": "account", "azp": APP, "exp": NOW}));
    assert!(oidc.validate_access_token_online("t").await.is_ok());

    server.responds(json!({"code": 400, "message": "token 不合法"}));
    let error = message(oidc.validate_id_token_online("x").await);
    assert!(error.contains("Authing code 400: token 不合法"), "{error}");
    server.responds(merge(claims(), json!({"aud": "app2"})));
    assert!(matches!(
        oidc.validate_id_token_online("x").await,
        Err(Error::Token(TokenError::Audience { .. }))
    ));

    let requests = server.requests();
    let path = format!("{HOST}/api/v2/oidc/validate_token");
    assert_eq!(requests[0].method, Method::GET);
    assert_eq!(requests[0].url.as_str(), format!("{path}?access_token=a%2Bb"));
    assert_eq!(requests[1].url.as_str(), format!("{path}?id_token=e.y.j"));
}

#[tokio::test]
async fn an_endpoint_that_the_provider_does_not_have_is_named() {
    let server = Server::new();
    server.responds(discovery(json!({"userinfo_endpoint": null})));
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    for (error, name) in [
        (message(oidc.introspect("t", None).await), "introspection_endpoint"),
        (message(oidc.revoke("t", None).await), "revocation_endpoint"),
        (message(oidc.user_info_unbound("t").await), "userinfo_endpoint"),
        (message(oidc.logout_url().build().await), "end_session_endpoint"),
    ] {
        assert!(error.contains(name), "{error}");
    }
    assert_eq!(server.requests().len(), 1);
}
