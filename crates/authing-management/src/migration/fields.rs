//! The members of an exported user, taken out one by one; what is left over is told.

use authing_core::{Error, ErrorKind};
use authing_types::Timestamp;
use data_encoding::BASE32_NOPAD;
use serde_json::{Map, Value};

use super::{
    loss::{Loss, LossKind},
    user::{MigratedRow, MigratedUser},
};

/// The members that have not been taken yet, and what of those taken has no place.
pub(super) struct Members {
    left: Map<String, Value>,
    pub(super) losses: Vec<Loss>,
}

impl Members {
    pub(super) fn new(left: Map<String, Value>) -> Self {
        Self { left, losses: Vec::new() }
    }

    pub(super) fn lose(&mut self, kind: LossKind, name: impl AsRef<str>) {
        self.losses.push(Loss::new(kind, name));
    }

    /// A value that is neither null nor an empty text.
    pub(super) fn value(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null() && value != "")
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.value(name)? {
            Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.lose(LossKind::Value, name);
                None
            }
        }
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(flag) => Some(flag),
            Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
            _ => {
                self.lose(LossKind::Value, name);
                None
            }
        }
    }

    pub(super) fn number(&mut self, name: &str) -> Option<i64> {
        let number = match self.value(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.lose(LossKind::Value, name);
        }
        number
    }

    /// A time as ISO 8601 or in milliseconds since 1970, as a number or as text.
    pub(super) fn time(&mut self, name: &str) -> Option<Timestamp> {
        let time = match self.value(name)? {
            Value::Number(number) => number.as_i64().and_then(millis),
            Value::String(text) => match text.trim().parse() {
                Ok(number) => millis(number),
                Err(_) => Some(Timestamp::from_text(text)),
            },
            _ => None,
        };
        let time = time.filter(|time| time.to_system_time().is_some());
        if time.is_none() {
            self.lose(LossKind::Value, name);
        }
        time
    }

    pub(super) fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        match self.value(name)? {
            Value::Object(object) => Some(object),
            _ => {
                self.lose(LossKind::Value, name);
                None
            }
        }
    }

    pub(super) fn list(&mut self, name: &str) -> Vec<Value> {
        match self.value(name) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.lose(LossKind::Value, name);
                Vec::new()
            }
        }
    }

    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let list = self.list(name);
        let texts: Vec<_> = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if texts.len() < list.len() {
            self.lose(LossKind::Value, name);
        }
        texts
    }

    /// Passes over what says nothing of a user that is worth keeping.
    pub(super) fn pass_over(&mut self, names: &[&str]) {
        for name in names {
            self.left.remove(*name);
        }
    }

    /// What is left over, to keep as custom data.
    pub(super) fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.left)
    }

    /// Tells what is left over.
    pub(super) fn end(mut self) -> Vec<Loss> {
        for (name, value) in std::mem::take(&mut self.left) {
            let is_something = !value.is_null() && value != "" && value != Value::Array(Vec::new());
            if is_something && value != Value::Object(Map::new()) {
                self.lose(LossKind::Field, name);
            }
        }
        self.losses
    }
}

/// A time in milliseconds since 1970.
fn millis(millis: i64) -> Option<Timestamp> {
    let time = match u64::try_from(millis) {
        Ok(after) => std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_millis(after)),
        Err(_) => None,
    };
    time.map(Timestamp::from)
}

/// The key of one-time passwords in Base32, as Authing takes it: without padding, spaces and small letters.
pub(super) fn base32_key(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '=' && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let is_key =
        !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    is_key.then_some(text)
}

/// A key that is bytes, in Base32.
pub(super) fn base32_of(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes)
}

/// A row that was read, or why it was not.
pub(super) fn row(
    row: u64,
    members: Result<Map<String, Value>, Error>,
    read: impl FnOnce(&mut Members) -> Result<MigratedUser, Error>,
) -> MigratedRow {
    let mut members = match members {
        Ok(members) => Members::new(members),
        Err(error) => return MigratedRow { row, user: Err(error), losses: Vec::new() },
    };
    let user = read(&mut members);
    MigratedRow { row, user, losses: members.end() }
}

pub(super) fn refuse(problem: impl Into<String>) -> Error {
    Error::new(ErrorKind::Input, problem.into())
}
