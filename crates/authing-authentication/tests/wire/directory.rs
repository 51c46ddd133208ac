//! Login by LDAP and Active Directory.

use authing_authentication::{ErrorCode, ErrorKind, LoginByDirectory};
use serde_json::{Value, json};

use crate::common::{ID, builder, client, exchange, only, server, unsent, user};

fn response() -> Value {
    json!({"code": 200, "message": "", "data": user(ID, Some("new-token"))})
}

fn request() -> LoginByDirectory {
    LoginByDirectory::new("bob", "passw0rd").client_ip("203.0.113.7").with_custom_data()
}

#[tokio::test]
async fn a_name_and_a_password_of_the_ldap_directory_log_in() {
    let (sent, bob) = exchange(response(), |client| client.login_by_ldap("bob", "passw0rd")).await;
    let body = json!({"username": "bob", "password": "passw0rd"});
    sent.is_rest("POST", "/api/v2/ldap/verify-user", body);
    assert_eq!(sent.0.url.host_str(), Some("app.example.com"));
    assert_eq!((sent.token(), bob.id.as_str()), (None, ID));
}

#[tokio::test]
async fn a_login_by_ldap_carries_every_option_and_reads_custom_data() {
    let mut bob = user(ID, Some("new-token"));
    bob["customData"] =
        json!([{"key": "age", "dataType": "NUMBER", "value": "22", "label": "Age"}]);
    let response = json!({"code": 200, "message": "", "data": bob});
    let (sent, bob) = exchange(response, |client| client.login_by_ldap_with(request())).await;
    let body = json!({
        "username": "bob",
        "password": "passw0rd",
        "clientIp": "203.0.113.7",
        "withCustomData": true,
    });
    sent.is_rest("POST", "/api/v2/ldap/verify-user", body);
    assert_eq!(bob.typed_custom_data().len(), 1);
}

#[tokio::test]
async fn a_log_in_by_ad_goes_to_the_host_for_websockets() {
    let (sent, _) = exchange(response(), |client| client.login_by_ad_with(request())).await;
    let body = json!({
        "username": "bob",
        "password": "passw0rd",
        "clientIp": "203.0.113.7",
        "withCustomData": true,
    });
    sent.is_rest("POST", "/api/v2/ad/verify-user", body);
    assert_eq!(sent.0.url.as_str(), "https://ws.example.com/api/v2/ad/verify-user");
    assert_eq!(sent.token(), None);
}

#[tokio::test]
async fn a_host_for_websockets_that_is_given_is_the_one() {
    for (given, expected) in [
        ("https://ad.example.org/", "https://ad.example.org/api/v2/ad/verify-user"),
        ("ad.example.org/base", "https://ad.example.org/base/api/v2/ad/verify-user"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v2/ad/verify-user"),
    ] {
        let server = server(response());
        let client = builder(&server).websocket_host(given).build().unwrap();
        client.login_by_ad("bob", "passw0rd").await.unwrap();
        assert_eq!(only(&server).0.url.as_str(), expected);
    }
}

#[tokio::test]
async fn a_password_goes_to_no_host_that_was_guessed_or_is_not_encrypted() {
    use authing_authentication::AuthenticationClient;
    let server = server(response());
    for app_host in ["https://authing", "http://127.0.0.1:3000", "https://10.0.0.1"] {
        let client = AuthenticationClient::builder("app", app_host)
            .transport(std::sync::Arc::new(server.clone()))
            .build()
            .unwrap();
        let error = client.login_by_ad("bob", "passw0rd").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{app_host}");
        assert!(error.to_string().contains("option `websocket_host` is missing"), "{error}");
    }
    let plain = || builder(&server).websocket_host("http://ad.example.org");
    let error = plain().build().unwrap_err().to_string();
    assert!(error.starts_with("option `websocket_host` is not encrypted"), "{error}");
    assert!(server.requests().is_empty());
    let client = plain().danger_allow_http(true).build().unwrap();
    client.login_by_ad("bob", "passw0rd").await.unwrap();
    assert_eq!(server.requests()[0].url.host_str(), Some("ad.example.org"));
}

#[test]
fn a_host_for_websockets_that_cannot_be_one_is_refused_by_name() {
    let server = server(json!({}));
    for given in [
        "https://",
        "wss://ad.example.org",
        "https://bob:canary@ad.example.org",
        "https://ad.example.org?canary=1",
    ] {
        let error = builder(&server).websocket_host(given).build().unwrap_err();
        assert!(error.to_string().starts_with("option `websocket_host` "), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test]
async fn a_directory_s_refusals_have_names() {
    let response = json!({"code": 2820002, "message": "无效的 LDAP 链接", "data": null});
    let error = client(&server(response)).login_by_ldap("bob", "passw0rd").await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::LDAP_LINK_INVALID));
    let error = unsent(|client| client.login_by_ldap(" ", "passw0rd")).await;
    assert_eq!(error.message(), "argument `username` is empty");
}
