//! A server that repeats what it was sent, in every way that a server can respond.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, Mutex},
};

use authing_test_support::RawServer;
use serde_json::{Value, json};

use crate::{
    canaries::{self, ALL, PRIVATE, canary},
    needles::Needles,
};

/// How the server responds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Authing's refusal, whose text repeats what was sent.
    Refusal,
    /// The same as newer servers write it.
    NewerRefusal,
    /// Authing's refusal, whose text repeats the begin of what was sent.
    Begins,
    /// A text of GraphQL's own that quotes the variables.
    Variables,
    /// A text of GraphQL's own about a field that the server does not know.
    UnknownField,
    /// A refusal with an HTTP status.
    Status(u16),
    /// A text with an HTTP status.
    Text(u16),
    /// A page with an HTTP status.
    Page(u16),
    /// An error of OAuth 2.0.
    OAuth,
    /// A refusal of CAS.
    Cas,
    /// JSON that ends early.
    Cut,
    /// JSON with a value that is not JSON.
    Broken,
    /// What is followed by something else.
    Trailing,
    /// Values and names of other types than expected.
    Odd,
    /// The same member twice.
    Twice,
    /// To another server, with secrets in every part of the address.
    Elsewhere,
    /// To another place of this server.
    Here,
    /// To something that is not an address.
    Nowhere,
    /// What is said to be gzip.
    Gzip,
    /// What is not a status line.
    NoHttp,
    /// What is not a header.
    BadHeader,
    /// Fewer bytes than announced.
    Short,
    /// Nothing.
    Close,
    /// What was asked for, as an object, a list, a text and a number.
    Object,
    List,
    Page1,
    Word,
    Number,
    Nothing,
    /// What is read as it is, without an envelope.
    Bare,
}

pub(crate) const MANNERS: [Manner; 36] = [
    Manner::Refusal,
    Manner::NewerRefusal,
    Manner::Begins,
    Manner::Variables,
    Manner::UnknownField,
    Manner::Status(400),
    Manner::Status(401),
    Manner::Status(403),
    Manner::Status(429),
    Manner::Status(500),
    Manner::Text(404),
    Manner::Text(502),
    Manner::Page(200),
    Manner::Page(503),
    Manner::OAuth,
    Manner::Cas,
    Manner::Cut,
    Manner::Broken,
    Manner::Trailing,
    Manner::Odd,
    Manner::Twice,
    Manner::Elsewhere,
    Manner::Here,
    Manner::Nowhere,
    Manner::Gzip,
    Manner::NoHttp,
    Manner::BadHeader,
    Manner::Short,
    Manner::Close,
    Manner::Object,
    Manner::List,
    Manner::Page1,
    Manner::Word,
    Manner::Number,
    Manner::Nothing,
    Manner::Bare,
];

pub(crate) struct Hostile {
    server: RawServer,
    manner: Arc<Mutex<Manner>>,
}

impl Hostile {
    pub(crate) fn new() -> Self {
        let manner = Arc::new(Mutex::new(Manner::Refusal));
        let shared = Arc::clone(&manner);
        let server = RawServer::new(move |request| {
            let manner = *shared.lock().unwrap();
            respond(manner, request)
        });
        Self { server, manner }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) fn set(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// How many requests came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.server.requests()
    }
}

/// The canaries that a request carries, in plain or encoded.
pub(crate) fn carried(request: &str) -> Vec<&'static str> {
    static NEEDLES: LazyLock<Needles> = LazyLock::new(|| Needles::new(ALL));
    let names: BTreeSet<String> =
        NEEDLES.find(request).into_iter().map(|seen| seen.secret).collect();
    // What begins others is quoted by no server without the rest.
    names.iter().filter(|name| *name != PRIVATE).map(|name| canary(name)).collect()
}

/// The whole texts of the request's body, which the server repeats.
fn texts(request: &str) -> Vec<String> {
    fn leaves(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(all) => all.iter().for_each(|value| leaves(value, found)),
            Value::Object(all) => all.values().for_each(|value| leaves(value, found)),
            _ => {}
        }
    }
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let mut found = Vec::new();
    if let Ok(body) = serde_json::from_str::<Value>(body) {
        leaves(body.get("variables").unwrap_or(&body), &mut found);
    } else {
        found.extend(
            url::form_urlencoded::parse(body.as_bytes()).map(|(_, value)| value.into_owned()),
        );
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    if let Some((_, query)) = path.split_once('?') {
        found.extend(
            url::form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned()),
        );
    }
    found.retain(|text| text.len() < 200 && is_canary(text));
    found
}

/// Whether a text is one of ours: ids and words that may be shown are not repeated.
fn is_canary(text: &str) -> bool {
    ALL.iter().any(|(_, canary)| text.contains(canary))
}

fn respond(manner: Manner, request: &str) -> Vec<u8> {
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    // The text is cut to its first part: what a call is about comes before what it carries anyway.
    let mut said: Vec<String> = texts(request);
    said.extend(carried(request).into_iter().map(str::to_owned));
    let said = said.join(", ");
    let message = format!("{said} 不存在");
    let own = json!({
        "token": canary("other token"), "mfaToken": canary("MFA token"), "phone": canary("phone"),
        "email": canary("email"), canary("custom data"): {"access_token": canary("access token")},
    });
    let quoted = json!({"input": {"password": said, "more": body}}).to_string();
    let ok = |body: String| response(200, "application/json", &body);
    match manner {
        Manner::Refusal => {
            let message = json!({"code": 2004, "message": message, "data": own});
            ok(json!({
                "errors": [{"message": message, "locations": [said], "path": [said]}], "data": null,
                "code": 2004, "message": format!("{said} 不存在"), "requestId": "3f9c1a",
            })
            .to_string())
        }
        Manner::NewerRefusal => ok(json!({
            "statusCode": 400, "apiCode": 2004, "message": message, "data": own, "requestId": "3f9c1a",
        })
        .to_string()),
        Manner::Begins => {
            // Longer than half: half of a long secret is looked for.
            let begin = |text: &String| {
                let length = text.chars().count() * 2 / 3;
                format!("{}...", text.chars().take(length).collect::<String>())
            };
            // Of a form with a file they are not whole.
            let whole = if body.starts_with("--") { Vec::new() } else { texts(request) };
            let begins: Vec<String> = whole.iter().map(begin).collect();
            ok(json!({"code": 2004, "message": begins.join(", "), "data": own}).to_string())
        }
        Manner::Variables => {
            let text = format!("Variable \"$input\" got invalid value {quoted}; Expected type String.");
            ok(json!({"errors": [{"message": text, "extensions": own}], "message": text, "code": 400})
                .to_string())
        }
        Manner::UnknownField => {
            let text = format!(
                "Variable \"$input\" got invalid value {quoted}; Field \"expiredAt\" is not defined by \
                 type UpdateUserInput."
            );
            ok(json!({"errors": [{"message": text}]}).to_string())
        }
        Manner::Status(status) => {
            let body = json!({"code": status, "message": message, "data": own});
            response(status, "application/json", &body.to_string())
        }
        Manner::Text(status) => response(status, "text/plain", &format!("{message} {request}")),
        Manner::Page(status) => {
            response(status, "text/html", &format!("<html><pre>{message} {request}</pre></html>"))
        }
        Manner::OAuth => {
            let body = json!({
                "error": "invalid_grant", "error_description": message,
                "error_uri": format!("https://pages.example/?of={said}"),
            });
            response(400, "application/json", &body.to_string())
        }
        Manner::Cas => response(
            200,
            "text/xml",
            &format!(
                "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>\
                 <cas:authenticationFailure code='INVALID_TICKET'>Ticket {} for {} not recognized\
                 </cas:authenticationFailure></cas:serviceResponse>",
                canary("ticket"),
                canary("username"),
            ),
        ),
        Manner::Cut => ok(format!("{{\"data\": {{\"token\": \"{said}")),
        Manner::Broken => ok(format!("{{\"code\": 200, \"data\": {said}}}")),
        Manner::Trailing => ok(format!("{} {own} {said}", json!({"code": 200, "data": own}))),
        Manner::Odd => {
            let odd = json!({ canary("email"): [said, {said.clone(): said}, 7, true] });
            let id = canaries::ID;
            let data = match graphql_field(request) {
                Some(field) => json!({ field: [odd, {"id": id, "list": said, "token": odd}] }),
                None => json!([odd, {"id": id, "list": said}]),
            };
            ok(json!({"code": 200, "data": data}).to_string())
        }
        Manner::Twice => {
            ok(format!("{{\"code\": 200, \"data\": {own}, \"data\": {{\"{0}\": \"{0}\"}}}}", canary("phone")))
        }
        Manner::Elsewhere => redirect(&format!(
            "https://{0}:{0}@elsewhere.example/{0}?token={0}#{0}",
            canary("access token")
        )),
        Manner::Here => redirect(&format!("/login/{0}?token={0}#{0}", canary("access token"))),
        Manner::Nowhere => redirect(&format!("app:{0}?token={0}", canary("access token"))),
        Manner::Gzip => response_with(200, "content-encoding: gzip\r\n", &format!("no gzip {said}")),
        Manner::NoHttp => format!("HTTP/1.1 2x0 {said}\r\nconnection: close\r\n\r\n").into_bytes(),
        Manner::BadHeader => {
            format!("HTTP/1.1 200 OK\r\n{said} : {said}\r\nconnection: close\r\ncontent-length: {said}\r\n\r\n").into_bytes()
        }
        Manner::Short => {
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100000\r\n\r\n{{\"data\": \"{said}").into_bytes()
        }
        Manner::Close => Vec::new(),
        Manner::Object => data(request, &OBJECT),
        Manner::List => data(request, &format!("[{}]", *OBJECT)),
        Manner::Page1 => {
            let list = format!("[{}]", *OBJECT);
            data(request, &format!("{{\"list\":{list},\"totalCount\":1,\"nodes\":{list}}}"))
        }
        Manner::Word => data(request, &format!("\"{}\"", canaries::ID)),
        Manner::Number => data(request, "7"),
        Manner::Nothing => data(request, "null"),
        Manner::Bare => ok(OBJECT.clone()),
    }
}

/// An object with every field that a model of ours has.
static OBJECT: LazyLock<String> = LazyLock::new(|| object().to_string());

fn object() -> Value {
    let mut object = serde_json::Map::new();
    for (name, kind) in crate::walk::FIELDS {
        let value = match *kind {
            // Codes.
            "objects" if *name == "actions" => json!([{ "name": "open-read" }]),
            "bool" => true.into(),
            "number" => 7.into(),
            "texts" => json!([canaries::text(name)]),
            "secret" => canaries::secret(name).expose().into(),
            "object" => {
                json!({ "id": canaries::ID, "name": canaries::text("name"), "value": canaries::text("value") })
            }
            "objects" => {
                json!([{ "id": canaries::ID, "name": canaries::text("name"), "value": canaries::text("value") }])
            }
            _ => canaries::text(name).into(),
        };
        object.insert((*name).to_owned(), value);
    }
    object.insert("list".into(), json!([{"id": canaries::ID, "name": canaries::text("name")}]));
    object.insert("totalCount".into(), 1.into());
    object.into()
}

fn data(request: &str, data: &str) -> Vec<u8> {
    let data = match graphql_field(request) {
        Some(field) => format!("{{\"{field}\":{data}}}"),
        None => data.to_owned(),
    };
    let body = format!("{{\"code\":200,\"message\":\"好的\",\"data\":{data}}}");
    response(200, "application/json", &body)
}

/// The first root field of a GraphQL request.
fn graphql_field(request: &str) -> Option<String> {
    let (head, body) = request.split_once("\r\n\r\n")?;
    if !head.contains("/graphql/v2") {
        return None;
    }
    let body: Value = serde_json::from_str(body).ok()?;
    let selection = body["query"].as_str()?.split_once('{')?.1.trim_start();
    let end = selection.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    Some(selection[..end].to_owned())
}

fn redirect(location: &str) -> Vec<u8> {
    response_with(302, &format!("location: {location}\r\n"), "")
}

fn response(status: u16, content_type: &str, body: &str) -> Vec<u8> {
    response_with(status, &format!("content-type: {content_type}\r\n"), body)
}

/// With secrets in headers that servers send.
fn response_with(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nset-cookie: session={}; HttpOnly\r\n\
         x-access-token: {}\r\nwww-authenticate: Bearer error_description=\"{}\"\r\n\r\n{body}",
        canary("session cookie"),
        canary("access token"),
        canary("user token"),
    )
    .into_bytes()
}
