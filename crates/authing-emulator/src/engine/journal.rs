//! The log of requests, for tests that count calls.

use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::base::keys::PasswordKeys;
use crate::base::limits::{LOG_BYTES, LOGGED_PASSWORDS};

/// The oldest requests are dropped beyond this many.
const KEPT: usize = 10_000;

/// What stands for a secret in the log.
const MASK: &str = "***";

/// What stands for a password that came encrypted: tests want to know that it did.
const ENCRYPTED_MASK: &str = "*** encrypted";

/// Headers whose names contain one of these hold a secret: a gateway's and a test's own too.
const SECRET_HEADERS: &[&str] =
    &["authorization", "cookie", "secret", "token", "password", "api-key", "apikey"];

/// A name that contains one of these, in any case, holds a secret.
const SECRET_NAMES: &[&str] = &["password", "secret", "token", "code", "pass", "ticket", "totp"];

/// Names of what is a code but no secret: those of roles, groups, nodes and countries.
const CODE_NAMES: &[&str] = &[
    "code",
    "codelist",
    "newcode",
    "nodecode",
    "oldphonecountrycode",
    "phonecountrycode",
    "rolecode",
    "rolecodes",
];

/// Names that sound like secrets and are not.
const PUBLIC_NAMES: &[&str] = &["code_challenge_method", "token_type_hint"];

/// What ties a login to a browser in the protocols, and is a word of everyday elsewhere.
const PROTOCOL_SECRETS: &[&str] = &["nonce", "relaystate", "state"];

/// Where a `code` or a `ticket` is as good as a password for a while.
const PROTOCOL_PATHS: &[&str] = &[
    "/oidc/",
    "/oauth/",
    "/cas-idp/",
    "/api/v2/saml-idp/",
    "/interaction/",
    "/connection/social/",
];

/// What is to do about a password in plain text.
pub(crate) const PLAIN_PASSWORD: &str = "a password is not encrypted with the emulator's key, which is refused (2016): see `publicKey`, or start \
     with --accept-plain-passwords (EmulatorBuilder::accept_plain_passwords)";

/// One request as the emulator received it, with secrets masked.
///
/// `Debug` shows the method, the path and the root fields.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The names and values of the query, decoded and with secrets masked.
    pub query: Vec<(String, String)>,
    /// The headers by lower-case name. `authorization` reads `Bearer ***` or `Basic ***`, cookies
    /// read `***`.
    pub headers: Vec<(String, String)>,
    /// The root fields of a GraphQL request, such as `users`; empty for other requests.
    pub root_fields: Vec<String>,
    /// The GraphQL variables with passwords, secrets, tokens and codes masked: they read `***`,
    /// or `*** encrypted` where a password came encrypted with a key of the emulator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Json>,
    /// The JSON object or form in the body of a request other than GraphQL, masked the same way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// What may be done about a request that the server refuses, where that is seen in it: a password that
    /// is not encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
}

show_fields!(LoggedRequest { method, path, root_fields });

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

#[derive(Default)]
pub(crate) struct Journal(Mutex<Log>);

/// The requests, each with its size, and the size of all.
#[derive(Default)]
struct Log {
    requests: VecDeque<(LoggedRequest, usize)>,
    bytes: usize,
}

impl Log {
    fn drop_oldest(&mut self) {
        if let Some((_, bytes)) = self.requests.pop_front() {
            self.bytes -= bytes;
        }
    }
}

impl Journal {
    /// Writes down a request that came as so many bytes.
    pub(crate) fn record(&self, request: LoggedRequest, bytes: usize) {
        let mut log = self.lock();
        log.bytes += bytes;
        log.requests.push_back((request, bytes));
        while log.requests.len() > KEPT || (log.bytes > LOG_BYTES && log.requests.len() > 1) {
            log.drop_oldest();
        }
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.lock().requests.iter().map(|(request, _)| request.clone()).collect()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Log::default();
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hides the secrets of a request.
pub(crate) struct Masker<'a> {
    keys: &'a PasswordKeys,
    /// Whether the request speaks a protocol whose `code` is a credential.
    protocol: bool,
    /// How many passwords may still be decrypted.
    decryptions: Cell<usize>,
    /// Whether one was not encrypted with a key of the emulator.
    plain: Cell<bool>,
}

impl<'a> Masker<'a> {
    pub(crate) fn for_path(keys: &'a PasswordKeys, path: &str) -> Self {
        let decryptions = Cell::new(LOGGED_PASSWORDS);
        Self { keys, protocol: is_protocol(path), decryptions, plain: Cell::new(false) }
    }

    /// Whether a password that was masked had come without encryption.
    pub(crate) fn saw_plain_password(&self) -> bool {
        self.plain.get()
    }

    /// Whether a password came encrypted with a key of the emulator. Of more passwords than any
    /// request has, the rest is not looked at.
    fn is_encrypted(&self, password: &str) -> bool {
        let Some(left) = self.decryptions.get().checked_sub(1) else { return false };
        self.decryptions.set(left);
        let encrypted = self.keys.decrypt(password).is_some();
        self.plain.set(self.plain.get() || !encrypted);
        encrypted
    }

    /// The pairs of a form, as an object; a name that came more than once has a list.
    pub(crate) fn form(&self, pairs: &[(String, String)]) -> Json {
        let mut members = Map::new();
        for (name, value) in self.query(pairs.to_vec()) {
            let value = Json::from(value);
            match members.get_mut(&name) {
                None => {
                    members.insert(name, value);
                }
                Some(Json::Array(list)) => list.push(value),
                Some(first) => *first = Json::Array(vec![first.take(), value]),
            }
        }
        Json::Object(members)
    }

    /// The headers, with the scheme of the credential left to see.
    pub(crate) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        headers
            .iter()
            .map(|(name, value)| {
                let text = value.to_str().unwrap_or(MASK);
                let is_secret = SECRET_HEADERS.iter().any(|secret| name.as_str().contains(secret));
                let value = if !is_secret {
                    text.to_owned()
                } else if let Some(scheme) = scheme(text) {
                    format!("{scheme} {MASK}")
                } else {
                    MASK.to_owned()
                };
                (name.as_str().to_owned(), value)
            })
            .collect()
    }

    /// The pairs of a query.
    pub(crate) fn query(&self, pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        pairs
            .into_iter()
            .map(|(name, value)| {
                let shown = self.text(&name.to_ascii_lowercase(), &value);
                let value = shown.map_or(value, str::to_owned);
                (name, value)
            })
            .collect()
    }

    /// The members of an object, at any depth.
    pub(crate) fn members(&self, members: &Map<String, Json>) -> Json {
        self.variables(members, &HashMap::new())
    }

    /// GraphQL variables: each is judged by its own name and by that of the argument it is passed
    /// to.
    pub(crate) fn variables(
        &self,
        variables: &Map<String, Json>,
        argument_of: &HashMap<String, String>,
    ) -> Json {
        let masked = variables.iter().map(|(name, value)| {
            let names: Vec<_> = [Some(name), argument_of.get(name)]
                .into_iter()
                .flatten()
                .map(|name| name.to_ascii_lowercase())
                .collect();
            (name.clone(), self.value(&names, value))
        });
        Json::Object(masked.collect())
    }

    fn value(&self, names: &[String], value: &Json) -> Json {
        match value {
            Json::Object(members) => self.members(members),
            Json::Array(list) => list.iter().map(|item| self.value(names, item)).collect(),
            Json::String(text) => {
                let shown = names.iter().find_map(|name| self.text(name, text));
                shown.map_or_else(|| value.clone(), Json::from)
            }
            other => other.clone(),
        }
    }

    /// What is shown in place of a text under this lower-case name; `None` for the text itself.
    fn text(&self, name: &str, text: &str) -> Option<&'static str> {
        if self.protocol && PROTOCOL_SECRETS.contains(&name) {
            return Some(MASK);
        }
        if PUBLIC_NAMES.contains(&name) || !SECRET_NAMES.iter().any(|secret| name.contains(secret))
        {
            return None;
        }
        if !self.protocol && CODE_NAMES.contains(&name) && !is_verification_code(text) {
            return None;
        }
        let encrypted = name.contains("password") && self.is_encrypted(text);
        Some(if encrypted { ENCRYPTED_MASK } else { MASK })
    }
}

/// Whether the path belongs to a login protocol.
pub(crate) fn is_protocol(path: &str) -> bool {
    PROTOCOL_PATHS.iter().any(|start| path.starts_with(start))
}

/// The scheme of a credential, if its name is not a secret.
fn scheme(credential: &str) -> Option<&str> {
    let (scheme, _) = credential.split_once(' ')?;
    let known = ["Bearer", "Basic", "DPoP"];
    known.iter().any(|name| name.eq_ignore_ascii_case(scheme)).then_some(scheme)
}

fn is_verification_code(text: &str) -> bool {
    (4..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::HeaderValue;
    use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
    use serde_json::json;

    use super::*;
    use crate::base::keys::tests::encrypt;

    fn masked(value: &Json) -> Json {
        let keys = PasswordKeys::default();
        Masker::for_path(&keys, "/").members(value.as_object().unwrap())
    }

    #[test]
    fn a_secret_is_masked_whatever_its_variable_is_called() {
        let keys = PasswordKeys::default();
        let variables = json!({ "s": "s3cret", "p": "pool" });
        let argument_of = [("s", "secret"), ("p", "userPoolId")]
            .map(|(variable, argument)| (variable.to_owned(), argument.to_owned()))
            .into();
        let masked =
            Masker::for_path(&keys, "/").variables(variables.as_object().unwrap(), &argument_of);
        assert_eq!(masked, json!({ "s": "***", "p": "pool" }));
    }

    #[test]
    fn secrets_are_masked_at_any_depth() {
        let variables = json!({
            "secret": "s3", "page": 1, "code": "admin", "roleCodes": ["admin"],
            "input": { "password": "pw", "username": "bob", "code": "1234" },
            "list": [{ "token": "t", "key": "school" }], "tokens": ["t"], "totp": "123456",
        });
        assert_eq!(
            masked(&variables),
            json!({
                "secret": "***", "page": 1, "code": "admin", "roleCodes": ["admin"],
                "input": { "password": "***", "username": "bob", "code": "***" },
                "list": [{ "token": "***", "key": "school" }], "tokens": ["***"], "totp": "***",
            })
        );
    }

    #[test]
    fn an_encrypted_password_is_told_from_a_plain_one() {
        let keys = PasswordKeys::default();
        let encrypted = STANDARD.encode(encrypt(&keys, b"passw0rd"));
        let body = json!({ "password": encrypted, "newPassword": "passw0rd" });
        let masked = Masker::for_path(&keys, "/").members(body.as_object().unwrap());
        assert_eq!(masked, json!({ "password": "*** encrypted", "newPassword": "***" }));
    }

    #[test]
    fn only_as_many_passwords_are_decrypted_as_a_request_may_have() {
        let keys = PasswordKeys::default();
        let encrypted = STANDARD.encode(encrypt(&keys, b"passw0rd"));
        let body = json!({ "password": vec![encrypted; LOGGED_PASSWORDS + 2] });
        let masked = Masker::for_path(&keys, "/").members(body.as_object().unwrap());
        let masked = masked["password"].as_array().unwrap();
        let opened = masked.iter().filter(|one| *one == ENCRYPTED_MASK).count();
        assert_eq!((opened, masked.len()), (LOGGED_PASSWORDS, LOGGED_PASSWORDS + 2));
        assert_eq!(masked.last().unwrap(), MASK);
    }

    #[test]
    fn the_log_holds_so_many_bytes_and_the_newest_request() {
        let journal = Journal::default();
        let request = |path: &str| LoggedRequest {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            root_fields: Vec::new(),
            variables: None,
            body: None,
            hint: None,
        };
        for _ in 0..5 {
            journal.record(request("/old"), LOG_BYTES / 3);
        }
        assert_eq!(journal.all().len(), 3);
        journal.record(request("/new"), LOG_BYTES + 1);
        let left = journal.all();
        assert_eq!((left.len(), left[0].path.as_str()), (1, "/new"));
        journal.clear();
        journal.record(request("/small"), 1);
        journal.record(request("/small"), 1);
        assert_eq!(journal.all().len(), 2);
    }

    #[test]
    fn a_query_and_the_headers_keep_their_secrets() {
        let keys = PasswordKeys::default();
        let masker = Masker::for_path(&keys, "/");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            masker.query(vec![pair("id_token", "e30.e30.x"), pair("code", "admin")]),
            [pair("id_token", "***"), pair("code", "admin")]
        );
        let protocol = Masker::for_path(&keys, "/oidc/auth");
        let query = vec![pair("state", "x"), pair("nonce", "x"), pair("RelayState", "x")];
        assert!(protocol.query(query).iter().all(|(_, value)| value == "***"));
        assert_eq!(masker.query(vec![pair("state", "x")]), [pair("state", "x")]);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer e30.e30.x"));
        headers.insert(COOKIE, HeaderValue::from_static("session secret"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for name in ["x-authing-webhook-secret", "x-acme-token", "x-api-key", "proxy-authorization"]
        {
            headers.insert(name, HeaderValue::from_static("canary"));
        }
        let masked = masker.headers(&headers);
        assert!(masked.iter().all(|(_, value)| value != "canary"), "{masked:?}");
        assert!(masked.contains(&pair("authorization", "Bearer ***")));
        assert!(masked.contains(&pair("cookie", "***")));
        assert!(masked.contains(&pair("content-type", "application/json")));
    }
}
