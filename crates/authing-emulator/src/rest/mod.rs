//! The REST routes.
//!
//! An area is one file: handlers, and a table that names their method, path and credential. A
//! path that stands in no table is refused by name.

mod access_control;
mod analysis;
mod authentication;
mod messages;
mod sessions;
mod system;
mod user_pool;
mod users;

use http::Method;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::context::{Access, Cx, RequestInfo};
use crate::engine::Engine;
use crate::error::{ApiError, ApiResult, Lang, Text};
use crate::failures;

const AREAS: &[&[Route]] = &[
    access_control::ROUTES,
    analysis::ROUTES,
    authentication::ROUTES,
    messages::ROUTES,
    sessions::ROUTES,
    system::ROUTES,
    user_pool::ROUTES,
    users::ROUTES,
];

const FETCHED: Text = Text::new("获取成功", "Fetched.");
const DONE: Text = Text::new("操作成功", "Done.");

/// One line of an area's table.
pub(crate) struct Route {
    method: Method,
    pub(crate) path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
}

const fn get(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::GET, path, access, run }
}

const fn post(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::POST, path, access, run }
}

const fn delete(
    path: &'static str,
    access: Access,
    run: fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>,
) -> Route {
    Route { method: Method::DELETE, path, access, run }
}

/// What a handler answers with.
enum Reply {
    /// `{code, message, data}` with this message and data.
    Data(Text, Json),
    /// `{code, message}`.
    Message(Text),
    /// No envelope at all.
    Bare(Json),
}

impl Reply {
    /// Data that was looked up.
    fn data(data: Json) -> Self {
        Self::Data(FETCHED, data)
    }
}

/// What a request carries besides its headers.
pub(crate) struct Call {
    /// The values of the path's `{name}` segments.
    pub(crate) params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Json,
}

impl Call {
    /// Reads the query and a JSON body; a body that is not JSON is the error.
    pub(crate) fn read_parts(query: Option<&str>, body: &[u8]) -> Result<Self, String> {
        let body = if body.is_empty() {
            Json::Null
        } else {
            serde_json::from_slice(body).map_err(|error| error.to_string())?
        };
        Ok(Self { params: Vec::new(), query: parse_query(query.unwrap_or_default()), body })
    }

    fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// A query value; empty means absent, as the Python SDK sends what it does not set.
    fn query(&self, name: &str) -> Option<&str> {
        self.query_all(name).next()
    }

    /// Every value of a query name, which may be written `name=` or `name[]=`.
    fn query_all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.query
            .iter()
            .filter(move |(key, value)| {
                key.strip_suffix("[]").unwrap_or(key) == name && !value.is_empty()
            })
            .map(|(_, value)| value.as_str())
    }

    /// A required query value.
    fn required(&self, name: &str) -> ApiResult<&str> {
        self.query(name).ok_or_else(|| failures::BAD_REQUEST.into())
    }

    /// A flag, written `true` or `1`.
    fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| value == "true" || value == "1")
    }

    /// The body as a type of the handler's own.
    fn read<T: DeserializeOwned>(&self) -> ApiResult<T> {
        let body = if self.body.is_null() { json!({}) } else { self.body.clone() };
        serde_json::from_value(body).map_err(|error| {
            ApiError::own(failures::BAD_REQUEST.code, format!("the request body: {error}"))
        })
    }

    /// The page of the query: pages count from one and hold ten rows unless told otherwise.
    fn paging(&self) -> Paging {
        let number = |name: &str| self.query(name).and_then(|value| value.parse().ok());
        Paging { page: number("page").unwrap_or(1), limit: number("limit").unwrap_or(10) }
    }
}

/// A page of a list.
struct Paging {
    page: usize,
    limit: usize,
}

impl Paging {
    fn cut<T>(&self, all: &[T], view: impl FnMut(&T) -> Json) -> Json {
        let skipped = self.limit.saturating_mul(self.page.max(1) - 1);
        let list: Vec<Json> = all.iter().skip(skipped).take(self.limit).map(view).collect();
        json!({ "totalCount": all.len(), "list": list })
    }
}

/// Every path of the tables, once.
pub(crate) fn paths() -> Vec<&'static str> {
    let mut paths: Vec<&str> = AREAS.iter().copied().flatten().map(|route| route.path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Whether the tables have this method for this path.
pub(crate) fn has_route(method: &Method, path: &str) -> bool {
    find(method, path).is_some()
}

/// Runs a route and puts its answer into the envelope the path calls for.
pub(crate) fn answer(
    engine: &Engine,
    info: &RequestInfo,
    method: &Method,
    path: &str,
    call: &Call,
) -> Json {
    let envelope = Envelope::of(path);
    let Some(route) = find(method, path) else {
        return envelope.failure(&ApiError::not_emulated(&format!("{method} {path}")), info);
    };
    let reply = engine.with(info, |cx| {
        cx.admit(route.access)?;
        (route.run)(cx, call)
    });
    match reply {
        Ok(reply) => envelope.success(reply, info),
        Err(error) => envelope.failure(&error, info),
    }
}

/// The two envelopes of the server.
#[derive(Clone, Copy)]
pub(crate) enum Envelope {
    V2,
    V3,
}

impl Envelope {
    pub(crate) fn of(path: &str) -> Self {
        if path.starts_with("/api/v3/") { Self::V3 } else { Self::V2 }
    }

    fn success(self, reply: Reply, info: &RequestInfo) -> Json {
        let (message, data) = match reply {
            Reply::Bare(body) => return body,
            Reply::Data(message, data) => (message, Some(data)),
            Reply::Message(message) => (message, None),
        };
        let message = message.get(info.lang);
        let mut body = match self {
            Self::V2 => json!({ "code": 200, "message": message }),
            Self::V3 => {
                json!({ "statusCode": 200, "message": message, "requestId": info.request_id })
            }
        };
        if let (Some(data), Some(body)) = (data, body.as_object_mut()) {
            body.insert("data".to_owned(), data);
        }
        body
    }

    pub(crate) fn failure(self, error: &ApiError, info: &RequestInfo) -> Json {
        let message = error.message(info.lang);
        match self {
            Self::V2 => json!({ "code": error.code, "message": message, "data": error.data }),
            Self::V3 => json!({
                "statusCode": v3_status(error.code),
                "apiCode": error.code,
                "message": message,
                "data": error.data,
                "requestId": info.request_id,
            }),
        }
    }
}

/// The class of error a version 3 answer names beside the code.
fn v3_status(code: i64) -> i64 {
    match code {
        2020 | 2206 | 2207 => 401,
        1001 | 2333 => 403,
        2004 | 2011 | 2224 => 404,
        500 | 501 => code,
        _ => 499,
    }
}

/// The text of a refused body, for requests that are not JSON.
pub(crate) fn malformed(reason: &str, lang: Lang) -> String {
    let text = Text::new("请求体不是合法的 JSON", "the body is not valid JSON");
    format!("{}: {reason}", text.get(lang))
}

fn find(method: &Method, path: &str) -> Option<&'static Route> {
    AREAS.iter().copied().flatten().find(|route| route.path == path && route.method == *method)
}

/// The decoded names and values of a query.
pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode =
        |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}
