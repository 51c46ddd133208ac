//! What is known of devices.

use authing_types::Timestamp;
use serde::{Deserialize, Serialize};

use authing_types::lenient::{count, flag, id, moment, number, text};

/// Whether a device may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum DeviceState {
    /// It may.
    Activated,
    /// Not before a certain time.
    Suspended,
    /// It may not.
    Deactivated,
    /// One that this version does not know, as the server wrote it.
    Unknown(String),
}

impl From<String> for DeviceState {
    fn from(text: String) -> Self {
        match text.as_str() {
            "activated" => Self::Activated,
            "suspended" => Self::Suspended,
            "deactivated" => Self::Deactivated,
            _ => Self::Unknown(text),
        }
    }
}

impl From<DeviceState> for String {
    fn from(state: DeviceState) -> Self {
        match state {
            DeviceState::Activated => "activated".to_owned(),
            DeviceState::Suspended => "suspended".to_owned(),
            DeviceState::Deactivated => "deactivated".to_owned(),
            DeviceState::Unknown(text) => text,
        }
    }
}

/// Whether a device may be used, and if not, for how long.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeviceStatus {
    /// Whether it may be used.
    pub status: DeviceState,
    /// What is left of a suspension; the unit is documented nowhere.
    #[serde(default, deserialize_with = "number")]
    pub diff_time: Option<f64>,
}

authing_types::redacted_debug!(DeviceStatus { status, diff_time });

/// A device. Everything but the id may be missing: a browser cannot tell it all. `Debug` hides what
/// points to a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Device {
    /// The row's id: the name of the device in the calls of this area.
    pub id: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Option<DeviceState>,
    /// Its name, such as `chrome/114.0.0.0`.
    #[serde(default, deserialize_with = "text")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "text")]
    pub description: Option<String>,
    /// The kind of device, such as `Browser`.
    #[serde(default, deserialize_with = "id", rename = "type")]
    pub kind: Option<String>,
    /// The operating system.
    #[serde(default, deserialize_with = "id")]
    pub os: Option<String>,
    /// The version of the system or browser.
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
    /// The fingerprint of all that is known of it.
    #[serde(default, deserialize_with = "text")]
    pub device_unique_id: Option<String>,
    /// The address of the last login.
    #[serde(default, deserialize_with = "text")]
    pub ip: Option<String>,
    /// What the browser says it is.
    #[serde(default, deserialize_with = "text")]
    pub user_agent: Option<String>,
    /// The language it is set to.
    #[serde(default, deserialize_with = "text")]
    pub language: Option<String>,
    /// The maker of the browser.
    #[serde(default, deserialize_with = "text")]
    pub vendor: Option<String>,
    /// The browser's engine.
    #[serde(default, deserialize_with = "text")]
    pub product: Option<String>,
    /// The build of the engine.
    #[serde(default, deserialize_with = "text")]
    pub product_sub: Option<String>,
    /// The browser's code name.
    #[serde(default, deserialize_with = "text")]
    pub app_code_name: Option<String>,
    /// The browser's plug-ins, as JSON text.
    #[serde(default, deserialize_with = "text")]
    pub plugins: Option<String>,
    /// The content types that the browser shows, as JSON text.
    #[serde(default, deserialize_with = "text")]
    pub mime_types: Option<String>,
    /// The fingerprint of two-dimensional drawing.
    #[serde(default, deserialize_with = "text")]
    pub canvas_fingerprint: Option<String>,
    /// The fingerprint of three-dimensional drawing.
    #[serde(default, deserialize_with = "text")]
    pub webgl_fingerprint: Option<String>,
    /// The fingerprint of sound.
    #[serde(default, deserialize_with = "text")]
    pub audio_fingerprint: Option<String>,
    /// The fingerprint of the fonts.
    #[serde(default, deserialize_with = "text")]
    pub fonts_fingerprint: Option<String>,
    /// The fingerprint of the plug-ins.
    #[serde(default, deserialize_with = "text")]
    pub plugins_fingerprint: Option<String>,
    /// The fingerprint of the screen.
    #[serde(default, deserialize_with = "text")]
    pub screen_resolution_fingerprint: Option<String>,
    /// The fingerprint of the browser's name.
    #[serde(default, deserialize_with = "text")]
    pub user_agent_fingerprint: Option<String>,
    /// The maker of the machine.
    #[serde(default, deserialize_with = "text")]
    pub producer: Option<String>,
    /// The model of the machine.
    #[serde(default, deserialize_with = "text", rename = "mod")]
    pub module: Option<String>,
    /// The serial number.
    #[serde(default, deserialize_with = "text")]
    pub sn: Option<String>,
    /// The phone's equipment number.
    #[serde(default, deserialize_with = "text")]
    pub imei: Option<String>,
    /// The equipment number of CDMA phones.
    #[serde(default, deserialize_with = "text")]
    pub meid: Option<String>,
    /// Whether the browser keeps cookies.
    #[serde(default, deserialize_with = "flag")]
    pub cookie: Option<bool>,
    /// Whether the browser was connected.
    #[serde(default, deserialize_with = "flag")]
    pub on_line: Option<bool>,
    /// Whether keys are kept by the hardware.
    #[serde(default, deserialize_with = "flag")]
    pub hks: Option<bool>,
    /// Whether the disk is encrypted.
    #[serde(default, deserialize_with = "flag")]
    pub fde: Option<bool>,
    /// Whether the system's protection is broken.
    #[serde(default, deserialize_with = "flag")]
    pub hor: Option<bool>,
    /// How many logins were made with it.
    #[serde(default, deserialize_with = "count")]
    pub login_count: Option<i64>,
    /// The height of the screen.
    #[serde(default, deserialize_with = "count")]
    pub screen_height: Option<i64>,
    /// The width of the screen.
    #[serde(default, deserialize_with = "count")]
    pub screen_width: Option<i64>,
    /// Bits of a colour.
    #[serde(default, deserialize_with = "count")]
    pub color_depth: Option<i64>,
    /// How many plug-ins the browser has.
    #[serde(default, deserialize_with = "count")]
    pub plugins_length: Option<i64>,
    /// How many content types the browser shows.
    #[serde(default, deserialize_with = "count")]
    pub mime_types_length: Option<i64>,
    /// When it was last active.
    #[serde(default, deserialize_with = "moment")]
    pub login_time: Option<Timestamp>,
    /// When it was first met.
    #[serde(default, deserialize_with = "moment")]
    pub meta_create_time: Option<Timestamp>,
    /// When a suspension ends.
    #[serde(default, deserialize_with = "moment")]
    pub end_time: Option<Timestamp>,
}

authing_types::redacted_debug!(Device { id, status, kind, os });

/// A device in the hands of one user. Everything but the id may be missing. `Debug`
/// hides what points to a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserDevice {
    /// The row's id: the name of the device in the calls of this area.
    pub id: String,
    /// Whether it may be used.
    #[serde(default)]
    pub status: Option<DeviceState>,
    /// Its name, such as `chrome/114.0.0.0`.
    #[serde(default, deserialize_with = "text")]
    pub device_name: Option<String>,
    /// The operating system.
    #[serde(default, deserialize_with = "id")]
    pub os: Option<String>,
    /// The version of the system or browser.
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
    /// The user's id.
    #[serde(default, deserialize_with = "id")]
    pub user_id: Option<String>,
    /// The fingerprint of all that is known of it.
    #[serde(default, deserialize_with = "text")]
    pub device_unique_id: Option<String>,
    /// The device's own id, which is a [`Device`]'s.
    #[serde(default, deserialize_with = "id")]
    pub device_row_id: Option<String>,
    /// The address of the last login.
    #[serde(default, deserialize_with = "text")]
    pub ip: Option<String>,
    /// Whether the user trusts it.
    #[serde(default, deserialize_with = "flag")]
    pub is_trust: Option<bool>,
    /// When it was last active.
    #[serde(default, deserialize_with = "moment")]
    pub login_time: Option<Timestamp>,
    /// When a suspension ends.
    #[serde(default, deserialize_with = "moment")]
    pub end_time: Option<Timestamp>,
}

authing_types::redacted_debug!(UserDevice { id, status, user_id, device_row_id });
