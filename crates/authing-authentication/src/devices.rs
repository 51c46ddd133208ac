//! The devices that the user who is logged in has used.
//!
//! ```no_run
//! # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
//! for device in client.devices().list().await? {
//!     println!("{:?}, online: {:?}", device.device.and_then(|known| known.name), device.online);
//! }
//! # Ok(()) }
//! ```

use std::fmt;

use authing_core::{Call, Operation, RestRequest};
use authing_types::Timestamp;
use authing_types::{
    CommonMessage,
    lenient::{flag, moment, object, text},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::arguments::not_empty;
use crate::command::command;

const LIST: Operation =
    Operation::get("authentication.list_devices", "/api/v3/mydevices/list").user().idempotent();
const LOGOUT: Operation =
    Operation::post("authentication.logout_device", "/api/v3/mydevices/revoke-session")
        .user()
        .idempotent()
        .whole_envelope();
const UNBIND: Operation =
    Operation::post("authentication.unbind_device", "/api/v3/mydevices/unbind")
        .user()
        .whole_envelope();

area! {
    /// The devices of the user who is logged in.
    Devices, devices
}

impl Devices<'_> {
    /// Lists the devices that the user has used.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let online = client.devices().list().await?;
    /// println!("{} devices", online.len());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v3/mydevices/list`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer good.
    pub fn list(&self) -> Call<Vec<MyDevice>> {
        self.client.api().rest(RestRequest::new(LIST))
    }

    /// Logs the user out on one of their devices.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.devices().logout("60a336dc179abb512dd64ae7").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/mydevices/revoke-session`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`list`](Self::list); an error of the server's when the user has no such device;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id.
    pub fn logout(&self, device_id: &str) -> Call<CommonMessage> {
        self.order(LOGOUT, device_id)
    }

    /// Takes a device off the user's list, and logs them out there.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.devices().unbind("60a336dc179abb512dd64ae7").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/mydevices/unbind`. Not idempotent: the second time there is no such device.
    ///
    /// # Errors
    ///
    /// As for [`logout`](Self::logout).
    pub fn unbind(&self, device_id: &str) -> Call<CommonMessage> {
        self.order(UNBIND, device_id)
    }

    fn order(&self, operation: Operation, device_id: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(operation)
            .json(&json!({ "deviceId": device_id }))
            .check(not_empty("device_id", device_id));
        command(self.client.api(), request)
    }
}

/// A device that the user has used. `Debug` hides what points to a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MyDevice {
    /// What is known of the device itself.
    #[serde(default, deserialize_with = "object")]
    pub device: Option<MyDeviceInfo>,
    /// The address of the last log-in.
    #[serde(default, deserialize_with = "text")]
    pub last_ip: Option<String>,
    /// When the user last logged in there.
    #[serde(default, deserialize_with = "moment")]
    pub last_login_time: Option<Timestamp>,
    /// Whether the user is logged in there.
    #[serde(default, deserialize_with = "flag")]
    pub online: Option<bool>,
}

impl fmt::Debug for MyDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MyDevice")
            .field("device", &self.device)
            .field("online", &self.online)
            .finish_non_exhaustive()
    }
}

/// What is known of a device. `Debug` hides what points to a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MyDeviceInfo {
    /// The device's id: its name in the calls of this area.
    #[serde(default, deserialize_with = "text")]
    pub id: Option<String>,
    /// The fingerprint of all that is known of it.
    #[serde(default, deserialize_with = "text")]
    pub device_unique_id: Option<String>,
    /// Its name, such as `chrome/114.0.0.0`.
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    /// The kind of device, such as `Browser`.
    #[serde(default, rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// The operating system.
    #[serde(default, deserialize_with = "text")]
    pub os: Option<String>,
    /// The version of the system or browser.
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
}

impl fmt::Debug for MyDeviceInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MyDeviceInfo")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("os", &self.os)
            .finish_non_exhaustive()
    }
}
