//! Tables of users that other programs write, by their columns.

use std::error::Error as StdError;

use authing_core::Error;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use serde_json::{Map, Value};

use super::{
    fields::{Members, base32_key, row},
    items::{Place, items},
    loss::LossKind,
    password::{Digest, HashBytes, PasswordHash, SaltPosition},
    rows::MigratedRows,
    user::{MigratedFactor, MigratedIdentity, MigratedUser},
};
use crate::bulk::{Format, Reading, json, reading_setters, records};

/// Further fields of a user that a table may have.
const PROFILE: [&str; 22] = [
    "phoneCountryCode",
    "gender",
    "birthdate",
    "middleName",
    "preferredUsername",
    "profile",
    "website",
    "zoneinfo",
    "locale",
    "company",
    "address",
    "formatted",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
    "unionid",
    "openid",
    "lastIP",
    "browser",
    "device",
];

const OKTA: [(&str, &str); 16] = [
    ("id", "externalId"),
    ("login", "username"),
    ("firstName", "givenName"),
    ("lastName", "familyName"),
    ("middleName", "middleName"),
    ("displayName", "name"),
    ("nickName", "nickname"),
    ("mobilePhone", "phone"),
    ("profileUrl", "profile"),
    ("city", "locality"),
    ("state", "region"),
    ("zipCode", "postalCode"),
    ("countryCode", "country"),
    ("timezone", "zoneinfo"),
    ("created", "signedUp"),
    ("organization", "company"),
];

const CASDOOR: [(&str, &str); 11] = [
    ("id", "externalId"),
    ("name", "username"),
    ("displayName", "name"),
    ("firstName", "givenName"),
    ("lastName", "familyName"),
    ("avatar", "photo"),
    ("isForbidden", "blocked"),
    ("createdTime", "signedUp"),
    ("lastSigninTime", "lastLogin"),
    ("birthday", "birthdate"),
    ("homepage", "website"),
];

const LOGTO: [(&str, &str); 8] = [
    ("id", "externalId"),
    ("primaryEmail", "email"),
    ("primaryPhone", "phone"),
    ("avatar", "photo"),
    ("isSuspended", "blocked"),
    ("createdAt", "signedUp"),
    ("lastSignInAt", "lastLogin"),
    ("customData", "customData"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Okta,
    Casdoor,
    Logto,
}

/// Reads users from a table whose columns are known by their names: a file that somebody has made, and what Okta, Casdoor
/// and Logto give away.
///
/// The columns are those of [`users().import`](crate::UsersApi::import), and besides `passwordHash` (a text that
/// [`PasswordHash::from_text`] reads), `totpSecret` (Base32), `groups` and `roles` (several separated by `;`). What the
/// file calls them is said by [`column_as`](Self::column_as).
///
/// | source | file | of its own |
/// |---|---|---|
/// | [`okta`](Self::okta) | CSV with the attributes of the profile as columns, those of a report too | `login` is the username, `mobilePhone` the phone, `status` other than `ACTIVE`, `PROVISIONED`, `STAGED`, `RECOVERY`, `PASSWORD_EXPIRED` blocks; other columns are custom data. Its hashes never leave Okta |
/// | [`casdoor`](Self::casdoor) | CSV, or the workbook by `bulk::Workbook` (feature `xlsx`) | `name` is the username, `displayName` the name; a hash of the `passwordType` bcrypt or argon2id is kept |
/// | [`logto`](Self::logto) | JSON: the list that its API returns, or an object a line | `passwordDigest` by `passwordAlgorithm`; `identities` by provider |
///
/// ```no_run
/// use authing_management::{bulk::{Format, blocks}, migration::MappedUsers};
///
/// # fn example() -> std::io::Result<()> {
/// let file = std::fs::File::open("members.csv")?;
/// let users = MappedUsers::new(Format::Csv)
///     .column_as("externalId", "member_no")
///     .column_as("passwordHash", "pw_hash");
/// let rows = users.read(blocks(file));
/// # let _ = rows; Ok(()) }
/// ```
pub struct MappedUsers {
    reading: Reading,
    kind: Kind,
    rest_is_custom: bool,
}

authing_types::redacted_debug!(MappedUsers { reading, kind, rest_is_custom });

impl MappedUsers {
    /// A table with the names of this library. JSON Lines may as well be one JSON list.
    pub fn new(format: Format) -> Self {
        Self { reading: Reading::new(format), kind: Kind::Plain, rest_is_custom: false }
    }

    /// People of Okta as CSV.
    pub fn okta() -> Self {
        Self { kind: Kind::Okta, rest_is_custom: true, ..Self::new(Format::Csv) }
    }

    /// Users of Casdoor as CSV.
    pub fn casdoor() -> Self {
        Self { kind: Kind::Casdoor, ..Self::new(Format::Csv) }
    }

    /// Users of Logto as JSON.
    pub fn logto() -> Self {
        Self { kind: Kind::Logto, ..Self::new(Format::JsonLines) }
    }

    reading_setters!(reading);

    /// Columns that are nothing else become custom data of their name, rather than a loss.
    #[must_use]
    pub fn rest_as_custom_data(mut self) -> Self {
        self.rest_is_custom = true;
        self
    }

    /// Reads a file.
    pub fn read<'a, B, E>(
        self,
        source: impl Stream<Item = Result<B, E>> + Send + 'a,
    ) -> MigratedRows<'a>
    where
        B: Into<Bytes> + 'a,
        E: Into<Box<dyn StdError + Send + Sync>> + 'a,
    {
        let Self { reading, kind, rest_is_custom } = self;
        if let Err(error) = reading.check() {
            return MigratedRows::new(futures_util::stream::iter([Err(error)]));
        }
        let read = move |members: &mut Members| read_user(members, rest_is_custom);
        if reading.format == Format::JsonLines {
            let names = reading.names.clone();
            let mut number = 0;
            return MigratedRows::new(items(Place::Top, source).map(move |item| {
                number += 1;
                let members = item?.and_then(|members| names.fields(members));
                Ok(row(number, members.map(|members| of_kind(kind, members)), read))
            }));
        }
        MigratedRows::new(records(reading, source, |_| Ok(())).map(move |record| {
            let record = record?;
            Ok(row(record.row, record.fields.map(|fields| of_kind(kind, fields)), read))
        }))
    }
}

/// The members of a source by the names of this library.
fn of_kind(kind: Kind, members: Map<String, Value>) -> Map<String, Value> {
    let names: &[(&str, &str)] = match kind {
        Kind::Plain => return members,
        Kind::Okta => &OKTA,
        Kind::Casdoor => &CASDOOR,
        Kind::Logto => &LOGTO,
    };
    let mut named = Map::new();
    for (name, value) in members {
        let ours = names.iter().find(|(theirs, _)| *theirs == name);
        named.insert(ours.map_or(name, |(_, ours)| (*ours).to_owned()), value);
    }
    let text = |named: &mut Map<String, Value>, name: &str| match named.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    match kind {
        Kind::Plain => {}
        Kind::Okta => {
            const MAY_LOG_IN: [&str; 5] =
                ["ACTIVE", "PROVISIONED", "STAGED", "RECOVERY", "PASSWORD_EXPIRED"];
            if let Some(status) = text(&mut named, "status") {
                let blocked = !MAY_LOG_IN.iter().any(|one| one.eq_ignore_ascii_case(&status));
                named.insert("blocked".to_owned(), blocked.into());
            }
        }
        Kind::Casdoor => {
            let kind = text(&mut named, "passwordType");
            if let Some(hash) = text(&mut named, "password") {
                let hash = match kind.as_deref() {
                    Some("bcrypt" | "argon2id") => hash,
                    // What the others hash is not published.
                    other => other.unwrap_or("none").to_owned(),
                };
                named.insert("passwordHash".to_owned(), hash.into());
            }
            for name in ["owner", "type", "hash", "preHash", "updatedTime"] {
                named.remove(name);
            }
        }
        Kind::Logto => logto(&mut named),
    }
    named
}

fn logto(named: &mut Map<String, Value>) {
    if let Some(Value::Object(profile)) = named.remove("profile") {
        for (name, value) in profile {
            named.entry(name).or_insert(value);
        }
    }
    for name in ["hasPassword", "updatedAt", "applicationId", "ssoIdentities", "tenantId"] {
        named.remove(name);
    }
}

fn read_user(members: &mut Members, rest_is_custom: bool) -> Result<MigratedUser, Error> {
    let mut user = MigratedUser {
        source_id: members.text("externalId"),
        username: members.text("username"),
        email: members.text("email"),
        email_verified: members.flag("emailVerified"),
        phone: members.text("phone"),
        phone_verified: members.flag("phoneVerified"),
        name: members.text("name"),
        given_name: members.text("givenName"),
        family_name: members.text("familyName"),
        nickname: members.text("nickname"),
        photo: members.text("photo"),
        blocked: members.flag("blocked"),
        signed_up: members.time("signedUp"),
        last_login: members.time("lastLogin"),
        logins_count: members.number("loginsCount"),
        custom_data: members.object("customData").unwrap_or_default(),
        groups: several(members, "groups"),
        roles: several(members, "roles"),
        ..MigratedUser::default()
    };
    for name in PROFILE {
        if let Some(text) = members.text(name) {
            user.profile.insert(name.to_owned(), text.into());
        }
    }
    for (provider, identity) in members.object("identities").unwrap_or_default() {
        match identity.get("userId").and_then(Value::as_str) {
            Some(user_id) => {
                user.identities.push(MigratedIdentity { provider, user_id: user_id.to_owned() });
            }
            None => members.lose(LossKind::Identity, provider),
        }
    }
    if let Some(secret) = members.text("totpSecret") {
        match base32_key(&secret) {
            Some(secret) => user.factors.push(MigratedFactor::Totp { secret: secret.into() }),
            None => members.lose(LossKind::Factor, "totpSecret"),
        }
    }
    if let Some(hash) = members.text("passwordHash") {
        user.password = PasswordHash::from_text(hash.as_str()).ok();
        if user.password.is_none() {
            // The word before the hash is the name of the algorithm; anything else might be the hash.
            let is_word = !hash.is_empty()
                && hash.len() < 16
                && hash.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            members.lose(LossKind::PasswordAlgorithm, if is_word { &hash } else { "passwordHash" });
        }
    }
    logto_password(members, &mut user);
    if rest_is_custom {
        for (name, value) in members.rest() {
            let is_something = !value.is_null() && value != "";
            if is_something && !user.custom_data.contains_key(&name) {
                user.custom_data.insert(name, value);
            }
        }
    }
    Ok(user)
}

/// Several texts: a list in JSON, separated by `;` in a cell.
fn several(members: &mut Members, name: &str) -> Vec<String> {
    match members.value(name) {
        None => Vec::new(),
        Some(Value::String(text)) => {
            let texts = text.split(';').map(str::trim).filter(|text| !text.is_empty());
            texts.map(str::to_owned).collect()
        }
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(_) => {
            members.lose(LossKind::Value, name);
            Vec::new()
        }
    }
}

/// What Logto calls `passwordAlgorithm` and `passwordDigest`.
fn logto_password(members: &mut Members, user: &mut MigratedUser) {
    let (algorithm, digest) = (members.text("passwordAlgorithm"), members.text("passwordDigest"));
    let (Some(algorithm), Some(digest)) = (algorithm, digest) else { return };
    let simple = |name| {
        Some(PasswordHash::Digest {
            digest: Digest::from_name(name)?,
            position: SaltPosition::Prefix,
            salt: HashBytes::new([]),
            hash: HashBytes::from_hex(&digest)?,
        })
    };
    let hash = match algorithm.to_lowercase().as_str() {
        "argon2i" | "argon2id" | "argon2d" | "bcrypt" => {
            PasswordHash::from_text(digest.as_str()).ok()
        }
        name @ ("md5" | "sha1" | "sha256") => simple(name),
        "legacy" => legacy(&digest),
        _ => None,
    };
    match hash {
        Some(hash) => user.password = Some(hash),
        None => members.lose(LossKind::PasswordAlgorithm, algorithm),
    }
}

/// `[algorithm, [arguments with "@" for the password], hash in hexadecimal]`.
fn legacy(digest: &str) -> Option<PasswordHash> {
    let Value::Array(parts) = json::read(digest).ok()? else { return None };
    let [Value::String(name), Value::Array(arguments), Value::String(hash)] = parts.as_slice()
    else {
        return None;
    };
    let hash = HashBytes::from_hex(hash)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if name == "pbkdf2" {
        let [salt, iterations, _length, digest, _] = arguments.as_slice() else { return None };
        let iterations = match iterations {
            Value::Number(number) => u32::try_from(number.as_u64()?).ok()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        let (salt, digest) = (HashBytes::new(text(salt)?), Digest::from_name(digest.as_str()?)?);
        return Some(PasswordHash::Pbkdf2 { digest, iterations, salt, hash });
    }
    let (position, salt) = match arguments.as_slice() {
        [one] if one == "@" => (SaltPosition::Prefix, String::new()),
        [salt, password] if password == "@" => (SaltPosition::Prefix, text(salt)?),
        [password, salt] if password == "@" => (SaltPosition::Suffix, text(salt)?),
        _ => return None,
    };
    Some(PasswordHash::Digest {
        digest: Digest::from_name(name)?,
        position,
        salt: HashBytes::new(salt),
        hash,
    })
}
