//! What a scope tells of a user (OpenID Connect Core 1.0 section 5.4, and Authing's own scopes).

use serde_json::{Map, Value as Json, json};

use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;
use crate::state::users::{DEFAULT_PHOTO, User};

/// Every scope that stands for claims, and `openid` and `offline_access`, which do not.
pub(crate) const SCOPES: &[&str] = &[
    "openid",
    "profile",
    "email",
    "phone",
    "address",
    "username",
    "roles",
    "unionid",
    "external_id",
    "extended_fields",
    "offline_access",
];

/// Every claim the scopes can give.
pub(crate) const CLAIMS: &[&str] = &[
    "sub",
    "birthdate",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "username",
    "roles",
    "unionid",
    "external_id",
    "extended_fields",
];

/// Whether a scope, which is a list of words, has this word.
pub(crate) fn has_scope(scope: &str, word: &str) -> bool {
    scope.split(' ').any(|own| own == word)
}

/// The claims of a scope, `sub` first. What the user has not got is null, as the server writes
/// it.
pub(crate) fn of_user(pool: &UserPool, user: &User, scope: &str) -> Map<String, Json> {
    let mut out = Map::new();
    out.insert("sub".to_owned(), json!(user.id));
    for word in scope.split(' ') {
        let claims = match word {
            "profile" => profile(user),
            "email" => json!({ "email": user.email, "email_verified": user.email_verified }),
            "phone" => json!({
                "phone_number": user.phone,
                "phone_number_verified": user.phone_verified,
            }),
            "address" => json!({ "address": address(user) }),
            "username" => json!({ "username": user.username }),
            "roles" => json!({ "roles": roles(pool, user) }),
            "unionid" => json!({ "unionid": user.attribute("unionid") }),
            "external_id" => json!({ "external_id": user.external_id() }),
            "extended_fields" => json!({ "extended_fields": extended_fields(pool, user) }),
            _ => continue,
        };
        out.extend(claims.as_object().cloned().unwrap_or_default());
    }
    out
}

fn profile(user: &User) -> Json {
    let attribute = |key: &str| user.attribute(key);
    json!({
        "birthdate": attribute("birthdate"),
        "family_name": attribute("familyName"),
        "gender": attribute("gender").unwrap_or("U"),
        "given_name": attribute("givenName"),
        "locale": attribute("locale"),
        "middle_name": attribute("middleName"),
        "name": attribute("name"),
        "nickname": attribute("nickname"),
        "picture": attribute("photo").unwrap_or(DEFAULT_PHOTO),
        "preferred_username": attribute("preferredUsername"),
        "profile": attribute("profile"),
        "updated_at": user.updated_at.to_rest(),
        "website": attribute("website"),
        "zoneinfo": attribute("zoneinfo"),
    })
}

pub(crate) fn address(user: &User) -> Json {
    let attribute = |key: &str| user.attribute(key);
    json!({
        "country": attribute("country"),
        "postal_code": attribute("postalCode"),
        "region": attribute("region"),
        "formatted": attribute("formatted"),
        "street_address": attribute("streetAddress"),
        "locality": attribute("locality"),
    })
}

/// The codes of the roles given to the user by name.
fn roles<'a>(pool: &'a UserPool, user: &User) -> Vec<&'a str> {
    pool.roles
        .iter()
        .filter(|role| role.users.contains(&user.id))
        .map(|role| role.code.as_str())
        .collect()
}

/// The user's custom data.
fn extended_fields(pool: &UserPool, user: &User) -> Map<String, Json> {
    pool.field_values
        .iter()
        .filter(|value| value.target_type == FieldTarget::User && value.target_id == user.id)
        .map(|value| (value.key.clone(), value.value.clone()))
        .collect()
}
