//! What a dry run supposes of users that the rows before would have made or changed.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use authing_types::Timestamp;
use serde_json::Value;

/// The fields by which people are known, whose texts are kept: whether two phone numbers are one hangs on more
/// than a hash would tell.
const NAMES: [&str; 5] = ["username", "email", "phone", "phoneCountryCode", "externalId"];

/// What is supposed of one user, and stands above what the server says of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Supposed {
    /// A row would have made them: the server says nothing of them.
    pub(super) is_new: bool,
    names: BTreeMap<&'static str, String>,
    values: BTreeMap<u16, u64>,
}

impl Supposed {
    pub(super) fn new_user() -> Self {
        Self { is_new: true, ..Self::default() }
    }

    /// The text of a name that a row would have given them.
    pub(super) fn name(&self, field: &str) -> Option<&str> {
        self.names.get(field).map(String::as_str)
    }

    /// Notes that a row would have given them this value in the column with this number.
    pub(super) fn give(&mut self, hashes: &Hashes, column: u16, field: &str, value: &Value) {
        match (NAMES.into_iter().find(|name| *name == field), value.as_str()) {
            (Some(name), Some(text)) => {
                self.names.insert(name, text.to_owned());
            }
            _ => {
                self.values.insert(column, hashes.of(value));
            }
        }
    }

    /// Whether they have this value there; `None` if the server knows.
    pub(super) fn has(
        &self,
        hashes: &Hashes,
        column: u16,
        field: &str,
        said: &Value,
    ) -> Option<bool> {
        if let Some(text) = self.name(field) {
            return Some(said.as_str() == Some(text));
        }
        let value = self.values.get(&column).map(|value| *value == hashes.of(said));
        value.or_else(|| self.is_new.then(|| *said == of_new_user(field)))
    }

    /// In few bytes: there may be as many as the file has rows.
    fn packed(&self) -> Box<[u8]> {
        let mut bytes = vec![u8::from(self.is_new)];
        for (index, name) in NAMES.iter().enumerate() {
            let Some(text) = self.names.get(name) else { continue };
            // A row has at most a MiB.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.push(u8::try_from(index).unwrap_or(u8::MAX));
            bytes.extend(length.to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.push(u8::MAX);
        for (column, value) in &self.values {
            bytes.extend(column.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes.into_boxed_slice()
    }

    fn unpacked(bytes: &[u8]) -> Option<Self> {
        let (is_new, mut bytes) = bytes.split_first()?;
        let mut all = Self { is_new: *is_new == 1, ..Self::default() };
        loop {
            let (index, rest) = bytes.split_first()?;
            bytes = rest;
            let Some(name) = NAMES.get(usize::from(*index)) else { break };
            let (length, rest) = bytes.split_first_chunk()?;
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            let (text, rest) = rest.split_at_checked(length)?;
            all.names.insert(name, std::str::from_utf8(text).ok()?.to_owned());
            bytes = rest;
        }
        while let Some((column, rest)) = bytes.split_first_chunk() {
            let (value, rest) = rest.split_first_chunk()?;
            all.values.insert(u16::from_le_bytes(*column), u64::from_le_bytes(*value));
            bytes = rest;
        }
        Some(all)
    }
}

/// What somebody has of which nothing was said.
fn of_new_user(field: &str) -> Value {
    match field {
        "emailVerified" | "phoneVerified" | "blocked" => false.into(),
        "loginsCount" => 0.into(),
        "gender" => "U".into(),
        _ => Value::Null,
    }
}

/// Values as hashes, keyed at random for each import: two that differ are taken for one with a chance that
/// nobody will see.
#[derive(Default)]
pub(super) struct Hashes(RandomState);

impl Hashes {
    fn of(&self, value: &Value) -> u64 {
        let mut hasher = self.0.build_hasher();
        write(&mut hasher, value);
        hasher.finish()
    }
}

/// Whatever the order of an object's members.
fn write(hasher: &mut impl std::hash::Hasher, value: &Value) {
    match value {
        Value::Array(values) => {
            hasher.write(b"[");
            values.iter().for_each(|value| write(hasher, value));
            hasher.write(b"]");
        }
        Value::Object(members) => {
            hasher.write(b"{");
            let sorted: BTreeMap<_, _> = members.iter().collect();
            for (name, value) in sorted {
                hasher.write(name.as_bytes());
                hasher.write(b":");
                write(hasher, value);
            }
            hasher.write(b"}");
        }
        Value::String(text) => {
            hasher.write(b"\"");
            hasher.write(text.as_bytes());
            hasher.write(b"\"");
        }
        plain => hasher.write(plain.to_string().as_bytes()),
    }
}

/// A time in one way of writing it.
pub(super) fn one_time(value: &Value) -> Value {
    one(value, |since| format!("{since:?}"))
}

/// A time to the second: the server writes no fractions.
pub(super) fn one_second(value: &Value) -> Value {
    one(value, |since| since.as_secs().to_string())
}

fn one(value: &Value, write: impl Fn(Duration) -> String) -> Value {
    let time = || {
        let time = Timestamp::from_text(value.as_str()?).to_system_time()?;
        Some(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => write(since),
            Err(before) => format!("-{}", write(before.duration())),
        })
    };
    time().map_or_else(|| value.clone(), Value::String)
}

/// Those of a file, by the number of the first row about each.
#[derive(Default)]
pub(super) struct SupposedUsers {
    pub(super) hashes: Hashes,
    all: Mutex<All>,
}

#[derive(Default)]
struct All {
    users: BTreeMap<u64, Box<[u8]>>,
    /// Who was given a name last, by its hash.
    by_name: BTreeMap<u64, u64>,
    /// Those that the server knows, by the hash of their id.
    by_id: BTreeMap<u64, u64>,
}

impl SupposedUsers {
    /// The user with this id on the server.
    pub(super) fn with_id(&self, id: &str) -> Option<(u64, Supposed)> {
        let user = self.all().by_id.get(&self.hashes.of(&id.into())).copied()?;
        Some((user, self.get(user)?))
    }

    /// The user who was given this name last, and may have given it up.
    pub(super) fn with_name(&self, field: &str, text: &str) -> Option<(u64, Supposed)> {
        let user = self.all().by_name.get(&self.name(field, text)).copied()?;
        Some((user, self.get(user)?))
    }

    fn get(&self, user: u64) -> Option<Supposed> {
        self.all().users.get(&user).and_then(|bytes| Supposed::unpacked(bytes))
    }

    /// Keeps what is supposed of a user, which the server knows by this id.
    pub(super) fn set(&self, user: u64, id: Option<&str>, supposed: &Supposed) {
        let names = supposed.names.iter().map(|(field, text)| match *field {
            "email" => self.name(field, &text.to_lowercase()),
            field => self.name(field, text),
        });
        let names: Vec<_> = names.collect();
        let mut all = self.all();
        all.by_name.extend(names.into_iter().map(|name| (name, user)));
        all.by_id.extend(id.map(|id| (self.hashes.of(&id.into()), user)));
        all.users.insert(user, supposed.packed());
    }

    fn name(&self, field: &str, text: &str) -> u64 {
        self.hashes.of(&Value::from(vec![field, text]))
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_supposed_is_kept_in_few_bytes() {
        let users = SupposedUsers::default();
        let mut one = Supposed::new_user();
        one.give(&users.hashes, 0, "username", &json!("王伟"));
        one.give(&users.hashes, 3, "phone", &json!(""));
        one.give(&users.hashes, 9, "blocked", &json!(true));
        one.give(&users.hashes, 300, "customData.tags", &json!({"a": [1, null], "b": "c"}));
        users.set(7, None, &one);
        assert_eq!(users.with_name("username", "王伟"), Some((7, one.clone())));
        assert_eq!(users.with_name("email", "王伟"), None);
        let mut two = Supposed::default();
        two.give(&users.hashes, 1, "email", &json!("A@b"));
        users.set(9, Some("id"), &two);
        assert_eq!(users.with_id("id"), Some((9, two.clone())));
        assert_eq!(users.with_name("email", "a@b"), Some((9, two)));
        assert_eq!(users.with_id("other"), None);

        let has = |column, field: &str, value| one.has(&users.hashes, column, field, &value);
        assert_eq!(one.name("username"), Some("王伟"));
        assert_eq!(has(9, "blocked", json!(true)), Some(true));
        assert_eq!(has(9, "blocked", json!(false)), Some(false));
        assert_eq!(has(300, "customData.tags", json!({"b": "c", "a": [1, null]})), Some(true));
        assert_eq!(has(300, "customData.tags", json!({"b": "c", "a": [1]})), Some(false));
        // What a new user has by itself.
        assert_eq!(has(8, "emailVerified", json!(false)), Some(true));
        assert_eq!(has(20, "nickname", json!("N")), Some(false));
        // Times are the same however they are written, and those of the server to the second.
        let (utc, china) = ("2026-01-02T03:04:05.250Z", "2026-01-02T11:04:05.250+08:00");
        assert_eq!(one_time(&json!(utc)), one_time(&json!(china)));
        let second = json!("2026-01-02T03:04:05+00:00");
        assert_ne!(one_time(&json!(utc)), one_time(&second));
        assert_eq!(one_second(&json!(utc)), one_second(&second));
        assert_eq!(one_second(&json!("no time")), json!("no time"));
        // The server knows.
        assert_eq!(Supposed::default().has(&users.hashes, 20, "nickname", &json!("N")), None);
    }
}
