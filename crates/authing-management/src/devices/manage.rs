//! Devices, whoever uses them.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_core::{Call, Error, Operation, PageRequest, PagedCall};
use serde_json::json;

use super::{Device, DeviceStatus, DevicesApi};

const LIST: Operation =
    Operation::post("devices.list", "/api/v3/metadata/filter").management().idempotent();
const GET: Operation =
    Operation::get("devices.get", "/api/v3/metadata/get-row").management().idempotent();
const STATUS: Operation =
    Operation::post("devices.status", "/api/v3/device-status").management().idempotent();
const DELETE: Operation = Operation::post("devices.delete", "/api/v3/delete-device").management();
const DISABLE: Operation =
    Operation::post("devices.disable", "/api/v3/disable-device").management().idempotent();
const ENABLE: Operation =
    Operation::post("devices.enable", "/api/v3/enable-device").management().idempotent();
const SUSPEND: Operation =
    Operation::post("devices.suspend", "/api/v3/suspend-device").management().idempotent();

impl DevicesApi<'_> {
    /// Lists the devices of the pool.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, devices::ListDevices};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let page = management.devices().list(ListDevices::new().limit(50)).await?;
    /// for device in page.list {
    ///     println!("{} {:?} {:?}", device.id, device.name, device.status);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/metadata/filter`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListDevices) -> PagedCall<Device> {
        self.client.api().pages(request.page, |api, page, limit| {
            api.call(LIST).rest(|request| request.json(&rows("device", page, limit)))
        })
    }

    /// Gets a device.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let device = management.devices().get("64a55e45002360ccaaf03a88").await?;
    /// println!("{:?} {:?}", device.os, device.login_time);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v3/metadata/get-row`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such device.
    pub fn get(&self, device_id: impl Into<String>) -> Call<Device> {
        let device_id = device_id.into();
        self.client.call(GET).required("device_id", &device_id).rest(|request| {
            request
                .query("modelId", "device")
                .query("rowId", &device_id)
                .query("showFieldId", false)
        })
    }

    /// Whether a device may be used, is suspended, or is shut out.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, devices::DeviceState};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let status = management.devices().status("64a55e45002360ccaaf03a88").await?;
    /// println!("{}", status.status == DeviceState::Activated);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/device-status`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such device.
    pub fn status(&self, device_id: impl Into<String>) -> Call<DeviceStatus> {
        let device_id = device_id.into();
        let call = self.client.call(STATUS).required("device_id", &device_id);
        call.rest(|request| request.json(&json!({ "id": device_id })))
    }

    /// Forgets a device, for all its users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.devices().delete("64a55e45002360ccaaf03a88").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/delete-device`. Not idempotent: the second time there is no such device.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such device.
    pub fn delete(&self, device_id: impl Into<String>) -> Call<()> {
        self.command(DELETE, device_id.into())
    }

    /// Shuts a device out, for all its users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.devices().disable("64a55e45002360ccaaf03a88").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/disable-device`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such device.
    pub fn disable(&self, device_id: impl Into<String>) -> Call<()> {
        self.command(DISABLE, device_id.into())
    }

    /// Lets a device in again that was shut out or suspended.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.devices().enable("64a55e45002360ccaaf03a88").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/enable-device`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such device.
    pub fn enable(&self, device_id: impl Into<String>) -> Call<()> {
        self.command(ENABLE, device_id.into())
    }

    /// Shuts a device out until a time, for all its users.
    ///
    /// ```no_run
    /// use std::time::{Duration, SystemTime};
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
    /// management.devices().suspend("64a55e45002360ccaaf03a88", tomorrow).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/suspend-device`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a time before 1970; an
    /// error of the server's when there is no such device.
    pub fn suspend(&self, device_id: impl Into<String>, until: SystemTime) -> Call<()> {
        let (device_id, end) = (device_id.into(), milliseconds(until));
        let body = json!({ "id": device_id, "endTime": end.as_ref().ok() });
        self.client
            .call(SUSPEND)
            .required("device_id", &device_id)
            .check(end.map(drop))
            .command(|request| request.json(&body))
    }

    fn command(&self, operation: Operation, device_id: String) -> Call<()> {
        let call = self.client.call(operation).required("device_id", &device_id);
        call.command(|request| request.json(&json!({ "id": device_id })))
    }
}

/// Which devices [`DevicesApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListDevices {
    page: PageRequest,
}

authing_types::redacted_debug!(ListDevices { page });

impl ListDevices {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

/// The question for a page of rows: fields by their names, with what they refer to.
pub(super) fn rows(model: &str, page: i64, limit: i64) -> serde_json::Value {
    json!({
        "modelId": model,
        "showFieldId": false,
        "previewRelation": true,
        "page": page,
        "limit": limit,
    })
}

/// The server counts milliseconds since 1970.
pub(super) fn milliseconds(until: SystemTime) -> Result<u64, Error> {
    let since = until.duration_since(UNIX_EPOCH);
    since
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .ok_or_else(|| Error::input("until", "is not a time that the server knows"))
}
