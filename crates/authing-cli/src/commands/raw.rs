//! `authing graphql` and `authing rest`: what no other command does.

use std::path::{Path, PathBuf};

use authing_management::{Operation, RestRequest};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::{
    files,
    shared::{Pair, pair},
};
use crate::{confirm::confirm, context::Context, failure::Failure, shown::excerpt};

const GRAPHQL_EXAMPLES: &str = "Examples:
  authing graphql '{ userpool { name } }'
  authing graphql --file query.graphql --var id=5f7a993eb9b49dcd5c021e40
  echo '{ userpool { name } }' | authing graphql -";

const REST_EXAMPLES: &str = "Examples:
  authing rest get /api/v2/userpools/detail
  authing rest get /api/v2/users/list --query limit=5
  authing rest post /api/v2/users/kick --data '{\"userIds\": [\"5f7a993eb9b49dcd5c021e40\"]}'
  authing rest post /api/v2/users/kick --data @request.json";

/// Sends a GraphQL document as the administrator, and shows the data as it comes
#[derive(Args, Debug)]
#[command(after_help = GRAPHQL_EXAMPLES)]
pub(crate) struct Graphql {
    /// The document; - reads it from standard input
    #[arg(value_name = "DOCUMENT", required_unless_present = "file")]
    document: Option<String>,
    /// Reads the document from a file
    #[arg(long, short = 'f', value_name = "FILE", conflicts_with = "document")]
    file: Option<PathBuf>,
    /// Sets a variable. What looks like a number, true, false, null or JSON is sent as such
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = pair)]
    vars: Vec<Pair>,
    /// All variables as an object of JSON; @FILE reads them from a file
    #[arg(long, value_name = "JSON")]
    variables: Option<String>,
}

/// The verb of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Sends a REST request as the administrator, and shows the response as it comes
#[derive(Args, Debug)]
#[command(after_help = REST_EXAMPLES)]
pub(crate) struct Rest {
    /// The verb. All but get have to be confirmed
    #[arg(value_name = "VERB", value_enum, ignore_case = true)]
    verb: Verb,
    /// The path on the server: /api/v2/…
    #[arg(value_name = "PATH")]
    path: String,
    /// Adds a parameter to the address
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<Pair>,
    /// The body as JSON; @FILE reads it from a file, - from standard input
    #[arg(long, short = 'd', value_name = "JSON")]
    data: Option<String>,
}

impl Graphql {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let document = match (&self.document, &self.file) {
            (_, Some(path)) => files::read(cx, path).await?,
            (Some(dash), None) if dash == "-" => files::read(cx, Path::new("-")).await?,
            (Some(document), None) => document.clone(),
            (None, None) => String::new(),
        };
        let mut variables = match &self.variables {
            Some(text) => match given(cx, "--variables", text).await? {
                Value::Object(variables) => variables,
                _ => {
                    return Err(Failure::usage(text!(
                        "--variables has to be an object of JSON.",
                        "--variables 必须是 JSON 对象。"
                    )));
                }
            },
            None => Map::new(),
        };
        for Pair { key, value } in &self.vars {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(&**value));
            variables.insert(key.clone(), value);
        }
        match kind_of(&document) {
            Kind::Query => (),
            Kind::Mutation => {
                confirm(cx, &text!("send a GraphQL mutation", "发送 GraphQL mutation")).await?;
            }
            Kind::Subscription => {
                return Err(Failure::usage(text!(
                    "A subscription cannot be sent as a request.",
                    "subscription 无法作为单次请求发送。"
                )));
            }
        }
        let management = cx.management().await?;
        let data: Value = management.graphql(&document, &variables).await?;
        cx.out.line(&format!("{data:#}"))
    }
}

impl Rest {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        if !self.path.starts_with('/') || self.path.starts_with("//") {
            let path = excerpt(&self.path, 100);
            return Err(Failure::usage(text!(
                "`{path}` is not a path: it has to begin with one `/`. The host is the profile's.",
                "`{path}` 不是路径:应以一个 `/` 开头,服务器地址由配置决定。"
            )));
        }
        let body = match &self.data {
            Some(text) => Some(given(cx, "--data", text).await?),
            None => None,
        };
        let shown = excerpt(&self.path, 200);
        if self.verb != Verb::Get {
            let verb = self.verb.name();
            confirm(cx, &text!("send {verb} {shown}", "发送 {verb} {shown}")).await?;
        }
        // An operation is a constant everywhere else; one process makes one of these.
        let operation = self.verb.operation(String::leak(self.path.clone()));
        let mut request = RestRequest::new(operation.management().whole_envelope());
        for Pair { key, value } in &self.query {
            request = request.query(key, value);
        }
        if let Some(body) = &body {
            request = request.json(body);
        }
        let response: Value = cx.management().await?.rest(request).await?;
        cx.out.line(&format!("{response:#}"))
    }
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    fn operation(self, path: &'static str) -> Operation {
        match self {
            Self::Get => Operation::get("rest", path).idempotent(),
            Self::Post => Operation::post("rest", path),
            Self::Put => Operation::put("rest", path),
            Self::Patch => Operation::patch("rest", path),
            Self::Delete => Operation::delete("rest", path),
        }
    }
}

/// JSON that stands on the command line, in a file or on standard input.
async fn given(cx: &Context, option: &str, text: &str) -> Result<Value, Failure> {
    let path = match text.strip_prefix('@') {
        Some(path) => Path::new(path),
        None if text == "-" => Path::new("-"),
        None => {
            return serde_json::from_str(text).map_err(|error| {
                let problem = excerpt(&error.to_string(), 200);
                Failure::usage(text!(
                    "{option} is not JSON: {problem}.",
                    "{option} 不是有效的 JSON:{problem}。"
                ))
            });
        }
    };
    let text = files::read(cx, path).await?;
    serde_json::from_str(&text).map_err(|error| files::malformed(path, &error))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Query,
    Mutation,
    Subscription,
}

/// What a document would do. It is a mutation if any operation in it is: which one the server would choose need not
/// be known.
fn kind_of(document: &str) -> Kind {
    let mut kind = Kind::Query;
    let mut depth = 0_u32;
    let mut rest = document;
    while let Some(letter) = rest.chars().next() {
        let (token, left) = rest.split_at(token_length(rest, letter));
        rest = left;
        match token {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            "mutation" if depth == 0 => return Kind::Mutation,
            "subscription" if depth == 0 => kind = Kind::Subscription,
            _ => (),
        }
    }
    kind
}

/// How long the token is at whose start the text is: a comment, a text, a name, or one sign.
fn token_length(text: &str, first: char) -> usize {
    let is_name = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    if first == '#' {
        return text.find(['\n', '\r']).unwrap_or(text.len());
    }
    if let Some(inside) = text.strip_prefix("\"\"\"") {
        let mut from = 0;
        while let Some(found) = inside.get(from..).and_then(|rest| rest.find("\"\"\"")) {
            let end = from + found;
            if !inside.get(..end).is_some_and(|before| before.ends_with('\\')) {
                return 3 + end + 3;
            }
            from = end + 3;
        }
        return text.len();
    }
    if first == '"' {
        let mut escaped = false;
        for (index, letter) in text.char_indices().skip(1) {
            match letter {
                '"' if !escaped => return index + 1,
                // A text ends with its line, closed or not.
                '\n' | '\r' => return index,
                _ => escaped = letter == '\\' && !escaped,
            }
        }
        return text.len();
    }
    match is_name(first) {
        true => text.find(|letter| !is_name(letter)).unwrap_or(text.len()),
        false => first.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_with_a_mutation_in_it_is_one_wherever_it_stands() {
        for (document, kind) in [
            ("{ users { list { id } } }", Kind::Query),
            ("query mutation { a }", Kind::Mutation),
            ("query A { mutation }", Kind::Query),
            ("query A { a(text: \"} mutation { b }\") }", Kind::Query),
            ("query A { a(text: \"\\\"} mutation\") }", Kind::Query),
            ("query A { a(text: \"\"\" } mutation \\\"\"\" \"\"\") }", Kind::Query),
            ("# mutation\n{ a }", Kind::Query),
            ("# a comment\r mutation { a }", Kind::Mutation),
            ("mutation { a }", Kind::Mutation),
            ("\u{feff}mutation A($id: ID!) { a(id: $id) }", Kind::Mutation),
            ("query A { a } mutation B { b }", Kind::Mutation),
            ("fragment F on T { a } mutation B { ...F }", Kind::Mutation),
            ("subscription { a }", Kind::Subscription),
            ("{ a(text: \"张伟\") } mutation { b }", Kind::Mutation),
            ("", Kind::Query),
        ] {
            assert_eq!(kind_of(document), kind, "{document}");
        }
    }
}
