//! Logging in on another device. Time stands still but for the waits themselves.

use std::time::Duration;

use authing_protocols::{
    Error,
    oidc::{DeviceAuthorization, OidcClient},
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    authorize::discovery,
    common::{APP, ISSUER, SECRET, Server, assert_form, claims, message, oauth_code, sign, tokens},
};

fn client(server: &Server) -> OidcClient {
    let endpoint = json!({"device_authorization_endpoint": format!("{ISSUER}/device/auth")});
    server.responds(discovery(endpoint));
    server.oidc_builder().secret(SECRET).discovery(true).build().unwrap()
}

async fn begin(server: &Server, change: Value) -> DeviceAuthorization {
    let oidc = client(server);
    server.responds(crate::common::merge(
        json!({
            "device_code": "dc", "user_code": "ABCD-EFGH", "expires_in": 60, "interval": 5,
            "verification_uri": "https://op.example.com/device",
            "verification_uri_complete": "https://op.example.com/device?code=ABCD-EFGH",
        }),
        change,
    ));
    oidc.device_authorization("openid profile").await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_device_asks_shows_and_waits_as_long_as_it_is_told_to() {
    let server = Server::new();
    let device = begin(&server, json!({})).await;
    assert_eq!(device.user_code(), "ABCD-EFGH");
    assert_eq!(device.verification_uri().as_str(), "https://op.example.com/device");
    assert!(device.verification_uri_complete().unwrap().query().is_some());
    assert_eq!(device.expires_in(), Duration::from_secs(60));

    server.refuses(400, "authorization_pending");
    server.refuses(400, "authorization_pending");
    server.responds(tokens(&sign(claims())));
    let begun = Instant::now();
    let login = device.wait().await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(15));
    assert_eq!(login.claims.sub, "user1");

    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    assert_eq!(requests[1].url.as_str(), format!("{ISSUER}/device/auth"));
    assert_form(
        &requests[1],
        &[("scope", "openid profile"), ("client_id", APP), ("client_secret", SECRET)],
    );
    for poll in &requests[2..] {
        assert_eq!(poll.url.as_str(), format!("{ISSUER}/token"));
        assert_form(
            poll,
            &[
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", "dc"),
                ("client_id", APP),
                ("client_secret", SECRET),
            ],
        );
    }
}

#[tokio::test(start_paused = true)]
async fn slow_down_makes_every_wait_five_seconds_longer() {
    let server = Server::new();
    let device = begin(&server, json!({})).await;
    server.refuses(400, "slow_down");
    server.refuses(400, "authorization_pending");
    server.responds(tokens(&sign(claims())));
    let begun = Instant::now();
    device.wait().await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(5 + 10 + 10));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_response_is_asked_less_and_less_often() {
    let server = Server::new();
    let device = begin(&server, json!({"expires_in": 600})).await;
    server.says(502, "<html></html>");
    server.says(503, "");
    server.responds(tokens(&sign(claims())));
    let begun = Instant::now();
    device.wait().await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(5 + 10 + 20));
}

#[tokio::test(start_paused = true)]
async fn the_wait_ends_when_the_code_does() {
    let server = Server::new();
    let mut device = begin(&server, json!({"expires_in": 12})).await;
    for _ in 0..3 {
        server.refuses(400, "authorization_pending");
    }
    assert!(device.poll().await.unwrap().is_none());
    let begun = Instant::now();
    let result = device.wait().await;
    // A third wait would end behind the code's end.
    assert_eq!(begun.elapsed(), Duration::from_secs(10));
    assert_eq!(oauth_code(result), "expired_token");
    // The document, the code, a poll by hand and two of the wait.
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_code_that_is_over_is_not_asked_about() {
    let server = Server::new();
    let mut device = begin(&server, json!({"expires_in": 1})).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(oauth_code(device.poll().await), "expired_token");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_ends_the_wait() {
    for code in ["access_denied", "expired_token", "invalid_grant", "invalid_client"] {
        let server = Server::new();
        let device = begin(&server, json!({})).await;
        server.refuses(400, code);
        assert_eq!(oauth_code(device.wait().await), code);
        assert_eq!(server.requests().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_forged_id_token_ends_the_wait() {
    let server = Server::new();
    let device = begin(&server, json!({})).await;
    server.responds(tokens(&sign(crate::common::merge(claims(), json!({"aud": "app2"})))));
    assert!(matches!(device.wait().await, Err(Error::Token(_))));
}

#[tokio::test(start_paused = true)]
async fn the_interval_has_a_default_and_bounds() {
    let server = Server::new();
    assert_eq!(begin(&server, json!({"interval": null})).await.interval().as_secs(), 5);
    assert_eq!(begin(&server, json!({"interval": 0})).await.interval().as_secs(), 1);
    assert_eq!(begin(&server, json!({"interval": u64::MAX})).await.interval().as_secs(), 300);
    let text = begin(&server, json!({"interval": "7", "expires_in": "90"})).await;
    assert_eq!((text.interval().as_secs(), text.expires_in().as_secs()), (7, 90));
}

#[tokio::test(start_paused = true)]
async fn a_device_code_without_end_or_with_a_strange_address_is_an_error() {
    for change in [
        json!({"verification_uri": "javascript:alert(1)"}),
        json!({"verification_uri": "device"}),
        json!({"verification_uri": null}),
        json!({"verification_uri": null, "verification_url": "javascript:alert(1)"}),
        json!({"expires_in": null}),
    ] {
        let server = Server::new();
        let oidc = client(&server);
        server.responds(crate::common::merge(
            json!({
                "device_code": "dc", "user_code": "A", "expires_in": 60,
                "verification_uri": "https://op/device",
            }),
            change.clone(),
        ));
        assert!(oidc.device_authorization("openid").await.is_err(), "{change}");
    }
}

#[tokio::test]
async fn without_an_endpoint_or_openid_nothing_is_asked() {
    let server = Server::new();
    let error = message(server.oidc().device_authorization("openid").await);
    assert!(error.contains("discovery(true)"), "{error}");
    let error = message(server.oidc().device_authorization("profile").await);
    assert!(error.contains("argument `scope` "), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_odd_second_address_does_not_spoil_the_first() {
    for odd in ["", "/device?code=A", "data:text/html,x", "javascript:alert(1)"] {
        let server = Server::new();
        let device = begin(&server, json!({ "verification_uri_complete": odd })).await;
        assert_eq!(device.verification_uri().as_str(), "https://op.example.com/device");
        assert_eq!(device.verification_uri_complete(), None, "{odd}");
    }
    let device = begin(&Server::new(), json!({"verification_uri_complete": 7})).await;
    assert_eq!(device.verification_uri_complete(), None);
}

#[tokio::test(start_paused = true)]
async fn the_address_may_have_the_name_that_other_providers_give_it() {
    let other = "https://op.example.com/other";
    let device = begin(&Server::new(), json!({ "verification_url": other })).await;
    assert_eq!(device.verification_uri().as_str(), "https://op.example.com/device");
    let change = json!({"verification_uri": null, "verification_url": other});
    assert_eq!(begin(&Server::new(), change).await.verification_uri().as_str(), other);
}
