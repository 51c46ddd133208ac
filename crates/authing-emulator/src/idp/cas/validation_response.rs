//! How the outcome of a validation is written: text, XML or JSON.

use http::StatusCode;
use serde_json::{Map, Value as Json, json};

use crate::base::markup::content;
use crate::base::text::{Lang, Text};
use crate::handler::Response;

const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
    Xml,
    Json,
}

/// A failure of section 2.5.3.
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) text: Text,
}

/// The user that a ticket was made for.
pub(super) struct Success {
    pub(super) user: String,
    pub(super) attributes: Map<String, Json>,
}

/// The response of CAS 1.0.
pub(super) fn text(user: Option<String>) -> Response {
    let body = match user {
        Some(user) => format!("yes\n{user}\n"),
        None => "no\n\n".to_owned(),
    };
    Response::text(body, "text/plain; charset=utf-8")
}

/// The response of CAS 2.0.
pub(super) fn document(format: Format, outcome: &Result<Success, Refusal>, lang: Lang) -> Response {
    match format {
        Format::Xml => Response::text(xml(outcome, lang), "application/xml; charset=utf-8"),
        Format::Json => Response::json(StatusCode::OK, &json(outcome, lang)).no_store(),
    }
}

fn json(outcome: &Result<Success, Refusal>, lang: Lang) -> Json {
    let outcome = match outcome {
        Ok(success) => json!({ "authenticationSuccess": {
            "user": success.user, "attributes": success.attributes,
        }}),
        Err(refusal) => json!({ "authenticationFailure": {
            "code": refusal.code, "description": refusal.text.get(lang),
        }}),
    };
    json!({ "serviceResponse": outcome })
}

fn xml(outcome: &Result<Success, Refusal>, lang: Lang) -> String {
    let outcome = match outcome {
        Ok(success) => format!(
            "<cas:authenticationSuccess><cas:user>{}</cas:user>\
             <cas:attributes>{}</cas:attributes></cas:authenticationSuccess>",
            content(&success.user),
            elements(&success.attributes),
        ),
        Err(refusal) => format!(
            "<cas:authenticationFailure code=\"{}\">{}</cas:authenticationFailure>",
            refusal.code,
            content(refusal.text.get(lang)),
        ),
    };
    format!("<cas:serviceResponse xmlns:cas=\"{NAMESPACE}\">{outcome}</cas:serviceResponse>")
}

/// The names are those of claims, which are names in XML too.
fn elements(members: &Map<String, Json>) -> String {
    members
        .iter()
        .map(|(name, value)| {
            let inner = match value {
                Json::Object(inner) => elements(inner),
                Json::String(text) => content(text),
                other => content(&other.to_string()),
            };
            format!("<cas:{name}>{inner}</cas:{name}>")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_nested() {
        let members = json!({ "address": { "locality": "x" }, "email_verified": false });
        assert_eq!(
            elements(members.as_object().unwrap()),
            "<cas:address><cas:locality>x</cas:locality></cas:address>\
             <cas:email_verified>false</cas:email_verified>"
        );
    }
}
