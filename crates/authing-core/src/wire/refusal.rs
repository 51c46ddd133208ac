//! What a server says when its schema lacks something that a call uses.
//!
//! Servers are of several makes and ages, so the texts differ; what they have in common is the names,
//! between quotes. The texts may quote what was sent, which is why only names are taken from them.

use serde_json::Value;

use crate::error::{Unknown, UnknownKind};

/// The most that is kept.
const LIMIT: usize = 20;

/// What the errors of a response say the server does not know.
pub(super) fn unknown(body: &Value) -> Vec<Unknown> {
    let errors = body.get("errors").and_then(Value::as_array);
    let mut found: Vec<Unknown> = Vec::new();
    for text in errors.into_iter().flatten().filter_map(message) {
        if let Some(unknown) = read(text)
            && found.len() < LIMIT
            && !found.contains(&unknown)
        {
            found.push(unknown);
        }
    }
    found
}

fn message(error: &Value) -> Option<&str> {
    let message = error.get("message")?;
    message.as_str().or_else(|| message.get("message")?.as_str())
}

fn read(text: &str) -> Option<Unknown> {
    use UnknownKind::{Argument, Field, InputField, Type, Value};

    // graphql-js: `Variable "$input" got invalid value {…}; Field "x" is not defined by type T.`
    if let Some((before, after)) = text.rsplit_once("is not defined by type") {
        let name = before.rsplit_once("Field ").and_then(|(_, name)| first(name))?;
        return Some(Unknown::new(InputField, name, first(after)));
    }
    // Its first versions: `In field "x": Unknown field.`
    if let Some((before, _)) = text.split_once(": Unknown field.") {
        let name = before.rsplit_once("In field ").and_then(|(_, name)| first(name))?;
        return Some(Unknown::new(InputField, name, None));
    }
    // `Value "X" does not exist in "T" enum.`
    if let Some((_, after)) = text.rsplit_once("does not exist in ")
        && let Some((name, _)) = quoted(after).filter(|(_, rest)| rest.starts_with(" enum"))
    {
        return Some(Unknown::new(Value, name, None));
    }
    let start = text.trim_start();
    if let Some(rest) =
        start.strip_prefix("Cannot query field").or_else(|| start.strip_prefix("Unknown field"))
    {
        let (name, of) = quoted(rest)?;
        let of = of.strip_prefix(" on ")?;
        return Some(Unknown::new(Field, name, Some(first(after_word(of, "type"))?)));
    }
    if let Some(rest) = start.strip_prefix("Unknown argument") {
        let (name, of) = quoted(rest)?;
        let of = first(after_word(of.strip_prefix(" on ")?, "field"));
        // `"Mutation.createUser"` in newer versions.
        let of = of.map(|of| of.rsplit('.').next().unwrap_or(of));
        return Some(Unknown::new(Argument, name, of));
    }
    if let Some(rest) = start.strip_prefix("Unknown type") {
        return Some(Unknown::new(Type, quoted(rest)?.0, None));
    }
    // graphql-java: `Validation error … : Field 'x' in type 'T' is undefined`.
    if let Some((before, _)) = text.split_once(" is undefined") {
        let (name, of) = before.rsplit_once(" in type ")?;
        let name = name.rsplit_once("Field ").and_then(|(_, name)| first(name))?;
        return Some(Unknown::new(Field, name, Some(first(of)?)));
    }
    None
}

fn after_word<'a>(text: &'a str, word: &str) -> &'a str {
    text.trim_start().strip_prefix(word).unwrap_or(text)
}

/// The name in quotes at the start of a text, and what follows. Texts of other things, such as `Unknown
/// type of user`, have none.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (quote, rest) = text.split_at_checked(1)?;
    let (name, rest) = rest.split_once(quote).filter(|_| matches!(quote, "\"" | "'" | "`"))?;
    Some((first(name).filter(|first| *first == name)?, rest))
}

/// The name at the start of a text, with or without quotes. A name that no schema can have is none.
fn first(text: &str) -> Option<&str> {
    let text = text.trim_start().trim_start_matches(['"', '\'', '`', '[']);
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
    let name = text.get(..end.unwrap_or(text.len()))?.trim_end_matches('.');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (begins && name.len() <= 100).then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_all(texts: &[&str]) -> Vec<String> {
        let errors: Vec<Value> = texts.iter().map(|text| json!({"message": text})).collect();
        unknown(&json!({"errors": errors})).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_field_is_read_from_the_text_of_every_make_of_server() {
        let expected = Unknown::new(UnknownKind::Field, "mainDepartmentId", Some("User"));
        for text in [
            r#"Cannot query field "mainDepartmentId" on type "User"."#,
            r#"Cannot query field "mainDepartmentId" on type "User". Did you mean "departments"?"#,
            "Cannot query field 'mainDepartmentId' on type 'User'.",
            r#"Unknown field "mainDepartmentId" on type "User"."#,
            "Validation error of type FieldUndefined: Field 'mainDepartmentId' in type 'User' is undefined @ 'users/list'",
        ] {
            assert_eq!(read(text), Some(expected.clone()), "{text}");
        }
    }

    #[test]
    fn an_argument_is_read_with_its_field() {
        for text in [
            r#"Unknown argument "identity" on field "createUser" of type "Mutation"."#,
            r#"Unknown argument "identity" on field "Mutation.createUser"."#,
        ] {
            let expected = Unknown::new(UnknownKind::Argument, "identity", Some("createUser"));
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_field_of_an_input_is_read_without_what_was_sent() {
        let value = r#"Variable "$input" got invalid value { phone: "Field \"canary\"" }"#;
        for (text, of) in [
            (
                format!(r#"{value}; Field "expiredAt" is not defined by type UpdateUserInput."#),
                true,
            ),
            (
                format!(r#"{value}; Field "expiredAt" is not defined by type "UpdateUserInput"."#),
                true,
            ),
            (format!("{value}.\nIn field \"expiredAt\": Unknown field."), false),
        ] {
            let of = of.then_some("UpdateUserInput");
            let expected = Unknown::new(UnknownKind::InputField, "expiredAt", of);
            assert_eq!(read(&text), Some(expected), "{text}");
        }
        let text = r#"Value "canary" does not exist in "EmailScene" enum."#;
        assert_eq!(read(text), Some(Unknown::new(UnknownKind::Value, "EmailScene", None)));
    }

    #[test]
    fn each_text_says_what_the_server_lacks_and_what_to_do() {
        assert_eq!(
            read_all(&[
                r#"Cannot query field "phoneCountryCode" on type "User"."#,
                r#"Cannot query field "phoneCountryCode" on type "User"."#,
                r#"Cannot query field "checkPassword" on type "Query"."#,
                r#"Unknown argument "identity" on field "createUser" of type "Mutation"."#,
                r#"Unknown type "CreateUserIdentityInput"."#,
                r#"Variable "$i" got invalid value {}; Field "expiredAt" is not defined by type UpdateUserInput."#,
                r#"Value "X" does not exist in "EmailScene" enum."#,
                "No such user",
            ]),
            [
                "the server's `User` has no field `phoneCountryCode`: its version is older than this call, which cannot do without it",
                "the server has no operation `checkPassword`: its version is older than this call, which cannot do without it",
                "the server's `createUser` takes no argument `identity`: its version is older than this call, which cannot do without it",
                "the server has no type `CreateUserIdentityInput`: its version is older than this call, which cannot do without it",
                "the server's `UpdateUserInput` has no field `expiredAt`: its version is older than this call; do not set it",
                "the server's `EmailScene` does not have the value that was sent: its version is older than this call",
            ]
        );
    }

    #[test]
    fn what_cannot_be_a_name_is_not_taken_for_one() {
        for text in [
            r#"Cannot query field "13800138000" on type "User"."#,
            r#"Cannot query field "" on type "User"."#,
            "Cannot query field",
            "is not defined by type",
            // What servers say of other things than their schema.
            "The role does not exist in this namespace",
            "\"admin\" does not exist in \"default\"",
            "用户 does not exist in the user pool",
            "Unknown type of user",
            "Unknown field value on record",
            "Unknown argument on field",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let long = format!("Unknown type \"{}\".", "a".repeat(101));
        assert_eq!(read(&long), None);
        assert!(unknown(&json!({"errors": "text"})).is_empty());
    }
}
