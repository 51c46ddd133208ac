//! One request: control route, fault, log, GraphQL or REST.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode, request};
use hyper::upgrade::OnUpgrade;
use serde_json::{Value as Json, json};

use crate::base::form;
#[cfg(feature = "console")]
use crate::base::limits::FILES_BYTES;
use crate::base::limits::{BODY_BYTES, FIELDS, TooMuch, UPLOAD_BYTES};
#[cfg(feature = "console")]
use crate::console::{self, stream};
use crate::control;
use crate::domain::context::{Notes, RequestInfo};
use crate::engine::Engine;
use crate::engine::fault::FaultKind;
use crate::engine::journal::{Arrival, LoggedRequest, Outcome, PLAIN_PASSWORD, Sent};
use crate::engine::masking::Masker;
use crate::handler::{self, RequestBody, Route, Source, Unreadable};
use crate::page::assets;
#[cfg(feature = "console")]
use crate::server::body::send_events;
use crate::server::body::{Body, Dropped, Incomplete, collect, send, truncate};
use crate::server::graphql::{GRAPHQL_PATH, GraphQl, GraphQlRequest, SchemaError};
use crate::server::hosts::AllowedHosts;
use crate::server::router::{Received, Router};
use crate::server::snapshot::Saver;
use crate::server::watch::{Watched, Watcher};
use crate::server::worker::{self, Panicked};
use crate::server::{fault_response, request_info, subscriptions, tables};

/// On every response while the data file cannot be written: why.
const NOT_SAVED: HeaderName = HeaderName::from_static("x-authing-emulator-not-saved");

/// Serves requests. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Http {
    engine: Arc<Engine>,
    graphql: Arc<GraphQl>,
    router: Router,
    hosts: Arc<AllowedHosts>,
    saver: Option<Arc<Saver>>,
    watcher: Option<Watcher>,
}

/// What is built in does not load: a defect of the crate.
#[derive(thiserror::Error)]
pub(crate) enum LoadError {
    #[error(transparent)]
    Schema(#[from] SchemaError),
    #[error("two routes cannot be told apart: {0}")]
    Routes(#[from] matchit::InsertError),
}

show_variants!(LoadError { Schema, Routes });

impl Http {
    /// Reads the schema and gathers the tables, once a process.
    /// The schema is without what `lacks` names.
    pub(crate) fn load<'a>(
        engine: Arc<Engine>,
        lacks: impl IntoIterator<Item = &'a str>,
        hosts: AllowedHosts,
        saver: Option<Arc<Saver>>,
        watcher: Option<Watcher>,
    ) -> Result<Self, LoadError> {
        let (graphql, router) = (GraphQl::shared(lacks)?, Router::shared()?);
        Ok(Self { engine, graphql, router, hosts: Arc::new(hosts), saver, watcher })
    }

    /// Serves a request, and tells whoever watches what became of it.
    pub(super) async fn serve<B>(
        &self,
        peer: IpAddr,
        mut request: Request<B>,
    ) -> Result<Response<Body>, Dropped>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let Some(watcher) = &self.watcher else { return self.serve_unseen(peer, request).await };
        let watched = Watched::begin(&self.engine, &mut request);
        let response = self.serve_unseen(peer, request).await;
        if let Some(watched) = watched {
            watcher(&watched.end(response.as_ref().ok().map(Response::status)));
        }
        response
    }

    /// Serves a request. As long as what changes is not kept, every response says so.
    async fn serve_unseen<B>(
        &self,
        peer: IpAddr,
        request: Request<B>,
    ) -> Result<Response<Body>, Dropped>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut response = self.respond(peer, request).await?;
        if response.status() == StatusCode::MISDIRECTED_REQUEST {
            // Whoever that is learns nothing about this machine.
            return Ok(response);
        }
        if let Some(problem) = self.saver.as_ref().and_then(|saver| saver.problem()) {
            let problem = problem.escape_default().to_string();
            if let Ok(problem) = HeaderValue::try_from(problem) {
                response.headers_mut().insert(NOT_SAVED, problem);
            }
        }
        Ok(response)
    }

    async fn respond<B>(&self, peer: IpAddr, request: Request<B>) -> Result<Response<Body>, Dropped>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (mut head, body) = request.into_parts();
        if let Some(host) = self.hosts.foreign(&head) {
            return Ok(send(misdirected(&host)));
        }
        if let Some(asset) = assets::serve(&head) {
            return Ok(send(asset));
        }
        #[cfg(feature = "console")]
        if console::is_console(&head.method, head.uri.path()) {
            return self.console(peer, head, body).await;
        }
        let origin = head.headers.get(header::ORIGIN).cloned();
        let is_control = control::is_control(head.uri.path());
        if !is_control && head.method == Method::OPTIONS && origin.is_some() {
            return Ok(preflight(&head.headers, origin));
        }
        let has_files = RequestBody::has_files(&head.headers);
        let limit = if has_files { UPLOAD_BYTES } else { BODY_BYTES };
        let body = match collect(body, limit).await {
            Ok(body) => body,
            Err(Incomplete::TooLarge) => {
                return Ok(send(too_much(&TooMuch::beyond("bytes in its body", limit))));
            }
            Err(Incomplete::BrokenOff) => return Err(Dropped),
        };
        if is_control {
            let engine = Arc::clone(&self.engine);
            let work = move || control::serve(&engine, &head, &body);
            let response = worker::run(work).await?.unwrap_or_else(defect);
            self.engine.pulse.beat();
            return Ok(send(response));
        }

        let started = Instant::now();
        // An upgrade belongs to the connection.
        let upgrade = head.extensions.remove::<OnUpgrade>();
        let http = self.clone();
        let read = worker::run(move || http.read(peer, head, &body)).await?;
        let mut known = match read {
            Ok(Ok(known)) => known,
            Ok(Err(error)) => return Ok(with_cors(send(too_much(&error)), origin)),
            Err(panicked) => return Ok(with_cors(send(defect(panicked)), origin)),
        };
        let fault = self.engine.faults.take(&known.path, &known.root_fields);
        known.info.note(|noted| {
            noted.by_fault = fault.is_some();
            noted.operation = Some(known.root_fields.join(" ")).filter(|fields| !fields.is_empty());
        });
        let (path, root_fields) = (&known.path, &known.root_fields);
        let early = fault_response::apply(fault.as_ref(), path, root_fields, &mut known.info);
        let number = known.number;
        let finish = |response: Option<&handler::Response>| {
            self.finish(number, response, started.elapsed(), fault.is_some());
        };
        let early = early.await.inspect_err(|_| finish(None))?;
        if let Some(response) = early {
            finish(Some(&response));
            return Ok(with_cors(send(response), origin));
        }
        let http = self.clone();
        let response = worker::run(move || http.carry_out(known, upgrade)).await?;
        let response = response.unwrap_or_else(defect);
        finish(Some(&response));
        // Pages and redirects act on cookies, so no other origin may read them.
        let origin = origin.filter(|_| !response.is_for_browser());
        let response = send(response);
        let truncated = fault == Some(FaultKind::TruncateBody);
        let response = if truncated { truncate(response).await } else { response };
        Ok(with_cors(response, origin))
    }

    /// Writes down what became of a request.
    fn finish(
        &self,
        number: u64,
        response: Option<&handler::Response>,
        took: Duration,
        by_fault: bool,
    ) {
        let text =
            |response: &handler::Response, name| response.header_text(name).map(str::to_owned);
        let sent = response.map(|response| Sent {
            content_type: text(response, header::CONTENT_TYPE),
            location: text(response, header::LOCATION),
            bytes: response.body().len(),
            body: response.body(),
        });
        let status = response.map(handler::Response::status);
        self.engine.journal.finish(number, Outcome { status, took, by_fault, sent });
        self.engine.pulse.beat();
    }

    /// Shows a page of the console. The log leaves it out, and no fault happens to it.
    #[cfg(feature = "console")]
    async fn console<B>(
        &self,
        peer: IpAddr,
        head: request::Parts,
        body: B,
    ) -> Result<Response<Body>, Dropped>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if let Some(refusal) = console::refuse(&self.engine, &head) {
            return Ok(send(refusal));
        }
        if head.uri.path() == stream::PATH && head.method == Method::GET {
            return Ok(match stream::events(&self.engine) {
                Some(events) => send_events(events),
                None => send(too_many_pages()),
            });
        }
        // A snapshot may be long.
        let has_files = RequestBody::has_files(&head.headers);
        let limit = if has_files { FILES_BYTES } else { BODY_BYTES };
        let body = match collect(body, limit).await {
            Ok(body) => body,
            Err(Incomplete::TooLarge) => {
                return Ok(send(too_much(&TooMuch::beyond("bytes in its body", limit))));
            }
            Err(Incomplete::BrokenOff) => return Err(Dropped),
        };
        let engine = Arc::clone(&self.engine);
        let is_change = head.method == Method::POST;
        let work = move || console::serve(&engine, peer, &head, &body);
        let response = worker::run(work).await?.unwrap_or_else(defect);
        if is_change {
            self.engine.pulse.beat();
        }
        Ok(send(response))
    }

    /// Reads a request and writes it down.
    fn read(&self, peer: IpAddr, head: request::Parts, body: &Bytes) -> Result<Known, TooMuch> {
        let fields = form::count(head.uri.query().unwrap_or_default());
        TooMuch::check("fields in its query", fields, FIELDS)?;
        let mut info = request_info::read(&head.headers, peer);
        info.notes = head.extensions.get::<Arc<Notes>>().cloned();
        let path = head.uri.path().to_owned();
        let is_graphql = path == GRAPHQL_PATH && head.method == Method::POST;
        let graphql = is_graphql.then(|| GraphQlRequest::read(body));
        let read = match &graphql {
            Some(_) => Ok(RequestBody::None),
            None => match RequestBody::read(&head.headers, body) {
                Ok(body) => Ok(body),
                Err(Unreadable::TooMuch(error)) => return Err(error),
                Err(Unreadable::Malformed(reason)) => Err(reason),
            },
        };
        let document = graphql.as_ref().and_then(|read| read.as_ref().ok());
        let root_fields = document.map(|document| document.root_fields.clone()).unwrap_or_default();
        let number = self.record(&info, &head, document, &read, body);
        Ok(Known { number, info, head, path, root_fields, graphql, body: read })
    }

    /// Does what a request asks for.
    fn carry_out(&self, known: Known, upgrade: Option<OnUpgrade>) -> handler::Response {
        let Known { info, head, path, graphql, body, .. } = known;
        if subscriptions::is_subscription(&head) {
            return subscriptions::subscribe(&self.engine, &head, upgrade, &info);
        }
        match graphql {
            Some(request) => self.graphql(&info, request),
            None => {
                let query = head.uri.query().map(str::to_owned);
                let (method, headers) = (head.method, head.headers);
                let received = Received { info, method, path, query, headers, body };
                self.router.serve(&self.engine, received)
            }
        }
    }

    /// Writes the request down, without its secrets.
    fn record(
        &self,
        info: &RequestInfo,
        head: &request::Parts,
        graphql: Option<&GraphQlRequest>,
        body: &Result<RequestBody, String>,
        raw: &Bytes,
    ) -> u64 {
        let path = head.uri.path();
        let masker = Masker::for_path(&self.engine.env.keys, path);
        let target = head.uri.path().len() + head.uri.query().unwrap_or_default().len();
        let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let mut bytes = raw.len() + target + headers.sum::<usize>();
        // A fragment's are there as often as it is used.
        let root_fields = graphql.map(|request| request.root_fields.clone()).unwrap_or_default();
        bytes += root_fields.iter().map(|name| size_of::<String>() + name.len()).sum::<usize>();
        let route = match graphql {
            Some(_) => None,
            None => self.router.route(&head.method, path),
        };
        let chosen = route.and_then(Route::known_from).is_some_and(Source::is_chosen)
            || root_fields.iter().any(|field| tables::is_chosen(field));
        info.note(|noted| noted.chosen = chosen);
        let mut request = LoggedRequest {
            method: head.method.to_string(),
            path: path.to_owned(),
            query: masker.query(form::parse(head.uri.query().unwrap_or_default())),
            headers: masker.headers(&head.headers),
            root_fields,
            route: route.map(|route| route.path),
            chosen,
            variables: graphql
                .map(|request| masker.variables(&request.variables, &request.argument_of)),
            body: match body {
                Ok(RequestBody::Json(Json::Object(members))) => Some(masker.members(members)),
                Ok(RequestBody::Form(pairs)) => Some(masker.form(pairs)),
                _ => None,
            },
            hint: None,
        };
        // Routes and protocols have passwords that are plain by right.
        let is_refused = graphql.is_some() && !self.engine.env.accepts_plain_passwords();
        if is_refused && masker.saw_plain_password() {
            request.hint = Some(PLAIN_PASSWORD);
        }
        let arrival = Arrival {
            at: self.engine.now(),
            target: head.uri.clone(),
            authorization: head.headers.get(header::AUTHORIZATION).cloned(),
            body: Some(raw.clone()),
        };
        self.engine.journal.record(request, arrival, bytes)
    }

    fn graphql(
        &self,
        info: &RequestInfo,
        request: Result<GraphQlRequest, String>,
    ) -> handler::Response {
        match request {
            Ok(request) => {
                let response = self.graphql.serve(&self.engine, info, request);
                let status =
                    if response.executed { StatusCode::OK } else { StatusCode::BAD_REQUEST };
                handler::Response::json_bytes(status, response.body)
            }
            Err(reason) => {
                let error = json!({
                    "message": reason,
                    "extensions": { "code": "BAD_REQUEST" },
                });
                handler::Response::json(StatusCode::BAD_REQUEST, &json!({ "errors": [error] }))
            }
        }
    }
}

/// A request that has been read.
struct Known {
    /// Its number in the log.
    number: u64,
    info: RequestInfo,
    head: request::Parts,
    path: String,
    root_fields: Vec<String>,
    graphql: Option<Result<GraphQlRequest, String>>,
    /// The body, or why it cannot be read.
    body: Result<RequestBody, String>,
}

/// There is more of something than the emulator looks at.
fn too_much(error: &TooMuch) -> handler::Response {
    let body = json!({ "error": error.to_string() });
    handler::Response::json(StatusCode::PAYLOAD_TOO_LARGE, &body)
}

/// More pages than the emulator keeps up to date are open.
#[cfg(feature = "console")]
fn too_many_pages() -> handler::Response {
    let body =
        json!({ "error": "too many pages of the console are open; this one stays as it is" });
    handler::Response::json(StatusCode::SERVICE_UNAVAILABLE, &body)
}

/// A piece of work panicked. Nothing else was harmed.
fn defect(_: Panicked) -> handler::Response {
    let reason = "authing-emulator failed at this request, which is a defect of it: please report it \
                  with what the emulator printed";
    handler::Response::json(StatusCode::INTERNAL_SERVER_ERROR, &json!({ "error": reason }))
}

/// The request came by a name that is not this server's: nothing of it is looked at.
fn misdirected(host: &str) -> handler::Response {
    let reason = format!(
        "this emulator is not served as `{}`: address it by localhost or an IP address, or allow the \
         name (`--allow-host NAME`, `EmulatorBuilder::allow_host`)",
        host.escape_debug()
    );
    handler::Response::json(StatusCode::MISDIRECTED_REQUEST, &json!({ "error": reason }))
}

fn preflight(headers: &HeaderMap, origin: Option<HeaderValue>) -> Response<Body> {
    let mut response = with_cors(send(handler::Response::bare(StatusCode::NO_CONTENT, "")), origin);
    let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    if let Some(asked) = asked {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
    response
}

/// Lets browsers in from any origin, as a pool without `allowedOrigins` does.
fn with_cors(mut response: Response<Body>, origin: Option<HeaderValue>) -> Response<Body> {
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    response
}
