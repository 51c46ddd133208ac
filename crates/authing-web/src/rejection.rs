//! The response to a request that may not pass.

use std::{error::Error as StdError, fmt, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header, request::Parts};

use crate::{error::AuthError, page, settings::Settings};

/// The response to a request that may not pass.
///
/// 401 with a challenge (RFC 6750), 400 or 403 with one where the RFC requires it, 503 with
/// `Retry-After`, or a redirect to the login page. It is never cached, and tells no more than that.
#[derive(Clone)]
pub struct Rejection(Box<Inner>);

#[derive(Clone)]
struct Inner {
    error: AuthError,
    settings: Option<Arc<Settings>>,
    /// Where to redirect to instead.
    login_page: Option<HeaderValue>,
}

impl Rejection {
    /// The response to a request.
    pub(crate) fn of(error: AuthError, settings: &Arc<Settings>, parts: &Parts) -> Self {
        let login_page = match error {
            AuthError::NoToken | AuthError::InvalidToken(_) => {
                page::login_location(settings, parts)
            }
            _ => None,
        };
        Self::new(error, Some(Arc::clone(settings)), login_page)
    }

    /// The response to a user who is logged in.
    pub(crate) fn logged_in(error: AuthError, settings: &Arc<Settings>) -> Self {
        Self::new(error, Some(Arc::clone(settings)), None)
    }

    /// The response where no guard is known.
    pub(crate) fn bare(error: AuthError) -> Self {
        Self::new(error, None, None)
    }

    pub(crate) fn new(
        error: AuthError,
        settings: Option<Arc<Settings>>,
        login_page: Option<HeaderValue>,
    ) -> Self {
        error.log();
        Self(Box::new(Inner { error, settings, login_page }))
    }

    /// Why the request is rejected.
    pub fn error(&self) -> &AuthError {
        &self.0.error
    }
}

impl Rejection {
    /// The response, with a body of whatever kind the framework has.
    pub fn into_response<B: From<Bytes>>(self) -> Response<B> {
        let Inner { error, settings, login_page } = *self.0;
        let mut response = match login_page {
            Some(location) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::SEE_OTHER;
                response.headers_mut().insert(header::LOCATION, location);
                response
            }
            None => {
                let realm = settings.as_ref().map_or("api", |settings| &settings.realm);
                refusal(&error, realm)
            }
        };
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, never);
        let response = match settings.as_ref().and_then(|settings| settings.map_rejection.as_ref())
        {
            Some(map) => map(&error, response),
            None => response,
        };
        response.map(B::from)
    }
}

fn refusal(error: &AuthError, realm: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(error.text().as_bytes()));
    *response.status_mut() = error.status();
    let headers = response.headers_mut();
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, text);
    if let Some(challenge) = error.challenge(realm) {
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let Some(wait) = error.retry_after() {
        // Whole seconds, and not at once.
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        if let Ok(seconds) = HeaderValue::try_from(seconds.to_string()) {
            headers.insert(header::RETRY_AFTER, seconds);
        }
    }
    response
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(f)
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.error.source()
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection").field("error", &self.0.error).finish_non_exhaustive()
    }
}
