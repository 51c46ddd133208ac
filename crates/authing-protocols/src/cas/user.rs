//! Who logged in.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt,
};

use authing_types::Timestamp;
use serde::Deserialize as _;
use serde_json::Value;

use crate::{Secret, SetAside};

use super::error::CasError;

/// Who logged in, as a ticket's validation says. `Debug` hides who it is.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct CasLogin {
    /// The user's name, never empty and without control characters. Authing puts there what the
    /// application's settings say, by default the username.
    pub user: String,
    /// What else the server tells about the user; empty in CAS 1.0.
    pub attributes: CasAttributes,
    /// When the user proved who they are.
    pub authentication_date: Option<Timestamp>,
    /// Whether the ticket comes from a new login and not from an existing session.
    pub is_from_new_login: Option<bool>,
    /// Whether the user was remembered for long.
    pub long_term_authentication: Option<bool>,
    /// The name under which a proxy-granting ticket was sent to the callback: see
    /// [`ProxyGrantingTickets::claim`](super::ProxyGrantingTickets::claim).
    pub proxy_granting_ticket_iou: Option<Secret>,
    /// The proxies that a proxy ticket came through, the last one first.
    pub proxies: Vec<String>,
    set_aside: Vec<SetAside>,
}

impl CasLogin {
    /// A login of this user, with nothing else said about them.
    pub(super) fn new(user: String) -> Result<Self, CasError> {
        let is_odd =
            |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
        if user.is_empty() || user.trim() != user || user.chars().any(is_odd) {
            return Err(CasError::UserName);
        }
        Ok(Self {
            user,
            attributes: CasAttributes::default(),
            authentication_date: None,
            is_from_new_login: None,
            long_term_authentication: None,
            proxy_granting_ticket_iou: None,
            proxies: Vec::new(),
            set_aside: Vec::new(),
        })
    }

    /// Adds what is said about the user, and what of it could not be read. Where the server says
    /// yes and no at once, or neither, the stricter of the two counts.
    pub(super) fn set_attributes(&mut self, attributes: CasAttributes, set_aside: Vec<SetAside>) {
        let date = attributes.values("authenticationDate").first();
        // A number is a time as well.
        self.authentication_date = date.and_then(|date| Timestamp::deserialize(date).ok());
        let is_given = |value: &&Value| value.as_str().is_none_or(|text| !text.trim().is_empty());
        let flag = |name, stricter: bool| {
            let said: Vec<_> = attributes.values(name).iter().filter(is_given).map(truth).collect();
            match said.iter().all(|said| *said == Some(!stricter)) {
                true => said.first().map(|_| !stricter),
                false => Some(stricter),
            }
        };
        self.is_from_new_login = flag("isFromNewLogin", false);
        self.long_term_authentication = flag("longTermAuthenticationRequestTokenUsed", true);
        self.attributes = attributes;
        self.set_aside = set_aside;
    }

    /// What the server wrote about the user and could not be read, such as an attribute whose text
    /// a comment breaks up. It is not among the [`attributes`](Self::attributes).
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }
}

impl fmt::Debug for CasLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CasLogin")
            .field("attributes", &self.attributes)
            .field("authentication_date", &self.authentication_date)
            .field("is_from_new_login", &self.is_from_new_login)
            .field("proxies", &self.proxies.len())
            .finish_non_exhaustive()
    }
}

/// What the server tells about a user: names with one or more values, in the server's order.
///
/// Servers write them in many ways: in a list or beside the user, as elements of their names, as
/// pairs of name and value, in XML or JSON. All of them give the same here. A name that comes twice
/// has two values. In XML the values are texts, or objects of texts where elements are nested; in
/// JSON they are what they are. The readers below make no difference. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq)]
pub struct CasAttributes(Vec<(String, Vec<Value>)>);

impl CasAttributes {
    /// The first text of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every text of an attribute that may have several.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(Value::as_str)
    }

    /// Yes or no, written as such or as text; of an attribute that has one value.
    pub fn get_bool(&self, name: &str) -> Option<bool> {
        match self.values(name) {
            [value] => truth(value),
            _ => None,
        }
    }

    /// Every value of an attribute, whatever it is: numbers, and objects such as `address`.
    pub fn values(&self, name: &str) -> &[Value] {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or(&[], |(_, values)| values)
    }

    /// Whether there is such an attribute.
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// All attributes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Value])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Attributes while they are collected: found by name however many there are.
#[derive(Default)]
pub(super) struct Collected {
    values: HashMap<String, Vec<Value>>,
    /// In the server's order.
    names: Vec<String>,
}

impl Collected {
    /// Adds one more value.
    pub(super) fn push(&mut self, name: &str, value: Value) {
        self.values(name.to_owned()).push(value);
    }

    /// Adds the values of `other` that are not here yet: what comes in two places is one.
    pub(super) fn join(&mut self, mut other: Self) {
        for name in other.names {
            let values = other.values.remove(&name).unwrap_or_default();
            let here = self.values(name);
            let known: HashSet<Value> = here.iter().cloned().collect();
            here.extend(values.into_iter().filter(|value| !known.contains(value)));
        }
    }

    /// All of them but those whose name is left out.
    pub(super) fn without(mut self, is_left_out: impl Fn(&str) -> bool) -> CasAttributes {
        let names = self.names.into_iter().filter(|name| !is_left_out(name));
        let attribute = |name: String| self.values.remove(&name).map(|values| (name, values));
        CasAttributes(names.filter_map(attribute).collect())
    }

    fn values(&mut self, name: String) -> &mut Vec<Value> {
        match self.values.entry(name) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                self.names.push(new.key().clone());
                new.insert(Vec::new())
            }
        }
    }
}

/// Yes or no, written as such or as text.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

impl fmt::Debug for CasAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
