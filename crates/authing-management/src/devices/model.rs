//! What is known of devices.

use std::fmt;

use authing_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::lenient::{count, flag, moment, number, text};

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeviceStatus {
    /// Whether it may be used.
    pub status: DeviceState,
    /// What is left of a suspension; the unit is documented nowhere.
    #[serde(default, deserialize_with = "number")]
    pub diff_time: Option<f64>,
}

/// Rows of the server's tables: everything but the id may be missing or of an odd type.
macro_rules! device {
    (
        $(#[$meta:meta])* $name:ident shows $($shown:ident),* {
            texts { $($(#[$text_doc:meta])* $text:ident $(= $text_wire:literal)?,)* }
            flags { $($(#[$flag_doc:meta])* $flag:ident,)* }
            counts { $($(#[$count_doc:meta])* $count:ident,)* }
            times { $($(#[$time_doc:meta])* $time:ident,)* }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            /// The row's id: the name of the device in the calls of this area.
            pub id: String,
            /// Whether it may be used.
            #[serde(default)]
            pub status: Option<DeviceState>,
            $($(#[$text_doc])* #[serde(default, deserialize_with = "text" $(, rename = $text_wire)?)] pub $text: Option<String>,)*
            $($(#[$flag_doc])* #[serde(default, deserialize_with = "flag")] pub $flag: Option<bool>,)*
            $($(#[$count_doc])* #[serde(default, deserialize_with = "count")] pub $count: Option<i64>,)*
            $($(#[$time_doc])* #[serde(default, deserialize_with = "moment")] pub $time: Option<Timestamp>,)*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("id", &self.id)
                    $(.field(stringify!($shown), &self.$shown))*
                    .finish_non_exhaustive()
            }
        }
    };
}

device! {
    /// A device. What a browser cannot tell is `None`. `Debug` hides what points to a person.
    Device shows status, kind, os {
        texts {
            /// Its name, such as `chrome/114.0.0.0`.
            name,
            /// What it is.
            description,
            /// The kind of device, such as `Browser`.
            kind = "type",
            /// The operating system.
            os,
            /// The version of the system or browser.
            version,
            /// The fingerprint of all that is known of it.
            device_unique_id,
            /// The address of the last log-in.
            ip,
            /// What the browser says it is.
            user_agent,
            /// The language it is set to.
            language,
            /// The maker of the browser.
            vendor,
            /// The browser's engine.
            product,
            /// The build of the engine.
            product_sub,
            /// The browser's code name.
            app_code_name,
            /// The browser's plug-ins, as JSON text.
            plugins,
            /// The content types that the browser shows, as JSON text.
            mime_types,
            /// The fingerprint of two-dimensional drawing.
            canvas_fingerprint,
            /// The fingerprint of three-dimensional drawing.
            webgl_fingerprint,
            /// The fingerprint of sound.
            audio_fingerprint,
            /// The fingerprint of the fonts.
            fonts_fingerprint,
            /// The fingerprint of the plug-ins.
            plugins_fingerprint,
            /// The fingerprint of the screen.
            screen_resolution_fingerprint,
            /// The fingerprint of the browser's name.
            user_agent_fingerprint,
            /// The maker of the machine.
            producer,
            /// The model of the machine.
            module = "mod",
            /// The serial number.
            sn,
            /// The phone's equipment number.
            imei,
            /// The equipment number of CDMA phones.
            meid,
        }
        flags {
            /// Whether the browser keeps cookies.
            cookie,
            /// Whether the browser was connected.
            on_line,
            /// Whether keys are kept by the hardware.
            hks,
            /// Whether the disk is encrypted.
            fde,
            /// Whether the system's protection is broken.
            hor,
        }
        counts {
            /// How many log-ins were made with it.
            login_count,
            /// The height of the screen.
            screen_height,
            /// The width of the screen.
            screen_width,
            /// Bits of a colour.
            color_depth,
            /// How many plug-ins the browser has.
            plugins_length,
            /// How many content types the browser shows.
            mime_types_length,
        }
        times {
            /// When it was last active.
            login_time,
            /// When it was first met.
            meta_create_time,
            /// When a suspension ends.
            end_time,
        }
    }
}

device! {
    /// A device in the hands of one user. `Debug` hides what points to a person.
    UserDevice shows status, user_id, device_row_id {
        texts {
            /// Its name, such as `chrome/114.0.0.0`.
            device_name,
            /// The operating system.
            os,
            /// The version of the system or browser.
            version,
            /// The user's id.
            user_id,
            /// The fingerprint of all that is known of it.
            device_unique_id,
            /// The device's own id, which is a [`Device`]'s.
            device_row_id,
            /// The address of the last log-in.
            ip,
        }
        flags {
            /// Whether the user trusts it.
            is_trust,
        }
        counts {}
        times {
            /// When it was last active.
            login_time,
            /// When a suspension ends.
            end_time,
        }
    }
}
