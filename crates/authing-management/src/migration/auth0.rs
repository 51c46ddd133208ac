//! Exports of Auth0.

use std::{collections::HashMap, error::Error as StdError};

use authing_core::Error;
use authing_types::Secret;
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, pin_mut};
use serde_json::{Map, Value};

use super::{
    fields::{Members, base32_key, refuse},
    items::{Place, items},
    loss::LossKind,
    password::{Digest, HashBytes, PasswordHash, SaltPosition},
    rows::MigratedRows,
    user::{MigratedFactor, MigratedIdentity, MigratedUser},
};

/// Reads users of Auth0: the export of its job (`users-exports` as JSON, which is an object a line), and the list that
/// its bulk import takes. Which of the two a file is shows at its first letter.
///
/// | Auth0 | here |
/// |---|---|
/// | `user_id` | [`source_id`](MigratedUser::source_id) |
/// | `user_metadata`, `app_metadata` | [`custom_data`](MigratedUser::custom_data); of a name in both the first counts, and the other is a loss |
/// | `identities` other than `auth0` | [`identities`](MigratedUser::identities) |
/// | `mfa_factors[].totp` | [`factors`](MigratedUser::factors) |
/// | `password_hash`, `custom_password_hash` | [`password`](MigratedUser::password) |
///
/// Hashes are in no export: Auth0 hands them out on request as a second file, which
/// [`passwords`](Self::passwords) joins to the users. An export as CSV has the columns that were asked for:
/// [`MappedUsers`](super::MappedUsers) reads it.
///
/// ```no_run
/// use authing_management::{
///     bulk::blocks,
///     migration::{Auth0Passwords, Auth0Users},
/// };
/// use futures_util::TryStreamExt;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let hashes = Auth0Passwords::read(blocks(std::fs::File::open("passwords.json")?)).await?;
/// let users = Auth0Users::new().passwords(hashes);
/// let mut rows = users.read(blocks(std::fs::File::open("users.json")?));
/// while let Some(row) = rows.try_next().await? {
///     println!("row {}: {} losses", row.row(), row.losses().len());
/// }
/// # Ok(()) }
/// ```
#[derive(Default)]
pub struct Auth0Users {
    passwords: Auth0Passwords,
}

authing_types::redacted_debug!(Auth0Users { passwords });

impl Auth0Users {
    /// An export without its second file.
    pub fn new() -> Self {
        Self::default()
    }

    /// The hashes of the second file.
    #[must_use]
    pub fn passwords(mut self, passwords: Auth0Passwords) -> Self {
        self.passwords = passwords;
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
        MigratedRows::of_json(Place::Top, source, move |members| {
            Ok(read_user(members, &self.passwords))
        })
    }
}

/// The hashes that Auth0 hands out on request, by the ids and email addresses of their users. They are kept in memory,
/// about 200 bytes each.
#[derive(Default)]
pub struct Auth0Passwords {
    by_id: HashMap<String, Secret>,
    by_email: HashMap<String, Option<Secret>>,
}

authing_types::redacted_debug!(Auth0Passwords {});

impl Auth0Passwords {
    /// Reads the file: an object a line, with `_id.$oid`, `email` and `passwordHash`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](authing_core::ErrorKind::Input) for a file or a row that cannot be read; it names the row.
    pub async fn read<B, E>(source: impl Stream<Item = Result<B, E>> + Send) -> Result<Self, Error>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let mut all = Self::default();
        let mut number = 0;
        let items = items(Place::Top, source);
        pin_mut!(items);
        while let Some(item) = items.next().await {
            number += 1;
            let members =
                item?.map_err(|error| refuse(format!("row {number}: {}", error.message())))?;
            let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
            let id = text(members.get("_id").and_then(|id| id.get("$oid")).or(members.get("_id")));
            let email = text(members.get("email")).map(|email| email.to_lowercase());
            let Some(hash) = text(members.get("passwordHash")).map(Secret::new) else {
                return Err(refuse(format!(
                    "row {number} has no `passwordHash`: is this the right file?"
                )));
            };
            if id.is_none() && email.is_none() {
                return Err(refuse(format!(
                    "row {number} has neither `_id` nor `email`: whose hash is it?"
                )));
            }
            // Several connections may have the same address; then it does not say who it is.
            if let Some(email) = email {
                let hash = Some(hash.clone());
                all.by_email.entry(email).and_modify(|twice| *twice = None).or_insert(hash);
            }
            if let Some(id) = id {
                all.by_id.insert(id, hash);
            }
        }
        Ok(all)
    }

    /// How many hashes there are.
    pub fn len(&self) -> usize {
        self.by_id.len().max(self.by_email.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn of(&self, id: Option<&str>, email: Option<&str>) -> Option<&Secret> {
        let id = id.map(|id| id.strip_prefix("auth0|").unwrap_or(id));
        let by_id = id.and_then(|id| self.by_id.get(id));
        by_id.or_else(|| self.by_email.get(&email?.to_lowercase())?.as_ref())
    }
}

fn read_user(members: &mut Members, passwords: &Auth0Passwords) -> MigratedUser {
    let mut user = MigratedUser {
        source_id: members.text("user_id"),
        username: members.text("username"),
        email: members.text("email"),
        email_verified: members.flag("email_verified"),
        phone: members.text("phone_number"),
        phone_verified: members.flag("phone_verified"),
        name: members.text("name"),
        given_name: members.text("given_name"),
        family_name: members.text("family_name"),
        nickname: members.text("nickname"),
        photo: members.text("picture"),
        blocked: members.flag("blocked"),
        signed_up: members.time("created_at"),
        last_login: members.time("last_login"),
        logins_count: members.number("logins_count"),
        ..MigratedUser::default()
    };
    if let Some(address) = members.text("last_ip") {
        user.profile.insert("lastIP".to_owned(), address.into());
    }
    if let Some(locale) = members.text("locale") {
        user.profile.insert("locale".to_owned(), locale.into());
    }
    user.custom_data = members.object("user_metadata").unwrap_or_default();
    for (key, value) in members.object("app_metadata").unwrap_or_default() {
        match user.custom_data.contains_key(&key) {
            true => members.lose(LossKind::Field, format!("app_metadata.{key}")),
            false => {
                user.custom_data.insert(key, value);
            }
        }
    }
    for identity in members.list("identities") {
        let text = |name| match identity.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        match (text("provider"), text("user_id")) {
            (Some(provider), _) if provider == "auth0" => {}
            (Some(provider), Some(user_id)) => {
                user.identities.push(MigratedIdentity { provider, user_id });
            }
            _ => members.lose(LossKind::Value, "identities"),
        }
    }
    for factor in members.list("mfa_factors") {
        let secret = factor.get("totp").and_then(|totp| totp.get("secret")).and_then(Value::as_str);
        match secret.map(base32_key) {
            Some(Some(secret)) => user.factors.push(MigratedFactor::Totp { secret: secret.into() }),
            Some(None) => members.lose(LossKind::Factor, "totp"),
            None => {
                let kind = factor.as_object().and_then(|factor| factor.keys().next().cloned());
                members.lose(LossKind::Factor, kind.as_deref().unwrap_or("mfa_factors"));
            }
        }
    }
    for factor in members.texts("multifactor") {
        // Its key stays with Auth0.
        members.lose(LossKind::Factor, factor);
    }
    user.password = password(members);
    if user.password.is_none()
        && let Some(hash) = passwords.of(user.source_id.as_deref(), user.email.as_deref())
    {
        user.password = PasswordHash::from_text(hash.clone()).ok();
        if user.password.is_none() {
            members.lose(LossKind::PasswordAlgorithm, "passwordHash");
        }
    }
    members.pass_over(&[
        "updated_at",
        "last_password_reset",
        "password_set_date",
        "last_login_ip",
        "tenant",
        "connection",
        "_id",
    ]);
    user
}

fn password(members: &mut Members) -> Option<PasswordHash> {
    if let Some(hash) = members.text("password_hash") {
        let hash = PasswordHash::from_text(hash).ok();
        if hash.is_none() {
            members.lose(LossKind::PasswordAlgorithm, "password_hash");
        }
        return hash;
    }
    let custom = members.object("custom_password_hash")?;
    let algorithm = custom.get("algorithm").and_then(Value::as_str).unwrap_or("none").to_owned();
    let hash = custom_hash(&algorithm, &custom);
    if hash.is_none() {
        members.lose(LossKind::PasswordAlgorithm, algorithm);
    }
    hash
}

/// What the bulk import calls a custom hash, as far as one of the forms here says the same.
fn custom_hash(algorithm: &str, custom: &Map<String, Value>) -> Option<PasswordHash> {
    let text = |object: Option<&Value>, name: &str| {
        object.and_then(|object| object.get(name)).and_then(Value::as_str).map(str::to_owned)
    };
    let hash = custom.get("hash");
    let value = text(hash, "value")?;
    // The password in other bytes than UTF-8 has another hash.
    let encoding = text(custom.get("password"), "encoding");
    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf8")) {
        return None;
    }
    let bytes = |object: Option<&Value>, value: &str, default: &str| match text(object, "encoding")
        .as_deref()
        .unwrap_or(default)
    {
        "hex" => HashBytes::from_hex(value),
        "base64" => HashBytes::from_base64(value),
        "utf8" => Some(HashBytes::new(value)),
        _ => None,
    };
    let outer = custom.get("salt");
    let salt = || match text(outer, "value") {
        None => Some(HashBytes::new([])),
        Some(value) => bytes(outer, &value, "utf8"),
    };
    match algorithm {
        // A salt around the one inside has no form of its own.
        "bcrypt" | "argon2" if outer.is_none() => PasswordHash::from_text(value).ok(),
        "pbkdf2" if outer.is_none() => pbkdf2(&value),
        "md5" | "sha1" | "sha256" | "sha512" => Some(PasswordHash::Digest {
            digest: Digest::from_name(algorithm)?,
            position: match text(outer, "position").as_deref() {
                Some("suffix") => SaltPosition::Suffix,
                _ => SaltPosition::Prefix,
            },
            salt: salt()?,
            hash: bytes(hash, &value, "hex")?,
        }),
        "hmac" if outer.is_none() => {
            let key = hash.and_then(|hash| hash.get("key"));
            Some(PasswordHash::Hmac {
                digest: Digest::from_name(&text(hash, "digest")?)?,
                key: bytes(key, &text(key, "value")?, "utf8")?,
                hash: bytes(hash, &value, "hex")?,
            })
        }
        "scrypt" => {
            let number =
                |name: &str, default: u64| custom.get(name).map_or(Some(default), Value::as_u64);
            let cost = number("cost", 16_384)?;
            if !cost.is_power_of_two() {
                return None;
            }
            Some(PasswordHash::Scrypt {
                log_n: u8::try_from(cost.trailing_zeros()).ok()?,
                block_size: u32::try_from(number("blockSize", 8)?).ok()?,
                parallelism: u32::try_from(number("parallelization", 1)?).ok()?,
                salt: salt()?,
                hash: bytes(hash, &value, "hex")?,
            })
        }
        _ => None,
    }
}

/// A PHC string in which iterations and length may be left out.
fn pbkdf2(value: &str) -> Option<PasswordHash> {
    let parts: Vec<_> = value.strip_prefix("$pbkdf2-")?.split('$').collect();
    let (digest, parameters, salt, hash) = match *parts.as_slice() {
        [digest, parameters, salt, hash] => (digest, parameters, salt, hash),
        [digest, salt, hash] => (digest, "", salt, hash),
        _ => return None,
    };
    let mut given = parameters.split(',').filter_map(|one| one.split_once('='));
    let iterations = match given.find(|(name, _)| *name == "i") {
        None => 100_000,
        Some((_, number)) => number.parse().ok()?,
    };
    Some(PasswordHash::Pbkdf2 {
        digest: Digest::from_name(digest)?,
        iterations,
        salt: HashBytes::from_base64(salt)?,
        hash: HashBytes::from_base64(hash)?,
    })
}
