//! Responses that say who somebody is or what they may, with a name in them that stands twice.

use authing_protocols::{Error, oauth2::TokenHint, oidc::OidcClient};
use serde_json::{Value, json};

use crate::common::{Server, Started, claims, login, merge, message, sign, tokens};

/// The object with a member put before its own of the same name.
fn doubled(object: &Value, name: &str) -> String {
    object.to_string().replacen('{', &format!("{{\"{name}\": \"u2\", "), 1)
}

/// The error of each call whose response is this.
#[track_caller]
fn names(error: String, name: &str) {
    assert!(error.contains(&format!("the response holds `{name}` twice")), "{error}");
}

#[tokio::test]
async fn tokens_with_a_doubled_member_are_refused() {
    let server = Server::new();
    let oidc = server.oidc();
    let login = login(&server, &oidc).await;
    let granted = tokens(&sign(claims()));
    for name in
        ["access_token", "id_token", "refresh_token", "scope", "expires_in", "\\u0069d_token"]
    {
        let body = doubled(&granted, name);
        let name = name.replace("\\u0069", "i");
        let answer = || server.says(200, body.clone());
        let begun = Started::start(oidc.authorize()).await;
        answer();
        names(message(oidc.finish(&begun.callback(&[("code", "c")]), begun.pending).await), &name);
        answer();
        names(message(oidc.refresh(&login).await), &name);
        answer();
        names(message(oidc.refresh_unbound("rt").await), &name);
        answer();
        names(message(oidc.password("ann", "pass", "openid").await), &name);
        answer();
        names(message(oidc.client_credentials("key", "secret", "x").await), &name);
        answer();
        names(message(oidc.exchange_id_token("e.y.j", "x").await), &name);
        answer();
        names(message(server.oauth2().refresh("rt").await), &name);
    }
}

#[tokio::test]
async fn an_introspection_with_a_doubled_member_is_refused() {
    let server = Server::new();
    let said = json!({"active": true, "sub": "u1", "scope": "a", "x": 1});
    for name in ["active", "sub", "scope", "x", "\\u0073ub"] {
        let plain = name.replace("\\u0073", "s");
        server.says(200, doubled(&said, name).replacen("\"u2\"", "false", 1));
        let hint = Some(TokenHint::AccessToken);
        names(message(server.oidc().introspect("t", hint).await), &plain);
    }
    let nested = r#"{"active": true, "x": {"roles": [{"y": 1, "y": 2}]}}"#;
    server.says(200, nested);
    names(message(server.oauth2().introspect("t", None).await), "y");
}

#[tokio::test]
async fn user_info_with_a_doubled_member_is_refused() {
    let server = Server::new();
    let user = json!({"sub": "u1", "email": "ann@example.com", "roles": [{"code": "a"}]});
    for name in ["sub", "email", "roles", "s\\u0075b"] {
        let plain = name.replace("\\u0075", "u");
        server.says(200, doubled(&user, name));
        names(message(server.oidc().user_info_of("t", "u1").await), &plain);
        server.says(200, doubled(&user, name));
        names(message(server.oauth2().user_info("t").await), &plain);
    }
    // As a signed token it is refused as every other token is.
    let payload = doubled(&json!({"sub": "u1"}), "sub");
    server.responds_with_header("content-type", "application/jwt", sign_text(&payload));
    let refused = message(server.oidc().user_info_of("t", "u1").await);
    assert!(refused.contains("`sub` twice"), "{refused}");
}

fn sign_text(payload: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", part(r#"{"alg":"HS256"}"#), part(payload));
    let key = jsonwebtoken::EncodingKey::from_secret(crate::common::SECRET.as_bytes());
    let algorithm = jsonwebtoken::Algorithm::HS256;
    let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, algorithm).unwrap();
    format!("{signed}.{signature}")
}

#[tokio::test]
async fn what_authing_confirms_about_a_token_stands_there_once() {
    let server = Server::new();
    for name in ["sub", "aud", "exp", "new"] {
        let body = doubled(&merge(claims(), json!({"new": 1})), name);
        server.says(200, body.clone());
        names(message(server.oidc().validate_access_token_online("t").await), name);
        server.says(200, body);
        names(message(server.oidc().validate_id_token_online("t").await), name);
    }
}

fn bound() -> [Value; 4] {
    [json!({"jkt": "x"}), json!({"x5t#S256": "x"}), json!({"nobody knows": 1}), json!("odd")]
}

async fn introspect(oidc: &OidcClient, server: &Server, said: Value) -> Result<bool, Error> {
    server.responds(said);
    oidc.introspect("t", None).await.map(|said| said.active)
}

#[tokio::test]
async fn an_introspected_token_that_is_bound_to_a_key_is_no_bearer_token() {
    let server = Server::new();
    let oidc = server.oidc();
    let checking = server.oidc_builder().key_bound_tokens(true).build().unwrap();
    for cnf in bound() {
        let said = json!({"active": true, "sub": "u1", "cnf": cnf});
        let refused = introspect(&oidc, &server, said.clone()).await.unwrap_err();
        assert!(matches!(refused, Error::KeyBound { .. }), "{refused}");
        for name in cnf.as_object().into_iter().flat_map(|cnf| cnf.keys()) {
            assert!(refused.to_string().contains(&format!("`{name}`")), "{refused}");
        }
        assert!(introspect(&checking, &server, said).await.unwrap());
        let said = json!({"active": false, "cnf": cnf});
        assert!(!introspect(&oidc, &server, said).await.unwrap());
        server.responds(merge(claims(), json!({ "cnf": cnf })));
        let refused = oidc.validate_access_token_online("t").await;
        assert!(matches!(refused, Err(Error::KeyBound { .. })), "{refused:?}");
        server.responds(merge(claims(), json!({ "cnf": cnf })));
        checking.validate_access_token_online("t").await.unwrap();
        server.responds(json!({"active": true, "cnf": cnf}));
        let refused = server.oauth2().introspect("t", None).await;
        assert!(matches!(refused, Err(Error::KeyBound { .. })), "{refused:?}");
    }
    for (token_type, passes) in [("DPoP", false), ("dpop", false), ("Bearer", true), ("x", true)] {
        let said = json!({"active": true, "token_type": token_type, "cnf": null});
        assert_eq!(introspect(&oidc, &server, said).await.is_ok(), passes, "{token_type}");
    }
    server.responds(json!({"active": true, "cnf": null, "username": 7, "jti": {}}));
    let said = oidc.introspect("t", None).await.unwrap();
    assert!(said.username.is_none() && said.jti.is_none() && said.cnf.is_none());
}
