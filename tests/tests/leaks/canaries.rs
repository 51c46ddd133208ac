//! The secrets and the personal data that this suite puts in, and looks for.

use std::cell::Cell;

use authing_types::Secret;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use url::Url;

use crate::made::PRIVATE_KEY;

/// What must not be seen, each with its name: credentials first, and from the phone number on what is
/// about a person. No two have a part in common.
pub(crate) const ALL: [(&str, &str); 43] = [
    ("password", "pW\"7vKx&q+Zr\\T3=%hL'jm"),
    ("new password", "nP\"4fGb&y+Wc\\S8=%dK'ht"),
    ("old password", "oD\"2sMz&e+Qv\\R6=%gJ'xp"),
    ("secret of the user pool", "b5d1f0a97c3e48268e7a4c90d2f6137b"),
    ("secret of the application", "61c9e3d7f24b4a0d95b8073ac1e6f25d"),
    ("management token", "eyJhbGciOiJIUzI1NiJ9.bWFuYWdlbWVudC1jYW5hcnktMQ.Zk3vPq8tXn1wLr5yUc7dBg"),
    ("user token", "eyJraWQiOiJ1c2VyIn0.dXNlci10b2tlbi1jYW5hcnk.Hs4jWm2xQe9rTz6bVf0kNp"),
    ("access token", "at-Xy5RkV9mQb3TnW8zLcJ2hFg7"),
    ("refresh token", "rt-Mw6DpS1vGx4KtB9yNqZ3jCe8"),
    ("id token", "eyJraWQiOiJpZCJ9.aWQtdG9rZW4tY2FuYXJ5.Gt7nXb3kYw5sRv1mLp9zQd"),
    ("other token", "tk-Uh2LwF7sKd9PvR4xEcB6nYj1"),
    ("authorization code", "ac-Jz8TgN4wHv2CqX6rSmD9kLb3"),
    ("one-time code", "73915826"),
    ("PKCE verifier", "pk-Bn3YxC7tMf5WzK1vQhG8sRd2jPe4"),
    ("state", "st-Vd9KrH2mXw6LnT4yBqF8gZc5"),
    ("nonce", "no-Qs7FjP3bZk9RvM5xWtC1hGn6"),
    ("client assertion", "eyJ0eXAiOiJjYSJ9.Y2xpZW50LWFzc2VydGlvbg.Kf8wBz4nDq6tSj2xMv7gRc"),
    ("private key", "MIIEvgIBADANBgkqZc4Hx7Tn2Wq9Lm5Yk8Rv3Bd6Gf1JpSs"),
    ("key for one-time codes", "KVZGQ3TBNJ5WY6LDOR2HEXPC"),
    ("recovery code", "rec0-7hq2-x9vk-4tnw-b6md"),
    ("session cookie", "sc-Zt6XmJ9qVb1GwN5rDkH7yPf3"),
    ("proxy password", "px-Wc4NvR8kTz2SbL6jFgY9mQh5"),
    ("password of an address", "pa-Dn7GxK2vRw5TsZ9qMbH3jLf8"),
    ("secret of an access key", "ak-Rg1PzB7wKn4XvD9tJcM3sLf6"),
    ("ticket", "ST-17-Ld5WqY8xNc2TmR7bVgK4zHj9"),
    ("proxy granting ticket", "PGT-4-Fp3ZkD6vSw9BxQ1nJtG8rMc5"),
    ("MFA token", "mf-Ev7KsX2gTr4HzW9pLbN6jYd1"),
    ("captcha", "cp-Tn9BwM5fXq1"),
    ("phone", "13977426058"),
    ("email", "wenji.cai.9f3k@mail-hidden.example"),
    ("username", "cai_wenji_7x2q9v4k"),
    ("name", "蔡文姬琰胡笳十八拍"),
    ("nickname", "昭姬归汉悲愤诗人"),
    ("number of an identity card", "110105197704219357"),
    ("bank card", "6217003810054927461"),
    ("address", "陈留郡圉县旧宅巷第廿七号"),
    ("birthday", "0177-04-21T09:57:33"),
    ("picture", "https://pictures.example/p/hq7zx3mwk9vtn5"),
    ("IP address", "203.113.219.87"),
    ("user id at a provider", "oX5dKw7RtQz3LbN8vYg2HmPj"),
    ("custom data", "cd-Nf4VxT8kWz6RqB2mGsJ9hLy3"),
    ("file", "fl-Hm2QtX7vLw5KzD9rBnS4cYg8"),
    (PRIVATE, "pv-Gk6YzR3wNx8TqV1m"),
];

/// What any other text is called that is nobody's business; where it stands follows its canary.
pub(crate) const PRIVATE: &str = "private text";

/// Whether a canary is a credential, rather than what is about a person.
pub(crate) fn is_credential(name: &str) -> bool {
    let first_about_a_person = ALL.iter().position(|(known, _)| *known == "phone").unwrap();
    // Addresses of pages and pictures are data.
    let of_an_address = "password of an address";
    ALL[..first_about_a_person].iter().any(|(known, _)| *known == name && name != of_an_address)
}

/// All of them as bytes, with those of the key that clients are given.
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut all: Vec<_> =
        ALL.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    let line = PRIVATE_KEY.lines().nth(12).unwrap();
    all.push(("line of the private key", line.into()));
    all.push(("bytes of the private key", STANDARD.decode(line).unwrap()));
    all
}

/// The canary of this name.
pub(crate) fn canary(name: &str) -> &'static str {
    ALL.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no canary {name}")).1
}

/// Names of ids and of words of a vocabulary: they are what a log is searched for, and tell nothing
/// about a person by themselves.
const OPEN: [&str; 94] = [
    // Ids and codes under other names.
    "acr",
    "methods",
    "action",
    "actions",
    "application",
    "arn",
    "audience",
    "children",
    "client_id",
    "code",
    "code_path",
    "codes",
    "domain",
    "event",
    "group_code",
    "id",
    "identifier",
    "identifiers",
    "ids",
    "key",
    "kid",
    "list",
    "members",
    "namespace",
    "not_in_org",
    "not_in_tenant",
    "operator_arn",
    "param",
    "policies",
    "resource",
    "resources",
    "role",
    "role_code",
    "role_codes",
    "roles",
    "target_identifier",
    "tenant",
    "user",
    "users",
    "fields",
    // Words.
    "alg",
    "data_type",
    "default_strategy",
    "effect",
    "enabled_login_methods",
    "event_type",
    "grants",
    "grant_types",
    "insufficient_scope",
    "kind",
    "kty",
    "lang",
    "method",
    "name_identifier_format",
    "names",
    // Names of headers.
    "no_secret",
    "op",
    "operation_name",
    "operator",
    "os",
    "principal_type",
    "protocol",
    "provider",
    "response_types",
    "scene",
    "scope",
    "scopes",
    "source",
    "status",
    "target_type",
    "type",
    "unknown",
    "use",
    "verb",
    "authenticator_type",
    // What an error says was found, cut and escaped: names of algorithms, issuers, paths in JSON.
    "aud",
    "azp",
    "by",
    "encoding",
    "iss",
    "several_providers",
    "solicited",
    "sub",
    "unknown_condition",
    "encryption_algorithm",
    "expected",
    "found",
    "not_utf8",
    "path",
    "problem",
    "reasons",
    "routes",
    "schema",
    "wanted",
];

/// What is like them, by how the name ends.
const OPEN_ENDS: [&str; 6] = ["_alg", "_at", "_auth_method", "_enc", "_tab", "_tabs"];

/// Names that end like ids and are none of ours.
const NOT_IDS: [&str; 6] =
    ["external_id", "unionid", "openid", "union_id", "open_id", "device_unique_id"];

/// Which canary stands where a text of this name is wanted.
const BY_NAME: [(&str, &str); 62] = [
    ("old_password", "old password"),
    ("new_password", "new password"),
    ("password", "password"),
    ("secret", "secret of the application"),
    ("token", "other token"),
    ("access_token", "access token"),
    ("refresh_token", "refresh token"),
    ("id_token", "id token"),
    ("id_token_hint", "id token"),
    ("mfa_token", "MFA token"),
    ("recovery_code", "recovery code"),
    ("captcha_code", "captcha"),
    ("totp", "one-time code"),
    ("code_verifier", "PKCE verifier"),
    ("state", "state"),
    ("relay_state", "state"),
    ("nonce", "nonce"),
    ("pem", "private key"),
    ("private_pem", "private key"),
    ("jwt_secret", "secret of the application"),
    ("client_secret", "secret of the application"),
    ("account_secret", "secret of an access key"),
    ("cookies", "session cookie"),
    ("session", "session cookie"),
    ("ticket", "ticket"),
    ("proxy_granting_ticket", "proxy granting ticket"),
    ("proxy_granting_ticket_iou", "proxy granting ticket"),
    ("phone", "phone"),
    ("phone_number", "phone"),
    ("email", "email"),
    ("username", "username"),
    ("user_name", "username"),
    ("preferred_username", "username"),
    ("account", "username"),
    ("login_hint", "email"),
    ("name", "name"),
    ("given_name", "name"),
    ("family_name", "name"),
    ("legal_person", "name"),
    ("principal_name", "name"),
    ("nickname", "nickname"),
    ("display_name", "nickname"),
    ("id_card", "number of an identity card"),
    ("principal_code", "number of an identity card"),
    ("bank_card", "bank card"),
    ("address", "address"),
    ("formatted", "address"),
    ("street_address", "address"),
    ("birthdate", "birthday"),
    ("photo", "picture"),
    ("picture", "picture"),
    ("photo_url", "picture"),
    ("client_ip", "IP address"),
    ("last_ip", "IP address"),
    ("ip", "IP address"),
    ("user_id_in_idp", "user id at a provider"),
    ("openid", "user id at a provider"),
    ("unionid", "user id at a provider"),
    ("external_id", "user id at a provider"),
    ("custom_data", "custom data"),
    ("params", "custom data"),
    ("file", "file"),
];

/// An id of the form that the server's have.
pub(crate) const ID: &str = "5f7a993eb9b49dcd5c021e40";

/// The text for an argument or a field of this name: a canary, or what may be shown. Names are in
/// Rust's form or in JSON's.
pub(crate) fn text(name: &str) -> String {
    let text = straight(name);
    if TWISTED.get() { format!("\n\u{0}\"{text}") } else { text }
}

thread_local! {
    /// Whether texts on this thread begin with what no argument can hold.
    static TWISTED: Cell<bool> = const { Cell::new(false) };
}

/// What is refused before anything is sent: makes every text on this thread such a one.
pub(crate) fn twist() {
    TWISTED.set(true);
}

fn straight(name: &str) -> String {
    let name = &snake_case(name);
    if let Some((_, canary_name)) = BY_NAME.iter().find(|(known, _)| known == name) {
        return canary(canary_name).to_owned();
    }
    if is_id(name) {
        return ID.to_owned();
    }
    if OPEN.contains(&name.as_str()) || OPEN_ENDS.iter().any(|end| name.ends_with(end)) {
        return format!("open-{name}");
    }
    if is_address(name) {
        let hidden = canary("password of an address");
        return format!("https://guest:{hidden}@pages.example/open-{name}?token={hidden}");
    }
    private(name)
}

/// As [`text`], where nothing is open.
pub(crate) fn secret(name: &str) -> Secret {
    let found = match name {
        "code" => canary("one-time code").to_owned(),
        "key" | "id" => private(name),
        name => text(name),
    };
    found.into()
}

/// The canary for what has none of its own.
fn private(name: &str) -> String {
    format!("{}-{name}", canary(PRIVATE))
}

fn is_id(name: &str) -> bool {
    let ends = ["_id", "_ids"].iter().any(|end| name.ends_with(end));
    (ends || name == "id" || name == "ids") && !NOT_IDS.contains(&name)
}

fn is_address(name: &str) -> bool {
    ["host", "issuer", "logo", "origins", "uri", "uris", "url", "urls", "website"]
        .iter()
        .any(|end| name == *end || name.ends_with(&format!("_{end}")))
}

fn snake_case(name: &str) -> String {
    let mut found = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !found.is_empty() && !found.ends_with('_') {
            found.push('_');
        }
        found.push(letter.to_ascii_lowercase());
    }
    found
}

pub(crate) fn value(name: &str) -> Value {
    json!({ name: text(name) })
}

pub(crate) fn url(name: &str) -> Url {
    Url::parse(&format!("https://pages.example/{0}?token={0}", private(name))).unwrap()
}
