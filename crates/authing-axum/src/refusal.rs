//! Why somebody may not pass, and what they are told.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use authing_protocols::{Error, jose::TokenError};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header, request::Parts};

use crate::{Unavailable, builder::Settings, page};

/// When to come back, where nobody said so.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Why somebody may not pass. The answer says less than this.
///
/// Nothing here shows a token or what it says about a person.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// There is no token: 401.
    #[error("the request carries no token")]
    NoToken,
    /// There are several tokens, or several places that could hold it: 400.
    #[error("the request carries more than one token")]
    AmbiguousToken,
    /// The token is forged, expired, another application's or of a kind that is not accepted: 401.
    #[error("the token is refused")]
    InvalidToken(#[source] TokenError),
    /// Another site's page made a browser send its cookie: 403.
    #[error("the page of another site made the request")]
    CrossSite,
    /// The token is a programmatic account's, and a user is needed: 403.
    #[error("the token is a programmatic account's, and a user is needed")]
    NoUser,
    /// The token lacks this scope: 403.
    #[error("the token lacks the scope `{0}`")]
    InsufficientScope(String),
    /// The user lacks the permission: 403.
    #[error("the user lacks the permission")]
    Denied,
    /// The keys to verify the token with could not be had: 503.
    #[error("the keys to verify the token with cannot be had")]
    KeysUnavailable(#[source] Error),
    /// Whether the user has the permission could not be found out: 503.
    #[error("permissions cannot be asked for")]
    PermissionsUnavailable(#[source] Unavailable),
    /// A permission without resource or action was asked for: 500.
    #[error("the permission that is asked for names no resource or no action")]
    EmptyPermission,
    /// The route has an extractor of this crate and no layer: 500.
    #[error("there is no layer of a guard around the route")]
    NoLayer,
}

impl Reason {
    /// The status of the answer, unless the visitor is sent to a sign-in page.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoToken | Self::InvalidToken(_) => StatusCode::UNAUTHORIZED,
            Self::AmbiguousToken => StatusCode::BAD_REQUEST,
            Self::CrossSite | Self::NoUser | Self::InsufficientScope(_) | Self::Denied => {
                StatusCode::FORBIDDEN
            }
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::EmptyPermission | Self::NoLayer => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// When to try again, if that may help.
    pub fn retry_after(&self) -> Option<Duration> {
        let asked = match self {
            Self::KeysUnavailable(Error::Call(error)) => error.retry_after(),
            Self::KeysUnavailable(_) => None,
            Self::PermissionsUnavailable(error) => error.asked_retry_after(),
            _ => return None,
        };
        Some(asked.unwrap_or(RETRY_AFTER))
    }

    /// What the visitor reads.
    fn text(&self) -> &'static str {
        match self {
            Self::NoToken => "Sign in first.\n",
            Self::InvalidToken(_) => "Sign in again.\n",
            Self::AmbiguousToken => "Send one token, in one place.\n",
            Self::CrossSite => "Another site made this request.\n",
            Self::NoUser | Self::InsufficientScope(_) | Self::Denied => "Not permitted.\n",
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => "Try again later.\n",
            Self::EmptyPermission | Self::NoLayer => "Something is wrong with this service.\n",
        }
    }

    /// RFC 6750 section 3: an error code only for a request that carries a token, and no
    /// explanation of it.
    fn challenge(&self, realm: &str) -> Option<HeaderValue> {
        let challenge = format!("Bearer realm=\"{realm}\"");
        let challenge = match self {
            Self::NoToken => challenge,
            Self::InvalidToken(_) => challenge + ", error=\"invalid_token\"",
            Self::AmbiguousToken => challenge + ", error=\"invalid_request\"",
            Self::InsufficientScope(scope) => {
                // RFC 6749 section 3.3: nothing else can stand in a scope.
                let is_letter = |c: &char| matches!(c, '!' | '#'..='[' | ']'..='~');
                let scope: String = scope.chars().filter(is_letter).collect();
                format!("{challenge}, error=\"insufficient_scope\", scope=\"{scope}\"")
            }
            _ => return None,
        };
        HeaderValue::try_from(challenge).ok()
    }

    /// For the service's operators. Visitors can cause most of it at will, so that it is no
    /// warning.
    fn log(&self) {
        let causes = Causes(self);
        match self {
            Self::KeysUnavailable(_) | Self::PermissionsUnavailable(_) => {
                tracing::warn!(reason = %causes, "nobody can be let in");
            }
            Self::EmptyPermission | Self::NoLayer => {
                tracing::error!(reason = %causes, "a route is guarded wrongly");
            }
            _ => tracing::debug!(reason = %causes, "not let in"),
        }
    }
}

/// A reason with what is behind it.
struct Causes<'a>(&'a Reason);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// The answer to somebody who may not pass; extractors reject with it, and a handler can return it.
///
/// 401 with a challenge (RFC 6750), 400 or 403 with one where that is due, 503 with `Retry-After`, or
/// the way to the sign-in page. It is never cached, and tells no more than that.
#[derive(Clone, Debug)]
pub struct Refusal(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    reason: Reason,
    settings: Option<Arc<Settings>>,
    /// Where to go instead.
    sign_in: Option<HeaderValue>,
}

impl Refusal {
    /// The answer to a request.
    pub(crate) fn of(reason: Reason, settings: &Arc<Settings>, parts: &Parts) -> Self {
        let sign_in = match reason {
            Reason::NoToken | Reason::InvalidToken(_) => page::sign_in_location(settings, parts),
            _ => None,
        };
        Self::new(reason, Some(Arc::clone(settings)), sign_in)
    }

    /// The answer to a visitor who is signed in.
    pub(crate) fn signed_in(reason: Reason, settings: &Arc<Settings>) -> Self {
        Self::new(reason, Some(Arc::clone(settings)), None)
    }

    /// The answer where no guard is known.
    pub(crate) fn bare(reason: Reason) -> Self {
        Self::new(reason, None, None)
    }

    fn new(reason: Reason, settings: Option<Arc<Settings>>, sign_in: Option<HeaderValue>) -> Self {
        reason.log();
        Self(Box::new(Inner { reason, settings, sign_in }))
    }

    /// Why.
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Inner { reason, settings, sign_in } = *self.0;
        let mut answer = match sign_in {
            Some(location) => {
                (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
            }
            None => {
                let mut answer = (reason.status(), reason.text()).into_response();
                let realm = settings.as_ref().map_or("api", |settings| &settings.realm);
                if let Some(challenge) = reason.challenge(realm) {
                    answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
                }
                if let Some(wait) = reason.retry_after() {
                    // Whole seconds, and not at once.
                    let seconds = wait.as_millis().div_ceil(1000).max(1);
                    if let Ok(seconds) = HeaderValue::try_from(seconds.to_string()) {
                        answer.headers_mut().insert(header::RETRY_AFTER, seconds);
                    }
                }
                answer
            }
        };
        let never = HeaderValue::from_static("no-store");
        answer.headers_mut().insert(header::CACHE_CONTROL, never);
        match settings.as_ref().and_then(|settings| settings.answer.as_ref()) {
            Some(change) => change(&reason, answer),
            None => answer,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.reason.fmt(f)
    }
}

impl StdError for Refusal {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.reason.source()
    }
}
