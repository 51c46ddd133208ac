//! Exports of Keycloak.

use std::error::Error as StdError;

use authing_types::Secret;
use bytes::Bytes;
use data_encoding::BASE64_NOPAD;
use futures_core::Stream;
use serde_json::{Map, Value};

use super::{
    fields::{Members, base32_key, base32_of},
    items::Place,
    loss::LossKind,
    password::{Digest, HashBytes, PasswordHash},
    rows::MigratedRows,
    user::{MigratedFactor, MigratedIdentity, MigratedUser},
};

/// Reads users of Keycloak: what `kc.sh export` writes, as one realm file or as files of users
/// (`{realm}-users-0.json` …), each read by itself. The partial export of its console holds no users, and is refused.
///
/// | Keycloak | here |
/// |---|---|
/// | `id` | [`source_id`](MigratedUser::source_id) |
/// | `enabled` | [`blocked`](MigratedUser::blocked), the other way round |
/// | `attributes` | [`custom_data`](MigratedUser::custom_data): a list of one value is that value; `phoneNumber` and `locale` are fields |
/// | `federatedIdentities` | [`identities`](MigratedUser::identities) |
/// | `credentials` | [`password`](MigratedUser::password) (pbkdf2, argon2, in both forms that it has had) and [`factors`](MigratedUser::factors) |
/// | `groups`, `realmRoles`, `clientRoles` | [`groups`](MigratedUser::groups), [`roles`](MigratedUser::roles), those of a client as `client/role` |
/// | `requiredActions` | `UPDATE_PASSWORD` is [`must_change_password`](MigratedUser::must_change_password) |
///
/// A service account is a client, and not a person: its row is an error that says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeycloakUsers {
    _private: (),
}

impl KeycloakUsers {
    /// An export.
    pub fn new() -> Self {
        Self::default()
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
        MigratedRows::of_json(Place::Member("users"), source, |members| {
            if members.value("serviceAccountClientId").is_some() {
                members.rest();
                return Err(super::fields::refuse(
                    "is the service account of a client, and not a person",
                ));
            }
            Ok(read_user(members))
        })
    }
}

fn read_user(members: &mut Members) -> MigratedUser {
    let mut user = MigratedUser {
        source_id: members.text("id"),
        username: members.text("username"),
        email: members.text("email"),
        email_verified: members.flag("emailVerified"),
        given_name: members.text("firstName"),
        family_name: members.text("lastName"),
        blocked: members.flag("enabled").map(|enabled| !enabled),
        signed_up: members.time("createdTimestamp"),
        groups: members.texts("groups"),
        roles: members.texts("realmRoles"),
        ..MigratedUser::default()
    };
    for (client, roles) in members.object("clientRoles").unwrap_or_default() {
        let roles = roles.as_array().into_iter().flatten().filter_map(Value::as_str);
        user.roles.extend(roles.map(|role| format!("{client}/{role}")));
    }
    for action in members.texts("requiredActions") {
        match action.as_str() {
            "UPDATE_PASSWORD" => user.must_change_password = true,
            // They are asked for again where Authing wants them.
            "VERIFY_EMAIL" | "UPDATE_PROFILE" | "VERIFY_PROFILE" | "CONFIGURE_TOTP" => {}
            _ => members.lose(LossKind::Field, format!("requiredActions.{action}")),
        }
    }
    for (key, value) in members.object("attributes").unwrap_or_default() {
        let value = single(value);
        match (key.as_str(), &value) {
            (_, Value::Null) => {}
            ("phoneNumber", Value::String(text)) => user.phone = Some(text.clone()),
            ("phoneNumberVerified", Value::String(text)) => {
                user.phone_verified = Some(text.eq_ignore_ascii_case("true"));
            }
            ("locale", Value::String(_)) => {
                user.profile.insert(key, value);
            }
            _ => {
                user.custom_data.insert(key, value);
            }
        }
    }
    for identity in members.list("federatedIdentities") {
        let text = |name: &str| identity.get(name).and_then(Value::as_str).map(str::to_owned);
        match (text("identityProvider"), text("userId")) {
            (Some(provider), Some(user_id)) => {
                user.identities.push(MigratedIdentity { provider, user_id });
            }
            _ => members.lose(LossKind::Value, "federatedIdentities"),
        }
    }
    for credential in members.list("credentials") {
        match credential {
            Value::Object(credential) => read_credential(credential, &mut user, members),
            _ => members.lose(LossKind::Value, "credentials"),
        }
    }
    members.pass_over(&[
        "totp",
        "notBefore",
        "access",
        "disableableCredentialTypes",
        "self",
        "origin",
        "userProfileMetadata",
        "credentialsUpdated",
    ]);
    user
}

/// Attributes are lists, of one value as a rule.
fn single(value: Value) -> Value {
    match value {
        Value::Array(mut list) if list.len() < 2 => list.pop().unwrap_or_default(),
        value => value,
    }
}

fn read_credential(credential: Map<String, Value>, user: &mut MigratedUser, members: &mut Members) {
    let kind = credential.get("type").and_then(Value::as_str).unwrap_or("none");
    match kind {
        "password" => {
            let is_temporary = credential.get("temporary").and_then(Value::as_bool) == Some(true);
            user.must_change_password |= is_temporary;
            match password(&credential) {
                Ok(hash) => user.password = Some(hash),
                Err(algorithm) => members.lose(LossKind::PasswordAlgorithm, algorithm),
            }
        }
        "otp" | "totp" => match totp(&credential) {
            Some(secret) => user.factors.push(MigratedFactor::Totp { secret }),
            None => members.lose(LossKind::Factor, kind),
        },
        "hotp" => members.lose(LossKind::Factor, "hotp"),
        // Those of former passwords say nothing any more.
        "password-history" => {}
        other => members.lose(LossKind::Factor, other),
    }
}

/// A member that is JSON in a text.
fn embedded(credential: &Map<String, Value>, name: &str) -> Option<Map<String, Value>> {
    match credential.get(name)? {
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Object(object) => Some(object.clone()),
        _ => None,
    }
}

/// A hash in one of the two forms; the name of the algorithm if it is none of those known.
fn password(credential: &Map<String, Value>) -> Result<PasswordHash, String> {
    let text = |object: &Map<String, Value>, name: &str| {
        object.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let (algorithm, iterations, salt, value, parameters) =
        match (embedded(credential, "credentialData"), embedded(credential, "secretData")) {
            (Some(data), Some(secret)) => (
                text(&data, "algorithm").or_else(|| text(&data, "algorithmData")),
                data.get("hashIterations").and_then(Value::as_u64),
                text(&secret, "salt"),
                text(&secret, "value"),
                data.get("additionalParameters").and_then(Value::as_object).cloned(),
            ),
            _ => match text(credential, "hashedSaltedValue") {
                Some(value) => (
                    text(credential, "algorithm"),
                    credential.get("hashIterations").and_then(Value::as_u64),
                    text(credential, "salt"),
                    Some(value),
                    None,
                ),
                None => {
                    let plain = text(credential, "value").ok_or("none")?;
                    return Ok(PasswordHash::Plain(plain.into()));
                }
            },
        };
    let algorithm = algorithm.ok_or("none")?;
    let read = || {
        let hash = HashBytes::from_base64(&value?)?;
        let salt = match salt.filter(|salt| salt != "__SALT__") {
            None => HashBytes::new([]),
            Some(salt) => HashBytes::from_base64(&salt)?,
        };
        let iterations = u32::try_from(iterations?).ok()?;
        match algorithm.strip_prefix("pbkdf2") {
            Some(digest) => Some(PasswordHash::Pbkdf2 {
                digest: match digest {
                    "" => Digest::Sha1,
                    digest => Digest::from_name(digest)?,
                },
                iterations,
                salt,
                hash,
            }),
            None if algorithm == "argon2" => argon2(iterations, &parameters?, &salt, &hash),
            None => None,
        }
    };
    read().ok_or(algorithm.clone())
}

/// As the PHC string format has it. What Keycloak leaves out is its own default.
fn argon2(
    iterations: u32,
    parameters: &Map<String, Value>,
    salt: &HashBytes,
    hash: &HashBytes,
) -> Option<PasswordHash> {
    let first = |name: &str, default: &str| match parameters.get(name) {
        None => Some(default.to_owned()),
        Some(Value::Array(list)) => list.first()?.as_str().map(str::to_owned),
        Some(value) => value.as_str().map(str::to_owned),
    };
    let kind = match first("type", "id")?.as_str() {
        "id" => "argon2id",
        "i" => "argon2i",
        "d" => "argon2d",
        _ => return None,
    };
    let version = match first("version", "1.3")?.as_str() {
        "1.3" => 19,
        "1.0" => 16,
        _ => return None,
    };
    let number = |name, default| first(name, default)?.parse::<u32>().ok();
    let (memory, parallelism) = (number("memory", "7168")?, number("parallelism", "1")?);
    let text = format!(
        "${kind}$v={version}$m={memory},t={iterations},p={parallelism}${}${}",
        BASE64_NOPAD.encode(&salt.expose()),
        BASE64_NOPAD.encode(&hash.expose())
    );
    Some(PasswordHash::Argon2(text.into()))
}

/// The key of one-time passwords as every authenticator makes them; of others `None`.
fn totp(credential: &Map<String, Value>) -> Option<Secret> {
    let data = embedded(credential, "credentialData").unwrap_or_else(|| credential.clone());
    let text = |name: &str| data.get(name).and_then(Value::as_str);
    let is_usual = text("subType").is_none_or(|kind| kind == "totp")
        && data
            .get("digits")
            .and_then(Value::as_u64)
            .is_none_or(|digits| digits == 6 || digits == 0)
        && data
            .get("period")
            .and_then(Value::as_u64)
            .is_none_or(|period| period == 30 || period == 0)
        && text("algorithm").is_none_or(|digest| matches!(digest, "HmacSHA1" | "SHA1" | ""));
    if !is_usual {
        return None;
    }
    let secret = match embedded(credential, "secretData") {
        Some(secret) => secret.get("value").and_then(Value::as_str).map(str::to_owned),
        None => ["hashedSaltedValue", "value"]
            .iter()
            .find_map(|name| credential.get(*name).and_then(Value::as_str))
            .map(str::to_owned),
    }?;
    // The key is the bytes of the text itself, unless it says otherwise.
    let key = match text("secretEncoding") {
        Some("BASE32") => base32_key(&secret)?,
        None => base32_of(secret.as_bytes()),
        Some(_) => return None,
    };
    Some(key.into())
}
