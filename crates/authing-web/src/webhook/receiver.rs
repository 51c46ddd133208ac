//! Checks that a delivery has the secret, and reads it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use authing_core::Error as CallError;
use authing_protocols::{Error, Secret, store::ReplayStore};
use authing_types::lenient;
use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{Context, SHA256, digest},
};
use http::{HeaderMap, HeaderName, Method, Request, header};
use http_body::Body;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value};

use super::{
    delivery::WebhookDelivery,
    error::WebhookError,
    event::WebhookEvent,
    form,
    record::{WebhookRecord, text},
};

/// Organisations come whole, with every member.
const BODY_LIMIT: usize = 4 << 20;

const SECRET_HEADERS: [&str; 2] = ["x-authing-webhook-secret", "x-authing-token"];

const POOL_HEADER: &str = "x-authing-userpool-id";

/// Longer ones are nobody's.
const LONGEST_NAME: usize = 200;

/// Receives the deliveries of one webhook. A clone is cheap and shares all.
#[derive(Clone)]
pub struct Webhooks(Arc<Inner>);

struct Inner {
    /// Hashes of the secrets, so that all are of one length.
    secrets: Vec<[u8; 32]>,
    secret_headers: Vec<HeaderName>,
    pool_header: HeaderName,
    body_limit: usize,
    bare_event: Option<String>,
    seen: Option<(Arc<dyn ReplayStore>, Duration)>,
    /// Whether a delivery without the right secret was told of.
    told: AtomicBool,
}

/// Builds [`Webhooks`].
#[must_use = "a builder does nothing until it builds"]
pub struct WebhooksBuilder {
    secrets: Vec<Secret>,
    secret_headers: Vec<String>,
    pool_header: String,
    body_limit: usize,
    bare_event: Option<String>,
    seen: Option<(Arc<dyn ReplayStore>, Duration)>,
}

impl Webhooks {
    /// Begins with the secret that is set in the webhook's settings.
    pub fn builder(secret: impl Into<Secret>) -> WebhooksBuilder {
        WebhooksBuilder {
            secrets: vec![secret.into()],
            secret_headers: SECRET_HEADERS.map(str::to_owned).to_vec(),
            pool_header: POOL_HEADER.to_owned(),
            body_limit: BODY_LIMIT,
            bare_event: None,
            seen: None,
        }
    }
}

impl WebhooksBuilder {
    /// Another secret that is accepted too, while the one in the webhook's settings is replaced.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// The headers that the secret may stand in, for a deployment with names of its own. Default:
    /// `x-authing-webhook-secret` and `x-authing-token`; one of them is enough.
    pub fn secret_headers(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.secret_headers = names.into_iter().map(Into::into).collect();
        self
    }

    /// The header that names the user pool. Default: `x-authing-userpool-id`.
    pub fn user_pool_header(mut self, name: impl Into<String>) -> Self {
        self.pool_header = name.into();
        self
    }

    /// How many bytes a body may have. Default: 4 MiB, since an organisation is told with every member.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What a body is taken for that names no event: some servers tell of a `login` by the bare user.
    /// Default: it is refused.
    pub fn bare_event(mut self, name: impl Into<String>) -> Self {
        self.bare_event = Some(name.into());
        self
    }

    /// Drops deliveries whose content is that of one within the last so long, by their
    /// [fingerprint](WebhookDelivery::fingerprint): Authing sends no id to know them by. Keep the window
    /// as short as a repetition takes, since two events may be alike to the letter. While the store is
    /// down, deliveries are handled, perhaps twice. Default: none is dropped.
    ///
    /// Stores: `authing_protocols::store::MemoryStore`, or `authing_redis::RedisStore` for several processes.
    pub fn deduplicate(mut self, store: Arc<dyn ReplayStore>, window: Duration) -> Self {
        self.seen = Some((store, window));
        self
    }

    /// Makes the receiver.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that cannot be used.
    pub fn build(self) -> Result<Webhooks, Error> {
        let refuse = |option, problem: &str| Err(Error::from(CallError::config(option, problem)));
        if self.secrets.iter().any(Secret::is_empty) {
            return refuse(
                "secret",
                "is empty: set one in the webhook's settings, and give it here",
            );
        }
        if self.secret_headers.is_empty() {
            return refuse("secret_headers", "is empty: no delivery would pass");
        }
        let header = |option, name: &str| {
            let problem = "is not a name that a header can have";
            HeaderName::try_from(name).map_err(|_| Error::from(CallError::config(option, problem)))
        };
        if self.body_limit == 0 {
            return refuse("body_limit", "is 0: no delivery would pass");
        }
        if self.bare_event.as_ref().is_some_and(String::is_empty) {
            return refuse("bare_event", "is empty: leave it out, or give it");
        }
        let secret_headers = self.secret_headers.iter().map(|name| header("secret_headers", name));
        Ok(Webhooks(Arc::new(Inner {
            secrets: self.secrets.iter().map(|secret| hash(secret.expose().as_bytes())).collect(),
            secret_headers: secret_headers.collect::<Result<_, _>>()?,
            pool_header: header("user_pool_header", &self.pool_header)?,
            body_limit: self.body_limit,
            bare_event: self.bare_event,
            seen: self.seen,
            told: AtomicBool::new(false),
        })))
    }
}

/// A request that has the secret: its body may be read.
#[derive(Debug)]
pub struct AuthenticDelivery {
    webhooks: Webhooks,
    is_json: bool,
    user_pool_id: Option<String>,
}

impl Webhooks {
    /// Checks what a request says before its body: that it has the secret, and a kind of body that can be
    /// read. The secret is compared in a time that tells nothing of it.
    ///
    /// # Errors
    ///
    /// Why the delivery is refused.
    pub fn authenticate(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<AuthenticDelivery, WebhookError> {
        let checked = self.check(method, headers);
        if let Err(error) = &checked {
            self.log(error);
        }
        checked
    }

    fn check(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<AuthenticDelivery, WebhookError> {
        if method != Method::POST {
            return Err(WebhookError::Method(method.as_str().chars().take(20).collect()));
        }
        let Inner { secret_headers, secrets, .. } = &*self.0;
        let (mut found, mut right) = (false, false);
        for value in secret_headers.iter().flat_map(|name| headers.get_all(name)) {
            found = true;
            let value = hash(value.as_bytes());
            for secret in secrets {
                right |= verify_slices_are_equal(&value, secret).is_ok();
            }
        }
        if !found {
            let names: Vec<_> = secret_headers.iter().map(|name| format!("`{name}`")).collect();
            return Err(WebhookError::NoSecret(names.join(", ")));
        }
        if !right {
            return Err(WebhookError::WrongSecret);
        }
        let limit = self.0.body_limit;
        let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        if length.and_then(|length| length.parse::<u64>().ok()) > Some(limit as u64) {
            return Err(WebhookError::TooLarge { limit });
        }
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        let is_json = kind.eq_ignore_ascii_case("application/json");
        if !is_json && !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(WebhookError::ContentType);
        }
        let pool = headers.get(&self.0.pool_header).and_then(|value| value.to_str().ok());
        let user_pool_id = pool.filter(|id| id.len() <= LONGEST_NAME).map(str::to_owned);
        Ok(AuthenticDelivery { webhooks: self.clone(), is_json, user_pool_id })
    }

    /// Checks and reads a request. Its body is read only when it has the secret, and no further than
    /// the limit.
    ///
    /// # Errors
    ///
    /// Why the delivery is refused.
    pub async fn receive<B>(&self, request: Request<B>) -> Result<WebhookDelivery, WebhookError>
    where
        B: Body,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let authentic = self.authenticate(&parts.method, &parts.headers)?;
        let limit = self.0.body_limit;
        let body = Box::pin(Limited::new(body, limit)).collect().await;
        let body = body.map_err(|error| match error.is::<LengthLimitError>() {
            true => WebhookError::TooLarge { limit },
            false => WebhookError::Interrupted,
        });
        match body {
            Ok(body) => authentic.read(&body.to_bytes()),
            Err(error) => {
                self.log(&error);
                Err(error)
            }
        }
    }

    /// Whether no delivery of the same content came before, as far as
    /// [`deduplicate`](WebhooksBuilder::deduplicate) remembers; it is remembered from now on.
    pub async fn is_new(&self, delivery: &WebhookDelivery) -> bool {
        let Some((store, window)) = &self.0.seen else { return true };
        match store.first_use(&format!("webhook:{}", delivery.fingerprint()), *window).await {
            Ok(is_first) => is_first,
            Err(error) => {
                let reason = error.to_string();
                tracing::warn!(reason, "it is not known whether a delivery is a repeated one");
                true
            }
        }
    }

    /// For the service's operators. Anybody can cause these at will, so only the first is a warning.
    pub(super) fn log(&self, error: &WebhookError) {
        match self.0.told.swap(true, Ordering::Relaxed) {
            true => tracing::debug!(reason = %error, "a delivery is refused"),
            false => tracing::warn!(
                reason = %error,
                "a delivery is refused; others that are refused are logged at the level debug"
            ),
        }
    }
}

impl AuthenticDelivery {
    /// Reads the body.
    ///
    /// # Errors
    ///
    /// Why the delivery is refused.
    pub fn read(self, body: &[u8]) -> Result<WebhookDelivery, WebhookError> {
        let read = self.read_body(body);
        if let Err(error) = &read {
            self.webhooks.log(error);
        }
        read
    }

    fn read_body(&self, body: &[u8]) -> Result<WebhookDelivery, WebhookError> {
        let limit = self.webhooks.0.body_limit;
        if body.len() > limit {
            return Err(WebhookError::TooLarge { limit });
        }
        let members = if self.is_json { json(body)? } else { form::read(body)? };
        let (name, data) = envelope(members, self.webhooks.0.bare_event.as_deref())?;
        let mut content = Context::new(&SHA256);
        for part in [self.user_pool_id.as_deref().unwrap_or_default(), &name] {
            content.update(part.as_bytes());
            content.update(&[0]);
        }
        content.update(body);
        let fingerprint: String =
            content.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(WebhookDelivery {
            event: WebhookEvent::read(&name, data.clone()),
            data: WebhookRecord::read(data),
            name,
            user_pool_id: self.user_pool_id.clone(),
            fingerprint,
        })
    }
}

fn json(body: &[u8]) -> Result<Map<String, Value>, WebhookError> {
    match lenient::json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(WebhookError::Body("the JSON is not an object")),
        Err(_) => Err(WebhookError::Body("it is not JSON")),
    }
}

/// The event's name, and what it tells.
fn envelope(
    mut members: Map<String, Value>,
    bare_event: Option<&str>,
) -> Result<(String, Value), WebhookError> {
    match members.get("eventName") {
        None | Some(Value::Null) => {}
        Some(name) => {
            let name = name.as_str().filter(|name| (1..=LONGEST_NAME).contains(&name.len()));
            let name = name.ok_or(WebhookError::NoEvent)?.to_owned();
            return Ok((name, members.remove("data").unwrap_or_default()));
        }
    }
    // The console's button for a test sends this and nothing else.
    if members.len() == 1 && members.get("description").and_then(text).is_some() {
        return Ok(("test".to_owned(), members.into()));
    }
    match bare_event {
        Some(name) => Ok((name.to_owned(), members.into())),
        None => Err(WebhookError::NoEvent),
    }
}

fn hash(text: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, text).as_ref());
    hash
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("secret_headers", &self.0.secret_headers)
            .field("body_limit", &self.0.body_limit)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WebhooksBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhooksBuilder")
            .field("secret_headers", &self.secret_headers)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
