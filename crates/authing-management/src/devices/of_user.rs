//! Devices in the hands of one user.

use std::time::SystemTime;

use authing_core::{Call, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::CommonMessage;
use authing_types::Page;
use serde_json::json;

use super::{
    Devices, UserDevice,
    manage::{milliseconds, rows},
};
use crate::command::{check_given, command};

const LIST: Operation =
    Operation::post("devices.list_by_user", "/api/v3/get-user-devices").management().idempotent();
const DELETE: Operation =
    Operation::post("devices.delete_for_user", "/api/v3/delete-device-by-user")
        .management()
        .whole_envelope();
const DISABLE: Operation =
    Operation::post("devices.disable_for_user", "/api/v3/disable-device-by-user")
        .management()
        .idempotent()
        .whole_envelope();
const ENABLE: Operation =
    Operation::post("devices.enable_for_user", "/api/v3/enable-device-by-user")
        .management()
        .idempotent()
        .whole_envelope();
const SUSPEND: Operation =
    Operation::post("devices.suspend_for_user", "/api/v3/suspend-device-by-user")
        .management()
        .idempotent()
        .whole_envelope();

impl Devices<'_> {
    /// Lists the devices that a user has logged in with.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, devices::ListUserDevices};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let of_user = ListUserDevices::new("64a53f4079c9b6f43e56feb2");
    /// for device in management.devices().list_by_user(of_user).await?.list {
    ///     println!("{} {:?} {:?}", device.id, device.device_name, device.login_time);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/get-user-devices`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, or page or limit 0; else
    /// those of every call.
    pub fn list_by_user(&self, request: ListUserDevices) -> PagedCall<UserDevice> {
        let user_id = request.user_id;
        self.client.api().pages(request.page, move |api, page, limit| {
            let rest = RestRequest::new(LIST)
                .query("userId", &user_id)
                .json(&rows("device_rely", page, limit))
                .check(check_given("user_id", &user_id));
            api.rest::<Page<UserDevice>>(rest)
        })
    }

    /// Takes a device from a user. It stays another's if it is.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, device) = ("64a53f4079c9b6f43e56feb2", "64a62604d9c52b1fb1cea2ee");
    /// management.devices().delete_for_user(user, device).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/delete-device-by-user`. Not idempotent: the second time the user has no
    /// such device.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// the user has no such device.
    pub fn delete_for_user(&self, user_id: &str, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_user(DELETE, user_id, device_id))
    }

    /// Shuts a device out for one user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, device) = ("64a53f4079c9b6f43e56feb2", "64a62604d9c52b1fb1cea2ee");
    /// management.devices().disable_for_user(user, device).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/disable-device-by-user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// the user has no such device.
    pub fn disable_for_user(&self, user_id: &str, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_user(DISABLE, user_id, device_id))
    }

    /// Lets a user in with a device again that was shut out or suspended.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, device) = ("64a53f4079c9b6f43e56feb2", "64a62604d9c52b1fb1cea2ee");
    /// management.devices().enable_for_user(user, device).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/enable-device-by-user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// the user has no such device.
    pub fn enable_for_user(&self, user_id: &str, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_user(ENABLE, user_id, device_id))
    }

    /// Shuts a device out until a time, for one user.
    ///
    /// ```no_run
    /// use std::time::{Duration, SystemTime};
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user, device) = ("64a53f4079c9b6f43e56feb2", "64a62604d9c52b1fb1cea2ee");
    /// let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    /// management.devices().suspend_for_user(user, device, tomorrow).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/suspend-device-by-user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a time before 1970; an
    /// error of the server's when the user has no such device.
    pub fn suspend_for_user(
        &self,
        user_id: &str,
        device_id: &str,
        until: SystemTime,
    ) -> Call<CommonMessage> {
        let end = milliseconds(until);
        let body = json!({ "userId": user_id, "id": device_id, "endTime": end.as_ref().ok() });
        let request = of_user(SUSPEND, user_id, device_id).json(&body).check(end.map(drop));
        command(self.client.api(), request)
    }
}

/// Whose devices [`Devices::list_by_user`] lists.
#[derive(Clone, Debug)]
pub struct ListUserDevices {
    user_id: String,
    page: PageRequest,
}

impl ListUserDevices {
    /// The first ten of this user.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

fn of_user(operation: Operation, user_id: &str, device_id: &str) -> RestRequest {
    RestRequest::new(operation)
        .json(&json!({ "userId": user_id, "id": device_id }))
        .check(check_given("user_id", user_id))
        .check(check_given("device_id", device_id))
}
