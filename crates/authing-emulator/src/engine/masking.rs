//! What the log shows in place of secrets.

use std::cell::Cell;
use std::collections::HashMap;

use http::HeaderMap;
use serde_json::{Map, Value as Json};

use crate::base::keys::PasswordKeys;
use crate::base::limits::LOGGED_PASSWORDS;

/// A longer GraphQL document is not kept.
const DOCUMENT_BYTES: usize = 16 << 10;

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

    /// Any JSON, at any depth.
    pub(crate) fn json(&self, value: &Json) -> Json {
        self.value(&[], value)
    }

    /// A GraphQL document, whose texts are judged by the names before them. A long one is left out.
    pub(crate) fn document(&self, document: &str) -> Option<String> {
        if document.len() > DOCUMENT_BYTES {
            return None;
        }
        let mut out = String::with_capacity(document.len());
        let mut rest = document;
        while let Some(start) = rest.find('"') {
            let (before, text) = rest.split_at(start);
            out.push_str(before);
            let length = literal(text);
            let (literal, after) = text.split_at(length);
            let name = name_before(&out).to_ascii_lowercase();
            match self.text(&name, literal.trim_matches('"')) {
                Some(mask) => out.extend(["\"", mask, "\""]),
                None => out.push_str(literal),
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
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

/// How many bytes the text literal has that a part of a GraphQL document begins with.
fn literal(text: &str) -> usize {
    let quote = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    if text.starts_with("\"\"") && quote.len() == 1 {
        return 2;
    }
    let mut from = quote.len();
    while let Some(rest) = text.get(from..)
        && let Some(at) = rest.find(['\\', '"'])
    {
        if rest.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            return from + at + quote.len();
        }
        let is_escape = rest.as_bytes().get(at) == Some(&b'\\');
        let escaped = rest.get(at + 1..).and_then(|rest| rest.chars().next()).filter(|_| is_escape);
        from += at + 1 + escaped.map_or(0, char::len_utf8);
    }
    text.len()
}

/// The name of the argument, or of the field of an input, that a GraphQL document ends before the value
/// of. A text in a list has that of the list.
fn name_before(document: &str) -> &str {
    let is_of_value = |letter: char| letter.is_whitespace() || "[,\"*".contains(letter);
    let before = document.trim_end_matches(is_of_value);
    let Some(named) = before.strip_suffix(':') else { return "" };
    let named = named.trim_end();
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let start = named.trim_end_matches(is_of_name).len();
    named.get(start..).unwrap_or_default()
}

/// What webhooks are told, without the secrets in it: those of users, and all variables.
pub(crate) fn mask(data: &Json) -> Json {
    masked(data, false)
}

fn masked(data: &Json, of_variables: bool) -> Json {
    let is_secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        let known = ["password", "secret", "token", "salt", "oauth", "recoverycode"];
        known.iter().any(|secret| name.contains(secret))
            && !["tokenexpiredat", "passwordstrength"].contains(&name.as_str())
    };
    match data {
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let secret = is_secret(name) || (of_variables && name == "value");
                let shown = match value {
                    Json::String(text) if secret && !text.is_empty() => Json::from(MASK),
                    other => masked(other, of_variables || name.starts_with("env")),
                };
                (name.clone(), shown)
            })
            .collect(),
        Json::Array(list) => list.iter().map(|item| masked(item, of_variables)).collect(),
        other => other.clone(),
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
    fn a_text_in_a_document_is_judged_by_the_name_before_it() {
        let keys = PasswordKeys::default();
        let masker = Masker::for_path(&keys, "/");
        let masked = |document: &str| masker.document(document).unwrap();
        assert_eq!(
            masked(r#"{ accessToken(userPoolId: "p", secret :"s\"3\\") { exp } }"#),
            r#"{ accessToken(userPoolId: "p", secret :"***") { exp } }"#
        );
        assert_eq!(
            masked(
                r#"mutation { a(tokens: ["t", "u"], empty: "", password: """p" "q""") b(c: "d") }"#
            ),
            r#"mutation { a(tokens: ["***", "***"], empty: "", password: "***") b(c: "d") }"#
        );
        assert_eq!(masked(r#"{ a(secret: "never ends"#), r#"{ a(secret: "***""#);
        assert_eq!(masked("{ a(secret: \"\\"), "{ a(secret: \"***\"");
        assert_eq!(masker.document(&" ".repeat(DOCUMENT_BYTES + 1)), None);
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
