//! One request as bytes, built without any I/O.

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;
use graphql_client::GraphQLQuery;
use http::{HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::{Url, form_urlencoded::byte_serialize};

use super::{
    multipart::{Multipart, Upload},
    operation::{Operation, Target},
    zeroizing_buf::ZeroizingBuf,
};
use crate::error::Error;

/// What may stand unencoded in a path segment: RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The type of nearly every body.
pub(crate) const JSON: &str = "application/json";

/// Bytes that most calls' variables fit in, with what stands around them.
const ROOM_FOR_VARIABLES: usize = 256;

/// A request that is ready to be sent to any host.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) target: RequestTarget,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Body,
}

/// What a request carries.
#[derive(Clone)]
pub(crate) enum Body {
    /// What is in memory anyway.
    Whole(Bytes),
    /// A form with a file, read while it is sent.
    Multipart(Arc<Multipart>),
}

/// Where a request goes, below the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RequestTarget {
    /// `/graphql/v2`.
    Graphql,
    /// An encoded path and its query, which may be empty.
    Path { path: Cow<'static, str>, query: String },
    /// A whole address, whatever the client's host.
    Address(Url),
}

impl Request {
    /// The request of a typed GraphQL operation.
    pub(crate) fn graphql<Q: GraphQLQuery>(variables: Q::Variables) -> Result<Self, Error> {
        let body = Q::build_query(variables);
        Self::graphql_text(body.query, &body.variables)
    }

    /// The request of any GraphQL document.
    pub(crate) fn graphql_text(query: &str, variables: &impl Serialize) -> Result<Self, Error> {
        Ok(Self {
            method: Method::POST,
            target: RequestTarget::Graphql,
            content_type: Some(HeaderValue::from_static(JSON)),
            body: Body::Whole(graphql_body(query, variables)?),
        })
    }

    /// Whether another attempt would have nothing left to send.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.body {
            Body::Whole(_) => false,
            Body::Multipart(form) => form.is_spent(),
        }
    }

    /// The address of its own, if it has one.
    pub(crate) fn own_address(&self) -> Option<&Url> {
        match &self.target {
            RequestTarget::Address(url) => Some(url),
            RequestTarget::Graphql | RequestTarget::Path { .. } => None,
        }
    }

    /// The whole address below a host with or without a path of its own, unless that is one that there
    /// is already.
    pub(crate) fn made_url(&self, base: &Url) -> Option<Url> {
        let RequestTarget::Path { path, query } = &self.target else { return None };
        let mut url = base.clone();
        match base.path().trim_end_matches('/') {
            "" => url.set_path(path),
            own => url.set_path(&format!("{own}{path}")),
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        Some(url)
    }
}

/// A REST request under construction. What cannot be encoded is kept as an error and comes out
/// of the call.
///
/// ```
/// use authing_core::{Operation, RestRequest};
///
/// const DETAIL: Operation = Operation::get("users.get", "/api/v2/users/{userId}").management();
/// let request = RestRequest::new(DETAIL).path("userId", "a/b").query("with_custom_data", true);
/// assert_eq!(request.path_and_query()?, "/api/v2/users/a%2Fb?with_custom_data=true");
/// # Ok::<(), authing_core::Error>(())
/// ```
#[must_use = "a request does nothing until a client sends it"]
pub struct RestRequest {
    pub(crate) operation: Operation,
    state: Result<Parts, Error>,
}

struct Parts {
    address: Option<Url>,
    path: Cow<'static, str>,
    query: String,
    content_type: Option<HeaderValue>,
    body: Body,
}

impl RestRequest {
    /// The request of a REST operation.
    pub fn new(operation: Operation) -> Self {
        let (path, query) = match operation.target() {
            Target::Rest { path, .. } => path.split_once('?').unwrap_or((path, "")),
            Target::Graphql => ("", ""),
        };
        let state = Ok(Parts {
            address: None,
            path: Cow::Borrowed(path),
            query: query.to_owned(),
            content_type: None,
            body: Body::Whole(Bytes::new()),
        });
        Self { operation, state }
    }

    /// Sends the request to this address instead of the operation's path below the client's host:
    /// for endpoints that a discovery document names. A query in the address is kept.
    ///
    /// The call fails unless it is `https`, `http` to the machine itself, or `http` is switched on
    /// for the client: what is sent there may be a secret.
    pub fn address(self, address: &Url) -> Self {
        self.change(|parts| {
            parts.query = address.query().unwrap_or_default().to_owned();
            parts.address = Some(address.clone());
            Ok(())
        })
    }

    /// Fills `{name}` in the path, percent-encoded. An empty value is an error, since it would
    /// reach another endpoint.
    pub fn path(self, name: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        self.change(|parts| {
            // A dot segment would climb in the path, encoded or not.
            if value.is_empty() || value == "." || value == ".." {
                return Err(Error::input(name, "must name something"));
            }
            if let Some((before, after)) = around_placeholder(&parts.path, name) {
                let mut path = String::with_capacity(parts.path.len() + value.len());
                path.push_str(before);
                path.extend(utf8_percent_encode(value, SEGMENT));
                path.push_str(after);
                parts.path = Cow::Owned(path);
            }
            Ok(())
        })
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl fmt::Display) -> Self {
        self.change(|parts| {
            if !parts.query.is_empty() {
                parts.query.push('&');
            }
            parts.query.extend(byte_serialize(name.as_bytes()));
            parts.query.push('=');
            parts.query.extend(byte_serialize(value.to_string().as_bytes()));
            Ok(())
        })
    }

    /// Adds a query parameter when there is a value.
    pub fn query_opt(self, name: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds one query parameter for each value, as `name[]=…`.
    pub fn query_list(
        self,
        name: &str,
        values: impl IntoIterator<Item = impl fmt::Display>,
    ) -> Self {
        let name = format!("{name}[]");
        values.into_iter().fold(self, |request, value| request.query(&name, value))
    }

    /// Sets a JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.change(|parts| {
            parts.body = Body::Whole(to_json(body)?);
            parts.content_type = Some(HeaderValue::from_static(JSON));
            Ok(())
        })
    }

    /// Sets a form body (`application/x-www-form-urlencoded`).
    pub fn form<'a>(self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.change(|parts| {
            let body =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            parts.body = Body::Whole(Bytes::from(body));
            parts.content_type =
                Some(HeaderValue::from_static("application/x-www-form-urlencoded"));
            Ok(())
        })
    }

    /// Sets a form of texts and a file (`multipart/form-data`), whose field has this name. The file
    /// is read while it is sent.
    pub fn multipart<'a>(
        self,
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        field: &str,
        file: Upload,
    ) -> Self {
        self.change(|parts| {
            let form = Multipart::new(texts, field, file)?;
            parts.content_type = Some(form.content_type()?);
            parts.body = Body::Multipart(Arc::new(form));
            Ok(())
        })
    }

    /// Checks an argument on the way: the call fails with this error.
    pub fn check(self, checked: Result<(), Error>) -> Self {
        self.change(|_| checked)
    }

    /// The encoded path and query, as they will be sent.
    ///
    /// # Errors
    ///
    /// What made the request unfit to be sent.
    pub fn path_and_query(&self) -> Result<String, Error> {
        self.state.as_ref().map(Parts::path_and_query).map_err(Clone::clone)
    }

    pub(crate) fn build(self) -> Result<Request, Error> {
        let Target::Rest { method, .. } = self.operation.target() else {
            return Err(Error::input("operation", "is a GraphQL operation, not a REST one"));
        };
        let parts = self.state?;
        if let Some(mut address) = parts.address {
            address.set_query(Some(&parts.query).filter(|query| !query.is_empty()).map(|q| &**q));
            address.set_fragment(None);
            return Ok(Request {
                method: method.clone(),
                target: RequestTarget::Address(address),
                content_type: parts.content_type,
                body: parts.body,
            });
        }
        if let Some(rest) = parts.path.split_once('{').map(|(_, rest)| rest) {
            let name = rest.split('}').next().unwrap_or(rest);
            return Err(Error::input(name, "is missing from the path"));
        }
        Ok(Request {
            method: method.clone(),
            target: RequestTarget::Path { path: parts.path, query: parts.query },
            content_type: parts.content_type,
            body: parts.body,
        })
    }

    fn change(mut self, change: impl FnOnce(&mut Parts) -> Result<(), Error>) -> Self {
        if let Ok(parts) = &mut self.state
            && let Err(error) = change(parts)
        {
            self.state = Err(error);
        }
        self
    }
}

impl Parts {
    fn path_and_query(&self) -> String {
        if self.query.is_empty() {
            self.path.clone().into_owned()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

/// Names the call only: path, query and body may hold personal data.
impl fmt::Debug for RestRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestRequest")
            .field("operation", &self.operation.name())
            .finish_non_exhaustive()
    }
}

/// What stands before and after `{name}` in a path.
fn around_placeholder<'p>(path: &'p str, name: &str) -> Option<(&'p str, &'p str)> {
    path.match_indices('{').find_map(|(start, brace)| {
        let (before, rest) = path.split_at(start);
        Some((before, rest.strip_prefix(brace)?.strip_prefix(name)?.strip_prefix('}')?))
    })
}

fn to_json(body: &impl Serialize) -> Result<Bytes, Error> {
    let mut bytes = ZeroizingBuf::default();
    write_json(&mut bytes, body)?;
    Ok(bytes.into_bytes())
}

/// `{"query": …, "variables": …}`.
fn graphql_body(query: &str, variables: &impl Serialize) -> Result<Bytes, Error> {
    let mut bytes = ZeroizingBuf::with_capacity(query.len() + ROOM_FOR_VARIABLES);
    if has_escapes(query) {
        bytes.push(b"{\"query\":");
        write_json(&mut bytes, query)?;
        bytes.push(b",\"variables\":");
    } else {
        bytes.push(b"{\"query\":\"");
        bytes.push(query.as_bytes());
        bytes.push(b"\",\"variables\":");
    }
    write_json(&mut bytes, variables)?;
    bytes.push(b"}");
    Ok(bytes.into_bytes())
}

/// Whether JSON has another form for any part of this text (RFC 8259 section 7). Few documents have
/// such a part, and to look for it in many bytes at once is much cheaper than to write one by one.
/// Apart, since it is not generic: so it is optimised once.
fn has_escapes(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | (byte < b' ') | (byte == b'"') | (byte == b'\\'))
}

fn write_json(bytes: &mut ZeroizingBuf, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
    serde_json::to_writer(bytes, value)
        .map_err(|cause| Error::input("body", "cannot be written as JSON").with_source(cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_found_by_its_whole_name_and_filled_once() {
        const NESTED: Operation = Operation::get("t.get", "/api/id/{node_id}/{id}/{id}");
        let request = RestRequest::new(NESTED).path("id", "a b").path("node_id", "n");
        assert_eq!(request.path_and_query().unwrap(), "/api/id/n/a%20b/{id}");
        let request = RestRequest::new(NESTED).path("other", "x");
        assert_eq!(request.path_and_query().unwrap(), "/api/id/{node_id}/{id}/{id}");
    }

    #[test]
    fn a_document_is_written_as_json_whatever_is_in_it() {
        for document in [
            "query a{b}",
            "",
            "query a{b(c:\"d\")}",
            "query a {\n\tb\n}",
            "\\",
            "\u{1f}",
            "\u{7f}é用",
        ] {
            let variables = serde_json::json!({"text": "x".repeat(1000), "quoted": "\"\n"});
            let request = Request::graphql_text(document, &variables).unwrap();
            let Body::Whole(body) = request.body else { panic!("it is whole") };
            let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(read, serde_json::json!({"query": document, "variables": variables}));
        }
    }

    #[test]
    fn a_query_in_the_operations_own_path_stays_one() {
        const LIST: Operation = Operation::get("t.list", "/api/{kind}/list?all=true");
        let request = RestRequest::new(LIST).path("kind", "a?b").query("page", 1);
        assert_eq!(request.path_and_query().unwrap(), "/api/a%3Fb/list?all=true&page=1");
        let base = Url::parse("https://example.com/").unwrap();
        let url = request.build().unwrap().made_url(&base).unwrap();
        assert_eq!(url.as_str(), "https://example.com/api/a%3Fb/list?all=true&page=1");
    }

    const DETAIL: Operation = Operation::get("users.get", "/api/v2/users/{userId}");

    #[test]
    fn path_and_query_values_cannot_change_the_address() {
        let request = RestRequest::new(DETAIL)
            .path("userId", "../admin?x=1#y")
            .query("namespace", "a&b=c d")
            .query_list("ids", ["1", "2"]);
        assert_eq!(
            request.path_and_query().unwrap(),
            "/api/v2/users/..%2Fadmin%3Fx%3D1%23y?namespace=a%26b%3Dc+d&ids%5B%5D=1&ids%5B%5D=2"
        );
    }

    #[test]
    fn an_empty_or_dot_segment_names_the_argument() {
        for value in ["", ".", ".."] {
            let error = RestRequest::new(DETAIL).path("userId", value).build().err().unwrap();
            assert_eq!(error.to_string(), "argument `userId` must name something");
        }
    }

    #[test]
    fn a_forgotten_path_parameter_is_an_error_and_not_a_request() {
        let error = RestRequest::new(DETAIL).build().err().unwrap();
        assert_eq!(error.to_string(), "argument `userId` is missing from the path");
    }

    #[test]
    fn an_address_of_its_own_keeps_its_query_and_gets_the_parameters() {
        let address = Url::parse("https://other.example.com/keys?v=1#top").unwrap();
        let request = RestRequest::new(Operation::get("oidc.keys", "/oidc/keys"))
            .address(&address)
            .query("a b", "c&d")
            .build()
            .unwrap();
        assert_eq!(
            request.own_address().unwrap().as_str(),
            "https://other.example.com/keys?v=1&a+b=c%26d"
        );
    }

    #[test]
    fn a_form_is_encoded_field_by_field() {
        let request = RestRequest::new(Operation::post("oidc.token", "/oidc/token"))
            .form([("grant_type", "password"), ("password", "a&b=c d+é")])
            .build()
            .unwrap();
        let Body::Whole(body) = &request.body else { panic!("a form is whole") };
        assert_eq!(&body[..], b"grant_type=password&password=a%26b%3Dc+d%2B%C3%A9");
        assert_eq!(request.content_type.unwrap(), "application/x-www-form-urlencoded");
    }

    #[test]
    fn a_host_with_a_path_of_its_own_keeps_it() {
        let request = RestRequest::new(DETAIL).path("userId", "u/1").query("q", 1).build().unwrap();
        let base = Url::parse("https://example.com/authing/").unwrap();
        let url = request.made_url(&base).unwrap();
        assert_eq!(url.as_str(), "https://example.com/authing/api/v2/users/u%2F1?q=1");
    }
}
