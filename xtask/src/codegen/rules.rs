//! Every decision about the generated code that the schema itself cannot express, as tables.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The folders under `schema/operations`; folder `x` belongs to the crate `authing-x`.
pub(super) const CLIENTS: [&str; 2] = ["authentication", "management"];

/// Rust names of types whose wire name is an abbreviation, a suffix without meaning or a slip.
const TYPE_NAMES: [(&str, &str); 11] = [
    ("AccessTokenRes", "AccessToken"),
    ("CommonMessage", "Confirmation"),
    ("CustomSMSProvider", "CustomSmsProvider"),
    ("CustomSMSProviderInput", "CustomSmsProviderInput"),
    ("JWTTokenStatus", "TokenStatus"),
    ("JWTTokenStatusDetail", "TokenStatusDetail"),
    ("RefreshAccessTokenRes", "RefreshedAccessToken"),
    ("SortByEnum", "SortBy"),
    ("UDFDataType", "UdfDataType"),
    ("UDFTargetType", "UdfTargetType"),
    ("UserDdfInput", "UserUdfInput"),
];

/// Rust names of fields that are misspelt on the wire.
const FIELD_NAMES: [(&str, &str); 1] = [("ticketExpriresAfter", "ticket_expires_after")];

/// Rust names of enum values whose words cannot be told apart mechanically.
const VARIANT_NAMES: [(&str, &str); 6] = [
    ("CREATEDAT_ASC", "CreatedAtAsc"),
    ("CREATEDAT_DESC", "CreatedAtDesc"),
    ("DATETIME", "DateTime"),
    ("PASSWORD_RESETED_NOTIFICATION", "PasswordResetNotification"),
    ("UPDATEDAT_ASC", "UpdatedAtAsc"),
    ("UPDATEDAT_DESC", "UpdatedAtDesc"),
];

/// String fields that are credentials wherever they occur.
const SECRET_FIELDS: [&str; 9] = [
    "accessToken",
    "captchaCode",
    "emailToken",
    "jwtSecret",
    "password",
    "phoneToken",
    "refreshToken",
    "secret",
    "token",
];

/// String fields that are credentials in one type only: a one-time code, not a role's code.
const SECRET_FIELDS_OF: [(&str, &str); 2] =
    [("LoginByPhoneCodeInput", "code"), ("RegisterByPhoneCodeInput", "code")];

/// Secrets that travel encrypted, so the client must be able to replace them in an input.
const ENCRYPTED_FIELDS: [&str; 1] = ["password"];

/// String fields that hold a point in time.
const TIMESTAMP_FIELDS: [&str; 7] =
    ["createdAt", "expiredAt", "joinedAt", "lastLogin", "signedUp", "tokenExpiredAt", "updatedAt"];

/// Models that a client reads and does not hand on. They live in the module `wire`.
const WIRE_TYPES: [&str; 1] = ["CommonMessage"];

pub(super) fn type_name(graphql: &str) -> &str {
    lookup(&TYPE_NAMES, graphql).unwrap_or(graphql)
}

pub(super) fn field_name(graphql: &str) -> String {
    lookup(&FIELD_NAMES, graphql).map_or_else(|| graphql.to_snake_case(), str::to_owned)
}

pub(super) fn variant_name(graphql: &str) -> String {
    lookup(&VARIANT_NAMES, graphql).map_or_else(|| graphql.to_upper_camel_case(), str::to_owned)
}

pub(super) fn is_secret(type_name: &str, field: &str) -> bool {
    SECRET_FIELDS.contains(&field) || SECRET_FIELDS_OF.contains(&(type_name, field))
}

pub(super) fn is_encrypted(field: &str) -> bool {
    ENCRYPTED_FIELDS.contains(&field)
}

pub(super) fn is_timestamp(field: &str) -> bool {
    TIMESTAMP_FIELDS.contains(&field)
}

/// Whether a model belongs into the module `wire`.
pub(super) fn is_wire(type_name: &str) -> bool {
    WIRE_TYPES.contains(&type_name)
}

/// The path of a model's Rust type inside `authing_types`.
pub(super) fn model_path(graphql: &str) -> String {
    let name = type_name(graphql);
    if is_wire(graphql) { format!("wire::{name}") } else { name.to_owned() }
}

/// A type that is one page of a list: `Page<T>`.
pub(super) fn is_page(type_name: &str) -> bool {
    type_name.starts_with("Paginated")
}

/// An input whose absent fields keep their value on the server while `null` clears them.
pub(super) fn is_update(type_name: &str) -> bool {
    type_name.starts_with("Update") && type_name.ends_with("Input")
}

fn lookup(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    table.iter().find(|(from, _)| *from == key).map(|(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = include_str!("../../../schema/schema.graphql");

    /// The words of the schema outside descriptions.
    fn words() -> Vec<&'static str> {
        let code = SCHEMA.split("\"\"\"").step_by(2);
        code.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_')).collect()
    }

    #[test]
    fn every_rule_speaks_of_something_in_the_schema() {
        let words = words();
        let renamed =
            TYPE_NAMES.iter().chain(&FIELD_NAMES).chain(&VARIANT_NAMES).map(|rule| rule.0);
        let named = SECRET_FIELDS.iter().chain(&ENCRYPTED_FIELDS).chain(&TIMESTAMP_FIELDS);
        let pairs = SECRET_FIELDS_OF.iter().flat_map(|(name, field)| [*name, *field]);
        for word in renamed.chain(named.copied()).chain(WIRE_TYPES).chain(pairs) {
            assert!(words.contains(&word), "`{word}` is not in the schema");
        }
    }

    #[test]
    fn a_rust_name_is_no_other_types_name() {
        for (_, name) in TYPE_NAMES {
            assert!(!words().contains(&name), "`{name}` is a type of its own");
        }
    }
}
