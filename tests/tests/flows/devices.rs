//! The devices area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_core::{Operation, RestRequest};
use authing_management::{
    Credentials, ManagementClient,
    devices::{Device, DeviceState, ListDevices, ListUserDevices, UserDevice},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;
use serde_json::json;

const CREATE: Operation = Operation::post("devices.create", "/api/v3/create-device").user();

/// Logs a user in with a browser that tells of itself.
async fn meet(server: &TestServer, name: &str, fingerprint: &str) -> Device {
    let session = server.app.new_session();
    session.login_by_username(name, "passw0rd").await.unwrap();
    let token = Credentials::AccessToken(session.token().unwrap());
    let browser = ManagementClient::builder(server.emulator.user_pool_id(), token)
        .host(server.emulator.url())
        .no_proxy()
        .build()
        .unwrap();
    let told = json!({
        "deviceUniqueId": fingerprint, "name": "chrome/114", "os": "Mac OS", "type": "Browser",
    });
    browser.rest(RestRequest::new(CREATE).json(&told)).await.unwrap()
}

async fn of_user(server: &TestServer, user_id: &str) -> Vec<UserDevice> {
    let request = ListUserDevices::new(user_id).limit(1);
    let devices = server.management.devices().list_by_user(request).items();
    devices.try_collect().await.unwrap()
}

#[tokio::test]
async fn devices_are_met_listed_and_forgotten() {
    let server = TestServer::start().await.unwrap();
    let devices = server.management.devices();
    let bob = server.user("bob").await.unwrap().id;
    let first = meet(&server, "bob", "f1").await;
    meet(&server, "bob", "f2").await;
    let again = meet(&server, "bob", "f1").await;
    assert_eq!((again.id.as_str(), again.login_count), (first.id.as_str(), Some(2)));

    let listed: Vec<Device> =
        devices.list(ListDevices::new().limit(1)).items().try_collect().await.unwrap();
    assert_eq!(listed.len(), 2);
    let read = devices.get(&first.id).await.unwrap();
    assert_eq!((read.os.as_deref(), read.kind.as_deref()), (Some("Mac OS"), Some("Browser")));
    assert_eq!(read.device_unique_id.as_deref(), Some("f1"));

    devices.delete(&first.id).await.unwrap();
    assert!(devices.get(&first.id).await.is_err());
    assert!(devices.delete(&first.id).await.is_err(), "a failure is an error, not false");
    let left = of_user(&server, &bob).await;
    assert_eq!((left.len(), left[0].device_unique_id.as_deref()), (1, Some("f2")));
}

#[tokio::test]
async fn a_device_is_shut_out_and_let_in_again() {
    let server = TestServer::start().await.unwrap();
    let devices = server.management.devices();
    server.user("bob").await.unwrap();
    let id = meet(&server, "bob", "f1").await.id;
    let state = async || devices.status(&id).await.unwrap().status;
    assert_eq!(state().await, DeviceState::Activated);
    devices.disable(&id).await.unwrap();
    assert_eq!(state().await, DeviceState::Deactivated);
    devices.enable(&id).await.unwrap();
    assert_eq!(state().await, DeviceState::Activated);

    let until = server.emulator.now() + Duration::from_secs(3600);
    devices.suspend(&id, until).await.unwrap();
    let status = devices.status(&id).await.unwrap();
    assert_eq!(status.status, DeviceState::Suspended);
    assert!(status.diff_time.unwrap() > 3500.0);
    assert!(devices.get(&id).await.unwrap().end_time.is_some());
    server.emulator.advance(Duration::from_secs(3601));
    assert_eq!(state().await, DeviceState::Activated, "a suspension ends by itself");
    assert!(devices.suspend(&id, until).await.is_err(), "that time is over");
    assert!(devices.status("no-device").await.is_err());
}

#[tokio::test]
async fn a_device_is_shut_out_for_one_of_its_users() {
    let server = TestServer::start().await.unwrap();
    let devices = server.management.devices();
    let (bob, ann) = (server.user("bob").await.unwrap().id, server.user("ann").await.unwrap().id);
    let row = meet(&server, "bob", "f1").await.id;
    assert_eq!(meet(&server, "ann", "f1").await.id, row, "one browser, two users");
    let held = of_user(&server, &bob).await.remove(0);
    assert_eq!(held.device_row_id.as_ref(), Some(&row));
    let state = async |user: &str| of_user(&server, user).await.remove(0).status.unwrap();

    devices.disable_for_user(&bob, &held.id).await.unwrap();
    assert_eq!(state(&bob).await, DeviceState::Deactivated);
    assert_eq!(state(&ann).await, DeviceState::Activated);
    assert_eq!(devices.status(&row).await.unwrap().status, DeviceState::Activated);
    devices.enable_for_user(&bob, &row).await.unwrap();
    assert_eq!(state(&bob).await, DeviceState::Activated);
    let until = server.emulator.now() + Duration::from_secs(60);
    devices.suspend_for_user(&bob, &held.id, until).await.unwrap();
    assert_eq!(state(&bob).await, DeviceState::Suspended);

    devices.delete_for_user(&bob, &held.id).await.unwrap();
    assert!(of_user(&server, &bob).await.is_empty());
    assert_eq!(of_user(&server, &ann).await.len(), 1);
    assert!(devices.delete_for_user(&bob, &held.id).await.is_err());
    server.management.users().delete(&ann).await.unwrap();
    assert!(devices.get(&row).await.is_ok(), "the device is there without its users");
}
