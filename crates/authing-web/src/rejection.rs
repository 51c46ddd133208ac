//! The response to a request that may not pass.

use std::{
    error::Error as StdError,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use authing_core::Lang;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

use crate::{
    error::{AuthError, Causes},
    page,
    problem::{Problem, ProblemKind},
    reply::Reply,
    settings::Settings,
};

/// The response to a request that may not pass.
///
/// 401 with a challenge (RFC 6750, RFC 9470), 400 or 403 with one where the RFC requires it, 503 with
/// `Retry-After`, or a redirect to the login page. It is never cached. Its body is a [`Problem`] in the
/// visitor's language, which tells no more than that; in
/// [development](crate::GuardBuilder::development) it also tells why, and what to set.
#[derive(Clone)]
pub struct Rejection(Box<Inner>);

#[derive(Clone)]
struct Inner {
    error: AuthError,
    guard: Option<(Arc<Settings>, Reply)>,
    cookies: Vec<HeaderValue>,
}

impl Rejection {
    /// The response to a request.
    pub(crate) fn new(error: AuthError, settings: &Arc<Settings>, reply: &Reply) -> Self {
        log(&error, &settings.told);
        let guard = Some((Arc::clone(settings), reply.clone()));
        Self(Box::new(Inner { error, guard, cookies: Vec::new() }))
    }

    /// The response where no guard is known.
    pub(crate) fn bare(error: AuthError) -> Self {
        log(&error, &AtomicU32::new(0));
        Self(Box::new(Inner { error, guard: None, cookies: Vec::new() }))
    }

    /// The cookies that go with the response: the session was renewed, whatever is rejected.
    pub(crate) fn with_cookies(mut self, cookies: impl Iterator<Item = HeaderValue>) -> Self {
        self.0.cookies.extend(cookies);
        self
    }

    /// Why the request is rejected.
    pub fn error(&self) -> &AuthError {
        &self.0.error
    }

    /// The response, with a body of whatever kind the framework has.
    pub fn into_response<B: From<Bytes>>(self) -> Response<B> {
        let Inner { error, guard, cookies } = *self.0;
        let Some((settings, reply)) = guard else {
            return refusal(&error, "api", None, &Lang::EnUs).map(B::from);
        };
        let login_page = reply.login_page.as_ref().filter(|_| error.wants_login());
        let response = match login_page {
            Some(location) => redirect(match &error {
                AuthError::StepUp(step_up) => page::with_step_up(location, step_up),
                _ => location.clone(),
            }),
            None => {
                let hint = settings.development.then(|| error.hint());
                refusal(&error, &settings.realm, hint, &reply.language())
            }
        };
        let response = match &settings.map_rejection {
            Some(map) => map(&error, response),
            None => response,
        };
        let mut response = response.map(B::from);
        for cookie in cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

fn redirect(location: HeaderValue) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refusal(
    error: &AuthError,
    realm: &str,
    hint: Option<&'static str>,
    lang: &Lang,
) -> Response<Bytes> {
    let mut problem = Problem::from(error);
    if let Some(hint) = hint {
        problem = problem.explained(Causes(error).to_string(), hint);
    }
    let mut response = problem.to_response(lang);
    if let Some(challenge) = error.challenge(realm) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// For the service's operators. Visitors can cause most errors at will, so those do not warn, but for
/// the first of each kind that may be due to how the guard is set up.
fn log(error: &AuthError, told: &AtomicU32) {
    let (causes, hint) = (Causes(error), error.hint());
    let is_first = |bit| told.fetch_or(bit, Ordering::Relaxed) & bit == 0;
    match Problem::from(error).kind() {
        ProblemKind::Unavailable => {
            tracing::warn!(reason = %causes, hint, "no request can be let in");
        }
        ProblemKind::Misconfigured => {
            tracing::error!(reason = %causes, hint, "a route is guarded wrongly");
        }
        _ if error.setup_bit().is_some_and(is_first) => {
            tracing::warn!(
                reason = %causes,
                hint,
                "rejected; others that are rejected so are logged at the level debug"
            );
        }
        _ => tracing::debug!(reason = %causes, hint, "rejected"),
    }
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
