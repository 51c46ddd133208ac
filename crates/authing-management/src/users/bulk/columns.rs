//! What a file says of a user, column by column.

use std::collections::BTreeMap;

use authing_core::Error;
use authing_types::{
    CreateUserInput, CustomValue, Patch, Secret, Timestamp, UdfDataType, UdfTargetType,
    UpdateUserInput,
};
use serde_json::Value;

use crate::{
    ManagementClient,
    bulk::{Fields, Format, json, read_flag, read_number, read_time},
};

pub(super) const CUSTOM_DATA: &str = "customData";

/// What a row of a file may say of a user, in the order in which it is written.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) read: fn(&str, &mut Fields, &mut Row) -> Result<(), Error>,
    /// Whether the server tells it, so that an export can have it.
    pub(super) told: bool,
    /// Whether it is a time, which may be written in several ways.
    pub(super) is_time: bool,
    /// Takes it out of what an update sends; `None` for what only a new user is given.
    pub(super) forget: Option<fn(&mut UpdateUserInput)>,
}

/// What a row says: for a user that is new, and for one that is there.
#[derive(Default)]
pub(super) struct Row {
    pub(super) create: CreateUserInput,
    pub(super) update: UpdateUserInput,
}

/// The table of columns: name on the wire, type, and the setter of both inputs, or of the input
/// for new users alone.
macro_rules! columns {
    ($($name:literal $kind:ident $setter:ident $(, $mark:ident)?;)+) => {
        pub(super) const COLUMNS: &[Column] = &[$(Column {
            name: $name,
            read: |name, fields, row| {
                if let Some(value) = fields.$kind(name)? {
                    columns!(@set row value $setter $($mark)?);
                }
                Ok(())
            },
            told: columns!(@told $($mark)?),
            is_time: columns!(@is_time $kind),
            forget: columns!(@forget $kind $setter $($mark)?),
        }),+];
    };
    (@set $row:ident $value:ident $setter:ident new) => {
        $row.create = std::mem::take(&mut $row.create).$setter($value);
    };
    (@set $row:ident $value:ident $setter:ident $($untold:ident)?) => {
        $row.create = std::mem::take(&mut $row.create).$setter($value.clone());
        $row.update = std::mem::take(&mut $row.update).$setter($value);
    };
    (@forget $kind:ident $setter:ident new) => { None };
    (@forget $kind:ident $setter:ident $($untold:ident)?) => {
        Some(|update| {
            let absent = Patch::<columns!(@type $kind)>::Absent;
            *update = std::mem::take(update).$setter(absent);
        })
    };
    (@is_time time) => { true };
    (@is_time $kind:ident) => { false };
    (@type secret) => { Secret };
    (@type flag) => { bool };
    (@type number) => { i64 };
    (@type time) => { Timestamp };
    (@type $text:ident) => { String };
    (@told untold) => { false };
    (@told $($new:ident)?) => { true };
}

columns! {
    "username" name username;
    "email" email email;
    "emailVerified" flag email_verified;
    "phone" phone phone;
    "phoneCountryCode" text phone_country_code;
    "phoneVerified" flag phone_verified;
    "externalId" name external_id;
    "unionid" text unionid;
    "openid" text openid;
    "password" secret password, untold;
    "nickname" text nickname;
    "name" text name;
    "givenName" text given_name;
    "familyName" text family_name;
    "middleName" text middle_name;
    "preferredUsername" text preferred_username;
    "profile" text profile;
    "photo" text photo;
    "website" text website;
    "gender" text gender;
    "birthdate" text birthdate;
    "zoneinfo" text zoneinfo;
    "locale" text locale;
    "company" text company;
    "address" text address;
    "formatted" text formatted;
    "streetAddress" text street_address;
    "locality" text locality, new;
    "region" text region;
    "postalCode" text postal_code;
    "country" text country;
    "blocked" flag blocked;
    "registerSource" texts register_source, new;
    "loginsCount" number logins_count;
    "lastLogin" time last_login;
    "lastIP" text last_ip;
    "signedUp" time signed_up, new;
    "browser" text browser;
    "device" text device;
    "oauth" text oauth;
}

/// The columns of an export, those of custom data apart.
pub(super) fn told() -> impl Iterator<Item = &'static str> {
    let columns = COLUMNS.iter().filter(|column| column.told);
    ["id"].into_iter().chain(columns.map(|column| column.name))
}

/// The types of the users' custom fields, by key.
pub(super) type CustomTypes = BTreeMap<String, UdfDataType>;

pub(super) async fn custom_types(client: &ManagementClient) -> Result<CustomTypes, Error> {
    let fields = client.custom_fields().list(UdfTargetType::User).await?;
    Ok(fields.into_iter().map(|field| (field.key, field.data_type)).collect())
}

pub(super) fn custom_column(key: &str) -> String {
    format!("{CUSTOM_DATA}.{key}")
}

pub(super) fn custom_value(
    format: Format,
    column: &str,
    data_type: &UdfDataType,
    value: Value,
) -> Result<CustomValue, Error> {
    Ok(match (data_type, value) {
        (UdfDataType::Number, value) => CustomValue::Number(read_number(format, column, value)?),
        (UdfDataType::Boolean, value) => read_flag(format, column, value)?.into(),
        (UdfDataType::DateTime, Value::String(text)) => {
            CustomValue::DateTime(read_time(column, &text)?)
        }
        (UdfDataType::Object, Value::String(text)) if format == Format::Csv => {
            let value = json::read(&text).map_err(|problem| Error::input(column, problem))?;
            CustomValue::Object(value)
        }
        (UdfDataType::Object, value) => CustomValue::Object(value),
        (_, Value::String(text)) => text.into(),
        (_, _) => return Err(Error::input(column, "is not text")),
    })
}
