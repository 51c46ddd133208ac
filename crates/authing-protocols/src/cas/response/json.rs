//! CAS 2.0 and 3.0 in JSON: `format=JSON`.

use std::{borrow::Cow, fmt};

use authing_types::lenient;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    Secret,
    cas::{
        error::{CasError, CasRefusal},
        ticket,
        user::{CasAttributes, CasLogin},
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Success {
    user: String,
    attributes: Option<Members>,
    proxy_granting_ticket: Option<Secret>,
    proxies: Option<Vec<String>>,
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
    let attributes = success.attributes.map(|Members(all)| all).unwrap_or_default();
    // Two names that differ in what was replaced would be one.
    if success.user.contains(char::REPLACEMENT_CHARACTER)
        && matches!(lenient::json::repair_halves(text), Cow::Owned(_))
    {
        return Err(CasError::UserName);
    }
    let mut user = CasLogin::new(success.user, attributes)?;
    if let Some(iou) = &success.proxy_granting_ticket {
        ticket::check(iou, &["PGTIOU-"])?;
    }
    user.proxy_granting_ticket_iou = success.proxy_granting_ticket;
    user.proxies = success.proxies.unwrap_or_default();
    Ok(user)
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
            CasError::NotCas
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

/// Attributes of a JSON object: a list is several values.
struct Members(CasAttributes);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut attributes = CasAttributes::default();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if attributes.contains(&name) {
                return Err(A::Error::custom("an attribute comes twice"));
            }
            match value {
                Value::Array(values) => {
                    values.into_iter().for_each(|value| attributes.push(&name, value));
                }
                // Absent and null are the same.
                Value::Null => {}
                value => attributes.push(&name, value),
            }
        }
        Ok(Members(attributes))
    }
}
