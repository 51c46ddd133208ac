//! What handlers return, and how it goes out.

use bytes::Bytes;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http_body_util::Full;
use serde_json::{Value as Json, json};

use crate::base::error::ApiError;
use crate::base::text::Text;
use crate::domain::context::RequestInfo;

pub(crate) const DONE: Text = Text::new("操作成功", "Done.");

const FETCHED: Text = Text::new("获取成功", "Fetched.");

/// What a handler returns.
pub(crate) enum Reply {
    /// `{code, message, data}` with this message and data.
    Data(Text, Json),
    /// `{code, message}`.
    Message(Text),
    /// No envelope at all.
    Bare(Json),
    /// The response of a protocol or for a browser: its own status, headers and form.
    Response(Response),
}

impl Reply {
    /// Data that was looked up.
    pub(crate) fn data(data: Json) -> Self {
        Self::Data(FETCHED, data)
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self::Response(response)
    }
}

/// A whole response: status, headers, body.
pub(crate) struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

show_fields!(Response { status });

show_variants!(Reply { Data, Message, Bare, Response });

impl Response {
    pub(crate) fn empty(status: StatusCode) -> Self {
        let server = HeaderValue::from_static("authing-emulator");
        let headers = [(header::SERVER, server)].into_iter().collect();
        Self { status, headers, body: Bytes::new() }
    }

    /// A text without any header that says what it is.
    pub(crate) fn bare(status: StatusCode, text: &'static str) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::from_static(text.as_bytes()) }
    }

    /// The start of another protocol: no body, and the headers that are added.
    pub(crate) fn switch_protocols() -> Self {
        Self::empty(StatusCode::SWITCHING_PROTOCOLS)
    }

    pub(crate) fn json(status: StatusCode, body: &Json) -> Self {
        Self::json_bytes(status, body.to_string())
    }

    /// JSON that is written already.
    pub(crate) fn json_bytes(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::empty(status) }
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
    }

    /// A document that is neither JSON nor a page.
    pub(crate) fn text(body: String, content_type: &str) -> Self {
        Self::bytes(body, content_type)
    }

    /// A document of any kind.
    pub(crate) fn bytes(body: impl Into<Bytes>, content_type: &str) -> Self {
        Self { body: body.into(), ..Self::empty(StatusCode::OK) }
            .header(header::CONTENT_TYPE, content_type)
            .no_store()
    }

    /// A file as somebody uploaded it: no browser may take it for anything else.
    pub(crate) fn file(status: StatusCode, content: Vec<u8>, content_type: &str) -> Self {
        Self { body: content.into(), ..Self::empty(status) }
            .header(header::CONTENT_TYPE, content_type)
            .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
    }

    /// A page. It may be shown in no frame, kept in no cache, and load nothing but the program's own
    /// files. Its forms lead on to whatever is registered, which a policy cannot know.
    pub(crate) fn page(status: StatusCode, html: String) -> Self {
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";
        Self { body: html.into(), ..Self::empty(status) }
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, policy)
            .header(header::X_FRAME_OPTIONS, "DENY")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::REFERRER_POLICY, "strict-origin-when-cross-origin")
            .no_store()
    }

    /// A page that loads the program's own files, has no script and no style in its markup, and sends its
    /// forms to the program alone.
    pub(crate) fn strict_page(status: StatusCode, html: String) -> Self {
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        Self { body: html.into(), ..Self::empty(status) }
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, policy)
            .header(header::X_FRAME_OPTIONS, "DENY")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::REFERRER_POLICY, "same-origin")
            .no_store()
    }

    /// A file of the program that pages load. A newer program has another: no cache keeps it.
    pub(crate) fn asset(content: &'static str, content_type: &str) -> Self {
        Self { body: Bytes::from_static(content.as_bytes()), ..Self::empty(StatusCode::OK) }
            .header(header::CONTENT_TYPE, content_type)
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
    }

    /// Sends the browser on. 303, so that what follows a form is a GET.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(StatusCode::SEE_OTHER)
            .header(header::LOCATION, location)
            .header(header::REFERRER_POLICY, "strict-origin-when-cross-origin")
            .no_store()
    }

    /// Adds a header. Values are checked before they come here; one that is not a header value is
    /// left out.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// For responses with tokens and pages with forms: no cache may keep them.
    pub(crate) fn no_store(mut self) -> Self {
        self.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        self.headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        self
    }

    /// Whether a browser is meant to show or follow it, rather than a script to read it.
    pub(crate) fn is_for_browser(&self) -> bool {
        self.status.is_redirection()
            || self
                .headers
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")))
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The body; it is not copied.
    pub(crate) fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// A header that was set, if it is text.
    pub(crate) fn header_text(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn into_http(self) -> http::Response<Full<Bytes>> {
        let mut response = http::Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
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

    pub(crate) fn wrap(self, reply: Reply, info: &RequestInfo) -> Response {
        match reply {
            Reply::Response(response) => response,
            Reply::Bare(body) => Response::json(StatusCode::OK, &body),
            Reply::Data(message, data) => self.success(message, Some(data), info),
            Reply::Message(message) => self.success(message, None, info),
        }
    }

    fn success(self, message: Text, data: Option<Json>, info: &RequestInfo) -> Response {
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
        Response::json(StatusCode::OK, &body)
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

    /// The refusal of something the emulator does not do: loud, and naming it.
    pub(crate) fn not_emulated(self, what: &str, info: &RequestInfo) -> Response {
        let body = self.failure(&ApiError::not_emulated(what), info);
        Response::json(StatusCode::NOT_IMPLEMENTED, &body)
    }
}

/// The class of error that a version 3 response names beside the code.
fn v3_status(code: i64) -> i64 {
    match code {
        2020 | 2206 | 2207 => 401,
        1001 | 2333 => 403,
        2004 | 2011 | 2224 => 404,
        500 | 501 | 603 => code,
        _ => 499,
    }
}
