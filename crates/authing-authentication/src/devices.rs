//! The devices that the user who is logged in has used.
//!
//! ```no_run
//! # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
//! for device in client.devices().list().await? {
//!     println!("{:?}, online: {:?}", device.device.and_then(|known| known.name), device.online);
//! }
//! # Ok(()) }
//! ```

use authing_core::{Call, Operation};
use authing_types::{
    Timestamp,
    lenient::{flag, id, moment, object, text},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::client::AuthenticationClient;

const LIST: Operation =
    Operation::get("authentication.list_devices", "/api/v3/mydevices/list").user().idempotent();
const LOGOUT: Operation =
    Operation::post("authentication.logout_device", "/api/v3/mydevices/revoke-session")
        .user()
        .idempotent();
const UNBIND: Operation =
    Operation::post("authentication.unbind_device", "/api/v3/mydevices/unbind").user();

impl AuthenticationClient {
    /// The devices of the user who is logged in.
    pub fn devices(&self) -> UserDevicesApi<'_> {
        UserDevicesApi { client: self }
    }
}

/// The devices of the user who is logged in: [`AuthenticationClient::devices`].
#[derive(Clone, Copy, Debug)]
pub struct UserDevicesApi<'a> {
    client: &'a AuthenticationClient,
}

impl UserDevicesApi<'_> {
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
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    pub fn list(&self) -> Call<Vec<MyDevice>> {
        self.client.api().call(LIST).rest(|request| request)
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
    pub fn logout(&self, device_id: impl Into<String>) -> Call<()> {
        self.command(LOGOUT, device_id.into())
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
    pub fn unbind(&self, device_id: impl Into<String>) -> Call<()> {
        self.command(UNBIND, device_id.into())
    }

    fn command(&self, operation: Operation, device_id: String) -> Call<()> {
        self.client
            .api()
            .call(operation)
            .required("device_id", &device_id)
            .command(|request| request.json(&json!({ "deviceId": device_id })))
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
    /// The address of the last login.
    #[serde(default, deserialize_with = "text")]
    pub last_ip: Option<String>,
    /// When the user last logged in there.
    #[serde(default, deserialize_with = "moment")]
    pub last_login_time: Option<Timestamp>,
    /// Whether the user is logged in there.
    #[serde(default, deserialize_with = "flag")]
    pub online: Option<bool>,
}

authing_types::redacted_debug!(MyDevice { device, online });

/// What is known of a device. `Debug` hides what points to a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MyDeviceInfo {
    /// The device's id, which the calls of this area take.
    #[serde(default, deserialize_with = "id")]
    pub id: Option<String>,
    /// The fingerprint of all that is known of it.
    #[serde(default, deserialize_with = "text")]
    pub device_unique_id: Option<String>,
    /// Its name, such as `chrome/114.0.0.0`.
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    /// The kind of device, such as `Browser`.
    #[serde(default, rename = "type", deserialize_with = "id")]
    pub kind: Option<String>,
    /// The operating system.
    #[serde(default, deserialize_with = "id")]
    pub os: Option<String>,
    /// The version of the system or browser.
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
}

authing_types::redacted_debug!(MyDeviceInfo { id, kind, os });
