//! Login at social and enterprise providers, and linked identities.

use std::{collections::HashMap, sync::Arc, time::Duration};

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind, LoginStep, Secret,
    connections::{ConnectionMessage, EnterpriseProtocol, PendingConnection, RelayMethod},
    types::SocialProvider,
};
use authing_core::test_util::{ScriptedTransport, TestClock};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;

use crate::common::{
    HELD, ID, Sent, builder, client, data, exchange_logged_in, ok, only, server, unsent, user,
};

fn rest(data: Value) -> Value {
    json!({"code": 200, "message": "成功", "data": data})
}

fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// A token for this application.
fn token(app_id: &str) -> String {
    let claims = json!({"sub": ID, "aud": app_id}).to_string();
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
}

#[test]
fn a_social_log_in_is_an_address_with_what_is_needed() {
    let client = client(&server(json!({})));
    let (url, pending) = client.social().authorize(SocialProvider::WeChatPc).start().unwrap();
    assert_eq!(url.origin().ascii_serialization(), "https://app.example.com");
    assert_eq!(url.path(), "/connections/social/wechat:pc");
    let mut sent = query(&url);
    assert_eq!(sent.remove("uuid").unwrap().len(), 20);
    let expected = [
        ("from_guard", "1"),
        ("app_id", "app"),
        ("with_identities", "0"),
        ("with_custom_data", "0"),
        ("protocol", "oidc"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(sent, expected.into());
    assert_eq!(pending.state().expose().len(), 32);
    let (again, other) = client.social().authorize(SocialProvider::WeChatPc).start().unwrap();
    assert_ne!(query(&url)["uuid"], query(&again)["uuid"]);
    assert_ne!(pending.state(), other.state());
}

#[test]
fn a_social_log_in_carries_every_option_encoded() {
    let client = client(&server(json!({})));
    let (url, pending) = client
        .social()
        .authorize("a b/../c")
        .relay(RelayMethod::FormPost, "https://me.example.com/cb?x=1&y=a%26b")
        .authorization_params([("prompt", "login & consent")])
        .with_identities(true)
        .with_custom_data(true)
        .protocol("oauth")
        .guard_version("4.0")
        .context([("source", "a&b")])
        .custom_data([("school", "北京")])
        .tenant_id("tenant")
        .start()
        .unwrap();
    assert_eq!(url.path(), "/connections/social/a%20b%2F..%2Fc");
    let sent = query(&url);
    assert_eq!(sent["authorization_params"], r#"{"prompt":"login & consent"}"#);
    assert_eq!(sent["context"], r#"{"source":"a&b"}"#);
    assert_eq!(sent["custom_data"], r#"{"school":"北京"}"#);
    assert_eq!((sent["with_identities"].as_str(), sent["protocol"].as_str()), ("1", "oauth"));
    assert_eq!((sent["guard_version"].as_str(), sent["tenant_id"].as_str()), ("4.0", "tenant"));
    assert_eq!(sent["relay_method"], "form_post");
    let state = pending.state().expose();
    let target = format!("https://me.example.com/cb?x=1&y=a%26b&authing_state={state}");
    assert_eq!(sent["target_url"], target);
    for (provider, target) in [("", "https://me"), ("..", "https://me"), ("x", "javascript:1")] {
        let begin = client.social().authorize(provider).relay(RelayMethod::Query, target);
        assert_eq!(begin.start().unwrap_err().kind(), ErrorKind::Input, "{provider} {target}");
    }
}

/// A client of application `app`, and a login at GitHub that it started.
fn started(server: &ScriptedTransport) -> (AuthenticationClient, PendingConnection) {
    let client = client(server);
    let (_, pending) = client.social().authorize(SocialProvider::GitHub).start().unwrap();
    (client, pending)
}

/// The message of Authing's window.
fn message(code: i64, data: Value) -> Value {
    json!({
        "code": code, "message": "登录成功", "data": data,
        "event": {"source": "authing", "eventType": "socialLogin"},
    })
}

fn read(message: &Value) -> ConnectionMessage {
    ConnectionMessage::from_json(message.to_string()).unwrap()
}

#[tokio::test]
async fn a_message_is_accepted_if_the_server_confirms_it() {
    let server = server(data("user", user(ID, None)));
    let (client, pending) = started(&server);
    let message = read(&message(200, json!({"id": ID, "token": token("app")})));
    let message = message.state(pending.state());
    let bob = client.finish_connection(message, pending).await.unwrap();
    assert_eq!(bob.id, ID);
    let sent = only(&server);
    sent.is_graphql("query user(");
    assert_eq!(sent.token(), Some(token("app").as_str()));
    assert_eq!(client.token().unwrap().expose(), token("app"));
    assert_eq!(client.user().unwrap().id, ID);
}

#[tokio::test]
async fn a_message_about_somebody_else_logs_nobody_in() {
    for (response, token) in [
        (data("user", user("somebody-else", None)), token("app")),
        (data("user", Value::Null), token("app")),
        (data("user", user(ID, None)), token("another-app")),
    ] {
        let server = server(response);
        let (client, pending) = started(&server);
        let message = read(&message(200, json!({"id": ID, "token": token})));
        let message = message.state(pending.state());
        let error = client.finish_connection(message, pending).await.unwrap_err();
        assert!(error.is_auth_expired(), "{error:?}");
        assert!(client.token().is_none());
    }
}

#[tokio::test]
async fn a_message_of_another_login_is_not_looked_at() {
    let good = message(200, json!({"id": ID, "token": token("app")}));
    let server = server(json!({}));
    let refused = async |message: ConnectionMessage, pending: PendingConnection| {
        let client = client(&server);
        let error = client.finish_connection(message, pending).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error:?}");
        error.message().to_owned()
    };
    let (_, pending) = started(&server);
    let without = refused(read(&good), pending.clone()).await;
    assert!(without.contains("another login"), "{without}");
    let (_, other) = started(&server);
    refused(read(&good).state(other.state()), pending.clone()).await;

    let mut enterprise = good.clone();
    enterprise["event"]["eventType"] = json!("enterpriseLogin");
    let kind = refused(read(&enterprise).state(pending.state()), pending.clone()).await;
    assert!(kind.contains("another kind"), "{kind}");
    let mut foreign = good;
    foreign["event"]["source"] = json!("somebody");
    refused(read(&foreign).state(pending.state()), pending).await;
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_login_at_a_provider_ends_after_ten_minutes() {
    let clock = TestClock::new();
    let server = server(data("user", user(ID, None)));
    let client = builder(&server).clock(Arc::new(clock.clone())).build().unwrap();
    let (_, pending) = client.social().authorize("github").start().unwrap();
    let message = read(&message(200, json!({"id": ID, "token": token("app")})));
    let message = message.state(pending.state());
    clock.advance(Duration::from_secs(599));
    client.finish_connection(message.clone(), pending.clone()).await.unwrap();
    clock.advance(Duration::from_secs(1));
    let error = client.finish_connection(message, pending).await.unwrap_err();
    assert!(error.message().contains("too old"), "{error}");
}

#[tokio::test]
async fn what_was_relayed_brings_its_state_along() {
    let server = server(data("user", user(ID, None)));
    let user = json!({"id": ID, "token": token("app")}).to_string();
    let (client, pending) = started(&server);
    let kept: Secret = pending.to_secret().unwrap();
    let mut callback = Url::parse("https://me.example.com/cb").unwrap();
    callback
        .query_pairs_mut()
        .append_pair("authing_state", pending.state().expose())
        .append_pair("code", "200")
        .append_pair("message", "登录成功")
        .append_pair("data", &user);
    let message = ConnectionMessage::from_query(callback.query().unwrap()).unwrap();
    let pending = PendingConnection::from_secret(&kept).unwrap();
    client.finish_connection(message, pending.clone()).await.unwrap();

    let state = pending.state().expose();
    let form = [("authing_state", state), ("code", "200"), ("message", "ok"), ("data", &user)];
    let message = ConnectionMessage::from_pairs(form).unwrap();
    client.new_session().finish_connection(message, pending).await.unwrap();
}

#[tokio::test]
async fn a_login_that_failed_says_why_and_what_is_missing() {
    let fail = async |message: Value| {
        let (client, pending) = started(&server(json!({})));
        let message = read(&message).state(pending.state());
        client.finish_connection(message, pending).await.unwrap_err()
    };
    let inner = json!({"code": 2005, "message": "用户已被锁定"}).to_string();
    let mut nested = message(500, Value::Null);
    nested["message"] = json!(inner);
    let error = fail(nested).await;
    assert_eq!(error.code(), Some(ErrorCode::USER_BLOCKED), "the inner code counts");
    assert_eq!(error.message(), "用户已被锁定");
    let error = fail(message(1635, json!({"mfaToken": "mfa-token"}))).await;
    let Some(LoginStep::Mfa(challenge)) = LoginStep::from_error(&error) else {
        panic!("{error:?}")
    };
    assert_eq!(challenge.token.expose(), "mfa-token");
    let error = fail(message(200, json!({"id": ID}))).await;
    assert_eq!(error.kind(), ErrorKind::Decode, "a user without a token proves nothing");
}

#[test]
fn what_is_not_a_message_is_refused_without_being_quoted() {
    for text in ["", "canary", "[]", r#"{"type":"canary"}"#, r#"{"message":"canary"}"#] {
        let error = ConnectionMessage::from_json(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(!format!("{error:?}").contains("canary"));
    }
    assert!(ConnectionMessage::from_query("").is_err());
}

#[tokio::test]
async fn identities_are_listed_linked_and_taken_away() {
    let identity = json!({
        "identityId": "1", "extIdpId": "2", "provider": "github", "type": "openid",
        "userIdInIdp": "gh-1", "userInfoInIdp": {"login": "bob"}, "accessToken": "at",
        "refreshToken": null, "originConnIds": ["3"], "new": 1,
    });
    let response = json!({"statusCode": 200, "message": "成功", "data": [identity, {}]});
    let (sent, list) =
        exchange_logged_in(response, |client| client.social().list_identities()).await;
    sent.is_rest("GET", "/api/v3/get-identities", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(list[0].provider.as_deref(), Some("github"));
    assert_eq!(list[0].user_info_in_idp.as_ref().unwrap()["login"], "bob");
    assert_eq!(list[0].access_token.as_ref().unwrap().expose(), "at");

    let response = json!({"statusCode": 200, "data": {"url": "https://app.example.com/link?x=1"}});
    let (sent, url) = exchange_logged_in(response, |client| {
        client.social().generate_link_url("my github&x", "id.token")
    })
    .await;
    let path = "/api/v3/generate-link-extidp-url?ext_idp_conn_identifier=my+github%26x\
                &id_token=id.token&app_id=app";
    sent.is_rest("GET", path, Value::Null);
    assert_eq!(url.as_str(), "https://app.example.com/link?x=1");

    let response = json!({"statusCode": 200, "message": "解绑成功"});
    let (sent, ()) =
        exchange_logged_in(response, |client| client.social().unlink_identity("2")).await;
    sent.is_rest("POST", "/api/v3/unlink-extidp", json!({"extIdpId": "2"}));

    for (argument, error) in [
        ("ext_idp_id", unsent(|client| client.social().unlink_identity("")).await),
        ("id_token", unsent(|client| client.social().generate_link_url("x", "")).await),
        ("connection_identifier", unsent(|c| c.social().generate_link_url("", "x")).await),
    ] {
        assert!(error.message().starts_with(&format!("argument `{argument}` ")), "{error}");
    }
    let error = unsent(|client| client.social().list_identities()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

/// A server with the providers of an application.
fn providers(providers: Value) -> ScriptedTransport {
    ScriptedTransport::new(move |_, request| {
        if request.url.path() == "/graphql/v2" {
            return Ok(ok(data("user", user(ID, None))));
        }
        if request.url.path().ends_with("/start-interaction") {
            return Ok(ok(json!({"code": 200, "message": "成功"})));
        }
        let config = json!({
            "id": "app", "userPoolId": "pool", "name": "App", "identityProviders": providers,
            "socialConnections": [{"provider": "github", "name": "GitHub"}], "cdnBase": "new",
        });
        Ok(ok(rest(config)))
    })
}

#[tokio::test]
async fn an_application_tells_what_it_offers() {
    let server = providers(json!([
        {"identifier": "a", "protocol": "saml", "displayName": "A", "config": {}},
        {"identifier": "b", "protocol": "palm-reading", "config": {"x": 1}},
    ]));
    let config = client(&server).enterprise().public_config().await.unwrap();
    only(&server).is_rest("GET", "/api/v2/applications/app/public-config", Value::Null);
    assert_eq!(config.user_pool_id.as_deref(), Some("pool"));
    let offered = config.identity_providers.unwrap();
    assert_eq!(offered[0].protocol, EnterpriseProtocol::Saml);
    assert_eq!(offered[1].protocol, EnterpriseProtocol::Unknown("palm-reading".to_owned()));
    assert_eq!(config.social_connections.unwrap()[0].provider.as_deref(), Some("github"));
}

#[tokio::test]
async fn openid_connect_begins_with_the_server_knowing_the_state() {
    let server = providers(json!([{
        "identifier": "our-oidc", "protocol": "oidc",
        "config": {
            "authorizationEdpoint": "https://idp.example.com/auth?x=1", "clientId": "authing",
            "redirectUri": "https://app.example.com/cb?a=b&c", "scopes": "openid profile",
            "responseType": "code",
        },
    }]));
    let client = client(&server);
    let begin = client.enterprise().authorize(EnterpriseProtocol::Oidc, "our-oidc");
    let (url, pending) = begin.referer("https://me.example.com/login").start().await.unwrap();
    let requests = server.requests();
    let state = pending.state().expose();
    Sent(requests[1].clone()).is_rest(
        "POST",
        "/api/v2/connections/oidc/start-interaction",
        json!({
            "state": state, "protocol": "oidc", "userPoolId": "pool", "appId": "app",
            "referer": "https://me.example.com/login",
            "connection": {"providerIentifier": "our-oidc"},
        }),
    );
    let mut sent = query(&url);
    assert_eq!(sent.remove("nonce").unwrap().len(), 32);
    let expected = [
        ("x", "1"),
        ("state", state),
        ("client_id", "authing"),
        ("redirect_uri", "https://app.example.com/cb?a=b&c"),
        ("scope", "openid profile"),
        ("response_type", "code"),
    ];
    assert_eq!(sent, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    assert_eq!((url.host_str(), url.path()), (Some("idp.example.com"), "/auth"));

    let mut done = message(200, json!({"id": ID, "token": token("app")}));
    done["event"]["eventType"] = json!("enterpriseLogin");
    let message = read(&done).state(pending.state());
    assert_eq!(client.finish_connection(message, pending).await.unwrap().id, ID);
}

#[tokio::test]
async fn other_protocols_have_their_address_ready() {
    for (protocol, member) in [
        (EnterpriseProtocol::Saml, "samlRequest"),
        (EnterpriseProtocol::Cas, "casConnectionLoginUrl"),
        (EnterpriseProtocol::OAuth, "authUrl"),
        (EnterpriseProtocol::AzureAd, "authorizationUrl"),
    ] {
        let config = |address: &str| {
            providers(json!([{
                "identifier": "x", "protocol": protocol, "config": { member: address },
            }]))
        };
        let server = config("https://idp.example.com/begin?y=%26");
        let begin = |server: &ScriptedTransport| {
            let client = client(server);
            let protocol = protocol.clone();
            async move { client.enterprise().authorize(protocol, "x").start().await }
        };
        let (url, _) = begin(&server).await.unwrap();
        assert_eq!(url.as_str(), "https://idp.example.com/begin?y=%26");
        assert_eq!(server.requests().len(), 1, "there is nothing to begin");
        for address in ["", "javascript:alert(1)", "/begin"] {
            let error = begin(&config(address)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{address}");
        }
    }
}

#[tokio::test]
async fn a_provider_that_is_not_offered_is_named() {
    let offered = json!([{"identifier": "x", "protocol": "saml", "config": {}}]);
    let server = providers(offered);
    let client = client(&server);
    for (protocol, identifier) in
        [(EnterpriseProtocol::Cas, "x"), (EnterpriseProtocol::Saml, "y"), ("x".into(), "x")]
    {
        let begin = client.enterprise().authorize(protocol, identifier);
        let error = begin.start().await.unwrap_err();
        assert!(error.message().starts_with("argument `identifier` "), "{error}");
    }
    let asked = server.requests().len();
    let empty = client.enterprise().authorize(EnterpriseProtocol::Saml, " ").start().await;
    assert_eq!(empty.unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(server.requests().len(), asked);
}
