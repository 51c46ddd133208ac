//! The log of requests, for tests that count calls.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// The oldest requests are dropped beyond this many.
const KEPT: usize = 10_000;

/// What stands for a secret in the log.
const MASK: &str = "***";

/// Headers whose values are secrets.
const SECRET_HEADERS: &[&str] =
    &["authorization", "proxy-authorization", "cookie", "x-authing-webhook-secret"];

/// A name that contains one of these, in any case, holds a secret.
const SECRET_NAMES: &[&str] = &["password", "secret", "token", "code", "pass"];

/// One request as the emulator received it, with secrets masked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The headers by lower-case name; `authorization` and cookies read `***`.
    pub headers: Vec<(String, String)>,
    /// The root fields of a GraphQL request, such as `users`; empty for other requests.
    pub root_fields: Vec<String>,
    /// The GraphQL variables with passwords, secrets, tokens and codes masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Json>,
}

impl LoggedRequest {
    /// The first value of the header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a GraphQL request asked for this root field.
    #[must_use]
    pub fn is_operation(&self, root_field: &str) -> bool {
        self.root_fields.iter().any(|field| field == root_field)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<LoggedRequest>>);

impl Journal {
    pub(crate) fn record(&self, request: LoggedRequest) {
        let mut requests = self.lock();
        if requests.len() >= KEPT {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<LoggedRequest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The headers with secrets masked.
pub(crate) fn masked_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let secret = SECRET_HEADERS.contains(&name.as_str());
            let value = if secret { MASK } else { value.to_str().unwrap_or(MASK) };
            (name.as_str().to_owned(), value.to_owned())
        })
        .collect()
}

/// The variables with secrets masked, at any depth. A variable is judged by its own name and by
/// that of the argument it is passed to.
pub(crate) fn masked_variables(
    variables: &Map<String, Json>,
    argument_of: &HashMap<String, String>,
) -> Json {
    let masked_variable = |name: &String, value: &Json| match argument_of.get(name) {
        Some(argument) => masked(name, &masked(argument, value)),
        None => masked(name, value),
    };
    Json::Object(
        variables
            .iter()
            .map(|(name, value)| (name.clone(), masked_variable(name, value)))
            .collect(),
    )
}

fn masked(name: &str, value: &Json) -> Json {
    let name = name.to_ascii_lowercase();
    match value {
        Json::Object(members) => masked_variables(members, &HashMap::new()),
        Json::Array(items) => items.iter().map(|item| masked(&name, item)).collect(),
        Json::String(_) if SECRET_NAMES.iter().any(|secret| name.contains(secret)) => {
            // Codes of roles, groups and policies are names, not secrets.
            if matches!(name.as_str(), "code" | "codelist" | "rolecode" | "nodecode" | "newcode")
                && value.as_str().is_some_and(|text| !is_verification_code(text))
            {
                return value.clone();
            }
            Json::from(MASK)
        }
        other => other.clone(),
    }
}

fn is_verification_code(text: &str) -> bool {
    (4..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_is_masked_whatever_its_variable_is_called() {
        let variables = json!({ "s": "s3cret", "p": "pool" });
        let argument_of = [("s", "secret"), ("p", "userPoolId")]
            .map(|(variable, argument)| (variable.to_owned(), argument.to_owned()))
            .into();
        let masked = masked_variables(variables.as_object().unwrap(), &argument_of);
        assert_eq!(masked, json!({ "s": "***", "p": "pool" }));
    }

    #[test]
    fn secrets_are_masked_at_any_depth() {
        let variables = json!({
            "secret": "s3", "page": 1, "code": "admin",
            "input": { "password": "pw", "username": "bob", "code": "1234" },
        });
        let masked = masked_variables(variables.as_object().unwrap(), &HashMap::new());
        assert_eq!(
            masked,
            json!({
                "secret": "***", "page": 1, "code": "admin",
                "input": { "password": "***", "username": "bob", "code": "***" },
            })
        );
    }
}
