//! Devices, whoever uses them.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_core::{Call, Error, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::CommonMessage;
use authing_types::Page;
use serde_json::json;

use super::{Device, DeviceStatus, Devices};
use crate::command::{check_given, command};

const LIST: Operation =
    Operation::post("devices.list", "/api/v3/metadata/filter").management().idempotent();
const GET: Operation =
    Operation::get("devices.get", "/api/v3/metadata/get-row").management().idempotent();
const STATUS: Operation =
    Operation::post("devices.status", "/api/v3/device-status").management().idempotent();
const DELETE: Operation =
    Operation::post("devices.delete", "/api/v3/delete-device").management().whole_envelope();
const DISABLE: Operation = Operation::post("devices.disable", "/api/v3/disable-device")
    .management()
    .idempotent()
    .whole_envelope();
const ENABLE: Operation = Operation::post("devices.enable", "/api/v3/enable-device")
    .management()
    .idempotent()
    .whole_envelope();
const SUSPEND: Operation = Operation::post("devices.suspend", "/api/v3/suspend-device")
    .management()
    .idempotent()
    .whole_envelope();

impl Devices<'_> {
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
            let rest = RestRequest::new(LIST).json(&rows("device", page, limit));
            api.rest::<Page<Device>>(rest)
        })
    }

    /// One device.
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
    pub fn get(&self, device_id: &str) -> Call<Device> {
        let request = RestRequest::new(GET)
            .query("modelId", "device")
            .query("rowId", device_id)
            .query("showFieldId", false)
            .check(check_given("device_id", device_id));
        self.client.api().rest(request)
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
    pub fn status(&self, device_id: &str) -> Call<DeviceStatus> {
        self.client.api().rest(of_device(STATUS, device_id))
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
    pub fn delete(&self, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_device(DELETE, device_id))
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
    pub fn disable(&self, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_device(DISABLE, device_id))
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
    pub fn enable(&self, device_id: &str) -> Call<CommonMessage> {
        command(self.client.api(), of_device(ENABLE, device_id))
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
    pub fn suspend(&self, device_id: &str, until: SystemTime) -> Call<CommonMessage> {
        let end = milliseconds(until);
        let request = RestRequest::new(SUSPEND)
            .json(&json!({ "id": device_id, "endTime": end.as_ref().ok() }))
            .check(check_given("device_id", device_id))
            .check(end.map(drop));
        command(self.client.api(), request)
    }
}

/// Which devices [`Devices::list`] lists.
#[derive(Clone, Debug, Default)]
pub struct ListDevices {
    page: PageRequest,
}

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
        .ok_or_else(|| Error::input("until", "is no time the server knows"))
}

fn of_device(operation: Operation, device_id: &str) -> RestRequest {
    RestRequest::new(operation)
        .json(&json!({ "id": device_id }))
        .check(check_given("device_id", device_id))
}
