//! The devices that users log in from.

use std::time::{Duration, SystemTime};

use authing_core::{Operation, RestRequest};
use authing_management::{
    Credentials, ManagementClient,
    devices::{Device, DeviceState, ListDevices, ListUserDevices},
};
use serde_json::json;

use crate::walk::{Failure, PASSWORD, Walk};

const CREATE: Operation = Operation::post("devices.create", "/api/v3/create-device").user();

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let devices = client.devices();
    let bob = walk.user("bob").await?;
    let id = meet(walk).await?;
    walk.name("<device>", &id)?;

    let all = ListDevices::new();
    let page = walk.step("list devices", async { devices.list(all).await }).await?;
    assert_eq!(page.total_count, 1);
    let found = walk.step("get a device", async { devices.get(&id).await }).await?;
    assert_eq!(found.os.as_deref(), Some("Mac OS"));
    let status = walk.step("get the status", async { devices.status(&id).await }).await?;
    assert_eq!(status.status, DeviceState::Activated);
    walk.step("disable a device", async { devices.disable(&id).await }).await?;
    walk.step("enable a device", async { devices.enable(&id).await }).await?;
    // 2100-01-01
    let far_away = SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    walk.step("suspend a device", async { devices.suspend(&id, far_away).await }).await?;

    let of_bob = ListUserDevices::new(&bob);
    let page =
        walk.step("list a user's devices", async { devices.list_by_user(of_bob).await }).await?;
    assert_eq!(page.total_count, 1);
    walk.step("disable a user's device", async { devices.disable_for_user(&bob, &id).await })
        .await?;
    walk.step("enable a user's device", async { devices.enable_for_user(&bob, &id).await }).await?;
    walk.step("suspend a user's device", async {
        devices.suspend_for_user(&bob, &id, far_away).await
    })
    .await?;
    walk.step("remove a user's device", async { devices.delete_for_user(&bob, &id).await }).await?;
    walk.step("delete a device", async { devices.delete(&id).await }).await?;
    assert_eq!(devices.list(ListDevices::new()).await?.total_count, 0);
    Ok(())
}

/// Logs bob in with a browser that tells of itself, which no server does.
async fn meet(walk: &Walk) -> Result<String, Failure> {
    let session = walk.end_user()?;
    session.login_by_username("bob", PASSWORD).await?;
    let token = session.token().ok_or("no token")?;
    let token = Credentials::AccessToken(token);
    let browser =
        ManagementClient::builder(walk.info("userPoolId"), token).host(walk.info("url")).build()?;
    let told =
        json!({ "deviceUniqueId": "f1", "name": "chrome", "os": "Mac OS", "type": "Browser" });
    let device: Device = browser.rest(RestRequest::new(CREATE).json(&told)).await?;
    Ok(device.id)
}
