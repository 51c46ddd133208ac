//! What a log says.

use authing_types::Timestamp;
use serde::{Deserialize, Serialize};

use authing_types::lenient::{id, moment, number, object, text};

/// One entry of a log. `Debug` shows what was done, not who did it from where.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Raw")]
#[non_exhaustive]
pub struct LogEntry {
    /// The entry's id.
    pub log_id: Option<String>,
    /// When.
    pub timestamp: Option<Timestamp>,
    /// The kind of event, such as `login` or `createUser`.
    pub event_type: Option<String>,
    /// The kind of event or what it did, for people, in the server's language.
    pub event_details: Option<String>,
    /// How it ended, in the server's words.
    pub event_result_code: Option<String>,
    /// Why it ended so.
    pub event_result_msg: Option<String>,
    /// By what it was done, such as `SDK`.
    pub operation_mode: Option<String>,
    /// The kind of change, such as creating or deleting.
    pub operation_type: Option<String>,
    /// What it was done with, as the server wrote it down.
    pub operation_param: Option<String>,
    /// What it was done to.
    pub resource_name: Option<String>,
    /// How that was before.
    pub origin_value: Option<String>,
    /// How that is now.
    pub target_value: Option<String>,
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// The user pool's name.
    pub user_pool_name: Option<String>,
    /// Who did it: the user's id.
    pub user_id: Option<String>,
    /// The user's name for people.
    pub user_name: Option<String>,
    /// The address of the user's picture.
    pub photo_url: Option<String>,
    /// From which address.
    pub client_ip: Option<String>,
    /// From where, guessed from the address.
    pub geoip: Option<LogPlace>,
    /// With which program.
    pub ua: Option<LogUserAgent>,
    /// In which application: its id.
    pub app_id: Option<String>,
    /// Its name.
    pub app_name: Option<String>,
    /// The address of its logo.
    pub app_logo: Option<String>,
}

/// A place guessed from an address. `Debug` hides it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LogPlace {
    /// The address.
    #[serde(deserialize_with = "text")]
    pub ip: Option<String>,
    /// The continent.
    #[serde(deserialize_with = "text")]
    pub continent_code: Option<String>,
    /// The country by two letters.
    #[serde(deserialize_with = "text")]
    pub country_code2: Option<String>,
    /// The country by three letters.
    #[serde(deserialize_with = "text")]
    pub country_code3: Option<String>,
    /// The country.
    #[serde(deserialize_with = "text")]
    pub country_name: Option<String>,
    /// The province or state.
    #[serde(deserialize_with = "text")]
    pub region_name: Option<String>,
    /// The city.
    #[serde(deserialize_with = "text")]
    pub city_name: Option<String>,
    /// Degrees north.
    #[serde(deserialize_with = "number")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(deserialize_with = "number")]
    pub longitude: Option<f64>,
    /// The time zone.
    #[serde(deserialize_with = "text")]
    pub timezone: Option<String>,
}

/// The program of a log's entry.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct LogUserAgent {
    /// The machine it ran on.
    #[serde(deserialize_with = "text")]
    pub device: Option<String>,
    /// The program's name.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// The operating system.
    #[serde(deserialize_with = "id")]
    pub os: Option<String>,
}

authing_types::redacted_debug!(LogUserAgent { os });

authing_types::redacted_debug!(LogEntry { log_id, timestamp, event_type, app_id, user_id });
authing_types::redacted_debug!(LogPlace {});

/// An entry in either form: newer servers write `eventType`, `userId` …, older ones
/// `operation_name`, `user { id }` ….
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Raw {
    #[serde(deserialize_with = "id")]
    log_id: Option<String>,
    #[serde(deserialize_with = "moment")]
    timestamp: Option<Timestamp>,
    #[serde(rename = "@timestamp", deserialize_with = "moment")]
    at_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "id")]
    event_type: Option<String>,
    #[serde(rename = "operation_name", deserialize_with = "id")]
    operation_name: Option<String>,
    #[serde(deserialize_with = "text")]
    event_details: Option<String>,
    #[serde(rename = "operation_desc", deserialize_with = "text")]
    operation_desc: Option<String>,
    #[serde(deserialize_with = "text")]
    event_result_code: Option<String>,
    #[serde(deserialize_with = "text")]
    event_result_msg: Option<String>,
    #[serde(deserialize_with = "text")]
    operation_mode: Option<String>,
    #[serde(deserialize_with = "text")]
    operation_type: Option<String>,
    #[serde(deserialize_with = "text")]
    operation_param: Option<String>,
    #[serde(deserialize_with = "text")]
    resource_name: Option<String>,
    #[serde(deserialize_with = "text")]
    origin_value: Option<String>,
    #[serde(deserialize_with = "text")]
    target_value: Option<String>,
    #[serde(deserialize_with = "text")]
    user_pool_id: Option<String>,
    #[serde(rename = "userpool_id", deserialize_with = "text")]
    userpool_id: Option<String>,
    #[serde(deserialize_with = "text")]
    user_pool_name: Option<String>,
    #[serde(deserialize_with = "id")]
    user_id: Option<String>,
    #[serde(deserialize_with = "text")]
    user_name: Option<String>,
    #[serde(deserialize_with = "text")]
    photo_url: Option<String>,
    #[serde(deserialize_with = "object")]
    user: Option<RawUser>,
    #[serde(deserialize_with = "text")]
    client_ip: Option<String>,
    #[serde(deserialize_with = "text")]
    clientip: Option<String>,
    #[serde(deserialize_with = "object")]
    geoip: Option<LogPlace>,
    #[serde(deserialize_with = "object")]
    ua: Option<LogUserAgent>,
    #[serde(deserialize_with = "id")]
    app_id: Option<String>,
    #[serde(rename = "app_id", deserialize_with = "id")]
    older_app_id: Option<String>,
    #[serde(deserialize_with = "text")]
    app_name: Option<String>,
    #[serde(deserialize_with = "text")]
    app_logo: Option<String>,
    #[serde(deserialize_with = "object")]
    app: Option<RawApp>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct RawUser {
    #[serde(deserialize_with = "id")]
    id: Option<String>,
    #[serde(deserialize_with = "text")]
    display_name: Option<String>,
    #[serde(deserialize_with = "text")]
    photo: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawApp {
    #[serde(deserialize_with = "text")]
    name: Option<String>,
    #[serde(deserialize_with = "text")]
    logo: Option<String>,
}

impl From<Raw> for LogEntry {
    fn from(raw: Raw) -> Self {
        let user = raw.user.unwrap_or_default();
        let app = raw.app.unwrap_or_default();
        Self {
            log_id: raw.log_id,
            timestamp: raw.timestamp.or(raw.at_timestamp),
            event_type: raw.event_type.or(raw.operation_name),
            event_details: raw.event_details.or(raw.operation_desc),
            event_result_code: raw.event_result_code,
            event_result_msg: raw.event_result_msg,
            operation_mode: raw.operation_mode,
            operation_type: raw.operation_type,
            operation_param: raw.operation_param,
            resource_name: raw.resource_name,
            origin_value: raw.origin_value,
            target_value: raw.target_value,
            user_pool_id: raw.user_pool_id.or(raw.userpool_id),
            user_pool_name: raw.user_pool_name,
            user_id: raw.user_id.or(user.id),
            user_name: raw.user_name.or(user.display_name),
            photo_url: raw.photo_url.or(user.photo),
            client_ip: raw.client_ip.or(raw.clientip),
            geoip: raw.geoip,
            ua: raw.ua,
            app_id: raw.app_id.or(raw.older_app_id),
            app_name: raw.app_name.or(app.name),
            app_logo: raw.app_logo.or(app.logo),
        }
    }
}
