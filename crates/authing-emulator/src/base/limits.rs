//! How much one request may hold.
//!
//! What is read costs as much as it is long, and what is carried out may cost more: lists are held
//! against lists. So both have an end, far beyond what programs send. A request that is beyond it is
//! refused before any of it is carried out, with what it holds and what it may hold.

use serde_json::Value as Json;

/// Bytes of a body. Files come in forms of their own, which may be longer.
pub(crate) const BODY_BYTES: usize = 1 << 20;

/// Bytes of a form with files (`multipart/form-data`).
pub(crate) const UPLOAD_BYTES: usize = 10 << 20;

/// Bytes of all files that were uploaded: anybody may upload, a page of another origin too.
pub(crate) const FILES_BYTES: usize = 256 << 20;

/// Fields of a form or of a query.
pub(crate) const FIELDS: usize = 1000;

/// Fields of a form with files.
pub(crate) const PARTS: usize = 100;

/// Values in a JSON body, each member and each entry of a list counted.
pub(crate) const JSON_VALUES: usize = 20_000;

/// Letters of a name in a GraphQL document. Responses, errors and the log repeat it wherever it is used.
pub(crate) const GRAPHQL_NAME: usize = 256;

/// Levels of brackets in a GraphQL document, and of fragments inside of one another.
pub(crate) const GRAPHQL_DEPTH: usize = 64;

/// Levels of selections in a GraphQL document once its fragments are put in. Readers of JSON take as
/// many.
pub(crate) const GRAPHQL_LEVELS: usize = 128;

/// Fields, fragments, arguments and literal values of a GraphQL document once its fragments are put
/// in.
pub(crate) const GRAPHQL_PIECES: usize = 10_000;

/// Bytes of text that count as one value of a GraphQL request or response.
pub(crate) const GRAPHQL_TEXT: usize = 64;

/// Values of variables once they are put in, wherever they are used.
pub(crate) const GRAPHQL_COPIED: usize = 100_000;

/// What a GraphQL request may take: each field and each value of its response is one, and so is each
/// value of an argument wherever it is worked out; a root field is [`GRAPHQL_ROOT_FIELD`] and another
/// that is worked out [`GRAPHQL_NESTED_FIELD`].
pub(crate) const GRAPHQL_WORK: usize = 1_000_000;

/// What a root field takes besides its response.
pub(crate) const GRAPHQL_ROOT_FIELD: usize = 10_000;

/// What a field takes that is worked out for each object, besides its response.
pub(crate) const GRAPHQL_NESTED_FIELD: usize = 100;

/// Pairs that a request makes of two lists, such as policies and their targets.
pub(crate) const PAIRS: usize = 10_000;

/// Levels of departments, the root among them: responses hold them inside of one another.
pub(crate) const NODE_LEVELS: usize = 100;

/// Encrypted passwords that the log of requests tells from plain ones, for one request. Each costs
/// as much as a login.
pub(crate) const LOGGED_PASSWORDS: usize = 8;

/// Bytes of all requests in the log together.
pub(crate) const LOG_BYTES: usize = 64 << 20;

/// Letters of a text from outside that an error repeats.
const SHOWN: usize = 200;

/// Something that a request has too much of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch {
    what: &'static str,
    found: Option<usize>,
    limit: usize,
}

show_fields!(TooMuch { what, found, limit });

impl TooMuch {
    /// Fails if there is more than the limit. `what` is a noun in the plural, such as "fields of a
    /// form".
    pub(crate) fn check(what: &'static str, found: usize, limit: usize) -> Result<(), Self> {
        if found > limit { Err(Self { what, found: Some(found), limit }) } else { Ok(()) }
    }

    /// There is more than the limit; how much more was not looked at.
    pub(crate) fn beyond(what: &'static str, limit: usize) -> Self {
        Self { what, found: None, limit }
    }
}

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, found, limit } = self;
        match found {
            Some(found) => write!(f, "the request has {found} {what}; ")?,
            None => write!(f, "the request has too many {what}; ")?,
        }
        write!(f, "authing-emulator takes at most {limit}: send it in parts")
    }
}

/// How many values there are: this one, and those in it.
pub(crate) fn json_values(value: &Json) -> usize {
    1 + match value {
        Json::Array(items) => items.iter().map(json_values).sum(),
        Json::Object(members) => members.values().map(json_values).sum(),
        _ => 0,
    }
}

/// The beginning of a text from outside.
pub(crate) fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_what_was_found_and_the_limit() {
        assert_eq!(TooMuch::check("fields of a form", 1000, FIELDS), Ok(()));
        let error = TooMuch::check("fields of a form", 1001, FIELDS).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the request has 1001 fields of a form; authing-emulator takes at most 1000: send it in parts"
        );
    }

    #[test]
    fn what_is_repeated_is_cut() {
        assert_eq!(cut("a\nb".to_owned()), "a\nb");
        let long = cut("é".repeat(1000));
        assert_eq!((long.chars().count(), long.ends_with('…')), (SHOWN + 1, true));
    }
}
