//! What a server was told, so that its texts do not tell it on.
//!
//! A server's text about a failure often quotes what it was sent: `Variable "$input" got invalid
//! value {"password": …}`, `user … does not exist`. The text goes into an error, and errors go into
//! logs. So whatever the request carried is taken out of it.

use std::fmt;

use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::request::Body;
use crate::error::server_text;

/// The parts of a request that a response may repeat. Looked into only when the call has failed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told<'r> {
    pub(crate) url: Option<&'r Url>,
    /// The path before it was filled in.
    pub(crate) template: &'static str,
    pub(crate) body: Option<&'r Body>,
    pub(crate) bearer: Option<&'r HeaderValue>,
    pub(crate) headers: Option<&'r HeaderMap>,
}

impl fmt::Debug for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Told").finish_non_exhaustive()
    }
}

impl Told<'_> {
    /// The text without what the request carried, and without what looks private. `None` for one
    /// that is too long to be a message.
    pub(crate) fn hide(&self, text: &str) -> Option<String> {
        server_text::hide(text, || self.values())
    }

    /// Every text that the request carried.
    fn values(&self) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(url) = self.url {
            let fixed: Vec<&str> = self.template.split('/').collect();
            let path = url.path().split('/').filter(|segment| !fixed.contains(segment));
            found
                .extend(path.map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned()));
            found.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
        }
        match self.body {
            Some(Body::Whole(body)) => match serde_json::from_slice::<Value>(body) {
                Ok(body) => match body.get("variables").filter(|_| body.get("query").is_some()) {
                    Some(variables) => texts(variables, &mut found),
                    None => texts(&body, &mut found),
                },
                Err(_) => {
                    found.extend(form_urlencoded::parse(body).map(|(_, value)| value.into_owned()));
                }
            },
            Some(Body::Multipart(form)) => found.extend_from_slice(form.texts()),
            None => {}
        }
        let cookies_and_such = self.headers.into_iter().flat_map(HeaderMap::values);
        for value in self.bearer.into_iter().chain(cookies_and_such) {
            let Ok(value) = value.to_str() else { continue };
            // A scheme before it, or several cookies.
            found.extend(value.split([' ', ';', '=', ',']).map(str::to_owned));
        }
        found
    }
}

/// The texts in a value, and in texts that are JSON themselves.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            if text.starts_with(['{', '['])
                && let Ok(inner) = serde_json::from_str(text)
            {
                texts(&inner, found);
            }
            found.push(text.clone());
        }
        Value::Number(number) => found.push(number.to_string()),
        Value::Array(all) => all.iter().for_each(|value| texts(value, found)),
        Value::Object(all) => all.values().for_each(|value| texts(value, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn body(text: &str) -> Body {
        Body::Whole(Bytes::copy_from_slice(text.as_bytes()))
    }

    fn hidden(told: &str, text: &str) -> String {
        Told { body: Some(&body(told)), ..Told::default() }.hide(text).unwrap()
    }

    #[test]
    fn what_was_sent_is_taken_out_of_a_text_however_it_is_written() {
        let body = r#"{"query": "mutation { login }", "variables": {"i": {"email": "Bob.B@x.example",
            "password": "p\"w 1&é", "data": "[{\"name\":\"李白\"}]", "age": 93}}}"#;
        for (text, expected) in [
            ("用户李白不存在", "用户[redacted]不存在"),
            ("user bob.b@x.example is unknown", "user [redacted] is unknown"),
            (
                r#"Variable "$i" got {"password": "p\"w 1&é"}."#,
                r#"Variable "$i" got {"password": "[redacted]"}."#,
            ),
            (r#"no user p"w 1&é"#, "no user [redacted]"),
            ("in ?a=p%22w+1%26%C3%A9&b", "in ?a=[redacted]&b"),
            ("the mutation of a login failed", "the mutation of a login failed"),
            ("93 is not 1993", "93 is not 1993"),
        ] {
            assert_eq!(hidden(body, text), expected, "{text}");
        }
    }

    #[test]
    fn forms_addresses_and_headers_are_looked_into() {
        let url =
            Url::parse("https://x.example/api/v2/users/%E6%9D%8E%E7%99%BD?q=a+b%26c").unwrap();
        let cookies = HeaderValue::from_static("session=s3cr3t; a=b");
        let told = Told {
            url: Some(&url),
            template: "/api/v2/users/{id}",
            body: Some(&body("grant_type=password&password=hunter2")),
            bearer: Some(&HeaderValue::from_static("Bearer abc.def")),
            headers: Some(&HeaderMap::from_iter([(http::header::COOKIE, cookies)])),
        };
        let text = "api users: hunter2, 李白, a b&c, abc.def, s3cr3t, password";
        assert_eq!(
            told.hide(text).unwrap(),
            "api users: [redacted], [redacted], [redacted], [redacted], [redacted], [redacted]"
        );
    }
}
