//! Attributes in the dialects of all servers, and what of them could not be read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    cas::{
        error::CasError,
        user::{CasLogin, Collected},
    },
    set_aside::Aside,
    text::shown,
};

/// What belongs to the protocol: beside the user it is not an attribute.
pub(super) const PROTOCOL: &[&str] = &[
    "attributes",
    "authenticationFailure",
    "authenticationSuccess",
    "proxies",
    "proxy",
    "proxyFailure",
    "proxyGrantingTicket",
    "proxyGrantingTicketId",
    "proxyGrantingTicketIou",
    "proxySuccess",
    "proxyTicket",
    "serviceResponse",
    "user",
];

/// Why one of these is set aside.
pub(super) const STRANGE: &str = "belongs to the protocol, and not to this place";

/// What a login is judged by. The rest may be odd; these refuse the response.
const JUDGED_BY: &[&str] =
    &["authenticationDate", "isFromNewLogin", "longTermAuthenticationRequestTokenUsed"];

/// Collects attributes from the places where a server writes them. Some write the same in two
/// places at once, so each place only adds the values that are not there yet.
#[derive(Default)]
pub(super) struct Reader {
    places: [Collected; 3],
    /// Names with a value that could not be read, and why.
    broken: BTreeMap<String, &'static str>,
    aside: Aside,
}

/// Where an attribute stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In the list of attributes, under its own name.
    Listed = 0,
    /// As a pair of name and value.
    Pair = 2,
    /// Beside the user.
    Beside = 1,
}

impl Reader {
    /// One more value, or the reason why it could not be read.
    pub(super) fn add(&mut self, place: Place, name: &str, value: Result<Value, &'static str>) {
        let name = name.trim();
        if name.is_empty() {
            self.aside.push_entry("attributes", "has an attribute with an empty name");
            return;
        }
        match (value, self.places.get_mut(place as usize)) {
            (Ok(value), Some(place)) => place.push(name, value),
            (Ok(_), None) => {}
            (Err(reason), _) => {
                self.broken.insert(name.to_owned(), reason);
            }
        }
    }

    /// As many values as a JSON value has: a list is several, and null is none.
    pub(super) fn add_json(&mut self, place: Place, name: &str, value: Value) {
        match value {
            Value::Array(values) => {
                values.into_iter().for_each(|value| self.add(place, name, Ok(value)));
            }
            Value::Null => {}
            value => self.add(place, name, Ok(value)),
        }
    }

    /// An object of a name and its values, as some servers write an attribute; gives it back if it
    /// is another one.
    pub(super) fn add_pair(&mut self, object: Map<String, Value>) -> Option<Map<String, Value>> {
        let is_pair = object.keys().all(|key| key == "name" || key == "value");
        match (object.get("name"), object.get("value")) {
            (Some(Value::String(name)), Some(value)) if is_pair => {
                self.add_json(Place::Pair, name, value.clone());
                None
            }
            _ => Some(object),
        }
    }

    /// A part that is something else than an attribute.
    pub(super) fn set_aside(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.aside.push(path, problem);
    }

    /// Who logged in, with all that was read. Of an attribute with a value that could not be read
    /// there is none: nobody is judged by a part of what the server said.
    pub(super) fn finish(mut self, user: String) -> Result<CasLogin, CasError> {
        if let Some(name) = JUDGED_BY.iter().find(|name| self.broken.contains_key(**name)) {
            return Err(CasError::NotPlain(name));
        }
        let mut login = CasLogin::new(user)?;
        let mut attributes = Collected::default();
        for place in self.places {
            attributes.join(place);
        }
        let attributes = attributes.without(|name| self.broken.contains_key(name));
        for (name, reason) in self.broken {
            self.aside.push_entry(format!("attributes.{}", shown(&name, 100)), reason);
        }
        login.set_attributes(attributes, self.aside.report("CAS response"));
        Ok(login)
    }
}
