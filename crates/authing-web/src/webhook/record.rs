//! Objects of a delivery, without the secrets that they come with.

use std::{collections::BTreeMap, fmt};

use authing_protocols::Secret;
use serde_json::{Map, Value};

/// What stands in an object in the place of a secret.
const MASK: &str = "[redacted]";

/// A secret with a longer way to it is masked and not kept: the way is a text of its own for each.
const LONGEST_PATH: usize = 1000;

/// An object of a delivery. Its secrets are apart from the rest, at any depth.
///
/// `Debug` shows id and code.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct WebhookRecord {
    /// Its id, where it has one.
    pub id: Option<String>,
    /// Its code, where it has one.
    pub code: Option<String>,
    /// Its name, where it has one.
    pub name: Option<String>,
    fields: Map<String, Value>,
    secrets: BTreeMap<String, Secret>,
}

/// A user as a delivery tells of them; what is absent was not told, or is null.
///
/// `Debug` shows ids.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct WebhookUser {
    /// The user's id.
    pub id: Option<String>,
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// The name to log in with.
    pub username: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// What they are called.
    pub nickname: Option<String>,
    /// `Activated`, `Suspended` …
    pub status: Option<String>,
    /// The hash of the password.
    pub password: Option<Secret>,
    /// What the password was hashed with.
    pub salt: Option<Secret>,
    /// The password, encrypted for the server.
    pub encrypted_password: Option<Secret>,
    /// A login's token, which may still be valid.
    pub token: Option<Secret>,
    /// All that was told.
    pub record: WebhookRecord,
}

impl WebhookRecord {
    /// Takes the secrets out of an object. A text is its code, and for what has only an id its id.
    pub(crate) fn read(value: Value) -> Self {
        let mut record = Self::default();
        match value {
            Value::Object(mut fields) => {
                record.mask(&mut fields, &mut String::new(), false);
                record.fields = fields;
                let text =
                    |names: &[&str]| names.iter().find_map(|name| text(record.fields.get(*name)?));
                let (id, code) = (text(&["id", "_id"]), text(&["code"]));
                record.name = text(&["name"]);
                (record.id, record.code) = (id, code);
            }
            Value::Null => {}
            other => {
                let text = text(&other);
                (record.id, record.code) = (text.clone(), text);
            }
        }
        record
    }

    /// A field, at whatever place it stands: a JSON Pointer such as `/identities/0/provider`, or the
    /// name of one at the top. A secret is `"[redacted]"` here.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match name.strip_prefix('/') {
            None => self.fields.get(name),
            Some(rest) => {
                let (first, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                self.fields.get(&*first.replace("~1", "/").replace("~0", "~"))?.pointer(rest)
            }
        }
    }

    /// All fields, with `"[redacted]"` in the place of each secret. They tell of people: do not log them.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// A secret, by its JSON Pointer (`/identities/0/accessToken`) or its name at the top.
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        if name.starts_with('/') {
            return self.secrets.get(name);
        }
        self.secrets.get(&format!("/{}", escaped(name)))
    }

    fn mask(&mut self, fields: &mut Map<String, Value>, path: &mut String, is_env: bool) {
        for (name, value) in fields {
            let length = path.len();
            path.push('/');
            path.push_str(&escaped(name));
            if is_secret(name) || (is_env && name == "value") {
                self.take(value, path);
            } else {
                // What the environment of a function holds is mostly keys.
                self.mask_value(value, path, is_env || name.starts_with("env"));
            }
            path.truncate(length);
        }
    }

    fn mask_value(&mut self, value: &mut Value, path: &mut String, is_env: bool) {
        match value {
            Value::Object(fields) => self.mask(fields, path, is_env),
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let length = path.len();
                    path.push_str(&format!("/{index}"));
                    self.mask_value(item, path, is_env);
                    path.truncate(length);
                }
            }
            _ => {}
        }
    }

    /// With another secret.
    pub(super) fn with_secret(mut self, path: &str, value: Option<Value>) -> Self {
        if let Some(mut value) = value {
            self.take(&mut value, path);
        }
        self
    }

    fn take(&mut self, value: &mut Value, path: &str) {
        let secret = match std::mem::replace(value, MASK.into()) {
            Value::Null | Value::Bool(_) => return,
            Value::String(text) => text,
            other => other.to_string(),
        };
        let secret = Secret::new(secret);
        if path.len() <= LONGEST_PATH {
            self.secrets.insert(path.to_owned(), secret);
        }
    }
}

impl WebhookUser {
    /// A user, or only an id.
    pub(crate) fn read(value: Value) -> Self {
        let record = WebhookRecord::read(value);
        let get = |name: &str| record.get(name).and_then(text);
        let secret = |name: &str| record.secret(name).cloned();
        Self {
            id: record.id.clone().or_else(|| get("userId")),
            user_pool_id: get("userPoolId"),
            username: get("username"),
            email: get("email"),
            phone: get("phone"),
            nickname: get("nickname"),
            status: get("status"),
            password: secret("password"),
            salt: secret("salt"),
            encrypted_password: secret("encryptedPassword"),
            token: secret("token"),
            record,
        }
    }
}

/// A text that says something; numbers are taken for their text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// As a JSON Pointer writes it (RFC 6901 section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether a field of this name is a secret, however it is spelled.
fn is_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let ends =
        ["password", "passwd", "secret", "token", "salt", "privatekey", "accesskey", "ticket"];
    let holds = ["secret", "privatekey", "recoverycode"];
    plain == "oauth"
        || ends.iter().any(|end| plain.ends_with(end))
        || (holds.iter().any(|word| plain.contains(word)) && !plain.ends_with("at"))
}

impl fmt::Debug for WebhookRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRecord")
            .field("id", &self.id)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WebhookUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookUser")
            .field("id", &self.id)
            .field("user_pool_id", &self.user_pool_id)
            .finish_non_exhaustive()
    }
}
