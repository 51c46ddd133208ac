//! The pipeline of every call: token, attempt, retry, timeout, span.

use std::{
    fmt,
    future::pending,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{self, AUTHORIZATION, CONTENT_TYPE},
};
use tokio::time::Instant;
use tracing::{Instrument, Span, field::Empty};
use url::Url;

use crate::{
    clock::Clock,
    config::{ClientConfig, Observer, UNENCRYPTED},
    error::{Error, ErrorKind},
    options,
    retry::{RetryBudget, RetryPolicy, random_fraction},
    timer::{on_one_runtime, until},
    token::{Bearer, TokenProvider},
    transport::{
        BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
    },
    wire::{Body, Credential, JSON, Operation, Reply, Request, Target, Told, admit},
};

/// Which pool and application every request of a client is about.
#[derive(Clone, Debug, Default)]
pub struct ClientIdentity {
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// The application's id.
    pub app_id: Option<String>,
}

/// A client's transport and settings. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Pipeline(Arc<Shared>);

struct Shared {
    transport: Arc<dyn Transport>,
    base: Url,
    graphql: Url,
    headers: BaseHeaders,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    budget: RetryBudget,
    clock: Arc<dyn Clock>,
    observers: Vec<Observer>,
    config: ClientConfig,
    #[cfg(feature = "blocking")]
    blocking: crate::runtime::BlockingRuntime,
}

/// What one call sets differently from its client.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) headers: HeaderMap,
    /// Part of another call: its error is reported by that one.
    pub(crate) nested: bool,
}

impl CallOptions {
    /// Takes over what `other` sets.
    pub(crate) fn overlay(&mut self, other: &Self) {
        fn set<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
            if other.is_some() {
                own.clone_from(other);
            }
        }
        set(&mut self.timeout, &other.timeout);
        set(&mut self.attempt_timeout, &other.attempt_timeout);
        set(&mut self.retry, &other.retry);
        set(&mut self.idempotent, &other.idempotent);
        for (name, value) in &other.headers {
            self.headers.insert(name.clone(), value.clone());
        }
        self.nested |= other.nested;
    }
}

/// How far a call has come, and by when it must be done.
pub(crate) struct Progress {
    pub(crate) attempts: AtomicU32,
    pub(crate) awaits_token: AtomicBool,
    pub(crate) deadline: Option<Instant>,
}

impl Progress {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            attempts: AtomicU32::new(0),
            awaits_token: AtomicBool::new(false),
            // A limit beyond the end of time is none.
            deadline: Instant::now().checked_add(limit),
        }
    }

    /// The error of a call that ends here, because this limit is reached.
    pub(crate) fn timed_out(&self, limit: Duration) -> Error {
        let is_sent = self.attempts.load(Ordering::Relaxed) > 0;
        let awaits_token = self.awaits_token.load(Ordering::Relaxed);
        if is_sent && !awaits_token {
            return timed_out(limit);
        }
        let what = if awaits_token { "no token" } else { "nothing of what the request needs" };
        let rest = if is_sent {
            "for the attempt that was to follow"
        } else {
            "so the request was not sent"
        };
        let error = Error::new(ErrorKind::Timeout, format!("{what} came within {limit:?}, {rest}"));
        if is_sent { error } else { error.with_not_carried_out() }
    }

    /// The time that is left; `None` for a call without an end.
    fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}

/// A call on its way.
pub(crate) struct Course {
    pub(crate) progress: Progress,
    /// What counts as an attempt of those that were made.
    counted: u32,
    /// Whether the token was refused once already.
    renewed: bool,
    /// That of the last attempt.
    bearer: Option<Bearer>,
    /// The address, where it is not one of the client's or the request's own.
    made: Option<Url>,
    /// A response that is still to be read.
    received: Option<Received>,
}

impl Course {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            progress: Progress::new(limit),
            counted: 0,
            renewed: false,
            bearer: None,
            made: None,
            received: None,
        }
    }
}

/// A response, and the attempt that brought it.
struct Received {
    response: HttpResponse,
    at: SystemTime,
    attempt: u32,
    span: Span,
}

/// What a call consists of besides how far it has come.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'c> {
    pub(crate) operation: &'c Operation,
    pub(crate) tokens: &'c dyn TokenProvider,
    pub(crate) request: &'c Request,
    pub(crate) options: &'c CallOptions,
}

/// Reads a response; what it makes of it stays with the caller.
pub(crate) type Read<'a> = &'a mut dyn FnMut(&Reply<'_>) -> Result<(), Error>;

impl Pipeline {
    /// A pipeline with these settings. No network is touched.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], naming the option that cannot be used.
    pub fn new(config: &ClientConfig, identity: &ClientIdentity) -> Result<Self, Error> {
        let base = config.base_url()?;
        let mut graphql = base.clone();
        graphql.set_path(&format!("{}/graphql/v2", base.path().trim_end_matches('/')));
        let headers = BaseHeaders::new(config, identity)?;
        Ok(Self(Arc::new(Shared {
            transport: transport(config, &base)?,
            base,
            graphql,
            headers,
            timeout: config.timeout,
            attempt_timeout: config.attempt_timeout,
            retry: config.retry.clone(),
            budget: RetryBudget::new(),
            clock: Arc::clone(&config.clock),
            observers: config.observers.clone(),
            config: config.clone(),
            #[cfg(feature = "blocking")]
            blocking: crate::runtime::BlockingRuntime::default(),
        })))
    }

    /// The host, without a slash at its end.
    pub fn host(&self) -> &str {
        self.0.base.as_str().trim_end_matches('/')
    }

    /// The clock that token lives are measured with.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.clock)
    }

    /// Whether secrets may be sent to this address: it is `https`, `http` on this machine, or plain
    /// `http` is switched on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], naming the option that the address comes from, and the switch.
    pub fn check_address(&self, option: &str, address: &Url) -> Result<(), Error> {
        self.0.config.check_address(option, address)
    }

    #[cfg(feature = "events")]
    pub(crate) fn config(&self) -> &ClientConfig {
        &self.0.config
    }

    #[cfg(feature = "events")]
    pub(crate) fn user_agent(&self) -> Option<&HeaderValue> {
        self.0.headers.without_body.get(header::USER_AGENT)
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn runtime(&self) -> &crate::runtime::BlockingRuntime {
        &self.0.blocking
    }

    /// Tells all observers. What one of them does wrong is not the call's failure: its panic ends
    /// here.
    pub(crate) fn observe(&self, error: &Error) {
        for observer in &self.0.observers {
            // An observer gets nothing of ours that it could leave half-changed.
            if catch_unwind(AssertUnwindSafe(|| observer(error))).is_err() {
                tracing::error!("an `on_error` observer panicked");
            }
        }
    }

    /// Sends a request until there is a response, which is then to be read, or no more attempts make
    /// sense. `failure` is why the response before could not be used.
    pub(crate) async fn respond(
        &self,
        sent: Sent<'_>,
        course: &mut Course,
        mut failure: Option<Error>,
    ) -> Result<(), Error> {
        if course.made.is_none() {
            course.made = sent.request.made_url(&self.0.base);
        }
        if let Some(address) = sent.request.own_address()
            && !self.0.config.allows(address)
        {
            return Err(Error::input("address", UNENCRYPTED));
        }
        loop {
            if let Some(error) = failure.take() {
                let wait = self.wait_before_next(sent, course, error)?;
                match Instant::now().checked_add(wait) {
                    Some(_) if wait.is_zero() => {}
                    Some(end) => until(end, pending()).await.unwrap_or_default(),
                    // A wait beyond the end of time, in a call without a limit.
                    None => pending().await,
                }
            }
            course.bearer = token(sent.operation, sent.tokens, &course.progress).await?;
            let attempt = course.progress.attempts.fetch_add(1, Ordering::Relaxed) + 1;
            course.counted += 1;
            match self.attempt(sent, course, attempt).await {
                Ok(received) => {
                    course.received = Some(received);
                    return Ok(());
                }
                Err(error) => failure = Some(error),
            }
        }
    }

    /// How long to wait before the next attempt, if one makes sense after this error.
    fn wait_before_next(
        &self,
        sent: Sent<'_>,
        course: &mut Course,
        error: Error,
    ) -> Result<Duration, Error> {
        let Sent { operation, tokens, request, options } = sent;
        let idempotent = options.idempotent.unwrap_or(operation.is_idempotent());
        let policy = options.retry.as_ref().unwrap_or(&self.0.retry);
        if request.is_spent() {
            return Err(error);
        }
        // A refused token means the call was not carried out, unless a part of it was: once, with a
        // new one, is safe.
        if let Some(bearer) = &course.bearer
            && !course.renewed
            && error.is_auth_expired()
            && (idempotent || !error.is_partly_carried_out())
            && tokens.invalidate(bearer)
        {
            course.renewed = true;
            course.counted -= 1;
            return Ok(Duration::ZERO);
        }
        // Each such failure uses up a connection that had brought a response.
        if RetryPolicy::is_no_attempt(&error, idempotent) {
            course.counted -= 1;
            return Ok(Duration::ZERO);
        }
        if !policy.allows(&error, course.counted, idempotent) {
            return Err(error);
        }
        let wait = policy.wait(&error, course.counted, random_fraction());
        // Better the reason now than a timeout later.
        let is_too_late = course.progress.remaining().is_some_and(|left| wait >= left);
        if is_too_late || !self.0.budget.spend() {
            return Err(error);
        }
        Ok(wait)
    }

    async fn attempt(
        &self,
        sent: Sent<'_>,
        course: &Course,
        attempt: u32,
    ) -> Result<Received, Error> {
        let url = self.url(sent.request, course);
        let span = tracing::debug_span!(
            "authing.attempt",
            otel.kind = "client",
            otel.name = sent.request.method.as_str(),
            http.request.method = sent.request.method.as_str(),
            http.request.resend_count = attempt - 1,
            http.response.status_code = Empty,
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            url.template = template(sent.operation),
            error.type = Empty,
        );
        // Pinned where it stands: a future of this size is moved as seldom as can be.
        let exchange = pin!(async {
            let sending = self.send(sent, url, course.bearer.as_ref())?;
            let sending = pin!(on_one_runtime(sending));
            let limit = sent.options.attempt_timeout.or(self.0.attempt_timeout);
            let end = limit.and_then(|limit| Some((limit, Instant::now().checked_add(limit)?)));
            let response = match end {
                None => sending.await,
                Some((limit, end)) => until(end, sending)
                    .await
                    .ok_or_else(|| timed_out(limit).with_attempts(attempt))?,
            };
            let response = response.unwrap_or_else(|| Err(moved()));
            response.map_err(|cause| no_response(cause).with_attempts(attempt))
        });
        match exchange.instrument(span.clone()).await {
            Ok(response) => {
                span.record("http.response.status_code", response.status.as_u16());
                Ok(Received { response, at: self.0.clock.now(), attempt, span })
            }
            Err(error) => {
                span.record("error.type", tracing::field::debug(error.kind()));
                Err(error)
            }
        }
    }

    /// Has the response read that was received last.
    pub(crate) fn read(
        &self,
        sent: Sent<'_>,
        course: &mut Course,
        read: Read<'_>,
    ) -> Result<(), Error> {
        let Some(Received { response, at, attempt, span }) = course.received.take() else {
            return Err(Error::new(ErrorKind::Decode, "no response was read"));
        };
        let _entered = span.enter();
        let url = self.url(sent.request, course);
        let told = Told {
            url: Some(url),
            template: template(sent.operation),
            body: Some(&sent.request.body),
            bearer: course.bearer.as_ref().map(Bearer::header),
            headers: Some(&sent.options.headers),
        };
        let reply = Reply::new(response, at, attempt, sent.operation.is_strict(), told);
        let outcome = match admit(reply, url, self.0.config.max_response_bytes) {
            Ok(reply) => read(&reply),
            Err(error) => Err(error),
        };
        match &outcome {
            Ok(()) => self.0.budget.refill(),
            Err(error) => {
                span.record("error.type", tracing::field::debug(error.kind()));
            }
        }
        outcome
    }

    /// The whole address of a request.
    fn url<'u>(&'u self, request: &'u Request, course: &'u Course) -> &'u Url {
        let own = || request.own_address().unwrap_or(&self.0.graphql);
        course.made.as_ref().unwrap_or_else(own)
    }

    /// Hands a request to the transport.
    fn send(
        &self,
        Sent { request, options, .. }: Sent<'_>,
        url: &Url,
        bearer: Option<&Bearer>,
    ) -> Result<BoxFuture<'_, Result<HttpResponse, TransportError>>, Error> {
        let mut outgoing = HttpRequest::new(request.method.clone(), url.clone());
        outgoing.headers = self.0.headers.for_body(request.content_type.as_ref());
        match bearer {
            Some(bearer) => outgoing.headers.insert(AUTHORIZATION, bearer.header().clone()),
            None => outgoing.headers.remove(AUTHORIZATION),
        };
        for (name, value) in &options.headers {
            outgoing.headers.insert(name.clone(), value.clone());
        }
        Ok(match &request.body {
            Body::Whole(body) => {
                outgoing.body = body.clone();
                self.0.transport.send(outgoing)
            }
            Body::Multipart(form) => self.0.transport.send_streamed(outgoing, form.open()?),
        })
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline").field("host", &self.host()).finish_non_exhaustive()
    }
}

pub(crate) fn timed_out(limit: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("no complete response within {limit:?}"))
}

async fn token(
    operation: &Operation,
    tokens: &dyn TokenProvider,
    progress: &Progress,
) -> Result<Option<Bearer>, Error> {
    let is_required = match operation.credential_kind() {
        Credential::None => return Ok(None),
        Credential::IfHeld => false,
        Credential::Required => true,
    };
    progress.awaits_token.store(true, Ordering::Relaxed);
    let token = tokens.token().await?;
    progress.awaits_token.store(false, Ordering::Relaxed);
    if is_required && token.is_none() { Err(Error::not_logged_in()) } else { Ok(token) }
}

/// The connections of a runtime are driven by it alone.
fn moved() -> TransportError {
    TransportError::broken(
        "the call went on on another tokio runtime than the one it began on, and its connection is \
         not driven there",
    )
}

fn no_response(cause: TransportError) -> Error {
    let (kind, is_final) = match cause.kind() {
        TransportErrorKind::Connect => (ErrorKind::Connect, false),
        TransportErrorKind::Certificate => (ErrorKind::Connect, true),
        TransportErrorKind::Broken => (ErrorKind::Transport, false),
        TransportErrorKind::TooLarge => (ErrorKind::Decode, false),
    };
    let mut error = Error::new(kind, cause.to_string());
    if cause.is_not_carried_out() {
        error = error.with_not_carried_out();
    }
    if cause.is_on_kept_connection() {
        error = error.with_kept_connection();
    }
    error = error.with_cause(cause.into_cause());
    if is_final { error.with_final() } else { error }
}

fn template(operation: &Operation) -> &'static str {
    match operation.target() {
        Target::Graphql => "/graphql/v2",
        Target::Rest { path, .. } => path,
    }
}

/// The transport that was given, or the default one.
#[cfg_attr(not(feature = "reqwest"), expect(unused_variables, reason = "for reqwest"))]
fn transport(config: &ClientConfig, host: &Url) -> Result<Arc<dyn Transport>, Error> {
    if let Some(transport) = &config.transport {
        return Ok(Arc::clone(transport));
    }
    #[cfg(feature = "reqwest")]
    {
        Ok(Arc::new(crate::transport::ReqwestTransport::new(config, host)?))
    }
    #[cfg(not(feature = "reqwest"))]
    {
        Err(Error::config(
            "transport",
            "is missing: enable the feature `rustls`, or give a transport to the builder",
        ))
    }
}

/// The headers that every request of a client carries.
struct BaseHeaders {
    without_body: HeaderMap,
    /// Of a request whose body is JSON, as nearly every body is.
    with_json: HeaderMap,
}

impl BaseHeaders {
    fn new(config: &ClientConfig, identity: &ClientIdentity) -> Result<Self, Error> {
        let mut headers = base_headers(config, identity)?;
        // A place for what differs from call to call: with it a copy of these headers need not grow.
        headers.insert(AUTHORIZATION, HeaderValue::from_static(""));
        let without_body = headers.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        Ok(Self { without_body, with_json: headers })
    }

    /// A copy for a request with a body of this type, with a place for its token.
    fn for_body(&self, content_type: Option<&HeaderValue>) -> HeaderMap {
        let Some(content_type) = content_type else { return self.without_body.clone() };
        let mut headers = self.with_json.clone();
        if content_type != JSON {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        headers
    }
}

/// The headers that do not depend on the request.
fn base_headers(config: &ClientConfig, identity: &ClientIdentity) -> Result<HeaderMap, Error> {
    let names = &config.header_names;
    let sdk = concat!("rust:", env!("CARGO_PKG_VERSION"));
    let mut headers = HeaderMap::new();
    for (option, name, value) in [
        ("user_pool_id", &names.user_pool_id, identity.user_pool_id.as_deref()),
        ("app_id", &names.app_id, identity.app_id.as_deref()),
        ("tenant_id", &names.tenant_id, config.tenant_id.as_deref()),
        ("request_from", &names.request_from, Some(config.request_from.as_str())),
        ("sdk_version", &names.sdk_version, Some(sdk)),
        ("lang", &names.lang, Some(config.lang.as_str())),
    ] {
        let Some(value) = options::text_opt(option, value)? else { continue };
        let name = HeaderName::from_str(name).map_err(|cause| {
            Error::config("header_names", format!("holds no header name for `{option}`"))
                .with_source(cause)
        })?;
        headers.insert(name, header_value(option, &value)?);
    }
    let own = concat!("authing-rust/", env!("CARGO_PKG_VERSION"));
    let user_agent = match &config.user_agent {
        Some(name) => format!("{name} {own}"),
        None => own.to_owned(),
    };
    headers.insert(header::USER_AGENT, header_value("user_agent", &user_agent)?);
    headers.insert(header::ACCEPT, HeaderValue::from_static(JSON));
    // Without it a server may choose (RFC 9110 section 12.5.3).
    let codings = if config.gzip { "gzip" } else { "identity" };
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(codings));
    Ok(headers)
}

fn header_value(option: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(value).map_err(|cause| {
        Error::config(option, "holds characters that a header cannot").with_source(cause)
    })
}
