//! The user's own devices.

use authing_authentication::ErrorKind;
use serde_json::{Value, json};

use crate::common::{HELD, client, exchange_logged_in, server, unsent};

#[tokio::test]
async fn devices_are_listed_with_what_the_server_knows_of_them() {
    let response = json!({"statusCode": 200, "message": "", "data": [
        {
            "device": {"id": "d1", "deviceUniqueId": "f", "name": "chrome", "os": "mac", "new": 1},
            "lastIp": "203.0.113.7",
            "lastLoginTime": "2021-09-24T07:29:51.123Z",
            "online": true,
        },
        {"device": "unknown", "lastIp": null, "lastLoginTime": 1_632_468_591_123_i64},
    ]});
    let (sent, devices) = exchange_logged_in(response, |client| client.devices().list()).await;
    sent.is_rest("GET", "/api/v3/mydevices/list", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
    let device = devices[0].device.as_ref().unwrap();
    assert_eq!((device.id.as_deref(), device.name.as_deref()), (Some("d1"), Some("chrome")));
    assert_eq!(devices[0].online, Some(true));
    assert!(devices[1].device.is_none() && devices[1].last_login_time.is_some());
}

#[tokio::test]
async fn a_device_is_logged_out_and_unbound_by_its_id() {
    let response = || json!({"statusCode": 200, "message": "", "data": {"success": true}});
    let (sent, _) = exchange_logged_in(response(), |client| client.devices().logout("d1")).await;
    sent.is_rest("POST", "/api/v3/mydevices/revoke-session", json!({"deviceId": "d1"}));
    let (sent, _) = exchange_logged_in(response(), |client| client.devices().unbind("d1")).await;
    sent.is_rest("POST", "/api/v3/mydevices/unbind", json!({"deviceId": "d1"}));
    assert_eq!(sent.token(), Some(HELD));
}

#[tokio::test]
async fn an_order_that_is_not_carried_out_is_an_error() {
    for data in [json!(false), json!({"success": false})] {
        let response = json!({"statusCode": 200, "message": "", "data": data});
        let client = client(&server(response)).with_token(HELD);
        let error = client.devices().logout("d1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
    }
    let error = unsent(|client| client.devices().unbind(" ")).await;
    assert_eq!(error.message(), "argument `device_id` is empty");
    let error = unsent(|client| client.devices().list()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}
