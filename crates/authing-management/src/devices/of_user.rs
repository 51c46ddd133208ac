//! Devices in the hands of one user.

use std::time::SystemTime;

use authing_core::{Call, Operation, PageRequest, PagedCall, client::CallBuilder};
use serde_json::json;

use super::{
    DevicesApi, UserDevice,
    manage::{milliseconds, rows},
};

const LIST: Operation =
    Operation::post("devices.list_by_user", "/api/v3/get-user-devices").management().idempotent();
const DELETE: Operation =
    Operation::post("devices.delete_for_user", "/api/v3/delete-device-by-user").management();
const DISABLE: Operation =
    Operation::post("devices.disable_for_user", "/api/v3/disable-device-by-user")
        .management()
        .idempotent();
const ENABLE: Operation =
    Operation::post("devices.enable_for_user", "/api/v3/enable-device-by-user")
        .management()
        .idempotent();
const SUSPEND: Operation =
    Operation::post("devices.suspend_for_user", "/api/v3/suspend-device-by-user")
        .management()
        .idempotent();

impl DevicesApi<'_> {
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
            api.call(LIST).required("user_id", &user_id).rest(|request| {
                request.query("userId", &user_id).json(&rows("device_rely", page, limit))
            })
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
    pub fn delete_for_user(
        &self,
        user_id: impl Into<String>,
        device_id: impl Into<String>,
    ) -> Call<()> {
        self.command_for_user(DELETE, user_id.into(), device_id.into())
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
    pub fn disable_for_user(
        &self,
        user_id: impl Into<String>,
        device_id: impl Into<String>,
    ) -> Call<()> {
        self.command_for_user(DISABLE, user_id.into(), device_id.into())
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
    pub fn enable_for_user(
        &self,
        user_id: impl Into<String>,
        device_id: impl Into<String>,
    ) -> Call<()> {
        self.command_for_user(ENABLE, user_id.into(), device_id.into())
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
        user_id: impl Into<String>,
        device_id: impl Into<String>,
        until: SystemTime,
    ) -> Call<()> {
        let (user_id, device_id, end) = (user_id.into(), device_id.into(), milliseconds(until));
        let body = json!({ "userId": user_id, "id": device_id, "endTime": end.as_ref().ok() });
        self.for_user(SUSPEND, &user_id, &device_id)
            .check(end.map(drop))
            .command(|request| request.json(&body))
    }

    fn command_for_user(
        &self,
        operation: Operation,
        user_id: String,
        device_id: String,
    ) -> Call<()> {
        self.for_user(operation, &user_id, &device_id)
            .command(|request| request.json(&json!({ "userId": user_id, "id": device_id })))
    }

    /// Begins a call about a device of one user.
    fn for_user(&self, operation: Operation, user_id: &str, device_id: &str) -> CallBuilder<'_> {
        self.client.call(operation).required("user_id", user_id).required("device_id", device_id)
    }
}

/// The user whose devices [`DevicesApi::list_by_user`] lists.
#[derive(Clone)]
pub struct ListUserDevices {
    user_id: String,
    page: PageRequest,
}

authing_types::redacted_debug!(ListUserDevices { user_id, page });

impl ListUserDevices {
    /// The first ten of this user.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}
