//! The devices area.

use std::time::{Duration, UNIX_EPOCH};

use authing_management::{
    ErrorKind,
    devices::{DeviceState, ListDevices, ListUserDevices},
};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused};

/// A response of version 3.
fn v3(data: Value) -> Value {
    json!({"statusCode": 200, "message": "ok", "data": data, "requestId": "r"})
}

fn device() -> Value {
    json!({
        "id": "d1",
        "name": "chrome/114.0.0.0",
        "loginCount": 4,
        "os": "Mac OS",
        "status": "activated",
        "type": "Browser",
        "hks": "yes, in hardware",
        "fde": "true",
        "mod": "X1",
        "ip": "1.2.3.4",
        "deviceUniqueId": "f1",
        "metaCreateTime": 1688559173197_i64,
        "endTime": null,
        "loginTime": 1688624246308_i64,
        "screenWidth": "1920",
    })
}

#[tokio::test]
async fn list() {
    let response = v3(json!({"totalCount": 1, "list": [device()]}));
    let (sent, page) =
        exchange(response, |client| client.devices().list(ListDevices::new().page(2).limit(50)))
            .await;
    let body = json!({
        "modelId": "device", "showFieldId": false, "previewRelation": true, "page": 2, "limit": 50,
    });
    sent.is_rest("POST", "/api/v3/metadata/filter", body);
    let page = page.unwrap();
    let device = &page.list[0];
    assert_eq!((device.id.as_str(), &device.status), ("d1", &Some(DeviceState::Activated)));
    assert_eq!((device.login_count, device.screen_width), (Some(4), Some(1920)));
    assert_eq!((device.hks, device.fde, device.module.as_deref()), (None, Some(true), Some("X1")));
    let told: Vec<_> = page.set_aside.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`data.list[0].hks` is a text, and true or false was expected"]);
    let met = UNIX_EPOCH + Duration::from_millis(1_688_559_173_197);
    assert_eq!(device.meta_create_time.as_ref().unwrap().to_system_time(), Some(met));
    assert!(!format!("{device:?}").contains("1.2.3.4"));
}

#[tokio::test]
async fn get() {
    let (sent, found) = exchange(v3(device()), |client| client.devices().get("a&b")).await;
    let path = "/api/v3/metadata/get-row?modelId=device&rowId=a%26b&showFieldId=false";
    sent.is_rest("GET", path, Value::Null);
    assert_eq!(found.unwrap().kind.as_deref(), Some("Browser"));
    let error = refused(|client| client.devices().get("")).await;
    assert!(error.contains("argument `device_id` is empty"), "{error}");
}

#[tokio::test]
async fn status() {
    for (text, state) in [
        ("activated", DeviceState::Activated),
        ("suspended", DeviceState::Suspended),
        ("deactivated", DeviceState::Deactivated),
        ("lost", DeviceState::Unknown("lost".into())),
    ] {
        let response = v3(json!({"status": text, "diffTime": 12.5}));
        let (sent, status) = exchange(response, |client| client.devices().status("d1")).await;
        sent.is_rest("POST", "/api/v3/device-status", json!({"id": "d1"}));
        let status = status.unwrap();
        assert_eq!((&status.status, status.diff_time), (&state, Some(12.5)));
        assert_eq!(serde_json::to_value(&state).unwrap(), text);
    }
}

#[tokio::test]
async fn delete() {
    let done = v3(json!({"success": true}));
    let (sent, response) = exchange(done, |client| client.devices().delete("d1")).await;
    sent.is_rest("POST", "/api/v3/delete-device", json!({"id": "d1"}));
    response.unwrap();
    let error = refused(|client| client.devices().delete(" ")).await;
    assert!(error.contains("argument `device_id` is empty"), "{error}");
}

#[tokio::test]
async fn a_refusal_is_an_error_and_not_false() {
    let refusal = json!({"statusCode": 499, "apiCode": 2004, "message": "no", "data": null});
    let (_, response) = exchange(refusal, |client| client.devices().delete("d1")).await;
    assert!(response.unwrap_err().is_not_found());
    let soft = v3(json!({"success": false}));
    let (_, response) = exchange(soft, |client| client.devices().delete("d1")).await;
    assert_eq!(response.unwrap_err().kind(), ErrorKind::Api);
}

#[tokio::test]
async fn disable() {
    let done = v3(json!({"success": true}));
    let (sent, response) = exchange(done, |client| client.devices().disable("d1")).await;
    sent.is_rest("POST", "/api/v3/disable-device", json!({"id": "d1"}));
    response.unwrap();
}

#[tokio::test]
async fn enable() {
    let done = v3(json!({"success": true}));
    let (sent, response) = exchange(done, |client| client.devices().enable("d1")).await;
    sent.is_rest("POST", "/api/v3/enable-device", json!({"id": "d1"}));
    response.unwrap();
}

#[tokio::test]
async fn suspend() {
    let until = UNIX_EPOCH + Duration::from_millis(1_689_523_200_001);
    let done = v3(json!({"success": true}));
    let (sent, response) = exchange(done, |client| client.devices().suspend("d1", until)).await;
    let body = json!({"id": "d1", "endTime": 1_689_523_200_001_i64});
    sent.is_rest("POST", "/api/v3/suspend-device", body);
    response.unwrap();
    let before = UNIX_EPOCH - Duration::from_secs(1);
    let error = refused(|client| client.devices().suspend("d1", before)).await;
    assert!(error.contains("argument `until` is not a time"), "{error}");
    let error = refused(|client| client.devices().suspend("", until)).await;
    assert!(error.contains("argument `device_id` is empty"), "{error}");
}

#[tokio::test]
async fn list_by_user() {
    let row = json!({
        "id": "r1", "deviceName": "chrome", "deviceRowId": "d1", "userId": ID,
        "status": "suspended", "isTrust": true, "endTime": 1688624246308_i64, "ip": "1.2.3.4",
    });
    let response = v3(json!({"totalCount": 1, "list": [row]}));
    let (sent, page) =
        exchange(response, |client| client.devices().list_by_user(ListUserDevices::new("a&b")))
            .await;
    let body = json!({
        "modelId": "device_rely",
        "showFieldId": false,
        "previewRelation": true,
        "page": 1,
        "limit": 10,
    });
    sent.is_rest("POST", "/api/v3/get-user-devices?userId=a%26b", body);
    let device = &page.unwrap().list[0];
    assert_eq!((device.device_row_id.as_deref(), device.is_trust), (Some("d1"), Some(true)));
    assert!(!format!("{device:?}").contains("1.2.3.4"));
    let error =
        refused(|client| client.devices().list_by_user(ListUserDevices::new("")).page()).await;
    assert!(error.contains("argument `user_id` is empty"), "{error}");
}

#[tokio::test]
async fn devices_of_one_user() {
    let done = || v3(json!({"success": true}));
    let body = json!({"userId": ID, "id": "d1"});
    let (sent, response) =
        exchange(done(), |client| client.devices().delete_for_user(ID, "d1")).await;
    sent.is_rest("POST", "/api/v3/delete-device-by-user", body.clone());
    response.unwrap();
    let (sent, response) =
        exchange(done(), |client| client.devices().disable_for_user(ID, "d1")).await;
    sent.is_rest("POST", "/api/v3/disable-device-by-user", body.clone());
    response.unwrap();
    let (sent, response) =
        exchange(done(), |client| client.devices().enable_for_user(ID, "d1")).await;
    sent.is_rest("POST", "/api/v3/enable-device-by-user", body);
    response.unwrap();
    let until = UNIX_EPOCH + Duration::from_secs(1);
    let (sent, response) =
        exchange(done(), |client| client.devices().suspend_for_user(ID, "d1", until)).await;
    let body = json!({"userId": ID, "id": "d1", "endTime": 1000});
    sent.is_rest("POST", "/api/v3/suspend-device-by-user", body);
    response.unwrap();
    let error = refused(|client| client.devices().suspend_for_user("", "d1", until)).await;
    assert!(error.contains("argument `user_id` is empty"), "{error}");
    let error = refused(|client| client.devices().enable_for_user(ID, "")).await;
    assert!(error.contains("argument `device_id` is empty"), "{error}");
}
