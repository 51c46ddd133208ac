//! From an HTTP request to an HTTP answer.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::RawPathParams;
use axum::routing::any;
use bytes::Bytes;
use futures_util::stream;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use crate::context::RequestInfo;
use crate::control;
use crate::engine::Engine;
use crate::error::{ApiError, Lang};
use crate::events;
use crate::failures;
use crate::fault::{FaultKind, RetryAfter};
use crate::graphql::GraphQlRequest;
use crate::journal::{self, LoggedRequest, Masker};
use crate::rest::{self, Answer, Call, Envelope, RequestBody};

const GRAPHQL_PATH: &str = "/graphql/v2";

/// Larger bodies are refused.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// A request that gets no answer: the connection is closed.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped as asked")]
pub(crate) struct Dropped;

/// Answers requests. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    engine: Arc<Engine>,
    rest: Router,
}

/// What the REST routes need of a request that has been read.
#[derive(Clone)]
struct Received {
    info: RequestInfo,
    method: Method,
    query: Option<String>,
    headers: HeaderMap,
    /// The body, or why it cannot be read.
    body: Result<RequestBody, String>,
}

/// What a route answers: for a script or for a browser.
///
/// Pages and redirects act on cookies, so no other origin may read them.
#[derive(Clone, Copy)]
struct ForBrowser;

impl Http {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        let rest = rest::paths().into_iter().fold(Router::new(), |router, path| {
            let engine = Arc::clone(&engine);
            let answer = move |params: RawPathParams, request: axum::extract::Request| {
                let engine = Arc::clone(&engine);
                async move { rest_answer(&engine, path, &params, request) }
            };
            router.route(path, any(answer))
        });
        let rest = rest.fallback(|request: axum::extract::Request| async move {
            let info = received(&request).map(|received| received.info.clone());
            refuse(request.method(), request.uri().path(), &info.unwrap_or_default())
        });
        Self { engine, rest }
    }

    pub(crate) async fn answer<B>(
        &self,
        peer: IpAddr,
        request: Request<B>,
    ) -> Result<Response<Body>, Dropped>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (mut head, body) = request.into_parts();
        let path = head.uri.path().to_owned();
        if control::is_control(&path) {
            let body = collect(body).await.unwrap_or_default();
            return Ok(control::answer(&self.engine, &head, &body));
        }
        let origin = head.headers.get(header::ORIGIN).cloned();
        if head.method == Method::OPTIONS && origin.is_some() {
            return Ok(preflight(&head.headers, origin));
        }
        let Some(body) = collect(body).await else {
            return Ok(plain(StatusCode::PAYLOAD_TOO_LARGE, "the request body is too large"));
        };
        let mut info = request_info(&head.headers, peer);
        let graphql = (path == GRAPHQL_PATH && head.method == Method::POST)
            .then(|| GraphQlRequest::read(&body));
        let root_fields = match &graphql {
            Some(Ok(request)) => request.root_fields.clone(),
            _ => Vec::new(),
        };
        let received_body = match &graphql {
            Some(_) => Ok(RequestBody::None),
            None => RequestBody::read(&head.headers, &body),
        };
        let masker = Masker::for_path(&self.engine.keys, &path);
        self.engine.journal.record(LoggedRequest {
            method: head.method.to_string(),
            path: path.clone(),
            query: masker.query(rest::parse_query(head.uri.query().unwrap_or_default())),
            headers: masker.headers(&head.headers),
            root_fields: root_fields.clone(),
            variables: match &graphql {
                Some(Ok(request)) => {
                    Some(masker.variables(&request.variables, &request.argument_of))
                }
                _ => None,
            },
            body: match &received_body {
                Ok(RequestBody::Json(Json::Object(members))) => Some(masker.members(members)),
                Ok(RequestBody::Form(pairs)) => Some(masker.form(pairs)),
                _ => None,
            },
        });
        let fault = self.engine.faults.take(&path, &root_fields);
        if let Some(answer) = early_fault(fault.as_ref(), &path, &root_fields, &mut info).await? {
            return Ok(with_cors(answer, origin));
        }
        if events::is_subscription(&head) {
            let upgrade = head.extensions.remove::<hyper::upgrade::OnUpgrade>();
            return Ok(events::subscribe(&self.engine, &head, upgrade, &info));
        }
        let answer = match graphql {
            Some(request) => self.graphql(&info, request).await,
            None => {
                let mut request = Request::new(Body::empty());
                *request.uri_mut() = head.uri.clone();
                *request.method_mut() = head.method.clone();
                let query = head.uri.query().map(str::to_owned);
                let received = Received {
                    info,
                    method: head.method,
                    query,
                    headers: head.headers,
                    body: received_body,
                };
                request.extensions_mut().insert(received);
                infallible(self.rest.clone().oneshot(request).await)
            }
        };
        let answer =
            if fault == Some(FaultKind::TruncateBody) { truncate(answer).await } else { answer };
        let origin = origin.filter(|_| answer.extensions().get::<ForBrowser>().is_none());
        Ok(with_cors(answer, origin))
    }

    async fn graphql(
        &self,
        info: &RequestInfo,
        request: Result<GraphQlRequest, String>,
    ) -> Response<Body> {
        match request {
            Ok(request) => {
                let answer = self.engine.graphql.answer(&self.engine, info, request).await;
                let status = if answer.executed { StatusCode::OK } else { StatusCode::BAD_REQUEST };
                json_answer(status, &answer.body)
            }
            Err(reason) => {
                let error = json!({
                    "message": reason,
                    "extensions": { "code": "BAD_REQUEST" },
                });
                json_answer(StatusCode::BAD_REQUEST, &json!({ "errors": [error] }))
            }
        }
    }
}

/// Faults that replace or delay the answer.
async fn early_fault(
    fault: Option<&FaultKind>,
    path: &str,
    root_fields: &[String],
    info: &mut RequestInfo,
) -> Result<Option<Response<Body>>, Dropped> {
    Ok(match fault {
        None | Some(FaultKind::TruncateBody) => None,
        Some(FaultKind::DropConnection) => return Err(Dropped),
        Some(FaultKind::Delay(time)) => {
            tokio::time::sleep(*time).await;
            None
        }
        Some(FaultKind::ExpireToken) => {
            info.expire_tokens = true;
            None
        }
        Some(FaultKind::Status(status)) => Some(empty(status_of(*status))),
        Some(FaultKind::Html(status)) => {
            let page = "<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>";
            let mut answer = plain(status_of(*status), page);
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            answer.headers_mut().insert(header::CONTENT_TYPE, html);
            Some(answer)
        }
        Some(FaultKind::TooManyRequests(after)) => Some(too_many_requests(*after)),
        Some(FaultKind::BusinessError { code, message }) => {
            let error = ApiError::own(*code, message);
            Some(json_answer(StatusCode::OK, &business_error(&error, path, root_fields, info)))
        }
    })
}

fn business_error(
    error: &ApiError,
    path: &str,
    root_fields: &[String],
    info: &RequestInfo,
) -> Json {
    if path != GRAPHQL_PATH {
        return Envelope::of(path).failure(error, info);
    }
    json!({
        "errors": [{
            "message": { "code": error.code, "message": error.message(info.lang) },
            "locations": [{ "line": 1, "column": 1 }],
            "path": root_fields.get(..1).unwrap_or_default(),
            "extensions": { "code": "INTERNAL_SERVER_ERROR" },
        }],
        "data": null,
    })
}

fn too_many_requests(after: RetryAfter) -> Response<Body> {
    let value = match after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(date) => httpdate::fmt_http_date(date),
    };
    let mut answer = empty(StatusCode::TOO_MANY_REQUESTS);
    if let Ok(value) = HeaderValue::from_str(&value) {
        answer.headers_mut().insert(header::RETRY_AFTER, value);
    }
    answer
}

fn rest_answer(
    engine: &Engine,
    path: &'static str,
    params: &RawPathParams,
    request: axum::extract::Request,
) -> Response<Body> {
    let Some(received) = received(&request) else {
        return refuse(request.method(), path, &RequestInfo::default());
    };
    if !rest::has_route(&received.method, path) {
        return refuse(&received.method, request.uri().path(), &received.info);
    }
    let body = match &received.body {
        Ok(body) => body.clone(),
        // The protocols have errors of their own.
        Err(_) if journal::is_protocol(path) => RequestBody::Other,
        Err(reason) => {
            let message = rest::malformed(reason, received.info.lang);
            let error = ApiError::own(failures::BAD_REQUEST.code, message);
            let body = Envelope::of(path).failure(&error, &received.info);
            return json_answer(StatusCode::BAD_REQUEST, &body);
        }
    };
    let (method, headers) = (received.method.clone(), received.headers.clone());
    let mut call = Call::new(method, received.query.as_deref(), body, headers);
    call.params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answer = rest::answer(engine, &received.info, &received.method, path, &call);
    let for_browser = answer.is_for_browser();
    let mut response = answer.into_response();
    if for_browser {
        response.extensions_mut().insert(ForBrowser);
    }
    response
}

/// The refusal of a route the emulator does not have: loud, and naming it.
fn refuse(method: &Method, path: &str, info: &RequestInfo) -> Response<Body> {
    Envelope::of(path).not_emulated(&format!("{method} {path}"), info).into_response()
}

fn received(request: &axum::extract::Request) -> Option<&Received> {
    request.extensions().get()
}

fn request_info(headers: &HeaderMap, peer: IpAddr) -> RequestInfo {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let forwarded = text("x-forwarded-for")
        .and_then(|list| list.split(',').next().map(|first| first.trim().to_owned()));
    RequestInfo {
        pool_id: text("x-authing-userpool-id"),
        app_id: text("x-authing-app-id"),
        tenant_id: text("x-authing-app-tenant-id"),
        token: text("authorization").and_then(|value| bearer_token(&value)),
        lang: text("x-authing-lang").map(|value| Lang::from_header(&value)).unwrap_or_default(),
        client_ip: forwarded.unwrap_or_else(|| peer.to_string()),
        user_agent: text("user-agent").unwrap_or_default(),
        request_id: crate::random::secret(),
        expire_tokens: false,
    }
}

/// The token of an `Authorization` header: `Bearer` in any case, or a bare JWT.
fn bearer_token(value: &str) -> Option<String> {
    match value.split_once(' ') {
        Some((scheme, token)) => {
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        }
        None => (value.matches('.').count() == 2).then(|| value.to_owned()),
    }
}

async fn collect<B>(body: B) -> Option<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Limited::new(body, BODY_LIMIT).collect().await.ok().map(|body| body.to_bytes())
}

/// Keeps the head with its full length and breaks the body off half way.
async fn truncate(answer: Response<Body>) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let whole = collect(body).await.unwrap_or_default();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    let parts = stream::unfold(Some(half), |half| async move {
        match half {
            Some(half) => Some((Ok(half), None)),
            None => {
                // Let the first half leave before the connection breaks.
                tokio::time::sleep(Duration::from_millis(10)).await;
                Some((Err(Dropped), None))
            }
        }
    });
    Response::from_parts(head, Body::from_stream(parts))
}

fn preflight(headers: &HeaderMap, origin: Option<HeaderValue>) -> Response<Body> {
    let mut answer = with_cors(empty(StatusCode::NO_CONTENT), origin);
    let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    if let Some(asked) = asked {
        answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
    answer
}

/// Lets browsers in from any origin, as a pool without `allowedOrigins` does.
fn with_cors(mut answer: Response<Body>, origin: Option<HeaderValue>) -> Response<Body> {
    if let Some(origin) = origin {
        let headers = answer.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    answer
}

pub(crate) fn json_answer(status: StatusCode, body: &Json) -> Response<Body> {
    Answer::json(status, body).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer
}

fn empty(status: StatusCode) -> Response<Body> {
    plain(status, "")
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn infallible<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
