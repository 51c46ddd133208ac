//! CAS 2.0 and 3.0 in JSON: `format=JSON`.

use std::{borrow::Cow, fmt};

use authing_types::lenient;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::reader::{PROTOCOL, Place, Reader, STRANGE};
use crate::{
    Secret,
    cas::{
        error::{CasError, CasRefusal},
        ticket,
        user::CasLogin,
    },
};

// A member that comes twice is an error of the derived readers: which one counts is not left to
// the order.

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    service_response: Outcome,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    authentication_success: Option<Success>,
    authentication_failure: Option<Failure>,
    proxy_success: Option<ProxySuccess>,
    proxy_failure: Option<Failure>,
}

/// What belongs to the protocol stands once; the rest beside it is attributes, as in XML.
struct Success {
    user: String,
    attributes: Attributes,
    proxy_granting_ticket: Option<Secret>,
    proxies: Vec<String>,
    beside: Vec<(String, Value)>,
    /// Members of the protocol that do not belong here.
    strange: Vec<String>,
}

/// The attributes as they came: a name may come twice.
enum Attributes {
    None,
    Members(Vec<(String, Value)>),
    List(Vec<Value>),
    /// What is neither.
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProxySuccess {
    proxy_ticket: Secret,
}

#[derive(Deserialize)]
struct Failure {
    code: Option<String>,
    description: Option<String>,
}

pub(super) fn user(text: &str) -> Result<CasLogin, CasError> {
    let success = outcome(text)?.authentication_success;
    let success = success.ok_or(CasError::Lacks("authenticationSuccess"))?;
    // Two names that differ in what was replaced would be one.
    let is_odd = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    let odd = match is_odd(&success.user) {
        true => Some("user"),
        false => success.proxies.iter().any(|proxy| is_odd(proxy)).then_some("proxies"),
    };
    if let Some(odd) = odd.filter(|_| matches!(lenient::json::repair_halves(text), Cow::Owned(_))) {
        return Err(CasError::Half(odd));
    }
    let mut reader = Reader::default();
    match success.attributes {
        Attributes::None => {}
        Attributes::Members(members) => {
            for (name, value) in members {
                member(&mut reader, Place::Listed, &name, value);
            }
        }
        Attributes::List(entries) => {
            for (index, entry) in entries.into_iter().enumerate() {
                listed(&mut reader, index, entry);
            }
        }
        Attributes::Other => reader.set_aside("attributes", "is neither an object nor a list"),
    }
    for (name, value) in success.beside {
        member(&mut reader, Place::Beside, &name, value);
    }
    for name in success.strange {
        reader.set_aside(format!("authenticationSuccess.{name}"), STRANGE);
    }
    let mut user = reader.finish(success.user)?;
    if let Some(iou) = &success.proxy_granting_ticket {
        ticket::check(iou, &["PGTIOU-"])?;
    }
    user.proxy_granting_ticket_iou = success.proxy_granting_ticket;
    user.proxies = success.proxies;
    Ok(user)
}

/// A member of an object of attributes. One called `attribute` may hold pairs, where a response in
/// XML was turned into JSON.
fn member(reader: &mut Reader, place: Place, name: &str, value: Value) {
    if name != "attribute" {
        return reader.add_json(place, name, value);
    }
    let entries = match value {
        Value::Array(entries) => entries,
        value => vec![value],
    };
    for entry in entries {
        let rest = match entry {
            Value::Object(object) => match reader.add_pair(object) {
                None => continue,
                Some(object) => Value::Object(object),
            },
            other => other,
        };
        reader.add_json(place, name, rest);
    }
}

/// An entry of a list of attributes: a pair of name and value, or an object of attributes.
fn listed(reader: &mut Reader, index: usize, entry: Value) {
    let Value::Object(object) = entry else {
        return reader
            .set_aside(format!("attributes[{index}]"), "is not an object, so it has no name");
    };
    for (name, value) in reader.add_pair(object).into_iter().flatten() {
        reader.add_json(Place::Listed, &name, value);
    }
}

pub(super) fn proxy_ticket(text: &str) -> Result<Secret, CasError> {
    let success = outcome(text)?.proxy_success;
    Ok(success.ok_or(CasError::Lacks("proxySuccess"))?.proxy_ticket)
}

impl From<Failure> for CasError {
    fn from(failure: Failure) -> Self {
        Self::Refused(CasRefusal::new(failure.code.as_deref(), failure.description.as_deref()))
    }
}

/// The only outcome, which is not a failure.
fn outcome(text: &str) -> Result<Outcome, CasError> {
    // serde's own message may quote what it met.
    let response: Body = lenient::json::from_str(text).map_err(|error| {
        if error.is_data() && !text.contains("serviceResponse") {
            CasError::NotCas("it is JSON without `serviceResponse`")
        } else {
            CasError::Malformed { line: error.line(), column: error.column() }
        }
    })?;
    let mut outcome = response.service_response;
    let all = [
        outcome.authentication_success.is_some(),
        outcome.authentication_failure.is_some(),
        outcome.proxy_success.is_some(),
        outcome.proxy_failure.is_some(),
    ];
    if all.into_iter().filter(|is_there| *is_there).count() > 1 {
        return Err(CasError::Ambiguous);
    }
    match outcome.authentication_failure.take().or(outcome.proxy_failure.take()) {
        Some(failure) => Err(failure.into()),
        None => Ok(outcome),
    }
}

impl<'de> Deserialize<'de> for Success {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SuccessVisitor)
    }
}

struct SuccessVisitor;

impl<'de> Visitor<'de> for SuccessVisitor {
    type Value = Success;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object about a user")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Success, A::Error> {
        fn once<T, E: serde::de::Error>(place: &mut Option<T>, value: T) -> Result<(), E> {
            match place.replace(value) {
                Some(_) => Err(E::custom("a member of the protocol comes twice")),
                None => Ok(()),
            }
        }
        let (mut user, mut attributes, mut ticket, mut proxies) = (None, None, None, None);
        let (mut beside, mut strange) = (Vec::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "user" => once(&mut user, map.next_value::<String>()?)?,
                "attributes" => once(&mut attributes, map.next_value::<Attributes>()?)?,
                "proxyGrantingTicket" => once(&mut ticket, map.next_value::<Option<Secret>>()?)?,
                "proxies" => once(&mut proxies, map.next_value::<Option<Vec<String>>>()?)?,
                _ if PROTOCOL.contains(&name.as_str()) => {
                    map.next_value::<IgnoredAny>()?;
                    strange.push(name);
                }
                _ => {
                    let value = map.next_value::<Value>()?;
                    beside.push((name, value));
                }
            }
        }
        Ok(Success {
            user: user.ok_or_else(|| A::Error::missing_field("user"))?,
            attributes: attributes.unwrap_or(Attributes::None),
            proxy_granting_ticket: ticket.flatten(),
            proxies: proxies.flatten().unwrap_or_default(),
            beside,
            strange,
        })
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AttributesVisitor)
    }
}

struct AttributesVisitor;

impl<'de> Visitor<'de> for AttributesVisitor {
    type Value = Attributes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attributes, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Attributes::Members(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Attributes, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(Attributes::List(entries))
    }

    fn visit_unit<E>(self) -> Result<Attributes, E> {
        Ok(Attributes::None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Attributes, E> {
        Ok(Attributes::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Attributes, E> {
        Ok(Attributes::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Attributes, E> {
        Ok(Attributes::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Attributes, E> {
        Ok(Attributes::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Attributes, E> {
        Ok(Attributes::Other)
    }
}
